"""Stamps by a strptime pattern, as Spark columns. ISO 8601 needs no pattern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyspark.sql import functions as sf

from personagen.errors import Problem, StudyError

if TYPE_CHECKING:
    from pyspark.sql import Column

_PARTS = {
    "%Y": "[0-9]{4}",
    "%y": "[0-9]{1,2}",
    "%m": "[0-9]{1,2}",
    "%d": "[0-9]{1,2}",
    "%H": "[0-9]{1,2}",
    "%I": "[0-9]{1,2}",
    "%M": "[0-9]{1,2}",
    "%S": "[0-9]{1,2}",
    "%f": "[0-9]{1,9}",
    "%p": "[AaPp][Mm]",
    "%z": "Z|[+-][0-9]{2}(?::?[0-9]{2})?",
}
_MINUTE_US = 60_000_000
_CENTURY = 69  # as in strptime: 69 is 1969, 68 is 2068


def read_pattern(at: Column, pattern: str) -> Column:
    """Return the microseconds of a stamp by the pattern, or by its date alone where the time is left out; else null.

    Raises
    ------
    StudyError
        If the pattern has parts that can't be read here.
    """
    day = pattern.replace("T", " ").split(" ")[0]
    return sf.coalesce(*(_read(at, each) for each in dict.fromkeys((pattern, day))))


def is_like(text: Column, pattern: str) -> Column:
    """Tell whether the whole text is like the pattern; ``$`` would let a line break stand behind it."""
    return text.rlike(rf"^(?:{pattern})\z")


def offset_us(zone: Column) -> Column:
    """Return a zone such as +01:30 or Z in microseconds."""
    digits = sf.rpad(sf.regexp_replace(zone, "[^0-9]", ""), 4, "0").cast("int")
    minutes = sf.floor(digits / 100) * 60 + digits % 100
    return sf.when(zone.startswith("-"), -minutes).otherwise(minutes) * sf.lit(_MINUTE_US)


def _read(at: Column, pattern: str) -> Column:
    pieces = re.split(r"(%.)", pattern)
    parts = [piece for piece in pieces if piece.startswith("%") and piece != "%%"]
    if strange := sorted({*parts} - {*_PARTS}):
        what = f"Spark doesn't read {', '.join(strange)} in the pattern {pattern}"
        mend = f"Use {', '.join(_PARTS)}, or choose duckdb."
        raise StudyError(Problem(what, mend, where="touchpoints.csv.dates"))
    expression = "".join(f"({_PARTS[p]})" if p in _PARTS else re.escape(p.replace("%%", "%")) for p in pieces)
    found = {part: sf.regexp_extract(at, f"^{expression}$", place) for place, part in enumerate(parts, 1)}
    number = {part: text.try_cast("int") for part, text in found.items()}
    micros = sf.unix_micros(sf.try_make_timestamp_ntz(*_ymdhms(number, found.get("%p"))).cast("timestamp"))
    if "%f" in found:
        micros = micros + sf.substring(sf.rpad(found["%f"], 6, "0"), 1, 6).cast("bigint")
    if "%z" in found:
        micros = micros - offset_us(found["%z"])
    return sf.when(is_like(at, expression), micros)


def _ymdhms(number: dict[str, Column], half: Column | None) -> list[Column]:
    zero = sf.lit(0)
    year = number.get("%Y")
    if year is None:
        short = number["%y"]
        year = short + sf.when(short < sf.lit(_CENTURY), sf.lit(2000)).otherwise(sf.lit(1900))
    hour = number.get("%H", zero)
    if half is not None:
        hour = sf.when(
            number["%I"].between(1, 12),
            number["%I"] % 12 + sf.when(sf.lower(half) == "pm", sf.lit(12)).otherwise(0),
        )
    second = number.get("%S", zero)
    # a second of 60 would count as the next minute
    second = sf.when(second < sf.lit(60), second).cast("decimal(16,6)")
    return [year, number["%m"], number["%d"], hour, number.get("%M", zero), second]
