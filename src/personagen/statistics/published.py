"""Changes between two numbers of which only what was published is known: the estimate, its interval, the people.

Standard errors are worked back from 95 % intervals, so nothing is needed that isn't shown. The two numbers count as
independent. Which changes are tested belongs to the stages.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from personagen.statistics.arrays import broadcast
from personagen.statistics.effects import fisher_p
from personagen.statistics.intervals import difference_interval
from personagen.statistics.means import welch_p

Floats = NDArray[np.float64]
_LEVEL = 0.95
_Z = float(stats.norm.ppf((1 + _LEVEL) / 2))


@dataclass(frozen=True)
class Change:
    """Second number less the first, its 95 % interval, and the two-sided p of there being no change; blank where unknown."""

    change: Floats
    low: Floats
    high: Floats
    p: Floats


def mean_sd(mean: ArrayLike, low: ArrayLike, high: ArrayLike, n: ArrayLike) -> Floats:
    """Return the standard deviation behind the Student-t interval of a mean.

    One end may have been cut off at the end of a scale: the longer half counts.

    Parameters
    ----------
    mean, low, high
        The mean and its 95 % interval.
    n
        People it rests on; blank for fewer than two.

    Examples
    --------
    >>> round(float(mean_sd(10, 6.8176, 13.1824, 4)), 3), round(float(mean_sd(10, 6.8176, 11, 4)), 3)
    (2.0, 2.0)
    """
    m, lower, upper, size = broadcast(mean, low, high, n)
    size = np.where(size > 1, size, np.nan)
    half = np.fmax(m - lower, upper - m)
    return np.asarray(half * np.sqrt(size) / stats.t.ppf((1 + _LEVEL) / 2, size - 1))


def mean_change(
    before: ArrayLike, sd: ArrayLike, n: ArrayLike, now: ArrayLike, sd_now: ArrayLike, n_now: ArrayLike
) -> Change:
    """Return the change of a mean, by Welch's t with Satterthwaite's degrees of freedom.

    Parameters
    ----------
    before, now
        Means.
    sd, sd_now
        Sample standard deviations.
    n, n_now
        People.

    Examples
    --------
    >>> found = mean_change(2, 1, 3, 4, 1, 3)
    >>> [round(float(x), 3) for x in (found.change, found.low, found.high, found.p)]
    [2.0, -0.267, 4.267, 0.07]
    """
    m, s, a, o, t, b = broadcast(before, sd, n, now, sd_now, n_now)
    v, w = s**2 / a, t**2 / b
    error = np.sqrt(v + w)
    with np.errstate(invalid="ignore", divide="ignore"):
        df = (v + w) ** 2 / (v**2 / (a - 1) + w**2 / (b - 1))
    half = np.where(error > 0, stats.t.ppf((1 + _LEVEL) / 2, np.where(df > 0, df, 1.0)) * error, error)
    return Change(o - m, o - m - half, o - m + half, welch_p(o, t, b, m, s, a))


def share_change(yes: ArrayLike, n: ArrayLike, yes_now: ArrayLike, n_now: ArrayLike) -> Change:
    """Return the change of a share: Newcombe's interval, and Fisher's exact p.

    Exact, because among many shares the smallest p decides, and that is where approximations are worst.

    Parameters
    ----------
    yes, yes_now
        People who did.
    n, n_now
        People they are of.

    Examples
    --------
    >>> found = share_change(48, 80, 56, 70)
    >>> [round(float(x), 4) for x in (found.change, found.low, found.high, found.p)]
    [0.2, 0.0524, 0.3339, 0.0125]
    """
    x, a, y, b = broadcast(yes, n, yes_now, n_now)
    a, b = (np.where(size > 0, size, np.nan) for size in (a, b))
    low, high = difference_interval(y / b, b, x / a, a)
    return Change(y / b - x / a, low, high, fisher_p(y, b - y, x, a - x))


def curve_change(before: tuple[ArrayLike, ...], now: tuple[ArrayLike, ...]) -> Change:
    """Return the change of the height of a survival curve at one time.

    The interval is that of a difference of which each number has its own interval [Zou & Donner 2008]; p is of the
    difference on the scale log(-log S), on which Kaplan-Meier intervals are even [Klein et al. 2007, *Statistics in
    Medicine*], or read off that interval where one of the curves is at 0 or 1.

    Parameters
    ----------
    before, now
        Estimate, low and high of each.

    Examples
    --------
    >>> found = curve_change((0.5, 0.4, 0.6), (0.7, 0.6, 0.78))
    >>> [round(float(x), 4) for x in (found.change, found.low, found.high, found.p)]
    [0.2, 0.0586, 0.3281, 0.005]
    """
    s, low, high, t, other_low, other_high = broadcast(*before, *now)
    change = t - s
    below, above = np.hypot(t - other_low, high - s), np.hypot(other_high - t, s - low)
    toward = np.where(change > 0, below, above)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = (_cloglog(t) - _cloglog(s)) / np.hypot(
            _cloglog_se(low, high), _cloglog_se(other_low, other_high)
        )
        plain = np.where(change == 0, 0.0, change / (toward / _Z))
    z = np.where(np.isfinite(ratio), ratio, plain)
    return Change(change, change - below, change + above, np.asarray(2 * stats.norm.sf(np.abs(z))))


def _cloglog(share: Floats) -> Floats:
    return np.asarray(np.log(-np.log(share)))


def _cloglog_se(low: Floats, high: Floats) -> Floats:
    return np.asarray((_cloglog(low) - _cloglog(high)) / (2 * _Z))
