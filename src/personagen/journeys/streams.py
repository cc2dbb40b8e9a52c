"""The table `flows`: where customers go from touchpoint to touchpoint, with names."""

from __future__ import annotations

import pandas as pd

from personagen.contracts.paths import FLOWS
from personagen.journeys.counts import Counts
from personagen.journeys.steps import LEFT, OTHER, name_apart
from personagen.language.words import Words

_PLACES = ("from_touchpoint", "to_touchpoint")


def summarise_flows(counts: Counts, words: Words) -> pd.DataFrame:
    """Return the contract ``flows``, nothing suppressed yet.

    There are no rows for ``all``: what few people of one persona do could be read from everybody's numbers.

    Parameters
    ----------
    counts
        What was counted in the logs.
    words
        For the names of ``other`` and ``left``.
    """
    known = counts.touchpoint_map.set_index("touchpoint").rename(index=name_apart)
    table = counts.steps.copy()
    for place in _PLACES:
        end = place.removesuffix("touchpoint")
        table[f"{end}label"] = table[place].map(known["label"]).fillna(table[place])
        table[f"{end}phase"] = table[place].map(known["phase"])
    table = say_flows(_ordered(table, counts), words)
    return FLOWS.conform(table[[c for c in FLOWS.columns if c in table]].assign(suppressed=False))


def say_flows(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return the contract ``flows`` with the names of ``other`` and ``left`` in a language."""
    named = {OTHER: words.say("journeys.other"), LEFT: words.say("journeys.left")}
    ends = [place.removesuffix("_touchpoint") for place in _PLACES]
    labels = {
        f"{end}_label": table[f"{end}_touchpoint"].map(named).fillna(table[f"{end}_label"]) for end in ends
    }
    return table.assign(**labels)


def _ordered(table: pd.DataFrame, counts: Counts) -> pd.DataFrame:
    """Return the rows by persona and step, touchpoints in the order of their phases, then other, then left."""
    place = {phase: i for i, phase in enumerate(counts.phases)}
    ranks = {persona: i for i, persona in enumerate(counts.personas)}
    table = table.assign(_persona=table["persona"].map(ranks))
    for column in _PLACES:
        phases = table[column.replace("touchpoint", "phase")].map(place)
        table[f"_{column}"] = phases.fillna(len(place) + table[column].eq(LEFT).astype("int64"))
    by = ["_persona", "step", "_from_touchpoint", "from_touchpoint", "_to_touchpoint", "to_touchpoint"]
    return table.sort_values(by, ignore_index=True)
