"""The choice of k: how stable each number of segments is."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.sheet import BODY, MARGIN, SMALL, Scale, Sheet, heading
from personagen.charts.style import FAINT, GOOD, LINE, SOFT, styled
from personagen.charts.text import height, text_width, wrap
from personagen.language.numbers import flag, known, number, order
from personagen.language.words import Words

ARI_FLOOR, JACCARD_FLOOR = 0.6, 0.75
_WIDTH, _PLOT, _GAP, _AXIS = 720.0, 190.0, 34.0, 34.0
_CHOSEN = "#1f5fa8"


@styled
def plot_solutions(solutions: pd.DataFrame, words: Words) -> Figure:
    """Draw the stability of every k that was tried, and which one is in use.

    Parameters
    ----------
    solutions
        Contract ``solutions``.
    words
        Language of the chart.
    """
    rows = order(solutions, "k")
    top = heading(_title(rows, words), words.say("charts.solutions.subtitle"), _WIDTH)
    panel = (_WIDTH - 2 * MARGIN - _GAP) / 2
    heads = [wrap(words.say(f"charts.solutions.{name}"), panel, SMALL) for name in ("ari", "jaccard")]
    note = wrap(words.say("charts.solutions.note"), _WIDTH - 2 * MARGIN, SMALL)
    start = top.height + height(max(len(h) for h in heads), SMALL) + height(1, BODY) + 12
    sheet = Sheet(_WIDTH, start + _PLOT + 44 + height(len(note), SMALL) + MARGIN)
    top.draw(sheet)
    for i, name in enumerate(("ari", "jaccard")):
        left = MARGIN + i * (panel + _GAP)
        y = sheet.text(left, top.height, words.say(f"charts.solutions.{name}.title"), weight="bold")
        sheet.text(left, y, heads[i], size=SMALL, colour=SOFT)
        _panel(sheet, rows, words, name, left, left + panel, start)
    sheet.text(MARGIN, start + _PLOT + 40, note, size=SMALL, colour=SOFT)
    return sheet.figure


def _title(rows: pd.DataFrame, words: Words) -> str:
    chosen = rows[rows["chosen"].map(flag)]
    if chosen.empty:
        return words.say("charts.solutions.title.none")
    row = chosen.iloc[0]
    others = "weak" if rows["eligible"].map(flag).any() else "none_eligible"
    kind = "eligible" if flag(row["eligible"]) else others
    return words.say(f"charts.solutions.title.{kind}", k=int(row["k"]))


def _panel(
    sheet: Sheet, rows: pd.DataFrame, words: Words, name: str, left: float, right: float, top: float
) -> None:
    """Draw one measure against k."""
    up = Scale(0, 1, top + _PLOT, top)
    start = left + _AXIS
    floor = ARI_FLOOR if name == "ari" else JACCARD_FLOOR
    label = words.say("charts.solutions.floor", value=words.number(floor, 2))
    step = (right - start - text_width(label, SMALL) - 6) / max(len(rows), 1)
    _grid(sheet, words, up, start, right)
    for i, row in rows.iterrows():
        x = start + (int(str(i)) + 0.5) * step
        if flag(row["chosen"]):
            sheet.box(x - step / 2, top, step, _PLOT, fill="#e8eff8")
        _mark(sheet, row, name, x, up)
        weight = "bold" if flag(row["chosen"]) else "normal"
        sheet.text(x, top + _PLOT + 4, words.number(number(row["k"])), align="center", weight=weight)
    sheet.line((start, right), (up(floor), up(floor)), colour=GOOD, width=1.2, dash="--")
    sheet.text(right, up(floor) + 1, label, size=SMALL, colour=GOOD, align="right")
    sheet.text(
        (start + right) / 2,
        top + _PLOT + 18,
        words.say("charts.solutions.axis"),
        size=SMALL,
        colour=SOFT,
        align="center",
    )


def _grid(sheet: Sheet, words: Words, up: Scale, start: float, right: float) -> None:
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        sheet.line((start, right), (up(tick), up(tick)), colour=LINE if tick else FAINT)
        sheet.middle(start - 6, up(tick), words.number(tick, 2), size=SMALL, colour=SOFT, align="right")


def _mark(sheet: Sheet, row: pd.Series, name: str, x: float, up: Scale) -> None:
    value = row["ari_median"] if name == "ari" else row["jaccard_min"]
    ends = ("ari_q25", "ari_q75") if name == "ari" else ("jaccard_min_low", "jaccard_min_high")
    colour = _CHOSEN if flag(row["chosen"]) else SOFT
    if known(row[ends[0]], row[ends[1]]):
        sheet.line(
            (x, x), [up(number(row[e])) for e in ends], colour=colour, width=3.2 if name == "ari" else 1.6
        )
    if known(value):
        sheet.dot(x, up(number(value)), colour=colour, size=9, hollow=not flag(row["eligible"]))
