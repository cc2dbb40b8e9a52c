"""The text lanes of the journey map: broken to the width of a phase, measured, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from personagen.charts.journey_map.content import Content, Item, items
from personagen.charts.sheet import Sheet
from personagen.charts.style import SOFT, mix
from personagen.charts.text import height, text_width, wrap
from personagen.language.numbers import known, number
from personagen.language.words import Words

SIZE, NOTE = 9.3, 8.4
PAD, BETWEEN, BAR = 5.0, 3.0, 7.0
QUOTE_LINES = 5


@dataclass(frozen=True)
class Block:
    """One entry broken into lines."""

    lines: tuple[str, ...]
    item: Item


@dataclass(frozen=True)
class Lane:
    """A text lane: the blocks of each phase."""

    name: str
    label: tuple[str, ...]
    cells: tuple[tuple[Block, ...], ...]

    @property
    def height(self) -> float:
        """Points the lane needs, with its padding."""
        bar = BAR + 3 if self.name == "channel" else 0
        tallest = max((_cell_height(cell) for cell in self.cells), default=0)
        return max(tallest + bar, height(len(self.label), SIZE)) + 2 * PAD


def build_lane(
    content: Content, name: str, words: Words, width: float, label: Sequence[str], budget: tuple[int, int]
) -> Lane:
    """Break a lane to the width of a phase; the budget is entries a phase and lines an entry."""
    most, lines = budget
    cells = []
    for phase, _ in content.phases:
        found = items(content, phase, name, words)
        if name == "channel":
            found = [Item(", ".join(f"{i.text} {i.note}".strip() for i in found), ink=found[0].ink)]
        cells.append(tuple(_break(item, name, width, lines) for item in found[:most]))
    return Lane(name, tuple(label), tuple(cells))


def _break(item: Item, name: str, width: float, lines: int) -> Block:
    room = width - (text_width(item.note, NOTE) + 6 if item.note else 0) - (13 if item.symbol else 0)
    most = max(lines, QUOTE_LINES if lines > 1 else 2) if name in {"quote", "channel"} else lines
    text = item.text
    if item.short and len(wrap(text, room, SIZE, weight=item.weight)) > most > 0:
        text = item.short
    return Block(tuple(wrap(text, room, SIZE, weight=item.weight, most=most)), item)


def _cell_height(cell: Sequence[Block]) -> float:
    return sum(height(len(block.lines), SIZE) for block in cell) + BETWEEN * max(len(cell) - 1, 0)


def draw_lane(
    sheet: Sheet, lane: Lane, content: Content, top: float, xs: Sequence[float], width: float, colour: str
) -> None:
    """Draw the cells of a lane, the first line at ``top`` plus the padding."""
    for (phase, _), cell, x in zip(content.phases, lane.cells, xs, strict=True):
        y = top + PAD
        if lane.name == "channel" and len(content.lane(phase, "channel")):
            _channel_bar(sheet, content, phase, x, y, width, colour)
            y += BAR + 3
        for block in cell:
            y = _draw_block(sheet, block, x, y, width, quote=lane.name == "quote") + BETWEEN


def _draw_block(sheet: Sheet, block: Block, x: float, y: float, width: float, *, quote: bool) -> float:
    item = block.item
    if item.note:
        sheet.text(x + width, y + SIZE - NOTE, item.note, size=NOTE, colour=SOFT, align="right")
    if item.symbol:
        sheet.dot(x + 5, y + SIZE * 0.68, colour=item.colour, marker=item.symbol, size=8)
    left = x + 13 if item.symbol else x
    style = "italic" if quote else "normal"
    return sheet.text(left, y, block.lines, size=SIZE, style=style, weight=item.weight, colour=item.ink)


def _channel_bar(
    sheet: Sheet, content: Content, phase: str, x: float, y: float, width: float, colour: str
) -> None:
    shares = [number(v) for v in content.lane(phase, "channel")["value"] if known(v)]
    for i, share in enumerate(shares):
        fill = mix(colour, max(0.85 - 0.27 * i, 0.15))
        sheet.box(x, y, max(share * width - 1, 0.3), BAR, fill=fill)
        x += share * width
