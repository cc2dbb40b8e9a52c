"""From the text cells of a log row to whole numbers, as Spark columns: what `engine.cells` says in SQL.

What is right or wrong, and the grammar of stamps and numbers, belongs to `contracts.log`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pyspark.sql import functions as sf

from personagen.contracts.log import DAY_END, LOCAL_STAMP, NUMBER, ZONE, ZONED_STAMP
from personagen.contracts.text import Dialect
from personagen.engine.cells import (
    BLANK_WORDS,
    MICRO,
    OFF_SCALE,
    date_pattern,
    used_columns,
)
from personagen.engine.spark.patterns import is_like, offset_us, read_pattern
from personagen.study import TouchpointLog
from personagen.study.base import Scale
from personagen.study.sources import Constant

if TYPE_CHECKING:
    from pyspark.sql import Column

_RATINGS = ("satisfaction", "expectation")
_OPTIONAL = (*_RATINGS, "emotion")
_DAY_US = 24 * 60 * 60 * MICRO


def text_columns(log: TouchpointLog, cells: Mapping[str, Column]) -> dict[str, Column]:
    """Return the text of each role, stripped; null where an optional cell is empty or the role absent.

    Parameters
    ----------
    cells
        The cells by the names of their columns.
    """
    texts = {role: sf.trim(cells[column]) for role, column in used_columns(log).items()}
    for role in ("touchpoint", "channel"):
        if isinstance(source := getattr(log, role), Constant):
            texts[role] = sf.lit(source.constant)
    nothing = sf.lit(None).cast("string")
    optional = {role: sf.nullif(texts[role], sf.lit("")) for role in _OPTIONAL if role in texts}
    return {
        "customer_id": sf.coalesce(texts["customer"], sf.lit("")),
        "at_text": texts["at"],
        "touchpoint": sf.coalesce(texts["touchpoint"], sf.lit("")),
        "channel": sf.coalesce(texts.get("channel", nothing), sf.lit("")),
        "satisfaction_text": optional.get("satisfaction", nothing),
        "expectation_text": optional.get("expectation", nothing),
        "emotion_text": sf.lower(optional.get("emotion", nothing)),
    }


def moment_columns(log: TouchpointLog, dialect: Dialect | None) -> dict[str, Column]:
    """Return ``zoned_us`` (UTC, of stamps with a zone) and ``local_us`` (of those without)."""
    at, nothing = sf.col("at_text"), sf.lit(None).cast("bigint")
    pattern = date_pattern(log, dialect)
    if pattern and "%z" in pattern:
        return {"zoned_us": read_pattern(at, pattern), "local_us": nothing}
    if pattern and log.csv.dates != "auto":
        return {"zoned_us": nothing, "local_us": read_pattern(at, pattern)}
    zoned = _micros(sf.regexp_replace(at, f"{ZONE}$", "")) - offset_us(sf.regexp_extract(at, f"{ZONE}$", 0))
    local = sf.when(is_like(at, LOCAL_STAMP), _micros(at))
    if pattern:
        local = sf.coalesce(local, read_pattern(at, pattern))
    return {"zoned_us": sf.when(is_like(at, ZONED_STAMP), zoned), "local_us": local}


def number_columns(log: TouchpointLog, dialect: Dialect | None) -> dict[str, Column]:
    """Return the ratings as valences."""
    decimal = dialect.decimal if dialect else None
    scales = {role: getattr(log, role).scale if getattr(log, role) else None for role in _RATINGS}
    return {f"{role}_valence": _valence(f"{role}_text", scale, decimal) for role, scale in scales.items()}


def utc_columns() -> dict[str, Column]:
    """Return the time in UTC microseconds and the kind of hour, over the columns above and ``local_offset``."""
    offset = sf.col("local_offset")
    kind = sf.coalesce(offset.bitwiseAND(3), sf.lit(0))
    local = sf.col("local_us") - sf.expr("(local_offset - (local_offset & 3)) div 4") * MICRO
    is_local = sf.col("zoned_us").isNull() & sf.col("local_us").isNotNull()
    return {
        "at_us": sf.coalesce(sf.col("zoned_us"), local),
        "hour_kind": sf.when(is_local, kind).otherwise(sf.lit(0)),
    }


def _micros(stamp: Column) -> Column:
    """Return a stamp without zone as microseconds since 1970 as if it were UTC; the session's zone is UTC."""
    is_end = stamp.rlike(f"{DAY_END}$")
    plain = sf.translate(
        sf.when(is_end, sf.regexp_replace(stamp, "24:00", "00:00")).otherwise(stamp), "/", "-"
    )
    micros = sf.unix_micros(plain.try_cast("timestamp_ntz").cast("timestamp"))
    return sf.when(is_end, micros + sf.lit(_DAY_US)).otherwise(micros)


def _valence(text: str, scale: Scale | None, decimal: str | None) -> Column:
    """Return a number as a valence, linear from its scale: beyond -1..1 off the scale."""
    if scale is None:
        return sf.lit(None).cast("double")
    low, high = (sf.lit(float(end)) for end in scale)
    plain = sf.translate(text, ",", ".") if decimal == "," else sf.col(text)
    number = sf.when(is_like(plain, NUMBER), plain.try_cast("double"))
    filled = sf.expr(f"CASE WHEN lower({text}) NOT IN {BLANK_WORDS} THEN {OFF_SCALE} END")
    return sf.coalesce((number - low) / (high - low) * 2 - 1, filled)
