"""Finding the nearest centroid of many people whose answers are few: squared distances are looked up, not computed.

The sums are those of `assigning.assign` to the last bit: the same numbers, added up in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from personagen.segmentation.assigning import Nearest, find_nearest
from personagen.segmentation.content import Floats, Ints

MOST_PULLING = 3
# the last bits of a float, which say which variable it is of
_NUMBERS = (1 << 10) - 1
# differences between all pairs of centroids are worked out beforehand for tables up to this
_SMALL = 1 << 15


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
    places: Ints
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
    sums = np.zeros((parts[0].squares.shape[1], len(counts)))
    n_known = np.zeros(len(counts), dtype=np.int64)
    for part in parts:
        is_everybody = part.is_known.all()
        for number, squares in enumerate(part.squares.T.copy()):
            own = squares.take(part.places)
            sums[number] += own if is_everybody else np.where(part.is_known, own, 0.0)
        n_known += part.n_columns * part.is_known
    found = find_nearest(sums, np.where(counts, n_known, 0), n_columns)
    return found, find_pulling(_differences(parts, found), len(counts))


def find_pulling(differences: Iterable[Floats], n_people: int) -> Ints:
    """Return the numbers of the variables that speak most for the nearest centroid, people x 3, most first.

    Parameters
    ----------
    differences
        By variable, of each person: squared distance to the second centroid less that to the nearest. Of equal ones
        (to one part in 10^12) the first counts; -1 where fewer than three speak for the nearest.

    Examples
    --------
    >>> find_pulling(np.array([[0.5, 2.0], [-1.0, 3.0], [2.0, -1.0], [0.5, -1.0]]), 2).tolist()
    [[2, 0, 3], [1, 0, -1]]
    """
    most, larger = np.zeros((MOST_PULLING, n_people)), np.empty(n_people)
    for number, difference in enumerate(differences):
        # positive floats sort as their bits do: the last ones hold the variable, the first of them the largest
        marked = np.maximum(difference, 0.0)
        bits = marked.view(np.int64)
        bits &= ~_NUMBERS
        bits |= _NUMBERS - number
        for place in range(MOST_PULLING):
            np.maximum(most[place], marked, out=larger)
            np.minimum(most[place], marked, out=marked)
            most[place] = larger
    bits = most.view(np.int64)
    return np.where(bits > _NUMBERS, _NUMBERS - (bits & _NUMBERS), -1).T


def _differences(parts: Sequence[Part], found: Nearest) -> Iterator[Floats]:
    is_placed = found.second >= 0
    is_everybody = is_placed.all()
    k = parts[0].squares.shape[1]
    first, second = np.maximum(found.first, 0), np.maximum(found.second, 0)
    pair = first * k + second
    for part in parts:
        if part.squares.size * k <= _SMALL:
            between = part.squares[:, None, :] - part.squares[:, :, None]
            difference = between.ravel().take(part.places * (k * k) + pair)
        else:
            flat, base = part.squares.ravel(), part.places * k
            difference = flat.take(base + second) - flat.take(base + first)
        is_plain = is_everybody and part.is_known.all()
        yield difference if is_plain else np.where(part.is_known & is_placed, difference, 0.0)
