"""The line in the file that a faulty row or a stray quote stands on, found by reading the file once more as text.

Only files with faulty rows are read again, and on Spark those with cells that go on over the end of a line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import compress, count

from personagen.engine.files import LogFile, binary_of

Row = tuple[str, ...]
_CHUNK = 1 << 22
_QUOTE = b'"'


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


def find_stray_quote(file: LogFile) -> int | None:
    """Return the first 1-based line on which a quote opens that takes in the rows below; None where there is none.

    Such a row is none itself: it never ends, text follows its closing quote, or it has more or fewer cells than the
    header.
    """
    if file.dialect is None:
        return None
    separator, width = file.dialect.separator, len(file.columns)
    with binary_of(file.path) as stream:
        lines = enumerate(stream, start=1)
        for number, line in lines:
            if line.count(_QUOTE) % 2 == 0:  # opens nothing that it doesn't close
                continue
            cells, taken = _row_over(line, (below for _, below in lines), separator)
            if len(cells) != width and any(below.count(separator.encode()) >= width - 1 for below in taken):
                return number
    return None


def _row_over(first: bytes, below: Iterator[bytes], separator: str) -> tuple[Row, list[bytes]]:
    """Return the cells of a row, none where it can't be split, and the lines that it takes from those below."""
    taken: list[bytes] = []

    def texts() -> Iterator[str]:
        yield first.decode(errors="replace")
        for line in below:
            taken.append(line)
            yield line.decode(errors="replace")

    try:
        reader = csv.reader(texts(), delimiter=separator, skipinitialspace=True, strict=True)
        return tuple(next(reader)), taken
    except csv.Error:
        return (), taken


def _matches(file: LogFile, rows: set[Row]) -> Iterator[tuple[Row, int]]:
    """Yield the rows with their lines: only lines that read like one of the rows, but for quotes, are taken apart."""
    if not rows or file.dialect is None:
        return
    separator = file.dialect.separator
    texts = [separator.join(row).encode().replace(_QUOTE, b"") for row in rows]
    firsts = {text.split(b"\n")[0].rstrip(b"\r") + end for text in texts for end in (b"\n", b"\r\n", b"")}
    longest = 1 + max(text.count(b"\n") for text in texts)
    above, is_open = 0, False  # is_open: a quoted cell goes on over the end of the line
    ahead: list[bytes] = []
    with binary_of(file.path) as stream:
        while data := b"".join([*ahead, stream.read(_CHUNK), stream.readline()]):
            lines = BytesIO(data).readlines()
            ahead = [line for _ in range(longest - 1) if (line := stream.readline())]
            # most chunks of most logs hold no quote, and looking at every line is what takes the time
            has_quotes = _QUOTE in data
            bare = [line.replace(_QUOTE, b"") for line in lines] if has_quotes else lines
            done = 0
            for place in [*compress(count(), map(firsts.__contains__, bare))]:
                is_open ^= has_quotes and _turns(lines[done:place])
                done = place
                row = () if is_open else _row_at([*lines[place : place + longest], *ahead], separator)
                if row in rows:
                    yield row, above + place + 1
            is_open ^= has_quotes and _turns(lines[done:])
            above += len(lines)


def _turns(lines: Sequence[bytes]) -> bool:
    """Tell whether the lines end inside a quoted cell if they began outside one, or the other way round."""
    return b"".join(lines).count(_QUOTE) % 2 == 1


def _row_at(lines: Sequence[bytes], separator: str) -> Row:
    return tuple(next(csv.reader((line.decode() for line in lines), delimiter=separator), []))
