"""The choice of k: what every criterion says of each number of segments, one under the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.criteria import LEFT, PANELS, WIDTH, draw_panel, panel_height
from personagen.charts.sheet import BODY, MARGIN, SMALL, Sheet, heading
from personagen.charts.style import GOOD, LINE, SOFT, styled
from personagen.charts.text import height, wrap
from personagen.language.numbers import flag, known, number, order, percent
from personagen.language.words import Words
from personagen.statistics.criteria import pointed

_FOOT = 22.0
_WASH = "#e8eff8"


@dataclass(frozen=True)
class _Columns:
    """The numbers of segments from left to right, and what stands below each at the top."""

    ks: tuple[int, ...]
    tags: tuple[tuple[str, ...], ...]
    chosen: int

    @property
    def step(self) -> float:
        return (WIDTH - MARGIN - LEFT) / max(len(self.ks), 1)

    @property
    def xs(self) -> tuple[float, ...]:
        return tuple(LEFT + (i + 0.5) * self.step for i in range(len(self.ks)))

    @property
    def head(self) -> float:
        return height(1, BODY) + height(max((len(tag) for tag in self.tags), default=0), SMALL) + 10


@styled
def plot_solutions(
    solutions: pd.DataFrame, words: Words, runner_up: int | None = None, data_k: int | None = None
) -> Figure:
    """Draw what every criterion says of each number of segments, and which one is in use.

    Parameters
    ----------
    solutions
        Contract ``solutions``; a criterion without values is left out.
    words
        Language of the chart.
    runner_up
        The next best k, as in the table ``verdict``.
    data_k
        The k that the data point to, as in the table ``verdict``.
    """
    rows = order(solutions, "k")
    panels = [panel for panel in PANELS if panel.always or rows[panel.value].notna().any()]
    columns = _columns(rows, words, runner_up, data_k)
    top = heading(_title(rows, words), words.say("charts.solutions.subtitle"), WIDTH)
    note = wrap(_note(rows, words), WIDTH - 2 * MARGIN, SMALL)
    tall = sum(panel_height(panel, words) for panel in panels)
    end = top.height + columns.head + tall
    sheet = Sheet(WIDTH, end + 3 * _FOOT + 14 + height(len(note), SMALL) + MARGIN - 8)
    for x, k in zip(columns.xs, columns.ks, strict=True):
        if k == columns.chosen:
            place = (x - columns.step / 2, top.height - 6, columns.step, end + 3 * _FOOT - top.height + 2)
            sheet.box(*place, fill=_WASH)
    top.draw(sheet)
    _head(sheet, words, columns, top.height)
    y = top.height + columns.head
    for panel in panels:
        y = draw_panel(sheet, panel, rows, words, columns.xs, y)
    _foot(sheet, rows, words, columns, y)
    sheet.text(MARGIN, y + 3 * _FOOT + 10, note, size=SMALL, colour=SOFT)
    return sheet.figure


def _title(rows: pd.DataFrame, words: Words) -> str:
    chosen = rows[rows["chosen"].map(flag)]
    if chosen.empty:
        return words.say("charts.solutions.title.none")
    row = chosen.iloc[0]
    others = "weak" if rows["eligible"].map(flag).any() else "none_eligible"
    kind = "eligible" if flag(row["eligible"]) else others
    return words.say(f"charts.solutions.title.{kind}", k=int(row["k"]))


def _note(rows: pd.DataFrame, words: Words) -> str:
    kind = "agree" if len(set(pointed(rows).values())) == 1 else "disagree"
    return f"{words.say(f'charts.solutions.{kind}')} {words.say('charts.solutions.note')}"


def _columns(rows: pd.DataFrame, words: Words, runner_up: int | None, data_k: int | None) -> _Columns:
    ks = tuple(int(k) for k in rows["k"])
    chosen = next((int(row["k"]) for _, row in rows.iterrows() if flag(row["chosen"])), 0)
    marks = {runner_up: "runner_up", data_k: "data", chosen: "chosen"}
    room = (WIDTH - MARGIN - LEFT) / max(len(ks), 1) - 6
    said = {k: words.say(f"charts.solutions.{mark}") for k, mark in marks.items() if k}
    return _Columns(ks, tuple(tuple(wrap(said.get(k, ""), room, SMALL, most=3)) for k in ks), chosen)


def _head(sheet: Sheet, words: Words, columns: _Columns, y: float) -> None:
    sheet.text(MARGIN, y, words.say("charts.solutions.axis"), weight="bold")
    for x, k, tag in zip(columns.xs, columns.ks, columns.tags, strict=True):
        weight = "bold" if k == columns.chosen else "normal"
        below = sheet.text(x, y, words.number(k), align="center", weight=weight)
        sheet.text(x, below, tag, size=SMALL, colour=SOFT, align="center")


def _foot(sheet: Sheet, rows: pd.DataFrame, words: Words, columns: _Columns, y: float) -> None:
    """Write below the panels how small the smallest segment is, and whether the number is eligible."""
    yes, no = words.say("common.yes"), words.say("common.no")
    smallest = [percent(words, share) for share in rows["smallest_share"]]
    eligible = [flag(value) for value in rows["eligible"]]
    lines: Sequence[tuple[str, list[str]]] = (
        ("smallest", smallest),
        ("eligible", [yes if value else no for value in eligible]),
        ("axis", [words.number(number(k)) if known(k) else "" for k in rows["k"]]),
    )
    for name, cells in lines:
        sheet.line((MARGIN, WIDTH - MARGIN), (y, y), colour=LINE)
        label = words.say(f"charts.solutions.{name}")
        sheet.middle(MARGIN, y + _FOOT / 2, wrap(label, LEFT - MARGIN - 6, BODY, most=1))
        for x, cell, good in zip(columns.xs, cells, eligible, strict=True):
            colour = GOOD if good and name == "eligible" else SOFT
            weight = "bold" if colour == GOOD else "normal"
            sheet.middle(x, y + _FOOT / 2, cell, colour=colour, align="center", weight=weight)
        y += _FOOT
