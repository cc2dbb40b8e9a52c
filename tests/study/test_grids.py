"""Grids of likert items: which the study has, and which it may not name."""

from pathlib import Path

import pytest

from personagen.errors import StudyError
from personagen.study import Study, read_study
from personagen.study.grids import grids_of
from tests.study.studies import make_folder, write_study

ITEMS = """variables:
  demographic:
    age: {from: survey, type: number}
    trust: {from: survey, type: likert, scale: [1, 5]}
  psychographic:
    a: {from: survey, column: Q1, type: likert, scale: [1, 5]}
    b: {from: survey, column: Q2, type: likert, scale: [1, 5], reverse: true}
    c: {from: survey, column: Q3, type: likert, scale: [1, 5], role: descriptor}
    likely: {from: survey, type: likert, scale: [0, 10]}
    d: {from: survey, type: likert, scale: [1, 5]}
    e: {from: survey, type: likert, scale: [1, 5]}
    many: {from: survey, type: count}
    f: {from: survey, type: likert, scale: [1, 5]}
  behavioural:
    g: {from: analytics, type: likert, scale: [1, 5]}"""


def read(folder: Path, **blocks: str) -> Study:
    return read_study(write_study(make_folder(folder), variables=ITEMS, **blocks)).study


def test_a_run_ends_at_another_scale_another_type_and_another_block(tmp_path):
    assert grids_of(read(tmp_path)) == (("a", "b", "c"),)


def test_the_study_names_its_grids_by_variable_or_column(tmp_path):
    study = read(tmp_path, quality="quality: {grids: [[Q1, b, likely], [d, e, f]]}")
    assert grids_of(study) == (("a", "b", "likely"), ("d", "e", "f"))


@pytest.mark.parametrize(
    ("grid", "key", "words"),
    [
        ("[a, b]", "quality.grids.0", "a grid of 2"),
        ("[a, b, Q1]", "quality.grids.0", '"a" stands twice'),
        ("[a, b, g]", "quality.grids.0.2", '"g" is of type likert from the analytics'),
        ("[a, b, likly]", "quality.grids.0.2", 'Did you mean "likely"?'),
    ],
)
def test_what_is_no_grid_is_refused(grid, key, words, tmp_path):
    with pytest.raises(StudyError) as caught:
        read(tmp_path, quality=f"quality: {{grids: [{grid}]}}")
    (problem,) = caught.value.problems
    assert problem.where == key
    assert words in str(problem)
