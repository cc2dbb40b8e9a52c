"""The phases of a study as a table."""

from __future__ import annotations

import pandas as pd

from personagen.contracts.journey import PHASES
from personagen.contracts.phases import PHASE_MODELS
from personagen.language.words import Words
from personagen.study import Study


def phases_table(study: Study, words: Words, touchpoint_map: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the contract ``phases``: phase, position, label, model, n_touchpoints.

    Parameters
    ----------
    study, words
        For the model and what its phases are called.
    touchpoint_map
        Its contract; None where the study has none.

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
    table = pd.DataFrame(
        {"phase": [*labels], "position": positions, "label": [*labels.values()], "model": model}
    )
    if touchpoint_map is not None:
        known = touchpoint_map["phase"].value_counts()
        table["n_touchpoints"] = table["phase"].map(known).fillna(0).astype("int64")
    return PHASES.conform(table)
