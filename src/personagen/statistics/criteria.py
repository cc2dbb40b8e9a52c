"""Which number of segments each criterion points to: one reading for the chart and the page.

Working the criteria out belongs to `segmentation`, and so does choosing between numbers.
"""

from __future__ import annotations

import pandas as pd

ARI_FLOOR, JACCARD_FLOOR, STRENGTH_FLOOR = 0.6, 0.75, 0.8
FLOORS = {
    "ari": ("ari_q25_low", ARI_FLOOR),
    "jaccard": ("jaccard_min_low", JACCARD_FLOOR),
    "prediction_strength": ("prediction_strength", STRENGTH_FLOOR),
}


def pointed(solutions: pd.DataFrame) -> dict[str, int]:
    """Return the number of segments that each criterion points to; 0 where it asks for no division at all.

    Gaps: the largest natural number, where there is one. Stability: the largest eligible number. Prediction strength:
    the largest number with at least .8 [Tibshirani & Walther 2005]. Gap statistic: the smallest number not more than a
    standard error below the next one [Tibshirani, Walther & Hastie 2001], without standard errors the highest.
    Silhouette: the highest. Of equals the smaller.

    Parameters
    ----------
    solutions
        Contract ``solutions``; a criterion without values is left out.

    Examples
    --------
    >>> rows = {"k": [2, 3], "eligible": [True, False], "prediction_strength": [0.9, 0.7], "silhouette": [0.2, 0.4]}
    >>> pointed(pd.DataFrame(rows))
    {'stability': 2, 'prediction_strength': 2, 'silhouette': 3}
    """
    rows = solutions.sort_values("k", kind="stable").reset_index(drop=True)
    found = {"gaps": _largest(rows, _is("natural", rows))} if _is("natural", rows).any() else {}
    found["stability"] = _largest(rows, _is("eligible", rows))
    if _has(rows, "prediction_strength"):
        found["prediction_strength"] = _largest(rows, rows["prediction_strength"] >= STRENGTH_FLOOR)
    if _has(rows, "gap"):
        found["gap"] = _gap(rows)
    if _has(rows, "silhouette"):
        found["silhouette"] = _highest(rows, "silhouette")
    return found


def meets(solutions: pd.DataFrame, criterion: str) -> pd.Series:
    """Return whether each number meets what a criterion asks: its floor, or being the number it points to.

    Parameters
    ----------
    solutions
        Contract ``solutions``.
    criterion
        ari, jaccard, shadow, prediction_strength, gap or silhouette.
    """
    if criterion == "shadow":
        return _is("natural", solutions)
    if criterion in FLOORS:
        column, floor = FLOORS[criterion]
        return (solutions[column] >= floor).fillna(value=False).astype(bool)
    return solutions["k"].eq(pointed(solutions).get(criterion, 0)).astype(bool)


def _is(name: str, rows: pd.DataFrame) -> pd.Series:
    if name not in rows:
        return pd.Series(data=False, index=rows.index)
    return rows[name].fillna(value=False).astype(bool)


def _gap(rows: pd.DataFrame) -> int:
    if not _has(rows, "gap_se"):
        return _highest(rows, "gap")
    following = rows["gap"].shift(-1) - rows["gap_se"].shift(-1)
    high = rows[(rows["gap"] >= following).fillna(value=False).astype(bool)]
    return int(high["k"].iloc[0]) if len(high) else int(rows["k"].iloc[-1])


def _highest(rows: pd.DataFrame, name: str) -> int:
    return int(rows.sort_values([name, "k"], ascending=[False, True])["k"].iloc[0])


def _has(rows: pd.DataFrame, name: str) -> bool:
    return name in rows and bool(rows[name].notna().any())


def _largest(rows: pd.DataFrame, fits: pd.Series) -> int:
    return int(rows.loc[fits.fillna(value=False).astype(bool), "k"].max()) if fits.any() else 0
