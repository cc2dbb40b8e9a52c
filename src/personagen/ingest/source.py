"""One source on its way in: the columns the study names and what is wrong with its rows.

Reading cells belongs to `items`, what a source means to the module of its name, what became of the rows to `accounting`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from personagen.contracts import TextTable
from personagen.errors import DataError, Problem, did_you_mean
from personagen.ingest.items import CHECKS as CELL_CHECKS
from personagen.study import CsvOptions
from personagen.study.file import StudyFile

FATES = ("used", "quarantined", "duplicate", "excluded")
FAR_OUT = "far_out"
CHECKS = (
    *CELL_CHECKS,
    "ragged",
    FAR_OUT,
    "equal_rows",
    "differing_rows",
    "unknown_respondent",
    "unknown_customer",
    "several_customers",
    "several_respondents",
    "consent",
    "need_without_kind",
)


@dataclass(frozen=True)
class Fault:
    """One check of ``CHECKS`` that a row of a source fails; ``column`` None stands for the whole row."""

    position: int
    column: str | None
    check: str
    reason: str
    mend: str
    is_quarantined: bool = True

    def __post_init__(self) -> None:
        """Refuse a check that reports have no words for."""
        if self.check not in CHECKS:
            raise ValueError(self.check)


@dataclass(frozen=True)
class Source:
    """A source as text, without the columns that the study doesn't name.

    Parameters
    ----------
    study_file
        Where keys stand, for messages.
    text
        The table as `exports` read it; its ``frame`` holds the named columns only.
    is_repeat
        Rows that equal an earlier row in all columns of the file.
    options
        How the study says that the file is written.
    """

    study_file: StudyFile
    text: TextTable
    is_repeat: pd.Series
    options: CsvOptions = field(default_factory=CsvOptions)

    @property
    def name(self) -> str:
        """Name of the source."""
        return self.text.name

    @property
    def frame(self) -> pd.DataFrame:
        """The named columns as text, index 0..n-1."""
        return self.text.frame

    def place(self, position: int) -> str:
        """Return ``file, line n`` of a row."""
        return f"{self.text.files.iloc[position]}, line {self.text.lines.iloc[position]}"

    def problem(self, position: int, column: str, what: str, mend: str) -> Problem:
        """Return a problem of a cell."""
        line = int(self.text.lines.iloc[position])
        return Problem(what, mend, str(self.text.files.iloc[position]), line, column)


def open_source(
    study_file: StudyFile, text: TextTable, named: Mapping[str, str], options: CsvOptions | None = None
) -> Source:
    """Return a source with the named columns only: all others stay outside, personal data among them.

    Parameters
    ----------
    named
        Study key and the column it names.

    Raises
    ------
    DataError
        If the file has no rows, or lacks a named column.
    """
    files = ", ".join(dict.fromkeys(text.files)) or text.name
    if text.frame.empty and text.faulty.empty:
        raise DataError(Problem("the file has no rows", "Export it again, with its answers.", files))
    if problems := [*_absences(study_file, text, named, files)]:
        raise DataError(problems)
    plain = text.frame.reset_index(drop=True).astype("str")
    kept = TextTable(
        text.name,
        plain[list(dict.fromkeys(named.values()))],
        text.files.reset_index(drop=True),
        text.lines.reset_index(drop=True),
        text.faulty,
        text.dialect,
    )
    return Source(study_file, kept, plain.duplicated(), options or CsvOptions())


def _absences(
    study_file: StudyFile, text: TextTable, named: Mapping[str, str], files: str
) -> Iterator[Problem]:
    have = [str(column) for column in text.frame.columns]
    wanted = list(dict.fromkeys(named.values()))
    if len(wanted) > 1 and not set(wanted) & set(have):  # perhaps no header: its cells stay unsaid
        mend = (
            "Give the file a header, or name its columns in the study; look whether its separator is right."
        )
        yield Problem(f"the first line names none of the columns {', '.join(wanted)}", mend, files, 1)
        return
    for key, column in named.items():
        if have.count(column) > 1:
            what = f'{files} has {have.count(column)} columns "{column}"'
            yield study_file.problem(key, what, "Give each column a name of its own.")
        elif column not in have:
            what = f'the {text.name} file {files} has no column "{column}"'
            mend = did_you_mean(column, have) or f"Name one of its {len(have)} columns."
            yield study_file.problem(key, what, mend)


def refuse_if_none(source: Source, fates: pd.Series, faults: Sequence[Fault]) -> None:
    """Refuse a source of which no row counts.

    Raises
    ------
    DataError
        With what happened to the rows.
    """
    if (fates == "used").any():
        return
    counts = {
        f: int((fates == f).sum()) + (len(source.text.faulty) if f == "quarantined" else 0) for f in FATES
    }
    told = ", ".join(f"{n} {fate}" for fate, n in counts.items() if n)
    first = next((f for f in faults if f.is_quarantined), None)
    what = f"no row of {source.name} counts ({told})"
    if first is None:
        raise DataError(Problem(what, "Look at the rows and at what the study excludes.", _files(source)))
    what += f"; the first: {first.reason}"
    raise DataError(source.problem(first.position, first.column or "row", what, first.mend))


def _files(source: Source) -> str:
    return ", ".join(dict.fromkeys([*source.text.files, *source.text.faulty["file"]]))
