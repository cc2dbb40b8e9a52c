"""Counts over staged rows, for the account of the logs: small tables, summed on Spark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from pyspark.sql import functions as sf

from personagen.engine.account import LISTED, Listed, LoadedLog, describe_faults
from personagen.engine.counts import FITS
from personagen.engine.faulty import place_faults
from personagen.engine.interface import LogCounts
from personagen.engine.rules import RULES, quarantine_mask
from personagen.engine.spark.reading import RAGGED
from personagen.engine.staging import CELL_END

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame


@dataclass(frozen=True)
class Staged:
    """The rows of all logs on Spark.

    Parameters
    ----------
    rows
        All, as `staging.parse_rows` makes them.
    once
        Those that can be contacts, `staging.drop_duplicates`.
    seen
        log, customer_id, n, first_us, last_us of the rows that count.
    linked
        customer_id of those that belong to a respondent.
    """

    rows: DataFrame
    once: DataFrame
    seen: DataFrame
    linked: DataFrame

    @property
    def used(self) -> DataFrame:
        """The rows that count."""
        return self.once.filter(~sf.col("is_late"))


def sum_up(once: DataFrame) -> DataFrame:
    """Return log, customer_id, n, first_us, last_us of the rows that count."""
    used = once.filter(~sf.col("is_late"))
    return used.groupBy("log", "customer_id").agg(
        sf.count("*").alias("n"), sf.min("at_us").alias("first_us"), sf.max("at_us").alias("last_us")
    )


def count_logs(staged: Staged) -> dict[int, dict[str, int]]:
    """Return by number of the log: read, bad, ragged, late, once, and as fault_0 .. and fits_<role> those sums.

    Of the seen customers: n, unlinked, n_customers, n_unlinked, first, last.
    """
    ragged = sf.col(RAGGED).isNotNull()
    bad = ~ragged & (sf.col("faults").bitwiseAND(quarantine_mask()) > 0)
    every = staged.rows.groupBy("log").agg(
        sf.count("*").alias("read"),
        sf.count_if(ragged).alias("ragged"),
        sf.count_if(bad).alias("bad"),
        *_marks(bad),
    )
    late = sf.col("is_late")
    once = staged.once.groupBy("log").agg(
        sf.count("*").alias("once"), sf.count_if(late).alias("late"), *_marks(~late)
    )
    known = staged.linked.withColumn("is_linked", sf.expr("true"))
    strange = sf.col("is_linked").isNull()
    seen = (
        staged.seen.join(known, "customer_id", "left")
        .groupBy("log")
        .agg(
            sf.sum("n").alias("used"),
            sf.sum(sf.when(strange, sf.col("n")).otherwise(0)).alias("unlinked"),
            sf.count("*").alias("n_customers"),
            sf.count_if(strange).alias("n_unlinked"),
            sf.min("first_us").alias("first"),
            sf.max("last_us").alias("last"),
        )
    )
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for table in (every, once, seen):
        for row in table.collect():
            for name, n in row.asDict().items():
                found[row["log"]][name] += n
    return found


def describe(log: LoadedLog, n: dict[str, int]) -> LogCounts:
    """Return the counts of a log, from its entry of `count_logs`."""
    row = {
        "source": log.source,
        "read": n["read"],
        "used": n["used"],
        "quarantined": n["bad"] + n["ragged"],
        "duplicate": n["read"] - n["bad"] - n["ragged"] - n["once"],
        "excluded": n["late"],
        "unlinked": n["unlinked"],
        "n_customers": n["n_customers"],
        "n_unlinked": n["n_unlinked"],
    }
    faults = describe_faults(log, [*(n[f"fault_{bit}"] for bit in range(len(RULES))), n["ragged"]])
    fits = {role: n[f"fits_{role}"] for role in FITS}
    return LogCounts(row, faults, fits, (n["first"], n["last"]) if n["used"] else None)


def count_unmapped(staged: Staged, mapped: Collection[str]) -> pd.DataFrame:
    """Return touchpoint, n_contacts and n_customers of the used rows at other touchpoints; none where none is mapped."""
    strange = ~sf.col("touchpoint").isin([*mapped]) if mapped else sf.lit(False)  # noqa: FBT003
    counts = (sf.count("*").alias("n_contacts"), sf.count_distinct("customer_id").alias("n_customers"))
    found = staged.used.filter(strange).groupBy("touchpoint").agg(*counts).toArrow()
    return pd.DataFrame(found.to_pydict(), columns=["touchpoint", "n_contacts", "n_customers"])


def list_faulty(staged: Staged, log: LoadedLog) -> list[Listed]:
    """Return the faulty rows of a log, at most `LISTED` that fit the header and as many that don't."""
    mine = sf.col("log") == log.number
    bad = staged.rows.filter(sf.col(RAGGED).isNull() & (sf.col("faults").bitwiseAND(quarantine_mask()) > 0))
    other = staged.used.filter(sf.col("faults") > 0)
    columns = ("log", "file", "faults", "row_text")
    faulty = bad.select(*columns).unionByName(other.select(*columns)).filter(mine)
    line = sf.split_part(sf.col("row_text"), sf.lit(chr(CELL_END)), sf.lit(1)).cast("bigint").alias("line")
    rows = faulty.select("file", line, "faults", "row_text").orderBy("file", "line", "row_text").limit(LISTED)
    return place_faults(log, [tuple(row) for row in rows.collect()])


def list_ragged(staged: Staged, log: LoadedLog) -> list[tuple[int, str]]:
    """Return the number of the file and the text of at most `LISTED` ragged rows of a log."""
    ragged = staged.rows.filter((sf.col("log") == log.number) & sf.col(RAGGED).isNotNull())
    rows: Sequence[tuple[int, str]] = (
        ragged.select("file", RAGGED).orderBy("file", RAGGED).limit(LISTED).collect()
    )
    return [(int(file), str(text)) for file, text in rows]


def _marks(counts: Column) -> list[Column]:
    faults = [
        sf.count_if(counts & (sf.col("faults").bitwiseAND(1 << bit) > 0)).alias(f"fault_{bit}")
        for bit in range(len(RULES))
    ]
    return faults + [sf.count_if(counts & sf.expr(fits)).alias(f"fits_{role}") for role, fits in FITS.items()]
