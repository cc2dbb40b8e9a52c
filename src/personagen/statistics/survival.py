"""Kaplan-Meier curves and what is read from them. What counts as an event and as censored is for the stages."""

from __future__ import annotations

import numpy as np
import pandas as pd
from lifelines import KaplanMeierFitter
from numpy.typing import ArrayLike

from personagen.statistics.arrays import as_floats

_LIMITS = ["survival", "low", "high"]
_COLUMNS = ("time", "at_risk", "events", "survival", "low", "high")


def kaplan_meier(
    durations: ArrayLike, observed: ArrayLike, counts: ArrayLike | None = None, level: float = 0.95
) -> pd.DataFrame:
    """Return the Kaplan-Meier curve with log-log Greenwood intervals.

    Parameters
    ----------
    durations
        Time to the event or to the end of observation, at least 0, without blanks.
    observed
        Whether the event was seen; else censored.
    counts
        People each row stands for; without it one each.
    level
        Confidence level.

    Returns
    -------
    pandas.DataFrame
        A row for time 0 and for each time at which somebody leaves: time, at_risk (just before), events, survival
        (just after), low, high. The interval is blank where survival is 0, and [1, 1] before the first event.
        Nobody gives no rows.

    Examples
    --------
    >>> kaplan_meier([1, 2, 3], [True, False, True])[["time", "at_risk", "survival"]].round(3).values.tolist()
    [[0.0, 3.0, 1.0], [1.0, 3.0, 0.667], [2.0, 2.0, 0.667], [3.0, 1.0, 0.0]]
    """
    times = as_floats(durations)
    people = np.ones(len(times)) if counts is None else as_floats(counts)
    if not people.sum():
        return pd.DataFrame({name: pd.Series(dtype=np.float64) for name in _COLUMNS})
    fit = KaplanMeierFitter(alpha=1 - level).fit(times, np.asarray(observed, dtype=bool), weights=people)
    survival = fit.survival_function_.iloc[:, 0].to_numpy()
    limits = fit.confidence_interval_.to_numpy(dtype=np.float64)
    limits = np.where((survival == 0)[:, None], np.nan, np.where((survival == 1)[:, None], 1.0, limits))
    columns = (
        fit.survival_function_.index.to_numpy(dtype=np.float64),
        *(fit.event_table[name].to_numpy(dtype=np.float64) for name in ("at_risk", "observed")),
        survival,
        *limits.T,
    )
    return pd.DataFrame(dict(zip(_COLUMNS, columns, strict=True)))


def survival_at(curve: pd.DataFrame, time: float, level: float = 0.95) -> pd.Series:
    """Return survival, low, high and at_risk at a time; blank after the last time unless the curve reached 0.

    ``at_risk`` is the people still under observation just before that time (0 after the last). Where nobody had the
    event yet, log-log limits don't exist, and the lower one is the exact binomial limit for no event among those
    people [Clopper, Pearson]: that nobody had it doesn't mean that nobody could.

    Parameters
    ----------
    curve
        From ``kaplan_meier``.
    time
        In the unit of the curve.
    level
        Confidence level of that limit.

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 3], [True, False, True])
    >>> float(survival_at(curve, 1.5)["survival"].round(3)), float(survival_at(curve, 1.5)["at_risk"])
    (0.667, 2.0)
    """
    return survival_over(curve, [time], level).iloc[0]


def survival_over(curve: pd.DataFrame, times: ArrayLike, level: float = 0.95) -> pd.DataFrame:
    """Return what `survival_at` tells of each time: survival, low, high and at_risk.

    Parameters
    ----------
    curve, level
        As in ``survival_at``.
    times
        In the unit of the curve.

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 3], [True, False, True])
    >>> survival_over(curve, [0, 1.5])["survival"].round(3).tolist()
    [1.0, 0.667]
    """
    asked, ends = as_floats(times), curve["time"].to_numpy(dtype=np.float64)
    last = np.searchsorted(ends, asked, side="right") - 1
    coming = np.searchsorted(ends, asked, side="left")
    # behind the last row one that is blank, for times before the first and for those after the last
    values = np.vstack([curve[[*_LIMITS, "at_risk"]].to_numpy(dtype=np.float64), [np.nan] * 3 + [0]])
    found, at_risk = values[last, :3], values[coming, 3]
    is_over = (coming == len(ends)) & (found[:, 0] != 0)
    found = np.where(is_over[:, None], np.nan, found)
    is_whole = (found[:, 0] == 1) & (asked > 0)
    low = np.where(is_whole, ((1 - level) / 2) ** (1 / np.where(is_whole, at_risk, 1)), found[:, 1])
    return pd.DataFrame({"survival": found[:, 0], "low": low, "high": found[:, 2], "at_risk": at_risk})


def time_until(curve: pd.DataFrame, share: float) -> float:
    """Return the first time by which at least ``share`` had the event; NaN where the curve doesn't get there.

    ``share=0.5`` is the median, ``0.9`` the 90th percentile.

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 3, 4], [True, True, True, False])
    >>> time_until(curve, 0.5), time_until(curve, 0.9)
    (2.0, nan)
    """
    return _first_below(curve, "survival", share)


def interval_until(curve: pd.DataFrame, share: float) -> tuple[float, float]:
    """Return the interval of the time until ``share`` had the event [Brookmeyer, Crowley 1982], on the curve's own band.

    The times between which the band holds ``1 - share``: from where its lower limit comes down to that, to where its
    upper limit does. An end that isn't reached is NaN: the time may lie anywhere beyond what was observed.

    Parameters
    ----------
    curve
        From ``kaplan_meier``; its level is that of the interval.
    share
        As in ``time_until``.

    Examples
    --------
    >>> curve = kaplan_meier(range(1, 21), [True] * 20)
    >>> time_until(curve, 0.5), interval_until(curve, 0.5)
    (10.0, (5.0, 15.0))
    """
    return _first_below(curve, "low", share), _first_below(curve, "high", share)


def _first_below(curve: pd.DataFrame, column: str, share: float) -> float:
    reached = curve.loc[curve[column] <= 1 - share + 1e-12, "time"]
    return float(reached.iloc[0]) if len(reached) else float("nan")
