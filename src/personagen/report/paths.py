"""Journeys told as paths: the representative journey step by step, flows and times to a phase as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from personagen.language.labels import plain
from personagen.language.numbers import known, number, percent, percent_range, signed
from personagen.report.grids import Grid, grid
from personagen.report.source import Source
from personagen.statistics.apart import widest_gap

MOST_DAYS = 6
_LEVEL = 0.05  # nearer to 0 than this a feeling is called neither good nor bad


@dataclass(frozen=True)
class Step:
    """A step of the representative journey; ``mood`` is good, bad, level, or blank where it isn't known."""

    phase: str
    touchpoint: str
    when: str
    mood: str
    feeling: str


@dataclass(frozen=True)
class Path:
    """The representative journey of a persona: what it stands for, and its steps."""

    basis: str
    steps: tuple[Step, ...]


def representative_path(source: Source, persona: str) -> Path | None:
    """Return the representative journey of a persona; None where too few share one."""
    rows = source.of("representative", persona)
    rows = rows[rows["n"].notna()].sort_values("position")
    if rows.empty:
        return None
    first = rows.iloc[0]
    basis = source.words.say(
        "paths.basis",
        share=percent(source.words, first["share"]),
        count=source.count(first["n"]),
    )
    return Path(basis, tuple(_step(source, row) for _, row in rows.iterrows()))


def _step(source: Source, row: pd.Series) -> Step:
    label, channel = plain(row["label"]), plain(row["channel"])
    if channel and channel.casefold() not in label.casefold():
        label = source.words.say("journeys.via", label=label, channel=channel)
    value = number(row["valence"])
    mood = "" if not known(value) else "good" if value > _LEVEL else "bad" if value < -_LEVEL else "level"
    feeling = source.words.say("paths.feels", value=signed(source.words, value)) if mood else ""
    return Step(source.phase(row["phase"]), label, _when(source, row["days"]), mood, feeling)


def _when(source: Source, days: object) -> str:
    if not known(days):
        return ""
    if number(days) < 1:
        return source.words.say("paths.day.first")
    return source.words.say("paths.day", n=round(number(days)), count=source.words.number(number(days)))


def flows_grid(source: Source, persona: str) -> Grid | None:
    """Return where people go from touchpoint to touchpoint, the largest stream of each step first."""
    rows = source.of("flows", persona)
    rows = rows[rows["n"].map(number) > 0]
    if rows.empty:
        return None
    rows = rows.sort_values(
        ["step", "n", "from_touchpoint", "to_touchpoint"], ascending=[True, False, True, True]
    )
    body = [
        [
            source.count(row["step"]),
            _place(source, row, "from"),
            _place(source, row, "to"),
            source.count(row["n"]),
        ]
        for _, row in rows.iterrows()
    ]
    heads = [source.words.say(f"paths.flows.{name}") for name in ("step", "from", "to", "n")]
    return grid(
        source.words.say("paths.flows.caption", name=source.name(persona)), heads, body, numeric=False
    )


def _place(source: Source, row: pd.Series, end: str) -> str:
    key = f"charts.flows.{row[f'{end}_touchpoint']}"
    return source.words.say(key) if source.words.has(key) else plain(row[f"{end}_label"])


def times_grids(source: Source) -> list[Grid]:
    """Return for each phase the share gone on by a few days, with interval and who is still followed."""
    table = source.table("time_to_phase")
    table = table[table["persona"].isin(source.personas) & table["share"].notna()]
    gap = widest_gap(table)
    return [
        _times_grid(source, phase, rows, [gap.days] if gap and gap.phase == phase else [])
        for phase in source.phases
        if len(rows := table[table["phase"] == phase])
    ]


def _times_grid(source: Source, phase: str, rows: pd.DataFrame, titled: Sequence[float]) -> Grid:
    days = _days(rows, titled)
    body = []
    for persona in source.personas:
        own = rows[rows["persona"] == persona].sort_values("days")
        if len(own):
            body.append([source.name(persona), *(_gone(source, own, day) for day in days)])
    heads = [source.words.say("common.persona"), *(_within(source, day) for day in days)]
    return grid(
        source.words.say("paths.times.caption", phase=source.phase(phase)), heads, body, numeric=False
    )


def _days(rows: pd.DataFrame, titled: Sequence[float]) -> list[float]:
    """Return a few days: the last, that of the chart's title, and between them days that most personas have a row of."""
    shown = rows[rows["days"] > 0]
    if shown.empty:
        return [0.0]
    counts = shown.groupby("days")["persona"].nunique()
    chosen = {number(counts.index.max()), *titled}
    room = MOST_DAYS - len(chosen)
    shared, known_days = (
        [number(day) for day in days if day not in chosen]
        for days in (counts.index[counts == counts.max()], counts.index)
    )
    return sorted({*chosen, *_evenly(shared if len(shared) >= room else known_days, room)})


def _evenly(days: Sequence[float], n: int) -> list[float]:
    """Return so many of some days, from the first to the last."""
    if len(days) <= n:
        return [*days]
    return [days[round(i * (len(days) - 1) / (n - 1))] for i in range(n)]


def _within(source: Source, day: float) -> str:
    whole = float(day).is_integer()
    return source.words.say(
        "paths.times.within", n=round(day) if whole else 2, count=source.words.number(day, 0 if whole else 1)
    )


def _gone(source: Source, own: pd.DataFrame, day: float) -> str:
    """Return the share gone on by a day, as of the last row up to it; a dash before and after the curve."""
    rows = own[own["days"] <= day]
    if rows.empty or day > own["days"].max():
        return "–"
    row = rows.iloc[-1]
    reach = percent_range(source.words, row["low"], row["high"])
    left = (
        source.words.say("paths.times.followed", count=source.count(row["at_risk"]))
        if known(row["at_risk"])
        else ""
    )
    basis = "; ".join(part for part in (reach, left) if part)
    share = percent(source.words, row["share"])
    return f"{share} ({basis})" if basis else share
