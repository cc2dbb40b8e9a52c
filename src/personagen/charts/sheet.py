"""A sheet of paper measured in points from its top left corner: what every chart is drawn on.

Drawing on a sheet instead of on axes with ticks keeps the place of every label known, so that none can overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from personagen.charts.style import INK, LINE, PAPER, SOFT
from personagen.charts.text import LEADING, height, wrap

MARGIN = 26.0
TITLE, SUBTITLE, BODY, SMALL = 15.0, 10.0, 10.0, 8.8


@dataclass(frozen=True)
class Scale:
    """Linear place of a value between two points."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place, kept within the ends."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)


class Sheet:
    """A figure with the helpers that charts share; all measures are points, y runs down."""

    def __init__(self, width: float, total: float) -> None:
        self.width, self.height = width, total
        self._drawn = 0
        self.figure = Figure(figsize=(width / 72, total / 72), dpi=150, facecolor=PAPER)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(total, 0)

    def _next(self) -> int:
        """Return the layer above everything drawn so far."""
        self._drawn += 1
        return self._drawn

    def _add(self, artist: Artist) -> None:
        """Put on the sheet; its ends are known, so nothing is measured for them and nothing cut off at them."""
        artist.set_clip_on(False)
        self.axes.add_artist(artist)

    def text(
        self,
        x: float,
        y: float,
        lines: str | Sequence[str],
        *,
        size: float = BODY,
        colour: str = INK,
        weight: str = "normal",
        align: str = "left",
        style: str = "normal",
    ) -> float:
        """Write lines below ``y`` and return where they end."""
        for line in [lines] if isinstance(lines, str) else lines:
            if line:
                self.axes.text(
                    x,
                    y + size,
                    line,
                    fontsize=size,
                    color=colour,
                    fontweight=weight,
                    ha=align,
                    va="baseline",
                    fontstyle=style,
                    zorder=self._next(),
                )
            y += size * LEADING
        return y

    def middle(
        self, x: float, y: float, lines: str | Sequence[str], *, size: float = BODY, **look: str
    ) -> None:
        """Write lines so that their middle lies at ``y``."""
        lines = [lines] if isinstance(lines, str) else lines
        top = y - height(len(lines), size) / 2 - size * 0.06
        self.text(x, top, lines, size=size, **look)

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        colour: str = LINE,
        width: float = 0.8,
        dash: Literal["-", "--"] = "-",
    ) -> None:
        """Draw a line through points."""
        self._add(
            Line2D(
                xs,
                ys,
                color=colour,
                linewidth=width,
                linestyle=dash,
                solid_capstyle="butt",
                zorder=self._next(),
            )
        )

    def dot(
        self,
        x: float,
        y: float,
        *,
        colour: str,
        size: float = 7,
        marker: str = "o",
        hollow: bool = False,
        edge: str = "",
    ) -> None:
        """Draw a marker; hollow ones are white inside."""
        self._add(
            Line2D(
                [x],
                [y],
                marker=marker,
                markersize=size,
                linestyle="none",
                markeredgewidth=1.4 if hollow else 0.8,
                markerfacecolor=PAPER if hollow else colour,
                markeredgecolor=edge or (colour if hollow else PAPER),
                zorder=self._next(),
            )
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        tall: float,
        *,
        fill: str,
        edge: str = "none",
        hatch: str = "",
        alpha: float = 1,
    ) -> None:
        """Draw a rectangle."""
        line = 0.0 if edge == "none" else 0.8
        self._add(
            Rectangle(
                (x, y),
                width,
                tall,
                facecolor=fill,
                edgecolor=edge,
                hatch=hatch or None,
                linewidth=line,
                alpha=alpha,
                zorder=self._next(),
            )
        )

    def shape(self, points: Sequence[tuple[float, float]], *, fill: str, alpha: float = 1) -> None:
        """Draw a filled polygon."""
        self._add(
            Polygon(points, closed=True, facecolor=fill, edgecolor="none", alpha=alpha, zorder=self._next())
        )


@dataclass(frozen=True)
class Heading:
    """Title and subtitle of a chart, broken to its width."""

    title: tuple[str, ...]
    subtitle: tuple[str, ...]

    @property
    def height(self) -> float:
        """Points from the top of the sheet to where the chart starts."""
        gap = 22.0 if self.subtitle else 16.0
        return MARGIN + height(len(self.title), TITLE) + height(len(self.subtitle), SUBTITLE) + gap

    def draw(self, sheet: Sheet) -> None:
        """Write it at the top left."""
        y = sheet.text(MARGIN, MARGIN - 4, self.title, size=TITLE, weight="bold")
        sheet.text(MARGIN, y + 3, self.subtitle, size=SUBTITLE, colour=SOFT)


def heading(title: str, subtitle: str, width: float) -> Heading:
    """Break title and subtitle to the width of a sheet."""
    room = width - 2 * MARGIN
    return Heading(tuple(wrap(title, room, TITLE, weight="bold")), tuple(wrap(subtitle, room, SUBTITLE)))
