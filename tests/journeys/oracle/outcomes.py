"""What the drivers are fitted to: each customer's outcome, and what they felt in the phases before it."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence

import pandas as pd

from .contacts import Contact, Customer, Log
from .means import BLANK, mean_of, valence

Outcome = tuple[float, int | None]


def driver_inputs(log: Log, scores: Mapping[str, Outcome] | None = None) -> pd.DataFrame:
    """Return a row per linked customer with a contact and an outcome: ``y``, and of each phase that may go with it whether it was met.

    And what was felt there until then, in standard deviations from the mean of all.

    Parameters
    ----------
    log
        Whose study says the outcome, where that is a phase.
    scores
        By customer the outcome, where that is a score, and the moment after which contacts don't count.
    """
    phases, outcomes = _reached(log) if scores is None else (log.phases, scores)
    customers = [
        customer
        for persona in log.members
        for customer in log.of(persona)
        if customer.contacts and customer.name in outcomes
    ]
    columns: dict[str, list[object]] = {
        "persona": [customer.persona for customer in customers],
        "y": [outcomes[customer.name][0] for customer in customers],
    }
    before = [_until(customer, outcomes[customer.name][1]) for customer in customers]
    for phase, name in enumerate(phases):
        here = [[c for c in contacts if c.phase == phase] for contacts in before]
        felt = [mean_of(contacts, valence) for contacts in here]
        columns[f"met_{name}"] = [bool(contacts) for contacts in here]
        columns[f"felt_{name}"] = [*_standard([BLANK if mean is None else float(mean) for mean in felt])]
    return pd.DataFrame(columns)


def _reached(log: Log) -> tuple[tuple[str, ...], dict[str, Outcome]]:
    """Return the phases before the one that is the outcome, and of each customer whether they reached it, and when first."""
    assert log.study.outcome is not None
    assert log.study.outcome.phase is not None
    goal = log.phases.index(log.study.outcome.phase)
    return log.phases[:goal], {
        customer.name: (1.0, customer.first(goal)) if goal in customer.phases else (0.0, None)
        for customer in log.customers
    }


def _until(customer: Customer, end: int | None) -> list[Contact]:
    """Return the contacts until a moment, those at the same moment among them."""
    return [contact for contact in customer.contacts if end is None or contact.at <= end]


def _standard(values: Sequence[float]) -> Sequence[float]:
    known = [value for value in values if not math.isnan(value)]
    if len(known) < 2 or len({*known}) == 1:
        return [BLANK] * len(values)
    mean, sd = statistics.mean(known), statistics.stdev(known)
    return [(value - mean) / sd for value in values]
