"""Assigning people to the nearest centroid on what is known of them; one at a time or many, the result is the same.

Everything is added up element by element in a fixed order, first over the columns of a variable, then over the
variables: a row's sum never depends on the other rows, as the last bits of a matrix product do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.segmentation.content import Floats, Ints


@dataclass(frozen=True)
class Nearest:
    """Where people belong.

    Parameters
    ----------
    first, second
        Numbers of the nearest and the next centroid, the lower of equally near ones; -1 where nothing is known, and
        for ``second`` where there is one centroid.
    distance
        To the nearest; blank where nothing is known.
    shadow
        2 d1 / (d1 + d2) [flexclust]; 1 where both are 0; blank with one centroid.
    """

    first: Ints
    second: Ints
    distance: Floats
    shadow: Floats


def assign(
    matrix: pd.DataFrame, centroids: pd.DataFrame, variables: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the nearest persona of each row.

    Parameters
    ----------
    matrix
        Rows as in ``FeatureMatrix``; blank where a block is unknown. Squared distances are then those on the known
        columns times columns / known columns.
    centroids
        Index persona, columns as the matrix.
    variables
        Variable of each column; default: each column its own. Only the order of adding up depends on it.

    Returns
    -------
    pandas.DataFrame
        Index as the matrix: persona, distance, shadow = 2 d1 / (d1 + d2) [flexclust] (blank with one persona). The
        first persona of equally near ones. Blank where nothing is known.
    """
    points, places = matrix.to_numpy(dtype=np.float64), centroids.to_numpy(dtype=np.float64)
    sums = np.zeros((len(places), len(points)))
    for columns in _columns_of(variables or [str(i) for i in range(points.shape[1])]):
        sums += square_distances(points[:, columns], places[:, columns]).T
    found = find_nearest(sums, (~np.isnan(points)).sum(axis=1), points.shape[1])
    persona = pd.Series(centroids.index.to_numpy()[found.first], index=matrix.index, dtype="str")
    return pd.DataFrame(
        {"persona": persona.where(found.first >= 0), "distance": found.distance, "shadow": found.shadow},
        index=matrix.index,
    )


def square_distances(points: Floats, centroids: Floats) -> Floats:
    """Return squared distances on the columns of one variable, rows x centroids; 0 on what isn't known.

    Examples
    --------
    >>> square_distances(np.array([[0.0, 1.0], [2.0, np.nan]]), np.array([[0.0, 0.0], [1.0, 1.0]])).tolist()
    [[1.0, 1.0], [4.0, 1.0]]
    """
    sums = np.zeros((len(points), len(centroids)))
    for column in range(points.shape[1]):
        squares = (points[:, column, None] - centroids[None, :, column]) ** 2
        sums += np.where(np.isnan(squares), 0.0, squares)
    return sums


def find_nearest(sums: Floats, n_known: NDArray[np.integer], n_columns: int) -> Nearest:
    """Return the nearest centroids.

    Parameters
    ----------
    sums
        Squared distances on what is known, centroids x people.
    n_known
        By person, how many of the columns are known.
    n_columns
        Columns of the matrix.
    """
    n = len(n_known)
    first, second = np.zeros(n, dtype=np.int64), np.full(n, -1)
    near, next_near = np.full(n, np.inf), np.full(n, np.inf)
    for number, each in enumerate(sums):
        is_nearer, is_next = each < near, each < next_near
        second = np.where(is_nearer, first, np.where(is_next, number, second)) if number else second
        first = np.where(is_nearer, number, first)
        near, next_near = np.minimum(near, each), np.minimum(next_near, np.maximum(near, each))
    is_known, divisor = n_known > 0, np.maximum(n_known, 1)
    distance, following = np.sqrt(near * n_columns / divisor), np.sqrt(next_near * n_columns / divisor)
    shadow = np.full(n, np.nan)
    if len(sums) > 1:
        total = distance + following
        shadow = np.where(total == 0, 1.0, 2 * distance / np.where(total == 0, 1.0, total))
    return Nearest(
        np.where(is_known, first, -1),
        np.where(is_known, second, -1),
        np.where(is_known, distance, np.nan),
        np.where(is_known, shadow, np.nan),
    )


def _columns_of(variables: Sequence[str]) -> Iterator[list[int]]:
    """Yield the columns of each variable; they stand together."""
    for _, columns in groupby(range(len(variables)), key=lambda column: variables[column]):
        yield list(columns)
