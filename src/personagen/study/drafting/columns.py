"""What a column holds, counted once: its distinct answers, codes for no answer, numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import pandas as pd

from personagen.contracts.text import Dialect
from personagen.study.drafting.wordlists import is_one_of, split_name, word_lists

_MOSTLY, _ENOUGH, _LONGEST_CODE = 0.98, 5000, 30
_DATE = re.compile(
    r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}(?:[T ].*)?|[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?: .*)?"
)
_MONEY = re.compile(r"^[€$£]\s?|\s?[€%]$")
_TOO_FAR = 3


@dataclass(frozen=True)
class Column:
    """One column of an export.

    Parameters
    ----------
    name
        As the header says.
    n_rows
        Rows of the table.
    counts
        Distinct cells that aren't blank, by how often they occur, most often first.
    missing, not_asked
        Cells that mean no answer, and that the question wasn't asked.
    decimal
        The decimal mark.
    """

    name: str
    n_rows: int
    counts: Mapping[str, int]
    missing: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    decimal: str = "."

    @cached_property
    def words(self) -> str:
        """The name as words."""
        return split_name(self.name)

    @cached_property
    def answers(self) -> Mapping[str, int]:
        """Distinct answers: the cells without the codes."""
        codes = {*self.missing, *self.not_asked}
        return {cell: n for cell, n in self.counts.items() if cell not in codes}

    @cached_property
    def n_answers(self) -> int:
        """How many rows have an answer."""
        return sum(self.answers.values())

    @cached_property
    def numbers(self) -> Mapping[str, float]:
        """The answers that are numbers; empty where these aren't (nearly) all of them."""
        found = _read_numbers(self.shown, self.decimal)
        return found if self._mostly(found) else {}

    @cached_property
    def is_whole(self) -> bool:
        """Tell whether all answers are whole numbers."""
        return bool(self.numbers) and all(number == int(number) for number in self.numbers.values())

    @cached_property
    def n_words(self) -> float:
        """How many words an answer has, on average."""
        return sum(len(cell.split()) * n for cell, n in self.shown.items()) / max(1, sum(self.shown.values()))

    @cached_property
    def shown(self) -> Mapping[str, int]:
        """The most frequent answers, which tell what the rest is."""
        return dict(islice(self.answers.items(), _ENOUGH))

    @cached_property
    def is_date(self) -> bool:
        """Tell whether (nearly) all answers are dates."""
        return self._mostly(cell for cell in self.shown if _DATE.fullmatch(cell))

    @cached_property
    def is_unique(self) -> bool:
        """Tell whether (nearly) every row has an answer of its own."""
        return self.n_answers > 1 and len(self.answers) >= 0.95 * self.n_answers

    def _mostly(self, cells: Iterable[str]) -> bool:
        n = sum(self.shown[cell] for cell in cells)
        return bool(n) and n >= _MOSTLY * sum(self.shown.values())


def look_at(name: str, cells: pd.Series, dialect: Dialect) -> Column:
    """Count the cells of a column and find its codes for no answer."""
    counted = cells[cells != ""].value_counts()
    pairs = sorted(((str(cell), int(n)) for cell, n in counted.items()), key=lambda pair: (-pair[1], pair[0]))
    counts = dict(pairs)
    worded = [cell for cell in counts if not cell[0].isdigit() and len(cell) <= _LONGEST_CODE]
    not_asked = tuple(cell for cell in worded if is_one_of(cell, "not_asked"))
    missing = tuple(cell for cell in worded if is_one_of(cell, "missing"))
    decimal = dialect.decimal or "."
    rest = {cell: n for cell, n in counts.items() if cell not in (*missing, *not_asked)}
    missing = (*missing, *_missing_numbers(rest, decimal))
    if len(missing) == len(counts):
        missing = ()
    return Column(name, len(cells), counts, missing, not_asked, decimal)


def _missing_numbers(counts: Mapping[str, int], decimal: str) -> tuple[str, ...]:
    """Return numbers such as -99 or 999 that stand far from all others."""
    if len(counts) > _ENOUGH:
        return ()
    numbers = _read_numbers(counts, decimal)
    if len(numbers) < len(counts):
        return ()
    codes = {cell: x for cell, x in numbers.items() if x in word_lists()["missing_numbers"]}
    others = [x for cell, x in numbers.items() if cell not in codes]
    if len(others) <= 1:
        return ()
    low, high = min(others), max(others)
    return tuple(
        cell for cell, x in codes.items() if (x < 0 <= low) or (x > 0 and x > _TOO_FAR * max(high, 1))
    )


def _read_numbers(cells: Mapping[str, int], decimal: str) -> dict[str, float]:
    found = {}
    for cell in cells:
        text = _MONEY.sub("", cell).replace(" ", "").replace("\u00a0", "")
        text = (
            text.replace(".", "").replace(",", ".")
            if decimal == ","
            else re.sub(r",(?=[0-9]{3}\b)", "", text)
        )
        if re.fullmatch(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)", text):
            found[cell] = float(text)
    return found
