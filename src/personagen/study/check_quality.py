"""Checks of what the study says about answering: attention checks, grids and the answering level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from personagen.errors import Problem, did_you_mean
from personagen.study.file import StudyFile
from personagen.study.grids import FEWEST_ITEMS, grid_names, is_item
from personagen.study.model import Study


def check_quality(study_file: StudyFile) -> list[Problem]:
    """Return what is wrong with the checks on the answering."""
    return [*_check_attention(study_file), *_check_grids(study_file), *_check_row_centre(study_file)]


def _check_attention(study_file: StudyFile) -> Iterator[Problem]:
    study = study_file.study
    if study.quality.attention_checks and study.survey is None:
        what = "the study has no survey to check"
        yield study_file.problem("quality.attention_checks", what, "Add survey, or leave the checks out.")
    for column, passing in study.quality.attention_checks.items():
        key = f"quality.attention_checks.{column}"
        if not column.strip() or (isinstance(passing, str) and not passing.strip()):
            what = "an attention check needs a column and the answer that passes"
            yield study_file.problem(key, what, "Write {Q12: 3}: the column, and the answer.")


def _check_grids(study_file: StudyFile) -> Iterator[Problem]:
    for position, grid in enumerate(study_file.study.quality.grids):
        key = f"quality.grids.{position}"
        faults = [
            study_file.problem(f"{key}.{place}", *said)
            for place, item in enumerate(grid)
            if (said := _refuse_item(study_file.study, item))
        ]
        yield from faults
        if not faults:
            yield from _check_size(study_file, key, grid)


def _check_size(study_file: StudyFile, key: str, grid: tuple[str, ...]) -> Iterator[Problem]:
    known = grid_names(study_file.study)
    counts = Counter(known[item] for item in grid)
    if twice := [name for name, n in counts.items() if n > 1]:
        yield study_file.problem(key, f'"{twice[0]}" stands twice in this grid', "Keep it once.")
    elif len(counts) < FEWEST_ITEMS:
        what = f"a grid of {len(counts)} says nothing: many give two equal answers in earnest"
        yield study_file.problem(key, what, f"Name at least {FEWEST_ITEMS} items, or leave the grid out.")


def _refuse_item(study: Study, item: str) -> tuple[str, str] | None:
    """Return what is wrong with an item of a grid and what to do."""
    known = grid_names(study)
    if item in known:
        return None
    others = {name: variable for _, name, variable in study.each_variable()}
    others |= {v.column: v for v in others.values() if v.column}
    if item in others:
        found = others[item]
        what = f'"{item}" is of type {found.type} from the {found.source}'
        return what, "A grid holds likert items of the survey; leave it out."
    mend = did_you_mean(item, list(known)) or "Name likert items of the survey, by variable or column."
    return f'no variable is called "{item}" or has that column', mend


def _check_row_centre(study_file: StudyFile) -> Iterator[Problem]:
    study = study_file.study
    items = [v for _, _, v in study.each_variable() if is_item(v) and v.role != "descriptor"]
    if study.segmentation.row_centre and len(items) < FEWEST_ITEMS:
        what = f"the study has {len(items)} likert items of the survey that form segments"
        mend = f"An answering level takes at least {FEWEST_ITEMS} of them; leave row_centre out."
        yield study_file.problem("segmentation.row_centre", what, mend)
