"""The table `time_to_phase`: Kaplan-Meier curves of going on, at days that tell of nobody alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.contracts.paths import TIME_TO_PHASE
from personagen.journeys.counts import Counts
from personagen.journeys.going_on import GoingOn
from personagen.journeys.labels import ALL, UNASSIGNED
from personagen.statistics.survival import survival_over, time_until
from personagen.study import Study

_SMALLEST_STEP = 0.01
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Curve:
    """A curve of going on by whole days, to choose from those at which it may be told.

    Parameters
    ----------
    gone, at_risk
        How many had gone on, and how many are still followed, by whole days: after 0 days first.
    n
        How many were followed.
    anchors
        Days at which `journey` tells where the curve is (the horizon, the median, the 90th percentile), each with how many
        had gone on.
    table
        The curve itself, `GoingOn.curve`.
    """

    gone: Ints
    at_risk: Ints
    n: int
    anchors: tuple[tuple[float, int], ...]
    table: pd.DataFrame

    def gone_by(self, day: int) -> int:
        """Return how many had gone on after a day; before the first (-1) nobody."""
        return 0 if day < 0 else int(self.gone[min(day, len(self.gone) - 1)])

    def allows(self, before: int, day: int, after: int | None, minimum: int) -> bool:
        """Return whether a row at a day leaves nobody or enough in every step beside it, and enough at risk."""
        here = self.gone_by(day)
        below = [gone for when, gone in self.anchors if before < when <= day]
        above = [gone for when, gone in self.anchors if when > day and (after is None or when <= after)]
        if after is not None:
            above.append(self.gone_by(after))
        steps = [
            here - self.gone_by(before),
            *(here - gone for gone in below),
            *(gone - here for gone in above),
        ]
        return (
            day < len(self.at_risk)
            and self.at_risk[day] >= minimum
            and all(step == 0 or step >= minimum for step in steps)
        )

    def grows(self, before: int, day: int, minimum: int) -> bool:
        """Return whether enough people went on between two days to show it."""
        least = max(minimum, int(np.ceil(self.n * _SMALLEST_STEP)))
        return self.gone_by(day) - self.gone_by(before) >= least


def summarise_times(counts: Counts, study: Study) -> pd.DataFrame:
    """Return the contract ``time_to_phase``, nothing suppressed yet.

    Rows stand at whole days. Between two rows of a persona, and between a row and what `journey` tells of the same
    curve (at the horizon, the median and the 90th percentile), nobody or at least ``minimum_cell`` people go on; at
    least as many are still at risk. ``all`` has rows at the days at which every persona has
    one, so that none of them can be worked out from the others. Steps under 1 % of those followed are left out.
    """
    minimum = study.privacy.minimum_cell
    parts = [row for phase in counts.phases[:-1] for row in _of_phase(counts, phase, minimum)]
    table = pd.DataFrame(parts, columns=["persona", "phase", "days", "share", "low", "high", "at_risk", "n"])
    order = {persona: place for place, persona in enumerate(counts.personas)}
    phases = {phase: place for place, phase in enumerate(counts.phases)}
    table = table.assign(_persona=table["persona"].map(order), _phase=table["phase"].map(phases))
    table = table.sort_values(["_persona", "_phase", "days"]).drop(columns=["_persona", "_phase"])
    return TIME_TO_PHASE.conform(table.assign(suppressed=False))


def _of_phase(counts: Counts, phase: str, minimum: int) -> Iterator[dict[str, object]]:
    horizon = float(counts.horizons[phase])
    followed = {persona: counts.going_on[persona, phase] for persona in counts.personas}
    curves = {persona: _curve(here, horizon) for persona, here in followed.items() if here.n}
    members = {p: c for p, c in curves.items() if p not in (ALL, UNASSIGNED)}
    together = choose_days([*members.values()], horizon, minimum)
    for persona, curve in curves.items():
        days = together
        if persona != ALL:
            days = choose_days([curve], horizon, minimum, () if persona == UNASSIGNED else together)
        told = survival_over(curve.table, days)
        yield from (
            {
                "persona": persona,
                "phase": phase,
                "days": float(day),
                "share": 1 - survival,
                "low": 1 - high,
                "high": 1 - low,
                "at_risk": int(curve.at_risk[day]),
                "n": curve.n,
            }
            for day, survival, low, high in zip(
                days, *(told[c] for c in ("survival", "low", "high")), strict=True
            )
        )


def choose_days(
    curves: Sequence[Curve], horizon: float, minimum: int, given: Sequence[int] = ()
) -> list[int]:
    """Return the days at which all curves may be told: the given ones, the horizon if it may, and what fits between.

    Parameters
    ----------
    curves
        Of personas.
    horizon
        In days; NaN without one.
    minimum
        Fewest people in a step.
    given
        Days that are chosen already.
    """
    chosen = sorted(given)
    if not curves:
        return chosen
    whole = [] if np.isnan(horizon) else [int(horizon)]
    last = max(len(curve.gone) for curve in curves)
    for day in (*whole, *range(last)):
        before = max((d for d in chosen if d < day), default=-1)
        after = min((d for d in chosen if d > day), default=None)
        is_new = day not in chosen and any(curve.grows(before, day, minimum) for curve in curves)
        if is_new and all(curve.allows(before, day, after, minimum) for curve in curves):
            chosen = sorted([*chosen, day])
    return chosen


def _curve(here: GoingOn, horizon: float) -> Curve:
    table = here.curve
    times, still = table["time"].to_numpy(), np.append(table["at_risk"].to_numpy()[1:], 0)
    gone = table["events"].cumsum().to_numpy()
    told = (horizon, time_until(table, 0.5), time_until(table, 0.9))
    anchors = sorted({when for when in told if not np.isnan(when)})
    days = np.arange(int(np.ceil(times[-1])) + 1)
    by_day, by_anchor = (np.searchsorted(times, when, side="right") - 1 for when in (days, anchors))
    at_anchors = zip(anchors, gone[by_anchor].astype(int).tolist(), strict=True)
    return Curve(
        gone[by_day].astype(np.int64), still[by_day].astype(np.int64), here.n, tuple(at_anchors), table
    )
