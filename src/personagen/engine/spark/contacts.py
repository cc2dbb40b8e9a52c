"""From staged rows to contacts in whole numbers: customers, phases and touchpoints by code.

What is computed from contacts belongs to `journeys`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
from pyspark.sql import Window
from pyspark.sql import functions as sf

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

_DRAW_DIGITS = 15
PLACES = ("step", "phase", "first_step AS touchpoint")


def number_customers(
    spark: SparkSession, seen: DataFrame, people: pd.DataFrame, n_personas: int
) -> DataFrame:
    """Return customer (a number without meaning), customer_id, persona, draw, n_contacts, first_us, last_us.

    The numbers are others each time they are computed: keep the table.
    """
    rows = [*zip(people["customer_id"].astype(object), people["persona"].tolist(), strict=True)]
    known = spark.createDataFrame(rows, "customer_id string, persona smallint")
    each = seen.groupBy("customer_id").agg(
        sf.sum("n").cast("int").alias("n_contacts"),
        sf.min("first_us").alias("first_us"),
        sf.max("last_us").alias("last_us"),
    )
    digits = sf.substring(sf.md5(sf.col("customer_id").cast("binary")), 1, _DRAW_DIGITS)
    return each.join(known, "customer_id", "left").select(
        sf.monotonically_increasing_id().alias("customer"),
        "customer_id",
        sf.coalesce("persona", sf.lit(n_personas - 1).cast("smallint")).alias("persona"),
        sf.conv(digits, 16, 10).cast("bigint").alias("draw"),
        "n_contacts",
        "first_us",
        "last_us",
    )


def steps_table(spark: SparkSession, steps: pd.DataFrame) -> DataFrame:
    """Return the steps of `Contacts` as a table of the engine."""
    whole = steps.reset_index(names="step")
    table = pa.table(
        {
            "step": pa.array(whole["step"], pa.int32()),
            "touchpoint": pa.array(whole["touchpoint"].astype(object), pa.string()),
            "channel": pa.array(whole["channel"].astype(object), pa.string()),
            "phase": pa.array([None if pd.isna(p) else int(p) for p in whole["phase"]], pa.int16()),
            "first_step": pa.array(whole["first_step"], pa.int32()),
        }
    )
    return spark.createDataFrame(table)


def join_contacts(used: DataFrame, customers: DataFrame, steps: DataFrame, session_gap_us: int) -> DataFrame:
    """Return the contacts as `Contacts` describes them."""
    places = sf.broadcast(steps.withColumnRenamed("touchpoint", "name").withColumnRenamed("channel", "means"))
    here = (used["touchpoint"] == places["name"]) & (used["channel"] == places["means"])
    joined = used.join(customers.select("customer", "customer_id"), "customer_id").join(places, here)
    is_mapped = sf.col("phase").isNotNull()
    contacts = joined.select(
        *map(sf.col, ("customer", "phase", "step")),
        sf.when(is_mapped, sf.col("first_step")).alias("touchpoint"),
        *map(sf.col, ("at_us", "valence_source", "valence_micro")),
        (sf.col("valence_micro") - sf.col("expectation_micro")).alias("gap_micro"),
        sf.col("emotion"),
    )
    return _with_path(contacts, session_gap_us)


def _with_path(contacts: DataFrame, session_gap_us: int) -> DataFrame:
    """Add what went before each mapped contact, and the numbers of its session and its run of equal touchpoints."""
    order = Window.partitionBy("customer", sf.col("phase").isNull()).orderBy("at_us", "step")
    whole = order.rowsBetween(Window.unboundedPreceding, Window.currentRow)

    def before(column: str) -> Column:
        return sf.when(sf.col("phase").isNotNull(), sf.lag(column).over(order))

    names = {"previous_phase": "phase", "previous_touchpoint": "touchpoint", "previous_us": "at_us"}
    before_all = contacts.select("*", *(before(column).alias(name) for name, column in names.items()))
    pause = sf.col("at_us") - sf.col("previous_us")
    rises = {
        "session": pause > session_gap_us,
        "run": sf.col("previous_touchpoint") != sf.col("touchpoint"),
    }
    counted = [
        sf.when(sf.col("phase").isNotNull(), 1 + sf.sum(sf.when(rise, 1).otherwise(0)).over(whole))
        .cast("int")
        .alias(name)
        for name, rise in rises.items()
    ]
    return before_all.select("*", *counted).drop("previous_touchpoint")
