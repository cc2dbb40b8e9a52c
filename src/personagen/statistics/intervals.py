"""Confidence intervals, vectorised: numbers or arrays in, (low, high) arrays out; NaN in gives NaN out.

``n`` may be fractional: with survey weights it is the effective n. Bootstraps don't belong here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from personagen.statistics.arrays import broadcast

Floats = NDArray[np.float64]
Interval = tuple[Floats, Floats]


def wilson_interval(share: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """Return the Wilson score interval of shares.

    Parameters
    ----------
    share
        Shares 0..1.
    n
        People they are of; 0 gives a blank interval.
    level
        Confidence level.

    Examples
    --------
    >>> low, high = wilson_interval([0.1, 0.0], [100, 10])
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0552, 0.0], [0.1744, 0.2775])
    """
    p, size = broadcast(share, n)
    size = np.where(size > 0, size, np.nan)
    low, high = proportion_confint(p * size, size, alpha=1 - level, method="wilson")
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def mean_interval(mean: ArrayLike, sd: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """Return the Student-t interval of means.

    Parameters
    ----------
    mean, sd
        Means and sample standard deviations (n - 1 below the line).
    n
        People they rest on; at most 1 gives a blank interval.
    level
        Confidence level, one for all or one each.

    Examples
    --------
    >>> low, high = mean_interval(10, 2, 4)
    >>> round(float(low), 4), round(float(high), 4)
    (6.8176, 13.1824)
    """
    m, s, size, width = broadcast(mean, sd, n, level)
    size = np.where(size > 1, size, np.nan)
    half = stats.t.ppf((1 + width) / 2, size - 1) * s / np.sqrt(size)
    return m - half, m + half


def difference_interval(
    share: ArrayLike, n: ArrayLike, other_share: ArrayLike, other_n: ArrayLike, level: float = 0.95
) -> Interval:
    """Return the interval of the difference of two independent shares [Newcombe 1998, method 10: from Wilson].

    Examples
    --------
    >>> low, high = difference_interval(56 / 70, 70, 48 / 80, 80)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0524, 0.3339)
    """
    p, size, q, other = broadcast(share, n, other_share, other_n)
    low, high = wilson_interval(p, size, level)
    other_low, other_high = wilson_interval(q, other, level)
    below = np.hypot(p - low, other_high - q)
    above = np.hypot(high - p, q - other_low)
    return p - q - below, p - q + above


def fcr_level(n_selected: int, n_tests: int, level: float = 0.95) -> float:
    """Return the level at which intervals selected out of many keep their false coverage [Benjamini & Yekutieli 2005].

    Parameters
    ----------
    n_selected
        Intervals that will be shown as findings.
    n_tests
        Intervals that were looked at.
    level
        The level wanted over the selected ones.

    Examples
    --------
    >>> round(fcr_level(2, 10), 4), round(fcr_level(10, 10), 4)
    (0.99, 0.95)
    """
    if n_selected <= 0:
        return level
    return 1 - (1 - level) * n_selected / n_tests
