"""How large each persona is."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.sheet import BODY, MARGIN, SMALL, Scale, Sheet, heading
from personagen.charts.style import INK, LINE, PAPER, SOFT, PersonaStyle, persona_styles, styled
from personagen.charts.text import clean, height, wrap
from personagen.contracts import persona_order
from personagen.language.numbers import BLANK, count, known, number, percent, percent_range
from personagen.language.words import Words

_WIDTH, _NAMES, _NUMBERS, _ROW = 720.0, 190.0, 122.0, 30.0


@styled
def plot_sizes(personas: pd.DataFrame, words: Words) -> Figure:
    """Draw the share of each persona with its 95 % interval.

    Parameters
    ----------
    personas
        Contract ``personas``.
    words
        Language of the chart.
    """
    shown = [p for p in persona_order(personas["persona"]) if p not in {"all", "unassigned"}]
    rows = personas.set_index(personas["persona"].astype(str)).loc[shown]
    names = [wrap(clean(name), _NAMES - 30, BODY) for name in rows["name"]]
    tall = [max(_ROW, height(len(name), BODY) + 10) for name in names]
    top = heading(_title(rows, words), words.say("charts.sizes.subtitle"), _WIDTH)
    sheet = Sheet(_WIDTH, top.height + sum(tall) + 30 + MARGIN)
    top.draw(sheet)
    most = max([number(v) for v in (*rows["share_high"], *rows["share"]) if known(v)], default=1.0)
    end = min(1.0, (int(most * 10 + 0.999) or 1) / 10)
    across = Scale(0, end, MARGIN + _NAMES, _WIDTH - MARGIN - _NUMBERS)
    _grid(sheet, words, across, top.height, sum(tall))
    styles = persona_styles(rows.index)
    y = top.height
    for (persona, row), name, room in zip(rows.iterrows(), names, tall, strict=True):
        _row(sheet, row, words, name, styles[str(persona)], across, y + room / 2)
        y += room
    return sheet.figure


def _title(rows: pd.DataFrame, words: Words) -> str:
    shares = rows["share"].map(number)
    if shares.isna().all():
        return words.say("charts.sizes.title.none")
    largest = rows.iloc[int(shares.argmax())]
    key = "charts.sizes.title.one" if len(rows) == 1 else "charts.sizes.title"
    return words.say(key, name=clean(largest["name"]), share=percent(words, largest["share"]))


def _grid(sheet: Sheet, words: Words, across: Scale, top: float, tall: float) -> None:
    step = 0.1 if across.high <= 0.6 else 0.2  # noqa: PLR2004
    for i in range(int(across.high / step + 1e-9) + 1):
        x = across(i * step)
        sheet.line((x, x), (top, top + tall), colour=LINE)
        sheet.text(x, top + tall + 5, percent(words, i * step), size=SMALL, colour=SOFT, align="center")


def _row(
    sheet: Sheet, row: pd.Series, words: Words, name: list[str], style: PersonaStyle, across: Scale, y: float
) -> None:
    sheet.dot(MARGIN + 6, y, colour=style.colour, marker=style.marker, size=9)
    sheet.middle(MARGIN + 20, y, name)
    share = number(row["share"]) if known(row["share"]) else BLANK
    if known(share):
        sheet.box(across(0), y - 8, across(share) - across(0), 16, fill=style.colour)
    if known(row["share_low"], row["share_high"]):
        low, high = across(number(row["share_low"])), across(number(row["share_high"]))
        for colour, width in ((PAPER, 3.4), (INK, 1.3)):
            sheet.line((low, high), (y, y), colour=colour, width=width)
            for x in (low, high):
                sheet.line((x, x), (y - 4, y + 4), colour=colour, width=width)
    right = sheet.width - MARGIN
    sheet.middle(right - _NUMBERS + 52, y, percent(words, share), weight="bold", align="right")
    detail = [
        percent_range(words, row["share_low"], row["share_high"]),
        words.say("charts.n", count=count(words, row["n"])),
    ]
    sheet.middle(right, y, [d for d in detail if d], size=SMALL, colour=SOFT, align="right")
