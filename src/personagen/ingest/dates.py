"""Dates and times as exports write them, in one format per column.

Only text to time belongs here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

_DATE = re.compile(
    r"(?P<a>[0-9]{1,4})(?P<mark>[-/.])(?P<b>[0-9]{1,2})(?P=mark)(?P<c>[0-9]{4}|[0-9]{2}|[0-9])"
    r"(?:[ T]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r" ?(?P<half>[AaPp][Mm])?)? ?(?P<zone>Z|UTC|[+-][0-9]{2}:?[0-9]{2})?"
)
_NOON = _MONTHS = 12
_LAST_DAY = 31
_SHORT = 2  # digits of a day, a month or a year without its century
_CENTURY = 69  # the year that strptime's %y turns over


@dataclass(frozen=True)
class DateFormat:
    """How the dates of a column are written: a strptime pattern, or the order of day, month and year with its mark."""

    order: str = ""
    mark: str = ""
    pattern: str | None = None

    def __str__(self) -> str:
        """Return the format as a strptime pattern, where it is one."""
        if self.order.startswith("?"):
            return f"day or month first with {self.mark}"
        return self.pattern or self.mark.join(f"%{part}" for part in self.order)


def find_formats(cells: Iterable[str]) -> dict[DateFormat, list[str]]:
    """Return the formats that a column's distinct cells need, each with its cells; more than one is a fault.

    Days and months that could change places follow the cells that tell; a column where none tells is day first with
    ``-`` and ``.``, and keeps an order that starts with ``?`` with ``/``.

    Examples
    --------
    >>> [str(f) for f in find_formats(["2026-03-01", "1-3-2026", "3/28/2026"])]
    ['%Y-%m-%d', '%d-%m-%Y', '%m/%d/%Y']
    >>> [f.order for f in find_formats(["1/2/2026"])]
    ['?Y']
    """
    seen: dict[DateFormat, list[str]] = {}
    for cell in cells:
        order = _order_of(cell)
        if order:
            seen.setdefault(order, []).append(cell)
    for either in [f for f in seen if f.order.startswith("?")]:
        year = either.order[-1]
        days, months = (DateFormat(o + year, either.mark) for o in ("dm", "md"))
        told = [f for f in (days, months) if f in seen]
        chosen = told[0] if told else either if either.mark == "/" else days
        if chosen != either:
            seen.setdefault(chosen, []).extend(seen.pop(either))
    return dict(sorted(seen.items(), key=lambda found: str(found[0])))


def day_first(pattern: str | None) -> str | None:
    """Return ``dm`` or ``md``: the order in a strptime pattern, or None where it has none."""
    if not pattern or "%d" not in pattern or "%m" not in pattern:
        return None
    return "dm" if pattern.index("%d") < pattern.index("%m") else "md"


def parse_date(cell: str, form: DateFormat, zone: str) -> datetime | None:
    """Return the moment a cell holds, in UTC, or None.

    A stamp with a time but no zone is taken in ``zone``; a bare day is midnight UTC, so that it stays the same day.

    Examples
    --------
    >>> parse_date("1-7-2026 12:00", DateFormat("dmY", "-"), "Europe/Amsterdam").isoformat()
    '2026-07-01T10:00:00+00:00'
    >>> parse_date("31-2-2026", DateFormat("dmY", "-"), "UTC") is None
    True
    """
    try:
        moment, has_time = _by_pattern(cell, form.pattern) if form.pattern else _by_order(cell, form)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(zone) if has_time else UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _order_of(cell: str) -> DateFormat | None:
    found = _DATE.fullmatch(cell)
    if not found:
        return None
    first, second, last, mark = found["a"], int(found["b"]), found["c"], found["mark"]
    if int(first) > _LAST_DAY and len(first) == _SHORT < len(last):
        return None
    if len(first) > _SHORT or int(first) > _LAST_DAY:
        return DateFormat("Ymd" if len(first) > _SHORT else "ymd", mark)
    year = "Y" if len(last) > _SHORT else "y"
    if int(first) > _MONTHS >= second:
        return DateFormat("dm" + year, mark)
    if second > _MONTHS >= int(first):
        return DateFormat("md" + year, mark)
    return DateFormat("?" + year, mark)


def _by_pattern(cell: str, pattern: str) -> tuple[datetime, bool]:
    if any(c.isdigit() and not c.isascii() for c in cell):
        raise ValueError
    has_time = any(part in pattern for part in ("%H", "%I", "%X", "%c", "%T"))
    return datetime.strptime(cell, pattern), has_time  # noqa: DTZ007 - parse_date adds the zone


def _by_order(cell: str, form: DateFormat) -> tuple[datetime, bool]:
    found = _DATE.fullmatch(cell)
    if not found or found["mark"] != form.mark or len(form.order) != len("dmy"):
        raise ValueError
    parts = dict(zip(form.order.lower(), (found["a"], found["b"], found["c"]), strict=True))
    year = int(parts["y"])
    if len(parts["y"]) != (4 if "Y" in form.order else 2):
        raise ValueError
    if "y" in form.order:
        year += 1900 if year >= _CENTURY else 2000
    day = date(year, int(parts["m"]), int(parts["d"]))
    moment = datetime.combine(day, _time_of_day(found), tzinfo=_zone(found["zone"]))
    return moment, found["hour"] is not None


def _time_of_day(found: re.Match[str]) -> time:
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["half"]:
        if not 1 <= hour <= _NOON:
            raise ValueError
        hour = hour % _NOON + (_NOON if found["half"].lower() == "pm" else 0)
    micro = int((found["fraction"] or "").ljust(6, "0")[:6])
    return time(hour, minute, second, micro)


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in {"Z", "UTC"}:
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))
