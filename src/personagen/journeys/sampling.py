"""Journeys customer by customer, of as many as a computation in memory can bear: a sample that depends on names alone.

Whom the customers are, nobody knows here: they are told apart by a number made of their name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import narwhals as nw
import pandas as pd

from personagen.engine import Contacts, Engine

Frame = nw.LazyFrame[Any]
TOLD, WEIGHED = 500, 5_000
_CONTACTS = 1_000_000


@dataclass(frozen=True)
class Sample:
    """Journeys of a sample of each persona's customers, those with the smallest draws.

    Parameters
    ----------
    firsts
        persona, draw, and by phase the first stamp in it (UTC microseconds, ``first_1`` and so on), of the customers with
        a mapped contact.
    rated
        persona, draw, phase, at_us, valence_micro: their contacts with a valence.
    steps
        persona, draw, phase, step, at_us: all their contacts, of fewer customers.
    channels
        The touchpoint and channel of each step: contract of ``Contacts.steps``.
    draws
        By persona the smallest draws beyond which nobody is in ``firsts`` and in ``steps``; blank where everybody is.
    """

    firsts: pd.DataFrame
    rated: pd.DataFrame
    steps: pd.DataFrame
    channels: pd.DataFrame
    draws: pd.DataFrame


def draw_of(customer_id: str) -> int:
    """Return the draw of a customer, the same as the engine's: the first 15 digits of the MD5 of the name.

    Examples
    --------
    >>> draw_of("K100001")
    963653283935731829
    """
    return int(hashlib.md5(customer_id.encode(), usedforsecurity=False).hexdigest()[:15], 16)


def sample_journeys(
    engine: Engine,
    contacts: Contacts,
    firsts: Frame,
    linked: Mapping[str, pd.Series],
    n_contacts: pd.Series,
    *,
    is_weighed: bool,
) -> Sample:
    """Collect the journeys of a sample of each persona's linked customers.

    Parameters
    ----------
    engine, contacts
        With the contacts.
    firsts
        `expressions.build_firsts`.
    linked
        By persona the customer_ids of its respondents.
    n_contacts
        By persona the mean number of contacts of a customer: the more, the smaller the sample.
    is_weighed
        Whether ``firsts`` and ``rated`` are asked for; else they are empty.
    """
    names = list(linked)
    draws = pd.DataFrame(
        {name: [_limit(linked[name], most, n_contacts[name]) for most in (WEIGHED, TOLD)] for name in names},
        index=["weighed", "told"],
        dtype=object,  # a float would round the draws, and lose the last customer
    ).T
    codes = [contacts.personas.index(name) for name in names]
    weighed, told = (
        _chosen(contacts.customers, dict(zip(codes, draws[of], strict=True))) for of in ("weighed", "told")
    )
    mapped = contacts.frame.filter(~nw.col("phase").is_null())
    moments = [column for column in firsts.collect_schema().names() if column.startswith("first_")]
    columns = ("persona", "draw", "phase", "at_us")
    nobody = nw.col("draw") < 0
    if not is_weighed:
        weighed = weighed.filter(nobody)
    rated = mapped.filter(~nw.col("valence_micro").is_null()).join(weighed, on="customer")
    of_firsts = firsts.drop("persona").join(weighed, on="customer").select("persona", "draw", *moments)
    steps = mapped.join(told, on="customer").select(*columns, "step")
    return Sample(
        _collect(engine, of_firsts, names, codes),
        _collect(engine, rated.select(*columns, "valence_micro"), names, codes),
        _collect(engine, steps, names, codes),
        contacts.steps,
        draws,
    )


def _limit(customer_ids: pd.Series, most: int, n_contacts: float) -> float:
    """Return the largest draw of the customers that are few enough; infinite where all are."""
    n = int(min(most, max(1, _CONTACTS // max(1.0, n_contacts))))
    if len(customer_ids) <= n:
        return float("inf")
    return sorted(map(draw_of, customer_ids))[n - 1]


def _chosen(customers: Frame, limits: Mapping[int, float]) -> Frame:
    """Return the customers of the personas given whose draw isn't beyond its limit."""
    whole = [persona for persona, limit in limits.items() if limit == float("inf")]
    parts = (
        (nw.col("persona") == persona) & (nw.col("draw") <= int(limit))
        for persona, limit in limits.items()
        if limit != float("inf")
    )
    chosen = reduce(or_, parts, nw.col("persona").is_in(whole))
    return customers.filter(chosen).select("customer", "persona", "draw")


def _collect(engine: Engine, frame: Frame, names: list[str], codes: list[int]) -> pd.DataFrame:
    found = engine.collect(frame)
    found["persona"] = found["persona"].map(dict(zip(codes, names, strict=True))).astype("str")
    return found.sort_values([*found], ignore_index=True)
