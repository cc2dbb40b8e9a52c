"""What the drivers are fitted to: each customer's outcome, and what they felt in the phases before it."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

import pandas as pd

from .contacts import Customer, Log
from .means import BLANK, mean_of, valence


def driver_inputs(log: Log) -> pd.DataFrame:
    """Return a row per linked customer with a contact: ``y``, and of each phase before the outcome whether it was met.

    And what was felt there until then, in standard deviations from the mean of all.
    """
    outcome = log.study.outcome
    assert outcome is not None
    assert outcome.phase is not None
    goal = log.phases.index(outcome.phase)
    customers = [customer for persona in log.members for customer in log.of(persona) if customer.contacts]
    columns: dict[str, list[object]] = {
        "persona": [customer.persona for customer in customers],
        "y": [float(goal in customer.phases) for customer in customers],
    }
    before = [_until(customer, goal) for customer in customers]
    for phase, name in enumerate(log.phases[:goal]):
        here = [[c for c in customer.contacts if c.phase == phase] for customer in before]
        felt = [mean_of(contacts, valence) for contacts in here]
        columns[f"met_{name}"] = [bool(contacts) for contacts in here]
        columns[f"felt_{name}"] = [*_standard([BLANK if mean is None else float(mean) for mean in felt])]
    return pd.DataFrame(columns)


def _until(customer: Customer, goal: int) -> Customer:
    """Return the customer with the contacts until the first one in a phase, those at the same moment among them."""
    end = customer.first(goal) if goal in customer.phases else customer.contacts[-1].at
    return Customer(customer.persona, tuple(c for c in customer.contacts if c.at <= end), customer.n_all)


def _standard(values: Sequence[float]) -> Sequence[float]:
    known = [value for value in values if not math.isnan(value)]
    if len(known) < 2 or len({*known}) == 1:
        return [BLANK] * len(values)
    mean, sd = statistics.mean(known), statistics.stdev(known)
    return [(value - mean) / sd for value in values]
