"""From staged rows to contacts in whole numbers: customers, phases and touchpoints by code.

What is computed from contacts belongs to `journeys`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd

from personagen.engine.blocks import OF_BLOCK
from personagen.engine.felt import unpack_felt
from personagen.engine.memory import in_memory
from personagen.engine.quoting import named
from personagen.engine.rules import quarantine_mask

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_HIGH = 1 << 32
_LARGEST = 2**63 - 1
# computed only where it is used
_DRAW = "('0x' || md5(customer_id)[1:15])::BIGINT"
_CUSTOMERS = f"SELECT customer, persona, {_DRAW} AS draw, n_contacts, first_us, last_us FROM customers WHERE {OF_BLOCK}"


@dataclass(frozen=True)
class Contacts:
    """All contacts that count, on the engine, and what their codes mean.

    Parameters
    ----------
    frame
        One row per contact, all whole numbers: ``customer`` (a number without meaning), ``phase`` (position, blank at
        an unmapped touchpoint), ``step`` (place in ``steps``), ``at_us`` (UTC microseconds), ``valence_source`` (2
        emotion word, 3 and up: the rating, by its place among the study's instruments), ``valence_micro`` and
        ``gap_micro`` (millionths), ``emotion`` (place in ``emotions``). Of contacts with a phase also ``touchpoint``
        (the step of its first channel); ``previous_phase`` and ``previous_us`` of the customer's contact before among
        those with a phase, blank at the first; ``session``, numbered from 1 within the customer, and ``run``, numbered
        likewise: contacts with one touchpoint, in whatever channel, without another between them. Contacts of a
        customer with one stamp and step are in no order of their own.
    customers
        ``customer`` and ``persona`` (place in ``personas``) of all customers with a contact; ``draw``, a number from the customer_id for sampling;
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
    """Return the contacts of the staged rows, which are dropped.

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
    contacts = _create_ordered(connection, session_gap_us, len(steps))
    for view in ("known_steps", "known_people"):
        connection.unregister(view)
    words = connection.execute("SELECT word FROM emotions ORDER BY code").fetchall()
    frame, customers = (nw.from_native(connection.sql(sql)) for sql in (contacts, _CUSTOMERS))
    places = nw.from_native(connection.table("steps"))
    return Contacts(
        frame,
        customers,
        places.filter(~nw.col("phase").is_null()).select("step", "phase", "touchpoint"),
        tuple(personas),
        steps.drop(columns="place"),
        tuple(word for (word,) in words),
    )


def _create_ordered(connection: DuckDBPyConnection, session_gap_us: int, n_steps: int) -> str:
    """Make the table ``ordered`` of the contacts, each customer's in their order, and return SQL of `Contacts.frame` on it.

    They are sorted once, three narrow columns of them, and what follows looks only at the row before or at a running
    total: sorting is the dearest thing that happens to them, and windows for each customer would sort again each time.
    Writing columns comes next, so what is seldom asked for stays packed in the table. A contact's place in the order is
    one whole number of its stamp and step; those without a phase come last.
    """
    first, last = connection.execute("SELECT min(first_us), max(last_us) FROM customers").fetchall()[0]
    first, span, n = first or 0, (last or 0) - (first or 0) + 1, max(1, n_steps)
    whole = "BIGINT" if 2 * span * n < _LARGEST else "HUGEINT"
    phase_of, touchpoint_of = (_looked_up(connection, column, n) for column in ("phase", "touchpoint"))
    # a table of its own, so that the sort has the memory to itself
    keyed = f"""
        CREATE OR REPLACE TABLE keyed AS
        SELECT customer, (at_us - {first} + CASE WHEN phase IS NULL THEN {span} ELSE 0 END)::{whole} * {n} + step AS key, felt
        FROM accepted JOIN customers USING (customer_id) JOIN steps USING (place)
        WHERE faults & {quarantine_mask()} = 0
    """
    in_memory(connection, lambda: connection.execute(keyed))
    connection.execute("DROP TABLE staged")
    is_mapped = f"key < {span * n}"
    counted = _with_changes(session_gap_us, n, touchpoint_of, is_mapped)
    ordered = f"""
        CREATE OR REPLACE TABLE ordered AS
        SELECT customer, (key % {n})::INTEGER AS step, felt, changes,
            (key // {n} + {first} - CASE WHEN {is_mapped} THEN 0 ELSE {span} END)::BIGINT AS at_us,
            CASE WHEN {is_mapped} THEN {phase_of("key")} END AS phase,
            CASE WHEN {is_mapped} THEN {touchpoint_of("key")} END AS touchpoint,
            CASE WHEN goes_on THEN last_key END AS last_key
        FROM ({counted})
    """
    in_memory(connection, lambda: connection.execute(ordered))
    connection.execute("DROP TABLE keyed")
    felt = {column: sql for column, sql in unpack_felt().items() if column != "expectation_micro"}
    return f"""
        SELECT customer, phase, step, touchpoint, at_us, {named(felt)},
            {phase_of("last_key")} AS previous_phase, (last_key // {n} + {first})::BIGINT AS previous_us,
            CASE WHEN phase IS NOT NULL THEN changes // {_HIGH} + 1 END::INTEGER AS session,
            CASE WHEN phase IS NOT NULL THEN changes % {_HIGH} + 1 END::INTEGER AS run
        FROM ordered WHERE {OF_BLOCK}
    """


def _with_changes(
    session_gap_us: int, n_steps: int, touchpoint_of: Callable[[str], str], is_mapped: str
) -> str:
    """Return SQL of the keyed contacts in order, with the key before and ``changes``: of the session and of the run.

    Both are numbers in one, sessions above and runs below: how often they have changed since the customer's first contact.
    """
    lagged = f"""
        SELECT *, coalesce(lag(customer) OVER () = customer, false) AND {is_mapped} AS goes_on, lag(key) OVER () AS last_key
        FROM (SELECT customer, key, felt FROM keyed ORDER BY customer, key)
    """
    changed = f"""
        CASE WHEN goes_on AND key // {n_steps} - last_key // {n_steps} <= {session_gap_us} THEN 0 ELSE {_HIGH} END
        + CASE WHEN goes_on AND {touchpoint_of("key")} = {touchpoint_of("last_key")} THEN 0 ELSE 1 END
    """
    totals = f"SELECT *, (sum({changed}) OVER (ROWS UNBOUNDED PRECEDING))::BIGINT AS total FROM ({lagged})"
    return f"""
        SELECT *, total - max(CASE WHEN goes_on THEN NULL ELSE total END) OVER (ROWS UNBOUNDED PRECEDING) AS changes FROM ({totals})
    """


def _looked_up(connection: DuckDBPyConnection, column: str, n_steps: int) -> Callable[[str], str]:
    """Return what gives SQL of a column of the steps, from SQL of a key; a list is quicker than a join."""
    connection.execute(f"SET VARIABLE step_{column} = (SELECT list({column} ORDER BY step) FROM steps)")
    return lambda key: f"getvariable('step_{column}')[({key} % {n_steps})::INTEGER + 1]"


def order_steps(places: pd.DataFrame, positions: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of `Contacts`, from the touchpoints with their channels and the phases of the touchpoints."""
    steps = places.merge(positions, on="touchpoint", how="left").astype({"phase": "Int64"})
    steps = steps.sort_values(["phase", "touchpoint", "channel"], na_position="last", ignore_index=True)
    return steps.assign(first_step=steps.groupby("touchpoint").cumcount().rsub(steps.index))
