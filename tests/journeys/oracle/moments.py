"""The table `moments`: places beyond what was expected, or beyond the persona's own journey."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

import pandas as pd
from scipy import stats

from .contacts import ALL, UNASSIGNED, Customer, Log, Visit
from .means import gap, mean_of, means_of, valence

BAND, LEVEL = 0.1, 0.05


def moments(log: Log) -> pd.DataFrame:
    """Return where personas fare beyond what they expected, or beyond their own journey."""
    gaps, peaks, truths = [], [], []
    for persona, customers in log.groups():
        if persona == UNASSIGNED:
            continue
        for key, here in (
            ((persona, *spot), log.met(customers, *spot)) for spot in log.spots() if spot[0] != ALL
        ):
            if not here:
                continue
            gaps += _looked_at(log, key, *_gap(here))
            peaks += _looked_at(log, key, *_beyond_own(here, customers))
            if key[2] in log.truths:
                truths.append({"key": key, "kind": "truth", "n": len(here)})
    rows = [*_called(gaps, "magic", "misery"), *_called(peaks, "peak", "pain"), *truths]
    names = ["persona", "phase", "touchpoint", "kind"]
    table = pd.DataFrame(rows, columns=["key", "kind", "n", "estimate", "low", "high", "p", "p_adjusted"])
    index = pd.MultiIndex.from_tuples([(*row["key"], row["kind"]) for row in rows], names=names)
    return table.drop(columns=["key", "kind"]).set_index(index)


def _gap(here: Sequence[Visit]) -> tuple[int, float, float]:
    means = means_of([contacts for _, contacts in here], gap)
    n = len(means)
    if n < 2:
        return n, math.nan, math.nan
    return n, float(statistics.mean(means)), math.sqrt(statistics.variance(means) / n)


def _beyond_own(here: Sequence[Visit], customers: Sequence[Customer]) -> tuple[int, float, float]:
    """Return n, the difference of two means over customers, and its error: those here stand in both."""
    whole = means_of([customer.contacts for customer in customers], valence)
    pairs = [
        (x, own)
        for customer, contacts in here
        if (x := mean_of(contacts, valence)) is not None
        and (own := mean_of(customer.contacts, valence)) is not None
    ]
    n, size = len(pairs), len(whole)
    if n < 2:
        return n, math.nan, math.nan
    values, owns = zip(*pairs, strict=True)
    mean, mean_own = statistics.mean(values), statistics.mean(owns)
    product = sum((x - mean) * (own - mean_own) for x, own in pairs)
    variance = statistics.variance(values) / n + statistics.variance(whole) / size - 2 * product / (n * size)
    return n, float(mean - statistics.mean(whole)), math.sqrt(max(0, variance))


def _looked_at(log: Log, key: tuple[str, ...], n: int, estimate: float, se: float) -> list[dict[str, object]]:
    if n < log.study.privacy.minimum_cell:
        return []
    beyond = max(0.0, abs(estimate) - BAND)
    ratio = 0.0 if beyond == 0 else beyond / se if se > 0 else math.inf
    return [{"key": key, "n": n, "estimate": estimate, "se": se, "p": 2 * float(stats.t.sf(ratio, n - 1))}]


def _called(looked: list[dict[str, object]], above: str, below: str) -> list[dict[str, object]]:
    """Return those with an adjusted p of at most .05, with intervals for as many of as many."""
    if not looked:
        return []
    adjusted = stats.false_discovery_control([row["p"] for row in looked])
    found = [{**row, "p_adjusted": p} for row, p in zip(looked, adjusted, strict=True) if p <= LEVEL]
    tail = LEVEL * len(found) / len(looked) / 2
    for row in found:
        half = stats.t.ppf(1 - tail, row["n"] - 1) * row["se"]
        row |= {"low": row["estimate"] - half, "high": row["estimate"] + half}
        row["kind"] = above if row["estimate"] > 0 else below
    return found
