"""Which staged rows count: those that can be read, each once, and none after the cut-off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.engine.cells import MICRO
from personagen.engine.memory import in_memory
from personagen.engine.rules import quarantine_mask
from personagen.study import TouchpointLog

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SORTED_AT_ONCE = 5_000_000


def create_accepted(connection: DuckDBPyConnection, cutoffs_us: Mapping[int, int]) -> None:
    """Create the view ``accepted`` of the staged table: without repeats and late rows, with those that can't be read.

    They aren't deleted: the engine would keep 16 KB in memory for each 2,048 rows of which one is.

    Parameters
    ----------
    cutoffs_us
        `cutoffs_of` the logs.
    """
    late = " OR ".join(f"log = {log} AND at_us >= {end_us}" for log, end_us in cutoffs_us.items()) or "false"
    connection.execute("CREATE TABLE repeats (row BIGINT)")
    connection.execute("CREATE VIEW once AS FROM staged ANTI JOIN repeats ON staged.rowid = repeats.row")
    connection.execute(
        f"CREATE VIEW accepted AS FROM once WHERE NOT (faults & {quarantine_mask()} = 0 AND ({late}))"
    )


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


def cutoffs_of(logs: Sequence[TouchpointLog]) -> dict[int, int]:
    """Return by number of the log, where it has a cut-off, the first microsecond that no longer counts."""
    return {number: end_of(log.cutoff, log.timezone) for number, log in enumerate(logs) if log.cutoff}


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
