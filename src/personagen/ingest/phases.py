"""The words that data files may use for a phase: its id, or its label."""

from __future__ import annotations

from personagen.contracts import PHASE_MODELS
from personagen.language.words import LANGUAGES, words_in
from personagen.study import Study


def phase_words(study: Study) -> dict[str, str]:
    """Return word -> phase id, in lower case: ids, and the labels of both languages or of the study.

    Examples
    --------
    >>> words = phase_words(Study(study="Coffee", language="nl"))
    >>> words["buy"], words["aankoop"]
    ('buy', 'buy')
    """
    if not isinstance(study.phases, str):
        labels = {phase.label.casefold(): phase.id for phase in study.phases}
        return labels | {phase.id.casefold(): phase.id for phase in study.phases}
    model = PHASE_MODELS[study.phases]
    labels = {
        words_in(language).say(f"common.phase.{phase}").casefold(): phase
        for language in LANGUAGES
        for phase in model
    }
    return labels | {phase: phase for phase in model}
