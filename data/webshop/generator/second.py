"""Who is who in the second wave: a panel that answers again, newcomers, and customers of whom some have changed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.webshop.generator import plan
from data.webshop.generator.people import People, draw_careless, draw_people, flag_by_group, link_file

IntArray = NDArray[np.int64]
FIRST_NEW_ID = 2001


def draw_second(seed: int) -> People:
    """Draw everybody of the second wave: persona is what they were made from, kind what they are now."""
    rng = plan.generator_for(seed, 12)
    first = draw_people(seed)
    panel = _draw_panel(rng, first.respondents)
    customers = _draw_customers(rng, first.customers, panel)
    respondents = _draw_respondents(rng, panel, customers)
    numbers = FIRST_NEW_ID + len(respondents) + np.arange(plan.PARTIALS)
    return People(
        respondents=respondents,
        customers=customers,
        partial_ids=[f"R{number:04d}" for number in numbers],
        links=link_file(rng, respondents, customers),
    )


def _draw_panel(rng: np.random.Generator, respondents: pd.DataFrame) -> pd.DataFrame:
    """Return those who answer again: respondent_id, customer_id, kind."""
    chosen = np.sort(rng.choice(len(respondents), plan.PANEL, replace=False))
    panel = respondents.iloc[chosen][["respondent_id", "customer_id", "kind"]].reset_index(drop=True)
    before = panel["kind"].to_numpy()
    now = _split(rng, before)
    moved = rng.permutation(len(panel)) < round(plan.MOVED_SHARE * len(panel))
    for place in np.flatnonzero(moved):
        others = [k for k in _present() if plan.PARENTS[k] != before[place]]
        now[place] = others[int(rng.integers(len(others)))]
    return panel.assign(kind=now)


def _present() -> list[int]:
    return [kind for kind, size in enumerate(plan.SECOND.respondents) if size]


def _split(rng: np.random.Generator, kinds: IntArray) -> IntArray:
    """Return the kinds with the halves in place of the persona that has split."""
    now = kinds.copy()
    gone = [kind for kind, size in enumerate(plan.SECOND.respondents) if not size]
    for kind in gone:
        halves = [half for half in _present() if plan.PARENTS[half] == kind]
        sizes = np.asarray([plan.SECOND.respondents[half] for half in halves], dtype=float)
        here = np.flatnonzero(now == kind)
        now[here] = rng.choice(halves, len(here), p=sizes / sizes.sum())
    return now


def _draw_customers(rng: np.random.Generator, customers: pd.DataFrame, panel: pd.DataFrame) -> pd.DataFrame:
    """Return the same customers; those of the panel are what its members are, some others have changed."""
    kinds = _split(rng, customers["kind"].to_numpy())
    linked = panel.loc[panel["customer_id"] != ""].set_index("customer_id")["kind"]
    is_fixed = customers["customer_id"].isin(linked.index).to_numpy()
    kinds[is_fixed] = linked.loc[customers["customer_id"][is_fixed]].to_numpy()
    surplus = np.bincount(kinds, minlength=len(plan.KINDS)) - np.asarray(plan.SECOND.customers)
    leaving = [
        rng.choice(np.flatnonzero((kinds == kind) & ~is_fixed), n, replace=False)
        for kind, n in enumerate(surplus)
        if n > 0
    ]
    places = rng.permutation(np.concatenate(leaving))
    kinds[places] = np.repeat(np.arange(len(plan.KINDS)), np.maximum(-surplus, 0))
    return customers.assign(kind=kinds, persona=np.asarray(plan.PARENTS)[kinds])


def _draw_respondents(rng: np.random.Generator, panel: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Return panel and newcomers, in an order that tells nothing."""
    had = np.bincount(panel["kind"], minlength=len(plan.KINDS))
    kinds = np.repeat(np.arange(len(plan.KINDS)), np.asarray(plan.SECOND.respondents) - had)
    new = pd.DataFrame({"kind": kinds})
    new["respondent_id"] = [f"R{FIRST_NEW_ID + i:04d}" for i in rng.permutation(len(new))]
    new["customer_id"] = _link(rng, kinds, panel, customers)
    everybody = pd.concat([panel, new], ignore_index=True)
    everybody = everybody.iloc[rng.permutation(len(everybody))].reset_index(drop=True)
    straight, speed = draw_careless(rng, len(everybody))
    of_kind = everybody["kind"].to_numpy()
    return everybody.assign(
        persona=np.asarray(plan.PARENTS)[of_kind],
        is_straightliner=straight,
        is_speeder=speed,
        is_interviewed=flag_by_group(rng, of_kind, plan.SECOND.interviewed, ~(straight | speed)),
    )


def _link(
    rng: np.random.Generator, kinds: IntArray, panel: pd.DataFrame, customers: pd.DataFrame
) -> list[str]:
    """Return the customers of the newcomers, so that as many of each kind are linked as planned."""
    ids = np.full(len(kinds), "", dtype=object)
    taken = panel.loc[panel["customer_id"] != ""]
    for kind in _present():
        n = plan.SECOND.linked[kind] - int((taken["kind"] == kind).sum())
        wanted = rng.choice(np.flatnonzero(kinds == kind), n, replace=False)
        is_free = (customers["kind"] == kind) & ~customers["customer_id"].isin(taken["customer_id"])
        ids[wanted] = rng.choice(customers.loc[is_free, "customer_id"].to_numpy(), n, replace=False)
    return [str(one) for one in ids]
