"""From staged rows to contacts in whole numbers: customers, phases and touchpoints by code.

What is computed from contacts belongs to `journeys`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd

from personagen.engine.cells import MICRO
from personagen.engine.rules import quarantine_mask

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_HIGH = 1 << 32
_LARGEST = 2**63 - 1
_SOURCES = 128
# computed only where it is used
_DRAW = "('0x' || md5(customer_id)[1:15])::BIGINT"
_CUSTOMERS = f"SELECT customer, persona, {_DRAW} AS draw, n_contacts, first_us, last_us FROM customers"


@dataclass(frozen=True)
class Contacts:
    """All contacts that count, on the engine, and what their codes mean.

    Parameters
    ----------
    frame
        One row per contact, all whole numbers: ``customer`` (a number without meaning), ``persona`` (place in
        ``personas``), ``phase`` (position, blank at an unmapped touchpoint), ``step`` (place in ``steps``),
        ``at_us`` (UTC microseconds), ``valence_source`` (2 emotion word, 3 and up: the rating, by its place among the
        study's instruments), ``valence_micro`` and ``gap_micro`` (millionths), ``emotion`` (place in ``emotions``). Of
        contacts with a phase also ``touchpoint``
        (the step of its first channel); ``previous_phase``, ``previous_touchpoint`` and ``previous_us`` of the
        customer's contact before among those with a phase, blank at the first; ``session``, numbered from 1 within
        the customer, and ``run``, numbered likewise: contacts with one touchpoint, in whatever channel, without
        another between them.
    customers
        ``customer`` and ``persona`` of all customers with a contact; ``draw``, a number from the customer_id for sampling;
        ``n_contacts``, ``first_us``, ``last_us`` of all contacts that count.
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
    connection: DuckDBPyConnection, positions: pd.DataFrame, people: pd.DataFrame, personas: Sequence[str],
    session_gap_us: int,
) -> Contacts:  # fmt: skip
    """Turn the staged rows into the table ``contacts``; the staged rows are dropped.

    Parameters
    ----------
    positions
        touchpoint, phase (position from 1) of the mapped touchpoints.
    people
        customer_id, persona (place in ``personas``) of the customers that have one.
    personas
        The personas, and last ``unassigned``.
    session_gap_us
        The longest pause within a session.
    """
    steps = order_steps(connection.execute("SELECT place, touchpoint, channel FROM places").df(), positions)
    connection.register("known_steps", steps.reset_index(names="step"))
    connection.register("known_people", people)
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE customers AS
        SELECT row_number() OVER ()::INTEGER AS customer, customer_id,
            coalesce(persona, {len(personas) - 1})::SMALLINT AS persona, n_contacts, first_us, last_us
        FROM (
            SELECT customer_id, sum(n)::INTEGER AS n_contacts, min(first_us) AS first_us, max(last_us) AS last_us
            FROM seen GROUP BY customer_id
        ) LEFT JOIN known_people USING (customer_id)
        """
    )
    connection.execute(
        "CREATE OR REPLACE TABLE steps AS SELECT step::INTEGER AS step, place, phase::SMALLINT AS phase, "
        "first_step::INTEGER AS touchpoint FROM known_steps"
    )
    order = _order(connection, len(steps))
    connection.execute(f"CREATE OR REPLACE TABLE contacts AS {_in_order(session_gap_us, order)}")
    connection.execute("DROP TABLE staged")
    for view in ("known_steps", "known_people"):
        connection.unregister(view)
    words = connection.execute("SELECT word FROM emotions ORDER BY code").fetchall()
    frame, places = (nw.from_native(connection.table(table)) for table in ("contacts", "steps"))
    return Contacts(
        frame,
        nw.from_native(connection.sql(_CUSTOMERS)),
        places.filter(~nw.col("phase").is_null()).select("step", "phase", "touchpoint"),
        tuple(personas),
        steps.drop(columns="place"),
        tuple(word for (word,) in words),
    )


def _order(connection: DuckDBPyConnection, n_steps: int) -> str:
    """Return SQL of two keys, as few narrow keys sort fastest: the place in the customer's order, and what was felt.

    The first is by stamp and step, those without a phase last; the second decides between contacts at one place, so
    that it doesn't matter which row is which.
    """
    first, last = connection.execute("SELECT min(first_us), max(last_us) FROM customers").fetchall()[0]
    first, last = first or 0, last or 0
    span = (last - first + 1) * n_steps
    whole = "BIGINT" if 2 * span < _LARGEST else "HUGEINT"
    place = f"(at_us - {first})::{whole} * {n_steps} + step + CASE WHEN phase IS NULL THEN {span} ELSE 0 END"
    felt = (
        f"((coalesce(valence_micro, {-2 * MICRO}) + {2 * MICRO})::BIGINT * {6 * MICRO} "
        f"+ coalesce(valence_micro - expectation_micro, {-3 * MICRO}) + {3 * MICRO}) * {_SOURCES} + coalesce(valence_source, 0)"
    )
    return f"{place}, {felt}, emotion"


def _in_order(session_gap_us: int, order: str) -> str:
    """Return SQL of the contacts, each with what came before it.

    They are sorted once, and what follows looks only at the row before or at a running total: sorting is the dearest
    thing that happens to them, and windows for each customer would sort again each time.
    """
    ordered = f"""
        SELECT customer, persona, phase, step, CASE WHEN phase IS NOT NULL THEN touchpoint END AS touchpoint, at_us,
            valence_source, valence_micro, valence_micro - expectation_micro AS gap_micro, emotion
        FROM staged JOIN customers USING (customer_id) JOIN steps USING (place)
        WHERE faults & {quarantine_mask()} = 0
        ORDER BY customer, {order}
    """
    lagged = f"""
        SELECT *, coalesce(lag(customer) OVER () = customer, false) AND phase IS NOT NULL AS goes_on, lag(phase) OVER () AS last_phase,
            lag(touchpoint) OVER () AS last_touchpoint, lag(at_us) OVER () AS last_us
        FROM ({ordered})
    """
    # two numbers in one running total: sessions above, runs below
    changed = f"""
        CASE WHEN goes_on AND at_us - last_us <= {session_gap_us} THEN 0 ELSE {_HIGH} END
        + CASE WHEN goes_on AND touchpoint = last_touchpoint THEN 0 ELSE 1 END
    """
    totals = f"SELECT *, (sum({changed}) OVER (ROWS UNBOUNDED PRECEDING))::BIGINT AS total FROM ({lagged})"
    counted = f"""
        SELECT *, total - max(CASE WHEN goes_on THEN NULL ELSE total END) OVER (ROWS UNBOUNDED PRECEDING) AS own FROM ({totals})
    """
    return f"""
        SELECT customer, persona, phase, step, touchpoint, at_us, valence_source, valence_micro, gap_micro, emotion,
            CASE WHEN goes_on THEN last_phase END AS previous_phase,
            CASE WHEN goes_on THEN last_touchpoint END AS previous_touchpoint,
            CASE WHEN goes_on THEN last_us END AS previous_us,
            CASE WHEN phase IS NOT NULL THEN own // {_HIGH} + 1 END::INTEGER AS session,
            CASE WHEN phase IS NOT NULL THEN own % {_HIGH} + 1 END::INTEGER AS run
        FROM ({counted})
    """


def order_steps(places: pd.DataFrame, positions: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of `Contacts`, from the touchpoints with their channels and the phases of the touchpoints."""
    steps = places.merge(positions, on="touchpoint", how="left").astype({"phase": "Int64"})
    steps = steps.sort_values(["phase", "touchpoint", "channel"], na_position="last", ignore_index=True)
    return steps.assign(first_step=steps.groupby("touchpoint").cumcount().rsub(steps.index))
