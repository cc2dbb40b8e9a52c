"""From the text cells of a log row to whole numbers, as SQL expressions.

What is right or wrong belongs to `contracts.log` and `rules`, time zones to `zones`.
"""

from __future__ import annotations

from collections.abc import Mapping

from personagen.contracts.log import BLANKS, LOCAL_STAMP, LOG_ROW, ZONED_STAMP
from personagen.contracts.text import Dialect
from personagen.engine.predicates import violations
from personagen.engine.quoting import literal, name
from personagen.engine.zones import SECOND_US, offset_expression
from personagen.study import TouchpointLog
from personagen.study.base import Scale
from personagen.study.sources import Constant

MICRO = 1_000_000
_OPTIONAL = ("satisfaction", "expectation", "emotion")
# the commonest stamp, 2026-06-30 14:05:00, is told at a glance: this is evaluated for every row
_IS_PLAIN = "strlen(at_text) = 19 AND at_text[17] = ':'"
# the engine itself reads more as a time: "epoch", "2026-06-30 02:00 PM" as two o'clock at night
_IS_LOCAL, _IS_ZONED = (
    f"regexp_full_match(at_text, {literal(stamp)})" for stamp in (LOCAL_STAMP, ZONED_STAMP)
)
BLANK_WORDS = f"({', '.join(map(literal, BLANKS))})"
OFF_SCALE = "CAST('Infinity' AS DOUBLE)"  # the valence of a cell that is filled with something else
# what the columns of the contract are, over those that the functions below name
CELLS = {
    "customer": "nullif(customer_id, '')",
    "at": "at_us",
    "touchpoint": "nullif(touchpoint, '')",
    "satisfaction": "satisfaction_valence",
    "expectation": "expectation_valence",
    "emotion": f"CASE WHEN emotion_micro IS NOT NULL THEN emotion_micro / {MICRO} WHEN emotion_text NOT IN {BLANK_WORDS} THEN {OFF_SCALE} END",
    "hour": "hour_kind",
}


def used_columns(log: TouchpointLog) -> dict[str, str]:
    """Return the column of each role that the log takes from its files, by role."""
    found = {"customer": log.customer, "at": log.at}
    for role in ("touchpoint", "channel"):
        source = getattr(log, role)
        if isinstance(source, str):
            found[role] = source
    for role in ("satisfaction", "expectation", "emotion"):
        if source := getattr(log, role):
            found[role] = source.column
    return found


def text_expressions(log: TouchpointLog, cells: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return SQL of the text of each role, stripped; NULL where an optional cell is empty or the role absent.

    Parameters
    ----------
    cells
        SQL of the cell of each role; default: the column that the study names.
    """
    cells = cells or {role: name(column) for role, column in used_columns(log).items()}
    texts = {role: _trimmed(cell) for role, cell in cells.items()}
    for role in ("touchpoint", "channel"):
        if isinstance(source := getattr(log, role), Constant):
            texts[role] = literal(source.constant)
    optional = {role: f"nullif({texts[role]}, '')" for role in _OPTIONAL if role in texts}
    return {
        "customer_id": f"coalesce({texts['customer']}, '')",
        "at_text": texts["at"],
        "touchpoint": f"coalesce({texts['touchpoint']}, '')",
        "channel": f"coalesce({texts.get('channel', 'NULL')}, '')",
        "satisfaction_text": optional.get("satisfaction", "NULL::VARCHAR"),
        "expectation_text": optional.get("expectation", "NULL::VARCHAR"),
        "emotion_text": f"lower({optional['emotion']})" if "emotion" in optional else "NULL::VARCHAR",
    }


def moment_expressions(log: TouchpointLog, dialect: Dialect | None) -> dict[str, str]:
    """Return SQL of ``zoned_us`` (UTC, of stamps with a zone) and ``local_us`` (of those without)."""
    pattern = date_pattern(log, dialect)
    if pattern and "%z" in pattern:
        return {"zoned_us": f"epoch_us({_strptime(pattern)})", "local_us": "NULL::BIGINT"}
    if pattern and log.csv.dates != "auto":
        return {"zoned_us": "NULL::BIGINT", "local_us": f"epoch_us({_strptime(pattern)})"}
    read = "epoch_us(try_cast(at_text AS TIMESTAMP))"
    zoned = f"CASE WHEN {_IS_PLAIN} THEN NULL WHEN {_IS_ZONED} THEN epoch_us(try_cast(at_text AS TIMESTAMPTZ)) END"
    local = f"CASE WHEN {_IS_PLAIN} THEN {read} WHEN {_IS_LOCAL} THEN {read} END"
    if pattern:
        local = f"coalesce({local}, epoch_us({_strptime(pattern)}))"
    return {"zoned_us": zoned, "local_us": local}


def number_expressions(log: TouchpointLog, dialect: Dialect | None) -> dict[str, str]:
    """Return SQL of the ratings as valences."""
    decimal = dialect.decimal if dialect else None
    return {
        f"{role}_valence": _valence(f"{role}_text", rating.scale if rating else None, decimal)
        for role, rating in {"satisfaction": log.satisfaction, "expectation": log.expectation}.items()
    }


def micro_expressions() -> dict[str, str]:
    """Return SQL of the valences as millionths, over the columns above; NULL where they break a check of the contract."""
    return {f"{role}_micro": _micro(role) for role in ("satisfaction", "expectation")}


def offset_expressions(log: TouchpointLog) -> dict[str, str]:
    """Return SQL of the offset of local times (see `zones`)."""
    return {"local_offset": offset_expression("local_us", log.timezone)}


def utc_expressions() -> dict[str, str]:
    """Return SQL of the time in UTC microseconds and of the kind of hour, over the columns above."""
    local = f"local_us - (local_offset >> 2)::BIGINT * {SECOND_US}"
    return {
        "at_us": f"coalesce(zoned_us, {local})",
        "hour_kind": "CASE WHEN zoned_us IS NULL AND local_us IS NOT NULL THEN local_offset & 3 ELSE 0 END",
    }


def _trimmed(column: str) -> str:
    """Return SQL of a text without spaces around it; looking for them first is quicker, as most have none."""
    return f"CASE WHEN {column} < '!' OR suffix({column}, ' ') THEN trim({column}) ELSE {column} END"


def date_pattern(log: TouchpointLog, dialect: Dialect | None) -> str | None:
    """Return the pattern of the stamps, or None where ISO 8601 says it all."""
    if log.csv.dates != "auto":
        return log.csv.dates
    found = dialect.dates if dialect else None
    return None if found is None or found.startswith("%Y-%m-%d") else found


def _strptime(pattern: str) -> str:
    """Return SQL that reads a stamp by the pattern, or by its date alone where the time is left out."""
    day = pattern.replace("T", " ").split(" ")[0]
    return f"try_strptime(at_text, [{', '.join(map(literal, dict.fromkeys((pattern, day))))}])"


def _micro(role: str) -> str:
    bad = " OR ".join(violations(LOG_ROW.columns[role], CELLS[role]).values())
    return f"CASE WHEN {bad} THEN NULL ELSE CAST(round({CELLS[role]} * {MICRO}) AS INTEGER) END"


def _valence(text: str, scale: Scale | None, decimal: str | None) -> str:
    """Return SQL of a number as a valence, linear from its scale: beyond -1..1 off the scale."""
    if scale is None:
        return "NULL::DOUBLE"
    low, high = scale
    plain = f"replace({text}, ',', '.')" if decimal == "," else text
    # what a cast takes beyond `NUMBER`: 1_000 and -nan; matching each cell against the pattern costs as much again
    number = f"nullif(try_cast(CASE WHEN NOT contains({plain}, '_') THEN {plain} END AS DOUBLE), 'NaN')"
    linear = f"({number} - {low!r}) / {high - low!r} * 2 - 1"
    return f"coalesce({linear}, CASE WHEN lower({text}) NOT IN {BLANK_WORDS} THEN {OFF_SCALE} END)"
