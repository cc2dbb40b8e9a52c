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

MOST_PULLING = 3


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
    sums = np.zeros((len(points), len(places)))
    for columns in _columns_of(variables or [str(i) for i in range(points.shape[1])]):
        sums += square_distances(points[:, columns], places[:, columns])
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
        Squared distances on what is known, rows x centroids.
    n_known
        By row, how many of the columns are known.
    n_columns
        Columns of the matrix.
    """
    rows = np.arange(len(sums))
    is_known = n_known > 0
    distances = np.sqrt(sums * n_columns / np.maximum(n_known, 1)[:, None])
    first = distances.argmin(axis=1)
    nearest = distances[rows, first]
    second, shadow = np.full(len(sums), -1), np.full(len(sums), np.nan)
    if sums.shape[1] > 1:
        distances[rows, first] = np.inf
        second = np.where(is_known, distances.argmin(axis=1), -1)
        total = nearest + distances[rows, second]
        ratio = np.where(total == 0, 1.0, 2 * nearest / np.where(total == 0, 1.0, total))
        shadow = np.where(is_known, ratio, np.nan)
    return Nearest(np.where(is_known, first, -1), second, np.where(is_known, nearest, np.nan), shadow)


def find_pulling(differences: Floats) -> Ints:
    """Return the numbers of the variables that speak most for the nearest centroid, rows x 3, most first.

    Parameters
    ----------
    differences
        Rows x variables: squared distance to the second centroid less that to the nearest. The first of equal ones
        counts; -1 where fewer than three speak for the nearest.

    Examples
    --------
    >>> find_pulling(np.array([[0.5, -1.0, 2.0, 0.5]])).tolist(), find_pulling(np.array([[-1.0, 2.0]])).tolist()
    ([[2, 0, 3]], [[1, -1, -1]])
    """
    left, rows = differences.copy(), np.arange(len(differences))
    found = np.full((len(differences), MOST_PULLING), -1)
    for place in range(min(MOST_PULLING, differences.shape[1])):
        most = left.argmax(axis=1)
        found[:, place] = np.where(left[rows, most] > 0, most, -1)
        left[rows, most] = -np.inf
    return found


def _columns_of(variables: Sequence[str]) -> Iterator[list[int]]:
    """Yield the columns of each variable; they stand together."""
    for _, columns in groupby(range(len(variables)), key=lambda column: variables[column]):
        yield list(columns)
