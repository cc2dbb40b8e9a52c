from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from personagen.contracts import Dialect
from personagen.contracts.model import Convention, ModelVariable
from personagen.ingest.items import read_column
from personagen.ingest.newcomers import Newcomers, TypedCells, meet_newcomers

# digits, marks, signs and what people write around numbers
CELLS = st.text(alphabet="0123456789.,-+ eE€%'", max_size=9) | st.sampled_from(
    ["", "-99", "-99,0", "none", "7", "12"]
)


def newcomer(
    declared: dict[str, object], beginning: list[str], dialect: Dialect, decimal: str = "."
) -> Newcomers:
    variable = ModelVariable("x", "demographic", {"from": "survey", **declared}, ("a", "b"))
    sources = {"survey": Convention("id", {}, {"x": decimal})}
    frame = pd.DataFrame({"x": pd.Series(beginning, dtype="str")})
    return next(meet_newcomers([variable], sources, frame, dialect))


def checks_of(typed: TypedCells) -> list[str]:
    """Return the check that each cell breaks."""
    checks = [""] * len(typed.states)
    for (_, check), is_wrong in typed.misread.items():
        checks = [check if wrong else before for wrong, before in zip(is_wrong.tolist(), checks, strict=True)]
    return checks


@given(
    st.lists(CELLS, min_size=1, max_size=20),
    st.sampled_from([".", ","]),
    st.sampled_from(["number", "count"]),
)
@example(["1.234", "1,234", "0012", "-0", "1e3", "9" * 15, "9" * 16, "5.", ".5", " 5 ", "+5"], ".", "number")
def test_numbers_read_at_once_are_those_read_one_by_one(cells, decimal, kind):
    """The run reads cell by cell; here plain numbers go all at once."""
    declared = {
        "type": kind,
        "missing": [-99, "12"],
        "not_asked": [7],
        "values": {"none": 0, "3": 33},
        "scale": [-5, 5000],
    }
    reader = newcomer(declared, ["1" + decimal + "5"], Dialect("utf-8", ";"))
    typed = reader.read({"x": pa.array(cells, type=pa.string())})
    stripped = pd.Series([cell.strip() for cell in cells], dtype="str")
    readings = read_column(reader.items[0], stripped, reader.manners[0]).readings
    expected = [readings[cell] for cell in stripped]
    assert typed.states.tolist() == [r.state for r in expected]
    assert checks_of(typed) == [r.check or "" for r in expected]
    values = np.array([np.nan if r.value is None else r.value for r in expected], dtype=np.float64)
    assert typed.answers["x"].to_numpy().tobytes() == values.tobytes()
    assert typed.is_blank.tolist() == [cell == "" for cell in stripped]


@pytest.mark.parametrize(
    ("beginning", "hint", "run", "mark"),
    [
        (["1,5", "2"], ".", ".", ","),  # the column tells
        (["1", "2"], ",", ".", ","),  # the file tells
        (["1", "2"], None, ",", ","),  # the run knows
        (["1.234"], None, ".", "."),  # two readings: as in the run
        (["1.234"], None, ",", ","),
    ],
)
def test_who_tells_the_decimal_mark(beginning, hint, run, mark):
    reader = newcomer({"type": "number"}, beginning, Dialect("utf-8", ";", decimal=hint), run)
    assert reader.manners[0].marks.decimal == mark


def test_categories_that_the_run_has_not_seen_are_no_answer():
    reader = newcomer({"type": "nominal", "levels": ["a", "b", "c"]}, [], Dialect("utf-8", ";"))
    typed = reader.read({"x": pa.array(["a", " b ", "c", "secret", ""])})
    assert typed.states.tolist() == ["answered", "answered", "no_answer", "no_answer", "no_answer"]
    assert checks_of(typed) == ["", "", "level", "level", ""]
    assert reader.say("x", "level", "c") == "c is a category that the run has not seen"
    assert (
        reader.say("x", "level", "secret") == "a text of 6 characters is a category that the run has not seen"
    )
