"""Counts over the staged rows of a log, for the account: small tables, summed on DuckDB."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import pandas as pd

from personagen.engine.account import LoadedLog, describe_faults
from personagen.engine.felt import unpack_felt
from personagen.engine.known import SATISFACTION
from personagen.engine.memory import in_memory
from personagen.engine.quoting import literal, named
from personagen.engine.rules import RULES, quarantine_mask

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# by role, SQL that holds where a filled cell could be read
FITS = {
    "satisfaction": f"valence_source >= {SATISFACTION}",
    "expectation": "expectation_micro IS NOT NULL",
    "emotion": "emotion IS NOT NULL",
}


def count_rows(connection: DuckDBPyConnection, log: LoadedLog) -> dict[str, Any]:
    """Return the row of the account and, as n_customers and n_unlinked, its customers."""
    strange = "customer_id NOT IN (SELECT customer_id FROM linked)"
    counts = connection.execute(
        f"""
        SELECT coalesce(sum(n), 0)::BIGINT, coalesce(sum(n) FILTER (WHERE {strange}), 0)::BIGINT,
            count(*), count(*) FILTER (WHERE {strange})
        FROM seen WHERE log = {log.number}
        """
    ).fetchall()
    used, unlinked, n_customers, n_unlinked = counts[0]
    is_bad = f"log = {log.number} AND faults & {quarantine_mask()} > 0"
    bad = connection.execute(f"SELECT count(*) FROM accepted WHERE {is_bad}").fetchall()[0][0] + len(
        log.ragged
    )
    return {
        "source": log.source,
        "read": used + bad + log.n_duplicate + log.n_late,
        "used": used,
        "quarantined": bad,
        "duplicate": log.n_duplicate,
        "excluded": log.n_late,
        "unlinked": unlinked,
        "n_customers": n_customers,
        "n_unlinked": n_unlinked,
    }


def count_faults(connection: DuckDBPyConnection, log: LoadedLog) -> list[dict[str, Any]]:
    """Return the faults of a log with their numbers of rows."""
    sums = ", ".join(f"count(*) FILTER (WHERE faults & {1 << bit} > 0)" for bit in range(len(RULES)))
    counts = connection.execute(
        f"SELECT {sums} FROM accepted WHERE log = {log.number} AND faults > 0"
    ).fetchall()
    return describe_faults(log, (*counts[0], len(log.ragged)))


def count_fits(connection: DuckDBPyConnection, log: LoadedLog) -> dict[str, int]:
    """Return by role the rows of which a filled cell could be read."""
    kinds = f"SELECT felt, count(*) AS n FROM accepted WHERE log = {log.number} GROUP BY felt"
    sums = ", ".join(f"coalesce(sum(n) FILTER (WHERE {fits}), 0)::BIGINT" for fits in FITS.values())
    counts = connection.execute(
        f"SELECT {sums} FROM (SELECT n, {named(unpack_felt())} FROM ({kinds}))"
    ).fetchall()
    return dict(zip(FITS, counts[0], strict=True))


def count_unmapped(connection: DuckDBPyConnection, mapped: Collection[str]) -> pd.DataFrame:
    """Return touchpoint, n_contacts and n_customers of the used rows at other touchpoints; none where none is mapped."""
    strange = f"touchpoint NOT IN ({', '.join(map(literal, sorted(mapped)))})" if mapped else "false"
    counts = (
        "SELECT touchpoint, count(*) AS n_contacts, count(DISTINCT customer_id) AS n_customers FROM accepted "
        f"JOIN (FROM places WHERE {strange}) USING (place) WHERE faults & {quarantine_mask()} = 0 GROUP BY touchpoint"
    )
    return in_memory(connection, lambda: connection.execute(counts).df())
