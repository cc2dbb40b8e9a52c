"""A panel of time to phase: the curves of one phase, and who is still followed below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from personagen.charts.sheet import SMALL, Scale, Sheet
from personagen.charts.style import FAINT, LINE, SOFT, PersonaStyle, mix
from personagen.language.numbers import count, known, number
from personagen.language.words import Words

AXIS, ROW = 46.0, 12.5
_TICKS = 5
_STEPS = (0.1, 0.25, 0.5, 1, 2, 5, 7, 10, 15, 20, 30, 50, 60, 90, 100, 120, 150, 200, 250, 365)
_BANDS = 4  # more bands than that hide each other


def draw_panel(
    sheet: Sheet,
    words: Words,
    own: Mapping[str, pd.DataFrame],
    styles: Mapping[str, PersonaStyle],
    frame: tuple[float, float, float, float],
) -> None:
    """Draw the curves of a phase in a frame of left, top, right, bottom; the table below it needs a line a persona."""
    left, top, right, bottom = frame
    last = max((number(rows["days"].max()) for rows in own.values()), default=1.0) or 1.0
    up, across = Scale(0, 1, bottom, top), Scale(0, last, left, right)
    for share in (0.0, 0.5, 1.0):
        sheet.line((left, right), (up(share), up(share)), colour=FAINT if not share else LINE)
        sheet.middle(left - 6, up(share), words.percent(share), size=SMALL, colour=SOFT, align="right")
    for persona, rows in own.items():
        if len(own) <= _BANDS:
            _band(sheet, rows, up, across, styles[persona].colour)
    for persona, rows in own.items():
        _curve(sheet, rows, up, across, styles[persona])
    ticks = _ticks(last)
    for day in ticks:
        sheet.line((across(day), across(day)), (bottom, bottom + 3), colour=FAINT)
        text = words.number(day, 0 if float(day).is_integer() else 1 if float(10 * day).is_integer() else 2)
        sheet.text(across(day), bottom + 4, text, size=SMALL, colour=SOFT, align="center")
    sheet.text(left, bottom + 17, words.say("charts.times.axis"), size=SMALL, colour=SOFT)
    _at_risk(sheet, words, own, styles, [(day, across(day)) for day in ticks], left, bottom + 34)


def followed(own: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the personas of which the number still followed is shown on any day."""
    return [persona for persona, rows in own.items() if rows["at_risk"].notna().any()]


def lacks_counts(own: Mapping[str, pd.DataFrame]) -> bool:
    """Tell whether a number still followed may be absent: it is hidden, or a curve has ended before the last one."""
    return len(followed(own)) < len(own) or len({rows["days"].max() for rows in own.values()}) > 1


def _ticks(last: float) -> list[float]:
    """Return round days from 0 on, six at most."""
    step = next((step for step in _STEPS if step * _TICKS >= last), last / _TICKS)
    return [step * i for i in range(_TICKS + 1) if step * i <= last]


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows up to the first hidden share."""
    gone = rows["share"].isna().cumsum()
    return rows[gone == 0]


def _steps(xs: Sequence[float], ys: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return the corners of a step function that rises at each x."""
    across, up = [xs[0]], [ys[0]]
    for x, y, before in zip(xs[1:], ys[1:], ys, strict=False):
        across += [x, x]
        up += [before, y]
    return across, up


def _curve(sheet: Sheet, rows: pd.DataFrame, up: Scale, across: Scale, style: PersonaStyle) -> None:
    shown = _shown(rows)
    if shown.empty:
        return
    xs, ys = [across(number(d)) for d in shown["days"]], [up(number(s)) for s in shown["share"]]
    sheet.line(*_steps(xs, ys), colour=style.colour, width=1.6)
    # marks tell curves apart without their colours
    for i in range(len(xs) - 1, -1, -max(1, len(xs) // 4)):
        sheet.dot(xs[i], ys[i], colour=style.colour, marker=style.marker, size=6)


def _band(sheet: Sheet, rows: pd.DataFrame, up: Scale, across: Scale, colour: str) -> None:
    shown = _shown(rows).dropna(subset=["low", "high"])
    if len(shown) < 2:  # noqa: PLR2004
        return
    xs = [across(number(d)) for d in shown["days"]]
    high, low = (_steps(xs, [up(number(v)) for v in shown[end]]) for end in ("high", "low"))
    sheet.shape(
        [*zip(*high, strict=True), *reversed([*zip(*low, strict=True)])], fill=mix(colour, 0.6), alpha=0.18
    )


def _at_risk(
    sheet: Sheet,
    words: Words,
    own: Mapping[str, pd.DataFrame],
    styles: Mapping[str, PersonaStyle],
    ticks: Sequence[tuple[float, float]],
    left: float,
    y: float,
) -> None:
    """Write how many are still followed at each tick, as of the last row up to it; nothing after the end of a curve."""
    counted = followed(own)
    if not counted:
        return
    first = min(own[persona]["days"].min() for persona in counted)
    sheet.text(left - AXIS, y, words.say("charts.times.at_risk"), size=SMALL, colour=SOFT, weight="bold")
    for persona in counted:
        y += ROW
        rows = own[persona]
        sheet.dot(
            left - AXIS + 6, y + 6.5, colour=styles[persona].colour, marker=styles[persona].marker, size=6
        )
        last = rows["days"].max()
        for day, x in (tick for tick in ticks if first <= tick[0] <= last):
            before = rows[rows["days"] <= day + 1e-9]
            n = before["at_risk"].iloc[-1] if len(before) else None
            sheet.text(x, y, count(words, n) if known(n) else "–", size=8.2, colour=SOFT, align="center")
