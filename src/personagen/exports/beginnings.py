"""Large files, looked at without reading them into memory: their first rows, and what one column holds.

Parquet files are as the same rows would be in CSV.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from personagen.contracts.text import TextTable
from personagen.errors import DataError, Problem
from personagen.exports.contents import is_parquet, open_text, problems, read_sample
from personagen.exports.dialects import find_separator
from personagen.exports.encodings import decode_sample, detect_encoding
from personagen.exports.parquet import parquet_cells, read_parquet_rows
from personagen.exports.tables import Part, join_parts, split_part
from personagen.study import CsvOptions


def read_beginning(path: Path, name: str, options: CsvOptions, most: int) -> TextTable:
    """Read the first rows of a CSV or Parquet file as text.

    Parameters
    ----------
    path
        The file; CSV may be packed with gzip.
    name
        The file as the study names it; the table is called so.
    options
        How the file is written; ``auto`` is found out.
    most
        How many rows to read.

    Returns
    -------
    TextTable
        The rows; ``is_whole`` tells whether they are all there are.

    Raises
    ------
    DataError
        As `read_table`.
    """
    with problems(path, name):
        if is_parquet(path):
            part, is_whole = read_parquet_rows(path, name, most)
        else:
            part, is_whole = _read_csv_rows(path, name, options, most)
    return replace(join_parts(name, [part], options), is_whole=is_whole)


def list_cells(path: Path, name: str, options: CsvOptions, column: str) -> set[str]:
    """Return the distinct cells of a column that aren't blank, in all rows of a CSV or Parquet file.

    Raises
    ------
    DataError
        If the file can't be read.
    """
    with problems(path, name):
        cells = (
            parquet_cells(path, name, column) if is_parquet(path) else _csv_cells(path, name, options, column)
        )
        return set(cells) - {""}


def _read_csv_rows(path: Path, name: str, options: CsvOptions, most: int) -> tuple[Part, bool]:
    encoding, separator = _detect(path, name, options)
    lines: list[str] = []
    with open_text(path, encoding, name) as stream:
        reader = csv.reader(_keep(stream, lines), delimiter=separator)
        with suppress(csv.Error):  # splitting the lines again tells which row
            deque(islice(reader, most + 1), maxlen=0)
        is_whole = not stream.readline()
    text = "".join(lines).removeprefix("\ufeff")
    return split_part(text, encoding, separator, name), is_whole


def _csv_cells(path: Path, name: str, options: CsvOptions, column: str) -> Iterator[str]:
    encoding, separator = _detect(path, name, options)
    with open_text(path, encoding, name) as stream:
        rows = (row for row in csv.reader(stream, delimiter=separator) if any(row))
        header = [cell.strip().removeprefix("\ufeff") for cell in next(rows)]
        position = header.index(column)
        try:
            yield from {row[position].strip() for row in rows if len(row) == len(header)}
        except csv.Error:
            what = "a row can't be split into cells; a quote is opened and never closed"
            raise DataError(Problem(what, "Close it, or make the export again.", name)) from None


def _detect(path: Path, name: str, options: CsvOptions) -> tuple[str, str]:
    """Return encoding and separator."""
    sample, pieces = read_sample(path, name)
    encoding = detect_encoding(pieces, options.encoding, name)
    return encoding, find_separator(decode_sample(sample, encoding, name), options.separator, name)


def _keep(lines: Iterable[str], kept: list[str]) -> Iterator[str]:
    for line in lines:
        kept.append(line)
        yield line
