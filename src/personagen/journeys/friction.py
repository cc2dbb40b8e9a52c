"""Counting friction on the engine: by touchpoint and channel, by touchpoint, and by phase.

What friction is stands in `sessions`.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from personagen.engine import Contacts, Engine, passing
from personagen.journeys import sessions as se
from personagen.journeys.expressions import Frame, Order
from personagen.journeys.labels import ALL, Labels


@dataclass(frozen=True)
class FrictionInputs:
    """What friction is counted from; see `counting` and `expressions`."""

    contacts: Contacts
    stays: Frame
    people: Frame
    order: Order
    labels: Labels
    horizons: pd.Series
    cutoff_us: int
    gap_us: int


@passing
def count_frictions(engine: Engine, given: FrictionInputs) -> pd.DataFrame:
    """Return persona, phase, touchpoint, channel and the customers with friction there, where anybody had any.

    ``n_left`` is 0 where nobody can be said to have left: in the last phase, and where there is no horizon.
    """
    labels, places, people = given.labels, given.contacts.places, given.people
    numbers = {name: place for place, name in enumerate(labels.phases, start=1)}
    horizons = {numbers[str(phase)]: float(days) for phase, days in given.horizons.dropna().items()}
    contacts = given.contacts.frame
    repeats = engine.keep("sittings", se.build_repeats(contacts, given.gap_us))
    leavers = engine.keep(
        "leavers", se.build_leavers(given.stays, places, given.order, horizons, given.cutoff_us)
    )
    by_step = se.flag_friction(contacts, repeats, leavers, "step")
    by_touchpoint = engine.keep("hindered", se.flag_friction(contacts, repeats, leavers, "touchpoint"))
    by_phase = engine.add_up(
        se.count_friction(se.flag_phases(by_touchpoint, places), people, "phase"), "persona", "phase"
    )
    channels = engine.add_up(se.count_friction(by_step, people, "step"), "persona", "step")
    together = engine.add_up(se.count_friction(by_touchpoint, people, "touchpoint"), "persona", "touchpoint")
    touchpoints = labels.name(labels.place_both(channels, together), "phase", "touchpoint", "channel")
    phases = labels.name(by_phase, "phase").assign(touchpoint=ALL, channel=ALL)
    return pd.concat([phases, touchpoints], ignore_index=True)


def with_friction(by_phase: pd.DataFrame, friction: pd.DataFrame) -> pd.DataFrame:
    """Return the phases with n_repeat, n_displeased, n_left, n_friction: 0 where nobody had any."""
    whole = friction[friction["touchpoint"] == ALL].drop(columns=["touchpoint", "channel"])
    found = by_phase.merge(whole, on=["persona", "phase"], how="left", validate="1:1")
    numbers = [str(column) for column in whole if column not in ("persona", "phase")]
    return found.fillna(dict.fromkeys(numbers, 0)).astype(dict.fromkeys(numbers, "int64"))
