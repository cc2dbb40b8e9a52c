"""How segments split as their number grows: bars by size, bands of people from one number to the next [SLSA].

Segment level stability across solutions: Dolnicar & Leisch (2017). Only neighbours are joined: the table knows no
longer roads. Bands are as thick at both ends as their share of the bar there.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.sheet import BODY, MARGIN, SMALL, Sheet, heading
from personagen.charts.streams import (
    BAR,
    Column,
    Flows,
    band_end,
    place_columns,
    read_flows,
    ribbon,
    sizes_of,
)
from personagen.charts.style import SOFT, PersonaStyle, ink_on, mix, persona_styles, styled
from personagen.charts.text import clean, height, text_width, wrap
from personagen.language.numbers import percent
from personagen.language.words import Words

_WIDTH = 720.0
_MAINLY = 0.8  # more is called mainly from one segment
_BAND, _OTHERS = "#dfe3e8", "#aab2bd"


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
    flows = read_flows(origins)
    top = heading(_title(flows, words, k, names or {}), words.say("charts.origins.subtitle"), _WIDTH)
    labels = {p: wrap(_name(p, words, names or {}), _WIDTH / 2 - MARGIN - 38, BODY) for p in styles}
    lines = _legend_rows(labels)
    heads = 2 * height(1, BODY) + 8
    columns = place_columns(flows, k, top.height + heads, MARGIN, _WIDTH - MARGIN)
    tall = max((sum(bar) for column in columns for bar in column.bars.values()), default=top.height + heads)
    note = wrap(words.say("charts.origins.note"), _WIDTH - 2 * MARGIN, SMALL)
    legend = sum(height(row, BODY) + 6 for row in lines)
    sheet = Sheet(_WIDTH, tall + 22 + legend + height(len(note), SMALL) + MARGIN)
    top.draw(sheet)
    for before, column in pairwise(columns):
        _bands(sheet, before, column, words, styles, k)
    for column in columns:
        _bars(sheet, column, words, styles, k, top.height)
    y = _legend(sheet, labels, lines, styles, tall + 20)
    sheet.text(MARGIN, y, note, size=SMALL, colour=SOFT)
    return sheet.figure


def _title(flows: Mapping[int, Flows], words: Words, k: int, names: Mapping[str, str]) -> str:
    own = flows.get(k, {})
    sizes = sizes_of(own)
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


def _bands(
    sheet: Sheet, before: Column, after: Column, words: Words, styles: Mapping[str, PersonaStyle], k: int
) -> None:
    """Draw the people who went from the bars of one column to those of the next, each with their number where it fits."""
    leaving = dict.fromkeys(before.bars, 0.0)
    for segment in after.bars:
        arrived = 0.0
        for previous in before.bars:
            n = after.flows.get((segment, previous), 0.0)
            if not n or not before.sizes.get(previous):
                continue
            left = band_end(before, previous, leaving[previous], n, after.flows)
            right = band_end(after, segment, arrived, n, after.flows, arriving=True)
            persona = {after.k: segment, before.k: previous}.get(k, "")
            colour = mix(styles[persona].colour, 0.3) if persona in styles else _BAND
            sheet.shape(ribbon((before.x + BAR, *left), (after.x, *right)), fill=colour)
            if right[1] - right[0] >= height(1, SMALL) and _fits(before, after, n, words):
                middle = (right[0] + right[1]) / 2
                sheet.middle(after.x - 5, middle, words.number(n), size=SMALL, align="right")
            leaving[previous] += n
            arrived += n


def _fits(before: Column, after: Column, n: float, words: Words) -> bool:
    return text_width(words.number(n), SMALL) + 12 < after.x - before.x - BAR


def _bars(
    sheet: Sheet, column: Column, words: Words, styles: Mapping[str, PersonaStyle], k: int, top: float
) -> None:
    is_used = column.k == k
    middle = column.x + BAR / 2
    ends = {MARGIN: (column.x, "left"), _WIDTH - MARGIN - BAR: (column.x + BAR, "right")}
    x, align = ends.get(round(column.x, 6), (middle, "center"))
    y = sheet.text(x, top, words.number(column.k), align=align, weight="bold" if is_used else "normal")
    if is_used:
        sheet.text(x, y, words.say("charts.solutions.chosen"), size=SMALL, colour=SOFT, align=align)
    for segment, (start, tall) in column.bars.items():
        style = styles.get(segment) if is_used else None
        fill = style.colour if style else _OTHERS
        sheet.box(column.x, start, BAR, tall, fill=fill)
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
