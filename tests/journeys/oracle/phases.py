"""The tables by phase: `journey`, `time_to_phase`, `transitions`, `funnel`."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from .contacts import Contact, Customer, Log
from .following import follow, going_on, survival_at
from .friction import is_hindered
from .means import BLANK, felt, share

START, END = "START", "END"


def visits_of(customers: Sequence[Customer], phase: int) -> list[list[Contact]]:
    """Return the contacts in a phase of each customer who has any."""
    found = [[c for c in customer.contacts if c.phase == phase] for customer in customers]
    return [contacts for contacts in found if contacts]


def journey(log: Log) -> pd.DataFrame:
    """Return what each persona does and feels in each phase."""
    rows = []
    for persona, customers in log.groups():
        for phase, name in enumerate(log.phases):
            visits = visits_of(customers, phase)
            n, n_contacts, base = len(visits), sum(map(len, visits)), log.n_persona(persona)
            arrivals = sum(
                to == phase for customer in customers for _, to in _moves(customer, len(log.phases))
            )
            hindered = sum(is_hindered(log, c, phase) for c in customers if phase in c.phases)
            rows.append(
                {
                    "persona": persona,
                    "phase": name,
                    "n_persona": base,
                    "n_customers": n,
                    "reach": share(n, base),
                    "n_contacts": n_contacts,
                    "contacts_per_customer": share(n_contacts, n),
                    "reentries": share(arrivals - n, n),
                    "n_skipped": _skipped(customers, phase, len(log.phases)),
                    "n_friction": hindered,
                    "friction": share(hindered, n),
                    "valence_source": source(log, visits),
                    **felt(visits),
                    **going_on(log, customers, phase),
                }
            )
    return pd.DataFrame(rows).set_index(["persona", "phase"])


def source(log: Log, visits: Sequence[Sequence[Contact]]) -> str | None:
    """Return what valences rest on: the instruments in the order of the study, then words where there is no rating."""
    contacts = [contact for contacts in visits for contact in contacts]
    asked = {contact.asked for contact in contacts}
    kinds = [each.kind for place, each in enumerate(log.study.instruments) if place in asked]
    words = ["emotion"] * any(c.asked is None and c.word is not None for c in contacts)
    return "+".join([*dict.fromkeys(kinds), *words]) or None


def _skipped(customers: Sequence[Customer], phase: int, n_phases: int) -> float:
    if phase in (0, n_phases - 1):
        return BLANK
    met = [c.phases for c in customers if c.phases]
    return sum(phase not in phases and min(phases) < phase < max(phases) for phases in met)


def time_to_phase(log: Log, told: Sequence[tuple[str, str, float]]) -> pd.DataFrame:
    """Return the curves at the persona, phase and day of each row that is told."""
    rows = []
    for persona, phase, days in told:
        followed, _ = follow(log, log.of(persona), log.phases.index(phase))
        rows.append(
            {
                "share": 1 - survival_at(followed, days),
                "at_risk": sum(f.days > days for f in followed),
                "n": len(followed),
            }
        )
    index = pd.MultiIndex.from_tuples(told, names=["persona", "phase", "days"])
    return pd.DataFrame(rows, index=index)


def transitions(log: Log) -> pd.DataFrame:
    """Return from which phase to which each persona moves, with START and END."""
    n_phases, rows = len(log.phases), []
    names = {-1: START, n_phases: END, **dict(enumerate(log.phases))}
    pairs = [(a, b) for a in range(-1, n_phases) for b in range(n_phases + 1) if a != b and b - a <= n_phases]
    for persona, customers in log.groups():
        moves = [Counter(_moves(customer, n_phases)) for customer in customers]
        for pair in pairs:
            n = sum(each[pair] for each in moves)
            total = sum(count for each in moves for (before, _), count in each.items() if before == pair[0])
            rows.append(
                {
                    "persona": persona,
                    "from_phase": names[pair[0]],
                    "to_phase": names[pair[1]],
                    "n": n,
                    "n_customers": sum(each[pair] > 0 for each in moves),
                    "share": share(n, total),
                }
            )
    return pd.DataFrame(rows).set_index(["persona", "from_phase", "to_phase"])


def _moves(customer: Customer, n_phases: int) -> Iterator[tuple[int, int]]:
    """Yield the moves to another phase, from -1 for the start to ``n_phases`` for the end."""
    if customer.contacts:
        path = [-1, *(contact.phase for contact in customer.contacts), n_phases]
        yield from ((a, b) for a, b in itertools.pairwise(path) if a != b)


def funnel(log: Log) -> pd.DataFrame:
    """Return who reached each phase, at all (open) and after all those before it in order (closed)."""
    rows = []
    for persona, customers in log.groups():
        in_order = [_in_order(customer) for customer in customers]
        for mode in ("open", "closed"):
            reached = [
                c.phases if mode == "open" else {*range(n)} for c, n in zip(customers, in_order, strict=True)
            ]
            before = log.n_persona(persona)
            for phase, name in enumerate(log.phases):
                here = [phases for phases in reached if phase in phases]
                both = [phases for phases in here if phase == 0 or phase - 1 in phases]
                rows.append(
                    {
                        "persona": persona,
                        "mode": mode,
                        "phase": name,
                        "n": len(here),
                        "of_start": share(len(here), log.n_persona(persona)),
                        "n_before": before,
                        "of_previous": share(len(both), before),
                    }
                )
                before = len(here)
    return pd.DataFrame(rows).set_index(["persona", "mode", "phase"])


def _in_order(customer: Customer) -> int:
    """Return how many phases from the first on were met one after the other."""
    reached = 0
    for contact in customer.contacts:
        reached += contact.phase == reached
    return reached
