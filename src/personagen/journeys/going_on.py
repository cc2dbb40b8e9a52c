"""Going on to a later phase: Kaplan-Meier from the first contact in a phase, censored at the cut-off."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from personagen.journeys.feelings import STRONG
from personagen.statistics.survival import interval_until, kaplan_meier, survival_at, time_until

APART = -1
_COLUMNS = (
    "n_going_on", "days_to_next_median", "days_to_next_low", "days_to_next_high", "days_to_next_p90",
    "censored_share", "horizon_days", "drop_off", "drop_off_low", "drop_off_high",
)  # fmt: skip


def going_on_columns(
    durations: pd.DataFrame, phase: str, shown: list[str], horizon: Literal["auto"] | int
) -> pd.DataFrame:
    """Return how people of each persona went on from one phase; index persona.

    Parameters
    ----------
    durations
        persona, phase, kind (1 gone on, 0 open, -1 a later phase came before), days, n.
    phase
        The phase they start in.
    shown
        The personas that decide the horizon.
    horizon
        Days, or ``auto``: the largest number of whole days, at least 1, with 30 people at risk in each shown persona
        that has 30 at all.
    """
    here = durations[durations["phase"] == phase]
    followed = here[here["kind"] != APART]
    days = horizon_of(durations, phase, shown, horizon)
    rows = {persona: _row(group, days) for persona, group in followed.groupby("persona")}
    found = pd.DataFrame([*rows.values()], index=[*rows], columns=[*_COLUMNS])
    apart = here[here["kind"] == APART].groupby("persona")["n"].sum()
    return found.reindex(found.index.union(apart.index)).assign(n_later_before=apart)


def horizon_of(
    durations: pd.DataFrame, phase: str, shown: list[str], horizon: Literal["auto"] | int
) -> float:
    """Return the days within which going on counts; the parameters are those of `going_on_columns`."""
    if horizon != "auto":
        return float(horizon)
    followed = durations[(durations["phase"] == phase) & (durations["kind"] != APART)]
    lengths = [
        length
        for persona in shown
        if (length := _days_with(followed[followed["persona"] == persona], STRONG)) is not None
    ]
    return max(1.0, float(np.floor(min(lengths)))) if lengths else float("nan")


def _days_with(people: pd.DataFrame, at_risk: int) -> float | None:
    """Return the largest time at which so many people are still followed, or None if there never were."""
    longest = people.sort_values("days", ascending=False)
    enough = longest["n"].cumsum() >= at_risk
    return float(longest["days"][enough].iloc[0]) if enough.any() else None


def _row(people: pd.DataFrame, horizon: float) -> dict[str, float]:
    merged = people.groupby(["days", "kind"], as_index=False)["n"].sum()
    curve = kaplan_meier(merged["days"], merged["kind"] == 1, merged["n"])
    n = int(people["n"].sum())
    low, high = interval_until(curve, 0.5)
    there = (
        survival_at(curve, horizon)
        if not np.isnan(horizon)
        else pd.Series(np.nan, ["survival", "low", "high"])
    )
    return {
        "n_going_on": n,
        "days_to_next_median": time_until(curve, 0.5),
        "days_to_next_low": low,
        "days_to_next_high": high,
        "days_to_next_p90": time_until(curve, 0.9),
        "censored_share": int(people.loc[people["kind"] == 0, "n"].sum()) / n,
        "horizon_days": horizon,
        "drop_off": there["survival"],
        "drop_off_low": there["low"],
        "drop_off_high": there["high"],
    }


def followed_until(durations: pd.DataFrame, phase: str, horizon: float) -> pd.DataFrame:
    """Return persona, days, is_event and n of those followed from a phase, whoever is followed longer cut off.

    Parameters
    ----------
    durations
        As in `going_on_columns`.
    phase
        The phase they start in.
    horizon
        Days; those who are followed beyond it are alike.
    """
    here = durations[(durations["phase"] == phase) & (durations["kind"] != APART)]
    is_beyond = here["days"] > horizon
    cut = here.assign(
        days=here["days"].mask(is_beyond, horizon + 1), is_event=(here["kind"] == 1) & ~is_beyond
    )
    return cut.groupby(["persona", "days", "is_event"])["n"].sum().reset_index()


def survival_within(people: pd.DataFrame, horizon: float) -> pd.Series:
    """Return the share not gone on within the horizon with its ends: survival, low, high; blank where it isn't known."""
    merged = people.groupby(["days", "is_event"], as_index=False)["n"].sum()
    return survival_at(kaplan_meier(merged["days"], merged["is_event"], merged["n"]), horizon)
