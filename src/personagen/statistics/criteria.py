"""Which number of segments each criterion points to: one reading for the chart and the page.

Working the criteria out belongs to `segmentation`, and so does choosing between numbers.
"""

from __future__ import annotations

import pandas as pd

ARI_FLOOR, JACCARD_FLOOR, STRENGTH_FLOOR = 0.6, 0.75, 0.8
CRITERIA = ("stability", "prediction_strength", "gap", "silhouette")


def pointed(solutions: pd.DataFrame) -> dict[str, int]:
    """Return the number of segments that each criterion points to; 0 where it asks for no division at all.

    Stability: the largest eligible number. Prediction strength: the largest number with at least .8 [Tibshirani &
    Walther 2005]. Gap statistic and silhouette: the number with the highest value, the smaller of equals.

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
    rows = solutions.sort_values("k", kind="stable")
    found = {"stability": _largest(rows, rows["eligible"].fillna(value=False).astype(bool))}
    if _has(rows, "prediction_strength"):
        found["prediction_strength"] = _largest(rows, rows["prediction_strength"] >= STRENGTH_FLOOR)
    for name in ("gap", "silhouette"):
        if _has(rows, name):
            found[name] = int(rows.sort_values([name, "k"], ascending=[False, True])["k"].iloc[0])
    return found


def meets(solutions: pd.DataFrame, criterion: str) -> pd.Series:
    """Return whether each number meets what a criterion asks: its floor, or being the number it points to.

    Parameters
    ----------
    solutions
        Contract ``solutions``.
    criterion
        ari, jaccard, prediction_strength, gap or silhouette.
    """
    floors = {"ari": ("ari_q25_low", ARI_FLOOR), "jaccard": ("jaccard_min_low", JACCARD_FLOOR)}
    floors["prediction_strength"] = ("prediction_strength", STRENGTH_FLOOR)
    if criterion in floors:
        column, floor = floors[criterion]
        return (solutions[column] >= floor).fillna(value=False).astype(bool)
    return solutions["k"].eq(pointed(solutions).get(criterion, 0)).astype(bool)


def _has(rows: pd.DataFrame, name: str) -> bool:
    return name in rows and bool(rows[name].notna().any())


def _largest(rows: pd.DataFrame, fits: pd.Series) -> int:
    return int(rows.loc[fits.fillna(value=False).astype(bool), "k"].max()) if fits.any() else 0
