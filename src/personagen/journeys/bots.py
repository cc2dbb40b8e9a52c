"""Customers with more contacts in a day than people have: counted, and left out of the journeys."""

from __future__ import annotations

from dataclasses import replace

import narwhals as nw
import pandas as pd

from personagen.contracts.published import FAULTS
from personagen.engine import Contacts, Engine, utc_offsets
from personagen.journeys.expressions import Frame, Order, whole_part
from personagen.journeys.labels import ALL
from personagen.journeys.rules import DAY_US, Rules
from personagen.study import Study

CHECKS = ("bot",)


def leave_out_bots(
    engine: Engine, contacts: Contacts, rules: Rules, order: Order
) -> tuple[Contacts, pd.DataFrame]:
    """Return the contacts without those of bots, and by persona (its place) n_bots and n_bot_contacts.

    A bot has more than ``journeys.bots.contacts_per_day`` contacts, mapped or not, on one day of the calendar in the
    time zone of the study's first log. Its contacts are counted in ``coverage`` and, as a fault, in ``faults``; all of them are left out, and the customer with them.
    """
    bots = engine.keep("bots", find_bots(contacts, rules, order))
    known = bots.join(contacts.customers.select("customer", "persona"), on="customer")
    found = engine.collect(
        known.group_by("persona").agg(n_bots=nw.len(), n_bot_contacts=nw.col("n_contacts").sum())
    )
    if found.empty:
        return contacts, found
    return replace(
        contacts,
        frame=contacts.frame.join(bots, on="customer", how="anti"),
        customers=contacts.customers.join(bots, on="customer", how="anti"),
    ), found


def add_bots(faults: pd.DataFrame, population: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return the published table ``faults`` with the contacts of bots as rows of the check ``bot``.

    Parameters
    ----------
    faults
        Its contract.
    population
        See `Counts`.
    study
        For the limit, and the name of the column with the customers.
    """
    n = int(population.loc[population["persona"] != ALL, "n_bot_contacts"].sum())
    if not n:
        return faults
    most = study.journeys.bots.contacts_per_day
    row = {
        "source": "touchpoints",
        "column": study.touchpoints[0].customer,
        "check": CHECKS[0],
        "n": n,
        "mend": f"Customers with more than {most} contacts in a day are left out of the journeys. If they are people, raise "
        "journeys.bots.contacts_per_day.",
    }
    return FAULTS.conform(pd.concat([faults, pd.DataFrame([row])], ignore_index=True))


def find_bots(contacts: Contacts, rules: Rules, order: Order) -> Frame:
    """Return the customers that are bots: customer and n_contacts."""
    most = rules.journeys.bots.contacts_per_day
    busy = contacts.customers.filter(nw.col("n_contacts") > most).select("customer", "n_contacts")
    days = contacts.frame.join(busy, on="customer").with_columns(
        day=local_day("at_us", rules.timezone, order)
    )
    crowded = days.group_by("customer", "n_contacts", "day").agg(n=nw.len()).filter(nw.col("n") > most)
    return crowded.group_by("customer").agg(n_contacts=nw.col("n_contacts").max().cast(nw.Int64))


def local_day(at_us: str, zone: str, order: Order) -> nw.Expr:
    """Return the days since 1970 of a stamp (UTC microseconds) in a zone, for the stamps of the log."""
    known = [piece for piece in utc_offsets(zone) if piece[0] <= order.last_us]
    begin = max((start for start, _ in known if start <= order.first_us), default=0)
    offset = nw.lit(0)
    for start, after in (piece for piece in known if piece[0] >= begin):
        offset = nw.when(nw.col(at_us) >= start).then(nw.lit(after)).otherwise(offset)
    return whole_part(nw.col(at_us) + offset, DAY_US)
