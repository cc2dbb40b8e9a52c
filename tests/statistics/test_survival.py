"""Kaplan-Meier against a published data set and by hand."""

import numpy as np
import pytest

from personagen.statistics.survival import interval_until, kaplan_meier, survival_at, time_until

# Freireich et al. 1963, remission of leukaemia under 6-MP, weeks; + is censored (in every textbook)
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSE = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_freireich_6mp():
    curve = kaplan_meier(WEEKS, RELAPSE).set_index("time")
    at = [6, 7, 10, 13, 16, 22, 23]
    assert curve.loc[at, "at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.loc[at, "events"].tolist() == [3, 1, 1, 1, 1, 1, 1]
    assert curve.loc[at, "survival"].tolist() == pytest.approx(
        [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4
    )
    # survival::survfit(conf.type = "log-log") gives .620 .952 at 6 and .188 .680 at 23
    assert curve.loc[6, ["low", "high"]].tolist() == pytest.approx([0.620, 0.952], abs=1e-3)
    assert curve.loc[23, ["low", "high"]].tolist() == pytest.approx([0.188, 0.680], abs=1e-3)


def test_median_and_percentiles_are_blank_when_not_reached():
    curve = kaplan_meier(WEEKS, RELAPSE)
    assert time_until(curve, 0.5) == 23
    assert np.isnan(time_until(curve, 0.9))


def test_the_interval_of_the_median_lies_where_the_band_holds_one_half():
    # survival::survfit(conf.type = "log-log") gives 13 and NA for 6-MP, 4 and 11 for placebo
    low, high = interval_until(kaplan_meier(WEEKS, RELAPSE), 0.5)
    assert low == 13
    assert np.isnan(high)
    placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    curve = kaplan_meier(placebo, [1] * 21)
    assert (time_until(curve, 0.5), interval_until(curve, 0.5)) == (8, (4, 11))


def test_counts_equal_repeated_rows():
    counts = np.arange(1, 22)
    expected = kaplan_meier(np.repeat(WEEKS, counts), np.repeat(RELAPSE, counts))
    assert np.allclose(kaplan_meier(WEEKS, RELAPSE, counts), expected, equal_nan=True)


def test_reading_at_a_time():
    curve = kaplan_meier(WEEKS, RELAPSE)
    found = survival_at(curve, 12)
    assert found["survival"] == pytest.approx(0.753, abs=5e-4)
    assert found["at_risk"] == 12
    assert survival_at(curve, 0)["survival"] == 1
    assert np.isnan(survival_at(curve, 36)["survival"])
    assert survival_at(curve, 36)["at_risk"] == 0


def test_everybody_goes_on_at_once():
    curve = kaplan_meier([0, 0, 0], [True, True, True])
    assert curve["survival"].tolist() == [0]
    assert curve[["low", "high"]].isna().all(axis=None)
    assert survival_at(curve, 5)["survival"] == 0
    assert time_until(curve, 0.5) == 0


def test_nobody_goes_on():
    curve = kaplan_meier([3, 4], [False, False])
    assert curve[["survival", "low", "high"]].to_numpy().tolist() == [[1, 1, 1]] * 3


def test_nobody_has_gone_on_yet():
    """Clopper and Pearson's limits for 0 of 20 and 0 of 48 are 16.8 % and 7.4 %."""
    curve = kaplan_meier([9] * 20, [False] * 20)
    assert survival_at(curve, 5)[["survival", "low", "high"]].tolist() == pytest.approx(
        [1, 0.832, 1], abs=5e-4
    )
    assert survival_at(curve, 0)["low"] == 1
    curve = kaplan_meier([9] * 48, [True] * 48)
    assert survival_at(curve, 5)["low"] == pytest.approx(0.926, abs=5e-4)


def test_nobody_at_all():
    curve = kaplan_meier([], [])
    assert curve.empty
    assert np.isnan(survival_at(curve, 1)["survival"])
