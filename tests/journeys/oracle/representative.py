"""The table `representative`: the medoid's order of phases, told by touchpoints that all who are counted met."""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from collections.abc import Sequence

import pandas as pd

from .contacts import DAY, Contact, Customer, Log
from .means import BLANK, felt, share

LONGEST, MOST = 60, 3
Touchpoint = tuple[int, str]


def representative(log: Log) -> pd.DataFrame:
    """Return the journey that stands for each persona, where one can be told."""
    rows = [row for persona in log.members for row in _tell(log, persona)]
    return pd.DataFrame(rows).set_index(["persona", "position"]) if rows else pd.DataFrame()


def path_of(customer: Customer) -> list[Touchpoint]:
    """Return the touchpoints in order, repeats of one as one."""
    return [t for t, _ in itertools.groupby((c.phase, c.touchpoint) for c in customer.contacts)]


def order_of(customer: Customer) -> list[int]:
    """Return the phases in the order in which they were met first."""
    return list(dict.fromkeys(contact.phase for contact in customer.contacts))


def edits(one: Sequence[Touchpoint], other: Sequence[Touchpoint]) -> int:
    """Return the fewest steps to put in, leave out or change [Levenshtein]."""
    before = list(range(len(other) + 1))
    for i, step in enumerate(one, start=1):
        now = [i]
        for j, place in enumerate(other, start=1):
            now.append(min(before[j] + 1, now[-1] + 1, before[j - 1] + (step != place)))
        before = now
    return before[-1]


def distances(paths: Sequence[Sequence[Touchpoint]]) -> list[int]:
    """Return the sum of each path's distances from all, each in billionths of the longer one."""
    told = [path[:LONGEST] for path in paths]
    return [sum(edits(one, other) * 10**9 // max(len(one), len(other)) for other in told) for one in told]


def _tell(log: Log, persona: str) -> list[dict[str, object]]:
    minimum = log.study.privacy.minimum_cell
    customers = sorted((c for c in log.of(persona) if c.contacts), key=path_of)
    far = distances([path_of(customer) for customer in customers])
    for medoid, distance in sorted(zip(customers, far, strict=True), key=lambda pair: pair[1]):
        sharers = [c for c in customers if order_of(c) == order_of(medoid)]
        touchpoints, makers = _path(sharers, minimum)
        if len(makers) >= minimum:
            mean = distance / len(customers) / 10**9
            return _steps(log, customers, touchpoints, makers, mean)
    return []


def _path(sharers: list[Customer], minimum: int) -> tuple[list[Touchpoint], list[Customer]]:
    """Return the commonest touchpoint of each phase, then up to two more while half of the sharers make the whole."""

    def made(by: list[Customer], touchpoint: Touchpoint) -> list[Customer]:
        return [c for c in by if touchpoint in path_of(c)]

    met = sorted({touchpoint for c in sharers for touchpoint in path_of(c)})
    told: list[Touchpoint] = []
    makers = sharers
    for phase in order_of(sharers[0]):
        told.append(max((t for t in met if t[0] == phase), key=lambda t: len(made(makers, t))))
        makers = made(makers, told[-1])
    while True:
        full = [phase for phase, n in Counter(phase for phase, _ in told).items() if n >= MOST]
        left = [t for t in met if t not in told and t[0] not in full]
        best = max(left, key=lambda t: len(made(makers, t)), default=None)
        if best is None or len(made(makers, best)) < max(len(sharers) / 2, minimum):
            return told, makers
        told.append(best)
        makers = made(makers, best)


def _steps(
    log: Log,
    customers: list[Customer],
    touchpoints: list[Touchpoint],
    makers: list[Customer],
    distance: float,
) -> list[dict[str, object]]:
    minimum = log.study.privacy.minimum_cell
    order = order_of(makers[0])
    days = {
        t: statistics.median(_first(c, t).at - c.contacts[0].at for c in makers) / DAY for t in touchpoints
    }
    rows = []
    for position, place in enumerate(
        sorted(touchpoints, key=lambda t: (days[t], order.index(t[0]), t)), start=1
    ):
        channels = Counter(channel for c in makers if (channel := _first(c, place).channel))
        channel, n = min(channels.items(), key=lambda item: (-item[1], item[0]), default=(None, 0))
        feeling = felt([[x for x in c.contacts if x.touchpoint == place[1]] for c in customers])
        rows.append(
            {
                "persona": customers[0].persona,
                "position": position,
                "phase": log.phases[place[0]],
                "touchpoint": place[1],
                "channel": channel if n >= minimum else None,
                "days": days[place],
                "valence": feeling["valence"] if feeling["n_valence"] >= minimum else BLANK,
                "share": share(len(makers), len(customers)),
                "n": len(makers),
                "n_customers": len(customers),
                "distance": distance,
            }
        )
    return rows


def _first(customer: Customer, place: Touchpoint) -> Contact:
    return next(c for c in customer.contacts if c.touchpoint == place[1])
