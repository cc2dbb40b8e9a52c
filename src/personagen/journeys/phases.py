"""The phases of a study as a table."""

from __future__ import annotations

import pandas as pd

from personagen.contracts.journey import PHASES
from personagen.contracts.phases import PHASE_MODELS
from personagen.language.words import Words
from personagen.study import Study


def phases_table(study: Study, words: Words) -> pd.DataFrame:
    """Return the contract ``phases``: phase, position, label, model.

    Examples
    --------
    >>> from personagen.language.words import words_in
    >>> study = Study.model_validate({"study": "Coffee", "language": "en", "phases": "five"})
    >>> phases_table(study, words_in("en"))["label"].tolist()
    ['Awareness', 'Consideration', 'Purchase', 'Use', 'Loyalty']
    """
    if isinstance(study.phases, str):
        model: str = study.phases
        labels = {phase: words.say(f"common.phase.{phase}") for phase in PHASE_MODELS[study.phases]}
    else:
        labels = {phase.id: phase.label for phase in study.phases}
        model = "own"
    positions = range(1, len(labels) + 1)
    return PHASES.conform(
        pd.DataFrame({"phase": [*labels], "position": positions, "label": [*labels.values()], "model": model})
    )
