"""Two independent groups against each other: shares, and shares who had no event by some time.

Means are in `means`, effect sizes in `effects`, the interval of a difference of shares in `intervals`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from statsmodels.duration.survfunc import survdiff

from personagen.statistics.arrays import broadcast
from personagen.statistics.effects import fisher_p

Floats = NDArray[np.float64]
FEW = 5.0


def shares_p(yes: ArrayLike, n: ArrayLike, other_yes: ArrayLike, other_n: ArrayLike) -> Floats:
    """Return the two-sided p of the difference of two shares.

    The score test (Pearson's chi-squared without correction), and Fisher's exact test where an expected number is under 5.
    Blank where a group is empty or nobody, or everybody, is a yes.

    Examples
    --------
    >>> shares_p([15, 3], [20, 9], [8, 1], [20, 8]).round(4).tolist()
    [0.0252, 0.5765]
    """
    a, n_a, b, n_b = broadcast(yes, n, other_yes, other_n)
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = (a + b) / (n_a + n_b)
        z = (a / n_a - b / n_b) / np.sqrt(pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
        least = np.minimum(pooled, 1 - pooled) * np.minimum(n_a, n_b)
    p = np.asarray(2 * stats.norm.sf(np.abs(z)), dtype=np.float64)
    few = (least < FEW) & ~np.isnan(z)
    p[few] = fisher_p(*(count[few] for count in (a, n_a - a, b, n_b - b)))
    return p


def survival_p(one: pd.Series, other: pd.Series, level: float = 0.95) -> float:
    """Return the two-sided p of the difference of two Kaplan-Meier estimates at one time.

    On the complementary log-log scale with Greenwood's variances, which keeps to its level in small samples
    [Klein et al. 2007, *Statistics in Medicine* 26: 4505].

    Parameters
    ----------
    one, other
        survival, low and high at the time, the ends log-log Greenwood (`survival_at`).
    level
        Level of the ends.

    Returns
    -------
    float
        NaN where a survival is blank, 0 or 1: that scale has no such place.

    Examples
    --------
    >>> from personagen.statistics.survival import kaplan_meier, survival_at
    >>> fast, slow = ([1, 2, 3, 4, 5, 9], [4, 6, 8, 9, 9, 9])
    >>> at_5 = [survival_at(kaplan_meier(days, [True] * 5 + [False]), 5) for days in (fast, slow)]
    >>> round(survival_p(*at_5), 3)
    0.042
    """
    places, variances = zip(*(_complementary(each, level) for each in (one, other)), strict=True)
    spread = float(np.sqrt(sum(variances)))
    if not np.isfinite(spread) or spread == 0:
        return float("nan")
    return float(2 * stats.norm.sf(abs(places[0] - places[1]) / spread))


def _complementary(at: pd.Series, level: float) -> tuple[float, float]:
    """Return log(-log(survival)) and its variance, worked back from the lower end."""
    survival, low = float(at["survival"]), float(at["low"])
    if not 0 < survival < 1 or not 0 < low < survival:
        return float("nan"), float("nan")
    place = float(np.log(-np.log(survival)))
    half = float(np.log(-np.log(low))) - place
    return place, (half / float(stats.norm.ppf((1 + level) / 2))) ** 2


def curves_p(one: pd.DataFrame, other: pd.DataFrame, until: float) -> float:
    """Return the p of the log-rank test of two groups up to some time.

    Parameters
    ----------
    one, other
        days, is_event and n (people each row stands for).
    until
        Days after which nobody is followed.

    Examples
    --------
    >>> one = pd.DataFrame({"days": [1.0, 2.0], "is_event": True, "n": [5, 5]})
    >>> curves_p(one, one, 3.0)
    1.0
    """
    if not (one["is_event"].any() or other["is_event"].any()):
        return float("nan")
    both = pd.concat([one.assign(group=0), other.assign(group=1)], ignore_index=True)
    each = both.loc[both.index.repeat(both["n"].astype("int64"))]
    is_late = each["days"] > until
    seen = each["is_event"].astype(bool) & ~is_late
    _, p = survdiff(each["days"].clip(upper=until), seen, each["group"])
    return float(p)


def difference_of_limits(one: pd.Series, other: pd.Series) -> tuple[float, float]:
    """Return the interval of the difference of two survivals from the limits of each [Zou & Donner 2008, MOVER].

    As Newcombe's interval of two shares is made of Wilson's; each limit keeps its own shape.

    Parameters
    ----------
    one, other
        survival, low and high.

    Examples
    --------
    >>> one, other = ({"survival": s, "low": s - 0.1, "high": s + 0.1} for s in (0.7, 0.4))
    >>> [round(end, 4) for end in difference_of_limits(pd.Series(one), pd.Series(other))]
    [0.1586, 0.4414]
    """
    p, low, high = (float(one[name]) for name in ("survival", "low", "high"))
    q, other_low, other_high = (float(other[name]) for name in ("survival", "low", "high"))
    return p - q - float(np.hypot(p - low, other_high - q)), p - q + float(np.hypot(high - p, q - other_low))
