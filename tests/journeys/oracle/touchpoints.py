"""The table `touchpoints`: by channel, and all channels together."""

from __future__ import annotations

import math
from collections import Counter

import pandas as pd

from .contacts import ALL, Contact, Customer, Log
from .following import horizon
from .friction import hinders
from .means import BLANK, felt, share
from .phases import source, visits_of


def touchpoints(log: Log) -> pd.DataFrame:
    """Return what each persona does and feels at each touchpoint and channel that anybody met."""
    contacts = [contact for customer in log.customers for contact in customer.contacts]
    places = {(c.touchpoint, c.channel) for c in contacts if c.channel} | {
        (c.touchpoint, ALL) for c in contacts
    }
    rows = [
        _row(log, persona, customers, *place)
        for persona, customers in log.groups()
        for place in sorted(places)
    ]
    return pd.DataFrame(rows).set_index(["persona", "phase", "touchpoint", "channel"])


def _row(
    log: Log, persona: str, customers: list[Customer], touchpoint: str, channel: str
) -> dict[str, object]:
    def is_here(contact: Contact) -> bool:
        return contact.touchpoint == touchpoint and channel in (ALL, contact.channel)

    phase = log.phases.index(log.places[touchpoint])
    in_phase = visits_of(customers, phase)
    visits = [here for contacts in in_phase if (here := [c for c in contacts if is_here(c)])]
    n, n_visitors, n_contacts = len(visits), len(in_phase), sum(map(len, visits))
    n_entry, n_exit = (sum(is_here(contacts[end]) for contacts in in_phase) for end in (0, -1))
    flags = [hinders(log, c, is_here) for c in customers if any(map(is_here, c.contacts))]
    repeat, displeased, left = (sum(flag[kind] for flag in flags) for kind in range(3))
    used = Counter(word for contacts in visits for word in {c.word for c in contacts} if word)
    top, n_top = min(used.items(), key=lambda item: (-item[1], item[0]), default=(None, 0))
    return {
        "persona": persona,
        "phase": log.phases[phase],
        "touchpoint": touchpoint,
        "channel": channel,
        "n_persona": log.n_persona(persona),
        "n_customers": n,
        "reach": share(n, log.n_persona(persona)),
        "n_contacts": n_contacts,
        "share_of_phase": share(n_contacts, sum(map(len, in_phase))),
        "n_visitors": n_visitors,
        "n_entry": n_entry,
        "entry_share": share(n_entry, n_visitors),
        "n_exit": n_exit,
        "exit_share": share(n_exit, n_visitors),
        "n_repeat": repeat,
        "repeat_share": share(repeat, n),
        "n_displeased": displeased,
        "displeased_share": share(displeased, n),
        "n_left": left,
        "left_share": BLANK if math.isnan(horizon(log, phase)) else share(left, n),
        "n_friction": sum(map(any, flags)),
        "friction": share(sum(map(any, flags)), n),
        "valence_source": source(log, in_phase),
        **felt(visits),
        "top_emotion": top,
        "n_top_emotion": n_top,
    }
