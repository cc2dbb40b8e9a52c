"""An export: files with the same columns, its columns counted and guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from personagen.contracts.text import TextTable
from personagen.study.drafting.columns import Column, look_at
from personagen.study.drafting.guesses import Guess
from personagen.study.drafting.rules import guess
from personagen.study.drafting.wordlists import names


@dataclass(frozen=True)
class Export:
    """Files with the same columns, parts of one export.

    Parameters
    ----------
    table
        Their rows together.
    files
        Their names.
    """

    table: TextTable
    files: tuple[str, ...]

    @property
    def is_parquet(self) -> bool:
        """Whether a file is Parquet, which only touchpoint logs may be."""
        return any(file.endswith(".parquet") for file in self.files)

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """Its columns, counted."""
        frame, dialect = self.table.frame, self.table.dialect
        return {str(name): look_at(str(name), frame[name], dialect) for name in frame}

    @cached_property
    def guesses(self) -> Mapping[str, Guess]:
        """What each column most likely is."""
        return {name: guess(column) for name, column in self.columns.items()}

    def find(self, *keys: str, but: Sequence[str] = ()) -> str | None:
        """Return the first column whose name has a word of the lists, the first list first."""
        found = (
            c for key in keys for c in self.columns.values() if c.name not in but and names(c.words, key)
        )
        return next((column.name for column in found), None)

    @cached_property
    def stamp(self) -> str | None:
        """The column with dates that best tells when a row happened."""
        dates = [c for c in self.columns.values() if c.is_date]
        named = [c for c in dates if names(c.words, "time") and not names(c.words, "kinds_of_day")]
        best = max([*named, *dates], key=lambda c: (c in named, len(c.answers)), default=None)
        return best.name if best else None


def group_parts(tables: Sequence[TextTable]) -> list[Export]:
    """Return the exports, files with the same columns taken together, in the order of their names."""
    groups: dict[tuple[str, ...], list[TextTable]] = {}
    for table in sorted(tables, key=lambda table: table.name):
        groups.setdefault(tuple(sorted(map(str, table.frame.columns))), []).append(table)
    return [Export(_joined(parts), tuple(part.name for part in parts)) for parts in groups.values()]


def _joined(parts: Sequence[TextTable]) -> TextTable:
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    return TextTable(
        name=first.name,
        frame=pd.concat([part.frame[first.frame.columns] for part in parts], ignore_index=True),
        files=pd.concat([part.files for part in parts], ignore_index=True),
        lines=pd.concat([part.lines for part in parts], ignore_index=True),
        faulty=pd.concat([part.faulty for part in parts], ignore_index=True),
        dialect=first.dialect,
        is_whole=all(part.is_whole for part in parts),
    )
