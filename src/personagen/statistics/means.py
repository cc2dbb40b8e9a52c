"""Tests of means: Welch's t, analysis of variance, Kruskal-Wallis; with survey weights on effective numbers.

Which variables may be tested belongs to the stages; shares are in `contingency`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from personagen.statistics.arrays import as_floats, broadcast
from personagen.statistics.weights import effective_n, weighted_mean, weighted_sd

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MeansTest:
    """A test of the means of several groups: F with its degrees of freedom, eta squared, and Kruskal-Wallis beside it."""

    statistic: float
    df: float
    df_residual: float
    p: float
    effect_size: float
    p_kruskal: float


def assess_means(groups: ArrayLike, values: ArrayLike, weights: ArrayLike | None = None) -> MeansTest | None:
    """Test whether groups have the same mean: one-way analysis of variance, and Kruskal-Wallis beside it.

    With survey weights the means and variances are weighted, and each group counts as its effective number of people
    [Kish]: F = (sum n_g (m_g - m)^2 / (g - 1)) / (sum (n_g - 1) s_g^2 / (sum n_g - g)). Equal weights give the usual F.
    Kruskal-Wallis counts people, whatever they weigh.

    Parameters
    ----------
    groups
        Group of each person.
    values
        Numbers, nobody without an answer.
    weights
        Survey weights; without them everybody counts once.

    Returns
    -------
    MeansTest
        None with fewer than two groups of at least two people, or where nothing varies within groups.

    Examples
    --------
    >>> found = assess_means([0, 0, 0, 1, 1, 1], [1, 2, 3, 3, 4, 5])
    >>> found.statistic, found.df, found.df_residual, round(found.p, 4)
    (6.0, 1.0, 4.0, 0.0705)
    """
    group, x = np.asarray(groups), as_floats(values)
    w = np.ones(len(x)) if weights is None else as_floats(weights)
    order = np.lexsort((w, x))
    group, x, w = group[order], x[order], w[order]
    parts = [(x[group == g], w[group == g]) for g in np.unique(group)]
    parts = [part for part in parts if len(part[0]) > 1]
    if len(parts) < 2:  # noqa: PLR2004
        return None
    n = np.array([effective_n(weight) for _, weight in parts])
    mean = np.array([weighted_mean(*part) for part in parts])
    sd = np.array([weighted_sd(*part, ddof=1) for part in parts])
    within, df, residual = float(((n - 1) * sd**2).sum()), len(parts) - 1, float(n.sum()) - len(parts)
    if within <= 0 or residual <= 0:
        return None
    between = float((n * (mean - n @ mean / n.sum()) ** 2).sum())
    statistic = between / df / (within / residual)
    return MeansTest(
        statistic,
        float(df),
        residual,
        float(stats.f.sf(statistic, df, residual)),
        between / (between + within),
        float(stats.kruskal(*(values for values, _ in parts)).pvalue),
    )


def welch_p(
    mean: ArrayLike,
    sd: ArrayLike,
    n: ArrayLike,
    other_mean: ArrayLike,
    other_sd: ArrayLike,
    other_n: ArrayLike,
) -> Floats:
    """Return the two-sided p of Welch's t-test from means, standard deviations and (effective) numbers.

    Blank where a group has one person or neither varies.

    Examples
    --------
    >>> round(float(welch_p(2, 1, 3, 4, 1, 3)), 4)
    0.0705
    """
    m, s, a, o, t, b = broadcast(mean, sd, n, other_mean, other_sd, other_n)
    with np.errstate(invalid="ignore", divide="ignore"):
        # the type stubs want whole numbers of people, effective ones aren't
        found = stats.ttest_ind_from_stats(m, s, a, o, t, b, equal_var=False)  # type: ignore[arg-type]
    return np.asarray(found.pvalue, dtype=np.float64)


def welch_interval(
    mean: ArrayLike,
    sd: ArrayLike,
    n: ArrayLike,
    other_mean: ArrayLike,
    other_sd: ArrayLike,
    other_n: ArrayLike,
    level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Return the interval of the difference of two means that belongs to Welch's t-test [Welch 1947, Satterthwaite].

    Blank where a group has one person or neither varies.

    Examples
    --------
    >>> low, high = welch_interval(2, 1, 3, 4, 1, 3)
    >>> round(float(low), 4), round(float(high), 4)
    (-4.267, 0.267)
    """
    m, s, a, o, t, b = broadcast(mean, sd, n, other_mean, other_sd, other_n)
    with np.errstate(invalid="ignore", divide="ignore"):
        one, two = np.where(a > 1, s**2 / a, np.nan), np.where(b > 1, t**2 / b, np.nan)
        df = (one + two) ** 2 / (one**2 / (a - 1) + two**2 / (b - 1))
        half = stats.t.ppf((1 + level) / 2, df) * np.sqrt(one + two)
    return m - o - half, m - o + half
