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


def build_sessions(contacts: Frame) -> Frame:
    """Return one row per customer, session and step of the mapped contacts: touchpoint, n, n_below (ratings below 0).

    A pause longer than ``journeys.session_gap_minutes`` ends a session. Contacts at touchpoints without a phase don't
    bridge a pause.
    """
    mapped = contacts.filter(~nw.col("phase").is_null())
    is_below = (nw.col("valence_micro") < 0).cast(nw.Int32).fill_null(0)
    return mapped.group_by("customer", "session", "step", "touchpoint").agg(
        n=nw.len().cast(nw.Int32), n_below=is_below.sum().cast(nw.Int32)
    )


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


def flag_friction(sessions: Frame, leavers: Frame, key: str) -> Frame:
    """Return one row per customer and ``key`` (step or touchpoint) with the flags of friction as 0 and 1.

    Parameters
    ----------
    sessions
        `build_sessions`.
    leavers
        `build_leavers`.
    """
    sums = {column: nw.col(column).sum() for column in ("n", "n_below")}
    each = sessions.group_by("customer", "session", key).agg(**sums)
    met = each.group_by("customer", key).agg(
        repeats=(nw.col("n") > 1).cast(nw.Int64).max(),
        displeased=(nw.col("n_below") > 0).cast(nw.Int64).max(),
    )
    ended = leavers.select("customer", key).with_columns(left=nw.lit(1).cast(nw.Int64))
    flagged = met.join(ended, on=["customer", key], how="left").with_columns(left=nw.col("left").fill_null(0))
    return flagged.with_columns(friction=nw.max_horizontal(*FLAGS))


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
