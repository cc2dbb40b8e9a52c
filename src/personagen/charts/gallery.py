"""All charts of a run, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.heat import plot_heat
from personagen.charts.importance import plot_importance
from personagen.charts.journey_map import plot_map
from personagen.charts.profile import plot_profile
from personagen.charts.sizes import plot_sizes
from personagen.charts.solutions import plot_solutions
from personagen.charts.style import figure_to_png, figure_to_svg
from personagen.charts.typing import plot_typing
from personagen.language import Words


@dataclass(frozen=True)
class Drawing:
    """A chart in both forms.

    Parameters
    ----------
    svg
        Text of the SVG file.
    png
        Bytes of the PNG file.
    """

    svg: str
    png: bytes


def draw_charts(tables: Mapping[str, pd.DataFrame], words: Words) -> dict[str, Drawing]:
    """Draw every chart that the tables of a run allow.

    Parameters
    ----------
    tables
        Published tables by name; a chart whose table is absent is left out.
    words
        Words of the language of the charts.

    Returns
    -------
    dict
        By name: solutions, importance, sizes, typing, heat, and for each persona profile_1, map_1, ...
    """
    return {
        name: _draw(figure(), name, table)
        for name, table, figure in _each_chart(tables, words)
        if table in tables and len(tables[table])
    }


def _each_chart(
    tables: Mapping[str, pd.DataFrame], words: Words
) -> Iterator[tuple[str, str, Callable[[], Figure]]]:
    names = dict(zip(tables["personas"]["persona"], tables["personas"]["name"], strict=True))
    yield "solutions", "solutions", lambda: plot_solutions(tables["solutions"], words)
    yield "importance", "importance", lambda: plot_importance(tables["importance"], words, _labels(tables))
    yield "sizes", "personas", lambda: plot_sizes(tables["personas"], words)
    yield "typing", "typing", lambda: plot_typing(tables["typing"], words)
    yield "heat", "journey", lambda: plot_heat(tables["journey"], words, names, _phases(tables))
    for persona, name in names.items():
        yield f"profile_{persona}", "profile", partial(_profile, tables, persona, words, name)
        yield f"map_{persona}", "map", partial(_map, tables, persona, words)


def _profile(tables: Mapping[str, pd.DataFrame], persona: str, words: Words, name: str) -> Figure:
    return plot_profile(tables["profile"], persona, words, name)


def _map(tables: Mapping[str, pd.DataFrame], persona: str, words: Words) -> Figure:
    return plot_map(tables["map"], persona, words)


def _labels(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    profile = tables["profile"].drop_duplicates("variable")
    return dict(zip(profile["variable"], profile["label"], strict=True))


def _phases(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    ordered = tables["phases"].sort_values("position")
    return dict(zip(ordered["phase"], ordered["label"], strict=True))


def _draw(figure: Figure, name: str, table: str) -> Drawing:
    return Drawing(figure_to_svg(figure, name, table), figure_to_png(figure, table))
