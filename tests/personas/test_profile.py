"""The profile, on tables worked out by hand, and its laws."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personagen.personas import profile_personas
from tests.personas.cases import make_assignments, make_research, make_study

STUDY = make_study(
    {
        "age": {"type": "number"},
        "region": {"type": "nominal", "levels": ["north", "south"], "role": "descriptor"},
        "school": {"type": "ordinal", "levels": ["low", "high"]},
        "price": {"type": "likert", "scale": [1, 5], "block": "psychographic", "label": "Looks at the price"},
        "worn": {"type": "likert", "scale": [1, 5], "block": "psychographic", "reverse": True},
        "app": {"type": "yes_no", "block": "behavioural"},
        "shops": {"type": "multi", "separator": ";", "block": "behavioural"},
        "since": {"type": "date"},
        "remark": {"type": "text"},
    }
)
ANSWERS = {
    "age": [20.0, 30.0, 40.0, 50.0, 60.0, np.nan],
    "region": pd.Series(["north", "north", "south", "south", "south", None], dtype="str"),
    "school": pd.Categorical(
        ["low", "low", "low", "high", "high", "high"], categories=["low", "high"], ordered=True
    ),
    "price": [5.0, 5.0, 4.0, 1.0, 2.0, 1.0],
    "worn": [1.0, 1.0, 1.0, 5.0, 5.0, 5.0],
    "app": pd.Series([True, True, None, False, False, True], dtype="boolean"),
    "shops[web]": pd.Series([True, True, True, False, False, None], dtype="boolean"),
    "shops[street]": pd.Series([True, False, False, True, True, None], dtype="boolean"),
    "since": pd.to_datetime(["2026-01-01"] * 6, utc=True),
    "remark": pd.Series(["private"] * 6, dtype="str"),
}
PERSONAS = ["1", "1", "1", "2", "2", "2"]


def profile(personas=PERSONAS, weights=None):
    table = profile_personas(make_research(ANSWERS), make_assignments(personas, weights), STUDY)
    return table.set_index(["persona", "variable", "level"])


def test_means_in_original_units_with_student_intervals():
    row = profile().loc[("1", "age", "mean")]
    assert (row["n"], row["base_n"], row["value"], row["overall"]) == (3, 3, 30, 40)
    assert row["difference"] == pytest.approx(-0.25)  # 10 of the range 20..60
    # the mean 30 less and plus t(2) = 4.3027 standard errors of 10 by root 3
    assert (row["low"], row["high"]) == (pytest.approx(5.159, abs=1e-3), pytest.approx(54.841, abs=1e-3))


def test_shares_of_those_with_an_answer():
    table = profile()
    assert table.loc[("2", "region", "south"), ["n", "base_n", "value"]].tolist() == [2, 2, 1]
    assert table.loc[("all", "region", "south"), ["n", "base_n", "value"]].tolist() == [3, 5, 0.6]
    assert table.loc[("1", "app", "yes"), ["n", "base_n"]].tolist() == [2, 2]
    assert table.loc[("1", "shops", "web"), "n"] == 3
    assert table.loc[("1", "school", "low"), "value"] == 1


def test_reversed_items_read_as_their_label():
    table = profile()
    assert table.loc[("1", "worn", "mean"), "value"] == 5
    assert table.loc[("1", "price", "mean"), "value"] == pytest.approx(14 / 3)
    assert table.loc[("1", "price", "mean"), "difference"] == pytest.approx((14 / 3 - 3) / 4)


def test_effect_sizes_are_against_the_rest():
    table = profile()
    # all against nobody is the largest h there is
    assert table.loc[("1", "school", "low"), "effect_size"] == pytest.approx(np.pi)
    # means 30 and 55, variances 100 (of three) and 50 (of two), corrected for 3 degrees of freedom
    assert table.loc[("1", "age", "mean"), "effect_size"] == pytest.approx(-25 / np.sqrt(250 / 3) * 8 / 11)
    assert table.loc[("all", "age", "mean"), ["difference", "effect_size"]].isna().all()


def test_dates_and_texts_stay_out_and_roles_are_told():
    table = profile().reset_index()
    assert not table["variable"].isin(["since", "remark"]).any()
    assert "private" not in table.to_csv()
    assert set(table.loc[table["role"] == "descriptor", "variable"]) == {"region"}


def test_who_has_no_persona_counts_nowhere():
    table = profile(["1", "1", None, "2", "2", None])
    assert table.loc[("all", "age", "mean"), ["n", "value"]].tolist() == [4, 40]


def repeated(shares, n=100):
    """Two personas of n: so many of each are at the level."""
    cells = [i < share for share in shares for i in range(n)]
    study = make_study({"x": {"type": "yes_no"}})
    research = make_research({"x": pd.Series(cells, dtype="boolean")})
    table = profile_personas(research, make_assignments(["1"] * n + ["2"] * n), study)
    return table.set_index("persona")["is_marker"]


@pytest.mark.parametrize(
    ("shares", "n", "is_marker"),
    [
        ((90, 30), 100, True),  # .30 from the overall .60
        ((70, 30), 100, False),  # .20 from .50: neither .25 nor half
        ((30, 4), 100, True),  # .13 from .17: more than half
        ((8, 2), 100, False),  # .03 from .05: more than half, but three in a hundred
        ((3, 0), 4, False),  # .375 from .375, but four people can't tell
    ],
)
def test_markers(shares, n, is_marker):
    assert repeated(shares, n)["1"] == is_marker
    assert not repeated(shares, n)["all"]


@settings(max_examples=25)
@given(st.lists(st.integers(1, 4), min_size=6, max_size=6))
def test_integer_weights_equal_repeated_rows_in_point_estimates(weights):
    weighted = profile(weights=weights)
    rows = np.repeat(np.arange(6), weights)
    answers = {
        name: cells.take(rows)
        if isinstance(cells, pd.Categorical)
        else pd.Series(cells).iloc[rows].reset_index(drop=True)
        for name, cells in ANSWERS.items()
    }
    table = profile_personas(make_research(answers), make_assignments([PERSONAS[i] for i in rows]), STUDY)
    table = table.set_index(["persona", "variable", "level"])
    columns = ["value", "overall", "difference"]
    pd.testing.assert_frame_equal(weighted[columns], table[columns])


@settings(max_examples=25)
@given(st.permutations(range(6)), st.lists(st.floats(0.1, 3), min_size=6, max_size=6))
def test_row_order_changes_no_bit(order, weights):
    research, assignments = make_research(ANSWERS), make_assignments(PERSONAS, weights)
    before = research.answers.copy()
    once = profile_personas(research, assignments, STUDY)
    pd.testing.assert_frame_equal(research.answers, before)
    other = make_research({name: before.iloc[list(order)].reset_index(drop=True)[name] for name in ANSWERS})
    names = {f"r{i}": f"r{old}" for i, old in enumerate(order)}
    answers = other.answers.assign(respondent_id=other.answers["respondent_id"].map(names))
    moved = profile_personas(type(other)(**{**vars(other), "answers": answers}), assignments, STUDY)
    pd.testing.assert_frame_equal(once, moved, check_exact=True)
