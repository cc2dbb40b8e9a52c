"""How far the places of a journey lie under the persona's own mean, and which do beyond chance.

The mean of the own journey is that of the persona's phases that were asked about in the same place (logs, survey or
interviews), weighted by their people, as needs are held against it. Its standard error is at most the weighted mean of
the phases' own, whatever goes with what; and the people at a place count in both means, which makes the true error of the
difference smaller still. So intervals here are on the safe side.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from personagen.journeys.labels import ALL, UNASSIGNED
from personagen.journeys.sources import asked_in
from personagen.statistics.effects import benjamini_hochberg
from personagen.statistics.intervals import fcr_level, mean_interval
from personagen.statistics.published import mean_sd

LEAST = 0.1
# of five people who happen to answer alike nothing follows, though their spread is 0
FEWEST = 10
MEASURES = ("valence", "gap")
PLACE = ["persona", "phase", "touchpoint"]
_JOURNEY = ["persona", "asked"]
_LEVEL = 0.95


def measure_places(published: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return every place of every persona with how far it lies under the persona's own journey.

    Parameters
    ----------
    published
        Contract ``journey``, and ``touchpoints`` where there are any; small cells hidden.

    Returns
    -------
    pandas.DataFrame
        persona, phase, touchpoint (``all``: the whole phase), label, n_customers, reach, reach_low, reach_high, measure,
        n, severity (0 and up lies under), se; only places where it is known of ten
        customers or more.
    """
    phases = published["journey"].assign(touchpoint=ALL, label=ALL)
    touchpoints = published.get("touchpoints")
    parts = [phases] if touchpoints is None else [phases, touchpoints[touchpoints["channel"] == ALL]]
    found = [_severity(part, phases, measure) for measure in MEASURES for part in parts]
    table = pd.concat(found, ignore_index=True)
    return table[~table["persona"].isin([ALL, UNASSIGNED])].reset_index(drop=True)


def count_tested(published: Mapping[str, pd.DataFrame]) -> int:
    """Return how many tests the opportunities were selected from."""
    return int((measure_places(published)["se"] > 0).sum())


def find_lows(places: pd.DataFrame) -> pd.DataFrame:
    """Return the places that lie under their persona's own journey by .1 or more, and beyond chance.

    All places, personas and measures are one family: Benjamini-Hochberg at 5 %, and intervals that keep their false
    coverage rate [Benjamini & Yekutieli 2005]. A whole phase counts only where none of its touchpoints does.

    Parameters
    ----------
    places
        What `measure_places` gives.

    Returns
    -------
    pandas.DataFrame
        The same columns for each place once, by the measure that lies further under, with p_adjusted, severity_low and
        severity_high.
    """
    error = places["se"].where(places["se"] > 0)
    p = pd.Series(2 * stats.t.sf((places["severity"] / error).abs(), places["n"] - 1), index=places.index)
    tested = places.assign(p_adjusted=benjamini_hochberg(p))
    called = tested[tested["p_adjusted"] <= 1 - _LEVEL]
    level = fcr_level(len(called), int(p.notna().sum()), _LEVEL)
    low, high = mean_interval(called["severity"], called["se"] * np.sqrt(called["n"]), called["n"], level)
    lows = called.assign(severity_low=low, severity_high=high)
    lows = lows[lows["severity"] >= LEAST].sort_values("severity", ascending=False, kind="stable")
    lows = lows.drop_duplicates(PLACE)
    explained = (
        lows.loc[lows["touchpoint"] != ALL, ["persona", "phase"]].drop_duplicates().assign(explained=True)
    )
    marked = lows.merge(explained, on=["persona", "phase"], how="left")
    is_whole = marked["touchpoint"] == ALL
    return marked[~(is_whole & marked["explained"].notna())].drop(columns="explained").reset_index(drop=True)


def _severity(part: pd.DataFrame, phases: pd.DataFrame, measure: str) -> pd.DataFrame:
    own = _own_means(phases, measure)
    numbers = _numbers(part, measure).join(own, on=_JOURNEY)
    columns = [*PLACE, "label", "n_customers", "reach", "reach_low", "reach_high"]
    table = part[columns].assign(
        measure=measure,
        n=numbers["n"],
        severity=numbers["own"] - numbers["value"],
        se=np.hypot(numbers["se"], numbers["own_se"]),
    )
    return table[table["severity"].notna() & (table["n"] >= FEWEST) & table["se"].notna()]


def _numbers(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    columns = [measure, f"{measure}_low", f"{measure}_high", f"n_{measure}"]
    value, low, high, n = (table[column].astype("float64") for column in columns)
    sd = mean_sd(value, low, high, n)
    asked = asked_in(table["valence_source"])
    numbers = {"value": value, "n": n, "se": sd / np.sqrt(n)}
    return pd.DataFrame({"persona": table["persona"], "asked": asked, **numbers})


def _own_means(phases: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the mean of each journey asked in one place and the largest standard error it can have: own, own_se."""
    known = _numbers(phases, measure).dropna()
    totals = known.groupby(_JOURNEY)["n"].sum()
    sums = known.assign(value=known["value"] * known["n"], se=known["se"] * known["n"])
    weighted = sums.groupby(_JOURNEY)[["value", "se"]].sum()
    return weighted.div(totals, axis=0).rename(columns={"value": "own", "se": "own_se"})
