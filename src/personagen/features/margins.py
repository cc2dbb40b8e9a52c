"""How the answers to features are spread: bins and levels that another wave can be held against.

Comparing two waves doesn't belong here.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.contracts.model import OTHER, Margin
from personagen.statistics.weights import weighted_quantile

_BINNED = ("number", "count")
_DECILES = tuple(i / 10 for i in range(1, 10))


def summarise_margins(
    answers: pd.DataFrame, weights: pd.Series, encoding: pd.DataFrame, minimum_cell: int
) -> tuple[Margin, ...]:
    """Return how each feature's answers are spread, without a bin or level of fewer people than the minimum cell.

    Parameters
    ----------
    answers
        As in ``Research``.
    weights
        By respondent_id, of those that count: as in ``FeatureMatrix``.
    encoding
        As in ``FeatureMatrix``.
    minimum_cell
        Fewest people in a bin or level; smaller bins go with the next, smaller levels with `OTHER`.
    """
    known = answers.set_index("respondent_id").loc[weights.index]
    return tuple(
        _margin(known[column].dropna(), weights, column, variable, kind, minimum_cell)
        for column, variable, kind in _columns(encoding)
        if known[column].notna().any()
    )


def place_answers(answers: pd.Series, margin: Margin) -> NDArray[np.int64]:
    """Return for each answer that is there the number of its bin or level in the margin; -1 where it has none.

    Parameters
    ----------
    answers
        Typed answers of the margin's column, as in ``Research``; blank ones are left out.
    margin
        Its shares stand in the order of these numbers.

    Examples
    --------
    >>> place_answers(pd.Series([1.0, 2.5, 9.0]), Margin("x", "x", (2.0, 3.0), (), (0.2, 0.3, 0.5), 10)).tolist()
    [0, 1, 2]
    """
    there = answers.dropna()
    if not margin.levels:
        return np.searchsorted(
            np.asarray(margin.edges), there.to_numpy(dtype=np.float64), side="left"
        ).astype(np.int64)
    places = {level: place for place, level in enumerate(margin.levels)}
    other = places.get(OTHER, -1)
    return np.array([places.get(text, other) for text in _texts(there)], dtype=np.int64)


def _columns(encoding: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Yield column of the answers, variable and type; a nominal variable has one column of answers."""
    rows = encoding.assign(
        answers=encoding["column"].where(encoding["type"] == "multi", encoding["variable"])
    )
    for row in rows.drop_duplicates("answers").itertuples():
        yield str(row.answers), str(row.variable), str(row.type)


def _margin(
    answers: pd.Series, weights: pd.Series, column: str, variable: str, kind: str, minimum_cell: int
) -> Margin:
    own = weights.loc[answers.index]
    if kind in _BINNED:
        values = answers.astype("float64")
        edges = sorted({weighted_quantile(values, q, own) for q in _DECILES})
        blank = Margin(column, variable, _large_bins(values, edges, minimum_cell), (), (), len(answers))
    else:
        blank = Margin(column, variable, (), _large_levels(_texts(answers), minimum_cell), (), len(answers))
    places = place_answers(answers, blank)
    n_places = len(blank.levels) or len(blank.edges) + 1
    sums = [fsum(own[places == place]) for place in range(n_places)]
    shares = tuple(each / fsum(own) for each in sums)
    return Margin(column, variable, blank.edges, blank.levels, shares, len(answers))


def _large_bins(values: pd.Series, edges: list[float], minimum_cell: int) -> tuple[float, ...]:
    """Return the edges that leave enough people in each bin, from the lowest up."""
    kept: list[float] = []
    ordered = np.sort(values.to_numpy(dtype=np.float64))
    below = 0
    for edge in edges:
        up_to = int(np.searchsorted(ordered, edge, side="right"))
        if up_to - below >= minimum_cell and len(ordered) - up_to >= minimum_cell:
            kept.append(edge)
            below = up_to
    return tuple(kept)


def _large_levels(texts: list[str], minimum_cell: int) -> tuple[str, ...]:
    """Return the levels with enough people, sorted, and `OTHER` for the rest and whatever comes later."""
    counts = pd.Series(texts).value_counts()
    rising = sorted(counts.index, key=lambda level: (counts[level], level))
    pooled = [level for level in rising if counts[level] < minimum_cell]
    n_pooled = int(counts[pooled].sum())
    while pooled and n_pooled < minimum_cell and len(pooled) < len(rising):
        pooled.append(rising[len(pooled)])
        n_pooled = int(counts[pooled].sum())
    return (*sorted(set(rising) - set(pooled)), OTHER)


def _texts(answers: pd.Series) -> list[str]:
    if isinstance(answers.dtype, pd.BooleanDtype):
        return ["yes" if answer else "no" for answer in answers]
    if pd.api.types.is_float_dtype(answers.dtype):
        return [f"{answer:g}" for answer in answers]
    return [str(answer) for answer in answers]
