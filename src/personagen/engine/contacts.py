"""From staged rows to contacts in whole numbers: customers, phases and touchpoints by code.

What is computed from contacts belongs to `journeys`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd

from personagen.engine.rules import quarantine_mask

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Contacts:
    """All contacts that count, on the engine, and what their codes mean.

    Parameters
    ----------
    frame
        One row per contact, all whole numbers: ``customer`` (a number without meaning), ``persona`` (place in
        ``personas``), ``phase`` (position, blank at an unmapped touchpoint), ``step`` (place in ``steps``),
        ``at_us`` (UTC microseconds), ``valence_source`` (1 satisfaction, 2 emotion word), ``valence_micro`` and
        ``gap_micro`` (millionths), ``emotion`` (place in ``emotions``).
    customers
        ``customer`` and ``persona`` of all customers with a contact.
    places
        ``step``, ``phase`` and ``touchpoint`` (the step of its first channel) of the mapped steps.
    personas
        The personas, and last ``unassigned``.
    steps
        touchpoint, channel, phase (position), first_step (of the touchpoint), in the order in which contacts with equal stamps count: phase,
        touchpoint, channel; unmapped ones last.
    emotions
        The words, in the order of the alphabet.
    """

    frame: nw.LazyFrame[Any]
    customers: nw.LazyFrame[Any]
    places: nw.LazyFrame[Any]
    personas: tuple[str, ...]
    steps: pd.DataFrame
    emotions: tuple[str, ...]


def build_contacts(
    connection: DuckDBPyConnection, positions: pd.DataFrame, people: pd.DataFrame, personas: Sequence[str]
) -> Contacts:
    """Turn the staged rows into the table ``contacts``; the staged rows are dropped.

    Parameters
    ----------
    positions
        touchpoint, phase (position from 1) of the mapped touchpoints.
    people
        customer_id, persona (place in ``personas``) of the customers that have one.
    personas
        The personas, and last ``unassigned``.
    """
    steps = order_steps(connection.execute("SELECT touchpoint, channel FROM places").df(), positions)
    connection.register("known_steps", steps.reset_index(names="step"))
    connection.register("known_people", people)
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE customers AS
        SELECT row_number() OVER ()::INTEGER AS customer, customer_id,
            coalesce(persona, {len(personas) - 1})::SMALLINT AS persona
        FROM (SELECT DISTINCT customer_id FROM seen)
        LEFT JOIN known_people USING (customer_id)
        """
    )
    connection.execute(
        "CREATE OR REPLACE TABLE steps AS SELECT step::INTEGER AS step, touchpoint, channel, phase::SMALLINT AS phase, "
        "first_step::INTEGER AS first_step FROM known_steps"
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE contacts AS
        SELECT customers.customer, customers.persona, steps.phase, steps.step, at_us, valence_source, valence_micro,
            valence_micro - expectation_micro AS gap_micro, emotion
        FROM staged JOIN customers USING (customer_id) JOIN steps USING (touchpoint, channel)
        WHERE faults & {quarantine_mask()} = 0
        """
    )
    connection.execute("DROP TABLE staged")
    for view in ("known_steps", "known_people"):
        connection.unregister(view)
    words = connection.execute("SELECT word FROM emotions ORDER BY code").fetchall()
    frame, customers, places = (
        nw.from_native(connection.table(table)) for table in ("contacts", "customers", "steps")
    )
    return Contacts(
        frame,
        customers.select("customer", "persona"),
        places.filter(~nw.col("phase").is_null()).select("step", "phase", touchpoint=nw.col("first_step")),
        tuple(personas),
        steps,
        tuple(word for (word,) in words),
    )


def order_steps(places: pd.DataFrame, positions: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of `Contacts`, from the touchpoints with their channels and the phases of the touchpoints."""
    steps = places.merge(positions, on="touchpoint", how="left").astype({"phase": "Int64"})
    steps = steps.sort_values(["phase", "touchpoint", "channel"], na_position="last", ignore_index=True)
    return steps.assign(first_step=steps.groupby("touchpoint").cumcount().rsub(steps.index))
