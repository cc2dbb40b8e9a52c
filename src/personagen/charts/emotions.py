"""Emotion curves, small multiples: how each persona feels from phase to phase, all on the same axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.curves import joined
from personagen.charts.heat import phase_labels
from personagen.charts.sheet import BODY, MARGIN, SMALL, Scale, Sheet, heading
from personagen.charts.style import FAINT, LINE, PAPER, SOFT, PersonaStyle, mix, persona_styles, styled
from personagen.charts.text import clean, height, text_width, wrap
from personagen.contracts import persona_order
from personagen.contracts.asking import are_comparable, sources_of_phases, way_of_asking
from personagen.language.numbers import THIN, known, number, signed
from personagen.language.words import Words

_WIDTH, _TALL, _GAP, _AXIS = 860.0, 132.0, 30.0, 40.0
_FEW = 4
_LIMITS = (0.3, 0.5, 0.8, 1.0)
_OTHERS = "#c3c9d2"


@dataclass(frozen=True)
class _Point:
    """Valence of a phase, NaN where it isn't known, and in which way it was asked about."""

    value: float
    low: float
    high: float
    n: float
    asked: frozenset[str]


Curves = Mapping[str, Sequence[_Point]]


@styled
def plot_emotions(
    journey: pd.DataFrame, words: Words, names: Mapping[str, str], phases: Mapping[str, str] | None = None
) -> Figure:
    """Draw the experience of each persona by phase with its 95 % band, a panel a persona, the others thin behind it.

    Hollow marks rest on fewer than 30 customers. The line has a gap where nothing is known, and where a phase was asked
    about in another way than the one before.

    Parameters
    ----------
    journey
        Contract ``journey``.
    words
        Language of the chart.
    names
        Persona to name, in the order of the table ``personas``.
    phases
        Phase to label, in order.
    """
    columns = phase_labels(journey, words, phases)
    curves = _curves(journey, persona_order(list(names)), list(columns))
    across = 2 if len(curves) <= _FEW else 3
    wide = (_WIDTH - 2 * MARGIN - (across - 1) * _GAP) / across
    heads = {p: wrap(clean(names[p]), wide - 22, BODY, weight="bold") for p in curves}
    lines = [list(curves)[i : i + across] for i in range(0, len(curves), across)]
    above = [max(height(len(heads[p]), BODY) for p in line) + 12 for line in lines]
    key = [line for text in _key(journey, words, columns) for line in wrap(text, _WIDTH - 2 * MARGIN, SMALL)]
    top = heading(
        _title(curves, words, names, list(columns.values())), words.say("charts.emotions.subtitle"), _WIDTH
    )
    total = sum(above) + len(lines) * (_TALL + 38)
    sheet = Sheet(_WIDTH, top.height + total + height(len(key), SMALL) + MARGIN)
    top.draw(sheet)
    styles, limit, y = persona_styles(curves, names), _limit(curves), top.height
    for line, room in zip(lines, above, strict=True):
        for i, persona in enumerate(line):
            x = MARGIN + i * (wide + _GAP)
            sheet.dot(x + 6, y + 8, colour=styles[persona].colour, marker=styles[persona].marker, size=9)
            sheet.text(x + 18, y, heads[persona], weight="bold")
            frame = (x + _AXIS, y + room, x + wide, y + room + _TALL)
            _panel(sheet, words, curves, persona, styles[persona], limit, frame)
        y += room + _TALL + 38
    sheet.text(MARGIN, y - 6, key, size=SMALL, colour=SOFT)
    return sheet.figure


def _curves(journey: pd.DataFrame, personas: Sequence[str], phases: Sequence[str]) -> dict[str, list[_Point]]:
    rows = {(str(r["persona"]), str(r["phase"])): r for _, r in journey.iterrows()}
    sources = sources_of_phases(journey)
    asked = {phase: way_of_asking(sources.get(phase, "")) for phase in phases}
    found = {
        persona: [_point(rows.get((persona, phase), {}), asked[phase]) for phase in phases]
        for persona in personas
    }
    return {persona: points for persona, points in found.items() if any(known(p.value) for p in points)}


def _point(row: pd.Series | dict[str, object], asked: frozenset[str]) -> _Point:
    value, low, high, n = (
        number(row.get(c)) for c in ("valence", "valence_low", "valence_high", "n_valence")
    )
    return _Point(value, low, high, n, asked)


def _key(journey: pd.DataFrame, words: Words, columns: Mapping[str, str]) -> list[str]:
    """Return what the numbers below the curves stand for, and whether phases can be compared."""
    key = [" · ".join(f"{i} {label}" for i, label in enumerate(columns.values(), start=1))]
    notes = ("charts.not_comparable", "charts.emotions.broken")
    return key if are_comparable(journey) else [*key, " ".join(words.say(note) for note in notes)]


def _limit(curves: Curves) -> float:
    values = [
        abs(v) for points in curves.values() for p in points for v in (p.value, p.low, p.high) if known(v)
    ]
    return next((limit for limit in _LIMITS if max(values, default=0) <= limit), 1.0)


def _title(curves: Curves, words: Words, names: Mapping[str, str], labels: Sequence[str]) -> str:
    """Tell the deepest fall from one phase to the next that was asked about in the same way, their intervals apart."""
    falls = [
        (after.value - before.value, -place, persona)
        for persona, points in curves.items()
        for place, (before, after) in enumerate(pairwise(points))
        if before.asked == after.asked and known(before.low, after.high) and after.high < before.low
    ]
    if not falls:
        return words.say("charts.emotions.title.none")
    _, place, persona = min(falls)
    before, after = curves[persona][-place], curves[persona][-place + 1]
    return words.say(
        "charts.emotions.title",
        name=clean(names[persona]),
        first=signed(words, before.value),
        before=labels[-place],
        then=signed(words, after.value),
        after=labels[-place + 1],
    )


def _panel(
    sheet: Sheet,
    words: Words,
    curves: Curves,
    persona: str,
    style: PersonaStyle,
    limit: float,
    frame: tuple[float, float, float, float],
) -> None:
    left, top, right, bottom = frame
    up = Scale(-limit, limit, bottom - 14, top + 14)
    n = len(curves[persona])
    xs = [left + 14 + i * (right - left - 34) / max(n - 1, 1) for i in range(n)]
    for value in (-limit, 0.0, limit):
        sheet.line(
            (left, right),
            (up(value), up(value)),
            colour=LINE if value else FAINT,
            width=0.7 if value else 1.0,
        )
        sheet.middle(left - 6, up(value), signed(words, value, 1), size=SMALL, colour=SOFT, align="right")
    for i, x in enumerate(xs, start=1):
        sheet.text(x, bottom + 2, str(i), size=SMALL, colour=SOFT, align="center")
    for other, points in curves.items():
        if other != persona:
            for line in _lines(points):
                sheet.line(
                    [xs[i] for i in line], [up(points[i].value) for i in line], colour=_OTHERS, width=0.9
                )
                if len(line) == 1:
                    sheet.dot(xs[line[0]], up(points[line[0]].value), colour=_OTHERS, size=3)
    _own(sheet, words, curves[persona], xs, up, style)


def _own(
    sheet: Sheet, words: Words, points: Sequence[_Point], xs: Sequence[float], up: Scale, style: PersonaStyle
) -> None:
    for line in _lines(points):
        _band(sheet, [(xs[i], points[i]) for i in line], up, style.colour)
        sheet.line([xs[i] for i in line], [up(points[i].value) for i in line], colour=style.colour, width=2.2)
    values = [p.value for p in points if known(p.value)]
    for x, point in zip(xs, points, strict=True):
        if known(point.value):
            thin = known(point.n) and point.n < THIN
            sheet.dot(x, up(point.value), colour=style.colour, marker=style.marker, size=7, hollow=thin)
    # ends told once: the first of equal ones
    for end, shift in ((max(values), -12), (min(values), 12)):
        i = next(i for i, p in enumerate(points) if p.value == end)
        label, y = signed(words, end), up(end) + shift
        wide = text_width(label, SMALL, "bold") + 4
        sheet.box(xs[i] - wide / 2, y - 6, wide, 12, fill=PAPER, alpha=0.8)
        sheet.middle(xs[i], y, label, size=SMALL, weight="bold", align="center")


def _band(sheet: Sheet, line: Sequence[tuple[float, _Point]], up: Scale, colour: str) -> None:
    shown = [(x, p) for x, p in line if known(p.low, p.high)]
    if len(shown) == 1:
        ((x, p),) = shown
        sheet.line((x, x), (up(p.low), up(p.high)), colour=mix(colour, 0.3), width=6)
    elif shown:
        edge = [(x, up(p.high)) for x, p in shown] + [(x, up(p.low)) for x, p in reversed(shown)]
        sheet.shape(edge, fill=mix(colour, 0.18))


def _lines(points: Sequence[_Point]) -> list[list[int]]:
    return joined([p.value for p in points], [p.asked for p in points])
