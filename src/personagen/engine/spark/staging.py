"""Rows of logs into staged tables: parsed, checked, exact duplicates found, late ones marked.

Every file is read once, into Parquet. Counting belongs to `counting`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd
from pyspark.sql import functions as sf

from personagen.engine.cells import micro_expressions
from personagen.engine.files import LogFile
from personagen.engine.known import EMOTION
from personagen.engine.rules import ROLES, faults_expression, quarantine_mask
from personagen.engine.spark.cells import moment_columns, number_columns, text_columns, utc_columns
from personagen.engine.spark.reading import LINE, RAGGED, cell_names
from personagen.engine.staging import CELL_END
from personagen.engine.zones import LAST_US, pieces_of
from personagen.study import TouchpointLog

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

_CHUNK_US = 32 * 86_400 * 1_000_000
_LAST_CHUNK = LAST_US // _CHUNK_US + 1
_USED = (
    "log", "row_hash", "customer_id", "at_us", "touchpoint", "channel", "valence_source", "valence_micro",
    "expectation_micro", "emotion", "faults",
)  # fmt: skip


def parse_rows(
    spark: SparkSession,
    rows: DataFrame,
    log: TouchpointLog,
    place: tuple[int, int],
    file: LogFile,
    columns: Sequence[str],
    emotions: DataFrame,
    rated: int,
) -> DataFrame:
    """Return the rows of `reading.read_file` as staged rows.

    Parameters
    ----------
    place
        Number of the log, and of the file within it.
    columns
        All columns of the log's files together; a row's hash is taken over them.
    emotions
        word, emotion (its code), emotion_micro.
    rated
        Number of the log's rating as the source of a valence.
    """
    names = cell_names(file)
    cells = {column: sf.col(names[column]) if column in names else sf.lit("") for column in columns}
    filled = [sf.coalesce(cell, sf.lit("")) for cell in cells.values()]
    text = sf.concat_ws(chr(CELL_END), sf.col(LINE).cast("string"), *filled)
    parsed = rows.select(
        *_named(text_columns(log, {column: sf.col(name) for column, name in names.items()})),
        sf.xxhash64(*filled).alias("row_hash"),
        text.alias("all_text"),
        RAGGED,
    )
    parsed = parsed.select("*", *_named(moment_columns(log, file.dialect)))
    parsed = _with_offset(spark, parsed, log.timezone)
    parsed = parsed.select("*", *_named(number_columns(log, file.dialect)))
    micros = {column: sf.expr(micro) for column, micro in micro_expressions().items()}
    parsed = parsed.select("*", *_named(micros))
    parsed = parsed.select("*", *_named(utc_columns()))
    parsed = parsed.join(sf.broadcast(emotions), sf.col("emotion_text") == sf.col("word"), "left")
    parsed = parsed.withColumn("faults", sf.expr(faults_expression(ROLES)).cast("smallint"))
    return parsed.select(*_staged(place, rated))


def drop_duplicates(staged: DataFrame, ends: Mapping[int, int]) -> DataFrame:
    """Return each exact row that can be a contact once, with ``is_late``: at or after the cut-off of its log.

    Rows are equal when the hashes of all their cells are, and everything that is used of them is.

    Parameters
    ----------
    ends
        Number of the log -> first microsecond that no longer counts.
    """
    good = staged.filter(sf.col(RAGGED).isNull() & (sf.col("faults").bitwiseAND(quarantine_mask()) == 0))
    first = sf.min(sf.struct("file", "row_text")).alias("first")
    once = good.groupBy(*_USED).agg(first).select(*_USED, "first.file", "first.row_text")
    is_late = sf.expr("false")
    for log, end in ends.items():
        is_late |= (sf.col("log") == log) & (sf.col("at_us") >= end)
    return once.withColumn("is_late", is_late)


def _with_offset(spark: SparkSession, rows: DataFrame, zone: str) -> DataFrame:
    """Add ``local_offset`` (see `zones`), by a small table of the zone's stretches: at most one fits."""
    found = pd.DataFrame(_stretches(zone), columns=["chunk", "low", "high", "local_offset"])
    stretches = spark.createDataFrame([*found.itertuples(index=False, name=None)], _STRETCHES)
    local = sf.col("local_us")
    chunk = sf.floor(local / _CHUNK_US)
    fits = (sf.col("chunk") == chunk) & (local >= sf.col("low")) & (local < sf.col("high"))
    return rows.join(sf.broadcast(stretches), fits, "left").drop("chunk", "low", "high")


_STRETCHES = "chunk bigint, low bigint, high bigint, local_offset int"


def _stretches(zone: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the zone's pieces, cut at the ends of chunks of 32 days."""
    chunks = range(-1, 1 + _LAST_CHUNK)
    low = chunks[0] * _CHUNK_US
    for end, offset in pieces_of(zone):
        stop = int(min(end, chunks[-1] * _CHUNK_US))
        while low < stop:
            chunk = low // _CHUNK_US
            high = min(stop, (chunk + 1) * _CHUNK_US)
            yield chunk, low, high, offset
            low = high


def _staged(place: tuple[int, int], rated: int) -> list[Column]:
    is_rated, is_felt = sf.col("satisfaction_micro").isNotNull(), sf.col("emotion").isNotNull()
    source = sf.when(is_rated, sf.lit(rated)).when(is_felt, sf.lit(EMOTION)).cast("tinyint")
    return [
        sf.lit(place[0]).cast("tinyint").alias("log"),
        sf.lit(place[1]).cast("int").alias("file"),
        *map(sf.col, ("customer_id", "at_us", "touchpoint", "channel")),
        source.alias("valence_source"),
        sf.coalesce("satisfaction_micro", "emotion_micro").alias("valence_micro"),
        sf.col("expectation_micro"),
        sf.col("emotion"),
        *map(sf.col, ("row_hash", "faults")),
        sf.when(sf.col("faults") > 0, sf.col("all_text")).alias("row_text"),
        sf.col(RAGGED),
    ]


def _named(columns: Mapping[str, Column]) -> list[Column]:
    return [column.alias(name) for name, column in columns.items()]
