"""Answers of new people, typed as the run typed those of its respondents: distinct cells of one variable at a time.

A cell that can't be read, lies off the scale or is a category the run doesn't know is no answer here: it is told, and
takes nobody out. Who the cells belong to, and finding the nearest persona, don't belong here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from personagen.contracts.model import Convention, ModelVariable
from personagen.contracts.people import STATES
from personagen.contracts.text import Dialect
from personagen.ingest.answers import convert_variable, items_of
from personagen.ingest.codes import Codes
from personagen.ingest.items import NUMERIC, Item, Manner, Reading, read_column
from personagen.ingest.manners import find_marks
from personagen.ingest.numbers import Marks
from personagen.ingest.wording import show
from personagen.study import CsvOptions, Variable

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_BULK = ("number", "count")
# what any program reads as the same number: no marks of thousands, no more digits than a float holds
_PLAIN = "^-?[0-9]{{1,15}}({decimal}[0-9]{{1,15}})?$"


@dataclass(frozen=True)
class Newcomers:
    """How one variable of new people is read.

    Parameters
    ----------
    name
        The variable.
    variable
        As the study of the run declares it.
    items
        Its columns, with the levels that the run knows.
    manners
        How each of them is written.
    """

    name: str
    variable: Variable
    items: tuple[Item, ...]
    manners: tuple[Manner, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the file."""
        return tuple(item.column for item in self.items)

    def read(self, cells: Mapping[str, pa.Array]) -> TypedCells:
        """Type the distinct cells, or distinct rows of cells, of the variable.

        Parameters
        ----------
        cells
            By column of the file, all of one length; not stripped.
        """
        if self.variable.type in _BULK:
            return self._read_numbers(cells[self.columns[0]])
        texts = {column: [cell.strip() for cell in cells[column].to_pylist()] for column in self.columns}
        stripped = pd.DataFrame({column: pd.Series(texts[column], dtype="str") for column in texts})
        columns = [
            read_column(item, stripped[item.column], manner)
            for item, manner in zip(self.items, self.manners, strict=True)
        ]
        made, states, _ = convert_variable(self.name, self.variable, columns, stripped)
        misread = {
            (column.item.column, check): is_wrong
            for column in columns
            for check, is_wrong in _misread([column.readings[cell] for cell in texts[column.item.column]])
        }
        is_blank = (stripped == "").all(axis=1).to_numpy()
        return TypedCells(pd.DataFrame(made), states, misread, is_blank)

    def say(self, column: str, check: str, cell: str) -> str:
        """Say what is wrong with a cell; its text is shown only if it is a short number or a declared level."""
        item, cell = next(item for item in self.items if item.column == column), cell.strip()
        named = cell if cell in (self.variable.levels or ()) else show(cell)
        low, high = item.limits or (0.0, 0.0)
        off_scale = f"lies outside {low:g} to {high:g}" if high < float("inf") else "is below 0"
        said = {
            "number": "is not a number",
            "scale": off_scale,
            "yes_no": "is neither yes nor no",
            "level": "is a category that the run has not seen",
        }
        return f"{named} {said[check]}"

    def _read_numbers(self, cells: pa.Array) -> TypedCells:
        """Read numbers: plain ones all at once, others as the run reads them."""
        item, column = self.items[0], self.columns[0]
        values, is_plain = self._plain_numbers(cells)
        states = np.where(is_plain, STATES.index("answered"), STATES.index("no_answer"))
        misread: dict[tuple[str, str], Flags] = {}
        is_blank = np.zeros(len(cells), dtype=bool)
        others = np.flatnonzero(~is_plain)
        if len(others):
            texts = [cell.strip() for cell in cells.take(pa.array(others)).to_pylist()]
            readings = read_column(item, pd.Series(texts, dtype="str"), self.manners[0]).readings
            found = [readings[text] for text in texts]
            values[others] = [r.value if isinstance(r.value, float) else np.nan for r in found]
            states[others] = [STATES.index(r.state) for r in found]
            is_blank[others] = [text == "" for text in texts]
            for check, is_wrong in _misread(found):
                misread[column, check] = np.zeros(len(cells), dtype=bool)
                misread[column, check][others] = is_wrong
        told = pd.Series(pd.Categorical.from_codes(states, categories=pd.Index(STATES)))
        return TypedCells(pd.DataFrame({self.name: values}), told, misread, is_blank)

    def _plain_numbers(self, cells: pa.Array) -> tuple[Floats, Flags]:
        """Return the numbers that need no reading of codes, scales or marks, and which these are."""
        decimal = self.manners[0].marks.decimal
        pattern = _PLAIN.format(decimal="," if decimal == "," else "[.]")
        is_plain = pc.match_substring_regex(cells, pattern)
        if self._code_texts:
            is_plain = pc.and_not(is_plain, pc.is_in(cells, pa.array(self._code_texts)))
        numbers = pc.if_else(is_plain, cells, None)
        numbers = pc.replace_substring(numbers, ",", ".") if decimal == "," else numbers
        values = pc.cast(numbers, pa.float64()).to_numpy(zero_copy_only=False).copy()
        is_good = ~np.isnan(values) & ~np.isin(values, self._code_numbers)
        if limits := self.items[0].limits:
            is_good &= (limits[0] <= values) & (values <= limits[1])
        values[~is_good] = np.nan
        return values, is_good

    @cached_property
    def _codes(self) -> list[Codes]:
        v = self.variable
        return [Codes(dict.fromkeys(v.missing)), Codes(dict.fromkeys(v.not_asked)), Codes(v.values)]

    @cached_property
    def _code_texts(self) -> list[str]:
        return sorted({text for codes in self._codes for text in codes.texts})

    @cached_property
    def _code_numbers(self) -> list[float]:
        return sorted({number for codes in self._codes for number in codes.numbers})


@dataclass(frozen=True)
class TypedCells:
    """Distinct cells, typed.

    Parameters
    ----------
    answers
        Columns as in ``Research.answers``.
    states
        A word of ``STATES`` each.
    misread
        By column of the file and check: which cells break it; those that none breaks left out.
    is_blank
        Whether nothing at all stands in the cells.
    """

    answers: pd.DataFrame
    states: pd.Series
    misread: Mapping[tuple[str, str], Flags]
    is_blank: Flags


def meet_newcomers(
    variables: Sequence[ModelVariable],
    sources: Mapping[str, Convention],
    beginning: pd.DataFrame,
    dialect: Dialect,
) -> Iterator[Newcomers]:
    """Yield how each variable of new people is read, by what the run declares and how their file is written.

    Parameters
    ----------
    beginning, dialect
        The first rows of the file as text, and how it is written. A column with numbers that tells its decimal mark
        itself goes first, then the file as a whole, then the run.
    """
    for each in variables:
        variable = Variable.model_validate(each.declared)
        items = tuple(
            _known(item, each, variable)
            for item in items_of(each.name, f"variables.{each.block}.{each.name}", variable)
        )
        manners = tuple(_manner(item, sources[each.source], beginning, dialect) for item in items)
        yield Newcomers(each.name, variable, items, manners)


def _known(item: Item, each: ModelVariable, variable: Variable) -> Item:
    if variable.type == "nominal" or (variable.type == "multi" and not item.levels):
        return replace(item, levels=each.levels)
    return item


def _manner(item: Item, convention: Convention, beginning: pd.DataFrame, dialect: Dialect) -> Manner:
    if item.variable.type not in NUMERIC:
        return Manner(Marks(dialect.decimal or "."))
    options = CsvOptions.model_validate(convention.options)
    hint = dialect.decimal or convention.decimals.get(item.column)
    return Manner(find_marks(item, beginning[item.column], options, hint) or Marks())


def _misread(readings: Sequence[Reading]) -> Iterator[tuple[str, Flags]]:
    """Yield each check that some cell breaks, and which do."""
    checks = [reading.check for reading in readings]
    for check in sorted({each for each in checks if each}):
        yield check, np.array([each == check for each in checks])
