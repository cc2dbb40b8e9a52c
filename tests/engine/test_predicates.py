"""Checks in SQL find what Pandera finds, blanks and all; what can't be said in SQL is refused."""

from __future__ import annotations

import math

import duckdb
import pandas as pd
import pandera.pandas as pa
import pytest
from pyarrow import table

from personagen.contracts.log import LOG_ROW, NOT_NULLABLE
from personagen.engine import cells
from personagen.engine.predicates import violations

from .plain import find_faults

NUMBERS = [-math.inf, -1.0, -0.5, 0.0, 0.5, 1.0, math.inf, None]
TEXTS = ["a", "b", "it's", "", "ab", None]


def broken_in_pandera(column, frame):
    return find_faults(frame, pa.DataFrameSchema({"cell": column}))


def broken_in_sql(column, values):
    rows = duckdb.from_arrow(table({"row": range(len(values)), "cell": values}))
    return {
        (row, name)
        for name, condition in violations(column, "cell").items()
        for (row, _) in rows.filter(condition).fetchall()
    }


@pytest.mark.parametrize(
    "check", [pa.Check.eq, pa.Check.ne, pa.Check.gt, pa.Check.ge, pa.Check.lt, pa.Check.le]
)
def test_comparisons_are_pandera_s(check):
    check_numbers(pa.Column("float64", check(0.5, error="wrong"), nullable=True))


@pytest.mark.parametrize("ends", [(True, True), (True, False), (False, True), (False, False)])
def test_ranges_are_pandera_s(ends):
    low, high = ends
    check = pa.Check.in_range(-0.5, 1, include_min=low, include_max=high, error="wrong")
    check_numbers(pa.Column("float64", check, nullable=True))


def test_a_needed_cell_that_is_blank_breaks_the_check_that_is_named_for_it():
    checks = [
        pa.Check.lt(1, error="large"),
        pa.Check.gt(-1, error="missing"),
        pa.Check.isin([0.5], error="rare"),
    ]
    check_numbers(pa.Column("float64", checks, metadata={NOT_NULLABLE: "missing"}))


def check_numbers(column):
    found = broken_in_sql(column, NUMBERS)
    assert found
    assert found == broken_in_pandera(column, pd.DataFrame({"cell": NUMBERS}, dtype="float64"))


@pytest.mark.parametrize("check", [pa.Check.isin, pa.Check.notin])
def test_lists_of_words_are_pandera_s(check):
    column = pa.Column("str", check(["a", "it's"], error="wrong"), nullable=True)
    found = broken_in_sql(column, TEXTS)
    assert found
    assert found == broken_in_pandera(column, pd.DataFrame({"cell": TEXTS}, dtype="str"))


@pytest.mark.parametrize(
    ("column", "says"),
    [
        (
            pa.Column("str", pa.Check.str_matches("a+", error="x"), nullable=True),
            "str_matches.*kinds equal_to",
        ),
        (pa.Column("str", pa.Check(lambda s: s == "a", error="x"), nullable=True), "only plain checks"),
        (
            pa.Column("float64", pa.Check.ge(0, error="x", raise_warning=True), nullable=True),
            "only plain checks",
        ),
        (
            pa.Column("float64", pa.Check.ge(0, error="x", ignore_na=False), nullable=True),
            "only plain checks",
        ),
        (pa.Column("str"), "without a name"),
        (pa.Column("str", nullable=True, unique=True), "only checks of single cells"),
    ],
)
def test_what_can_t_be_said_is_refused(column, says):
    with pytest.raises(NotImplementedError, match=says):
        violations(column, "cell")


def test_a_rating_that_breaks_any_check_counts_for_nothing(monkeypatch):
    column = pa.Column(
        "float64", [pa.Check.in_range(-1, 1, error="x"), pa.Check.ne(0.0, error="y")], nullable=True
    )
    monkeypatch.setattr(
        cells, "LOG_ROW", LOG_ROW.remove_columns(["satisfaction"]).add_columns({"satisfaction": column})
    )
    rows = duckdb.from_arrow(table({"satisfaction_valence": [-1.0, 0.0, 0.25, math.inf, None]}))
    found = rows.project(cells.micro_expressions()["satisfaction_micro"]).fetchall()
    assert [micro for (micro,) in found] == [-1_000_000, None, 250_000, None, None]
