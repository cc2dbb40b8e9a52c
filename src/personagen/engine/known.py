"""What the commonest cells of a log mean, worked out once for each kind of cell instead of once for each row.

A log has few touchpoints, channels, ratings and words, so its first rows are looked at and their kinds kept in two small
tables. What is of another kind is looked at once more in `staging`, when all rows have been read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from personagen.contracts.text import Dialect
from personagen.engine.cells import micro_expressions, number_expressions, text_expressions
from personagen.engine.felt import pack_felt
from personagen.engine.quoting import named
from personagen.engine.rules import faults_expression
from personagen.study import TouchpointLog

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# what a valence comes from: an emotion word, or SATISFACTION + the place of the rating among the instruments of the study
EMOTION, SATISFACTION = 2, 3
PLACE_ROLES, FEELING_ROLES = ("touchpoint", "channel"), ("satisfaction", "expectation", "emotion")
_SAMPLED, _KINDS = 50_000, 2_000
_NOBODY = {"customer": "'-'", "at": "'-'", "touchpoint": "'-'"}


def create_known(connection: DuckDBPyConnection) -> None:
    """Create the empty table of the codes of touchpoints and channels."""
    connection.execute("CREATE TABLE place_codes (place INTEGER, touchpoint VARCHAR, channel VARCHAR)")


def learn_cells(
    connection: DuckDBPyConnection, log: TouchpointLog, dialect: Dialect | None, raw: str,
    cells: Mapping[str, str], rated: int,
) -> None:  # fmt: skip
    """Make the tables ``known_places`` and ``known_feelings`` of the cells in the first rows of a file.

    Parameters
    ----------
    raw
        SQL of the file's rows.
    cells
        The column of each role in it.
    rated
        Number of the log's rating as the source of a valence.
    """
    both = [role for role in (*PLACE_ROLES, *FEELING_ROLES) if role in cells]
    first = ", ".join(f"{cells[role]} AS {role}_cell" for role in both) or "1 AS nothing"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE first_rows AS SELECT {first} FROM {raw} LIMIT {_SAMPLED}"
    )
    places, feelings = ([role for role in roles if role in cells] for roles in (PLACE_ROLES, FEELING_ROLES))
    learn_places(connection, log, "known_places", "first_rows", places)
    learn_feelings(connection, log, dialect, "known_feelings", "first_rows", feelings, rated)


def are_few(connection: DuckDBPyConnection) -> bool:
    """Tell whether the feelings of the first rows are of so few kinds that hardly any row will be of another."""
    return int(connection.execute("SELECT count(*) FROM known_feelings").fetchall()[0][0]) < _KINDS


def learn_places(
    connection: DuckDBPyConnection, log: TouchpointLog, table: str, rows: str, roles: Sequence[str], *, most: int | None = _KINDS
) -> None:  # fmt: skip
    """Make a table of the touchpoints and channels in some rows: their cells, place and place_faults.

    Parameters
    ----------
    table
        Its name.
    rows
        Where the rows are, in SQL, with a column such as ``touchpoint_cell`` for each of ``roles``.
    most
        At most so many, the commonest; None for all.
    """
    texts = _texts(log, roles)
    kinds = (
        f"SELECT *, {named({role: texts[role] for role in PLACE_ROLES})} FROM ({_kinds(rows, roles, most)})"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE kinds AS {kinds}")
    connection.execute(
        "INSERT INTO place_codes SELECT (SELECT count(*) FROM place_codes) + row_number() OVER () - 1, * "
        "FROM ((SELECT touchpoint, channel FROM kinds) EXCEPT SELECT touchpoint, channel FROM place_codes)"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT kinds.* EXCLUDE (touchpoint, channel), place, "
        f"{faults_expression(PLACE_ROLES)} AS place_faults FROM kinds JOIN place_codes USING (touchpoint, channel)"
    )


def learn_feelings(
    connection: DuckDBPyConnection, log: TouchpointLog, dialect: Dialect | None, table: str, rows: str,
    roles: Sequence[str], rated: int, *, most: int | None = _KINDS,
) -> None:  # fmt: skip
    """Make a table of what was felt in some rows: their cells, felt and feeling_faults; as `learn_places`."""
    texts = _texts(log, roles)
    read = named({f"{role}_text": texts[f"{role}_text"] for role in FEELING_ROLES})
    kinds = f"SELECT *, {read} FROM ({_kinds(rows, roles, most)})"
    columns = ", ".join([*(f"{role}_cell" for role in roles), f"{pack_felt()} AS felt"])
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {columns}, {faults_expression(FEELING_ROLES)} AS feeling_faults "
        f"FROM ({read_feelings(log, dialect, kinds, rated)})"
    )


def read_feelings(log: TouchpointLog, dialect: Dialect | None, texts: str, rated: int) -> str:
    """Return SQL that adds to ``satisfaction_text``, ``expectation_text`` and ``emotion_text`` what they mean."""
    inner = f"SELECT *, {named(number_expressions(log, dialect))} FROM ({texts})"
    inner = f"SELECT *, {named(micro_expressions())} FROM ({inner})"
    if log.emotion:
        inner = (
            "SELECT parsed.*, emotions.code AS emotion, emotions.valence_micro AS emotion_micro "
            f"FROM ({inner}) AS parsed LEFT JOIN emotions ON emotions.word = emotion_text"
        )
    else:
        inner = f"SELECT *, NULL::SMALLINT AS emotion, NULL::INTEGER AS emotion_micro FROM ({inner})"
    source = (
        f"CASE WHEN satisfaction_micro IS NOT NULL THEN {rated} WHEN emotion IS NOT NULL THEN {EMOTION} END"
    )
    valence = "coalesce(satisfaction_micro, emotion_micro)"
    return f"SELECT *, ({source})::TINYINT AS valence_source, {valence} AS valence_micro FROM ({inner})"


def look_up(table: str, rows: str, roles: Sequence[str], cells: Mapping[str, str]) -> str:
    """Return SQL of a join of the rows with what is known of their kind; the commonest kinds are met, others stay blank."""
    keys = " AND ".join(
        f"{rows}.{cells[role]} IS NOT DISTINCT FROM {table}.{role}_cell" for role in roles if role in cells
    )
    return f"LEFT JOIN {table} ON {keys}" if keys else f"CROSS JOIN {table}"


def _texts(log: TouchpointLog, roles: Sequence[str]) -> dict[str, str]:
    return text_expressions(log, _NOBODY | {role: f"{role}_cell" for role in roles})


def _kinds(rows: str, roles: Sequence[str], most: int | None) -> str:
    columns = ", ".join(f"{role}_cell" for role in roles)
    if not columns:
        return "SELECT 1 AS nothing"
    limit = "" if most is None else f"ORDER BY count(*) DESC LIMIT {most}"
    return f"SELECT {columns} FROM {rows} GROUP BY ALL {limit}"
