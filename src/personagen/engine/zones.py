"""Local times to UTC as an SQL expression, from the zone's own transitions; no extension of the engine is needed.

A repeated hour counts as its first occurrence, a skipped one is shifted forward (`fold=0` of the standard library).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from personagen.contracts.log import FIRST, LAST, REPEATED, SKIPPED

SECOND_US = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(days=5)
_BLOCK_BITS = 39  # about six days
LAST_US = int(LAST.timestamp()) * SECOND_US
_LAST_BLOCK = LAST_US >> _BLOCK_BITS
_Piece = tuple[float, int]  # up to this local microsecond: 4 x offset in seconds + kind of hour


def offset_expression(local_us: str, zone: str) -> str:
    """Return SQL that gives 4 x the offset in seconds, plus 1 in a repeated and 2 in a skipped hour.

    Parameters
    ----------
    local_us
        SQL of the local time, in microseconds since 1970 as if it were UTC.
    zone
        Name of the IANA database.

    Examples
    --------
    >>> offset_expression("x", "UTC")
    '0'
    """
    return _tree(local_us, pieces_of(zone))


def block_expression(local_us: str) -> str:
    """Return SQL of the block (see `offset_blocks`) that a local time lies in."""
    return f"{local_us} >> {_BLOCK_BITS}"


def offset_blocks(zone: str) -> dict[int, int | None]:
    """Return by block of 2 ** 39 microseconds of local time what `offset_expression` gives there; None where it changes.

    Most stamps lie in a block without a change: looking it up takes a fifth of the time of nested cases.

    Examples
    --------
    >>> blocks = offset_blocks("Europe/Amsterdam")
    >>> {offset for offset in blocks.values() if offset is not None} == {4 * 3600, 4 * 7200}
    True
    """
    found: dict[int, int | None] = dict.fromkeys(range(-1, _LAST_BLOCK + 1))
    start = 0
    for end, offset in pieces_of(zone):
        last = _LAST_BLOCK if end == float("inf") else int(end) >> _BLOCK_BITS
        found |= dict.fromkeys(range(start, last), offset)
        start = last + 1
    return found


@cache
def pieces_of(zone: str) -> tuple[_Piece, ...]:
    """Return the stretches of local time with one offset and kind, in order; the last has no end."""
    pieces: list[_Piece] = []
    offset = _offset(FIRST, ZoneInfo(zone))
    for moment, after in _transitions(ZoneInfo(zone)):
        at = int((moment - _EPOCH).total_seconds())
        kind = REPEATED if after < offset else SKIPPED
        pieces.append(((at + min(offset, after)) * SECOND_US, offset * 4))
        pieces.append(((at + max(offset, after)) * SECOND_US, offset * 4 + kind))
        offset = after
    return (*pieces, (float("inf"), offset * 4))


@cache
def utc_offsets(zone: str) -> tuple[tuple[int, int], ...]:
    """Return the offsets of a zone: from which microsecond (UTC) on, and the offset in microseconds, in order.

    Examples
    --------
    >>> utc_offsets("UTC")
    ((0, 0),)
    """
    pieces = [(FIRST, _offset(FIRST, ZoneInfo(zone))), *_transitions(ZoneInfo(zone))]
    return tuple(
        (int((at - _EPOCH).total_seconds()) * SECOND_US, offset * SECOND_US) for at, offset in pieces
    )


def _transitions(zone: tzinfo) -> Iterator[tuple[datetime, int]]:
    start = FIRST
    before = _offset(start, zone)
    while start < LAST:
        after = _offset(start + _STEP, zone)
        if after != before:
            yield _bisect(start, start + _STEP, zone), after
        start, before = start + _STEP, after


def _bisect(low: datetime, high: datetime, zone: tzinfo) -> datetime:
    """Return the second at which the offset between two moments changes."""
    offset = _offset(low, zone)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        low, high = (middle, high) if _offset(middle, zone) == offset else (low, middle)
    return high


def _offset(moment: datetime, zone: tzinfo) -> int:
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _tree(local_us: str, pieces: Sequence[_Piece]) -> str:
    """Return nested cases, so that a row passes about as many comparisons as the logarithm of the pieces."""
    if len(pieces) == 1:
        return str(pieces[0][1])
    half = len(pieces) // 2
    before, after = _tree(local_us, pieces[:half]), _tree(local_us, pieces[half:])
    return f"CASE WHEN {local_us} < {int(pieces[half - 1][0])} THEN {before} ELSE {after} END"
