"""The table `map`: everything the journey map draws, put together from published tables.

Only tables whose small cells are hidden go in, so that nothing comes out that they don't show. Drawing belongs to
`charts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from personagen.contracts.asking import are_comparable, sources_of_phases
from personagen.contracts.movement import MAP
from personagen.contracts.table import persona_order
from personagen.journeys import improving, lanes, places
from personagen.journeys.feelings import evidence_of
from personagen.journeys.labels import ALL, UNASSIGNED
from personagen.journeys.sources import INTERVIEWS, SURVEY, say_people, say_source
from personagen.language.labels import listed
from personagen.language.words import Words, words_in
from personagen.study import Study

_EVIDENT = {*lanes.NUMBERS, "moment", "opportunity"}
_LACKING = ("needs", "quotes", "valence", "gap")
_SHOWS_PEOPLE = (
    "personas",
    "touchpoints",
    "needs",
    "need_changes",
    "moments",
    "quotes",
    "coverage",
    "opportunities",
)


def build_map(published: Mapping[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Return the contract ``map``: for each persona all lanes of its journey map.

    Parameters
    ----------
    published
        By name the contracts ``phases`` and ``journey``, and where the study has them ``personas``, ``touchpoints``,
        ``needs``, ``need_changes``, ``moments``, ``quotes``, ``opportunities`` and ``coverage``; small cells hidden.
    study
        For its language and its minimum cell.
    """
    words = words_in(study.language)
    journey = published["journey"]
    personas = [p for p in persona_order([*journey["persona"]]) if p not in (ALL, UNASSIGNED)]
    order = {phase: place for place, phase in enumerate(published["phases"].sort_values("position")["phase"])}
    rows = [
        {"persona": persona, **row} for persona in personas for row in _persona(published, persona, words)
    ]
    if not rows:
        return MAP.empty()
    table = pd.DataFrame(rows, columns=[*MAP.columns])
    has_n = table["lane"].isin(_EVIDENT)
    n = table["n"].astype("Int64")
    table["evidence"] = evidence_of(n, study.privacy.minimum_cell).where(has_n & n.notna())
    place = table["phase"].map(order).fillna(len(order))
    ranks = table["persona"].map({persona: place for place, persona in enumerate(personas)})
    table = table.assign(_rank=ranks, _place=place, _line=range(len(table)))
    return MAP.conform(table.sort_values(["_rank", "_place", "_line"])[[*MAP.columns]])


def _persona(published: Mapping[str, pd.DataFrame], persona: str, words: Words) -> Iterator[lanes.Row]:
    mine = {name: _of(published.get(name), persona) for name in _SHOWS_PEOPLE}
    journey = published["journey"]
    journeys = journey[~journey["persona"].isin([ALL, UNASSIGNED])]
    own = _of(journey, persona)
    yield from _header(published["phases"], mine["personas"], mine["coverage"], words)
    if own is not None:
        yield from lanes.number_lanes(own, words)
    yield from lanes.other_lanes(journeys, persona)
    if not are_comparable(journey):
        yield from lanes.source_lane(sources_of_phases(journey))
    if (touchpoints := mine["touchpoints"]) is not None:
        yield from places.touchpoint_lanes(touchpoints, words)
        yield from places.channel_lanes(touchpoints, words)
        yield from improving.friction_lane(touchpoints)
        yield from lanes.emotion_lane(touchpoints)
    if (needs := mine["needs"]) is not None:
        yield from lanes.need_lanes(needs, words)
        if (changes := mine["need_changes"]) is not None:
            phases = dict(zip(published["phases"]["phase"], published["phases"]["label"], strict=True))
            yield from lanes.change_lanes(changes, needs, phases, words)
    if (quotes := mine["quotes"]) is not None:
        yield from lanes.quote_lane(quotes)
    if (moments := mine["moments"]) is not None:
        yield from lanes.moment_lane(moments, words)
    if (opportunities := mine["opportunities"]) is not None:
        yield from improving.opportunity_lane(opportunities, words)
    yield from _footer(published, persona, mine, words)


def _of(table: pd.DataFrame | None, persona: str) -> pd.DataFrame | None:
    if table is None:
        return None
    rows = table[table["persona"] == persona]
    return rows if len(rows) else None


def _header(
    phases: pd.DataFrame, who: pd.DataFrame | None, coverage: pd.DataFrame | None, words: Words
) -> Iterator[lanes.Row]:
    whole = {"phase": ALL, "lane": "header"}
    if who is not None:
        row = who.iloc[0]
        share = {"value": row["share"], "low": row["share_low"], "high": row["share_high"], "n": row["n"]}
        yield {**whole, "position": 1, "text": row["name"], **share}
        yield {**whole, "position": 2, "text": row["summary"]}
        for line in _period(who, words):
            yield {**whole, "position": 3, "text": line}
    for linked in _linked(coverage, words):
        yield {**whole, "position": 4, **linked}
    for phase in phases.to_dict("records"):
        place = {"phase": phase["phase"], "position": phase["position"]}
        yield {**place, "lane": "header", "text": phase["label"]}


def _footer(
    published: Mapping[str, pd.DataFrame], persona: str, mine: Mapping[str, pd.DataFrame | None], words: Words
) -> Iterator[lanes.Row]:
    """Yield what the map rests on and what it lacks, a line each."""
    lines = [*_unmapped(mine["coverage"], words)]
    lines += _sources(published["journey"], published["phases"], words)
    own = _of(published["journey"], persona)
    hidden = 0 if own is None else int(own["suppressed"].sum())
    has_log = bool(published["journey"]["n_customers"].notna().any())
    lines += _thin(own, words, has_log=has_log)
    if hidden:
        lines.append(words.say("journeys.footer.hidden", n=hidden, count=words.number(hidden)))
    lacking = [] if has_log else ["log"]
    lacking += [name for name in _LACKING if _lacks(name, own, mine)]
    lines += [words.say(f"journeys.footer.without.{name}") for name in lacking]
    if "opportunities" in published and mine["opportunities"] is None:
        lines.append(words.say("journeys.footer.without.opportunities"))
    for position, line in enumerate(lines, start=1):
        yield {"phase": ALL, "lane": "footer", "position": position, "text": line}


def _thin(own: pd.DataFrame | None, words: Words, *, has_log: bool) -> Iterator[str]:
    """Yield how many phases rest on few: customers, or without a log those who were asked.

    A phase that nobody was asked about, or that is hidden, rests on nobody.
    """
    rows = None if own is None else own[own["evidence"] == "thin"]
    if rows is None or rows.empty:
        return
    people = words.say("journeys.people.customers") if has_log else say_people(rows["valence_source"], words)
    yield words.say("journeys.footer.thin", n=len(rows), count=words.number(len(rows)), people=people)


def _sources(journey: pd.DataFrame, phases: pd.DataFrame, words: Words) -> Iterator[str]:
    """Yield where the experience comes from where that isn't the contacts, or differs between phases."""
    told = sources_of_phases(journey)
    if not are_comparable(journey):
        asked: dict[str, list[str]] = {}
        for phase, label in zip(phases["phase"], phases["label"], strict=True):
            if phase in told:
                asked.setdefault(say_source(told[phase], words), []).append(label)
        each = [
            words.say("journeys.source.of_phases", source=source, phases=listed(words, labels))
            for source, labels in asked.items()
        ]
        yield words.say("journeys.footer.sources", sources="; ".join(each))
    elif {*told.values()} & {SURVEY, INTERVIEWS}:
        yield words.say("journeys.footer.source", source=say_source(next(iter(told.values())), words))


def _lacks(name: str, own: pd.DataFrame | None, mine: Mapping[str, pd.DataFrame | None]) -> bool:
    if name in mine:
        return mine[name] is None
    return own is None or bool(own[name].isna().all())


def _period(who: pd.DataFrame | None, words: Words) -> Iterator[str]:
    if who is not None and who[["data_from", "data_to"]].notna().to_numpy().all():
        row: Any = who.iloc[0]
        yield words.say(
            "journeys.header.period", start=words.date(row["data_from"]), end=words.date(row["data_to"])
        )


def _linked(rows: pd.DataFrame | None, words: Words) -> Iterator[lanes.Row]:
    """Yield how many of the persona's respondents are linked to a customer."""
    if rows is None or rows[["match_rate", "n_linked", "n_respondents"]].iloc[0].isna().any():
        return
    row: Any = rows.iloc[0]
    counts = {"count": words.number(int(row["n_linked"])), "base": words.number(int(row["n_respondents"]))}
    text = words.say("journeys.header.linked", **counts, share=words.percent(row["match_rate"]))
    yield {"text": text, "value": row["match_rate"], "n": row["n_linked"]}


def _unmapped(rows: pd.DataFrame | None, words: Words) -> Iterator[str]:
    """Yield the share of contacts without a phase, where there are any."""
    share = None if rows is None else rows.iloc[0]["unmapped_share"]
    if pd.notna(share) and share > 0:
        yield words.say("journeys.footer.unmapped", share=words.percent(share, 1))
