"""Weighted point estimates and the effective number of people behind them.

Point estimates equal those of repeated rows. Sums are rounded once (`math.fsum`), so that the order of rows changes
nothing, not even the last bit. Intervals and tests, which rest on the effective n, don't belong here.
"""

from __future__ import annotations

from math import fsum, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from personagen.statistics.arrays import as_floats

Floats = NDArray[np.float64]


def effective_n(weights: ArrayLike) -> float:
    """Return the number of equally weighted people that say as much: (sum w)^2 / sum w^2 [Kish].

    Examples
    --------
    >>> effective_n([1, 1, 1, 1])
    4.0
    >>> effective_n([3, 1])
    1.6
    """
    w = as_floats(weights)
    squares = fsum(w**2)
    return fsum(w) ** 2 / squares if squares > 0 else 0.0


def weighted_mean(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the weighted mean of the values that are there; NaN where there are none.

    Examples
    --------
    >>> weighted_mean([1, 2, np.nan], [3, 1, 9])
    1.25
    """
    x, w = _known(values, weights)
    return fsum(x * w) / fsum(w) if np.any(w > 0) else np.nan


def weighted_sd(values: ArrayLike, weights: ArrayLike | None = None, *, ddof: int = 0) -> float:
    """Return the weighted standard deviation of the values that are there.

    Parameters
    ----------
    values, weights
        Numbers (NaN: no answer) and sampling weights of the same length; without weights everybody counts once.
    ddof
        0: of the rows as if repeated; 1: with n_e / (n_e - 1), n_e the effective n, for use in intervals.

    Returns
    -------
    float
        NaN without values, or with ``ddof=1`` and an effective n of at most 1.
    """
    x, w = _known(values, weights)
    if not np.any(w > 0):
        return np.nan
    variance = fsum(w * (x - fsum(x * w) / fsum(w)) ** 2) / fsum(w)
    if ddof == 0:
        return sqrt(variance)
    n = effective_n(w)
    return sqrt(variance * n / (n - ddof)) if n > ddof else np.nan


def weighted_quantile(values: ArrayLike, q: float, weights: ArrayLike | None = None) -> float:
    """Return the weighted quantile of the values that are there; NaN where there are none.

    The inverse of the weighted distribution function, averaged where it is flat [Hyndman & Fan, type 2]: integer
    weights give the quantile of the repeated rows, and .5 the usual median.

    Examples
    --------
    >>> weighted_quantile([1, 2, 10], 0.5, [1, 1, 2])
    6.0
    """
    x, w = _known(values, weights)
    x, w = x[w > 0], w[w > 0]
    if not len(x):
        return np.nan
    order = np.lexsort((w, x))
    x, below = x[order], np.cumsum(w[order])
    target, slack = q * below[-1], 1e-12 * below[-1]
    first = min(int(np.searchsorted(below, target - slack)), len(x) - 1)
    last = min(int(np.searchsorted(below, target + slack, side="right")), len(x) - 1)
    return float((x[first] + x[last]) / 2)


def weighted_median(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the weighted median of the values that are there; NaN where there are none.

    Examples
    --------
    >>> weighted_median([1, 2, 3, 4])
    2.5
    """
    return weighted_quantile(values, 0.5, weights)


def _known(values: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    x = as_floats(values)
    w = np.ones(len(x)) if weights is None else as_floats(weights)
    known = ~np.isnan(x) & ~np.isnan(w)
    return x[known], w[known]
