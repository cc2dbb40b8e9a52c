"""Rows of logs into one staged table: parsed and checked in one scan of each file.

Which of the rows then count belongs to `accepted`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from personagen.engine.cells import (
    MICRO,
    moment_expressions,
    offset_expressions,
    text_expressions,
    used_columns,
    utc_expressions,
)
from personagen.engine.felt import pack_felt
from personagen.engine.files import LINE, LogFile
from personagen.engine.known import (
    FEELING_ROLES,
    PLACE_ROLES,
    SATISFACTION,
    are_few,
    create_known,
    learn_cells,
    learn_feelings,
    learn_places,
    look_up,
    read_feelings,
)
from personagen.engine.memory import in_memory
from personagen.engine.quoting import name, named
from personagen.engine.rules import faults_expression
from personagen.engine.zones import block_expression, offset_blocks
from personagen.study import Study, TouchpointLog

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CELL_END = (
    31  # the unit separator of ASCII stands between the line and the cells of a row that is kept as text
)
CELLS = slice(1, None)  # before them stands the line
# among the faults while a file is read: where it was, or what was felt, isn't known yet
_UNPLACED, _UNREAD = 1 << 13, 1 << 14
_STAGED = """
    log TINYINT, file SMALLINT, customer_id VARCHAR, at_us BIGINT, place INTEGER, felt BIGINT,
    row_hash UBIGINT, faults SMALLINT, row_text VARCHAR
"""


def create_staged(connection: DuckDBPyConnection, emotions: Mapping[str, float]) -> None:
    """Create the empty staged table and the table of emotion words, numbered in the order of the alphabet."""
    connection.execute(f"CREATE TABLE staged ({_STAGED})")
    create_known(connection)
    connection.execute("CREATE TABLE emotions (code SMALLINT, word VARCHAR, valence_micro INTEGER)")
    known = {word.strip().lower(): round(valence * MICRO) for word, valence in sorted(emotions.items())}
    rows = [(code, word, known[word]) for code, word in enumerate(sorted(known))]
    if rows:
        connection.executemany("INSERT INTO emotions VALUES (?, ?, ?)", rows)


def stage_file(
    connection: DuckDBPyConnection, log: TouchpointLog, place: tuple[int, int], file: LogFile,
    columns: Sequence[str], rated: int,
) -> None:  # fmt: skip
    """Add the rows of a file to the staged table; see `learn_rows` for the parameters."""
    run_scan(connection, f"INSERT INTO staged {learn_rows(connection, log, place, file, columns, rated)}")
    _read_late(connection, log, file, columns, rated)


def learn_rows(
    connection: DuckDBPyConnection, log: TouchpointLog, place: tuple[int, int], file: LogFile,
    columns: Sequence[str], rated: int,
) -> str:  # fmt: skip
    """Learn from the first rows of a file what its cells mean, and return SQL of all its rows, with the rules they break.

    Parameters
    ----------
    place
        Number of the log, and of the file within it.
    columns
        All columns of the log's files together; a row's hash is taken over them.
    rated
        Number of the log's rating as the source of a valence.
    """
    raw = f"({_raw(file, columns, 'first_rejects')})"
    _create_blocks(connection, log.timezone)
    learn_cells(connection, log, file.dialect, raw, cells_of(log, columns), rated)
    return _scan(log, place, file, columns, rated, few=are_few(connection))


def run_scan(connection: DuckDBPyConnection, statement: str) -> list[tuple[Any, ...]]:
    """Run a statement over `learn_rows` and return its rows."""
    # the engine doesn't know how large a CSV is, and would hash its rows instead of those of the small tables
    connection.execute("SET disabled_optimizers = 'build_side_probe_side,join_order'")
    found = in_memory(connection, lambda: connection.execute(statement).fetchall())
    connection.execute("RESET disabled_optimizers")
    return found


def rating_of(study: Study, log: TouchpointLog) -> int:
    """Return the number of a log's rating as the source of a valence."""
    asked = [(instrument.kind, instrument.scale) for instrument in study.instruments]
    mine = log.satisfaction
    return SATISFACTION + (asked.index((mine.kind, mine.scale)) if mine else 0)


def _scan(
    log: TouchpointLog,
    place: tuple[int, int],
    file: LogFile,
    columns: Sequence[str],
    rated: int,
    *,
    few: bool,
) -> str:
    """Return SQL of the staged rows of a file; ``few``: what was felt in rows of an unknown kind is left for later."""
    cells = cells_of(log, columns)
    looked_up = (
        f"SELECT raw.*, place, place_faults, known_feelings.felt AS known_felt, feeling_faults "
        f"FROM ({_raw(file, columns, rejects_of(place))}) AS raw "
        f"{look_up('known_places', 'raw', PLACE_ROLES, cells)} {look_up('known_feelings', 'raw', FEELING_ROLES, cells)}"
    )
    texts = text_expressions(log, cells)
    if few:
        texts = {column: texts[column] for column in ("customer_id", "at_text")}
    inner = f"SELECT *, {named(texts)} FROM ({looked_up})"
    inner = f"SELECT *, {named(moment_expressions(log, file.dialect))} FROM ({inner})"
    inner = _with_offset(log, inner)
    inner = f"SELECT *, {named(utc_expressions())} FROM ({inner})"
    felt = "known_felt"
    own = f"{faults_expression(('customer', 'at'))} + coalesce(place_faults, {_UNPLACED})"
    if few:
        inner = f"SELECT *, {own} + coalesce(feeling_faults, {_UNREAD}) AS faults FROM ({inner})"
    else:
        inner = read_feelings(log, file.dialect, inner, rated)
        felt = f"CASE WHEN feeling_faults IS NULL THEN {pack_felt()} ELSE known_felt END"
        read = f"CASE WHEN feeling_faults IS NULL THEN {faults_expression(FEELING_ROLES)} ELSE feeling_faults END"
        inner = f"SELECT *, {own} + {read} AS faults FROM ({inner})"
    row = ", ".join(["line", *(f"coalesce(raw_{i}, '')" for i in range(len(columns)))])
    return f"""
        SELECT {place[0]} AS log, {place[1]} AS file, customer_id, at_us, place, {felt} AS felt,
            hash({", ".join(f"raw_{i}" for i in range(len(columns)))}) AS row_hash, faults,
            CASE WHEN faults > 0 THEN concat_ws(chr({CELL_END}), {row}) END AS row_text
        FROM ({inner})
    """


def _with_offset(log: TouchpointLog, rows: str) -> str:
    """Return SQL that adds ``local_offset``, looked up where nothing changes around that time."""
    offset = offset_expressions(log)["local_offset"]
    return (
        f"SELECT found.*, CASE WHEN zone_blocks.local_offset IS NULL THEN {offset} ELSE zone_blocks.local_offset END AS "
        f"local_offset FROM ({rows}) AS found LEFT JOIN zone_blocks ON block = {block_expression('local_us')}"
    )


def _create_blocks(connection: DuckDBPyConnection, zone: str) -> None:
    blocks = pd.DataFrame(offset_blocks(zone).items(), columns=["block", "local_offset"])
    connection.register("blocks", blocks)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE zone_blocks AS SELECT block, local_offset::INTEGER AS local_offset FROM blocks"
    )
    connection.unregister("blocks")


def cells_of(log: TouchpointLog, columns: Sequence[str]) -> dict[str, str]:
    """Return the column of each role in the rows of `_raw`."""
    return {role: f"raw_{columns.index(column)}" for role, column in used_columns(log).items()}


def _raw(file: LogFile, columns: Sequence[str], rejects: str) -> str:
    """Return SQL of the rows of a file with ``line``, and its cells by number, as their names may be any."""
    cells = [f"{name(c) if c in file.columns else 'NULL::VARCHAR'} AS raw_{i}" for i, c in enumerate(columns)]
    return f"SELECT coalesce({LINE}, 0) AS line, {', '.join(cells)} FROM {file.relation(rejects)}"


def _read_late(
    connection: DuckDBPyConnection, log: TouchpointLog, file: LogFile, columns: Sequence[str], rated: int
) -> None:
    """Look once more at the rows of a kind that the first rows didn't show, by the text they are kept with."""
    used = used_columns(log)
    learn = {
        "place": partial(learn_places, connection, log),
        "felt": partial(learn_feelings, connection, log, file.dialect, rated=rated),
    }
    for roles, bit, code, faults in (
        (PLACE_ROLES, _UNPLACED, "place", "place_faults"),
        (FEELING_ROLES, _UNREAD, "felt", "feeling_faults"),
    ):
        there = [role for role in roles if role in used]
        late = f"staged WHERE faults & {bit} > 0"
        if not there or not connection.execute(f"SELECT count(*) FROM {late}").fetchall()[0][0]:
            continue
        places = {role: columns.index(used[role]) + CELLS.start + 1 for role in there}
        texts = {f"{role}_cell": f"split_part(row_text, chr({CELL_END}), {n})" for role, n in places.items()}
        rows = f"(SELECT rowid AS row, {named(texts)} FROM {late})"
        learn[code]("late", rows, there, most=None)
        connection.execute(
            f"UPDATE staged SET {code} = found.{code}, faults = staged.faults - {bit} + found.{faults} "
            f"FROM (SELECT * FROM {rows} JOIN late USING ({', '.join(texts)})) AS found WHERE staged.rowid = found.row"
        )


def rejects_of(place: tuple[int, int]) -> str:
    """Return the name of the table with the rows of a file that don't fit its header."""
    return f"rejects_{place[0]}_{place[1]}"
