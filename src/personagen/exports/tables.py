"""Reading a source as text: one file, or several that are parts of one export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from personagen.contracts.text import TextTable
from personagen.errors import DataError, Problem, did_you_mean
from personagen.exports.contents import SAMPLE_BYTES, read_bytes
from personagen.exports.dialects import complete_dialect, find_separator
from personagen.exports.encodings import decode, detect_encoding
from personagen.exports.headers import name_columns
from personagen.exports.rows import split_rows
from personagen.study import CsvOptions


@dataclass(frozen=True)
class Part:
    """One file of an export, as text.

    Parameters
    ----------
    name
        The file as the study names it.
    frame
        Its cells.
    lines
        1-based line where each row starts.
    faulty
        Rows of another width: line, text, reason.
    encoding, separator
        How it is written.
    header_line
        1-based line where the header starts.
    """

    name: str
    frame: pd.DataFrame
    lines: list[int]
    faulty: list[tuple[int, str, str]]
    encoding: str
    separator: str
    header_line: int


def read_table(name: str, paths: Sequence[Path], names: Sequence[str], options: CsvOptions) -> TextTable:
    """Read a source as text, nothing interpreted.

    Parameters
    ----------
    name
        The source, such as ``survey``.
    paths
        One file, or several parts of one export: the same columns, in any order. Each may be
        packed with gzip, and each is looked at for its own encoding and separator.
    names
        The files as the study names them, for messages.
    options
        How the files are written; ``auto`` is found out.

    Returns
    -------
    TextTable
        One row for every row as wide as the header; the others in ``faulty``.

    Raises
    ------
    DataError
        If a file is missing, empty, no text, has a header only, names that are missing or double,
        a quote that is never closed, or other columns than the first part.
    """
    parts = [_read_part(path, file, options) for path, file in zip(paths, names, strict=True)]
    if not parts:
        raise DataError(Problem("no file is given", "Name at least one.", where=name))
    for part in parts[1:]:
        _refuse_other_columns(parts[0], part)
    return join_parts(name, parts, options)


def join_parts(name: str, parts: Sequence[Part], options: CsvOptions) -> TextTable:
    """Return parts with the same columns as one table."""
    columns = list(parts[0].frame.columns)
    frame = pd.concat([part.frame[columns] for part in parts], ignore_index=True)
    distinct = [frame[column].unique().tolist() for column in columns]
    faulty = [(part.name, *row) for part in parts for row in part.faulty]
    return TextTable(
        name=name,
        frame=frame,
        files=pd.Series([part.name for part in parts for _ in part.lines], name="file", dtype="str"),
        lines=pd.Series([line for part in parts for line in part.lines], name="line", dtype="int64"),
        faulty=pd.DataFrame(faulty, columns=["file", "line", "text", "reason"]),
        dialect=complete_dialect(parts[0].encoding, parts[0].separator, options, distinct),
    )


def split_part(text: str, encoding: str, separator: str, name: str) -> Part:
    """Return the text of a file as a part."""
    rows = split_rows(text, separator, name)
    frame = name_columns(rows.header, list(zip(*rows.cells, strict=True)), rows.header_line, name)
    return Part(name, frame, rows.lines, rows.faulty, encoding, separator, rows.header_line)


def _read_part(path: Path, name: str, options: CsvOptions) -> Part:
    data = read_bytes(path, name)
    encoding = detect_encoding([data], options.encoding, name)
    text = decode(data, encoding, name)
    separator = find_separator(text[:SAMPLE_BYTES], options.separator, name)
    return split_part(text, encoding, separator, name)


def _refuse_other_columns(first: Part, part: Part) -> None:
    known, found = list(first.frame.columns), list(part.frame.columns)
    lacking = [column for column in known if column not in found]
    extra = [column for column in found if column not in known]
    mend = "Export all parts with the same questions."
    problems = [
        Problem(
            f'has no column "{column}", which {first.name} has',
            did_you_mean(column, extra) or mend,
            part.name,
            part.header_line,
            column,
        )
        for column in lacking
    ] or [
        Problem(
            f'has a column "{column}", which {first.name} lacks', mend, part.name, part.header_line, column
        )
        for column in extra
    ]
    if problems:
        raise DataError(problems)
