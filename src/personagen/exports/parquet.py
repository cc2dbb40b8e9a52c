"""Parquet files as text: the cells that the same rows would have in CSV."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from personagen.errors import DataError, Problem
from personagen.exports.headers import name_columns
from personagen.exports.tables import Part

_BATCH_ROWS = 1 << 16


def read_parquet_rows(path: Path, name: str, most: int) -> tuple[Part, bool]:
    """Read the first rows, and tell whether they are all there are.

    Raises
    ------
    DataError
        If the file is damaged or has no rows.
    """
    with _damage(name), pq.ParquetFile(path) as file:
        n_rows = min(most, file.metadata.num_rows)
        if n_rows == 0:
            raise DataError(Problem("the file has no rows", "Make the export again.", name))
        batches = file.iter_batches(batch_size=n_rows)
        rows = next(batches)
        while rows.num_rows < n_rows:
            rows = pa.concat_batches([rows, next(batches)])
        columns = [_as_text(column)[:n_rows] for column in rows.columns]
        frame = name_columns(file.schema_arrow.names, columns, 1, name)
        lines = list(range(1, n_rows + 1))
        return Part(name, frame, lines, [], "utf-8", ",", 1), n_rows == file.metadata.num_rows


def parquet_cells(path: Path, name: str, column: str) -> Iterator[str]:
    """Yield the cells of a column, those of a batch of rows once.

    Raises
    ------
    DataError
        If the file is damaged.
    """
    with _damage(name), pq.ParquetFile(path) as file:
        for rows in file.iter_batches(batch_size=_BATCH_ROWS, columns=[column]):
            yield from _as_text(rows.column(0).unique())


def _as_text(cells: pa.Array) -> list[str]:
    """Return cells as text; a null is blank, and what CSV can't hold is written out."""
    try:
        texts = cells.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return ["" if cell is None else str(cell) for cell in cells.to_pylist()]
    if pa.types.is_timestamp(cells.type):
        texts = pc.replace_substring_regex(texts, r"\.0+(Z|[+-][0-9]{4})?$", r"\1")
    return [(text or "").strip() for text in texts.to_pylist()]


@contextmanager
def _damage(name: str) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        what = f"the Parquet file is damaged ({type(error).__name__})"
        raise DataError(Problem(what, "Make the export again.", name)) from None
