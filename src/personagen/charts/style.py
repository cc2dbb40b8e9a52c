"""How charts look: colours, markers, the sheet they are drawn on, and how a figure becomes a file's content.

What a chart says belongs to its own module; writing files belongs to `runs`.
"""

from __future__ import annotations

import functools
import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ParamSpec

import matplotlib as mpl
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

from personagen.charts.text import FONT
from personagen.contracts import persona_order

INK, SOFT, FAINT, LINE, PAPER = "#1c2430", "#535d6b", "#8b94a1", "#d9dde3", "#ffffff"
WASH = "#f4f5f7"
GOOD, BAD = "#12707f", "#b4511a"
_PERSONAS = ("#1f5fa8", "#b8500b", "#0a7a63", "#a03480", "#7d6400", "#5a4fcf", "#8a1c3a", "#475569")
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h")
_STACK = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_RC: dict[Any, Any] = {
    "font.family": FONT,
    "text.parse_math": False,
    "svg.fonttype": "none",
    "hatch.linewidth": 0.6,
    "axes.unicode_minus": True,
}

P = ParamSpec("P")


@dataclass(frozen=True)
class PersonaStyle:
    """Colour and marker of a persona, the same in every chart."""

    colour: str
    marker: str


def persona_colours(k: int) -> tuple[str, ...]:
    """Return the colours of personas 1..k; after the eighth they start again."""
    return tuple(_PERSONAS[i % len(_PERSONAS)] for i in range(k))


def persona_styles(personas: Iterable[object], order: Iterable[object] = ()) -> dict[str, PersonaStyle]:
    """Return the style of each persona in a table's column; ``all`` and ``unassigned`` are left out.

    Numbered personas keep the colour of their number, whichever others the table holds; named ones that of their place
    in ``order``, the personas as the table ``personas`` has them, or else in the column.

    Examples
    --------
    >>> persona_styles(["2", "all"])["2"] == persona_styles(["1", "2"])["2"]
    True
    >>> persona_styles(["vip"], ["new", "vip"])["vip"] == persona_styles(["2"])["2"]
    True
    """
    found = persona_order([*(str(p) for p in order), *(str(p) for p in personas)])
    names = [p for p in found if p not in {"all", "unassigned"}]
    places = {p: int(p) - 1 if p.isdigit() and int(p) > 0 else i for i, p in enumerate(names)}
    return {
        p: PersonaStyle(_PERSONAS[i % len(_PERSONAS)], _MARKERS[i % len(_MARKERS)]) for p, i in places.items()
    }


def styled(plot: Callable[P, Figure]) -> Callable[P, Figure]:
    """Draw with the settings of this package and leave matplotlib's own as they were."""

    @functools.wraps(plot)
    def draw(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with mpl.rc_context({**mpl.rcParamsDefault, "backend": mpl.rcParams["backend"], **_RC}):
            return plot(*args, **kwargs)

    return draw


def mix(colour: str, share: float, ground: str = PAPER) -> str:
    """Return ``share`` of a colour on a ground.

    Examples
    --------
    >>> mix("#000000", 0.5)
    '#808080'
    """
    pairs = zip(to_rgb(colour), to_rgb(ground), strict=True)
    red, green, blue = (share * top + (1 - share) * under for top, under in pairs)
    return to_hex((red, green, blue))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1..21 [WCAG 2.2, relative luminance]."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def ink_on(ground: str) -> str:
    """Return dark or white ink, whichever reads better on the ground."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, ground))


def figure_to_svg(figure: Figure, name: str, table: str) -> str:
    """Return the figure as SVG text; the same figure gives the same text.

    Parameters
    ----------
    figure
        From a ``plot_`` function.
    name
        Name of the chart, unique within a page: the ids in the text depend on it.
    table
        Published table that it is drawn from; stands in the metadata.
    """
    stream = io.StringIO()
    metadata = {"Date": None, "Creator": "personagen", "Title": name, "Source": f"tables/{table}.csv"}
    with mpl.rc_context({**_RC, "svg.hashsalt": name}), _any_character():
        figure.savefig(stream, format="svg", metadata=metadata)
    text = stream.getvalue().replace(f"'{FONT}'", _STACK)
    return re.sub(r"<!DOCTYPE[^>]*>\s*", "", text)


def figure_to_png(figure: Figure, table: str = "") -> bytes:
    """Return the figure as a PNG of 150 dots an inch; the same figure gives the same bytes."""
    stream = io.BytesIO()
    metadata = {"Software": "personagen", "Source": f"tables/{table}.csv" if table else None}
    with mpl.rc_context(_RC), _any_character():
        figure.savefig(stream, format="png", dpi=150, metadata=metadata)
    return stream.getvalue()


@contextmanager
def _any_character() -> Iterator[None]:
    """Draw characters that the typeface lacks as a box, without a warning for each."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font", UserWarning)
        yield


def _luminance(colour: str) -> float:
    limit = 0.04045
    parts = [c / 12.92 if c <= limit else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
