"""Tests of two groups against each other: against scipy and lifelines, and by hand."""

import numpy as np
import pandas as pd
import pytest
from lifelines import KaplanMeierFitter
from lifelines.statistics import survival_difference_at_fixed_point_in_time_test
from scipy import stats

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
