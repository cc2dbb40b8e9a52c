"""A log's rows read in plain Python, cell by cell, and held against their contract by Pandera itself."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pandas as pd
import pandera.pandas as pa

from personagen.contracts.answers import TIME, find_failures
from personagen.contracts.log import (
    BLANKS,
    FIRST,
    LAST,
    LOCAL_STAMP,
    LOG_ROW,
    NOT_NULLABLE,
    NUMBER,
    REPEATED,
    SKIPPED,
    ZONE,
    ZONED_STAMP,
)

_PARTS = ("year", "month", "day", "hour", "minute", "second")
_STAMP = re.compile(
    rf"(?=({LOCAL_STAMP}|{ZONED_STAMP})\Z)(?P<year>[0-9]+)[-/](?P<month>[0-9]+)[-/](?P<day>[0-9]+)"
    rf"([T ](?P<hour>[0-9]+):(?P<minute>[0-9]+)(:(?P<second>[0-9]+)([.](?P<fraction>[0-9]+))?)?)?(?P<zone>{ZONE})?"
)


def read_rows(
    texts: pd.DataFrame, zone: str, scales: Mapping[str, tuple[float, float]], emotions: Mapping[str, float]
) -> pd.DataFrame:
    """The rows of `contracts.log.LOG_ROW`, from text cells in columns called by their roles."""
    cells = texts.map(lambda cell: cell.strip(" "))
    moments = [read_moment(cell, zone) for cell in cells["at"]]
    return pd.DataFrame(
        {
            "customer": cells["customer"].where(cells["customer"] != ""),
            "at": pd.Series([moment and moment.astimezone(UTC) for moment in moments], dtype=TIME),
            "touchpoint": cells["touchpoint"].where(cells["touchpoint"] != ""),
            **{role: [_rating(cell, scale) for cell in cells[role]] for role, scale in scales.items()},
            "emotion": [_feeling(cell.lower(), emotions) for cell in cells["emotion"]],
            "hour": [_hour(moment) for moment in moments],
        }
    )


def find_faults(rows: pd.DataFrame, contract: pa.DataFrameSchema = LOG_ROW) -> set[tuple[int, str]]:
    """Position and published name of each check that a row breaks, as Pandera finds them."""
    found = find_failures(contract, rows)
    blank = {name: (column.metadata or {}).get(NOT_NULLABLE) for name, column in contract.columns.items()}
    return {
        (int(fault.position), blank[fault.column] if fault.check == NOT_NULLABLE else fault.check)
        for fault in found.itertuples()
    }


def read_moment(cell: str, zone: str) -> datetime | None:
    """The moment a cell means, a local one with its zone; None where it can't be read."""
    found = _STAMP.fullmatch(cell)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.group(*_PARTS))
    micros = int((found["fraction"] or "").ljust(6, "0")[:6])
    try:
        moment = datetime(year, month, day, hour % 24, minute, second, micros, _zone(found["zone"], zone))
        moment += timedelta(days=hour // 24)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment


def _zone(text: str | None, zone: str) -> tzinfo:
    if text is None:
        return ZoneInfo(zone)
    digits = re.sub("[^0-9]", "", text).ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text.startswith("-") else offset)


def _hour(moment: datetime | None) -> int:
    """The kind of a local hour, by how much later its second reading comes; nothing is asked of other times than ours."""
    if moment is None or not isinstance(moment.tzinfo, ZoneInfo) or not FIRST <= moment < LAST:
        return 0
    shift = moment.replace(fold=1).timestamp() - moment.replace(fold=0).timestamp()
    return REPEATED if shift > 0 else SKIPPED if shift < 0 else 0


def _rating(cell: str, scale: tuple[float, float]) -> float:
    if cell.lower() in ("", *BLANKS):
        return math.nan
    if re.fullmatch(NUMBER, cell) is None:
        return math.inf
    low, high = scale
    return (float(cell) - low) / (high - low) * 2 - 1


def _feeling(word: str, emotions: Mapping[str, float]) -> float:
    return emotions.get(word, math.nan if word in ("", *BLANKS) else math.inf)
