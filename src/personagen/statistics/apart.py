"""What sets personas apart: the one rule for the names, the sentences, the charts and the pages that tell of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from personagen.statistics.effects import LARGE_EFFECT


def sets_apart(profile: pd.DataFrame) -> pd.Series:
    """Tell which rows of a profile set their persona apart.

    Markers, and differences with a large effect (|h| or |g| >= .8 [Cohen]) though less far apart on the scale, where
    everybody's value lies outside the interval. Rows with a hidden or blank cell don't.

    Parameters
    ----------
    profile
        Contract ``profile``, with all its cells or as it was published.

    Returns
    -------
    pd.Series
        True or False for each row.
    """
    numbers = profile[["value", "overall", "effect_size", "low", "high"]].astype("Float64").astype("float64")
    outside = (numbers["overall"] < numbers["low"]) | (numbers["overall"] > numbers["high"])
    is_large = outside & (numbers["effect_size"].abs() >= LARGE_EFFECT)
    known = numbers[["value", "overall", "effect_size"]].notna().all(axis=1)
    return known & (profile["is_marker"].fillna(value=False).astype(bool) | is_large)


@dataclass(frozen=True)
class Gap:
    """Two personas on one day after their first contact in a phase, and the share of each that has gone on."""

    phase: str
    days: float
    faster: str
    more: float
    slower: str
    less: float


def widest_gap(times: pd.DataFrame) -> Gap | None:
    """Return where the curves of two personas lie furthest apart on the same day; None where no intervals are apart.

    Parameters
    ----------
    times
        Contract ``time_to_phase``, of the personas to set against each other. Rows with a hidden cell don't count.
    """
    found: list[Gap] = []
    shown = times.dropna(subset=["share", "low", "high"])
    for _, rows in shown.groupby(["phase", "days"], sort=False):
        line = rows.sort_values(["share", "persona"]).to_dict("records")
        slow, fast = line[0], line[-1]
        if slow["high"] < fast["low"]:
            ends = str(fast["persona"]), float(fast["share"]), str(slow["persona"]), float(slow["share"])
            found.append(Gap(str(fast["phase"]), float(fast["days"]), *ends))
    return max(found, key=lambda gap: gap.more - gap.less, default=None)
