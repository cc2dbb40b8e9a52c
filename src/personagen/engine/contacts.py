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
        ``personas``), ``phase`` (position, blank at an unmapped touchpoint), ``touchpoint`` (place of the touchpoint
        in ``steps``: that of its first channel), ``step`` (place in ``steps``),
        ``at_us`` (UTC microseconds), ``valence_source`` (1 satisfaction, 2 emotion word), ``valence_micro`` and
        ``gap_micro`` (millionths), ``emotion`` (place in ``emotions``).
    customers
        ``customer`` and ``persona`` of all customers with a contact.
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
    personas: tuple[str, ...]
    steps: pd.DataFrame
    emotions: tuple[str, ...]


def build_contacts(
    connection: DuckDBPyConnection, positions: pd.DataFrame, people: pd.DataFrame, personas: Sequence[str]
) -> Contacts:
    """Turn the staged rows into the table ``contacts``.

    Parameters
    ----------
    positions
        touchpoint, phase (position from 1) of the mapped touchpoints.
    people
        customer_id, persona (place in ``personas``) of the customers that have one.
    personas
        The personas, and last ``unassigned``.
    """
    steps = _steps(connection, positions)
    connection.register("known_steps", steps.reset_index(names="step"))
    connection.register("known_people", people)
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE customers AS
        SELECT row_number() OVER ()::INTEGER AS customer, customer_id,
            coalesce(persona, {len(personas) - 1})::SMALLINT AS persona
        FROM (SELECT DISTINCT customer_id FROM staged WHERE faults & {quarantine_mask()} = 0)
        LEFT JOIN known_people USING (customer_id)
        """
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE contacts AS
        SELECT customers.customer, customers.persona, known_steps.phase::SMALLINT AS phase,
            known_steps.first_step::INTEGER AS touchpoint, known_steps.step::INTEGER AS step, at_us, valence_source, valence_micro,
            valence_micro - expectation_micro AS gap_micro, emotion
        FROM staged JOIN customers USING (customer_id) JOIN known_steps USING (touchpoint, channel)
        WHERE faults & {quarantine_mask()} = 0
        """
    )
    for view in ("known_steps", "known_people"):
        connection.unregister(view)
    words = connection.execute("SELECT word FROM emotions ORDER BY code").fetchall()
    frame, customers = (nw.from_native(connection.table(table)) for table in ("contacts", "customers"))
    return Contacts(
        frame,
        customers.select("customer", "persona"),
        tuple(personas),
        steps,
        tuple(word for (word,) in words),
    )


def _steps(connection: DuckDBPyConnection, positions: pd.DataFrame) -> pd.DataFrame:
    found = connection.execute(
        f"SELECT DISTINCT touchpoint, channel FROM staged WHERE faults & {quarantine_mask()} = 0"
    ).df()
    steps = found.merge(positions, on="touchpoint", how="left").astype({"phase": "Int64"})
    steps = steps.sort_values(["phase", "touchpoint", "channel"], na_position="last", ignore_index=True)
    return steps.assign(first_step=steps.groupby("touchpoint").cumcount().rsub(steps.index))
