"""Tests of means: against scipy, by hand with weights, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from personagen.statistics.means import assess_means, welch_p


@given(st.integers(0, 10_000), st.floats(0.1, 9))
def test_equal_weights_give_the_usual_tests(seed, weight):
    random = np.random.default_rng(seed)
    group, x = np.arange(30) % 3, random.integers(1, 8, 30).astype(float)
    parts = [x[group == g] for g in range(3)]
    found = assess_means(group, x, np.full(30, weight))
    reference = stats.f_oneway(*parts)
    assert (found.statistic, found.p) == pytest.approx((reference.statistic, reference.pvalue))
    assert (found.df, found.df_residual) == pytest.approx((2, 27))
    assert found.p_kruskal == pytest.approx(stats.kruskal(*parts).pvalue)
    between = sum(10 * (part.mean() - x.mean()) ** 2 for part in parts)
    assert found.effect_size == pytest.approx(between / ((x - x.mean()) ** 2).sum())


def test_by_hand_with_weights():
    # weights 3 and 1: effective n 4^2 / 10 = 1.6 a pair; means 1.5 and 4; variances .75 and 3, times 1.6 / .6: 2 and 8
    found = assess_means([0, 0, 1, 1], [1, 3, 3, 7], [3, 1, 3, 1])
    assert found.df_residual == pytest.approx(1.2)
    between = 2 * 1.6 * 1.25**2
    within = 0.6 * 2 + 0.6 * 8
    assert found.statistic == pytest.approx(between / (within / 1.2))
    assert found.effect_size == pytest.approx(between / (between + within))


@given(st.permutations(range(12)), st.lists(st.floats(0.1, 3), min_size=12, max_size=12))
def test_order_changes_no_bit(order, weights):
    group, x, w = np.arange(12) % 2, np.arange(12) ** 1.5, np.array(weights)
    order = list(order)
    assert assess_means(group, x, w) == assess_means(group[order], x[order], w[order])


def test_what_cannot_be_tested():
    assert assess_means([0, 0, 0], [1, 2, 3]) is None
    assert assess_means([0, 0, 1], [1, 2, 3]) is None
    assert assess_means([0, 0, 1, 1], [1, 1, 2, 2]) is None


def test_welch_is_scipys_and_blank_for_one_person():
    one, other = np.array([1.0, 2, 3, 7]), np.array([4.0, 4, 5, 6, 9])
    told = [(x.mean(), x.std(ddof=1), len(x)) for x in (one, other)]
    expected = stats.ttest_ind(one, other, equal_var=False).pvalue
    assert float(welch_p(*told[0], *told[1])) == pytest.approx(expected)
    assert np.isnan(welch_p(1.0, np.nan, 1, 2.0, 1.0, 5))
