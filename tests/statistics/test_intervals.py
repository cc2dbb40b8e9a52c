"""Intervals against published and hand-worked numbers."""

import numpy as np
import pandas as pd
import pytest

from personagen.statistics.intervals import difference_interval, fcr_level, mean_interval, wilson_interval


def test_wilson_equals_newcombe_1998_table_1():
    low, high = wilson_interval([81 / 263, 15 / 148, 0 / 20, 1 / 29], [263, 148, 20, 29])
    assert low == pytest.approx([0.2553, 0.0624, 0.0, 0.0061], abs=5e-5)
    assert high == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718], abs=5e-5)


def test_wilson_takes_fractional_n_between_its_neighbours():
    low, high = wilson_interval(0.3, [10, 10.5, 11])
    assert low[0] < low[1] < low[2]
    assert high[0] > high[1] > high[2]


def test_blank_in_blank_out():
    low, high = wilson_interval(pd.Series([0.5, None, 0.5]), pd.Series([10, 10, 0], dtype="Int64"))
    assert np.isnan(low).tolist() == [False, True, True]
    assert np.isnan(high).tolist() == [False, True, True]
    assert np.isnan(mean_interval([1, np.nan, 1], 1, [1, 5, 5])[0]).tolist() == [True, True, False]


def test_mean_interval_by_hand():
    low, high = mean_interval(10, 2, 25)
    assert float(high) == pytest.approx(10 + 2.063899 * 2 / 5, abs=1e-5)
    assert float(low) == pytest.approx(10 - 2.063899 * 2 / 5, abs=1e-5)


def test_mean_interval_takes_a_level_each():
    low, _ = mean_interval(0, 1, 11, [0.90, 0.95])
    assert -low * np.sqrt(11) == pytest.approx([1.812461, 2.228139], abs=1e-5)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((10, 10, 0, 20), (0.6791, 1.0)),
    ],
)
def test_difference_equals_newcombe_1998_method_10(table, expected):
    a, m, b, n = table
    low, high = difference_interval(a / m, m, b / n, n)
    assert (float(low), float(high)) == pytest.approx(expected, abs=1e-4)


def test_fcr_level():
    assert fcr_level(3, 60) == pytest.approx(0.9975)
    assert fcr_level(0, 60) == 0.95
