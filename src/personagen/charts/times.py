"""Time to phase: how soon each persona goes on from a phase (Kaplan-Meier), with who is still followed below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.heat import phase_labels
from personagen.charts.sheet import BODY, MARGIN, SMALL, Scale, Sheet, heading
from personagen.charts.style import FAINT, LINE, SOFT, PersonaStyle, mix, persona_styles, styled
from personagen.charts.text import clean, height, text_width, wrap
from personagen.contracts import persona_order
from personagen.language.numbers import count, known, number, percent
from personagen.language.words import Words

_WIDTH, _TALL, _GAP, _AXIS, _ROW = 860.0, 150.0, 34.0, 46.0, 12.5
_TICKS = 4
_STEPS = (0.1, 0.25, 0.5, 1, 2, 5, 7, 10, 15, 20, 30, 50, 60, 90, 100, 120, 150, 200, 250, 365)
_BANDS = 4  # more bands than that hide each other
Rows = Mapping[tuple[str, str], pd.DataFrame]


@styled
def plot_times(
    times: pd.DataFrame, words: Words, names: Mapping[str, str], phases: Mapping[str, str] | None = None
) -> Figure:
    """Draw the share that has gone on to a later phase by days since the first contact, a panel a phase.

    Parameters
    ----------
    times
        Contract ``time_to_phase``; a curve ends where its share is hidden.
    words
        Language of the chart.
    names
        Persona to name, in the order of the table ``personas``.
    phases
        Phase to label, in order.
    """
    rows = _rows(times)
    columns = {
        p: label for p, label in phase_labels(times, words, phases).items() if any(k[1] == p for k in rows)
    }
    personas = [p for p in persona_order(list(names)) if any(k[0] == p for k in rows)]
    wide = (_WIDTH - 2 * MARGIN - _GAP) / 2
    heads = {p: wrap(label, wide, BODY, weight="bold") for p, label in columns.items()}
    lines = [list(columns)[i : i + 2] for i in range(0, len(columns), 2)]
    above = [max(height(len(heads[p]), BODY) for p in line) + 10 for line in lines]
    below = 34 + _ROW * (len(personas) + 1) + 16
    legend = _legend_lines(names, personas)
    top = heading(_title(rows, words, names, columns), words.say("charts.times.subtitle"), _WIDTH)
    sheet = Sheet(
        _WIDTH, top.height + 18 * len(legend) + 8 + sum(above) + len(lines) * (_TALL + below) + MARGIN
    )
    top.draw(sheet)
    styles = persona_styles(personas, names)
    y = _legend(sheet, legend, styles, top.height) + 8
    for line, room in zip(lines, above, strict=True):
        for i, phase in enumerate(line):
            x = MARGIN + i * (wide + _GAP)
            sheet.text(x, y, heads[phase], weight="bold")
            own = {p: rows[p, phase] for p in personas if (p, phase) in rows}
            _panel(sheet, words, own, styles, (x + _AXIS, y + room, x + wide - 8, y + room + _TALL))
        y += room + _TALL + below
    return sheet.figure


def _rows(times: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    shown = times[~times["persona"].isin(["all", "unassigned"])].sort_values("days")
    found = {
        (str(p), str(phase)): rows for (p, phase), rows in shown.groupby(["persona", "phase"], sort=True)
    }
    return {key: rows for key, rows in found.items() if rows["share"].notna().any()}


def _title(rows: Rows, words: Words, names: Mapping[str, str], columns: Mapping[str, str]) -> str:
    """Tell where two personas lie furthest apart on the same day, their intervals beside each other."""
    best: tuple[float, str, float, str, str] | None = None
    for phase in columns:
        shown = [r.assign(persona=p) for (p, of), r in rows.items() if of == phase and p in names]
        for days, same in pd.concat(shown).dropna(subset=["share", "low", "high"]).groupby("days"):
            same = same.sort_values(["share", "persona"])  # noqa: PLW2901
            low, high = same.iloc[0], same.iloc[-1]
            gap = number(high["share"]) - number(low["share"])
            if low["high"] < high["low"] and (best is None or gap > best[0]):
                best = (gap, phase, number(days), str(high["persona"]), str(low["persona"]))
    if best is None:
        return words.say("charts.times.title.none")
    _, phase, days, high, low = best
    shares = {p: rows[p, phase].loc[rows[p, phase]["days"] == days, "share"].iloc[0] for p in (high, low)}
    return words.say(
        "charts.times.title",
        phase=columns[phase],
        n=round(days),
        days=words.number(days, 0 if days >= 1 or not days else 1),
        share=percent(words, shares[high]),
        name=clean(names[high]),
        less=percent(words, shares[low]),
        other=clean(names[low]),
    )


def _legend_lines(names: Mapping[str, str], personas: Sequence[str]) -> list[list[tuple[str, str, float]]]:
    lines: list[list[tuple[str, str, float]]] = [[]]
    x = 0.0
    for persona in personas:
        name = f"{persona}. {clean(names[persona])}" if persona.isdigit() else clean(names[persona])
        wide = 44 + text_width(name, SMALL)
        if lines[-1] and x + wide > _WIDTH - 2 * MARGIN:
            lines.append([])
            x = 0.0
        lines[-1].append((persona, name, x))
        x += wide
    return lines


def _legend(
    sheet: Sheet,
    lines: Sequence[Sequence[tuple[str, str, float]]],
    styles: Mapping[str, PersonaStyle],
    y: float,
) -> float:
    for line in lines:
        for persona, name, x in line:
            style = styles[persona]
            sheet.line((MARGIN + x, MARGIN + x + 20), (y + 6, y + 6), colour=style.colour, width=1.8)
            sheet.dot(MARGIN + x + 10, y + 6, colour=style.colour, marker=style.marker, size=7)
            sheet.middle(MARGIN + x + 26, y + 6, name, size=SMALL)
        y += 18
    return y


def _panel(
    sheet: Sheet,
    words: Words,
    own: Mapping[str, pd.DataFrame],
    styles: Mapping[str, PersonaStyle],
    frame: tuple[float, float, float, float],
) -> None:
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


def _ticks(last: float) -> list[float]:
    """Return round days from 0 on, five at most."""
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
    """Write how many are still followed at each tick: those of the last row before it."""
    sheet.text(left - _AXIS, y, words.say("charts.times.at_risk"), size=SMALL, colour=SOFT, weight="bold")
    for persona, rows in own.items():
        y += _ROW
        sheet.dot(
            left - _AXIS + 6, y + 6.5, colour=styles[persona].colour, marker=styles[persona].marker, size=6
        )
        for day, x in ticks:
            before = rows[rows["days"] <= day + 1e-9]
            n = before["at_risk"].iloc[-1] if len(before) else None
            sheet.text(x, y, count(words, n) if known(n) else "–", size=8.2, colour=SOFT, align="center")
