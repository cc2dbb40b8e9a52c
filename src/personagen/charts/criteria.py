"""The panels of the chart of k: one criterion against the number of segments, with what it is beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from personagen.charts.sheet import BODY, MARGIN, SMALL, Scale, Sheet
from personagen.charts.style import BAD, FAINT, GOOD, LINE, SOFT
from personagen.charts.text import height, wrap
from personagen.language.numbers import flag, known, number
from personagen.language.words import Words
from personagen.statistics.criteria import ARI_FLOOR, JACCARD_FLOOR, STRENGTH_FLOOR, meets

WIDTH, LEFT = 720.0, 272.0
_AXIS, _SYMBOL, _ROOM = 34.0, 18.0, 16.0
_CHOSEN = "#1f5fa8"


@dataclass(frozen=True)
class Panel:
    """A criterion: the columns to draw, how high, what it asks."""

    name: str
    value: str
    tall: float
    ends: tuple[str, str] | None = None
    floor: float | None = None
    references: str = ""
    scale: Literal["share", "span", "line"] = "share"
    always: bool = False


REFERENCES = (("continuum", "D", BAD, 9.0), ("unrelated", "v", SOFT, -9.0))
PANELS = (
    Panel("ari", "ari_median", 150.0, ("ari_q25", "ari_q75"), ARI_FLOOR, "ari", always=True),
    Panel(
        "jaccard", "jaccard_min", 104.0, ("jaccard_min_low", "jaccard_min_high"), JACCARD_FLOOR, always=True
    ),
    Panel("shadow", "shadow", 104.0, references="shadow", scale="span"),
    Panel("prediction_strength", "prediction_strength", 84.0, floor=STRENGTH_FLOOR),
    Panel("gap", "gap", 70.0, scale="line"),
    Panel("silhouette", "silhouette", 70.0, scale="line"),
)


def panel_height(panel: Panel, words: Words) -> float:
    """Return the points that a panel and what is said beside it need."""
    return max(panel.tall, _beside(panel, words)) + 24


def draw_panel(
    sheet: Sheet, panel: Panel, rows: pd.DataFrame, words: Words, xs: Sequence[float], y: float
) -> float:
    """Draw a criterion from ``y`` and return where the next one starts."""
    end = y + panel_height(panel, words)
    sheet.line((MARGIN, WIDTH - MARGIN), (y, y), colour=LINE)
    y += 10
    _explain(sheet, panel, words, y)
    up = _scale(panel, rows, y, end - 14)
    _grid(sheet, panel, words, up)
    fits = meets(rows, panel.name)
    if panel.scale == "line":
        _join(sheet, panel, rows, xs, up)
    for x, (_, row), fit in zip(xs, rows.iterrows(), fits, strict=True):
        _mark(sheet, panel, row, x, up, hollow=not fit)
        if panel.scale == "line" and known(row[panel.value]):
            place = up(number(row[panel.value])) - 6 - height(1, SMALL)
            sheet.text(x, place, _written(words, row[panel.value]), size=SMALL, colour=SOFT, align="center")
    return end


def _scale(panel: Panel, rows: pd.DataFrame, top: float, bottom: float) -> Scale:
    """Return the scale of a panel: 0 to 1, from tenth to tenth around all marks, or the values with room for them."""
    if panel.scale == "share":
        return Scale(0, 1, bottom, top)
    values = [number(v) for name in _drawn(panel) for v in rows[name] if known(v)]
    low, high = min(values), max(values)
    if panel.scale == "span":
        low, high = math.floor(low * 10) / 10, math.ceil(high * 10) / 10
        return Scale(low, high if high > low else low + 0.1, bottom, top)
    return Scale(low, high if high > low else low + 1, bottom - 6, top + _ROOM)


def _drawn(panel: Panel) -> list[str]:
    more = [f"{name}_{panel.references}" for name, *_ in REFERENCES] if panel.references else []
    return [panel.value, *more]


def _grid(sheet: Sheet, panel: Panel, words: Words, up: Scale) -> None:
    if panel.scale == "line":
        return
    for tick in (up.low, (up.low + up.high) / 2, up.high):
        sheet.line((LEFT, WIDTH - MARGIN), (up(tick), up(tick)), colour=FAINT if tick == up.low else LINE)
        if panel.floor is None or abs(up(tick) - up(panel.floor)) > height(1, SMALL):
            _tick(sheet, words, up, tick)
    if panel.floor is not None:
        floor = up(panel.floor)
        sheet.line((LEFT, WIDTH - MARGIN), (floor, floor), colour=GOOD, width=1.2, dash="--")
        text = words.number(panel.floor, 2)
        sheet.middle(LEFT - 6, floor, text, size=SMALL, colour=GOOD, align="right", weight="bold")


def _tick(sheet: Sheet, words: Words, up: Scale, tick: float) -> None:
    digits = 1 if round(tick, 1) == round(tick, 6) else 2
    sheet.middle(LEFT - 6, up(tick), words.number(tick, digits), size=SMALL, colour=SOFT, align="right")


def _join(sheet: Sheet, panel: Panel, rows: pd.DataFrame, xs: Sequence[float], up: Scale) -> None:
    places = [(x, up(number(v))) for x, v in zip(xs, rows[panel.value], strict=True) if known(v)]
    sheet.line([x for x, _ in places], [y for _, y in places], colour=FAINT)


def _mark(sheet: Sheet, panel: Panel, row: pd.Series, x: float, up: Scale, *, hollow: bool) -> None:
    colour = _CHOSEN if flag(row["chosen"]) else SOFT
    for name, marker, own, aside in REFERENCES if panel.references else ():
        value = row[f"{name}_{panel.references}"]
        if known(value):
            sheet.dot(x + aside, up(number(value)), colour=own, marker=marker, size=6, hollow=True)
    if panel.ends and known(row[panel.ends[0]], row[panel.ends[1]]):
        ends = [up(number(row[end])) for end in panel.ends]
        sheet.line((x, x), ends, colour=colour, width=3.2 if panel.name == "ari" else 1.6)
    if known(row[panel.value]):
        sheet.dot(x, up(number(row[panel.value])), colour=colour, size=8.5, hollow=hollow)


def _explain(sheet: Sheet, panel: Panel, words: Words, y: float) -> None:
    """Write left of a panel what the criterion is, and what its marks mean."""
    y = sheet.text(MARGIN, y, _name(panel, words), weight="bold")
    y = sheet.text(MARGIN, y, _said(panel, words), size=SMALL, colour=SOFT)
    if panel.floor is not None:
        middle = y + 2 + height(1, SMALL) / 2
        sheet.line((MARGIN, MARGIN + 12), (middle, middle), colour=GOOD, width=1.2, dash="--")
        y = sheet.text(MARGIN + _SYMBOL, y + 2, _floor(panel, words), size=SMALL, colour=GOOD)
    for name, marker, colour, _ in REFERENCES if panel.references else ():
        sheet.dot(MARGIN + 6, y + 2 + height(1, SMALL) / 2, colour=colour, marker=marker, size=6, hollow=True)
        y = sheet.text(MARGIN + _SYMBOL, y + 2, _entry(name, words), size=SMALL, colour=SOFT)


def _beside(panel: Panel, words: Words) -> float:
    lines = [
        _said(panel, words),
        *(_entry(name, words) for name, *_ in (REFERENCES if panel.references else ())),
    ]
    lines += [_floor(panel, words)] if panel.floor is not None else []
    tall = sum(height(len(part), SMALL) + 2 for part in lines)
    return height(len(_name(panel, words)), BODY) + tall


def _name(panel: Panel, words: Words) -> list[str]:
    return wrap(words.say(f"charts.solutions.{panel.name}.title"), _room(), BODY, weight="bold")


def _said(panel: Panel, words: Words) -> list[str]:
    return wrap(words.say(f"charts.solutions.{panel.name}"), _room(), SMALL)


def _floor(panel: Panel, words: Words) -> list[str]:
    key = "charts.solutions.usual" if panel.name == "prediction_strength" else "charts.solutions.floor"
    return wrap(words.say(key, value=words.number(panel.floor or 0, 2)), _room() - _SYMBOL, SMALL)


def _entry(name: str, words: Words) -> list[str]:
    return wrap(words.say(f"charts.solutions.{name}"), _room() - _SYMBOL, SMALL)


def _room() -> float:
    return LEFT - MARGIN - _AXIS - 6


def _written(words: Words, value: object) -> str:
    return words.number(round(number(value), 2) + 0.0, 2).replace("-", "−")
