"""What respondents and customers share, as columns."""

import numpy as np
import pandas as pd

from personagen.segmentation.extending.shared import share_columns
from tests.segmentation.extending.customers import make_research, make_study

N = 60
LINKED = np.arange(N) < 50


def columns(kind, values):
    return share_columns(make_research({"v": values}).customers, make_study({"v": kind}), LINKED)


def test_columns_have_mean_0_and_variance_1_over_all_customers():
    table = columns("number", np.arange(N, dtype=float))
    assert np.allclose([table["v"].mean(), table["v"].std(ddof=0)], [0, 1])


def test_counts_are_logged_and_dates_are_days():
    counts = columns("count", np.expm1(np.arange(N, dtype=float)))
    dates = columns("date", pd.date_range("2020-01-01", periods=N, freq="D", tz="UTC"))
    steps = columns("number", np.arange(N, dtype=float))
    assert np.allclose(counts, steps)
    assert np.allclose(dates, steps)


def test_levels_that_no_or_few_respondents_have_are_one_group():
    levels = pd.Series(["a"] * 25 + ["b"] * 22 + ["rare"] * 3 + ["unseen"] * 10, dtype="str")
    table = columns("nominal", levels)
    assert list(table) == ["v[a]", "v[b]"]
    rest = table.iloc[47:]
    assert (rest == rest.iloc[0]).all(axis=None)


def test_a_blank_takes_the_median_and_says_so():
    values = np.arange(N, dtype=float)
    values[::2] = np.nan
    research = make_research({"v": values, "w": np.arange(N, dtype=float)})
    table = share_columns(research.customers, make_study({"v": "number", "w": "number"}), LINKED)
    assert list(table) == ["v is blank", "v", "w"]
    assert table["v is blank"].gt(0).tolist() == np.isnan(values).tolist()
    filled = table["v"][::2]
    assert (filled == filled[0]).all()


def test_customers_of_whom_nothing_is_known_are_left_out():
    values = np.arange(N, dtype=float)
    values[[3, 55]] = np.nan
    assert columns("number", values).index.tolist() == [i for i in range(N) if i not in {3, 55}]


def test_an_outlier_is_clipped_to_three_interquartile_ranges():
    values = np.arange(N, dtype=float)
    values[0] = 1e9
    table = columns("number", values)["v"]
    # quartiles of 1..59 and the outlier: 15.75 and 45.25; 45.25 + 3 x 29.5 = 133.75
    assert np.isclose((table[0] - table[30]) / (table[31] - table[30]), 103.75)


def test_text_and_survey_answers_are_not_shared():
    table = columns("text", pd.Series(["x", "y"] * 30, dtype="str"))
    assert table.shape == (0, 0)
