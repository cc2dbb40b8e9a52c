"""The page of a comparison: what was made differently, what became of the personas, what shifted and who moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from markupsafe import Markup

from personagen.contracts.waves import Difference
from personagen.language.words import Words, words_in
from personagen.report.assets import asset, environment
from personagen.report.figures import inline_figure
from personagen.report.wave_grids import drift_grid, moves_grid, sizes_grid
from personagen.report.wave_journeys import (
    changes_grid,
    list_changes,
    list_opportunities,
    opportunities_grid,
    tell_journeys,
    tell_left_out,
)
from personagen.report.wave_sentences import say_differences, tell_lineage, tell_panel, tell_shifts

_EDGE = 20.0


@dataclass(frozen=True)
class WavesInfo:
    """What the page of a comparison says beside its tables.

    Parameters
    ----------
    title
        Title of the new run.
    old, new
        Of each run: ``folder``, ``k``, ``n`` (None where it is hidden), ``data_from`` and ``data_to``.
    differences
        In what the runs were made differently.
    minimum_cell
        Of the stricter run.
    labels
        Variable to what reports call it.
    versions
        Program to version.
    phases
        Phase to what reports call it.
    """

    title: str
    old: Mapping[str, object]
    new: Mapping[str, object]
    differences: Sequence[Difference]
    minimum_cell: int
    labels: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    phases: Mapping[str, str] = field(default_factory=dict)


def render_waves(
    tables: Mapping[str, pd.DataFrame], charts: Mapping[str, str], info: WavesInfo, language: str
) -> str:
    """Return the page of a comparison: one HTML file that opens offline.

    Parameters
    ----------
    tables
        All of a comparison, as published.
    charts
        SVG text of ``lineage``.
    info
        What else the page says.
    language
        nl or en.
    """
    words = words_in(language)
    moves = tables["moves"]
    return (
        environment()
        .get_template("waves.html.j2")
        .render(
            language=language,
            title=info.title,
            say=lambda key, **values: words.say(f"waves.{key}", **values),
            skip=words.say("report.skip"),
            style=asset("style.css"),
            runs=[_tell_run(info.old, "before", words), _tell_run(info.new, "now", words)],
            differences=say_differences(info.differences, words),
            lineage=tell_lineage(tables["lineage"], words),
            picture=_picture(charts, words),
            sizes=sizes_grid(tables["lineage"], words),
            shifts=tell_shifts(tables["drift"], info.labels, words),
            drift=drift_grid(tables["drift"], info.labels, words),
            panel=tell_panel(tables["panel"], words, info.minimum_cell),
            moves=moves_grid(moves, tables["lineage"], words) if len(moves) else None,
            **_journeys(tables, info.phases, words),
            versions=info.versions,
        )
    )


def _journeys(
    tables: Mapping[str, pd.DataFrame], phases: Mapping[str, str], words: Words
) -> dict[str, object]:
    """Return what changed in the journeys and what became of the opportunities; nothing where a run has no journeys."""
    changes, fates, lineage = (
        tables.get(name) for name in ("journey_changes", "opportunity_changes", "lineage")
    )
    if changes is None or fates is None or lineage is None or changes.empty:
        return {"journeys": ""}
    return {
        "journeys": tell_journeys(changes, words),
        "left_out": tell_left_out(lineage, words),
        "changes": list_changes(changes, lineage, phases, words),
        "changes_grid": changes_grid(changes, lineage, phases, words),
        "fates": list_opportunities(fates, lineage, phases, words),
        "fates_grid": opportunities_grid(fates, lineage, phases, words) if len(fates) else None,
    }


def _tell_run(run: Mapping[str, object], when: str, words: Words) -> str:
    n = run["n"]
    key = "waves.run" if n is None else "waves.run.n"
    count = words.number(float(str(n))) if n is not None else ""
    text = words.say(f"waves.{when}", run=words.say(key, folder=run["folder"], k=run["k"], n=count))
    first, last = (pd.Timestamp(str(run[end])) for end in ("data_from", "data_to"))
    if pd.isna(first) or pd.isna(last):
        return text
    return f"{text}, {words.say('waves.period', first=words.date(first), last=words.date(last))}"


def _picture(charts: Mapping[str, str], words: Words) -> Markup:
    return inline_figure(charts["lineage"], "chart-lineage", words.say("waves.alt"), _EDGE)
