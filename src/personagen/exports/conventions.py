"""How numbers and dates are written, told from the cells.

Only what the cells prove: where nothing tells, the answer is None. Converting cells belongs to
`ingest`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LEAD, _TAIL = r"^[-+]?[€$£]? ?", r" ?[%€]?$"
_NUMBERS_AT_LEAST = 0.8
_AGREE_AT_LEAST = 0.95
_LIST = re.compile(r"^[0-9]+(?:([.,]) ?[0-9]{1,2})(?:\1 ?[0-9]{1,2})+$", re.MULTILINE)
_NUMBER = re.compile(rf"{_LEAD}[0-9][0-9.,' \u00a0]*{_TAIL}", re.MULTILINE)
_DATE = re.compile(
    r"^([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})"
    r"(?:([T ]+)([0-9]{1,2}:[0-9]{2})(:[0-9]{2})?([.,][0-9]{1,9})?( ?[AaPp][Mm])?)?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})?$",
    re.MULTILINE,
)
_MONTHS, _YEAR_DIGITS = 12, 4
_DATE_DIGITS = {(4, 1), (4, 2), (1, 4), (2, 4), (1, 2), (2, 2)}  # of the first and the last part


@dataclass(frozen=True)
class NumberMarks:
    """The decimal and the thousands mark; None where the cells don't tell."""

    decimal: str | None
    thousands: str | None


def find_number_marks(columns: Sequence[Sequence[str]]) -> NumberMarks:
    """Tell the marks from the distinct cells of each column.

    Examples
    --------
    >>> find_number_marks([["1.234,50", "7,5"], ["a", "b"]])
    NumberMarks(decimal=',', thousands='.')
    >>> find_number_marks([["1.234"], ["2,3,1", "2,3"]])
    NumberMarks(decimal=None, thousands=None)
    """
    counts = dict.fromkeys(".,", 0)
    grouped = dict.fromkeys(".,' \u00a0", 0)
    for cells in columns:
        text = _numeric_text(cells)
        for mark in (mark for mark in grouped if mark in text):
            grouped[mark] += len(_clear_groups(mark).findall(text))
            if mark in counts:
                counts[mark] += len(_clear_decimal(mark).findall(text))
    decimal = _winner({".": counts["."] + grouped[","], ",": counts[","] + grouped["."]})
    return NumberMarks(decimal, _thousands(decimal, grouped))


def find_date_pattern(columns: Sequence[Sequence[str]]) -> str | None:
    """Tell the strptime pattern of dates from the distinct cells of each column.

    Stamps as in ISO 8601 need no telling, so another order in the file has precedence. Where some
    cells have a time and some don't, the pattern has the time. None where day and month can't be
    told apart, or cells disagree.

    Examples
    --------
    >>> find_date_pattern([["03-04-2026 10:00", "25-04-2026 11:30"]])
    '%d-%m-%Y %H:%M'
    >>> find_date_pattern([["3/4/26"]]) is None
    True
    """
    found = [match for cells in columns for match in _date_matches(cells)]
    others = [match for match in found if len(match[0]) != _YEAR_DIGITS]
    chosen = others or found
    if not chosen:
        return None
    marks = {match[1] for match in chosen}
    orders = {_order(match) for match in chosen} - {None}
    if len(marks) > 1 or len(orders) != 1:
        return None
    longest = max(chosen, key=_precision)
    return str(orders.pop()).replace("-", marks.pop()) + _time_pattern(longest)


def _numeric_text(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell]
    text = "\n".join(filled)
    n_numbers = len(_NUMBER.findall(text))
    n_lists = len(_LIST.findall(text))
    return text if filled and n_numbers >= _NUMBERS_AT_LEAST * len(filled) and not n_lists else ""


def _clear_decimal(mark: str) -> re.Pattern[str]:
    """Match a number that has ``mark`` as its decimal mark and can't be read otherwise."""
    m = re.escape(mark)
    body = rf"(?:[0-9]+{m}(?:[0-9]{{1,2}}|[0-9]{{4,}})|0{m}[0-9]+|[0-9]{{4,}}{m}[0-9]+)"
    return re.compile(_LEAD + body + _TAIL, re.MULTILINE)


def _clear_groups(mark: str) -> re.Pattern[str]:
    """Match a number that has ``mark`` between its thousands and can't be read otherwise."""
    m, other = re.escape(mark), r"\." if mark == "," else ","
    times = "{2,}" if mark in ".," else "+"
    decimals = f"(?:{other}[0-9]+)?" if mark in ".," else "(?:[.,][0-9]+)?"
    several = rf"[1-9][0-9]{{0,2}}(?:{m}[0-9]{{3}}){times}{decimals}"
    body = f"(?:{several}|[1-9][0-9]{{0,2}}{m}[0-9]{{3}}{other}[0-9]+)" if mark in ".," else several
    return re.compile(_LEAD + body + _TAIL, re.MULTILINE)


def _winner(counts: dict[str, int]) -> str | None:
    total = sum(counts.values())
    return next((mark for mark, n in counts.items() if total and n >= _AGREE_AT_LEAST * total), None)


def _thousands(decimal: str | None, grouped: dict[str, int]) -> str | None:
    possible = {mark: n for mark, n in grouped.items() if n and mark != decimal}
    return max(possible, key=lambda mark: possible[mark]) if possible else None


def _date_matches(cells: Sequence[str]) -> list[tuple[str, ...]]:
    matches: list[tuple[str, ...]] = _DATE.findall("\n".join(cells))
    return [match for match in matches if (len(match[0]), len(match[3])) in _DATE_DIGITS]


def _order(match: tuple[str, ...]) -> str | None:
    """Return the order of a date as a pattern, or None where the cell alone doesn't tell."""
    first, _, second, last, *_ = match
    if len(first) == _YEAR_DIGITS:
        return "%Y-%m-%d"
    year = "%Y" if len(last) == _YEAR_DIGITS else "%y"
    if int(first) > _MONTHS or match[1] == ".":
        return f"%d-%m-{year}"
    return f"%m-%d-{year}" if int(second) > _MONTHS else None


def _precision(match: tuple[str, ...]) -> tuple[int | str, ...]:
    return (len(match[5]) > 0, len(match[6]), len(match[7]), match[4], match[8], match[9])


def _time_pattern(match: tuple[str, ...]) -> str:
    _, _, _, _, gap, clock, seconds, fraction, half, zone = match
    if not clock:
        return ""
    hours = "%I:%M" if half else "%H:%M"
    parts = [gap, hours, ":%S" if seconds else "", ".%f" if fraction else "", " %p" if half else ""]
    return "".join(parts) + ("%z" if zone else "")
