"""Effect sizes and p-values, vectorised. Which of them may be computed (METHOD: never for features) is for the stages."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from personagen.statistics.arrays import as_floats, broadcast

Floats = NDArray[np.float64]
# |h|, |g| and |d| from which an effect is called so [Cohen 1988]
SMALL_EFFECT, MEDIUM_EFFECT, LARGE_EFFECT = 0.2, 0.5, 0.8


def cohens_h(share: ArrayLike, other: ArrayLike) -> Floats:
    """Return Cohen's h: the difference of two shares on the arcsine scale, positive where ``share`` is larger.

    Examples
    --------
    >>> round(float(cohens_h(0.5, 0.25)), 4)
    0.5236
    """
    p, q = broadcast(share, other)
    angle, other_angle = (2 * np.arcsin(np.sqrt(np.clip(x, 0, 1))) for x in (p, q))
    return np.asarray(angle - other_angle)


def hedges_g(
    mean: ArrayLike,
    sd: ArrayLike,
    n: ArrayLike,
    other_mean: ArrayLike,
    other_sd: ArrayLike,
    other_n: ArrayLike,
) -> Floats:
    """Return Hedges' g: the difference of two means in pooled standard deviations, corrected for small samples.

    The correction is 1 - 3 / (4 df - 1) [Hedges 1981]. Blank where the pooled deviation is 0 or df is under 1.

    Examples
    --------
    >>> round(float(hedges_g(12, 2, 10, 10, 2, 10)), 4)
    0.9577
    """
    m, s, a, o, t, b = broadcast(mean, sd, n, other_mean, other_sd, other_n)
    df = np.where(a + b - 2 >= 1, a + b - 2, np.nan)
    pooled = np.sqrt(((a - 1) * s**2 + (b - 1) * t**2) / df)
    pooled = np.where(pooled > 0, pooled, np.nan)
    return np.asarray((m - o) / pooled * (1 - 3 / (4 * df - 1)))


def benjamini_hochberg(p: pd.Series) -> pd.Series:
    """Return the p-values adjusted for their number [Benjamini & Hochberg]; blanks stay blank and don't count.

    Parameters
    ----------
    p
        The p-values of one family; its index is kept.

    Examples
    --------
    >>> benjamini_hochberg(pd.Series([0.01, np.nan, 0.04, 0.03], index=list("abcd"))).round(3).to_dict()
    {'a': 0.03, 'b': nan, 'c': 0.04, 'd': 0.04}
    """
    found = as_floats(p)
    known = ~np.isnan(found)
    adjusted = np.full(len(found), np.nan)
    if known.any():
        adjusted[known] = stats.false_discovery_control(found[known], method="bh")
    return pd.Series(adjusted, index=p.index, name=p.name)


def fisher_p(yes: ArrayLike, no: ArrayLike, other_yes: ArrayLike, other_no: ArrayLike) -> Floats:
    """Return the two-sided p of Fisher's exact test of [[yes, no], [other_yes, other_no]].

    Counts of people, weighted by nothing; blank where a count is blank or a row of the table is empty.

    Examples
    --------
    >>> round(float(fisher_p(8, 2, 1, 5)), 4)
    0.035
    """
    tables = np.stack(broadcast(yes, no, other_yes, other_no), axis=-1)
    flat = [_fisher(table) for table in tables.reshape(-1, 4)]
    return np.asarray(flat).reshape(tables.shape[:-1])


def _fisher(counts: Floats) -> float:
    table = counts.reshape(2, 2)
    if np.isnan(counts).any() or (table.sum(axis=1) == 0).any():
        return np.nan
    return float(stats.fisher_exact(table.astype(np.int64)).pvalue)


def pick_contrasts(effects: pd.DataFrame, variables: pd.Series, most: int) -> list[int]:
    """Return the rows that tell groups apart best: of each variable one, something of every group among them.

    A row is as strong as the root of the sum of its squared effects (a blank adds nothing), so that one which tells all groups apart goes before one
    that is extreme in a single small group. First comes what each group differs most in, then what is strongest.

    Parameters
    ----------
    effects
        Effect sizes, row x group; blank where there is none.
    variables
        The variable of each row; same index.
    most
        Rows to pick at most; where groups are more, the strongest of theirs.

    Returns
    -------
    list
        Positions of rows, strongest first; rows of equal strength keep their order. Rows without any effect are left out.

    Examples
    --------
    >>> rows = pd.DataFrame({"a": [1.0, 0.9, 0.1, 0.0], "b": [1.0, 0.8, 0.0, 0.0], "c": [0.0, 0.0, 0.2, 0.1]})
    >>> pick_contrasts(rows, pd.Series(["age", "age", "region", "income"]), 2)
    [0, 2]
    """
    given = effects.to_numpy(dtype=np.float64, na_value=np.nan)
    size = np.abs(np.nan_to_num(given))
    strength = np.sqrt((size**2).sum(axis=1))
    ranked = sorted(np.flatnonzero(~np.isnan(given).all(axis=1)), key=lambda row: -strength[row])
    seen: dict[object, int] = {}
    for row in ranked:
        seen.setdefault(variables.iloc[row], int(row))
    best = list(seen.values())
    if not best:
        return []
    of_groups = {best[int(np.argmax(size[best, g]))] for g in range(size.shape[1])}
    chosen = [row for row in best if row in of_groups] + [row for row in best if row not in of_groups]
    kept = set(chosen[:most])
    return [row for row in best if row in kept]
