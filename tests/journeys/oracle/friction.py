"""Friction: repeating a touchpoint in one session, rating it below 0, or leaving the journey at it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

from .contacts import DAY, MINUTE, Contact, Customer, Log
from .following import horizon

Here = Callable[[Contact], bool]


def sessions(log: Log, customer: Customer) -> list[list[Contact]]:
    """Split the contacts at pauses that are longer than the study's."""
    found: list[list[Contact]] = [[customer.contacts[0]]]
    for before, contact in itertools.pairwise(customer.contacts):
        if contact.at - before.at > log.study.journeys.session_gap_minutes * MINUTE:
            found.append([])
        found[-1].append(contact)
    return found


def hinders(log: Log, customer: Customer, is_here: Here) -> tuple[bool, bool, bool]:
    """Return whether a customer with contacts repeats, rates below 0, and left at a place."""
    repeats = any(sum(map(is_here, session)) > 1 for session in sessions(log, customer))
    displeased = any(is_here(c) and c.valence is not None and c.valence < 0 for c in customer.contacts)
    last = customer.contacts[-1]
    days = horizon(log, last.phase)
    left = (
        is_here(last)
        and last.phase == max(customer.phases)
        and not math.isnan(days)
        and log.end - last.at >= days * DAY
    )
    return repeats, displeased, left


def is_hindered(log: Log, customer: Customer, phase: int) -> bool:
    """Return whether any touchpoint of a phase hinders a customer."""
    touchpoints = {contact.touchpoint for contact in customer.contacts if contact.phase == phase}
    return any(any(hinders(log, customer, lambda c, t=name: c.touchpoint == t)) for name in touchpoints)
