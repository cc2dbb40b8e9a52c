"""What a row of a touchpoint log must look like, still text: the names of its checks and its Pandera schema.

The engine checks large logs by the same names in SQL (`engine.rules`), as they don't fit in memory.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pandas as pd
import pandera.pandas as pa

from personagen.contracts.answers import TextCheck, text_contract

BLANKS = ("na", "n/a", "nan", "null", "none")  # how tools write an empty cell
FIRST_YEAR, LAST_YEAR = 1970, 2100
# a stamp as in ISO 8601, to the minute or finer, or a day; parts of one digit and slashes in the date are read too.
# Every engine reads by these, as what an engine takes for a time by itself differs: "2026", "epoch", "10:00 PM"
_DATE = "[0-9]{4}(-[0-9]{1,2}-|/[0-9]{1,2}/)[0-9]{1,2}"
DAY_END = "[T ]24:00(:00([.]0{1,9})?)?"
_CLOCK = f"([T ]([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9]([.][0-9]{{1,9}})?)?|{DAY_END})"
ZONE = "(Z| UTC|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"
LOCAL_STAMP, ZONED_STAMP = f"{_DATE}{_CLOCK}?", f"{_DATE}{_CLOCK}{ZONE}"
Scale = tuple[float, float]
_PARTS = ("year", "month", "day", "hour", "minute", "second")
_STAMP = re.compile(
    rf"(?=({LOCAL_STAMP}|{ZONED_STAMP})$)(?P<year>[0-9]+)[-/](?P<month>[0-9]+)[-/](?P<day>[0-9]+)"
    rf"([T ](?P<hour>[0-9]+):(?P<minute>[0-9]+)(:(?P<second>[0-9]+)([.](?P<fraction>[0-9]+))?)?)?(?P<zone>{ZONE})?"
)


def log_contract(
    zone: str, satisfaction: Scale, expectation: Scale, emotions: Collection[str]
) -> pa.DataFrameSchema:
    """Return the schema of log rows as text, its columns called by their roles.

    Parameters
    ----------
    zone
        Name of the IANA database for stamps without a zone. Stamps are as `LOCAL_STAMP` and `ZONED_STAMP` say.
    satisfaction, expectation
        Both ends of the scales.
    emotions
        The emotion words.
    """
    words = {word.strip().lower() for word in emotions}
    return text_contract(
        "touchpoints",
        {
            "customer": [TextCheck("customer_empty", _is_filled)],
            "at": [
                TextCheck(
                    "time_unreadable", lambda cells: cells.map(lambda cell: _read(cell, zone) is not None)
                ),
                TextCheck("hour_repeated", lambda cells: cells.map(lambda cell: _shift(cell, zone) <= 0)),
                TextCheck("hour_skipped", lambda cells: cells.map(lambda cell: _shift(cell, zone) >= 0)),
            ],
            "touchpoint": [TextCheck("touchpoint_empty", _is_filled)],
            "satisfaction": [TextCheck("satisfaction_off_scale", lambda cells: _is_on(cells, satisfaction))],
            "expectation": [TextCheck("expectation_off_scale", lambda cells: _is_on(cells, expectation))],
            "emotion": [
                TextCheck("emotion_unknown", lambda cells: _is_blank(cells) | _plain(cells).isin(words))
            ],
        },
    )


def _plain(cells: pd.Series) -> pd.Series:
    return cells.str.strip(" ").str.lower()


def _is_filled(cells: pd.Series) -> pd.Series:
    return _plain(cells) != ""


def _is_blank(cells: pd.Series) -> pd.Series:
    return _plain(cells).isin(["", *BLANKS])


def _is_on(cells: pd.Series, scale: Scale) -> pd.Series:
    numbers = pd.to_numeric(cells.str.strip(" "), errors="coerce")
    return _is_blank(cells) | numbers.between(min(scale), max(scale))


def _read(cell: str, zone: str) -> datetime | None:
    """Return the moment a cell means, a local one with its zone; None where it can't be read or isn't of our time."""
    found = _STAMP.fullmatch(cell.strip(" "))
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.group(*_PARTS))
    micros = int((found["fraction"] or "").ljust(6, "0")[:6])
    try:
        moment = datetime(year, month, day, hour % 24, minute, second, micros, _zone_of(found["zone"], zone))
    except ValueError:
        return None
    moment += timedelta(days=hour // 24)
    return moment if FIRST_YEAR <= moment.astimezone(UTC).year < LAST_YEAR else None


def _zone_of(text: str | None, zone: str) -> tzinfo:
    if text is None:
        return ZoneInfo(zone)
    digits = re.sub("[^0-9]", "", text).ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text.startswith("-") else offset)


def _shift(cell: str, zone: str) -> float:
    """Return by how many seconds the second reading of a local hour comes later: less than 0 if it doesn't exist."""
    moment = _read(cell, zone)
    if moment is None or not isinstance(moment.tzinfo, ZoneInfo):
        return 0.0
    return moment.replace(fold=1).timestamp() - moment.replace(fold=0).timestamp()
