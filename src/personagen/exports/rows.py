"""From text to rows: quoting, line numbers, and rows of another width than the header."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import chain

from personagen.errors import DataError, Problem
from personagen.exports.headers import count_second_headers

_END = "\ue000end of file\ue000"


@dataclass(frozen=True)
class Rows:
    """The rows of one file.

    Parameters
    ----------
    header
        Names of the columns, stripped.
    cells
        Rows as wide as the header, stripped.
    lines
        1-based line where each of them starts.
    faulty
        Rows of another width: line, text, reason.
    header_line
        1-based line where the header starts.
    """

    header: list[str]
    cells: list[list[str]]
    lines: list[int]
    faulty: list[tuple[int, str, str]]
    header_line: int


def split_rows(text: str, separator: str, name: str) -> Rows:
    """Split a text into rows; blank lines, rows of blank cells and second headers don't count.

    Raises
    ------
    DataError
        If a quote is never closed, or the file has a header only.
    """
    numbered = _number_rows(text, separator, name)
    body = numbered[1 + count_second_headers([row for _, _, row in numbered[1:]]) :]
    if not body:
        line, mend = (numbered[0][0] if numbered else 1), "Make the export again, with its answers."
        raise DataError(Problem("the file has a header but no rows", mend, name, line))
    header_line, _, header = numbered[0]
    header = [cell.strip() for cell in header]
    if all(len(row) == len(header) + 1 and not row[-1].strip() for _, _, row in body):
        header.append("")
    faulty = [(start, end, row) for start, end, row in body if len(row) != len(header)]
    if len(faulty) == len(body):
        raise DataError(_no_row_fits(faulty[0], len(header), name))
    good = [(start, row) for start, _, row in body if len(row) == len(header)]
    return Rows(
        header=header,
        cells=[[cell.strip() for cell in row] for _, row in good],
        lines=[start for start, _ in good],
        faulty=_describe(faulty, len(header), text),
        header_line=header_line,
    )


def _number_rows(text: str, separator: str, name: str) -> list[tuple[int, int, list[str]]]:
    """Return first line, last line and cells of every row that holds something."""
    stream = io.StringIO(text, newline="")
    reader = csv.reader(chain(stream, [_END]), delimiter=separator)
    rows: list[tuple[int, int, list[str]]] = []
    start, row = 1, [""]
    try:
        for row in reader:
            if "".join(row).strip():
                rows.append((start, reader.line_num, row))
            start = reader.line_num + 1
    except csv.Error:
        row = []
    if row != [_END]:
        last = rows[-1][0] if row else start
        what = "a quote is opened in this row and never closed"
        raise DataError(Problem(what, 'Close it; a quote within a cell is written twice ("").', name, last))
    return rows[:-1]


def _describe(faulty: list[tuple[int, int, list[str]]], width: int, text: str) -> list[tuple[int, str, str]]:
    if not faulty:
        return []
    lines = io.StringIO(text, newline="").readlines()
    return [
        (start, "".join(lines[start - 1 : end]).rstrip("\r\n"), _reason(len(row), width, end - start + 1))
        for start, end, row in faulty
    ]


def _reason(n_cells: int, width: int, n_lines: int) -> str:
    reason = f"{n_cells} cells where the header has {width}"
    return f"{reason}, over {n_lines} lines (a quote that isn't closed?)" if n_lines > 1 else reason


def _no_row_fits(row: tuple[int, int, list[str]], width: int, name: str) -> Problem:
    return Problem(
        f"no row has as many cells as the header, which has {width}; this one has {len(row[2])}",
        "Remove what stands above the header, or name the separator as csv: {separator: ...}.",
        name,
        row[0],
    )
