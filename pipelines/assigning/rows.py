"""The rows that `personagen assign` writes, as CSV text: comma, decimal point, UTF-8, as the tables of a run."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from personagen.contracts import PersonaModel
from personagen.contracts.text import Piece
from pipelines.assigning.recogniser import Recognised

COLUMNS = ("persona", "name", "confidence", "pulled_by", "basis", "imputed")
BASES = ("full", "partial", "excluded")
LINE = "line"
_STEPS = 10_000
_BETWEEN = "; "
_UNUSUAL = '[",\\r\\n]|^[^0-9A-Za-z]|[^0-9A-Za-z]$'
_NUMBER = re.compile(r"[+-]?[0-9][0-9., ]*")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def header_of(id_columns: Sequence[str]) -> bytes:
    """Return the first line."""
    return (",".join(map(_quoted, [*(id_columns or [LINE]), *COLUMNS])) + "\n").encode()


def rows_of(
    piece: Piece, found: Recognised, model: PersonaModel, id_columns: Sequence[str]
) -> tuple[bytes, dict[str, int]]:
    """Return the lines of a piece, and how many people have each basis; rows in which nothing stands are left out.

    Where the file has no ids, the line in which a row starts stands for one.
    """
    ids = [_ids(piece.plain[column]) for column in id_columns] or [_lines(piece)]
    bases = np.where(found.nearest.first < 0, 2, np.where(found.is_partial, 1, 0))
    is_row = _is_row(ids if id_columns else [], found.is_blank)
    lines = pc.binary_join_element_wise(
        *ids,
        _personas(model).take(pa.array(found.nearest.first + 1)),
        _confidence().take(_steps(found)),
        _lists(found.pulling, model),
        _endings(found, bases, model),
        ",",
    )
    if not is_row.all():
        lines = lines.filter(pa.array(is_row))
    counts = np.bincount(bases[is_row], minlength=len(BASES))
    return _text(lines), dict(zip(BASES, counts.tolist(), strict=True))


def _is_row(ids: Sequence[pa.Array], is_blank: NDArray[np.bool_]) -> NDArray[np.bool_]:
    is_row = ~is_blank
    for each in ids:
        is_row = is_row | pc.not_equal(each, "").to_numpy(zero_copy_only=False)
    return is_row


def _ids(cells: pa.Array) -> pa.Array:
    """Return ids as they stand in the file, without space around them, quoted where CSV needs it."""
    if pc.all(pc.ascii_is_alnum(cells)).as_py():
        return cells
    unusual = pc.match_substring_regex(cells, _UNUSUAL).to_numpy(zero_copy_only=False)
    if not unusual.any():
        return cells
    texts = cells.to_pylist()
    for row in np.flatnonzero(unusual).tolist():
        texts[row] = _quoted(_inert(texts[row].strip()))
    return pa.array(texts, type=pa.string())


def _lines(piece: Piece) -> pa.Array:
    return pa.array(piece.lines_of(range(piece.n_rows)), type=pa.int64()).cast(pa.string())


def _personas(model: PersonaModel) -> pa.Array:
    """Return ``persona,name`` of each centroid, after that of nobody."""
    names = model.names
    return pa.array(
        [",", *(f"{_quoted(p)},{_quoted(_inert(names.get(p, p)))}" for p in model.centroids.index)]
    )


@cache
def _confidence() -> pa.Array:
    return pa.array([*(f"{step / _STEPS:.4f}" for step in range(_STEPS + 1)), ""])


def _steps(found: Recognised) -> pa.Array:
    confidence = 1 - found.nearest.shadow
    steps = np.where(np.isnan(confidence), _STEPS + 1, np.rint(confidence * _STEPS))
    return pa.array(steps.astype(np.int64))


def _lists(numbers: NDArray[np.int64], model: PersonaModel) -> pa.Array:
    """Return the names of each row's variables, most first."""
    names = [each.name for each in model.variables]
    mixed = np.zeros(len(numbers), dtype=np.int64)
    for place in range(numbers.shape[1]):
        mixed = mixed * (len(names) + 1) + numbers[:, place] + 1
    return _said(mixed, lambda row: _named(*(names[i] for i in numbers[row].tolist() if i >= 0)))


def _endings(found: Recognised, bases: NDArray[np.int64], model: PersonaModel) -> pa.Array:
    """Return ``basis,imputed`` and the line end of each row."""
    names = [each.name for each in model.variables]
    mixed = bases.astype(np.int64)
    rows = np.flatnonzero(found.is_imputed.any(axis=0))
    flags = found.is_imputed[:, rows]
    some = bases[rows]
    for own in flags[flags.any(axis=1)]:
        some = pd.factorize(some * 2 + own)[0]
    mixed[rows] = some + len(BASES)
    imputed = dict(zip(rows.tolist(), range(len(rows)), strict=True))

    def say(row: int) -> str:
        named = [names[i] for i in np.flatnonzero(flags[:, imputed[row]])] if row in imputed else []
        return f"{BASES[int(bases[row])]},{_named(*named)}\n"

    return _said(mixed, say)


def _said(mixed: NDArray[np.int64], say: Callable[[int], str]) -> pa.Array:
    """Return what is said of each row, worked out once for rows of the same mixed number."""
    places, distinct = pd.factorize(mixed)
    first = np.full(len(distinct), -1, dtype=np.int64)
    first[places[::-1]] = np.arange(len(mixed) - 1, -1, -1)
    return pa.array([say(row) for row in first.tolist()], type=pa.string()).take(pa.array(places))


@lru_cache(maxsize=1 << 16)
def _named(*names: str) -> str:
    return _quoted(_BETWEEN.join(names))


def _text(lines: pa.Array) -> bytes:
    """Return the texts one after another."""
    whole = pa.concat_arrays([lines])
    if not len(whole):
        return b""
    offsets = np.frombuffer(whole.buffers()[1], dtype=np.int32)[whole.offset : whole.offset + len(whole) + 1]
    text: bytes = whole.buffers()[2][int(offsets[0]) : int(offsets[-1])].to_pybytes()
    return text


def _inert(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula; numbers, and phone numbers, stay as they are."""
    is_formula = text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in '",\r\n') else text
