"""What later runs recognise the personas of this one by, fit to be written down for everybody.

Recognising belongs to `recalling`, the file to `runs`.
"""

from __future__ import annotations

import math

import pandas as pd

from personagen.contracts import FeatureMatrix, Portraits, Segments, Sketches

_FIGURES = 4
_AVERAGED = ("number", "count")


def sketch_personas(
    features: FeatureMatrix, segments: Segments, personas: pd.DataFrame, minimum_cell: int, language: str
) -> Sketches:
    """Sketch the personas of a run.

    Only those of whom at least ``minimum_cell`` people are known in full. Means of numbers keep four figures;
    proportions, positions on a scale and shares are rounded to a multiple of ``minimum_cell`` people, so that they tell
    of no fewer, and levels that come to nothing everywhere go.

    Parameters
    ----------
    personas
        Contract ``personas`` with keys and names.

    Returns
    -------
    Sketches
        By key, in the order of the table; without columns where the segments are given.
    """
    portraits = Portraits.of_segments(features, segments)
    people = segments.assignments[segments.assignments["basis"].isin(["full", "given"])]
    sizes = people["persona"].value_counts()
    table = personas[personas["persona"].map(sizes).fillna(0) >= minimum_cell].set_index("persona")
    shares = portraits.shares[table.index]
    centroids = _centroids(portraits, features.encoding, minimum_cell / sizes.reindex(table.index))
    keys = pd.Index(table["key"], name="persona", dtype="str")
    return Sketches(
        language,
        Portraits(
            centroids=centroids.set_axis(keys),
            factors=portraits.factors[list(centroids.columns)].map(_figures),
            shares=_stepped(shares, pd.Series(minimum_cell / sizes.sum(), shares.index)).set_axis(keys),
            keys={key: key for key in keys},
            names=dict(zip(table["key"], table["name"], strict=True)),
            is_given=portraits.is_given,
        ),
    )


def _centroids(portraits: Portraits, encoding: pd.DataFrame, steps: pd.Series) -> pd.DataFrame:
    """Return the rounded centroids of the personas that have a step."""
    columns = [] if portraits.is_given else list(portraits.centroids.columns)
    averaged = set(encoding.loc[encoding["type"].isin(_AVERAGED), "column"])
    means = portraits.centroids.loc[steps.index]
    rounded = pd.DataFrame(
        {c: means[c].map(_figures) if c in averaged else _stepped(means[c], steps) for c in columns},
        index=steps.index,
        columns=columns,
        dtype="float64",
    )
    return rounded[[column for column in columns if column in averaged or rounded[column].any()]]


def _stepped(values: pd.Series, steps: pd.Series) -> pd.Series:
    """Return values as multiples of their steps."""
    return ((values / steps).round() * steps).map(_figures)


def _figures(value: float) -> float:
    """Return a number in four figures."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    return float(f"{value:.{_FIGURES}g}")
