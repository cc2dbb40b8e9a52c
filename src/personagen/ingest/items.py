"""Columns with answers: what each cell means, and whether it may stand there.

A cell is read once for each distinct text. Pandera checks the text by what was read; converting comes after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from personagen.contracts.answers import TextCheck
from personagen.ingest.codes import Codes, codes_of, says_yes
from personagen.ingest.dates import DateFormat, parse_date
from personagen.ingest.numbers import Marks, parse_number
from personagen.study import Variable

CHECKS = ("empty", "number", "above_zero", "scale", "level", "yes_no", "date")
NUMERIC = ("number", "count", "likert")


@dataclass(frozen=True)
class Item:
    """A column of a source and what may stand in it.

    Parameters
    ----------
    key
        Study key that declares it.
    column
        The column.
    variable
        Type, scale, levels and codes.
    levels
        Levels that are allowed; empty where any text is one.
    quarantines
        Whether a faulty cell takes its row out; else the cell counts as blank.
    needed
        Whether the cell must be filled.
    above_zero
        Whether the number must be above 0.
    """

    key: str
    column: str
    variable: Variable
    levels: tuple[str, ...] = ()
    quarantines: bool = True
    needed: bool = False
    above_zero: bool = False
    is_choice: bool = False

    @property
    def limits(self) -> tuple[float, float] | None:
        """Lowest and highest number allowed."""
        if self.variable.scale is not None:
            low, high = sorted(self.variable.scale)
            return float(low), float(high)
        return (0.0, float("inf")) if self.variable.type == "count" else None


@dataclass(frozen=True)
class Reading:
    """What one distinct cell means; ``check`` names the rule it breaks."""

    state: str
    value: object = None
    check: str | None = None


@dataclass(frozen=True)
class Manner:
    """How numbers and dates of a column are written."""

    marks: Marks = field(default_factory=Marks)
    dates: DateFormat | None = None
    zone: str = "UTC"


@dataclass(frozen=True)
class Column:
    """A column that has been read: a reading for each distinct cell."""

    item: Item
    readings: dict[str, Reading]

    def checks(self) -> list[TextCheck]:
        """Return the rules that some cell could break, as checks on text."""
        return [
            TextCheck(name, self._passes(name)) for name in CHECKS if name in _RULES[self.item.variable.type]
        ]

    def states(self, cells: pd.Series) -> pd.Series:
        """Return the state of each cell."""
        states = [self.readings[cell].state for cell in cells.tolist()]
        return pd.Series(states, index=cells.index, dtype="str")

    def value_list(self, cells: pd.Series) -> list[object]:
        """Return the value of each cell, None where there is none."""
        return [self.readings[cell].value for cell in cells.tolist()]

    def _passes(self, check: str) -> Callable[[pd.Series], pd.Series]:
        failing = [cell for cell, reading in self.readings.items() if reading.check == check]
        if not failing:
            return lambda cells: pd.Series(data=True, index=cells.index)
        return lambda cells: ~cells.isin(failing)


_RULES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(NUMERIC, ("empty", "number", "above_zero", "scale")),
    **dict.fromkeys(("ordinal", "nominal", "multi"), ("empty", "level")),
    "yes_no": ("empty", "yes_no"),
    "date": ("empty", "date"),
    "text": ("empty",),
}


def read_column(item: Item, cells: pd.Series, manner: Manner) -> Column:
    """Read each distinct cell of a column."""
    reader = _Reader(item, manner)
    return Column(item, {cell: reader.read(cell) for cell in distinct(cells)})


def distinct(cells: pd.Series) -> list[str]:
    """Return the distinct cells."""
    return list(dict.fromkeys(cells.tolist()))


def answered_cells(item: Item, cells: pd.Series) -> list[str]:
    """Return the distinct cells that aren't blank or coded: those that tell how a column is written."""
    declared = item.variable
    known = codes_of((*declared.missing, *declared.not_asked, *tuple(declared.values)))
    marks = (Marks(), Marks(","))
    return [c for c in distinct(cells) if c and not any(known.find(c, mark) for mark in marks)]


def observed_levels(item: Item, cells: pd.Series, manner: Manner) -> tuple[str, ...]:
    """Return the levels that occur in a multi of one column, sorted."""
    column = read_column(item, cells, manner)
    found = {level for r in column.readings.values() if isinstance(r.value, tuple) for level in r.value}
    return tuple(sorted(found))


class _Reader:
    def __init__(self, item: Item, manner: Manner) -> None:
        self.item, self.manner, self.variable = item, manner, item.variable
        self.missing = codes_of(item.variable.missing)
        self.not_asked = codes_of(item.variable.not_asked)
        self.values = Codes(item.variable.values)
        self.yes, self.no = codes_of(item.variable.yes), codes_of(item.variable.no)
        self.levels = set(item.levels)

    def read(self, cell: str) -> Reading:
        marks = self.manner.marks
        if self.not_asked.find(cell, marks):
            return Reading("not_asked")
        if not cell or self.missing.find(cell, marks):
            return Reading("no_answer", None, "empty" if self.item.needed else None)
        by_type = {"multi": self._multi, "yes_no": self._yes_no, "date": self._date, "text": self._text}
        if self.variable.type in NUMERIC:
            return self._number(cell)
        return by_type.get(self.variable.type, self._level)(cell)

    def _number(self, cell: str) -> Reading:
        mapped = self.values.find(cell, self.manner.marks)
        number = float(mapped) if isinstance(mapped, int | float) else parse_number(cell, self.manner.marks)
        if number is None or not np.isfinite(number):
            return _faulty("number")
        if self.item.above_zero and number <= 0:
            return _faulty("above_zero")
        limits = self.item.limits
        if limits and not limits[0] <= number <= limits[1]:
            return _faulty("scale")
        return Reading("answered", number)

    def _level(self, cell: str) -> Reading:
        level = self._named(cell)
        if self.levels and level not in self.levels:
            return _faulty("level")
        return Reading("answered", level)

    def _multi(self, cell: str) -> Reading:
        parts = [part.strip() for part in cell.split(self.variable.separator or "\0")]
        chosen = tuple(dict.fromkeys(self._named(part) for part in parts if part))
        if self.levels and not self.levels.issuperset(chosen):
            return _faulty("level")
        return Reading("answered", chosen)

    def _yes_no(self, cell: str) -> Reading:
        marks = self.manner.marks
        mapped = self.values.find(cell, marks)
        word = cell if mapped is None else _level_name(mapped)
        for codes, answer in ((self.yes, True), (self.no, False)):
            if codes.find(word, marks):
                return Reading("answered", answer)
        said = says_yes(word)
        if self.variable.yes is not None and self.variable.no is None:
            # the study lists what means yes; a choice of many is then not chosen, a question can't be guessed
            said = False if self.item.is_choice or said is False else None
        elif self.variable.no is not None and self.variable.yes is None:
            said = True if said else None
        elif self.variable.yes is not None:
            said = None
        elif self.item.is_choice and word in {self.item.column, *self.item.levels}:
            said = True
        return _faulty("yes_no") if said is None else Reading("answered", said)

    def _date(self, cell: str) -> Reading:
        form = self.manner.dates
        moment = parse_date(cell, form, self.manner.zone) if form else None
        return _faulty("date") if moment is None else Reading("answered", moment)

    def _text(self, cell: str) -> Reading:
        return Reading("answered", cell)

    def _named(self, cell: str) -> str:
        mapped = self.values.find(cell, self.manner.marks)
        return cell if mapped is None else _level_name(mapped)


def _faulty(check: str) -> Reading:
    return Reading("no_answer", None, check)


def _level_name(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
