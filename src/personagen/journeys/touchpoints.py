"""The table `touchpoints`: for every persona, touchpoint and channel, who meets it and how it feels."""

from __future__ import annotations

import pandas as pd

from personagen.contracts.journey import TOUCHPOINTS
from personagen.journeys.counts import Counts
from personagen.journeys.feelings import feeling_columns
from personagen.journeys.labels import ALL, UNASSIGNED
from personagen.journeys.sources import valence_sources
from personagen.statistics.effects import benjamini_hochberg
from personagen.statistics.intervals import difference_interval, wilson_interval
from personagen.statistics.pairs import shares_p

_KEYS = ["phase", "touchpoint", "channel"]
_MARKER, _MARKER_SHARE = 0.25, 0.5
_OF_CONTACTS = (
    "n_persona", "n_customers", "reach", "reach_low", "reach_high", "overall_reach", "difference", "low", "high",
    "n_contacts", "share_of_phase", "n_visitors", "n_entry", "entry_share", "n_exit", "exit_share", "gap", "gap_low",
    "gap_high", "n_gap", "n_top_emotion", "p", "p_adjusted", "n_repeat", "repeat_share", "n_displeased",
    "displeased_share", "n_left", "left_share", "n_friction", "friction",
)  # fmt: skip
_FRICTION = {
    "n_repeat": "repeat_share",
    "n_displeased": "displeased_share",
    "n_left": "left_share",
    "n_friction": "friction",
}


def summarise_touchpoints(counts: Counts, *, is_circular: bool = False) -> pd.DataFrame:
    """Return the contract ``touchpoints``, nothing suppressed yet.

    Every persona has a row for each touchpoint and channel that anybody met. Its reach is tested against that of the
    other personas (`statistics.pairs`), all channels of a touchpoint together: these tests are one family.

    Parameters
    ----------
    counts
        What was counted in the logs.
    is_circular
        Whether the segments rest on the same contacts: nothing is tested then.
    """
    grid = _grid(counts)
    base, visitors = grid["n_persona"], grid["n_visitors"]
    reach = grid["n_customers"] / base.where(base > 0)
    low, high = wilson_interval(reach, base)
    table = grid.assign(
        reach=reach,
        reach_low=low,
        reach_high=high,
        share_of_phase=grid["n_contacts"] / grid["n_phase"].where(grid["n_phase"] > 0),
        entry_share=grid["n_entry"] / visitors.where(visitors > 0),
        exit_share=grid["n_exit"] / visitors.where(visitors > 0),
        suppressed=False,
    )
    table = (
        _with_friction(_with_others(table, is_circular=is_circular), counts)
        .drop(columns=["n_valence", "n_ratings", "n_gap"])
        .join(feeling_columns(grid))
    )
    table = table.merge(_top_emotions(counts.words), on=["persona", *_KEYS], how="left", validate="1:1")
    table = table.fillna({"n_top_emotion": 0})
    table = table.join(valence_sources(counts).rename("valence_source"), on=["persona", "phase"])
    names = counts.touchpoint_map.set_index("touchpoint")[["label", "action"]]
    table = table.join(names, on="touchpoint")
    table = _without_contacts(table)
    return TOUCHPOINTS.conform(table[[c for c in TOUCHPOINTS.columns if c in table]])


def _without_contacts(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with what contacts would tell blank at touchpoints that stand in no log: they were only rated."""
    is_logged = table["n_contacts"].groupby(table["touchpoint"]).transform("any")
    blank = {column: table[column].astype(object).where(is_logged, None) for column in _OF_CONTACTS}
    return table.assign(**blank, is_marker=table["is_marker"] & is_logged)


def _grid(counts: Counts) -> pd.DataFrame:
    """Return every persona with every touchpoint and channel, 0 where nobody came, in the order of the phases."""
    found = counts.by_touchpoint
    order = {phase: place for place, phase in enumerate(counts.phases)}
    places = found[_KEYS].drop_duplicates()
    places = places.assign(_order=places["phase"].map(order), _part=places["channel"] != ALL)
    places = places.sort_values(["_order", "touchpoint", "_part", "channel"])[_KEYS]
    grid = pd.DataFrame({"persona": counts.personas}).merge(places, how="cross")
    grid = grid.merge(found, on=["persona", *_KEYS], how="left", validate="1:1")
    numbers = [str(column) for column in found if column not in ("persona", *_KEYS)]
    grid[numbers] = grid[numbers].fillna(0).astype(object)
    grid = grid.astype({column: "int64" for column in numbers if column.startswith("n_")})
    grid = grid.merge(counts.population[["persona", "n_persona"]], on="persona", how="left", validate="m:1")
    whole = counts.by_phase[["persona", "phase", "n_customers", "n_contacts"]]
    whole = whole.rename(columns={"n_customers": "n_visitors", "n_contacts": "n_phase"})
    grid = grid.merge(whole, on=["persona", "phase"], how="left", validate="m:1")
    return grid.fillna({"n_visitors": 0, "n_phase": 0}).astype({"n_visitors": "int64", "n_phase": "int64"})


def _with_friction(table: pd.DataFrame, counts: Counts) -> pd.DataFrame:
    """Add who repeats, rates below 0 and leaves; the share that leaves is blank where nobody can be said to."""
    found = table.merge(counts.friction, on=["persona", *_KEYS], how="left", validate="1:1")
    numbers = {n: found[n].fillna(0).astype("int64") for n in _FRICTION}
    met = found["n_customers"].where(found["n_customers"] > 0)
    shares = {share: numbers[n] / met for n, share in _FRICTION.items()}
    shares["left_share"] = shares["left_share"].where(found["phase"].map(counts.horizons).notna())
    return found.assign(**numbers, **shares)


def _with_others(table: pd.DataFrame, *, is_circular: bool) -> pd.DataFrame:
    """Add the reach of all, the difference from the other personas with its interval, and whether it is a marker."""
    whole = table.loc[table["persona"] == ALL, [*_KEYS, "n_customers", "n_persona"]]
    whole = whole.rename(columns={"n_customers": "n_all", "n_persona": "base_all"})
    both = table.merge(whole, on=_KEYS, how="left", validate="m:1")
    overall = both["n_all"] / both["base_all"].where(both["base_all"] > 0)
    is_persona = ~both["persona"].isin([ALL, UNASSIGNED])
    rest_base = (both["base_all"] - both["n_persona"]).where(is_persona)
    rest = ((both["n_all"] - both["n_customers"]) / rest_base.where(rest_base > 0)).where(is_persona)
    low, high = difference_interval(both["reach"], both["n_persona"], rest, rest_base)
    difference = both["reach"] - rest
    tested = both["channel"].eq(ALL) & (not is_circular)
    p = pd.Series(
        shares_p(both["n_customers"], both["n_persona"], both["n_all"] - both["n_customers"], rest_base),
        index=both.index,
    ).where(tested)
    marked = (difference.abs() >= _MARKER) | ((difference.abs() >= _MARKER_SHARE * overall) & (overall > 0))
    return both.assign(
        overall_reach=overall.where(both["persona"] != UNASSIGNED),
        difference=difference,
        low=low,
        high=high,
        p=p,
        p_adjusted=benjamini_hochberg(p),
        is_circular=is_circular,
        is_marker=marked & difference.notna(),
    )


def _top_emotions(words: pd.DataFrame) -> pd.DataFrame:
    """Return the word most customers used at each touchpoint; of equals the first in the alphabet."""
    ordered = words.sort_values(["n", "emotion"], ascending=[False, True])
    top = ordered.drop_duplicates(["persona", *_KEYS])
    return top.rename(columns={"emotion": "top_emotion", "n": "n_top_emotion"})[
        ["persona", *_KEYS, "top_emotion", "n_top_emotion"]
    ]
