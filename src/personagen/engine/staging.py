"""Rows of logs into one staged table: parsed, checked and counted in one scan of each file.

Row hashes find exact duplicates; rows after the cut-off are left out. What is then made of the contacts doesn't
belong here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.engine.cells import (
    MICRO,
    moment_expressions,
    number_expressions,
    text_expressions,
    utc_expressions,
)
from personagen.engine.files import LINE, LogFile
from personagen.engine.quoting import name
from personagen.engine.rules import faults_expression, quarantine_mask
from personagen.study import Study, TouchpointLog

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# what a valence comes from: an emotion word, or RATED + the place of the rating among the instruments of the study
EMOTION, RATED = 2, 3
CELL_END = (
    31  # the unit separator of ASCII stands between the line and the cells of a row that is kept as text
)
_SORTED_AT_ONCE = 5_000_000
_STAGED = """
    log TINYINT, file SMALLINT, customer_id VARCHAR, at_us BIGINT, touchpoint VARCHAR, channel VARCHAR,
    valence_source TINYINT, valence_micro INTEGER, expectation_micro INTEGER, emotion SMALLINT,
    row_hash UBIGINT, faults SMALLINT, row_text VARCHAR
"""


def create_staged(connection: DuckDBPyConnection, emotions: Mapping[str, float]) -> None:
    """Create the empty staged table and the table of emotion words, numbered in the order of the alphabet."""
    connection.execute(f"CREATE TABLE staged ({_STAGED})")
    connection.execute("CREATE TABLE emotions (code SMALLINT, word VARCHAR, valence_micro INTEGER)")
    known = {word.strip().lower(): round(valence * MICRO) for word, valence in sorted(emotions.items())}
    rows = [(code, word, known[word]) for code, word in enumerate(sorted(known))]
    if rows:
        connection.executemany("INSERT INTO emotions VALUES (?, ?, ?)", rows)


def stage_file(
    connection: DuckDBPyConnection,
    log: TouchpointLog,
    place: tuple[int, int],
    file: LogFile,
    columns: Sequence[str],
    rated: int = RATED,
) -> None:
    """Add the rows of a file to the staged table.

    Parameters
    ----------
    place
        Number of the log, and of the file within it.
    columns
        All columns of the log's files together; a row's hash is taken over them.
    rated
        Number of the log's rating as the source of a valence.
    """
    connection.execute(f"INSERT INTO staged {_scan(log, place, file, columns, rated)}")


def rating_of(study: Study, log: TouchpointLog) -> int:
    """Return the number of a log's rating as the source of a valence."""
    asked = [(instrument.kind, instrument.scale) for instrument in study.instruments]
    mine = log.satisfaction
    return RATED + (asked.index((mine.kind, mine.scale)) if mine else 0)


def drop_duplicates(connection: DuckDBPyConnection, log: int) -> int:
    """Leave each exact row of a log in once and return how many were taken out.

    Equal hashes (64 bits, of all cells) are looked for in all rows; among those with an equal hash, rows are equal when
    everything that is used of them is.
    """
    rows = f"staged WHERE log = {log} AND faults & {quarantine_mask()} = 0"
    connection.register("twice", pd.DataFrame({"row_hash": _repeated_hashes(connection, rows)}))
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE repeats AS
        SELECT row FROM (
            SELECT rowid AS row, row_number() OVER (
                PARTITION BY row_hash, customer_id, at_us, touchpoint, channel, valence_micro, expectation_micro, emotion
            ) AS copy
            FROM {rows} AND row_hash IN (SELECT row_hash FROM twice)
        ) WHERE copy > 1
        """
    )
    connection.unregister("twice")
    return _delete(connection, "rowid IN (SELECT row FROM repeats)")


def _repeated_hashes(connection: DuckDBPyConnection, rows: str) -> NDArray[np.uint64]:
    """Return the hashes that occur more than once; sorting them, some millions at a time, is quicker than grouping."""
    n = int(connection.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0])
    parts = 1 + n // _SORTED_AT_ONCE
    repeated = [np.zeros(0, dtype=np.uint64)]
    for part in range(parts):
        found = connection.execute(
            f"SELECT row_hash FROM {rows} AND row_hash % {parts} = {part}"
        ).fetchnumpy()
        hashes = np.sort(np.asarray(found["row_hash"], dtype=np.uint64))
        repeated.append(np.unique(hashes[1:][hashes[1:] == hashes[:-1]]))
    return np.concatenate(repeated)


def drop_late(connection: DuckDBPyConnection, log: int, cutoff_us: int) -> int:
    """Take the readable rows from the cut-off on out of a log and return how many there were."""
    return _delete(connection, f"log = {log} AND faults & {quarantine_mask()} = 0 AND at_us >= {cutoff_us}")


def sum_up(connection: DuckDBPyConnection) -> None:
    """Make small tables of the rows that count: ``seen``, by log and customer, and ``places``, by touchpoint and channel."""
    rows = f"staged WHERE faults & {quarantine_mask()} = 0"
    connection.execute(
        "CREATE OR REPLACE TABLE seen AS SELECT log, customer_id, count(*) AS n, min(at_us) AS first_us, "
        f"max(at_us) AS last_us FROM {rows} GROUP BY log, customer_id"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE places AS SELECT touchpoint, channel, count(*) AS n FROM {rows} GROUP BY touchpoint, channel"
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


def _delete(connection: DuckDBPyConnection, condition: str) -> int:
    found = connection.execute(f"DELETE FROM staged WHERE {condition}").fetchall()
    return int(found[0][0])


def _scan(
    log: TouchpointLog, place: tuple[int, int], file: LogFile, columns: Sequence[str], rated: int
) -> str:
    hashed = ", ".join(name(c) if c in file.columns else "NULL::VARCHAR" for c in columns)
    raw = {f"raw_{i}": name(c) if c in file.columns else "''" for i, c in enumerate(columns)}
    texts = {**text_expressions(log), "row_hash": f"hash({hashed})", "line": LINE, **raw}
    cells = ["coalesce(line, 0)", *(f"coalesce({column}, '')" for column in raw)]
    relation = file.relation(rejects_of(place))
    inner = f"SELECT {_named(texts)} FROM {relation}"
    inner = f"SELECT *, {_named(moment_expressions(log, file.dialect))} FROM ({inner})"
    inner = f"SELECT *, {_named(number_expressions(log, file.dialect))} FROM ({inner})"
    inner = f"SELECT *, {_named(utc_expressions())} FROM ({inner})"
    inner = (
        f"SELECT parsed.*, emotions.code AS emotion, emotions.valence_micro AS emotion_micro FROM ({inner}) AS parsed "
        "LEFT JOIN emotions ON emotions.word = emotion_text"
    )
    inner = f"SELECT *, {faults_expression()} AS faults FROM ({inner})"
    source = (
        f"CASE WHEN satisfaction_micro IS NOT NULL THEN {rated} WHEN emotion IS NOT NULL THEN {EMOTION} END"
    )
    return f"""
        SELECT {place[0]}, {place[1]}, customer_id, at_us, touchpoint, channel, {source},
            coalesce(satisfaction_micro, emotion_micro), expectation_micro, emotion, row_hash, faults,
            CASE WHEN faults > 0 THEN concat_ws(chr({CELL_END}), {", ".join(cells)}) END
        FROM ({inner})
    """


def rejects_of(place: tuple[int, int]) -> str:
    """Return the name of the table with the rows of a file that don't fit its header."""
    return f"rejects_{place[0]}_{place[1]}"


def _named(expressions: Mapping[str, str]) -> str:
    return ", ".join(f"{sql} AS {name(column)}" for column, sql in expressions.items())
