"""Checks of what journeys should lead to."""

from __future__ import annotations

from collections.abc import Iterator

from personagen.contracts.phases import PHASE_MODELS
from personagen.errors import Problem, did_you_mean
from personagen.study.file import StudyFile
from personagen.study.model import OUTCOME, SCORES, Study

_FORMS = "Write {phase: ...}, or {from: survey, column: ...}."


def check_outcome(study_file: StudyFile) -> Iterator[Problem]:
    """Yield what is wrong with ``outcome``."""
    study, outcome = study_file.study, study_file.study.outcome
    if outcome is None:
        return
    is_score = outcome.source is not None or outcome.column is not None
    if is_score == (outcome.phase is not None):
        what = "it names a phase and a column" if is_score else "it names neither a phase nor a column"
        yield study_file.problem("outcome", what, _FORMS)
    elif not study.touchpoints:
        mend = "Add touchpoints with its files, or leave outcome out."
        yield study_file.problem("outcome", "the study has no touchpoint log to hold against it", mend)
    elif is_score:
        yield from _check_score(study_file)
    else:
        yield from _check_phase(study_file)


def _check_phase(study_file: StudyFile) -> Iterator[Problem]:
    assert study_file.study.outcome is not None  # noqa: S101
    phase, phases = study_file.study.outcome.phase or "", _phases(study_file.study)
    if phase not in phases:
        mend = did_you_mean(phase, phases) or f"Use {', '.join(phases[1:])}."
        yield study_file.problem("outcome.phase", f'"{phase}" is no phase of the study', mend)
    elif phase == phases[0]:
        mend = f"Use {', '.join(phases[1:])}."
        yield study_file.problem("outcome.phase", "no phase comes before the first", mend)


def _check_score(study_file: StudyFile) -> Iterator[Problem]:
    study = study_file.study
    outcome = study.outcome
    assert outcome is not None  # noqa: S101
    if outcome.source is None or outcome.column is None:
        yield study_file.problem("outcome", "from and column belong together", _FORMS)
        return
    if getattr(study, outcome.source) is None:
        mend = f"Add {outcome.source} with its files, or leave outcome out."
        yield study_file.problem("outcome.from", f"the study has no {outcome.source}", mend)
    for _, name, variable in study.each_declared():
        is_here = (variable.source, variable.column or name) == (outcome.source, outcome.column)
        if is_here and study.outcome_variable == OUTCOME:
            what = f"{name} stands in that column and is {variable.type}: it has no mean"
            mend = f"Use a column of type {', '.join(SCORES)}."
            yield study_file.problem("outcome.column", what, mend)
            return
        if name == OUTCOME and study.outcome_variable == OUTCOME:
            what = f'a variable is called "{OUTCOME}", but is another column than outcome names'
            yield study_file.problem("outcome", what, "Give the variable another name.")


def _phases(study: Study) -> list[str]:
    if isinstance(study.phases, str):
        return [*PHASE_MODELS[study.phases]]
    return [phase.id for phase in study.phases]
