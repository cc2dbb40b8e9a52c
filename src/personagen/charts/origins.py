"""How segments split as their number grows: bars by size, bands of people from one number to the next [SLSA].

Segment level stability across solutions: Dolnicar & Leisch (2017). Only neighbours are joined: the table knows no
longer roads. Bands are as thick at both ends as their share of the bar there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.sheet import BODY, MARGIN, SMALL, Sheet, heading
from personagen.charts.style import SOFT, PersonaStyle, ink_on, mix, persona_styles, styled
from personagen.charts.text import clean, height, text_width, wrap
from personagen.contracts import persona_order
from personagen.language.numbers import known, number, percent
from personagen.language.words import Words

_WIDTH, _TALL, _BAR, _GAP, _LEAST = 720.0, 330.0, 22.0, 7.0, 13.0
_MAINLY = 0.8
_STEPS = 24
Flows = dict[tuple[str, str], float]


@dataclass(frozen=True)
class _Column:
    """A number of segments: its bars from top to bottom, and the people who came from each bar before."""

    k: int
    x: float
    bars: Mapping[str, tuple[float, float]]
    sizes: Mapping[str, float]
    flows: Flows


@styled
def plot_origins(
    origins: pd.DataFrame, words: Words, k: int, names: Mapping[str, str] | None = None
) -> Figure:
    """Draw where the people of every segment were with one segment fewer.

    Parameters
    ----------
    origins
        Contract ``origins``.
    words
        Language of the chart.
    k
        The number of segments in use: its bars are the personas.
    names
        Persona to name; the number where it isn't given.
    """
    styles = persona_styles(str(i + 1) for i in range(k))
    flows = _flows(origins)
    top = heading(_title(flows, words, k, names or {}), words.say("charts.origins.subtitle"), _WIDTH)
    labels = {p: wrap(_name(p, words, names or {}), _WIDTH / 2 - MARGIN - 38, BODY) for p in styles}
    lines = _legend_rows(labels)
    heads = 2 * height(1, BODY) + 8
    columns = _columns(flows, k, top.height + heads)
    tall = max((sum(bar) for column in columns for bar in column.bars.values()), default=top.height + heads)
    note = wrap(words.say("charts.origins.note"), _WIDTH - 2 * MARGIN, SMALL)
    legend = sum(height(row, BODY) + 6 for row in lines)
    sheet = Sheet(_WIDTH, tall + 22 + legend + height(len(note), SMALL) + MARGIN)
    top.draw(sheet)
    for before, column in zip(columns, columns[1:], strict=False):
        _bands(sheet, before, column, words, styles, k)
    for column in columns:
        _bars(sheet, column, words, styles, k, top.height)
    y = _legend(sheet, labels, lines, styles, tall + 20)
    sheet.text(MARGIN, y, note, size=SMALL, colour=SOFT)
    return sheet.figure


def _flows(origins: pd.DataFrame) -> dict[int, Flows]:
    """Return by k how many came from which segment; what is hidden counts as nobody."""
    found: dict[int, Flows] = {}
    for k, segment, previous, n in origins[["k", "segment", "previous_segment", "n"]].itertuples(index=False):
        flows = found.setdefault(int(k), {})
        flows[str(segment), str(previous)] = number(n) if known(n) else 0.0
    return {k: found[k] for k in sorted(found)}


def _sizes(flows: Flows) -> dict[str, float]:
    order = persona_order([segment for segment, _ in flows])
    return {s: sum(n for (segment, _), n in flows.items() if segment == s) for s in order}


def _title(flows: Mapping[int, Flows], words: Words, k: int, names: Mapping[str, str]) -> str:
    own = flows.get(k, {})
    sizes = _sizes(own)
    largest = {
        s: max(n for (segment, _), n in own.items() if segment == s) / size
        for s, size in sizes.items()
        if size
    }
    if not largest or k - 1 not in flows:
        return words.say("charts.origins.title.none")
    mixed = min(largest, key=lambda s: (largest[s], s))
    if largest[mixed] >= _MAINLY:
        return words.say("charts.origins.title.firm", k=k - 1)
    share = percent(words, largest[mixed])
    return words.say("charts.origins.title.mixed", name=_name(mixed, words, names), share=share, k=k - 1)


def _name(persona: str, words: Words, names: Mapping[str, str]) -> str:
    return clean(names[persona]) if persona in names else f"{words.say('common.persona')} {clean(persona)}"


def _columns(flows: Mapping[int, Flows], k: int, top: float) -> list[_Column]:
    """Return the columns, bars placed so that bands cross little: by size at k, elsewhere by where people come from."""
    orders = _orders(flows, k)
    total = max((sum(f.values()) for f in flows.values()), default=1.0) or 1.0
    room = _TALL - _GAP * (max((len(o) for o in orders.values()), default=1) - 1)
    step = (_WIDTH - 2 * MARGIN - _BAR) / max(len(flows) - 1, 1)
    found = []
    for i, (number_of, own) in enumerate(flows.items()):
        sizes, y, bars = _sizes(own), top, {}
        for segment in orders[number_of]:
            tall = max(sizes[segment] / total * room, _LEAST)
            bars[segment] = (y, tall)
            y += tall + _GAP
        found.append(_Column(number_of, MARGIN + i * step, bars, sizes, own))
    return found


def _orders(flows: Mapping[int, Flows], k: int) -> dict[int, list[str]]:
    """Return the order of the bars by k: that of the personas at k, each other one by the middle of its people there."""
    ks = list(flows)
    start = k if k in flows else ks[0] if ks else 0
    orders = {start: list(_sizes(flows[start]))} if ks else {}
    for after, before in zip([j for j in ks if j > start], [j for j in ks if j >= start], strict=False):
        orders[after] = _by_middle(flows[after], orders[before], mine=0)
    down = [j for j in reversed(ks) if j <= start]
    for after, before in zip(down, down[1:], strict=False):
        orders[before] = _by_middle(flows[after], orders[after], mine=1)
    return {j: orders[j] for j in ks}


def _by_middle(flows: Flows, order: list[str], mine: int) -> list[str]:
    """Return the segments on one side of the flows by the mean place of those on the other side."""
    places = {segment: i for i, segment in enumerate(order)}
    middles: dict[str, float] = {}
    for segment in persona_order([pair[mine] for pair in flows]):
        pairs = [(places.get(p[1 - mine], 0), n) for p, n in flows.items() if p[mine] == segment]
        total = sum(n for _, n in pairs)
        middles[segment] = sum(place * n for place, n in pairs) / total if total else 0.0
    return sorted(middles, key=lambda segment: middles[segment])


def _bands(
    sheet: Sheet, before: _Column, after: _Column, words: Words, styles: Mapping[str, PersonaStyle], k: int
) -> None:
    """Draw the people who went from the bars of one column to those of the next, each with their number where it fits."""
    leaving = dict.fromkeys(before.bars, 0.0)
    for segment in after.bars:
        arrived = 0.0
        for previous in before.bars:
            n = after.flows.get((segment, previous), 0.0)
            if not n or not before.sizes.get(previous):
                continue
            left = _end(before, previous, leaving[previous], n, after.flows)
            right = _end(after, segment, arrived, n, after.flows, arriving=True)
            persona = {after.k: segment, before.k: previous}.get(k, "")
            colour = mix(styles[persona].colour, 0.3) if persona in styles else "#dfe3e8"
            sheet.shape(_ribbon((before.x + _BAR, *left), (after.x, *right)), fill=colour)
            if right[1] - right[0] >= height(1, SMALL) and _fits(before, after, n, words):
                middle = (right[0] + right[1]) / 2
                sheet.middle(after.x - 5, middle, words.number(n), size=SMALL, align="right")
            leaving[previous] += n
            arrived += n


def _end(
    column: _Column, segment: str, start: float, n: float, flows: Flows, *, arriving: bool = False
) -> tuple[float, float]:
    """Return where a band meets a bar: its part of all that leave or arrive there."""
    side = 0 if arriving else 1
    total = max(sum(m for pair, m in flows.items() if pair[side] == segment), column.sizes[segment])
    y, tall = column.bars[segment]
    return y + tall * start / total, y + tall * (start + n) / total


def _fits(before: _Column, after: _Column, n: float, words: Words) -> bool:
    return text_width(words.number(n), SMALL) + 12 < after.x - before.x - _BAR


def _ribbon(left: tuple[float, float, float], right: tuple[float, float, float]) -> list[tuple[float, float]]:
    """Return the outline of a band that leaves and arrives level."""
    share = np.linspace(0, 1, _STEPS)
    ease = share * share * (3 - 2 * share)
    xs = left[0] + share * (right[0] - left[0])
    upper = left[1] + ease * (right[1] - left[1])
    lower = left[2] + ease * (right[2] - left[2])
    return [*zip(xs, upper, strict=True), *zip(xs[::-1], lower[::-1], strict=True)]


def _bars(
    sheet: Sheet, column: _Column, words: Words, styles: Mapping[str, PersonaStyle], k: int, top: float
) -> None:
    is_used = column.k == k
    middle = column.x + _BAR / 2
    ends = {MARGIN: (column.x, "left"), _WIDTH - MARGIN - _BAR: (column.x + _BAR, "right")}
    x, align = ends.get(round(column.x, 6), (middle, "center"))
    y = sheet.text(x, top, words.number(column.k), align=align, weight="bold" if is_used else "normal")
    if is_used:
        sheet.text(x, y, words.say("charts.solutions.chosen"), size=SMALL, colour=SOFT, align=align)
    for segment, (start, tall) in column.bars.items():
        style = styles.get(segment) if is_used else None
        fill = style.colour if style else "#aab2bd"
        sheet.box(column.x, start, _BAR, tall, fill=fill)
        sheet.middle(
            middle, start + tall / 2, clean(segment), size=SMALL, colour=ink_on(fill), align="center"
        )


def _legend_rows(labels: Mapping[str, list[str]]) -> list[int]:
    """Return the lines that each row of two names needs."""
    lines = [len(label) for label in labels.values()]
    return [max(lines[i : i + 2]) for i in range(0, len(lines), 2)]


def _legend(
    sheet: Sheet,
    labels: Mapping[str, list[str]],
    lines: list[int],
    styles: Mapping[str, PersonaStyle],
    y: float,
) -> float:
    """Write which number is which persona, two beside each other, and return where they end."""
    for i, (persona, label) in enumerate(labels.items()):
        x = MARGIN + (i % 2) * (_WIDTH / 2 - MARGIN)
        middle = y + height(lines[i // 2], BODY) / 2
        sheet.box(x, middle - 8, 18, 16, fill=styles[persona].colour)
        ink = ink_on(styles[persona].colour)
        sheet.middle(x + 9, middle, persona, size=SMALL, colour=ink, align="center", weight="bold")
        sheet.middle(x + 26, middle, label)
        y += (height(lines[i // 2], BODY) + 6) if i % 2 or i == len(labels) - 1 else 0
    return y + 4
