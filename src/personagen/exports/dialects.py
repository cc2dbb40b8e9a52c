"""How a CSV file is written: encoding, separator, and the marks of numbers and dates."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from personagen.contracts.text import Dialect
from personagen.errors import DataError, Problem
from personagen.exports.contents import read_sample
from personagen.exports.conventions import find_date_pattern, find_number_marks
from personagen.exports.encodings import decode_sample, detect_encoding
from personagen.study import CsvOptions

SEPARATORS = (";", "\t", ",", "|")
_NAMED = {"tab": "\t", "\\t": "\t", "semicolon": ";", "comma": ",", "pipe": "|"}
_SAMPLE_ROWS = 1000


def detect_dialect(path: Path, options: CsvOptions, name: str | None = None) -> Dialect:
    """Tell how a file is written from a sample of it; what the options say has precedence.

    Parameters
    ----------
    path
        A CSV file, or one packed with gzip.
    options
        What the study says; ``auto`` is found out.
    name
        The file as the study names it; default: its own name.

    Raises
    ------
    DataError
        If the file is missing, empty, no text, or not in the encoding that is asked for.
    """
    name = name or path.name
    sample, pieces = read_sample(path, name)
    encoding = detect_encoding(pieces, options.encoding, name)
    text = decode_sample(sample, encoding, name)
    separator = find_separator(text, options.separator, name)
    rows = [row for row in islice(_rows(text, separator), _SAMPLE_ROWS) if any(row)]
    width = len(rows[0]) if rows else 0
    body = [[cell.strip() for cell in row] for row in rows[1:] if len(row) == width]
    distinct = [list(dict.fromkeys(cells)) for cells in zip(*body, strict=True)]
    return complete_dialect(encoding, separator, options, distinct)


def complete_dialect(
    encoding: str, separator: str, options: CsvOptions, distinct: Sequence[Sequence[str]]
) -> Dialect:
    """Return the dialect; the marks of numbers and dates are told from each column's distinct cells."""
    marks = find_number_marks(distinct)
    return Dialect(
        encoding=encoding,
        separator=separator,
        decimal=marks.decimal if options.decimal == "auto" else options.decimal,
        thousands=marks.thousands if options.thousands == "auto" else options.thousands,
        dates=find_date_pattern(distinct) if options.dates == "auto" else options.dates,
    )


def find_separator(text: str, asked: str, name: str) -> str:
    r"""Return the separator that splits the rows of a text into most cells of one number.

    A text that none of ``; tab , |`` splits has one column; a comma is returned.

    Raises
    ------
    DataError
        If the separator asked for is not one character.

    Examples
    --------
    >>> find_separator('name;text\n"a";"b, c, d"\n', "auto", "a.csv")
    ';'
    """
    if asked != "auto":
        return _one_character(asked, name)
    scores = {separator: _score(text, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: scores[separator])
    return best if scores[best] > (0.0, 0) else ","


def _score(text: str, separator: str) -> tuple[float, int]:
    """Score by the share of rows as wide as the header, then by that width."""
    widths = (len(row) for row in islice(_rows(text, separator), _SAMPLE_ROWS) if row)
    first = next(widths, 1)
    if first == 1:
        return (0.0, 0)
    counts = Counter([first, *widths])
    return (round(counts[first] / counts.total(), 1), first)


def _rows(text: str, separator: str) -> Iterable[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error:
        return


def _one_character(asked: str, name: str) -> str:
    separator = _NAMED.get(asked.lower(), asked)
    if len(separator) != 1 or separator in '"\r\n':
        raise DataError(
            Problem(
                f'the separator "{asked}" is not one character',
                'Write auto, ";", ",", "|" or tab.',
                name,
                where="csv.separator",
            )
        )
    return separator
