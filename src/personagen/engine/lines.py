"""The line in the file that a faulty row stands on, found by reading the file once more as text.

Only files with faulty rows are read again.
"""

from __future__ import annotations

import csv
import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from personagen.engine.files import LogFile, text_of

Row = tuple[str, ...]


def find_lines(file: LogFile, rows: set[Row]) -> dict[Row, list[int]]:
    """Return the 1-based lines on which each of the rows starts, ascending.

    Parameters
    ----------
    file
        A CSV file.
    rows
        The cells of the rows looked for, unstripped, an empty cell as ``""``.
    """
    found: dict[Row, list[int]] = {row: [] for row in rows}
    for row, line in _matches(file, rows):
        found[row].append(line)
    return found


def _matches(file: LogFile, rows: set[Row]) -> Iterator[tuple[Row, int]]:
    if not rows or file.dialect is None:
        return
    separator = file.dialect.separator
    if _holds_quotes(file.path):
        start = 1
        with text_of(file.path) as stream:
            reader = csv.reader(stream, delimiter=separator)
            for cells in reader:
                if (row := tuple(cells)) in rows:
                    yield row, start
                start = reader.line_num + 1
        return
    wanted = {separator.join(row).encode(): row for row in rows}
    with _binary(file.path) as stream:
        for number, line in enumerate(stream, start=1):
            if (plain := line.rstrip(b"\r\n")) in wanted:
                yield wanted[plain], number


def _holds_quotes(path: Path) -> bool:
    """Tell whether a cell may span lines; a packed file is always read as if it did."""
    with path.open("rb") as stream:
        if stream.read(2) == b"\x1f\x8b":
            return True
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return content.find(b'"') >= 0


def _binary(path: Path) -> IO[bytes]:
    return path.open("rb")
