"""Means of customers and their intervals, from exact sums: valence, gap, and differences of two means."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.journeys.expressions import NANO
from personagen.statistics.intervals import mean_interval

STRONG = 30
Floats = NDArray[np.float64]


def mean_and_sd(n: pd.Series, total: pd.Series, squares: pd.Series) -> tuple[Floats, Floats]:
    """Return means and sample standard deviations of values given in billionths.

    Parameters
    ----------
    n, total, squares
        Number, sum and sum of squares, as whole numbers; blank where n is 0, and the deviation where n is 1.

    Examples
    --------
    >>> mean, sd = mean_and_sd(pd.Series([2]), pd.Series([NANO]), pd.Series([NANO**2]))
    >>> float(mean[0]), round(float(sd[0]), 4)
    (0.5, 0.7071)
    """
    rows = [(int(m), int(t), int(q)) for m, t, q in zip(n, total, squares, strict=True)]
    means = [t / m / NANO if m else np.nan for m, t, _ in rows]
    spreads = [((m * q - t * t) / (m * (m - 1))) ** 0.5 / NANO if m > 1 else np.nan for m, t, q in rows]
    return np.asarray(means, dtype=np.float64), np.asarray(spreads, dtype=np.float64)


def feeling_columns(counts: pd.DataFrame) -> pd.DataFrame:
    """Return valence and gap with their Student-t intervals over customers; same index as the counts.

    Parameters
    ----------
    counts
        The sums of `expressions.sum_feelings`.
    """
    found: dict[str, object] = {
        "n_valence": counts["n_valence"],
        "n_ratings": counts["n_ratings"],
        "n_gap": counts["n_gap"],
    }
    for name, n, sums, ends in (("valence", "n_valence", ("v", "vv"), 1), ("gap", "n_gap", ("g", "gg"), 2)):
        mean, sd = mean_and_sd(counts[n], counts[sums[0]], counts[sums[1]])
        low, high = mean_interval(mean, sd, counts[n])
        found |= {
            name: mean,
            f"{name}_low": np.clip(low, -ends, ends),
            f"{name}_high": np.clip(high, -ends, ends),
        }
    return pd.DataFrame(found, index=counts.index)


def evidence_of(n: pd.Series, minimum_cell: int) -> pd.Series:
    """Return strong from 30 people, thin from the minimum cell, none below.

    Examples
    --------
    >>> evidence_of(pd.Series([4, 5, 30]), 5).tolist()
    ['none', 'thin', 'strong']
    """
    counts = n.fillna(0).astype("int64")
    return pd.Series(
        np.select([counts >= STRONG, counts >= minimum_cell], ["strong", "thin"], "none"),
        index=n.index,
        dtype="str",
    )
