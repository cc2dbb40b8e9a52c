"""The faulty rows of a log one by one, with the lines they stand on: at most `account.LISTED` a log."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from personagen.engine.account import LISTED, Listed, LoadedLog
from personagen.engine.files import LogFile
from personagen.engine.lines import Row, find_lines
from personagen.engine.staging import CELL_END, CELLS, rejects_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def read_ragged(connection: DuckDBPyConnection, log: int, files: Sequence[LogFile]) -> pd.DataFrame:
    """Return the rows of a log that don't fit the header: file, line, row_text; one row for each."""
    parts = []
    for number, file in enumerate(files):
        if file.dialect is not None:
            table = rejects_of((log, number))
            part = connection.execute(
                f"SELECT line::BIGINT AS line, min(csv_line) AS row_text FROM {table} "
                "GROUP BY line HAVING trim(min(csv_line), chr(10) || chr(13) || ' ') <> '' ORDER BY line"
            ).df()
            parts.append(part.assign(file=number))
    return (
        pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["line", "row_text", "file"])
    )


def list_faults(connection: DuckDBPyConnection, log: LoadedLog) -> list[Listed]:
    """Return the faulty rows of a log, by file and line."""
    listed = connection.execute(
        f"SELECT file, split_part(row_text, chr({CELL_END}), 1)::BIGINT AS line, faults, row_text "
        f"FROM accepted WHERE log = {log.number} AND faults > 0 ORDER BY file, line, row_text LIMIT {LISTED}"
    ).fetchall()
    return place_faults(log, listed)


def place_faults(log: LoadedLog, listed: Sequence[tuple[int, int, int, str]]) -> list[Listed]:
    """Return faulty rows with the lines they stand on, by file and line.

    Parameters
    ----------
    listed
        Number of the file, line (0 where the engine doesn't know it), broken rules, and the row as text.
    """
    rows: list[tuple[int, int, int, Row]] = []
    for number, file in enumerate(log.files):
        mine = [
            (line, bits, tuple(text.split(chr(CELL_END))[CELLS]))
            for f, line, bits, text in listed
            if f == number
        ]
        rows += [(number, line, bits, cells) for line, bits, cells in _numbered(file, log.columns, mine)]
    for number, file in enumerate(log.files):
        rows += [(number, *row) for row in _ragged_rows(file, log.ragged[log.ragged["file"] == number])]
    return [Listed(*row) for row in sorted(rows)]


def _ragged_rows(file: LogFile, ragged: pd.DataFrame) -> list[tuple[int, int, Row]]:
    """Return line, -1 and the text of each row; the engine counts a cell with line breaks as one line, so look again."""
    if file.dialect is None or ragged.empty:
        return []
    listed = ragged.head(LISTED)
    texts = [str(text).rstrip("\r\n") for text in listed["row_text"]]
    cells = [
        tuple(next(csv.reader(text.splitlines(keepends=True), delimiter=file.dialect.separator), []))
        for text in texts
    ]
    lines = find_lines(file, set(cells))
    return [
        (lines[row].pop(0) if lines[row] else int(line), -1, (text,))
        for row, text, line in zip(cells, texts, listed["line"], strict=True)
    ]


def _numbered(
    file: LogFile, columns: Sequence[str], rows: list[tuple[int, int, Row]]
) -> list[tuple[int, int, Row]]:
    """Return the rows with the lines they stand on; equal rows take their lines in turn."""
    places = [columns.index(column) for column in file.columns]
    own = [tuple(cells[place] for place in places) for _, _, cells in rows]
    lines = find_lines(file, set(own)) if file.dialect else {}
    numbered = []
    for (line, bits, cells), row in zip(rows, own, strict=True):
        waiting = lines.get(row)
        numbered.append((line or (waiting.pop(0) if waiting else 0), bits, cells))
    return numbered
