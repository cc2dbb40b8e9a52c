"""What sets a persona apart: the one rule for the names, the sentences and the pages that tell of it."""

from __future__ import annotations

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
