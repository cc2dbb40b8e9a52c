"""The tables on personas as a whole: `coverage` and `differences`."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import pandas as pd
from scipy import stats

from .contacts import ALL, UNASSIGNED, Log
from .following import follow, horizon, survival_at
from .friction import is_hindered
from .means import BLANK, gap, means_of, share, valence
from .phases import visits_of


def coverage(log: Log) -> pd.DataFrame:
    """Return how much of each persona the logs show."""
    rows = []
    for persona, customers in log.groups():
        is_assigned = persona != UNASSIGNED
        n_respondents = sum(persona in (p, ALL) for p in log.respondents.values())
        n_contacts = sum(customer.n_all for customer in customers)
        n_mapped = sum(len(customer.contacts) for customer in customers)
        bots = log.bots_of(persona)
        rows.append(
            {
                "persona": persona,
                "n_respondents": n_respondents if is_assigned else BLANK,
                "n_linked": log.n_linked(persona) if is_assigned else BLANK,
                "match_rate": share(log.n_linked(persona), n_respondents),
                "n_customers": len(customers),
                "n_contacts": n_contacts,
                "unmapped_share": share(n_contacts - n_mapped, n_contacts),
                "n_bots": len(bots),
                "n_bot_contacts": sum(bot.n_all for bot in bots),
            }
        )
    return pd.DataFrame(rows).set_index("persona")


def differences(log: Log) -> pd.DataFrame:
    """Return each persona against the other ones, customers as units; ``p_of_means`` is blank for shares."""
    rows = []
    for persona in log.members:
        others = [p for p in log.members if p != persona]
        for phase, name in enumerate(log.phases):
            sides = zip(_measure(log, [persona], phase), _measure(log, others, phase), strict=True)
            rows += [
                {"persona": persona, "phase": name, "metric": own.metric, **_compare(log, own, rest)}
                for own, rest in sides
            ]
    return pd.DataFrame(rows).set_index(["persona", "phase", "metric"])


class _Side(NamedTuple):
    """A metric of some personas: its value, the customers behind it, its base, and whose means it is the mean of."""

    metric: str
    value: float
    n: int
    base: int
    means: Sequence[Fraction] = ()


def _measure(log: Log, personas: Sequence[str], phase: int) -> Iterator[_Side]:
    customers = [customer for persona in personas for customer in log.of(persona)]
    visits, base = visits_of(customers, phase), sum(map(log.n_persona, personas))
    n = len(visits)
    n_hindered = sum(is_hindered(log, c, phase) for c in customers if phase in c.phases)
    yield _Side("reach", share(n, base), n, base)
    yield _Side("friction", share(n_hindered, n), n, n)
    means = {
        "contacts": [Fraction(len(contacts)) for contacts in visits],
        "valence": means_of(visits, valence),
        "gap": means_of(visits, gap),
    }
    for metric, values in means.items():
        mean = float(statistics.mean(values)) if values else BLANK
        yield _Side(metric, mean, len(values), len(values), values)
    if not math.isnan(days := horizon(log, phase)):
        followed, _ = follow(log, customers, phase)
        yield _Side("drop_off", survival_at(followed, days), len(followed), len(followed))


def _compare(log: Log, own: _Side, rest: _Side) -> dict[str, float]:
    found = {"value": own.value, "n": own.n}
    if min(own.base, rest.base) < log.study.privacy.minimum_cell:
        return {**found, **dict.fromkeys(("rest", "difference", "p_of_means"), BLANK)}
    return {
        **found,
        "rest": rest.value,
        "difference": own.value - rest.value,
        "p_of_means": _welch(own, rest),
    }


def _welch(own: _Side, rest: _Side) -> float:
    """Return the p of Welch's test; blank for what is no mean, and where nothing varies."""
    sides = [[float(value) for value in side.means] for side in (own, rest)]
    if min(map(len, sides)) < 2 or all(len({*side}) == 1 for side in sides):
        return BLANK
    return float(stats.ttest_ind(*sides, equal_var=False).pvalue)
