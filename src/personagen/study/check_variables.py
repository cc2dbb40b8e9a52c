"""Checks of the variables: which keys go with which type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from personagen.errors import Problem
from personagen.study.base import Scalar
from personagen.study.file import StudyFile
from personagen.study.variables import Variable, VariableType

# keys that only mean something for some types
_BELONGS: dict[str, tuple[VariableType, ...]] = {
    "scale": ("likert", "number", "count"),
    "levels": ("ordinal", "nominal", "multi"),
    "reverse": ("likert",),
    "separator": ("multi",),
    "columns": ("multi",),
    "yes": ("yes_no", "multi"),
    "no": ("yes_no",),
}
_FEWEST_LEVELS = 2


def check_variables(study_file: StudyFile) -> list[Problem]:
    """Return what is wrong with the variables of a study."""
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for block, name, variable in study_file.study.each_variable():
        key = study_file.study.key_of(block, name)
        problems += [study_file.problem(f"{key}.{at}".rstrip("."), *said) for at, *said in _check(variable)]
        problems += _check_place(study_file, key, name, variable)
        if name in first:
            what = f'"{name}" is also a variable in {first[name]}'
            problems.append(study_file.problem(key, what, "Give one of them another name."))
        first.setdefault(name, block)
    return problems + _check_features(study_file)


def _check_place(study_file: StudyFile, key: str, name: str, variable: Variable) -> Iterator[Problem]:
    if not name.strip():
        yield study_file.problem(key, "the variable has no name", "Give it one.")
    if variable.source == "analytics" and study_file.study.analytics is None:
        mend = "Add analytics with its files, or leave the variable out."
        yield study_file.problem(f"{key}.from", "the study has no analytics", mend)
    if variable.source == "survey" and study_file.study.survey is None:
        mend = "Add survey with its files, or leave the variable out."
        yield study_file.problem(f"{key}.from", "the study has no survey", mend)


def _check_features(study_file: StudyFile) -> list[Problem]:
    variables = [variable for _, _, variable in study_file.study.each_variable()]
    if study_file.study.segmentation.given or any(
        v.role != "descriptor" and v.type not in ("date", "text") for v in variables
    ):
        return []
    mend = "Describe at least one column that is not a date, a text or a descriptor."
    return [study_file.problem("variables", "no variable is a feature, so nothing can form segments", mend)]


def _check(variable: Variable) -> Iterator[tuple[str, str, str]]:
    """Yield key, what is wrong and what to do."""
    yield from _check_belongs(variable)
    yield from _check_needs(variable)
    yield from _check_answers(variable)
    yield from _check_values(variable)


def _check_belongs(variable: Variable) -> Iterator[tuple[str, str, str]]:
    for key, types in _BELONGS.items():
        if getattr(variable, key) and variable.type not in types:
            what = f"{key} means nothing for type {variable.type}"
            yield key, what, f"Leave it out, or use type {' or '.join(types)}."
    if variable.type in ("date", "text") and variable.role == "feature":
        what = f"a {variable.type} can't be a feature"
        yield "role", what, "Write role: descriptor, or leave the key out."


def _check_needs(variable: Variable) -> Iterator[tuple[str, str, str]]:
    if variable.type == "likert" and variable.scale is None:
        yield "", "a likert item needs a scale", "Add the ends that were offered, such as scale: [1, 5]."
    if variable.type == "ordinal" and len(variable.levels or ()) < _FEWEST_LEVELS:
        yield "levels", "an ordinal variable needs its levels in order", "Add levels: [lowest, ..., highest]."
    if variable.type == "multi":
        yield from _check_multi(variable)
    twice = [level for level, n in Counter(variable.levels or ()).items() if n > 1]
    if twice:
        yield "levels", f'the level "{twice[0]}" stands twice', "Keep one of them."


def _check_multi(variable: Variable) -> Iterator[tuple[str, str, str]]:
    if variable.columns and (variable.column is not None or variable.separator is not None):
        what = "a multi stands in one column with a separator, or in several columns, not both"
        yield "columns", what, "Keep column and separator, or keep columns."
    elif not variable.columns and not variable.separator:
        mend = 'Add separator: ";" (one column) or columns: {Q3_1: web, Q3_2: shop}.'
        yield "", "a multi needs a separator, or columns", mend
    elif not variable.columns and variable.yes is not None:
        yield "yes", "yes means nothing for a multi in one column", "Leave it out."
    twice = [level for level, n in Counter((variable.columns or {}).values()).items() if n > 1]
    if twice:
        yield "columns", f'two columns are called "{twice[0]}"', "Give each column its own level."


def _check_answers(variable: Variable) -> Iterator[tuple[str, str, str]]:
    """Refuse an answer that would mean two things."""
    meanings: dict[str, str] = {}
    answers: dict[str, tuple[Scalar, ...]] = {
        "yes": variable.yes or (),
        "no": variable.no or (),
        "missing": variable.missing,
        "not_asked": variable.not_asked,
        "values": tuple(variable.values),
    }
    for key, codes in answers.items():
        for code in dict.fromkeys(str(code) for code in codes):
            if code in meanings and not {key, meanings[code]} & {"values"}:
                yield key, f'"{code}" also stands in {meanings[code]}', "Keep it in one of them."
            meanings.setdefault(code, key)


def _check_values(variable: Variable) -> Iterator[tuple[str, str, str]]:
    for answer, value in variable.values.items():
        key = f"values.{answer}"
        if variable.type in ("number", "count", "likert") and isinstance(value, str):
            yield (
                key,
                f'"{value}" is not a number, as type {variable.type} asks',
                "Give a number for the answer.",
            )
        elif variable.type == "likert" and variable.scale and not _is_within(value, variable.scale):
            low, high = variable.scale
            yield key, f"{value} lies outside the scale [{low:g}, {high:g}]", "Mend the value or the scale."
        elif variable.type == "ordinal" and variable.levels and str(value) not in variable.levels:
            yield key, f'"{value}" is not one of the levels', f"Allowed: {', '.join(variable.levels)}."


def _is_within(value: float | str, scale: tuple[float, float]) -> bool:
    return not isinstance(value, str) and min(scale) <= value <= max(scale)
