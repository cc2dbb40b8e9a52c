"""Means of customers with their intervals, from the values themselves."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from scipy import stats

from .contacts import MILLION, Contact

BLANK = math.nan
Value = Callable[[Contact], int | None]


def mean_of(contacts: Iterable[Contact], value: Value) -> Fraction | None:
    """Return the mean of one customer's values, or None without any."""
    known = [Fraction(v, MILLION) for contact in contacts if (v := value(contact)) is not None]
    return statistics.mean(known) if known else None


def means_of(visits: Iterable[Sequence[Contact]], value: Value) -> list[Fraction]:
    """Return the means of the customers who have one."""
    return [mean for contacts in visits if (mean := mean_of(contacts, value)) is not None]


def valence(contact: Contact) -> int | None:
    """Return how a contact felt."""
    return contact.valence


def gap(contact: Contact) -> int | None:
    """Return how far it felt above what was expected."""
    return contact.gap


def with_interval(values: Sequence[Fraction], end: int) -> tuple[float, float, float]:
    """Return the mean and its Student-t interval, within -end..end."""
    if not values:
        return BLANK, BLANK, BLANK
    mean, n = float(statistics.mean(values)), len(values)
    if n == 1:
        return mean, BLANK, BLANK
    half = float(stats.t.ppf(0.975, n - 1)) * math.sqrt(statistics.variance(values) / n)
    return mean, max(-end, mean - half), min(end, mean + half)


def felt(visits: Sequence[Sequence[Contact]]) -> dict[str, float]:
    """Return valence and gap over customers, each with the contacts that a place had from them."""
    found: dict[str, float] = {
        "n_ratings": sum(c.valence is not None for contacts in visits for c in contacts)
    }
    for name, value, end in (("valence", valence, 1), ("gap", gap, 2)):
        means = means_of(visits, value)
        found[f"n_{name}"] = len(means)
        found[name], found[f"{name}_low"], found[f"{name}_high"] = with_interval(means, end)
    return found


def share(n: int, base: int) -> float:
    """Return n / base; blank without a base."""
    return n / base if base else BLANK
