"""Whether what one persona meets is one persona's or shared: a test of all personas at the same place."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.oneway import anova_generic

from personagen.journeys.labels import ALL

SIGNIFICANT = 0.05
_SEPARATOR = "; "
_AT = ["phase", "touchpoint", "measure"]


def judge_sharing(lows: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return shared_by and p_heterogeneity of each low; same index.

    The personas are held against each other by how far each lies under its own journey there (Welch's analysis of
    variance). Where they differ, it holds for those that were found there; where they don't, for ``all`` if the other
    personas together lie under their own journeys too (one-sided, 5 %), and else it can't be told.

    Parameters
    ----------
    lows, places
        What `find_lows` and `measure_places` give.
    """
    by_place = {tuple(key): rows for key, rows in places.groupby(_AT)}
    found = {tuple(key): list(rows["persona"]) for key, rows in lows.groupby(_AT[:2], sort=False)}
    rows = [
        _judge(
            str(low.persona),
            found[low.phase, low.touchpoint],
            by_place[low.phase, low.touchpoint, low.measure],
        )
        for low in lows.itertuples()
    ]
    return pd.DataFrame(rows, columns=["shared_by", "p_heterogeneity"], index=lows.index)


def _judge(persona: str, found: list[str], here: pd.DataFrame) -> tuple[str | None, float]:
    own = _SEPARATOR.join(found)
    if len(here) < 2:  # noqa: PLR2004
        return own, np.nan
    p = compare_severities(here)
    if p < SIGNIFICANT:
        return own, p
    others = here[~here["persona"].isin([persona])]
    return (ALL if _lie_under(others) else None), p


def compare_severities(here: pd.DataFrame) -> float:
    """Return the p of personas lying equally far under their own journeys.

    Parameters
    ----------
    here
        severity, se and n of each persona at one place, two personas or more.

    Examples
    --------
    >>> round(compare_severities(pd.DataFrame({"severity": [0.1, 0.5], "se": [0.0816, 0.0866], "n": [30, 40]})), 4)
    0.0013
    """
    variances = (here["se"] ** 2 * here["n"]).to_numpy("float64")
    if not (variances > 0).all():
        return float("nan")
    means, n = here["severity"].to_numpy("float64"), here["n"].to_numpy("float64")
    return float(anova_generic(means, variances, n, use_var="unequal", welch_correction=True).pvalue)


def _lie_under(others: pd.DataFrame) -> bool:
    """Tell whether personas together, each weighing by its precision, lie under their own journeys."""
    weights = 1 / others["se"] ** 2
    mean = float((weights * others["severity"]).sum() / weights.sum())
    return mean * float(np.sqrt(weights.sum())) > float(stats.norm.ppf(1 - SIGNIFICANT))
