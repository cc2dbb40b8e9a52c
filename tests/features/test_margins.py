from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personagen.contracts.model import OTHER
from personagen.features import place_answers, summarise_margins
from personagen.features.encoding import Coding, as_table


def margin_of(values: object, kind: str, weights: list[float] | None = None, minimum_cell: int = 5):
    answers = pd.DataFrame({"respondent_id": [f"R{i}" for i in range(len(values))], "x": values})
    weight = pd.Series(weights or [1.0] * len(values), index=answers["respondent_id"])
    encoding = as_table([Coding("x", "x", "", "demographic", kind, reverse=False)])
    return summarise_margins(answers, weight, encoding, minimum_cell)[0]


def test_levels_by_hand():
    values = pd.Series(["a"] * 10 + ["b"] * 6 + ["c"] * 3 + ["d"] * 2 + [None], dtype="str")
    margin = margin_of(values, "nominal", [2.0] * 10 + [1.0] * 12)
    assert margin.levels == ("a", "b", OTHER)
    assert margin.shares == pytest.approx((20 / 31, 6 / 31, 5 / 31))
    assert margin.n == 21
    assert place_answers(pd.Series(["b", None, "z"], dtype="str"), margin).tolist() == [1, 2]


def test_a_small_rest_takes_the_next_level_with_it():
    margin = margin_of(pd.Series(["a"] * 10 + ["b"] * 6 + ["c"] * 2, dtype="str"), "nominal")
    assert margin.levels == ("a", OTHER)
    assert margin.shares == pytest.approx((10 / 18, 8 / 18))


def test_bins_are_tenths_of_the_people():
    margin = margin_of(pd.Series(np.arange(100.0)), "number")
    assert len(margin.edges) == 9
    assert margin.shares == pytest.approx([0.1] * 10, abs=0.011)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 30), min_size=12, max_size=80), st.sampled_from(["number", "likert"]))
def test_no_bin_or_level_is_of_few(values, kind):
    column = pd.Series(values, dtype="float64")
    margin = margin_of(column, kind)
    counts = np.bincount(place_answers(column, margin), minlength=len(margin.shares))
    assert ((counts >= 5) | (counts == 0)).all()
    assert counts.sum() == len(values)
    assert margin.shares == pytest.approx(counts / len(values))
