"""Tests of contingency tables: chi-squared (with survey weights Rao-Scott corrected), Fisher, permutation.

Which variables may be tested belongs to the stages; comparing means to `means`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from personagen.statistics.arrays import as_floats
from personagen.statistics.effects import fisher_p

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEW = 5.0
DRAWS = 9_999


@dataclass(frozen=True)
class TableTest:
    """A test of two classifications.

    Parameters
    ----------
    test
        chi2, fisher or choices.
    statistic, df, p
        Of the chi-squared test, or the p of Fisher's exact test without statistic.
    effect_size
        Cramer's V, weighted.
    least_expected
        Smallest expected count of people.
    p_permutation
        Of larger sparse tables; NaN for others.
    """

    test: str
    statistic: float
    df: float
    p: float
    effect_size: float
    least_expected: float
    p_permutation: float = np.nan


def assess_table(
    rows: ArrayLike, columns: ArrayLike, weights: ArrayLike | None = None, seed: list[int] | None = None
) -> TableTest | None:
    """Test whether two classifications of people are independent.

    Pearson's chi-squared on the weighted shares, divided by the mean generalised design effect (first-order correction
    [Rao & Scott 1981, 1984]; equal weights give Pearson's own value). A 2 x 2 table with an expected count under 5 gives the
    two-sided p of Fisher's exact test instead, and a larger table with one also a permutation p with fixed margins.
    Those two count people, whatever they weigh.

    Parameters
    ----------
    rows, columns
        What each person is, as whole numbers from 0 or as texts; nobody without an answer.
    weights
        Survey weights; without them everybody counts once.
    seed
        What permutations are drawn from; without it there are none.

    Returns
    -------
    TableTest
        None where either classification has one class only.

    Examples
    --------
    >>> found = assess_table([0] * 20 + [1] * 20, [0] * 15 + [1] * 5 + [0] * 8 + [1] * 12)
    >>> found.test, round(found.statistic, 4), found.df, found.least_expected
    ('chi2', 5.0128, 1.0, 8.5)
    """
    row, column = (np.unique(np.asarray(x), return_inverse=True)[1].astype(np.int64) for x in (rows, columns))
    if not len(row) or not row.any() or not column.any():
        return None
    w = np.ones(len(row)) if weights is None else as_floats(weights)
    counts = _counts(row, column)
    shape = counts.shape
    expected = stats.contingency.expected_freq(counts)
    statistic, phi2 = _rao_scott(row, column, w)
    effect, least = float(np.sqrt(phi2 / (min(shape) - 1))), float(expected.min())
    if shape == (2, 2) and least < FEW:
        p = float(fisher_p(*counts.ravel().tolist()))
        return TableTest("fisher", np.nan, np.nan, p, effect, least)
    df = float((shape[0] - 1) * (shape[1] - 1))
    p = float(stats.chi2.sf(statistic, df))
    drawn = permutation_p(counts, seed) if seed is not None and least < FEW else np.nan
    return TableTest("chi2", statistic, df, p, effect, least, drawn)


def assess_choices(rows: ArrayLike, chosen: ArrayLike, weights: ArrayLike | None = None) -> TableTest | None:
    """Test whether groups choose alike from a list of which people may choose several.

    The chi-squared values of the choices one by one are added up. As the choices of one person go together, the sum is
    scaled to the mean and variance of a chi-squared variable [Rao-Scott second order for multiple responses, Bilder &
    Loughin 2004; Thomas & Decady 2004]: times J / r with (g - 1) J^2 / r degrees of freedom, r the sum of the squared
    correlations of the J choices. The effect size is Cramer's V of the choices, their root mean square.

    Parameters
    ----------
    rows
        Group of each person.
    chosen
        Person x choice, 0 and 1.
    weights
        Survey weights; without them everybody counts once.

    Examples
    --------
    >>> found = assess_choices([0] * 20 + [1] * 20, [[1, 0]] * 15 + [[0, 1]] * 5 + [[1, 0]] * 8 + [[0, 1]] * 12)
    >>> round(found.statistic, 4), round(found.df, 4)  # the second choice says the same as the first
    (5.0128, 1.0)
    """
    group, matrix = np.asarray(rows), as_floats(chosen)
    w = np.ones(len(matrix)) if weights is None else as_floats(weights)
    matrix = matrix[:, np.ptp(matrix, axis=0) > 0] if len(matrix) else matrix
    n_groups, n_choices = len(np.unique(group)), matrix.shape[1]
    if n_groups < 2 or not n_choices:  # noqa: PLR2004
        return None
    row = np.unique(group, return_inverse=True)[1].astype(np.int64)
    tests = [_rao_scott(row, column.astype(np.int64), w) for column in matrix.T]
    order = np.lexsort((w, *matrix.T))
    both = np.cov(matrix[order].T, aweights=w[order]).reshape(n_choices, n_choices)
    squares = float((both**2 / np.outer(np.diag(both), np.diag(both))).sum())
    statistic, df = sum(x for x, _ in tests) * n_choices / squares, (n_groups - 1) * n_choices**2 / squares
    least = min(stats.contingency.expected_freq(_counts(row, column)).min() for column in matrix.T)
    effect = float(np.sqrt(sum(phi2 for _, phi2 in tests) / n_choices))
    return TableTest("choices", statistic, df, float(stats.chi2.sf(statistic, df)), effect, float(least))


def _counts(row: Ints, column: ArrayLike) -> Ints:
    other = np.asarray(column, dtype=np.int64)
    shape = (int(row.max()) + 1, int(other.max()) + 1)
    return np.bincount(row * shape[1] + other, minlength=shape[0] * shape[1]).reshape(shape)


def permutation_p(counts: Ints, seed: list[int]) -> float:
    """Return the Monte-Carlo p of Pearson's chi-squared among 9,999 tables with the same margins.

    (1 + number at least as large) / (draws + 1), by Patefield's algorithm.

    Examples
    --------
    >>> permutation_p(np.array([[3, 0, 0], [0, 3, 0], [0, 0, 3]]), [1]) < 0.02
    True
    """
    random = np.random.default_rng(seed)
    margins = counts.sum(axis=1), counts.sum(axis=0)
    drawn = stats.random_table(*margins).rvs(DRAWS, method="patefield", random_state=random)
    expected = stats.contingency.expected_freq(counts)
    values = ((drawn - expected) ** 2 / expected).sum(axis=(1, 2))
    observed = float(((counts - expected) ** 2 / expected).sum())
    return float((1 + (values >= observed * (1 - 1e-12)).sum()) / (DRAWS + 1))


def _rao_scott(row: Ints, column: Ints, weights: Floats) -> tuple[float, float]:
    """Return the corrected chi-squared and phi squared of weighted shares.

    The mean generalised design effect is the trace of the design covariance of p_ij - p_i p_j over that of as many
    people of equal weight, both linearised under independence. It comes down to n sum w^2 h / (sum w sum w h) with
    h = (1 / p_i - 1)(1 / p_j - 1) of a person's own row and column, is 1 where weights are equal, and keeps to its
    level where the design effects of single cells and margins don't (5.9 % against 7.9 % at 400 people whose weights
    go with the rows).
    """
    order = np.lexsort((weights, column, row))  # sums in the order of content
    i, j, w = row[order], column[order], weights[order]
    n, total = len(w), float(w.sum())
    shape = (int(i.max()) + 1, int(j.max()) + 1)
    p = np.bincount(i * shape[1] + j, w, minlength=shape[0] * shape[1]).reshape(shape) / total
    one, other = p.sum(axis=1), p.sum(axis=0)
    expected = np.outer(one, other)
    phi2 = float(((p - expected) ** 2 / expected).sum())
    h = (1 / one[i] - 1) * (1 / other[j] - 1)
    delta = n * float((w**2 * h).sum()) / (total * float((w * h).sum()))
    return n * phi2 / delta, phi2
