"""Rows of logs into one staged table: parsed, checked and counted in one scan of each file.

Row hashes find exact duplicates; rows after the cut-off are left out. What is then made of the contacts doesn't
belong here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
from personagen.engine.rules import faults_expression, quarantine_mask
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
_SORTED_AT_ONCE = 5_000_000
_STAGED = """
    log TINYINT, file SMALLINT, customer_id VARCHAR, at_us BIGINT, place INTEGER, felt BIGINT,
    row_hash UBIGINT, faults SMALLINT, row_text VARCHAR
"""


def create_staged(
    connection: DuckDBPyConnection, emotions: Mapping[str, float], cutoffs_us: Mapping[int, int]
) -> None:
    """Create the empty staged table and the table of emotion words, numbered in the order of the alphabet.

    The view ``accepted`` is what stays of it without repeats and late rows. They aren't deleted: the engine would keep
    16 KB in memory for every 2,048 rows of which one is.

    Parameters
    ----------
    cutoffs_us
        By log, where it has a cut-off, the first microsecond that no longer counts.
    """
    connection.execute(f"CREATE TABLE staged ({_STAGED})")
    connection.execute("CREATE TABLE repeats (row BIGINT)")
    late = [f"log = {log} AND at_us >= {end_us}" for log, end_us in cutoffs_us.items()]
    connection.execute("CREATE VIEW once AS FROM staged ANTI JOIN repeats ON staged.rowid = repeats.row")
    connection.execute(
        f"CREATE VIEW accepted AS FROM once WHERE NOT (faults & {quarantine_mask()} = 0 AND ({' OR '.join(late) or 'false'}))"
    )
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


def find_repeats(connection: DuckDBPyConnection, log: int) -> int:
    """Leave each exact row of a log in once and return how many are left out.

    Equal hashes (64 bits, of all cells) are looked for in all rows; among those with an equal hash, rows are equal when
    everything that is used of them is.
    """
    rows = f"staged WHERE log = {log} AND faults & {quarantine_mask()} = 0"
    connection.register("twice", pd.DataFrame({"row_hash": _repeated_hashes(connection, rows)}))
    inserted = connection.execute(
        f"""
        INSERT INTO repeats SELECT row FROM (
            SELECT rowid AS row, row_number() OVER (
                PARTITION BY row_hash, customer_id, at_us, place, felt
            ) AS copy
            FROM {rows} AND row_hash IN (SELECT row_hash FROM twice)
        ) WHERE copy > 1
        """
    ).fetchall()
    connection.unregister("twice")
    return int(inserted[0][0])


def _repeated_hashes(connection: DuckDBPyConnection, rows: str) -> NDArray[np.uint64]:
    """Return the hashes that occur more than once; sorting them, some millions at a time, is quicker than grouping."""
    n = int(connection.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0])
    parts = 1 + n // _SORTED_AT_ONCE
    repeated = [np.zeros(0, dtype=np.uint64)]
    for part in range(parts):
        found = connection.execute(
            f"SELECT row_hash FROM {rows} AND row_hash % {parts} = {part}"
        ).fetchnumpy()
        hashes = np.asarray(found["row_hash"], dtype=np.uint64)
        hashes.sort()
        repeated.append(np.unique(hashes[1:][hashes[1:] == hashes[:-1]]))
    return np.concatenate(repeated)


def count_late(connection: DuckDBPyConnection, log: int) -> int:
    """Return how many readable rows of a log are left out as they come after its cut-off."""
    rows = f"(SELECT count(*) FROM {{}} WHERE log = {log})"
    counts = connection.execute(f"SELECT {rows.format('once')} - {rows.format('accepted')}").fetchall()
    return int(counts[0][0])


def sum_up(connection: DuckDBPyConnection) -> None:
    """Make small tables of the rows that count: ``seen``, by log and customer, and ``places``, by touchpoint and channel."""
    rows = f"accepted WHERE faults & {quarantine_mask()} = 0"
    seen = (
        "CREATE OR REPLACE TABLE seen AS SELECT log, customer_id, count(*) AS n, min(at_us) AS first_us, "
        f"max(at_us) AS last_us FROM {rows} GROUP BY log, customer_id"
    )
    in_memory(connection, lambda: connection.execute(seen))
    connection.execute(
        f"CREATE OR REPLACE TABLE places AS SELECT place, any_value(touchpoint) AS touchpoint, any_value(channel) AS channel "
        f"FROM (SELECT DISTINCT place FROM {rows}) JOIN place_codes USING (place) GROUP BY place"
    )


def end_of(cutoff: str, zone: str) -> int:
    """Return the first microsecond (UTC) that no longer counts: after the day, or after the moment.

    Examples
    --------
    >>> end_of("2017-12-31", "UTC") == 1514764800 * 1_000_000  # 2018-01-01
    True
    """
    moment = datetime.fromisoformat(cutoff)
    is_day = len(cutoff.strip()) == len("2026-06-30")
    if moment.tzinfo is None:
        moment = (moment + timedelta(days=is_day)).replace(tzinfo=ZoneInfo(zone))
    seconds = int(moment.replace(microsecond=0).timestamp())
    return seconds * MICRO + moment.microsecond + (not is_day)


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
