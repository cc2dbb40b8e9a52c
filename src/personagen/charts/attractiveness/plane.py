"""Two axes: a bubble a persona on a plane, its name beside it on the right with a line to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from personagen.charts.attractiveness.content import LARGEST, Content
from personagen.charts.sheet import BODY, MARGIN, SMALL, Scale, Sheet
from personagen.charts.style import LINE, SOFT, PersonaStyle, mix
from personagen.charts.text import height, wrap
from personagen.language.numbers import percent
from personagen.language.words import Words

_LEFT, _WIDE, _TALL, _NAMES = 36.0, 470.0, 400.0, 256.0
_APART = 8.0


def plane_height(content: Content, words: Words) -> float:
    """Return the height in points of everything below the heading."""
    texts = [_axis_text(content, words, axis) for axis in content.axes]
    labels = sum(len(label) for label in _labels(content, words).values()) * SMALL
    return (
        sum(height(len(t), SMALL) for t in texts)
        + max(_TALL, labels * 1.4 + _APART * len(content.placed))
        + 62
    )


def draw_plane(
    sheet: Sheet, content: Content, words: Words, styles: Mapping[str, PersonaStyle], y: float
) -> None:
    """Draw the axes with their criteria, the bubbles and the names."""
    up_text, across_text = (_axis_text(content, words, axis) for axis in content.axes)
    sheet.text(MARGIN, y, up_text[:1], size=SMALL, weight="bold")
    y = sheet.text(MARGIN, y + height(1, SMALL), up_text[1:], size=SMALL, colour=SOFT) + 8
    left, right, bottom = MARGIN + _LEFT, MARGIN + _LEFT + _WIDE, y + _TALL
    edge = LARGEST + 6
    up, across = Scale(0, 1, bottom - edge, y + edge), Scale(0, 1, left + edge, right - edge)
    _frame(sheet, words, up, across, (left, y, right, bottom))
    below = sheet.text(left, bottom + 22, across_text[:1], size=SMALL, weight="bold")
    sheet.text(left, below, across_text[1:], size=SMALL, colour=SOFT)
    vertical, horizontal = content.axes
    places = {
        p: (across(content.totals[horizontal, p]), up(content.totals[vertical, p])) for p in content.placed
    }
    labels = _labels(content, words)
    middles = _spread(
        [places[p][1] for p in places], [height(len(labels[p]), BODY) for p in places], (y, bottom)
    )
    for (_, (x, at)), middle in zip(places.items(), middles, strict=True):
        sheet.line((x, right + 14, right + 26), (at, middle, middle), colour=SOFT, width=0.7)
    for persona in sorted(places, key=lambda p: -content.radius(p)):
        _bubble(sheet, styles[persona], *places[persona], content.radius(persona))
    for persona, middle in zip(places, middles, strict=True):
        style = styles[persona]
        sheet.dot(right + 34, middle, colour=style.colour, marker=style.marker, size=9)
        sheet.middle(right + 44, middle, labels[persona])


def _axis_text(content: Content, words: Words, axis: str) -> list[str]:
    """Return what an axis means, then its criteria, as lines."""
    room = _WIDE + _LEFT + _NAMES
    what = words.say(f"charts.attractiveness.axis.{axis}")
    return [what, *wrap("; ".join(content.criteria[axis].values()), room, SMALL)]


def _labels(content: Content, words: Words) -> dict[str, list[str]]:
    return {
        p: wrap(f"{content.names[p]} ({percent(words, content.shares[p])})", _NAMES, BODY, most=3)
        for p in content.placed
    }


def _frame(
    sheet: Sheet, words: Words, up: Scale, across: Scale, frame: tuple[float, float, float, float]
) -> None:
    left, top, right, bottom = frame
    for i in range(3):
        value = i / 2
        sheet.line((left, right), (up(value), up(value)), colour=LINE)
        sheet.line((across(value), across(value)), (top, bottom), colour=LINE)
        sheet.middle(left - 5, up(value), words.number(value, 1), size=SMALL, colour=SOFT, align="right")
        sheet.text(across(value), bottom + 5, words.number(value, 1), size=SMALL, colour=SOFT, align="center")
    sheet.line((left, left, right), (top, bottom, bottom), colour=SOFT)


def _bubble(sheet: Sheet, style: PersonaStyle, x: float, y: float, radius: float) -> None:
    sheet.dot(x, y, colour=mix(style.colour, 0.3), size=2 * radius, edge=style.colour)
    sheet.dot(x, y, colour=style.colour, marker=style.marker, size=9)


def _spread(wanted: Sequence[float], heights: Sequence[float], ends: tuple[float, float]) -> list[float]:
    """Return middles near the wanted ones, in their order from the top, so that no two labels touch."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    found = [0.0] * len(wanted)
    edge = ends[0]
    for i in order:
        found[i] = max(wanted[i], edge + heights[i] / 2)
        edge = found[i] + heights[i] / 2 + _APART
    edge = ends[1]
    for i in reversed(order):
        found[i] = min(found[i], edge - heights[i] / 2)
        edge = found[i] - heights[i] / 2 - _APART
    return found
