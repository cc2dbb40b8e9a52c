"""Large CSV files in pieces: whole rows at a time, split into cells by column, without holding the file in memory.

Which cells mean what belongs to `ingest`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc

from personagen.contracts.text import Dialect, Piece
from personagen.errors import DataError, Problem
from personagen.exports.contents import is_gzip, open_text
from personagen.exports.dialects import complete_dialect, detect_dialect
from personagen.exports.headers import name_columns
from personagen.exports.records import end_of_records, starts_of_records
from personagen.exports.rows import Rows, split_rows
from personagen.study import CsvOptions

PIECE_CHARACTERS = 1 << 22
BEGINNING_ROWS = 10_000
# a row longer than this is a quote that was never closed
LONGEST_ROW = 1 << 26


@dataclass(frozen=True)
class Opened:
    """A CSV file that has been looked at.

    Parameters
    ----------
    path, name
        The file, and what messages call it.
    beginning
        Its first rows as text; unnamed columns left out.
    is_whole
        Whether these are all rows.
    header
        Names of all columns in their places; blank ones unnamed.
    first_line
        1-based line where the first row under the header starts.
    dialect
        How it is written.
    """

    path: Path
    name: str
    beginning: pd.DataFrame
    is_whole: bool
    header: tuple[str, ...]
    first_line: int
    dialect: Dialect


@dataclass(frozen=True)
class Chunk:
    """Whole rows of a file as UTF-8, not split yet; ``share`` of the file has been read up to its end."""

    data: bytes
    line: int
    share: float


def open_pieces(path: Path, name: str, options: CsvOptions) -> Opened:
    """Look at the beginning of a CSV file, packed with gzip or not.

    Raises
    ------
    DataError
        As `read_table`, for what shows in the first rows.
    """
    dialect = detect_dialect(path, options, name)
    lines: list[str] = []
    with open_text(path, dialect.encoding, name, newline=None) as stream:
        reader = csv.reader(_keep(stream, lines), delimiter=dialect.separator)
        try:
            n_read = sum(1 for _ in islice(reader, BEGINNING_ROWS + 1))
        except csv.Error:
            n_read = 0
        is_whole = n_read <= BEGINNING_ROWS and not stream.readline()
    rows = split_rows("".join(lines).removeprefix("\ufeff"), dialect.separator, name)
    beginning = name_columns(rows.header, list(zip(*rows.cells, strict=True)), rows.header_line, name)
    distinct = [beginning[column].unique().tolist() for column in beginning.columns]
    told = complete_dialect(dialect.encoding, dialect.separator, options, distinct)
    return Opened(path, name, beginning, is_whole, tuple(rows.header), _first_line(rows), told)


def read_chunks(opened: Opened, characters: int = PIECE_CHARACTERS) -> Iterator[Chunk]:
    """Yield the rows under the header, many at a time.

    Raises
    ------
    DataError
        If a quote is never closed, or the file can't be read.
    """
    line, kept = opened.first_line, b""
    encoding, name = opened.dialect.encoding, opened.name
    with open_text(opened.path, encoding, name, newline=None) as stream:
        share = _share_read(stream, opened.path)
        for _ in range(opened.first_line - 1):
            stream.readline()
        while text := stream.read(characters):
            kept += text.encode()
            end = end_of_records(kept, opened.dialect.separator)
            if end == 0 and len(kept) > LONGEST_ROW:
                raise _never_closed(name, line)
            if end:
                yield Chunk(kept[:end], line, share())
                line += kept.count(b"\n", 0, end)
                kept = kept[end:]
    if kept:
        whole = kept if kept.endswith(b"\n") else kept + b"\n"
        if end_of_records(whole, opened.dialect.separator, is_last=True) != len(whole):
            raise _never_closed(name, line)
        yield Chunk(whole, line, 1.0)


def split_chunk(opened: Opened, chunk: Chunk, coded: Sequence[str], plain: Sequence[str]) -> Piece:
    """Split rows into cells.

    Parameters
    ----------
    coded
        Columns to give as the distinct texts and the place of each row's text among them.
    plain
        Columns to give as they stand.
    """
    if not chunk.data.strip(b"\n"):
        return _nothing(coded, plain)
    ragged: list[int] = []

    def note(row: pc.InvalidRow) -> str:
        ragged.append(row.number - 1)
        return "skip"

    separator = opened.dialect.separator
    names = [title or f"\0{place}" for place, title in enumerate(opened.header)]
    kinds = dict.fromkeys(plain, pa.string()) | dict.fromkeys(coded, pa.dictionary(pa.int32(), pa.string()))
    table = pc.read_csv(
        pa.BufferReader(chunk.data),
        read_options=pc.ReadOptions(
            use_threads=False, column_names=names, block_size=max(len(chunk.data) + 1, 1 << 10)
        ),
        parse_options=pc.ParseOptions(
            delimiter=separator, newlines_in_values=b'"' in chunk.data, invalid_row_handler=note
        ),
        convert_options=pc.ConvertOptions(
            column_types=kinds, include_columns=list(kinds), strings_can_be_null=False, check_utf8=False
        ),
    )
    return Piece(
        n_rows=table.num_rows,
        coded={name: _coded(table[name]) for name in coded},
        plain={name: _one(table[name]) for name in plain},
        n_ragged=len(ragged),
        lines_of=_lines(chunk, table.num_rows, ragged, separator),
        ragged_lines=_ragged_lines(chunk, ragged, separator),
    )


def _nothing(coded: Sequence[str], plain: Sequence[str]) -> Piece:
    blank = pa.array([], type=pa.string())
    codes = (np.zeros(0, dtype=np.int32), blank)
    return Piece(0, dict.fromkeys(coded, codes), dict.fromkeys(plain, blank), 0, lambda _: [], list)


def _coded(cells: pa.ChunkedArray) -> tuple[np.ndarray[tuple[int], np.dtype[np.int32]], pa.Array]:
    whole = _one(cells)
    return whole.indices.to_numpy(zero_copy_only=False), whole.dictionary


def _one(cells: pa.ChunkedArray) -> pa.Array:
    whole = cells.unify_dictionaries().combine_chunks()
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole


def _lines(
    chunk: Chunk, n_rows: int, ragged: list[int], separator: str
) -> Callable[[Sequence[int]], list[int]]:
    def lines_of(rows: Sequence[int]) -> list[int]:
        """Return the 1-based lines where rows start."""
        if not ragged and chunk.data.count(b"\n") == n_rows:
            return [row + chunk.line for row in rows]
        good = np.delete(starts_of_records(chunk.data, separator), ragged)
        lines: list[int] = (good[list(rows)] + chunk.line).tolist()
        return lines

    return lines_of


def _ragged_lines(chunk: Chunk, ragged: list[int], separator: str) -> Callable[[], list[int]]:
    def lines() -> list[int]:
        """Return the 1-based lines where ragged rows start."""
        if not ragged:
            return []
        found: list[int] = (starts_of_records(chunk.data, separator)[ragged] + chunk.line).tolist()
        return found

    return lines


def _first_line(rows: Rows) -> int:
    return min([*rows.lines[:1], *(line for line, _, _ in rows.faulty[:1])])


def _keep(lines: IO[str], kept: list[str]) -> Iterator[str]:
    for line in lines:
        kept.append(line)
        yield line


def _share_read(stream: IO[str], path: Path) -> Callable[[], float]:
    size = max(path.stat().st_size, 1)
    buffer: Any = getattr(stream, "buffer", None)  # of the text streams that `open_text` gives
    raw = buffer.fileobj if is_gzip(path) else buffer.raw
    return lambda: min(1.0, raw.tell() / size)


def _never_closed(name: str, line: int) -> DataError:
    what = "a quote is opened in this row or below and never closed"
    return DataError(Problem(what, 'Close it; a quote within a cell is written twice ("").', name, line))
