"""Who is who: respondents, customers, links between them and the interviewed. No answers here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.webshop.generator import plan

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class People:
    """Everybody of the example.

    Parameters
    ----------
    respondents
        respondent_id, persona (0..3), kind (0..5, as `plan.KINDS`), customer_id (blank where unlinked), is_straightliner, is_speeder,
        is_interviewed; one row per genuine respondent.
    customers
        customer_id, persona (0..3), kind (0..5); one row per customer of the analytics.
    partial_ids
        Ids of people who broke off the survey.
    links
        respondent_id, customer_id as in the link file.
    """

    respondents: pd.DataFrame
    customers: pd.DataFrame
    partial_ids: list[str]
    links: pd.DataFrame


def _personas(rng: np.random.Generator, sizes: tuple[int, ...]) -> IntArray:
    return rng.permutation(np.repeat(np.arange(len(sizes)), sizes)).astype(np.int64)


def flag_by_group(
    rng: np.random.Generator, personas: IntArray, sizes: tuple[int, ...], allowed: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Flag ``sizes[g]`` members of each group g among the allowed."""
    flags = np.zeros(len(personas), dtype=bool)
    for persona, size in enumerate(sizes):
        members = np.flatnonzero((personas == persona) & allowed)
        flags[rng.choice(members, size, replace=False)] = True
    return flags


def draw_careless(rng: np.random.Generator, n: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return who answers everything alike, and who answers too fast."""
    chosen = rng.choice(n, plan.STRAIGHTLINERS + plan.SPEEDERS, replace=False)
    straight, speed = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    straight[chosen[: plan.STRAIGHTLINERS]] = True
    speed[chosen[plan.STRAIGHTLINERS :]] = True
    return straight, speed


def _link_customers(
    rng: np.random.Generator, personas: IntArray, linked: NDArray[np.bool_], customers: pd.DataFrame
) -> list[str]:
    ids = np.full(len(personas), "", dtype=object)
    for persona in range(len(plan.PERSONAS)):
        wanted = np.flatnonzero((personas == persona) & linked)
        pool = customers.loc[customers["persona"] == persona, "customer_id"].to_numpy()
        ids[wanted] = rng.choice(pool, len(wanted), replace=False)
    return [str(one) for one in ids]


def link_file(rng: np.random.Generator, respondents: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Return the link file: the true pairs, and pairs of which one side doesn't exist."""
    known = respondents.loc[respondents["customer_id"] != "", ["respondent_id", "customer_id"]]
    free_customers = customers.loc[~customers["customer_id"].isin(known["customer_id"]), "customer_id"]
    free_respondents = respondents.loc[respondents["customer_id"] == "", "respondent_id"]
    n_respondents, n_customers = plan.UNKNOWN_LINK_RESPONDENTS, plan.UNKNOWN_LINK_CUSTOMERS
    stray = pd.DataFrame(
        {
            "respondent_id": [
                *(f"R{9001 + i}" for i in range(n_respondents)),
                *rng.choice(free_respondents.to_numpy(), n_customers, replace=False),
            ],
            "customer_id": [
                *rng.choice(free_customers.to_numpy(), n_respondents, replace=False),
                *(f"K{990001 + i}" for i in range(n_customers)),
            ],
        }
    )
    return pd.concat([known, stray]).sort_values("customer_id").reset_index(drop=True)


def draw_people(seed: int) -> People:
    """Draw everybody of the first wave; the same seed gives the same people."""
    rng = plan.generator_for(seed, 1)
    n = sum(plan.FIRST.respondents)
    personas = _personas(rng, plan.FIRST.respondents)
    numbers = rng.permutation(n + plan.PARTIALS) + 1
    customer_personas = _personas(rng, plan.FIRST.customers)
    customers = pd.DataFrame(
        {
            "customer_id": [f"K{100001 + 7 * i}" for i in range(len(customer_personas))],
            "persona": customer_personas,
            "kind": customer_personas,
        }
    )
    straight, speed = draw_careless(rng, n)
    linked = flag_by_group(rng, personas, plan.FIRST.linked, np.ones(n, dtype=bool))
    interviewed = flag_by_group(rng, personas, plan.FIRST.interviewed, ~(straight | speed))
    respondents = pd.DataFrame(
        {
            "respondent_id": [f"R{number:04d}" for number in numbers[:n]],
            "persona": personas,
            "kind": personas,
            "customer_id": _link_customers(rng, personas, linked, customers),
            "is_straightliner": straight,
            "is_speeder": speed,
            "is_interviewed": interviewed,
        }
    )
    return People(
        respondents=respondents,
        customers=customers,
        partial_ids=[f"R{number:04d}" for number in numbers[n:]],
        links=link_file(rng, respondents, customers),
    )
