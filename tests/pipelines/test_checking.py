"""What `personagen check` says of faults and of touchpoints without a phase."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.checking import check_study
from tests.promises.small_study import SmallStudy, make_small_study


@pytest.fixture
def small(tmp_path: Path) -> SmallStudy:
    """Return a small study."""
    return make_small_study(tmp_path / "small")


def cell_of(study: SmallStudy, file: str, line: int, column: str, value: str) -> None:
    """Put a value in a cell of a file; lines are numbered from 1, the header."""
    lines = study.read(file).splitlines()
    cells = lines[line - 1].split(",")
    cells[lines[0].split(",").index(column)] = value
    study.write(file, "\n".join([*lines[: line - 1], ",".join(cells), *lines[line:]]) + "\n")


def test_a_fault_is_told_with_its_first_line_and_its_number_of_rows(small: SmallStudy):
    for line, age in ((9, "four"), (4, "forty"), (7, "7x")):
        cell_of(small, "raw/survey.csv", line, "age", age)
    cell_of(small, "raw/log.csv", 5, "csat", "9")
    told = [line for line in check_study(small.path) if ": age: " in line or ": csat: " in line]
    assert [line.partition(" (")[0] for line in told] == [
        "  raw/survey.csv:4: age: a text of 5 characters is not a number",
        "  raw/log.csv:5: csat: the rating is no number on the declared scale",
    ]
    assert "(number, the first of 3 rows; 3 respondents don't count). " in told[0]
    assert "(satisfaction_off_scale, 1 row). Correct the rating" in told[1]
    assert "forty" not in "".join(told)


def test_touchpoints_without_a_phase_are_named(small: SmallStudy):
    n = small.read("raw/log.csv").count(",search,")
    small.replace("raw/map.csv", "search,orientation\n", "")
    told = [*check_study(small.path)]
    assert told[-2].endswith("Give them one in raw/map.csv.")
    assert told[-1] == f"  search: {n} contacts"
    small.add("privacy: {minimum_cell: 5000}")
    assert [*check_study(small.path)][-1] == "  1 met by too few customers to be named"


def test_nothing_is_said_where_nothing_is_wrong(small: SmallStudy):
    assert [*check_study(small.path)][-2:] == ["", "Faults: none"]
