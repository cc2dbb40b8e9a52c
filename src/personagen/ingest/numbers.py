"""Numbers written as people write them: decimal commas, thousands marks, currency signs.

Only text to number belongs here; which numbers are allowed is decided in `items`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

_GROUPS = " '\u2019\u00a0\u202f"
_UNGROUPED = str.maketrans(dict.fromkeys(_GROUPS))
_AROUND = re.compile(r"^[€$£]\s*|\s*[€$£%]$")
_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,])[0-9]{3}")
_MARKED = re.compile(r"[+-]?[0-9][0-9.,]*")


@dataclass(frozen=True)
class Marks:
    """The decimal and the thousands mark; ``thousands`` None allows any but the decimal, ``""`` allows none."""

    decimal: str = "."
    thousands: str | None = None


def parse_number(cell: str, marks: Marks) -> float | None:
    """Return the number a cell holds, or None.

    Examples
    --------
    >>> parse_number("1.234,5", Marks(",")), parse_number("€ 12,50", Marks(",")), parse_number("12.5", Marks(","))
    (1234.5, 12.5, None)
    >>> parse_number("+4", Marks()), parse_number("\u0663", Marks()), parse_number("Utrecht", Marks())
    (4.0, None, None)
    """
    text = _AROUND.sub("", cell).replace("\u2212", "-")
    if not _pattern(marks).fullmatch(text):
        return None
    for group in _thousands(marks):
        text = text.replace(group, "")
    return float(text.replace(marks.decimal, "."))


def settle_marks(cells: Iterable[str], hint: str | None = None) -> Marks | None:
    """Return how the numbers of one column are written, or None where it can't be told.

    Parameters
    ----------
    cells
        The distinct cells of the column.
    hint
        The decimal mark of the file as a whole, for columns that don't tell.

    Examples
    --------
    >>> settle_marks(["1.234", "12,5"])
    Marks(decimal=',', thousands=None)
    >>> settle_marks(["1.234", "2.500"]) is None
    True
    """
    plain = (_AROUND.sub("", cell).translate(_UNGROUPED) for cell in cells)
    marked = [text for text in plain if _MARKED.fullmatch(text)]
    votes = [_decimal_of(text) for text in marked]
    commas, points = votes.count(","), votes.count(".")
    if commas != points:
        return Marks("," if commas > points else ".")
    if hint:
        return Marks(hint)
    unclear = commas > 0 or any(_EITHER.fullmatch(text) for text in marked)
    return None if unclear else Marks()


def _decimal_of(text: str) -> str | None:
    last = max(text.rfind(","), text.rfind("."))
    if last < 0 or _EITHER.fullmatch(text):
        return None
    mark, other = text[last], "," if text[last] == "." else "."
    if text.count(mark) > 1:
        return other
    return mark


def _thousands(marks: Marks) -> str:
    if marks.thousands is not None:
        return marks.thousands
    return ("," if marks.decimal == "." else ".") + _GROUPS


@cache
def _pattern(marks: Marks) -> re.Pattern[str]:
    decimal, groups = re.escape(marks.decimal), _thousands(marks)
    whole = "[0-9]+"
    if groups:
        whole = rf"(?:[0-9]+|[0-9]{{1,3}}(?P<group>[{re.escape(groups)}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*)"
    return re.compile(rf"[+-]?(?:{whole}(?:{decimal}[0-9]*)?|{decimal}[0-9]+)(?:[eE][+-]?[0-9]{{1,3}})?")
