"""The emotional curve of the journey map: valence by phase with its band, gaps left open, others behind.

It has a gap where nothing is known, and where a phase was asked about in another way than the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from personagen.charts.curves import joined
from personagen.charts.journey_map.content import Content
from personagen.charts.sheet import SMALL, Scale, Sheet
from personagen.charts.style import FAINT, INK, LINE, PAPER, SOFT, PersonaStyle, mix
from personagen.charts.text import clean, shorten, text_width
from personagen.language.numbers import THIN, known, number, signed
from personagen.language.words import Words

VALUE, LEGEND = 10.5, 18.0
_STEEP, _CLEAR = 10.0, 9.0


@dataclass(frozen=True)
class Point:
    """Valence of a phase; NaN where there are no data."""

    x: float
    value: float
    low: float
    high: float
    n: float


def draw_curve(
    sheet: Sheet,
    content: Content,
    words: Words,
    styles: Mapping[str, PersonaStyle],
    middles: Sequence[float],
    frame: tuple[float, float, float, float],
) -> None:
    """Draw the curve in a frame of left, top, right, bottom; a legend takes its first lines."""
    left, top, right, bottom = frame
    points = [_point(content, phase, x) for (phase, _), x in zip(content.phases, middles, strict=True)]
    others = _others(content)
    limit = _limit(points, others)
    up = Scale(-limit, limit, bottom - 16, top + legend_height(content, words, right - left) + 22)
    _legend(sheet, content, words, styles, others, left, top + 3, right)
    style = styles[content.persona]
    asked = [content.asked(phase) for phase, _ in content.phases]
    lines = [[points[i] for i in places] for places in joined([p.value for p in points], asked)]
    for line in lines:
        _band(sheet, line, up, style.colour)
    _axis(sheet, words, up, left, right)
    for other, values in others.items():
        for places in joined(values, asked):
            _other(sheet, [(middles[i], up(values[i])) for i in places], styles[other])
    for line in lines:
        sheet.line([p.x for p in line], [up(p.value) for p in line], colour=style.colour, width=2.6)
    most = max((p.n for p in points if known(p.n)), default=1.0)
    for i, point in enumerate(points):
        _mark(sheet, point, words, up, style, most, right, is_under=_goes_under(points, i, up))


def _point(content: Content, phase: str, x: float) -> Point:
    return Point(x, *(content.first(phase, "valence", column) for column in ("value", "low", "high", "n")))


def _others(content: Content) -> dict[str, list[float]]:
    """Return the valence of every other persona by phase."""
    found: dict[str, list[float]] = {}
    for i, (phase, _) in enumerate(content.phases):
        rows = content.lane(phase, "others")
        for other, value in zip(rows["text"], rows["value"], strict=True):
            if clean(other) in content.names and known(value):
                found.setdefault(clean(other), [float("nan")] * len(content.phases))[i] = number(value)
    return {other: found[other] for other in content.names if other in found}


def _limit(points: Sequence[Point], others: Mapping[str, Sequence[float]]) -> float:
    values = [abs(v) for p in points for v in (p.value, p.low, p.high) if known(v)]
    values += [abs(v) for series in others.values() for v in series if known(v)]
    return next((limit for limit in (0.3, 0.5, 0.8) if max(values, default=0) <= limit), 1.0)


def _legend(
    sheet: Sheet,
    content: Content,
    words: Words,
    styles: Mapping[str, PersonaStyle],
    others: Mapping[str, object],
    left: float,
    y: float,
    right: float,
) -> None:
    """Name the lines from the left and the signs from the right."""
    _signs(sheet, words, styles[content.persona].colour, y + 7, right)
    for line in _entries(content, words, others, right - left):
        for persona, name, x in line:
            own = persona == content.persona
            colour = styles[persona].colour
            thick = 2.6 if own else 1.1
            sheet.line(
                (left + x, left + x + 18),
                (y + 7, y + 7),
                colour=colour if own else mix(colour, 0.6),
                width=thick,
            )
            sheet.dot(left + x + 9, y + 7, colour=colour, marker=styles[persona].marker, size=6 if own else 4)
            weight, ink = ("bold", INK) if own else ("normal", SOFT)
            sheet.middle(left + x + 23, y + 7, name, size=SMALL, weight=weight, colour=ink)
        y += LEGEND


def legend_height(content: Content, words: Words, width: float) -> float:
    """Return the height of the legend in points: names that don't fit one line take more."""
    return LEGEND * len(_entries(content, words, _others(content), width))


def _entries(
    content: Content, words: Words, others: Mapping[str, object], width: float
) -> list[list[tuple[str, str, float]]]:
    """Return the personas line by line: persona, name and where it starts; the signs stand on the first line."""
    end = width - _signs_width(words)
    lines: list[list[tuple[str, str, float]]] = [[]]
    x = 0.0
    for persona in (content.persona, *others):
        name = shorten(f"{persona}. {content.names[persona]}", width - 37, SMALL, "bold")
        wide = 38 + text_width(name, SMALL, "bold")
        if x + wide > end and (lines[-1] or len(lines) == 1):
            lines.append([])
            x, end = 0.0, width
        lines[-1].append((persona, name, x))
        x += wide
    return lines


def _signs_width(words: Words) -> float:
    return sum(38 + text_width(words.say(f"charts.map.legend.{key}"), SMALL) for key in ("thin", "band"))


def _signs(sheet: Sheet, words: Words, colour: str, y: float, right: float) -> None:
    """Explain the hollow marker and the band."""
    for key in ("thin", "band"):
        text = words.say(f"charts.map.legend.{key}")
        sheet.middle(right, y, text, size=SMALL, colour=SOFT, align="right")
        right -= text_width(text, SMALL) + 12
        if key == "thin":
            sheet.dot(right, y, colour=colour, size=6, hollow=True)
        else:
            sheet.box(right - 12, y - 4, 18, 8, fill=mix(colour, 0.16))
        right -= 26


def _axis(sheet: Sheet, words: Words, up: Scale, left: float, right: float) -> None:
    for value in (-up.high, 0.0, up.high):
        sheet.line(
            (left, right),
            (up(value), up(value)),
            colour=FAINT if not value else LINE,
            width=1.0 if not value else 0.7,
        )
        key = "zero" if not value else "high" if value > 0 else "low"
        text = f"{words.say(f'charts.map.scale.{key}')} {signed(words, value, 1)}"
        sheet.middle(left - 8, up(value), text, size=SMALL, colour=SOFT, align="right")


def _other(sheet: Sheet, line: Sequence[tuple[float, float]], style: PersonaStyle) -> None:
    sheet.line([x for x, _ in line], [y for _, y in line], colour=mix(style.colour, 0.45), width=1.0)
    for x, y in line:
        sheet.dot(x, y, colour=mix(style.colour, 0.6), marker=style.marker, size=4)


def _band(sheet: Sheet, line: Sequence[Point], up: Scale, colour: str) -> None:
    shown = [p for p in line if known(p.low, p.high)]
    if len(shown) == 1:
        (point,) = shown
        sheet.line((point.x, point.x), (up(point.low), up(point.high)), colour=mix(colour, 0.3), width=6)
    elif shown:
        edge = [(p.x, up(p.high)) for p in shown] + [(p.x, up(p.low)) for p in reversed(shown)]
        sheet.shape(edge, fill=mix(colour, 0.16))


def _mark(
    sheet: Sheet,
    point: Point,
    words: Words,
    up: Scale,
    style: PersonaStyle,
    most: float,
    right: float,
    *,
    is_under: bool,
) -> None:
    if not known(point.value):
        text = words.say("charts.map.empty")
        _plate(sheet, point.x - text_width(text, SMALL) / 2, up(0) - 11, text_width(text, SMALL))
        sheet.middle(point.x, up(0) - 11, text, size=SMALL, colour=SOFT, align="center")
        return
    n = point.n if known(point.n) else 0.0
    size = 7 + 7 * (n / most) ** 0.5
    sheet.dot(point.x, up(point.value), colour=style.colour, marker=style.marker, size=size, hollow=n < THIN)
    value = signed(words, point.value)
    label = words.say("charts.map.n", count=words.number(point.n)) if known(point.n) else ""
    shift = text_width(value, VALUE, "bold") + 6
    # the label of the last phase stays on the sheet
    x = min(point.x + 12, right - shift - text_width(label, SMALL))
    y = up(point.value) + (12 if is_under else -12)
    if abs(y - up(0)) < _CLEAR:
        y = up(0) + (_CLEAR if is_under else -_CLEAR)
    _plate(sheet, x, y, shift + text_width(label, SMALL))
    sheet.middle(x, y, value, size=VALUE, weight="bold", colour=style.colour)
    sheet.middle(x + shift, y, label, size=SMALL, colour=SOFT)


def _goes_under(points: Sequence[Point], i: int, up: Scale) -> bool:
    """Tell whether a label goes under its marker: where the line beside it rises; where it is level, below zero."""
    is_last = i + 1 == len(points)
    beside = points[i - 1 if is_last else i + 1]
    if known(points[i].value, beside.value):
        rise = up(points[i].value) - up(beside.value)
        if abs(rise) > _STEEP:
            return rise > 0
    return points[i].value < 0


def _plate(sheet: Sheet, x: float, y: float, width: float) -> None:
    """Lighten what lies behind a label."""
    sheet.box(x - 2, y - 7, width + 4, 13, fill=PAPER, alpha=0.72)
