"""Finding the nearest centroid of many people whose answers are few: squared distances are looked up, not computed.

The sums are those of `assigning.assign` to the last bit: the same numbers, added up in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from personagen.segmentation.assigning import Nearest, find_nearest, find_pulling
from personagen.segmentation.content import Floats, Ints


@dataclass(frozen=True)
class Part:
    """One variable of some people.

    Parameters
    ----------
    squares
        Distinct answers x centroids: squared distances on the columns of the variable.
    places
        For each person the place of the answer in ``squares``.
    is_known
        Whether the variable is known of each person.
    n_columns
        Columns of the variable in the matrix.
    """

    squares: Floats
    places: NDArray[np.integer]
    is_known: NDArray[np.bool_]
    n_columns: int


def recognise(parts: Sequence[Part], counts: NDArray[np.bool_], n_columns: int) -> tuple[Nearest, Ints]:
    """Return where people belong, and the numbers of the variables that speak most for it.

    Parameters
    ----------
    parts
        Every variable that somebody could be known of, in the order of the matrix.
    counts
        Which people are to be placed; of the others nothing is told.
    n_columns
        Columns of the matrix.

    Examples
    --------
    >>> part = Part(np.array([[0.0, 4.0], [4.0, 0.0]]), np.array([1, 0]), np.array([True, True]), 1)
    >>> found, pulling = recognise([part], np.array([True, True]), 1)
    >>> found.first.tolist(), found.shadow.tolist(), pulling.tolist()
    ([1, 0], [0.0, 0.0], [[0, -1, -1], [0, -1, -1]])
    """
    sums = np.zeros((len(counts), parts[0].squares.shape[1]))
    n_known = np.zeros(len(counts), dtype=np.int64)
    for part in parts:
        squares = part.squares.take(part.places, axis=0)
        sums += squares if part.is_known.all() else np.where(part.is_known[:, None], squares, 0.0)
        n_known += part.n_columns * part.is_known
    found = find_nearest(sums, np.where(counts, n_known, 0), n_columns)
    return found, find_pulling(_differences(parts, found))


def _differences(parts: Sequence[Part], found: Nearest) -> Floats:
    """Return rows x variables: squared distance to the second centroid less that to the nearest."""
    out = np.zeros((len(found.first), len(parts)))
    is_placed = found.second >= 0
    for number, part in enumerate(parts):
        k = part.squares.shape[1]
        flat, base = part.squares.ravel(), part.places.astype(np.int64) * k
        difference = flat.take(base + found.second, mode="clip") - flat.take(base + found.first, mode="clip")
        out[:, number] = np.where(part.is_known & is_placed, difference, 0.0)
    return out
