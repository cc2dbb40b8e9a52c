"""Checks of what a customer is worth and of the criteria by which personas are held against each other."""

from __future__ import annotations

from collections.abc import Iterator

from personagen.errors import Problem, did_you_mean
from personagen.study.file import StudyFile
from personagen.study.model import VALUE, Study

OWN = ("size", VALUE, "stability")
COUNTABLE = ("number", "count", "likert", "yes_no")


def check_attractiveness(study_file: StudyFile) -> Iterator[Problem]:
    """Yield what is wrong with ``value``, ``attractiveness`` and ``competitiveness``."""
    yield from _check_value(study_file)
    study = study_file.study
    for axis, criteria in (
        ("attractiveness", study.attractiveness),
        ("competitiveness", study.competitiveness),
    ):
        for name in criteria:
            if said := _refuse(study, name):
                yield study_file.problem(f"{axis}.{name}", *said)
        if criteria and not any(criteria.values()):
            mend = "Give one of them another weight than 0."
            yield study_file.problem(axis, "every criterion weighs 0", mend)
    if study.competitiveness and not study.attractiveness:
        mend = "Add attractiveness, or write the criteria there."
        yield study_file.problem("competitiveness", "the second axis stands without the first", mend)


def _check_value(study_file: StudyFile) -> Iterator[Problem]:
    value = study_file.study.value
    if value is None:
        return
    if getattr(study_file.study, value.source) is None:
        mend = f"Add {value.source} with its files, or leave value out."
        yield study_file.problem("value.from", f"the study has no {value.source}", mend)
    named = next((v for _, name, v in study_file.study.each_declared() if name == VALUE), None)
    here = (value.source, value.column)
    if named and ((named.source, named.column or VALUE) != here or named.type not in ("number", "count")):
        what = f'a variable is called "{VALUE}", but is another amount than value names'
        yield study_file.problem("value", what, "Give the variable another name.")


def _refuse(study: Study, name: str) -> tuple[str, str] | None:
    """Return what is wrong with a criterion and what to do; None where nothing is."""
    if name == VALUE and study.value is None:
        return "the study doesn't say what a customer is worth", "Add value: {from: analytics, column: ...}."
    if name == "stability" and (study.segmentation.given or study.segmentation.model):
        mend = "Leave it out: stability is only known of segments that are formed."
        return "no segments are formed, so none is stable or not", mend
    return None if name in OWN else _refuse_variable(study, name)


def _refuse_variable(study: Study, name: str) -> tuple[str, str] | None:
    variables = {n: variable for _, n, variable in study.each_declared()}
    if name not in variables:
        mend = did_you_mean(name, [*OWN, *variables]) or f"Use {', '.join(OWN)} or a variable of the study."
        return f'"{name}" is no criterion and no variable', mend
    if variables[name].type not in COUNTABLE:
        what = f"{name} is {variables[name].type}: it has no mean"
        return what, f"Use a variable of type {', '.join(COUNTABLE)}."
    if study.is_given(name, variables[name]):
        return f"{name} holds the given segments", "Use another variable."
    return None
