"""All charts of a run, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.attractiveness import plot_attractiveness
from personagen.charts.comparison import plot_comparison
from personagen.charts.differences import plot_differences
from personagen.charts.emotions import plot_emotions
from personagen.charts.flows import plot_flows
from personagen.charts.heat import plot_heat
from personagen.charts.importance import plot_importance
from personagen.charts.journey_map import plot_map
from personagen.charts.needs import plot_needs
from personagen.charts.origins import plot_origins
from personagen.charts.prevalence import plot_prevalence
from personagen.charts.profile import plot_profile
from personagen.charts.sizes import plot_sizes
from personagen.charts.solutions import plot_solutions
from personagen.charts.style import figure_to_png, figure_to_svg
from personagen.charts.times import plot_times
from personagen.charts.typing import plot_typing
from personagen.contracts import name_file, persona_order
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
        By name: solutions, origins, importance, sizes, comparison, needs, prevalence, attractiveness, typing, heat,
        emotions, differences, times, flows_all, and for each persona profile_1, map_1, flows_1, ...
    """
    return {
        name: _draw(figure(), name, table)
        for name, table, figure in (*_each_chart(tables, words), *_each_journey(tables, words))
        if table in tables and len(tables[table])
    }


def _each_chart(
    tables: Mapping[str, pd.DataFrame], words: Words
) -> Iterator[tuple[str, str, Callable[[], Figure]]]:
    names = _names(tables["personas"])
    yield "solutions", "solutions", lambda: plot_solutions(tables["solutions"], words, **_verdict(tables))
    yield "origins", "origins", lambda: plot_origins(tables["origins"], words, _k(tables), names)
    yield "importance", "importance", lambda: plot_importance(tables["importance"], words, _labels(tables))
    yield "sizes", "personas", lambda: plot_sizes(tables["personas"], words)
    yield "comparison", "profile", lambda: plot_comparison(tables["profile"], words, names)
    yield "needs", "needs", lambda: plot_needs(tables["needs"], words, names, _phases(tables))
    yield "prevalence", "prevalence", lambda: plot_prevalence(tables["prevalence"], words, names)
    yield (
        "attractiveness",
        "attractiveness",
        lambda: plot_attractiveness(tables["attractiveness"], words, names),
    )
    yield "typing", "typing", lambda: plot_typing(tables["typing"], words)
    for persona in names:
        yield name_file("profile", persona), "profile", partial(_profile, tables, persona, words, names)


def _each_journey(
    tables: Mapping[str, pd.DataFrame], words: Words
) -> Iterator[tuple[str, str, Callable[[], Figure]]]:
    """Yield the charts of journeys; those that would show nothing are left out."""
    names = _names(tables["personas"])
    shown = [p for p in (*names, "all") if _has(tables, "flows", "n", p)]
    called = {**names, "all": words.say("common.all")}
    yield "heat", "journey", lambda: plot_heat(tables["journey"], words, names, _phases(tables))
    if _has(tables, "journey", "valence"):
        yield "emotions", "journey", lambda: plot_emotions(tables["journey"], words, names, _phases(tables))
    if _has(tables, "differences", "effect_size"):
        yield (
            "differences",
            "differences",
            lambda: plot_differences(tables["differences"], words, names, _phases(tables)),
        )
    if _has(tables, "time_to_phase", "share"):
        yield (
            "times",
            "time_to_phase",
            lambda: plot_times(tables["time_to_phase"], words, names, _phases(tables)),
        )
    for persona in names:
        yield name_file("map", persona), "map", partial(_map, tables, persona, words, names)
    for persona in shown:
        yield (
            name_file("flows", persona),
            "flows",
            partial(plot_flows, tables["flows"], persona, words, called[persona], tuple(names)),
        )


def _has(tables: Mapping[str, pd.DataFrame], name: str, column: str, persona: str = "") -> bool:
    """Tell whether a table has any number in a column, of a persona if one is given."""
    table = tables.get(name)
    if table is None:
        return False
    rows = table[table["persona"].astype(str) == persona] if persona else table
    return bool(rows[column].notna().any())


def _names(personas: pd.DataFrame) -> dict[str, str]:
    named = dict(zip(personas["persona"].astype(str), personas["name"], strict=True))
    return {p: str(named[p]) for p in persona_order(personas["persona"]) if p not in {"all", "unassigned"}}


def _verdict(tables: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    """Return the runner-up and the k that the data point to, where the verdict names them."""
    rows = tables.get("verdict")
    if rows is None or rows.empty:
        return {}
    found = rows.iloc[0][["runner_up", "data_k"]]
    return {str(name): int(k) for name, k in found.items() if pd.notna(k)}


def _k(tables: Mapping[str, pd.DataFrame]) -> int:
    """Return the number of segments in use: that of the personas."""
    return len(_names(tables["personas"]))


def _profile(
    tables: Mapping[str, pd.DataFrame], persona: str, words: Words, names: Mapping[str, str]
) -> Figure:
    return plot_profile(tables["profile"], persona, words, names)


def _map(tables: Mapping[str, pd.DataFrame], persona: str, words: Words, names: Mapping[str, str]) -> Figure:
    return plot_map(tables["map"], persona, words, tuple(names))


def _labels(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    profile = tables["profile"].drop_duplicates("variable")
    return dict(zip(profile["variable"], profile["label"], strict=True))


def _phases(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    ordered = tables["phases"].sort_values("position")
    return dict(zip(ordered["phase"], ordered["label"], strict=True))


def _draw(figure: Figure, name: str, table: str) -> Drawing:
    return Drawing(figure_to_svg(figure, name, table), figure_to_png(figure, table))
