"""What became of the personas between two runs: a bar each on both sides, and bands between them.

Where people are in both runs the bands are those people; else a band only says who was recognised in whom. A colour
says which persona somebody comes from; what is new is grey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.gallery import Drawing
from personagen.charts.sheet import BODY, MARGIN, SMALL, Sheet, heading
from personagen.charts.streams import ribbon
from personagen.charts.style import (
    FAINT,
    SOFT,
    figure_to_png,
    figure_to_svg,
    ink_on,
    mix,
    persona_styles,
    styled,
)
from personagen.charts.text import clean, height, wrap
from personagen.contracts import badge, persona_order
from personagen.contracts.waves import LINKED, STATUSES
from personagen.language.numbers import known, number, percent
from personagen.language.words import Words

_WIDTH, _NAMES, _BAR, _GAP, _TALL = 760.0, 196.0, 26.0, 12.0, 330.0
_BAND = 0.32
_HIDDEN = 1e-9
_OTHERS = {"old": "share_now", "new": "share_before"}
Flows = dict[tuple[str, str], tuple[float, float]]  # how much leaves the old one and reaches the new one


@dataclass(frozen=True)
class _Side:
    """The personas of one run: size, label, colour and place of each."""

    sizes: Mapping[str, float]
    labels: Mapping[str, list[str]]
    colours: Mapping[str, str]
    places: Mapping[str, tuple[float, float]]

    @property
    def end(self) -> float:
        """Where the lowest bar ends."""
        return max(top + tall for top, tall in self.places.values())


def draw_lineage(lineage: pd.DataFrame, moves: pd.DataFrame, words: Words) -> Drawing:
    """Return the chart of a comparison in both forms."""
    figure = plot_lineage(lineage, words, moves)
    source = "moves" if len(moves) else "lineage"
    return Drawing(figure_to_svg(figure, "lineage", source), figure_to_png(figure, source))


@styled
def plot_lineage(lineage: pd.DataFrame, words: Words, moves: pd.DataFrame | None = None) -> Figure:
    """Draw what became of the personas between two runs.

    Parameters
    ----------
    lineage
        Contract ``lineage``: names, and who was recognised in whom.
    words
        Language of the chart.
    moves
        Contract ``moves``: with rows, bars and bands are the people in both runs; else bars are shares of all
        respondents and bands say who was recognised in whom.
    """
    has_people = moves is not None and len(moves) > 0
    flows = _people(moves) if moves is not None and has_people else _matches(lineage)
    olds, news = (_personas(lineage, side) for side in ("old", "new"))
    sizes = [
        {p: sum(ends[i] for pair, ends in flows.items() if pair[i] == p) for p in order}
        if has_people
        else _shares(lineage, side)
        for i, (side, order) in enumerate((("old", olds), ("new", news)))
    ]
    kind = "people" if has_people else "matches"
    top = heading(_title(lineage, words), words.say(f"waves.chart.{kind}"), _WIDTH)
    start = top.height + height(2, BODY) + 8
    colours = _colours(lineage, olds, news)
    totals = [sum(each.values()) or 1.0 for each in sizes]
    left = _side(lineage, "old", olds, sizes[0], totals[0], colours[0], words, start)
    right = _side(lineage, "new", _ordered(news, flows, olds), sizes[1], totals[1], colours[1], words, start)
    sheet = Sheet(_WIDTH, max(left.end, right.end) + MARGIN)
    top.draw(sheet)
    x, far = MARGIN + _NAMES, _WIDTH - MARGIN - _NAMES - _BAR
    _bands(sheet, flows, left, right, x + _BAR, far)
    for side, place, when, align in ((left, x, "before", "right"), (right, far, "now", "left")):
        label = place - 10 if align == "right" else place + _BAR + 10
        y = sheet.text(label, top.height, words.say(f"waves.chart.{when}"), align=align, weight="bold")
        sheet.text(label, y, words.say(f"waves.chart.of.{kind}"), size=SMALL, colour=SOFT, align=align)
        _bars(sheet, side, place, label, align)
    return sheet.figure


def _personas(lineage: pd.DataFrame, side: str) -> list[str]:
    return persona_order(lineage[side].dropna())


def _people(moves: pd.DataFrame) -> Flows:
    columns = zip(moves["old"], moves["new"], moves["n"], strict=True)
    return {(str(old), str(new)): (float(n), float(n)) for old, new, n in columns}


def _matches(lineage: pd.DataFrame) -> Flows:
    """Return a band for each match: all of a bar, or the part that its share has in all that it is matched with."""
    linked = lineage[lineage["status"].isin(LINKED)]
    sizes = linked[["share_before", "share_now"]].fillna(_HIDDEN).clip(lower=_HIDDEN)
    whole = {end: sizes[other].groupby(linked[end]).transform("sum") for end, other in _OTHERS.items()}
    left = sizes["share_before"] * sizes["share_now"] / whole["old"]
    right = sizes["share_now"] * sizes["share_before"] / whole["new"]
    columns = zip(linked["old"], linked["new"], left, right, strict=True)
    return {(str(old), str(new)): (float(a), float(b)) for old, new, a, b in columns}


def _shares(lineage: pd.DataFrame, side: str) -> dict[str, float]:
    column = "share_before" if side == "old" else "share_now"
    rows = lineage[lineage[side].notna()].drop_duplicates(side)
    return {str(p): number(s) if known(s) else 0.0 for p, s in zip(rows[side], rows[column], strict=True)}


def _colours(
    lineage: pd.DataFrame, olds: list[str], news: list[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the colours of both sides: a new persona has that of the (largest) old one it comes from."""
    own = {persona: style.colour for persona, style in persona_styles(olds).items()}
    linked = lineage[lineage["status"].isin(LINKED)].sort_values("share_before", kind="stable")
    origin = dict(zip(linked["new"].astype(str), linked["old"].astype(str), strict=True))
    return own, {persona: own[origin[persona]] if persona in origin else FAINT for persona in news}


def _ordered(news: list[str], flows: Flows, olds: list[str]) -> list[str]:
    """Return the new personas by the middle of those they come from; those from nowhere at the end."""
    places = {persona: i for i, persona in enumerate(olds)}
    middles = {}
    for persona in news:
        parts = [(places[a], n) for (a, b), (_, n) in flows.items() if b == persona and a in places]
        total = sum(n for _, n in parts)
        middles[persona] = sum(place * n for place, n in parts) / total if total else float(len(olds))
    return sorted(news, key=lambda persona: middles[persona])


def _side(
    lineage: pd.DataFrame,
    side: str,
    order: list[str],
    sizes: Mapping[str, float],
    total: float,
    colours: Mapping[str, str],
    words: Words,
    start: float,
) -> _Side:
    rows = lineage[lineage[side].notna()].drop_duplicates(side)
    names = dict(zip(rows[side].astype(str), rows["old_name" if side == "old" else "name"], strict=True))
    gone = set(lineage.loc[lineage["status"].isin(("lost", "new")), side].dropna().astype(str))
    labels, places, y = {}, {}, start
    for persona in order:
        share = percent(words, sizes[persona] / total) if sizes[persona] else "–"
        word = words.say(f"waves.chart.{'lost' if side == 'old' else 'new'}") if persona in gone else ""
        second = " · ".join(part for part in (share, word) if part)
        labels[persona] = [*wrap(clean(names[persona]), _NAMES - 14, BODY), second]
        tall = max(sizes[persona] / total * _TALL, height(len(labels[persona]), BODY))
        places[persona] = (y, tall)
        y += tall + _GAP
    return _Side(sizes, labels, colours, places)


def _bands(sheet: Sheet, flows: Flows, left: _Side, right: _Side, x: float, far: float) -> None:
    """Draw the bands, each side in the order of the other one so that they cross little."""
    starts = [dict.fromkeys(side.places, 0.0) for side in (left, right)]
    for old in left.places:
        for new in right.places:
            if (old, new) not in flows:
                continue
            sides = zip((left, right), (old, new), flows[old, new], starts, strict=True)
            ends = [_end(side, persona, start[persona], n) for side, persona, n, start in sides]
            sheet.shape(ribbon((x, *ends[0]), (far, *ends[1])), fill=mix(left.colours[old], _BAND))
            starts[0][old] += flows[old, new][0]
            starts[1][new] += flows[old, new][1]


def _end(side: _Side, persona: str, start: float, n: float) -> tuple[float, float]:
    """Return where a band meets a bar; where the size of the bar is hidden, all of it."""
    top, tall = side.places[persona]
    size = side.sizes[persona] or _HIDDEN
    return top + tall * min(start / size, 1.0), top + tall * min((start + n) / size, 1.0)


def _bars(sheet: Sheet, side: _Side, x: float, label: float, align: str) -> None:
    for persona, (top, tall) in side.places.items():
        fill = side.colours[persona]
        sheet.box(x, top, _BAR, tall, fill=fill)
        sheet.middle(
            x + _BAR / 2, top + tall / 2, badge(persona), size=SMALL, colour=ink_on(fill), align="center"
        )
        *name, share = side.labels[persona]
        y = top + tall / 2 - height(len(name) + 1, BODY) / 2
        y = sheet.text(label, y, name, align=align)
        sheet.text(label, y, share, size=SMALL, colour=SOFT, align=align)


def _title(lineage: pd.DataFrame, words: Words) -> str:
    counts = {
        status: lineage.loc[lineage["status"] == status, _counted(status)].nunique() for status in STATUSES
    }
    n_old = lineage["old"].nunique()
    if counts["carried"] == n_old == lineage["new"].nunique():
        return words.say("waves.chart.title.all", n=n_old)
    parts = [
        words.say(f"waves.chart.title.{status}", n=counts[status]) for status in STATUSES if counts[status]
    ]
    return words.say("waves.chart.title", parts=", ".join(parts), n=n_old)


def _counted(status: str) -> str:
    """Return the side on which a status is counted: a merged persona counts once for what it became."""
    return "new" if status in ("merged", "new") else "old"
