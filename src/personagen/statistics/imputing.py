"""Multiple imputation of numbers that are missing, and pooling what was estimated from the completed tables.

Which cells may be imputed at all is for the stages.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_WARM_UP, _APART = 10, 3
_RIDGE = 1e-5


def impute(
    values: Floats, known: Floats, is_given: Flags, is_missing: Flags, n: int, seed: list[int]
) -> list[Floats]:
    """Return ``n`` completed tables by chained Bayesian regressions [van Buuren 2018, algorithm 3.1].

    Each column with missing cells is regressed, over those of whom it is given, on all others and on what is known;
    coefficients and spread are drawn from their posterior, the missing cells from the regression. Missing at random given all these columns is assumed, and
    the outcome must be among them [Moons et al. 2006], or its effect is watered down. The rows must come in an order
    of their content: the same rows then always get the same draws.

    Parameters
    ----------
    values
        Person x column; what stands in missing cells counts for nothing.
    known
        Person x column, nothing missing: the outcome, groups.
    is_given, is_missing
        Which cells of ``values`` are so. Where a cell is neither there is nothing to give: what stands there tells of
        other columns, and nothing of its own.
    n
        Tables wanted.
    seed
        What is drawn from.

    Examples
    --------
    >>> values = np.array([[1.0], [2.0], [3.0], [4.0], [0.0]])
    >>> is_missing = np.array([[False]] * 4 + [[True]])
    >>> tables = impute(values, np.array([[1.0], [2.1], [2.9], [4.0], [5.0]]), ~is_missing, is_missing, 3, [1])
    >>> [round(float(table[4, 0])) for table in tables]
    [5, 5, 5]
    """
    random = np.random.default_rng(seed)
    x = values.copy()
    told = {}
    for j in np.flatnonzero(is_missing.any(axis=0)):
        x[is_missing[:, j], j] = x[is_given[:, j], j].mean()
        # of a group in which it is given of nobody its column tells nothing
        told[j] = known[:, independent_columns(known[is_given[:, j]])]
    tables = []
    for turn in range(_WARM_UP + n * _APART):
        for j, beside in told.items():
            others = np.column_stack([np.ones(len(x)), np.delete(x, j, axis=1), beside])
            x[is_missing[:, j], j] = _drawn(others, x[:, j], is_given[:, j], is_missing[:, j], random)
        if turn >= _WARM_UP and (turn - _WARM_UP) % _APART == 0:
            tables.append(x.copy())
    return tables


def independent_columns(columns: Floats) -> Flags:
    """Tell of each column whether it says more than a constant and the columns before it.

    Examples
    --------
    >>> independent_columns(np.array([[1.0, 0, 1, 1], [1, 1, 0, 2], [1, 1, 0, 5]])).tolist()
    [False, True, False, True]
    """
    kept = [np.ones(len(columns))]
    is_kept = np.zeros(columns.shape[1], dtype=np.bool_)
    for j, column in enumerate(columns.T):
        if np.linalg.matrix_rank(np.column_stack([*kept, column])) > len(kept):
            kept.append(column)
            is_kept[j] = True
    return is_kept


def _drawn(
    others: Floats, y: Floats, is_given: Flags, is_missing: Flags, random: np.random.Generator
) -> Floats:
    """Return the missing cells of one column, drawn from its regression on the others."""
    seen = others[is_given]
    gram = seen.T @ seen
    # a little ridge, as in mice: twin columns must not stop it
    inverse = np.linalg.inv(gram + _RIDGE * np.diag(np.maximum(np.diag(gram), _RIDGE)))
    beta = inverse @ (seen.T @ y[is_given])
    residual = y[is_given] - seen @ beta
    df = max(1, len(seen) - seen.shape[1])
    spread = np.sqrt(float(residual @ residual) / random.chisquare(df))
    half = np.linalg.cholesky((inverse + inverse.T) / 2)
    beta = beta + spread * (half @ random.standard_normal(len(beta)))
    missing = others[is_missing]
    drawn: Floats = missing @ beta + spread * random.standard_normal(len(missing))
    return drawn


@dataclass(frozen=True)
class Pooled:
    """Estimates pooled over completed tables, with their standard errors and degrees of freedom."""

    estimate: Floats
    se: Floats
    df: Floats

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Return the Student-t intervals."""
        half = stats.t.ppf((1 + level) / 2, self.df) * self.se
        return self.estimate - half, self.estimate + half

    @property
    def p(self) -> Floats:
        """Two-sided p of each estimate being 0."""
        return np.asarray(2 * stats.t.sf(np.abs(self.estimate) / self.se, self.df), dtype=np.float64)


def pool(estimates: Floats, variances: Floats, df: float) -> Pooled:
    """Pool the estimates of completed tables by Rubin's rules, degrees of freedom as Barnard & Rubin 1999.

    Those of one table stay as they are: nothing was missing.

    Parameters
    ----------
    estimates, variances
        Table x estimate.
    df
        Degrees of freedom if nothing had been missing.

    Examples
    --------
    >>> pooled = pool(np.array([[1.0], [3.0]]), np.array([[1.0], [1.0]]), 100)
    >>> float(pooled.estimate[0]), float(pooled.se[0])  # 1 + (1 + 1/2) * 2 = 4
    (2.0, 2.0)
    """
    m = len(estimates)
    within = variances.mean(axis=0)
    if m == 1:
        return Pooled(estimates[0], np.sqrt(within), np.full(len(within), df))
    between = estimates.var(axis=0, ddof=1)
    total = within + (1 + 1 / m) * between
    missed = (1 + 1 / m) * between / total
    with np.errstate(divide="ignore", invalid="ignore"):
        old = (m - 1) / missed**2
    seen = (df + 1) / (df + 3) * df * (1 - missed)
    with np.errstate(invalid="ignore"):
        both = np.where(np.isfinite(old), old * seen / (old + seen), seen)
    return Pooled(estimates.mean(axis=0), np.sqrt(total), both)
