"""A file of a log as a Spark table of text cells, one row for each row of the file.

What cells mean belongs to `cells`. Rows that don't fit the header are marked, as DuckDB would set them apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import functions as sf

from personagen.engine.files import LogFile
from personagen.engine.refusing import refuse_stray_quote

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

LINE, RAGGED = "#line", "#ragged"
_BAD = "#bad"
_NO_TEXT = "\ufffd"  # what bytes that aren't UTF-8 become
_WHOLE_DOUBLE = 1e15


def cell_names(file: LogFile) -> dict[str, str]:
    """Return the name of each column of the file in `read_file`'s table."""
    return {column: f"c{place}" for place, column in enumerate(file.columns)}


def read_file(spark: SparkSession, file: LogFile, link: Path) -> DataFrame:
    """Return the cells as text (`cell_names`), the line where it is known (else 0), and the text of a ragged row.

    Parameters
    ----------
    link
        Where a link to the file can be made: Spark tells packed files by their names, and skips some names.
    """
    ending = ".parquet" if file.dialect is None else ".csv.gz" if file.is_packed else ".csv"
    path = link.with_name(link.name + ending)
    path.symlink_to(file.path.resolve())
    return _read_parquet(spark, file, path) if file.dialect is None else _read_csv(spark, file, path)


def _read_parquet(spark: SparkSession, file: LogFile, path: Path) -> DataFrame:
    types = {field.name: field.type for field in pq.read_schema(path)}
    cells = [_as_text(column, types[column]).alias(new) for column, new in cell_names(file).items()]
    line = (sf.col("_metadata.row_index") + 1).alias(LINE)
    return spark.read.parquet(path.as_uri()).select(*cells, line, sf.lit(None).cast("string").alias(RAGGED))


def _as_text(name: str, dtype: pa.DataType) -> Column:
    """Return a Parquet column as the text a CSV would hold."""
    quoted = "`" + name.replace("`", "``") + "`"
    column = sf.col(quoted)
    if pa.types.is_timestamp(dtype):
        # of nanoseconds Spark gives the number
        moment = (
            sf.expr(f"timestamp_micros({quoted} div 1000)")
            if dtype.unit == "ns"
            else column.cast("timestamp")
        )
        return sf.concat(moment.cast("string"), sf.lit("+00" if dtype.tz else ""))
    if pa.types.is_floating(dtype):
        # Java writes large whole numbers, such as ids of customers, with an exponent
        is_whole = (sf.abs(column) < _WHOLE_DOUBLE) & (sf.floor(column) == column)
        return sf.when(is_whole, sf.concat(column.cast("bigint").cast("string"), sf.lit(".0"))).otherwise(
            column.cast("string")
        )
    return column.cast("string")


def _read_csv(spark: SparkSession, file: LogFile, path: Path) -> DataFrame:
    assert file.dialect is not None  # noqa: S101
    separator = file.dialect.separator
    traits = _look(spark, path, separator)
    if traits["has_breaks"]:
        refuse_stray_quote(file)
    names = [*cell_names(file).values()]
    schema = ", ".join(f"`{column}` string" for column in (*names, _BAD))
    options = {
        "sep": separator,
        "quote": '"',
        "escape": '"',
        "mode": "PERMISSIVE",
        "columnNameOfCorruptRecord": _BAD,
        # cells behind spaces are quoted too; otherwise spaces belong to cells
        "ignoreLeadingWhiteSpace": str(traits["is_spaced"]).lower(),
        "maxColumns": str(max(20_480, len(names) + 1)),
    }
    rows = spark.read.csv(
        path.as_uri(),
        schema=schema,
        header=True,
        # a file in which no cell goes on over the end of its line can be read in parts
        multiLine=traits["has_breaks"],
        # not \r\n, so that those within cells stay as they are
        lineSep="\n",
        **options,
    )
    return _mark(rows, names, schema, options, has_strays=traits["has_strays"])


def _look(spark: SparkSession, path: Path, separator: str) -> Mapping[str, bool]:
    """Return how quotes are used: over the ends of lines, behind spaces, with text after them."""
    line, s = sf.col("value"), re.escape(separator)
    n_quotes = sf.length(line) - sf.length(sf.translate(line, '"', ""))
    found = (
        spark.read.text(path.as_uri(), lineSep="\n")
        .agg(
            sf.max(n_quotes % 2 == 1).alias("has_breaks"),
            sf.max(line.rlike(f'(^|{s}) +"')).alias("is_spaced"),
            sf.max(line.rlike(f'(^|{s}) *"[^"]*+(""[^"]*+)*+" *[^ "\r{s}]')).alias("has_strays"),
        )
        .collect()[0]
    )
    return {trait: bool(found[trait]) for trait in ("has_breaks", "is_spaced", "has_strays")}


def _mark(
    rows: DataFrame, names: list[str], schema: str, options: Mapping[str, str], *, has_strays: bool
) -> DataFrame:
    """Take one empty cell too many from rows, and mark those that still don't fit or aren't text."""
    last = names[-1]
    rows = rows.withColumn(last, sf.regexp_replace(last, "\r$", ""))
    bad = sf.regexp_replace(_BAD, "\r?\n?$", "")
    shorter = sf.when(
        sf.col(_BAD).isNotNull() & bad.endswith(options["sep"]),
        sf.from_csv(sf.substring(bad, 1, sf.length(bad) - 1), schema, dict(options)),
    )
    rows = rows.withColumn("#shorter", shorter)
    fits = sf.col("#shorter").isNotNull() & sf.col(f"#shorter.`{_BAD}`").isNull()
    cells = [sf.when(fits, sf.col(f"#shorter.{n}")).otherwise(sf.col(n)).alias(n) for n in names]
    marked = rows.select(*cells, sf.when(~fits, sf.col(_BAD)).alias(_BAD))
    whole = sf.concat_ws(options["sep"], *(sf.coalesce(sf.col(n), sf.lit("")) for n in names))
    broken: Any = whole.contains(_NO_TEXT)
    if has_strays:
        for column in names:
            broken |= sf.coalesce(sf.col(column).startswith('"'), sf.expr("false"))
    ragged = sf.coalesce(sf.col(_BAD), sf.when(broken, whole))
    found = marked.select(*names, sf.lit(0).cast("bigint").alias(LINE), ragged.alias(RAGGED))
    return found.filter(sf.col(RAGGED).isNull() | (sf.trim(sf.translate(RAGGED, "\r\n", "")) != ""))
