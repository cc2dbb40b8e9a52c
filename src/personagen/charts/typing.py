"""The golden questions: how often so many of them find the right persona."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.sheet import BODY, MARGIN, SMALL, Scale, Sheet, heading
from personagen.charts.style import BAD, FAINT, LINE, SOFT, styled
from personagen.charts.text import height, text_width, wrap
from personagen.language.numbers import flag, known, number, order, percent
from personagen.language.words import Words

_WIDTH, _PLOT, _AXIS = 720.0, 190.0, 40.0
_CHOSEN, _COLUMN = "#1f5fa8", "#e8eff8"
_APART = 4.0


@styled
def plot_typing(typing: pd.DataFrame, words: Words) -> Figure:
    """Draw the accuracy of every number of questions, chance beside it, and which number is in use.

    Parameters
    ----------
    typing
        Contract ``typing``.
    words
        Language of the chart.
    """
    rows = order(typing, "n_items")
    top = heading(_title(rows, words), words.say("typing.chart.subtitle"), _WIDTH)
    note = wrap(words.say("typing.chart.note"), _WIDTH - 2 * MARGIN, SMALL)
    start = top.height + height(1, BODY) + _APART
    sheet = Sheet(_WIDTH, start + _PLOT + 44 + height(len(note), SMALL) + MARGIN)
    top.draw(sheet)
    up = Scale(0, 1, start + _PLOT, start)
    left, right = MARGIN + _AXIS, _WIDTH - MARGIN
    chance = words.say("typing.chart.chance", share=percent(words, rows["chance"].max()))
    end = right - text_width(chance, SMALL) - 6
    columns = Scale(0, max(len(rows), 1), left, end)
    _column(sheet, rows, columns, up)
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        sheet.line((left, right), (up(tick), up(tick)), colour=LINE if tick else FAINT)
        sheet.middle(left - 6, up(tick), words.percent(tick), size=SMALL, colour=SOFT, align="right")
    if known(rows["chance"].max()):
        y = up(number(rows["chance"].max()))
        sheet.line((left, right), (y, y), colour=BAD, width=1.2, dash="--")
        sheet.text(right, y + 1, chance, size=SMALL, colour=BAD, align="right")
    _curve(sheet, rows, words, columns, up)
    middle, below = (left + end) / 2, start + _PLOT
    sheet.text(middle, below + 18, words.say("typing.chart.axis"), size=SMALL, colour=SOFT, align="center")
    sheet.text(MARGIN, below + 40, note, size=SMALL, colour=SOFT)
    return sheet.figure


def _title(rows: pd.DataFrame, words: Words) -> str:
    used = rows[rows["is_enough"].map(flag).astype(bool)]
    if used.empty or not known(used["n_items"].iloc[0], used["accuracy"].iloc[0]):
        return words.say("typing.chart.title.none")
    n, share = int(used["n_items"].iloc[0]), percent(words, used["accuracy"].iloc[0])
    return words.say("typing.chart.title", n=n, share=share)


def _column(sheet: Sheet, rows: pd.DataFrame, columns: Scale, up: Scale) -> None:
    for i in _used(rows):
        sheet.box(columns(i), up(1), columns(i + 1) - columns(i), _PLOT, fill=_COLUMN)


def _used(rows: pd.DataFrame) -> list[int]:
    return [i for i, is_used in enumerate(rows["is_enough"].map(flag)) if is_used]


def _curve(sheet: Sheet, rows: pd.DataFrame, words: Words, columns: Scale, up: Scale) -> None:
    """Draw a dot for every number of questions, the chosen one coloured."""
    used = _used(rows)
    told = [i for i, (_, row) in enumerate(rows.iterrows()) if known(row["n_items"], row["accuracy"])]
    xs = {i: columns(i + 0.5) for i in told}
    ys = {i: up(number(rows["accuracy"].iloc[i])) for i in told}
    sheet.line(list(xs.values()), list(ys.values()), colour=SOFT, width=1.2)
    for i in told:
        sheet.dot(xs[i], ys[i], colour=_CHOSEN if i in used else SOFT, size=9 if i in used else 6)
    for i in _apart(told[-1:], used, xs, text_width("100 %", BODY, "bold")):
        label = percent(words, rows["accuracy"].iloc[i])
        weight = "bold" if i in used else "normal"
        sheet.text(xs[i], ys[i] - 6 - height(1, BODY), label, align="center", weight=weight)
    for i in _apart(told, used, xs, text_width("99", BODY, "bold")):
        n = words.number(number(rows["n_items"].iloc[i]))
        sheet.text(xs[i], up(0) + 4, n, align="center", weight="bold" if i in used else "normal")


def _apart(places: list[int], used: list[int], xs: dict[int, float], width: float) -> list[int]:
    """Return the places whose labels fit beside each other; those in use come first."""
    kept = [i for i in used if i in xs]
    for i in places:
        if all(abs(xs[i] - xs[other]) >= width + _APART for other in kept):
            kept.append(i)
    return kept
