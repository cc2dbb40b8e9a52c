"""The text lanes of the journey map: broken to the width of a phase, measured, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from personagen.charts.journey_map.content import Item
from personagen.charts.sheet import SMALL, Sheet
from personagen.charts.style import SOFT, WASH, mix
from personagen.charts.text import height, text_width, wrap

SIZE = 9.3
PAD, BETWEEN, BAR = 3.8, 2.2, 2.6
LONG_LINES = 5
_LONG = ("quote", "channel", "opportunity", "moment")
_SPARSE = ("quote", "moment", "opportunity")
_BAR_COLOUR = 0.6
GUTTER = 14.0
_COLUMN_GAP = 12.0


@dataclass(frozen=True)
class Block:
    """One entry broken into lines."""

    lines: tuple[str, ...]
    item: Item

    @property
    def height(self) -> float:
        """Points from the first line to the end of the bar, where there is one."""
        return height(len(self.lines), SIZE) + (0 if self.item.share is None else BAR)


@dataclass(frozen=True)
class Lane:
    """A text lane: the blocks of each phase, in one column or in two."""

    name: str
    label: tuple[str, ...]
    cells: tuple[tuple[Block, ...], ...]
    columns: int = 1

    @property
    def height(self) -> float:
        """Points the lane needs, with its padding."""
        tallest = max((_cell_height(cell[:: self.columns]) for cell in self.cells), default=0)
        return max(tallest, height(len(self.label), SIZE)) + 2 * PAD


def build_lane(
    name: str, found: Sequence[Sequence[Item]], width: float, label: Sequence[str], budget: tuple[int, int]
) -> Lane:
    """Break the entries of each phase to its width; the budget is entries a phase and lines an entry.

    Of channels all are shown: in two columns, or one after the other where there is little room. What few phases have
    runs on into an empty phase beside it.
    """
    most, lines = budget
    if name == "channel" and most > 1:
        half = (width - _COLUMN_GAP) / 2
        return Lane(
            name, tuple(label), tuple(tuple(_break(i, name, half, 1) for i in cell) for cell in found), 2
        )
    if name == "channel":
        found = [
            [Item(", ".join(f"{i.text} {i.note}".strip() for i in cell), ink=cell[0].ink)] for cell in found
        ]
    widths = _widths(found, width) if name in _SPARSE else [width] * len(found)
    cells = (
        tuple(_break(item, name, wide, lines) for item in cell[:most])
        for cell, wide in zip(found, widths, strict=True)
    )
    return Lane(name, tuple(label), tuple(cells))


def _widths(cells: Sequence[Sequence[Item]], width: float) -> list[float]:
    """Return the room of each cell: twice as much where the next one is empty."""
    after = [*cells[1:], [Item("")]]
    return [width if beside else 2 * width + GUTTER for beside in after]


def _break(item: Item, name: str, width: float, lines: int) -> Block:
    room = width - (13 if item.symbol else 0)
    beside = text_width(item.note, SMALL) + 6 if item.note else 0.0
    most = max(lines, LONG_LINES if lines > 1 else 2) if name in _LONG and not item.note else lines
    text = item.text
    if item.short and len(wrap(text, room, SIZE, weight=item.weight, beside=beside)) > most > 0:
        text = item.short
    return Block(tuple(wrap(text, room, SIZE, weight=item.weight, most=most, beside=beside)), item)


def _cell_height(cell: Sequence[Block]) -> float:
    return sum(block.height for block in cell) + BETWEEN * max(len(cell) - 1, 0)


def draw_lane(sheet: Sheet, lane: Lane, top: float, xs: Sequence[float], width: float, colour: str) -> None:
    """Draw the cells of a lane, the first line at ``top`` plus the padding."""
    wide = (width - _COLUMN_GAP * (lane.columns - 1)) / lane.columns
    for cell, x in zip(lane.cells, xs, strict=True):
        y = top + PAD
        for place, block in enumerate(cell):
            column = place % lane.columns
            left = x + column * (wide + _COLUMN_GAP)
            end = _draw_block(sheet, block, left, y, wide, colour, quote=lane.name == "quote") + BETWEEN
            y = end if column == lane.columns - 1 else y


def _draw_block(
    sheet: Sheet, block: Block, x: float, y: float, width: float, colour: str, *, quote: bool
) -> float:
    item = block.item
    if item.note:
        sheet.text(x + width, y + SIZE - SMALL, item.note, size=SMALL, colour=SOFT, align="right")
    if item.symbol:
        sheet.dot(x + 5, y + SIZE * 0.68, colour=item.colour, marker=item.symbol, size=8)
    left = x + 13 if item.symbol else x
    style = "italic" if quote else "normal"
    y = sheet.text(left, y, block.lines, size=SIZE, style=style, weight=item.weight, colour=item.ink)
    if item.share is None:
        return y
    sheet.box(x, y + 0.5, width, BAR - 0.8, fill=WASH)
    sheet.box(x, y + 0.5, width * min(item.share, 1.0), BAR - 0.8, fill=mix(colour, _BAR_COLOUR))
    return y + BAR
