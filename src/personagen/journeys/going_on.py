"""Going on to a later phase: Kaplan-Meier from the first contact in a phase, censored at the cut-off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

import numpy as np
import pandas as pd

from personagen.journeys.feelings import STRONG
from personagen.statistics.survival import kaplan_meier, survival_at

APART = -1
Place = tuple[str, str]


@dataclass(frozen=True)
class GoingOn:
    """How people went on from one phase, whether or not anybody did.

    Parameters
    ----------
    durations
        days, is_event (gone on; else followed so long without) and n: how many.
    """

    durations: pd.DataFrame

    @property
    def n(self) -> int:
        """How many were followed."""
        return int(self.durations["n"].sum())

    @property
    def n_open(self) -> int:
        """How many of them haven't gone on."""
        return int(self.durations.loc[~self.durations["is_event"], "n"].sum())

    @cached_property
    def curve(self) -> pd.DataFrame:
        """What `kaplan_meier` gives, fitted when it is first asked for."""
        return kaplan_meier(self.durations["days"], self.durations["is_event"], self.durations["n"])

    def drop_off(self, horizon: float) -> pd.Series:
        """Return the share not gone on within so many days with its ends: survival, low, high; blank where it isn't known."""
        if np.isnan(horizon):
            return pd.Series(np.nan, ["survival", "low", "high"])
        return survival_at(self.curve, horizon)


def follow(durations: pd.DataFrame, personas: Iterable[str], phases: Iterable[str]) -> dict[Place, GoingOn]:
    """Return by persona and phase how people went on, without those who had met a later phase before.

    Parameters
    ----------
    durations
        persona, phase, kind (1 gone on, 0 open, -1 a later phase came before), days, n.
    personas, phases
        Those asked for.
    """
    followed = durations[durations["kind"] != APART]
    times = followed[["days", "n"]].assign(is_event=followed["kind"] == 1)
    found = dict(iter(times.groupby([followed["persona"], followed["phase"]])))
    nobody = times.iloc[:0]
    return {place: GoingOn(found.get(place, nobody)) for place in product(personas, phases)}


def horizon_of(
    durations: pd.DataFrame, phase: str, shown: list[str], horizon: Literal["auto"] | int
) -> float:
    """Return the days within which going on from a phase counts; NaN where too few are followed.

    Parameters
    ----------
    durations
        As in `follow`.
    phase
        The phase they start in.
    shown
        The personas that decide the horizon.
    horizon
        Days, or ``auto``: the largest number of whole days, at least 1, with 30 people at risk in each shown persona
        that has 30 at all.
    """
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
