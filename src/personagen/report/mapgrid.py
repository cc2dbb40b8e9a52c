"""The journey map as a table: what the picture shows, in words, for those who can't see it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from personagen.language.labels import plain
from personagen.language.numbers import known, number, percent, percent_range, signed
from personagen.report.grids import Grid, grid
from personagen.report.source import Source

FUNCTIONAL = (
    "reach",
    "days_to_next",
    "drop_off",
    "action",
    "touchpoint",
    "channel",
    "friction",
    "need_functional",
    "change_functional",
)
EMOTIONAL = (
    "need_emotional",
    "change_emotional",
    "valence",
    "gap",
    "emotion",
    "quote",
    "moment",
    "opportunity",
)


def map_grids(source: Source, persona: str) -> list[Grid]:
    """Return the functional and the emotional layer of a persona's journey: lanes by phase."""
    rows = source.of("map", persona).sort_values("position", kind="stable")
    heads = rows[(rows["lane"] == "header") & (rows["phase"] != "all")]
    phases = [(str(p), plain(text)) for p, text in zip(heads["phase"], heads["text"], strict=True)]
    cells = {(str(lane), str(phase)): part for (lane, phase), part in rows.groupby(["lane", "phase"])}
    found = []
    for layer, lanes in (("functional", FUNCTIONAL), ("emotional", EMOTIONAL)):
        body = [row for lane in lanes if (row := _row(source, lane, cells, phases))]
        caption = source.say(f"map.{layer}", name=source.name(persona))
        if body:
            found.append(
                grid(caption, [source.say("lane"), *(label for _, label in phases)], body, numeric=False)
            )
    return found


def _row(
    source: Source, lane: str, cells: dict[tuple[str, str], pd.DataFrame], phases: list[tuple[str, str]]
) -> list[str]:
    """Return the lane's label and its text in each phase; nothing where the lane is empty."""
    texts = ["; ".join(_entries(source, lane, cells.get((lane, phase)))) for phase, _ in phases]
    return [source.say(f"lane.{lane}"), *(text or "–" for text in texts)] if any(texts) else []


def _entries(source: Source, lane: str, rows: pd.DataFrame | None) -> Iterator[str]:
    for _, row in rows.iterrows() if rows is not None else ():
        text = (
            _number(source, lane, row)
            if lane in {"reach", "drop_off", "valence", "gap", "days_to_next"}
            else _words(source, lane, row)
        )
        if text:
            yield text


def _number(source: Source, lane: str, row: pd.Series) -> str:
    if not known(row["value"]):
        return ""
    words = source.words
    if lane == "days_to_next" and number(row["value"]) < 1:
        return source.say("days.short")
    if lane == "days_to_next":
        return source.say("days", n=round(number(row["value"])), count=words.number(number(row["value"])))
    if lane in {"valence", "gap"}:
        return f"{signed(words, row['value'])} ({source.basis(row['n'], source.signed_range(row['low'], row['high']))})"
    share = f"{percent(words, row['value'])} {plain(row['text'])}".strip()
    return f"{share} ({source.basis(row['n'], percent_range(words, row['low'], row['high']))})"


def _words(source: Source, lane: str, row: pd.Series) -> str:
    text = plain(row["text"])
    if lane == "quote" and text:
        return f"“{text}”"
    note = _note(source, lane, row)
    return f"{text} ({note})" if text and note else text


def _note(source: Source, lane: str, row: pd.Series) -> str:
    """Return what the words of a lane rest on; blank where nothing is known."""
    value, n = row["value"], row["n"]
    if lane == "emotion" and known(n):
        return source.words.say("charts.map.customers", n=int(number(n)), count=source.count(n))
    if lane == "moment" and known(value):
        return f"{signed(source.words, value)}, {source.basis(n)}"
    if lane == "opportunity":
        return source.basis(n)
    if lane.startswith("need_") and known(value, n) and number(value) > 0:
        base = round(number(n) / number(value))
        return source.words.say("claims.said", n=int(number(n)), base=base)
    return percent(source.words, value) if known(value) and lane not in {"moment", "emotion"} else ""
