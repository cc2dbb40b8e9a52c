"""Going on from a phase to a later one: who was followed for how long, and the Kaplan-Meier curve of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from .contacts import DAY, Customer, Log
from .means import BLANK, share

STRONG = 30


class Followed(NamedTuple):
    """How long after the first contact in a phase somebody went on, or was followed without."""

    days: float
    has_gone: bool


def follow(log: Log, customers: Sequence[Customer], phase: int) -> tuple[list[Followed], int]:
    """Return those followed from a phase, and how many had met a later one before."""
    found, n_before = [], 0
    for customer in customers:
        if phase not in customer.phases:
            continue
        start = customer.first(phase)
        later = [contact.at for contact in customer.contacts if contact.phase > phase]
        if later and min(later) < start:
            n_before += 1
        else:
            until = min(later) if later else log.end
            found.append(Followed((until - start) / DAY, bool(later)))
    return found, n_before


def horizon(log: Log, phase: int) -> float:
    """Return the days within which going on counts; auto: the most with 30 at risk in each persona that has 30 at all."""
    given = log.study.journeys.horizon_days
    if phase == len(log.phases) - 1:
        return BLANK
    if given != "auto":
        return float(given)
    lengths = [sorted((f.days for f in follow(log, log.of(p), phase)[0]), reverse=True) for p in log.members]
    known = [days[STRONG - 1] for days in lengths if len(days) >= STRONG]
    return max(1.0, float(math.floor(min(known)))) if known else BLANK


def survival(followed: Sequence[Followed]) -> list[tuple[float, float]]:
    """Return the times at which somebody goes on or is lost, and the share that hasn't gone on after each."""
    found, left = [], Fraction(1)
    for days in sorted({f.days for f in followed}):
        at_risk = sum(f.days >= days for f in followed)
        left *= 1 - Fraction(sum(f.has_gone for f in followed if f.days == days), at_risk)
        found.append((days, float(left)))
    return found


def survival_at(followed: Sequence[Followed], days: float) -> float:
    """Return the share that hasn't gone on by then; blank where nobody is followed that long, unless all had gone on."""
    curve = survival(followed)
    if not curve or math.isnan(days) or (days > curve[-1][0] and curve[-1][1] > 0):
        return BLANK
    return min((left for when, left in curve if when <= days), default=1.0)


def time_until(followed: Sequence[Followed], gone: float) -> float:
    """Return the first time by which that share had gone on."""
    return next((days for days, left in survival(followed) if left <= 1 - gone + 1e-12), BLANK)


def going_on(log: Log, customers: Sequence[Customer], phase: int) -> dict[str, float]:
    """Return the columns of `journey` on going on; blank in the last phase, and where nobody came."""
    followed, n_before = follow(log, customers, phase)
    is_told = phase < len(log.phases) - 1 and len(followed) + n_before > 0
    days = horizon(log, phase)
    found = {
        "n_going_on": len(followed),
        "n_later_before": n_before,
        "days_to_next_median": time_until(followed, 0.5),
        "days_to_next_p90": time_until(followed, 0.9),
        "censored_share": share(sum(not f.has_gone for f in followed), len(followed)),
        "horizon_days": days if followed else BLANK,
        "drop_off": survival_at(followed, days),
    }
    return found if is_told else dict.fromkeys(found, BLANK)
