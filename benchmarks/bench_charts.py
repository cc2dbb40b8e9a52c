"""Time six persona cards and their charts, as a ratio to the bare matplotlib calls that draw the same marks and texts.

Run ``python benchmarks/bench_charts.py [--repeats N]``. The tables are made up: six personas, six phases, fourteen
variables. The package draws their charts (six profiles, comparison, needs, prevalence, attractiveness, sizes) as SVG and
PNG and renders the page with the cards. The yardstick knows beforehand what stands where: it makes the same figures with one
matplotlib call for each line, shape and text, as many as the package drew, and saves them in the same two formats.
Both run alternately, each in a process of its own; imports aren't counted.
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from made_up import PHASES, make_tables
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon, Rectangle
from matplotlib.text import Text
from ratios import alternate, measure, print_ratios

from personagen import charts
from personagen.language.words import words_in
from personagen.report import ReportInfo, render_report

WORDS = words_in("en")
SETTINGS: dict[Any, Any] = {"svg.fonttype": "none", "text.parse_math": False, "hatch.linewidth": 0.6}
LINE = (
    "color",
    "linewidth",
    "linestyle",
    "marker",
    "markersize",
    "markeredgewidth",
    "zorder",
    "solid_capstyle",
)


def figures(tables: Mapping[str, pd.DataFrame]) -> dict[str, Figure]:
    """Return the charts of the six personas, drawn by the package."""
    names = dict(zip(tables["personas"]["persona"], tables["personas"]["name"], strict=True))
    found = {f"profile_{p}": charts.plot_profile(tables["profile"], p, WORDS, names) for p in names}
    return found | {
        "sizes": charts.plot_sizes(tables["personas"], WORDS),
        "comparison": charts.plot_comparison(tables["profile"], WORDS, names),
        "needs": charts.plot_needs(tables["needs"], WORDS, names, PHASES),
        "prevalence": charts.plot_prevalence(tables["prevalence"], WORDS, names),
        "attractiveness": charts.plot_attractiveness(tables["attractiveness"], WORDS, names),
    }


def render(tables: Mapping[str, pd.DataFrame]) -> None:
    """Draw the charts and render the page with the cards."""
    svgs = {name: drawing.svg for name, drawing in charts.draw_charts(tables, WORDS).items()}
    render_report(tables, svgs, ReportInfo("Benchmark", 6, "given", 5), "en")


def record(folder: Path) -> int:
    """Write down every mark and text of the charts, and return how many there are."""
    sheets = [_record(figure) for figure in figures(make_tables(6)).values()]
    (folder / "sheets.json").write_text(json.dumps(sheets))
    return sum(len(sheet[kind]) for sheet in sheets for kind in ("lines", "boxes", "shapes", "texts"))


def _record(figure: Figure) -> dict[str, Any]:
    (axes,) = figure.axes
    boxes = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    shapes = [patch for patch in axes.patches if isinstance(patch, Polygon)]
    if len(boxes) + len(shapes) + len(axes.lines) + len(axes.texts) != len(axes.get_children()) - 10:
        # spines, axes, titles and the patch behind are the ten that every axes has
        raise SystemExit("a chart holds something that the yardstick doesn't draw")
    return {
        "size": list(figure.get_size_inches()),
        "ends": [*axes.get_xlim(), *axes.get_ylim()],
        "lines": [
            [list(map(float, line.get_xdata())), list(map(float, line.get_ydata())), _line(line)]
            for line in axes.lines
        ],
        "boxes": [[*box.get_xy(), box.get_width(), box.get_height(), _patch(box)] for box in boxes],
        "shapes": [[shape.get_xy().tolist(), _patch(shape)] for shape in shapes],
        "texts": [[*text.get_position(), text.get_text(), _text(text)] for text in axes.texts],
    }


def _line(line: Line2D) -> dict[str, Any]:
    found = {name: getattr(line, f"get_{name}")() for name in LINE}
    colours = {
        f"marker{part}": to_hex(getattr(line, f"get_marker{part}")()) for part in ("facecolor", "edgecolor")
    }
    return found | colours


def _patch(patch: Patch) -> dict[str, Any]:
    edge = to_hex(patch.get_edgecolor()) if patch.get_linewidth() else "none"
    about = {"facecolor": to_hex(patch.get_facecolor()), "edgecolor": edge, "hatch": patch.get_hatch()}
    return about | {"linewidth": patch.get_linewidth(), "zorder": patch.get_zorder()}


def _text(text: Text) -> dict[str, Any]:
    names = ("color", "fontsize", "fontweight", "fontstyle", "ha", "va", "zorder")
    return {name: getattr(text, f"get_{name}")() for name in names}


def draw_bare(folder: Path) -> None:
    """Make the figures with one call for each mark and text, and save them as SVG and PNG."""
    for sheet in json.loads((folder / "sheets.json").read_text()):
        with mpl.rc_context(SETTINGS):
            figure = Figure(figsize=sheet["size"], dpi=150)
            axes = figure.add_axes((0, 0, 1, 1))
            axes.set_axis_off()
            axes.set_xlim(*sheet["ends"][:2])
            axes.set_ylim(*sheet["ends"][2:])
            for xs, ys, look in sheet["lines"]:
                axes.add_line(Line2D(xs, ys, **look))
            for x, y, width, height, look in sheet["boxes"]:
                axes.add_patch(Rectangle((x, y), width, height, **look))
            for points, look in sheet["shapes"]:
                axes.add_patch(Polygon(points, closed=True, **look))
            for x, y, text, look in sheet["texts"]:
                axes.text(x, y, text, **look)
            figure.savefig(io.StringIO(), format="svg")
            figure.savefig(io.BytesIO(), format="png", dpi=150)


def main() -> None:
    """Compare the package with the bare calls, or run one of them (``bare``, ``cards``) in a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", choices=["bare", "cards"])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rows", type=int, help="of no meaning here: there are six cards")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    if options.only:
        tables = make_tables(6)
        measure({"bare": lambda: draw_bare(options.folder), "cards": lambda: render(tables)}[options.only])
        return
    with tempfile.TemporaryDirectory() as name:
        print(f"6 cards, 11 charts of {record(Path(name)):,} marks and texts")
        measured = alternate(Path(__file__), ["bare", "cards"], ["--folder", name], options.repeats)
    print_ratios(measured, "bare")


if __name__ == "__main__":
    main()
