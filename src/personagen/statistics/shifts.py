"""Shifts between two populations: the population stability index of two distributions over the same bins.

PSI = sum((q - p) * ln(q / p)) over bins, p then and q now [Siddiqi 2006, *Credit Risk Scorecards*]; above .2 the
population is said to have shifted. So that an empty bin doesn't make it infinite, half a respondent is added to every
bin on both sides; bins that are empty on both are left out. Without any shift it behaves as (1/N + 1/M) times a
chi-square with B - 1 degrees of freedom [Yurdakul & Naranjo 2020, *Journal of Risk Model Validation*]. How answers are
put in bins doesn't belong here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

LARGE = 0.2
GUARD = 0.5
LEVEL = 0.95
Floats = NDArray[np.float64]


def stability_index(before: Sequence[float], now: Sequence[float], n_before: int, n: int) -> float:
    """Return the population stability index of two distributions over the same bins, with half a respondent a bin.

    Parameters
    ----------
    before, now
        Shares of the bins; each sums to 1.
    n_before, n
        Respondents behind them.

    Examples
    --------
    >>> stability_index([0.5, 0.5], [0.5, 0.5], 100, 40)
    0.0
    >>> round(stability_index([0.5, 0.5], [0.8, 0.2], 1000, 1000), 3)  # 0.3 ln(1.6) - 0.3 ln(0.4)
    0.415
    """
    p, q = _guarded(before, now, n_before, n)
    return float(np.sum((q - p) * np.log(q / p)))


def chance_index(before: Sequence[float], now: Sequence[float], n_before: float, n: float) -> float:
    """Return what the index stays below in 95 of 100 samples without any shift; 0 where there is nothing to compare.

    Parameters
    ----------
    before, now
        Shares of the bins; each sums to 1.
    n_before, n
        Respondents behind them; with survey weights the effective n.

    Examples
    --------
    >>> round(chance_index([0.5, 0.5], [0.4, 0.6], 1000, 500), 4)  # 3.84 (1/1000 + 1/500)
    0.0115
    """
    df = _degrees(before, now)
    return (1 / n_before + 1 / n) * float(chi2.ppf(LEVEL, df)) if df and n and n_before else 0.0


def chance_p(index: float, before: Sequence[float], now: Sequence[float], n_before: float, n: float) -> float:
    """Return how often an index as large turns up without any shift; 1 where there is nothing to compare.

    Examples
    --------
    >>> round(chance_p(0.0115, [0.5, 0.5], [0.4, 0.6], 1000, 500), 2)
    0.05
    """
    df = _degrees(before, now)
    return float(chi2.sf(index / (1 / n_before + 1 / n), df)) if df and n and n_before else 1.0


def _degrees(before: Sequence[float], now: Sequence[float]) -> int:
    return max(sum(p > 0 or q > 0 for p, q in zip(before, now, strict=True)) - 1, 0)


def _guarded(before: Sequence[float], now: Sequence[float], n_before: int, n: int) -> tuple[Floats, Floats]:
    p, q = (np.asarray(shares, dtype=np.float64) for shares in (before, now))
    is_met = (p > 0) | (q > 0)
    added = GUARD * is_met.sum()
    return (p[is_met] * n_before + GUARD) / (n_before + added), (q[is_met] * n + GUARD) / (n + added)
