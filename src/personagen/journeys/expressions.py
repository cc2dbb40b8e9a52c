"""The counts on the engine, as expressions that any narwhals backend runs: contacts down to a row per customer.

Sums are over whole numbers only, so that they are the same in every run. Finishing the small tables belongs to
`counting`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]
NANO = 1_000_000_000
_MICRO = 1_000_000
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Order:
    """The order of contacts as one whole number: by stamp, of equal stamps by step.

    Parameters
    ----------
    first_us, last_us
        First and last stamp that count.
    n_steps
        Number of steps.
    """

    first_us: int
    last_us: int
    n_steps: int

    @property
    def dtype(self) -> type[nw.Int64 | nw.Int128]:
        """The type of a place: 64 bits where the log isn't too long."""
        largest = (self.last_us - self.first_us + 1) * self.n_steps
        return nw.Int64 if largest <= _LARGEST else nw.Int128

    def place(self) -> nw.Expr:
        """Return the place of a contact, from ``at_us`` and ``step``."""
        return (nw.col("at_us") - self.first_us).cast(self.dtype) * self.n_steps + nw.col("step")

    def at_us(self, place: str) -> nw.Expr:
        """Return the stamp of a place."""
        return whole_part(nw.col(place), self.n_steps, self.dtype) + self.first_us

    def step(self, place: str) -> nw.Expr:
        """Return the step of a place."""
        return (nw.col(place) % self.n_steps).cast(nw.Int64)


def build_visits(contacts: Frame, key: str) -> Frame:
    """Return one row per customer and ``key`` (step or touchpoint) of the contacts with a phase: n_contacts."""
    mapped = contacts.filter(~nw.col("phase").is_null())
    return mapped.group_by("customer", key).agg(n_contacts=_whole(nw.len()))


def build_feelings(contacts: Frame, key: str) -> Frame:
    """Return one row per customer and ``key`` (step, touchpoint or phase) of the contacts with a valence, with their sums."""
    rated = contacts.filter(~nw.col("phase").is_null() & ~nw.col("valence_micro").is_null())
    return rated.group_by("customer", key).agg(
        n_ratings=_whole(nw.len()),
        n_words=_whole((nw.col("valence_source") == 2).cast(nw.Int64).sum()),  # noqa: PLR2004
        valence_sum=_whole(nw.col("valence_micro").cast(nw.Int64).sum()),
        n_gaps=_whole(nw.col("gap_micro").count()),
        gap_sum=_whole(nw.col("gap_micro").cast(nw.Int64).sum()),
    )


def whole_part(
    expression: nw.Expr, n: nw.Expr | int, dtype: type[nw.Int64 | nw.Int128] = nw.Int64
) -> nw.Expr:
    """Return expression // n in 64 bits, exactly.

    By way of floats, twice as they hold 53 bits only: ``//`` of narwhals is a dozen cases for each row on DuckDB, and isn't
    exact on Spark.

    Parameters
    ----------
    dtype
        The type of the expression.
    """
    near = (expression / n).floor().cast(nw.Int64)
    return near + ((expression - near.cast(dtype) * n) / n).floor().cast(nw.Int64)


def wide(expression: nw.Expr) -> nw.Expr:
    """Return whole numbers whose sum may exceed 64 bits."""
    return expression.cast(nw.Decimal(38, 0))


def build_stays(contacts: Frame, order: Order) -> Frame:
    """Return one row per customer and phase: n_contacts, and ``first`` and ``last``, the places of its ends."""
    placed = contacts.filter(~nw.col("phase").is_null()).with_columns(place=order.place())
    return placed.group_by("customer", "phase").agg(
        n_contacts=_whole(nw.len()), first=nw.col("place").min(), last=nw.col("place").max()
    )


def build_people(customers: Frame, feelings: Frame) -> Frame:
    """Return all customers with ``own``: the mean valence over the whole journey in billionths, blank without ratings.

    Parameters
    ----------
    customers
        See `Contacts`.
    feelings
        `build_feelings`, by whatever key.
    """
    sums = feelings.group_by("customer").agg(
        n_ratings=_whole(nw.col("n_ratings").sum()), valence_sum=_whole(nw.col("valence_sum").sum())
    )
    own = sums.select("customer", own=mean_nano("valence_sum", "n_ratings", lowest=1))
    return customers.join(own, on="customer", how="left").select("customer", "persona", "own")


def sum_visits(visits: Frame, people: Frame, key: str) -> Frame:
    """Return per persona and ``key`` n_customers, n_contacts and ``cc``, the sum of squares of the customers' contacts.

    Parameters
    ----------
    visits
        One row per customer and key: `build_visits` or `build_stays`.
    people
        `build_people`.
    """
    n = nw.col("n_contacts")
    each = visits.join(people, on="customer").group_by("persona", key)
    return each.agg(n_customers=nw.len(), n_contacts=n.sum(), cc=(n * n).sum())


def sum_feelings(feelings: Frame, people: Frame, key: str) -> Frame:
    """Return per persona and ``key`` the sums that means and variances of the customers' means are made of.

    Parameters
    ----------
    feelings
        `build_feelings` by the same key.
    people
        `build_people`.
    """
    v, g, o = (nw.col(column) for column in ("valence", "gap", "own"))
    means = feelings.join(people, on="customer").with_columns(
        valence=mean_nano("valence_sum", "n_ratings", lowest=1),
        gap=mean_nano("gap_sum", "n_gaps", lowest=2),
    )
    return means.group_by("persona", key).agg(
        **{column: nw.col(column).sum() for column in ("n_ratings", "n_words")},
        n_valence=nw.len(),
        v=v.sum(),
        vv=wide(v * v).sum(),
        vo=wide(v * o).sum(),
        o=o.sum(),
        n_gap=g.count(),
        g=g.sum(),
        gg=wide(g * g).sum(),
    )


def sum_own(people: Frame) -> Frame:
    """Return per persona the sums of the customers' own means."""
    o = nw.col("own")
    rated = people.filter(~o.is_null())
    return rated.group_by("persona").agg(n=nw.len(), o=o.sum(), oo=wide(o * o).sum())


def count_ends(stays: Frame, people: Frame, order: Order) -> Frame:
    """Return per persona and phase the first and the last step of each visitor, counted: entry, exit, n."""
    ends = stays.select("customer", "phase", entry=order.step("first"), exit=order.step("last"))
    return ends.join(people, on="customer").group_by("persona", "phase", "entry", "exit").agg(n=nw.len())


def count_last_steps(stays: Frame, people: Frame, order: Order) -> Frame:
    """Return per persona and step the customers whose journey ended there."""
    ends = stays.group_by("customer").agg(last=nw.col("last").max())
    steps = ends.select("customer", step=order.step("last")).join(people, on="customer")
    return steps.group_by("persona", "step").agg(n=nw.len())


def count_moves(contacts: Frame, people: Frame) -> Frame:
    """Return per persona the moves to another phase: before (blank at the start), phase, n_customers, n."""
    before = nw.col("previous_phase")
    moved = contacts.filter(~nw.col("phase").is_null() & (before.is_null() | (before != nw.col("phase"))))
    each = moved.group_by("customer", "previous_phase", "phase").agg(n=nw.len()).join(people, on="customer")
    moves = each.group_by("persona", "previous_phase", "phase").agg(n_customers=nw.len(), n=nw.col("n").sum())
    return moves.rename({"previous_phase": "before"})


def build_firsts(stays: Frame, people: Frame, order: Order, n_phases: int) -> Frame:
    """Return one row per customer with the first stamp in each phase: ``first_1`` and so on, blank if never."""
    names = {
        f"first_{p}": nw.when(nw.col("phase") == p).then(nw.col("first")) for p in range(1, n_phases + 1)
    }
    marked = stays.with_columns(first=order.at_us("first")).with_columns(**names)
    firsts = marked.group_by("customer").agg(*(nw.col(name).min() for name in names))
    return firsts.join(people, on="customer").select("customer", "persona", *names)


def count_durations(firsts: Frame, phase: int, n_phases: int, cutoff_us: int, unit_us: int = 1) -> Frame:
    """Return per persona how long after the first contact in a phase people met a later one.

    Columns ``kind`` (1 gone on, 0 still open at the cut-off, -1 a later phase came before), ``duration_us`` (0 for
    kind -1, else rounded down to ``unit_us``), ``n``. Of equal stamps the earlier phase comes first.
    """
    start = nw.col(f"first_{phase}")
    later = [nw.col(f"first_{p}") for p in range(phase + 1, n_phases + 1)]
    moved = firsts.filter(~start.is_null()).select("persona", start=start, next=_earliest(later))
    start, following = nw.col("start"), nw.col("next")
    kind = (
        nw.when(following.is_null())
        .then(nw.lit(0))
        .when(following < start)
        .then(nw.lit(-1))
        .otherwise(nw.lit(1))
    )
    length = (
        nw.when(following.is_null())
        .then(nw.lit(cutoff_us) - start)
        .when(following < start)
        .then(nw.lit(0))
        .otherwise(following - start)
    )
    lengths = moved.select("persona", kind=kind, duration_us=length)
    if unit_us > 1:
        lengths = lengths.with_columns(duration_us=nw.col("duration_us") - nw.col("duration_us") % unit_us)
    return lengths.group_by("persona", "kind", "duration_us").agg(n=nw.len())


def count_reached(firsts: Frame, n_phases: int) -> Frame:
    """Return per persona the customers that reached each phase (``n_1``), and it and the one before (``both_2``)."""
    reached = {p: (~nw.col(f"first_{p}").is_null()).cast(nw.Int64) for p in range(1, n_phases + 1)}
    both = {f"both_{p}": (reached[p] * reached[p - 1]).sum() for p in range(2, n_phases + 1)}
    return firsts.group_by("persona").agg(**{f"n_{p}": flag.sum() for p, flag in reached.items()}, **both)


def follow_in_order(arrived: Frame, contacts: Frame, phase: int) -> Frame:
    """Return the customers that met ``phase`` at or after their arrival in the phase before, and when first."""
    there = contacts.filter(nw.col("phase") == phase).select("customer", "at_us")
    after = there.join(arrived, on="customer").filter(nw.col("at_us") >= nw.col("arrived"))
    return after.group_by("customer").agg(arrived=nw.col("at_us").min())


def build_said(contacts: Frame, places: Frame, people: Frame) -> Frame:
    """Return one row per customer, touchpoint, channel and emotion word used."""
    said = contacts.filter(~nw.col("emotion").is_null() & ~nw.col("phase").is_null())
    each = said.group_by("customer", "step", "emotion").agg(times=nw.len())
    return each.join(places, on="step").join(people, on="customer")


def count_words(said: Frame, key: str) -> Frame:
    """Return per persona, ``key`` (step or touchpoint) and emotion word the customers who used it."""
    each = said.group_by("persona", "customer", key, "emotion").agg(times=nw.len()) if key != "step" else said
    return each.group_by("persona", key, "emotion").agg(n=nw.len())


def count_coverage(customers: Frame, stays: Frame) -> Frame:
    """Return per persona n_customers, their contacts, and those at mapped touchpoints."""
    mapped = stays.group_by("customer").agg(n_mapped=_whole(nw.col("n_contacts").sum()))
    each = customers.select("customer", "persona", "n_contacts").join(mapped, on="customer", how="left")
    sums = {column: nw.col(column).sum() for column in ("n_contacts", "n_mapped")}
    return each.group_by("persona").agg(n_customers=nw.len(), **sums)


def _earliest(stamps: list[nw.Expr]) -> nw.Expr:
    return nw.min_horizontal(*stamps) if len(stamps) > 1 else stamps[0]


def mean_nano(total: str, n: str, *, lowest: int) -> nw.Expr:
    """Return total / n in billionths, rounded down; shifted by ``lowest`` first, so that it is the same everywhere."""
    shifted = (nw.col(total) + nw.col(n) * (lowest * _MICRO)) * (NANO // _MICRO)
    known = nw.when(nw.col(n) > 0).then(nw.col(n))
    return whole_part(shifted, known) - lowest * NANO


def _whole(expression: nw.Expr) -> nw.Expr:
    return expression.cast(nw.Int64)
