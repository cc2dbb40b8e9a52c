"""Sessions and friction: who repeats a touchpoint in one sitting, rates it below 0, or leaves the journey at it.

All are expressions over whole numbers; shares are made by `touchpoints` and `journey`.
"""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from personagen.journeys.expressions import Frame, Order
from personagen.journeys.rules import DAY_US

FLAGS = ("repeats", "displeased", "left")
_NUMBERS = {
    "n_repeat": "repeats",
    "n_displeased": "displeased",
    "n_left": "left",
    "n_friction": "friction",
}


def build_repeats(contacts: Frame, gap_us: int) -> Frame:
    """Return one row per customer, session and step of the contacts with a phase, of sessions of several: touchpoint, n.

    A pause longer than ``journeys.session_gap_minutes`` ends a session. Contacts at touchpoints without a phase don't
    bridge a pause. Most sessions of most logs are one contact: they are left out before anything is counted.
    """
    mapped = contacts.filter(~nw.col("phase").is_null())
    following = mapped.filter((nw.col("at_us") - nw.col("previous_us")) <= gap_us)
    several = following.group_by("customer", "session").agg(more=nw.len()).select("customer", "session")
    there = mapped.join(several, on=["customer", "session"])
    return there.group_by("customer", "session", "step", "touchpoint").agg(n=nw.len().cast(nw.Int32))


def build_leavers(
    stays: Frame, places: Frame, order: Order, horizons: Mapping[int, float], cutoff_us: int
) -> Frame:
    """Return the customers whose journey ended at a touchpoint: customer, step, touchpoint, phase.

    Their last contact was there, they never met a later phase, and they were followed for at least the horizon of that
    phase afterwards. Who was followed for a shorter time may still go on, and hasn't left.

    Parameters
    ----------
    stays
        `expressions.build_stays`.
    places
        See `Contacts`.
    horizons
        Days by phase (its place); a phase without one has no leavers.
    cutoff_us
        End of observation.
    """
    ends = stays.group_by("customer").agg(last=nw.col("last").max(), furthest=nw.col("phase").max())
    at = ends.select("customer", "furthest", step=order.step("last"), at_us=order.at_us("last"))
    at = at.join(places, on="step").filter(nw.col("phase") == nw.col("furthest"))
    is_left = nw.col("phase") < 0
    for phase, days in horizons.items():
        followed = nw.lit(cutoff_us) - nw.col("at_us") >= round(days * DAY_US)
        is_left = is_left | ((nw.col("phase") == phase) & followed)
    return at.filter(is_left).select("customer", "step", "touchpoint", "phase")


def flag_friction(contacts: Frame, repeats: Frame, leavers: Frame, key: str) -> Frame:
    """Return one row per customer and ``key`` (step or touchpoint) with friction, its kinds flagged by 0 and 1.

    Parameters
    ----------
    contacts
        See `Contacts`.
    repeats
        `build_repeats`.
    leavers
        `build_leavers`.
    """
    each = repeats.group_by("customer", "session", key).agg(n=nw.col("n").sum()).filter(nw.col("n") > 1)
    below = contacts.filter(~nw.col("phase").is_null() & (nw.col("valence_micro") < 0))
    kinds = zip(FLAGS, (each, below, leavers), strict=True)
    flags = nw.concat([_flag(frame, key, kind) for kind, frame in kinds])
    whole = {flag: nw.col(flag).max() for flag in FLAGS}
    return flags.group_by("customer", key).agg(**whole).with_columns(friction=nw.lit(1).cast(nw.Int64))


def _flag(rows: Frame, key: str, kind: str) -> Frame:
    met = rows.select("customer", nw.col(key).cast(nw.Int32).alias(key))
    return met.with_columns(**{flag: nw.lit(int(flag == kind)).cast(nw.Int64) for flag in FLAGS})


def flag_phases(flagged: Frame, places: Frame) -> Frame:
    """Return one row per customer and phase: whether any of its touchpoints shows the flag.

    Parameters
    ----------
    flagged
        `flag_friction` by touchpoint.
    """
    phases = places.group_by("touchpoint").agg(phase=nw.col("phase").max())
    each = flagged.join(phases, on="touchpoint")
    return each.group_by("customer", "phase").agg(
        **{flag: nw.col(flag).max() for flag in (*FLAGS, "friction")}
    )


def count_friction(flagged: Frame, people: Frame, key: str) -> Frame:
    """Return per persona and ``key`` the customers with each flag: n_repeat, n_displeased, n_left, n_friction."""
    counted = {name: nw.col(flag).sum() for name, flag in _NUMBERS.items()}
    return flagged.join(people, on="customer").group_by("persona", key).agg(**counted)
