"""Tests of two groups against each other: against scipy and lifelines, and by hand."""

import numpy as np
import pandas as pd
import pytest
from lifelines import KaplanMeierFitter
from lifelines.statistics import survival_difference_at_fixed_point_in_time_test
from scipy import stats

from personagen.statistics.imputing import impute, pool
from personagen.statistics.means import welch_interval, welch_p
from personagen.statistics.pairs import curves_p, difference_of_limits, shares_p, survival_p
from personagen.statistics.survival import kaplan_meier, survival_at


def test_shares_are_pearsons_and_fishers():
    table = [[40, 60], [55, 45]]
    expected = stats.chi2_contingency(table, correction=False).pvalue
    assert float(shares_p(40, 100, 55, 100)) == pytest.approx(expected)
    # expected 5 * 3 / 13 of the few: Fisher
    assert float(shares_p(3, 5, 0, 8)) == pytest.approx(stats.fisher_exact([[3, 2], [0, 8]]).pvalue)
    assert np.isnan(shares_p([0, 1], [9, 0], [0, 1], [9, 5])).all()


def test_survivals_are_compared_as_lifelines_does():
    random = np.random.default_rng(4)
    # whole days: lifelines interpolates variances between events
    groups = [(np.ceil(random.exponential(mean, 80)), random.random(80) < 0.8) for mean in (9, 14)]
    fits = [KaplanMeierFitter().fit(*group) for group in groups]
    expected = survival_difference_at_fixed_point_in_time_test(8, *fits).p_value
    at = [survival_at(kaplan_meier(*group), 8) for group in groups]
    assert survival_p(*at) == pytest.approx(expected)
    low, high = difference_of_limits(*at)
    assert low < at[0]["survival"] - at[1]["survival"] < high


def test_nobody_having_the_event_has_no_place_on_that_scale_but_curves_differ():
    nobody, most = ([5.0] * 20, [False] * 20), ([1.0] * 15 + [5.0] * 5, [True] * 15 + [False] * 5)
    at = [survival_at(kaplan_meier(*group), 4) for group in (nobody, most)]
    assert at[0]["survival"] == 1
    assert np.isnan(survival_p(*at))
    frames = [pd.DataFrame({"days": days, "is_event": seen, "n": 1}) for days, seen in (nobody, most)]
    # one time with events, 15 of 40 at risk, 7.5 expected on each side: hypergeometric variance 15 * .25 * 25 / 39
    z = 7.5 / np.sqrt(15 * 0.25 * 25 / 39)
    assert curves_p(*frames, 4.0) == pytest.approx(2 * stats.norm.sf(z))
    # people counted together are people
    grouped = [frame.groupby(["days", "is_event"], as_index=False)["n"].sum() for frame in frames]
    assert curves_p(*grouped, 4.0) == pytest.approx(curves_p(*frames, 4.0))


def test_welchs_interval_ends_at_0_where_p_is_005():
    sides = (2.0, 1.0, 12, 0.0, 2.0, 9)
    low, high = welch_interval(*sides)
    shift = float(low)  # moved so that the lower end is 0
    assert float(welch_p(2.0 - shift, *sides[1:])) == pytest.approx(0.05)
    assert float(high) - 2 == pytest.approx(2 - float(low))


def test_imputing_recovers_a_line_where_the_low_are_missing_more_often():
    random = np.random.default_rng(7)
    known = random.normal(size=(2000, 1))
    x = known + random.normal(size=(2000, 1))
    is_missing = random.random((2000, 1)) < 1 / (1 + np.exp(2 * known))
    tables = impute(np.where(is_missing, 99.0, x), known, is_missing, 5, [1])
    assert x[~is_missing].mean() > 0.3  # those who answered are no fair sample
    for table in tables:
        assert table.mean() == pytest.approx(0, abs=0.12)
        assert np.polyfit(known[:, 0], table[:, 0], 1)[0] == pytest.approx(1, abs=0.12)
        assert (table[~is_missing] == x[~is_missing]).all()
    again = impute(np.where(is_missing, 99.0, x), known, is_missing, 5, [1])
    assert all((one == other).all() for one, other in zip(tables, again, strict=True))


def test_pooling_by_hand():
    pooled = pool(np.array([[1.0], [2.0], [3.0]]), np.array([[0.5], [0.5], [0.5]]), 97)
    # within .5, between 1: .5 + 4/3; lambda = (4/3) / (11/6) = 8/11, old = 2 / lambda^2, seen = 98/100 * 97 * 3/11
    old, seen = 2 / (8 / 11) ** 2, 0.98 * 97 * 3 / 11
    assert float(pooled.se[0]) ** 2 == pytest.approx(11 / 6)
    assert float(pooled.df[0]) == pytest.approx(old * seen / (old + seen))
    alike = pool(np.array([[1.0]] * 3), np.array([[0.5]] * 3), 97)
    assert float(alike.df[0]) == pytest.approx(0.98 * 97)
