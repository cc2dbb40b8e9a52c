"""Where the rows of a CSV text begin and end, when quoted cells may hold line ends.

Splitting rows into cells doesn't belong here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

# line ends looked at from the back before the rows are gone through one by one
_TRIES = 1000


def end_of_records(data: bytes, separator: str, *, is_last: bool = False) -> int:
    r"""Return where the last whole row ends: after its line end; 0 where no row is whole.

    An even number of quotes before a line end says that it stands outside of quotes. Where that tells nothing (a lone
    quote within an unquoted cell), the rows are gone through one by one.

    Parameters
    ----------
    data
        UTF-8, beginning with a row; line ends are ``\n``.
    is_last
        Whether nothing follows.

    Examples
    --------
    >>> end_of_records(b'1,2\n3,"a\nb', ","), end_of_records(b'5" tv,2\n3', ","), end_of_records(b'"a', ",")
    (4, 8, 0)
    """
    place, n_after = len(data), 0
    n_quotes = data.count(b'"')
    for _ in range(_TRIES):
        end = data.rfind(b"\n", 0, place) + 1
        if end == 0:
            break
        n_after += data.count(b'"', end, place)
        if (n_quotes - n_after) % 2 == 0:
            return end
        if is_last:
            break
        place = end - 1
    return _end_one_by_one(data, separator) if n_quotes and b"\n" in data else 0


def starts_of_records(data: bytes, separator: str) -> NDArray[np.int64]:
    r"""Return the 0-based line where each row starts; blank lines are no rows.

    Examples
    --------
    >>> starts_of_records(b'1,2\n\n3,"a\nb"\n4,5\n', ",").tolist()
    [0, 2, 4]
    """
    return np.array([start for start, _ in _records(data, separator)], dtype=np.int64)


def _end_one_by_one(data: bytes, separator: str) -> int:
    """Return where the last row ends that a closing line end follows."""
    n_ends = data.count(b"\n")
    n_lines = max((end for _, end in _records(data, separator) if end <= n_ends), default=0)
    place = 0
    for _ in range(n_lines):
        place = data.index(b"\n", place) + 1
    return place


def _records(data: bytes, separator: str) -> Iterator[tuple[int, int]]:
    """Yield first line and line after the last of each row, but of one whose quote isn't closed."""
    sentinel = "\ue000"
    lines = io.StringIO(data.decode(errors="replace"), newline="\n")
    reader = csv.reader(_followed(lines, sentinel), delimiter=separator)
    start = 0
    try:
        for row in reader:
            if row and row[-1].endswith(sentinel):
                return
            if row:
                yield start, reader.line_num
            start = reader.line_num
    except csv.Error:
        return


def _followed(lines: io.StringIO, sentinel: str) -> Iterator[str]:
    yield from lines
    yield sentinel
