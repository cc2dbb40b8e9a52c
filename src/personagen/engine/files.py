"""The files of a touchpoint log: which they are, what columns they hold, and how the engine is told to read them.

Checking the rows doesn't belong here. Errors name the file as the study does.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BufferedIOBase
from pathlib import Path
from typing import IO

import pyarrow.parquet as pq

from personagen.contracts.text import Dialect
from personagen.engine.quoting import literal, name
from personagen.errors import DataError, Problem, did_you_mean
from personagen.study.file import StudyFile

_GZIP, _PARQUET = b"\x1f\x8b", b"PAR1"
_CHUNK = 1 << 20
LINE = name("#line")


@dataclass(frozen=True)
class LogFile:
    """One file of a log.

    Parameters
    ----------
    title
        The file as the study names it.
    path
        What is read: the file, or its UTF-8 copy.
    columns
        Names of its columns, in order.
    dialect
        How it is written; None for Parquet.
    """

    title: str
    path: Path
    columns: tuple[str, ...]
    dialect: Dialect | None

    @property
    def is_packed(self) -> bool:
        """Whether the file is packed with gzip."""
        return _magic(self.path, 2) == _GZIP

    def relation(self, rejects: str) -> str:
        """Return SQL that reads the file, all columns as text; rows that don't fit go to the table ``rejects``."""
        path = literal(str(self.path))
        if self.dialect is None:
            cells = ", ".join(f"{_as_text(name(column))} AS {name(column)}" for column in self.columns)
            return f"(SELECT {cells}, file_row_number + 1 AS {LINE} FROM read_parquet({path}, file_row_number=true))"
        columns = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in self.columns)
        packed = "'gzip'" if self.is_packed else "'none'"
        return (
            f"(SELECT *, NULL::BIGINT AS {LINE} FROM read_csv({path}, auto_detect=false, header=true, "
            f"delim={literal(self.dialect.separator)}, quote='\"', escape='\"', columns={{{columns}}}, "
            f"compression={packed}, store_rejects=true, rejects_table={literal(rejects)}, "
            f"rejects_scan={literal(rejects + '_scan')}, rejects_limit=0))"
        )


def is_parquet(path: Path) -> bool:
    """Tell whether a file is Parquet, by its first bytes."""
    return _magic(path, 4) == _PARQUET


def open_log(
    study_file: StudyFile, position: int, dialects: Mapping[Path, Dialect], scratch: Path
) -> list[LogFile]:
    """Return the files of the log at a position, in the order of their names.

    Raises
    ------
    StudyError, DataError
        If a file is missing, can't be read or lacks a column of the study.
    """
    paths = study_file.resolve(f"touchpoints.{position}.files", study_file.study.touchpoints[position].files)
    return [
        _open(path, study_file.name_of(path), dialects.get(path), scratch / f"log{position}_{number}.csv")
        for number, path in enumerate(paths)
    ]


def check_columns(files: Sequence[LogFile], used: Mapping[str, str]) -> None:
    """Refuse files that lack a column that the study uses.

    Raises
    ------
    DataError
        With one problem for each column that a file lacks.
    """
    problems = [problem for file in files for problem in _absences(file, used)]
    if problems:
        raise DataError(problems)


def _absences(file: LogFile, used: Mapping[str, str]) -> Iterator[Problem]:
    if not set(used.values()) & set(file.columns):  # perhaps no header: its cells stay unsaid
        what = f"the first line names none of the columns {', '.join(dict.fromkeys(used.values()))}"
        yield Problem(what, "Give the file a header, or name its columns in the study.", file.title, 1)
        return
    for role, column in used.items():
        if column not in file.columns:
            what = f'there is no column "{column}" (for {role})'
            near = did_you_mean(column, file.columns)
            mend = f"{near} The columns are {', '.join(file.columns[:12])}.".strip()
            yield Problem(what, mend, file.title, where=column)


def even_line_ends(file: LogFile, copy: Path) -> LogFile:
    r"""Return the file as a copy in which all lines end with ``\n``, as DuckDB reads no file of several line ends."""
    with binary_of(file.path) as source, copy.open("wb") as target:
        while data := source.read(_CHUNK) + source.readline():
            target.write(data.replace(b"\r\n", b"\n"))
    return replace(file, path=copy)


@contextmanager
def binary_of(path: Path) -> Iterator[BufferedIOBase]:
    """Open a file as bytes, unpacked where it is gzip."""
    with gzip.open(path) if _magic(path, 2) == _GZIP else path.open("rb") as stream:
        yield stream


@contextmanager
def text_of(path: Path, encoding: str = "utf-8-sig") -> Iterator[IO[str]]:
    """Open a file as text, unpacked where it is gzip."""
    if _magic(path, 2) == _GZIP:
        with gzip.open(path, "rt", encoding=encoding, newline="") as packed:
            yield packed
    else:
        with path.open(encoding=encoding, newline="") as stream:
            yield stream


def _open(path: Path, title: str, dialect: Dialect | None, copy: Path) -> LogFile:
    if is_parquet(path):
        return LogFile(title, path, _distinct(_parquet_columns(path, title), title), None)
    if dialect is None:
        what = "is called Parquet and isn't" if path.stat().st_size else "the file is empty"
        raise DataError(Problem(what, "Export the log again, as Parquet or CSV.", title))
    readable = path if codecs.lookup(dialect.encoding).name in {"utf-8", "utf-8-sig", "ascii"} else copy
    try:
        if readable is copy:
            with (
                text_of(path, dialect.encoding) as source,
                copy.open("w", encoding="utf-8", newline="") as target,
            ):
                shutil.copyfileobj(source, target, _CHUNK)
        with text_of(readable) as stream:
            header = next(csv.reader(stream, delimiter=dialect.separator), [])
    except UnicodeDecodeError:
        what = f"the file is not {dialect.encoding} throughout"
        raise DataError(Problem(what, "Name its encoding as csv: {encoding: ...}.", title)) from None
    except (OSError, EOFError) as error:
        what = f"the file can't be read ({type(error).__name__})"
        raise DataError(Problem(what, "Make the export again.", title)) from None
    columns = [cell.strip() or f"column_{place}" for place, cell in enumerate(header, start=1)]
    return LogFile(title, readable, _distinct(columns, title), dialect)


def _parquet_columns(path: Path, title: str) -> list[str]:
    try:
        return list(pq.read_schema(path).names)
    except (OSError, ValueError) as error:
        what = f"the Parquet file is damaged ({type(error).__name__})"
        raise DataError(Problem(what, "Make the export again.", title)) from None


def _distinct(columns: Sequence[str], title: str) -> tuple[str, ...]:
    lowered = [column.casefold() for column in columns]
    twice = sorted({column for column in columns if lowered.count(column.casefold()) > 1})
    if twice:
        what = f"several columns are called {', '.join(twice)}"
        raise DataError(Problem(what, "Give every column a name of its own.", title, line=1))
    return tuple(columns)


def _as_text(column: str) -> str:
    """Return SQL of a Parquet column as the text a CSV would hold."""
    return f"{column}::VARCHAR"


def _magic(path: Path, length: int) -> bytes:
    with path.open("rb") as stream:
        return stream.read(length)
