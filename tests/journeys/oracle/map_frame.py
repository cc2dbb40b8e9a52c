"""What stands at the head and at the foot of the journey map, in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from .published import Row, Tables, are_comparable, listed, percent, sources

SOURCES = {
    "csat": "satisfaction",
    "nps": "recommendation (NPS)",
    "ces": "effort (CES)",
    "emotion": "emotion words",
    "survey": "ratings in the survey",
    "interviews": "interviews",
}
LACKING = {
    "needs": "No needs: no or too few interviews",
    "quotes": "No quotes: no interviews or no consent",
    "valence": "No experience: no or too few ratings",
    "gap": "No expectations: not asked, or of too few people",
}


def head(mine: Tables) -> Iterator[dict[str, Any]]:
    """Yield who the persona is, in a sentence, from when, and how many are linked: always in these places."""
    who: Row = next(iter(mine.get("personas", [])), {})
    share = {"value": "share", "low": "share_low", "high": "share_high", "n": "n"}
    yield {"text": who["name"], **{name: who[column] for name, column in share.items()}} if who else {}
    yield {"text": who["summary"]} if who else {}
    first, last = who.get("data_from"), who.get("data_to")
    yield {"text": f"Survey from {_day(first)} to {_day(last)}"} if first and last else {}
    linked = next(iter(mine.get("coverage", [])), {})
    names = ("n_linked", "n_respondents", "match_rate")
    n, base, rate = (linked.get(name) for name in names)
    if n is None or base is None or rate is None:
        yield {}
    else:
        text = f"Linked to a customer: {n:,} of {base:,} respondents ({percent(rate)})"
        yield {"text": text, "value": rate, "n": n}


def _day(moment: pd.Timestamp) -> str:
    return f"{moment.day} {moment:%B %Y}"


def foot(tables: Tables, mine: Tables, phases: Mapping[str, str]) -> Iterator[str]:
    """Yield what the map rests on, and what it lacks."""
    own, journey = mine["journey"], tables["journey"]
    unmapped = [row["unmapped_share"] for row in mine.get("coverage", [])]
    if unmapped and unmapped[0]:
        yield f"{percent(unmapped[0], 1)} of the contacts belong to no phase"
    yield from _asked(journey, phases)
    has_log = any(row["n_customers"] is not None for row in journey)
    thin = [row for row in own if row["evidence"] == "thin"]
    if thin:
        yield f"{_phases(len(thin))} on fewer than 30 {'customers' if has_log else _people(thin)}"
    hidden = sum(row["suppressed"] for row in own)
    if hidden:
        where = "one phase" if hidden == 1 else f"{hidden} phases"
        yield f"In {where} numbers are hidden to keep people from being recognised"
    if not has_log:
        yield "No reach, contacts and drop-off: no log"
    for name, line in LACKING.items():
        if (
            not any(row[name] is not None for row in own)
            if name in ("valence", "gap")
            else not mine.get(name)
        ):
            yield line
    if "opportunities" in tables and not mine["opportunities"]:
        yield "No opportunities: nothing clearly lies under this persona’s own journey"


def _phases(n: int) -> str:
    return "One phase rests" if n == 1 else f"{n} phases rest"


def _people(rows: Sequence[Row]) -> str:
    names = {"survey": "respondents", "interviews": "interviewees"}
    kinds = {names.get(row["valence_source"], "customers") for row in rows if row["valence_source"]}
    return kinds.pop() if len(kinds) == 1 else "people"


def _asked(journey: Sequence[Row], phases: Mapping[str, str]) -> Iterator[str]:
    """Yield where the experience comes from, where that isn't the logs or isn't the same in all phases."""
    said = sources(journey)
    told = {source: listed([SOURCES[part] for part in source.split("+")]) for source in said.values()}
    if not are_comparable(journey):
        places: dict[str, list[str]] = {}
        for phase, label in phases.items():
            if phase in said:
                places.setdefault(told[said[phase]], []).append(label)
        lines = "; ".join(f"{source}: {listed(labels)}" for source, labels in places.items())
        heights = "heights before and after a break in the line can’t be compared"
        yield f"Not asked in the same way in every phase: {heights} ({lines})"
    elif {"survey", "interviews"} & {*said.values()}:
        yield f"Experience comes from: {told[next(iter(said.values()))]}"
