"""One axis: a bar a persona, made of what each criterion adds, with a bubble at the total."""

from __future__ import annotations

from collections.abc import Mapping

from personagen.charts.attractiveness.content import Content
from personagen.charts.sheet import BODY, MARGIN, SMALL, Scale, Sheet
from personagen.charts.style import INK, LINE, PAPER, SOFT, PersonaStyle, mix
from personagen.charts.text import text_width, wrap
from personagen.language.numbers import percent
from personagen.language.words import Words

_NAMES, _NUMBERS, _ROW, _BUBBLE = 210.0, 92.0, 46.0, 17.0
_FILLS = tuple((tint, hatch) for hatch in ("", "////", "....") for tint in (0.62, 0.4, 0.22, 0.1))


def bars_height(content: Content, room: float) -> float:
    """Return the height in points of everything below the heading."""
    return 24.0 * len(_legend(content, room)) + _ROW * len(content.placed) + 46


def draw_bars(
    sheet: Sheet, content: Content, words: Words, styles: Mapping[str, PersonaStyle], y: float
) -> None:
    """Draw the legend of the criteria, then a row a persona."""
    axis = content.axes[0]
    fills = dict(zip(content.criteria[axis], _FILLS * len(content.criteria[axis]), strict=False))
    for line in _legend(content, sheet.width - 2 * MARGIN):
        for name, text, x in line:
            tint, hatch = fills[name]
            sheet.box(MARGIN + x, y + 2, 16, 11, fill=mix(INK, tint), edge=INK, hatch=hatch)
            sheet.middle(MARGIN + x + 22, y + 7, text, size=SMALL)
        y += 24
    right = sheet.width - MARGIN
    for x, key in ((right - 46, "score"), (right, "share")):
        sheet.text(x, y, words.say(f"charts.attractiveness.{key}"), size=SMALL, colour=SOFT, align="right")
    y += 14
    across = Scale(0, 1, MARGIN + _NAMES, sheet.width - MARGIN - _NUMBERS - 12)
    below = y + _ROW * len(content.placed)
    for i in range(5):
        x = across(i / 4)
        sheet.line((x, x), (y, below), colour=LINE)
        sheet.text(x, below + 5, words.number(i / 4, 2), size=SMALL, colour=SOFT, align="center")
    for persona in content.placed:
        _row(sheet, content, words, styles[persona], fills, across, persona, y + _ROW / 2)
        y += _ROW


def _row(
    sheet: Sheet,
    content: Content,
    words: Words,
    style: PersonaStyle,
    fills: Mapping[str, tuple[float, str]],
    across: Scale,
    persona: str,
    y: float,
) -> None:
    axis = content.axes[0]
    sheet.dot(MARGIN + 6, y, colour=style.colour, marker=style.marker, size=9)
    sheet.middle(MARGIN + 20, y, wrap(content.names[persona], _NAMES - 48, BODY, most=3))
    start = 0.0
    for name, (tint, hatch) in fills.items():
        part = content.parts[axis, persona, name]
        wide = across(start + part) - across(start)
        if wide:
            sheet.box(across(start), y - 7, wide, 14, fill=mix(style.colour, tint), edge=PAPER, hatch=hatch)
        start += part
    total = content.totals[axis, persona]
    sheet.dot(across(total), y, colour=style.colour, size=2 * content.radius(persona, _BUBBLE))
    right = sheet.width - MARGIN
    sheet.middle(right - 46, y, words.number(total, 2), weight="bold", align="right")
    sheet.middle(right, y, percent(words, content.shares[persona]), size=SMALL, colour=SOFT, align="right")


def _legend(content: Content, room: float) -> list[list[tuple[str, str, float]]]:
    """Return the criteria line by line: criterion, text and where it starts."""
    lines: list[list[tuple[str, str, float]]] = [[]]
    x = 0.0
    for name, text in content.criteria[content.axes[0]].items():
        wide = 22 + text_width(text, SMALL) + 24
        if lines[-1] and x + wide > room:
            lines.append([])
            x = 0.0
        lines[-1].append((name, text, x))
        x += wide
    return lines
