"""Weighted estimates equal those of repeated rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personagen.statistics.weights import (
    effective_n,
    weighted_mean,
    weighted_median,
    weighted_quantile,
    weighted_sd,
)

ROWS = st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 5)), min_size=1, max_size=30)


@given(ROWS, st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9]))
def test_integer_weights_equal_repeated_rows(rows, q):
    values, weights = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    repeated = np.repeat(values, weights.astype(int))
    assert weighted_mean(values, weights) == pytest.approx(repeated.mean())
    assert weighted_sd(values, weights) == pytest.approx(repeated.std())
    assert weighted_median(values, weights) == np.median(repeated)
    assert weighted_quantile(values, q, weights) == np.quantile(repeated, q, method="averaged_inverted_cdf")


@given(ROWS, st.floats(0.01, 100))
def test_the_size_of_the_weights_changes_nothing(rows, factor):
    values, weights = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    assert weighted_median(values, weights * factor) == weighted_median(values, weights)
    assert weighted_sd(values, weights * factor) == pytest.approx(weighted_sd(values, weights))
    assert effective_n(weights * factor) == pytest.approx(effective_n(weights))


def test_sample_deviation_uses_the_effective_n():
    assert weighted_sd([1, 2, 3, 4], ddof=1) == pytest.approx(np.std([1, 2, 3, 4], ddof=1))
    # mean 1.25, variance .1875, effective n 16 / 10
    assert weighted_sd([1, 2], [3, 1], ddof=1) == pytest.approx(np.sqrt(0.1875 * 1.6 / 0.6))


def test_nothing_known_is_blank():
    assert effective_n([]) == 0
    for estimate in (weighted_mean, weighted_sd, weighted_median):
        assert np.isnan(estimate([np.nan], [2]))
    assert np.isnan(weighted_sd([3], ddof=1))
