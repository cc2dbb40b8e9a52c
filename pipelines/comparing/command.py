"""Comparing two runs: what was made differently first, then the tables, the chart, the page and the account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pandas as pd

from personagen.charts import draw_lineage
from personagen.contracts.waves import WAVES, Difference, Wave
from personagen.errors import DataError, Problem, StudyError
from personagen.journeys import compare_journeys, follow_opportunities, phases_table
from personagen.language import Words, words_in
from personagen.personas import (
    assess_panel,
    assess_shifts,
    count_moves,
    find_differences,
    find_panel,
    match_portraits,
    share_columns,
    spans_alike,
    trace_lineage,
)
from personagen.privacy import suppress
from personagen.report import WavesInfo, render_waves, say_differences
from personagen.runs import PROGRAM, Run, comparison_destination, new_comparison, read_run
from personagen.study import Study
from pipelines.comparing.waves import read_wave
from pipelines.recording import versions

Line = tuple[str, bool]
_FAMILIES = ("lineage", "drift", "journey_changes")
_FOLLOWED = ("journey", "touchpoints", "time_to_phase", "opportunities")


def compare_runs(
    old_path: Path, new_path: Path, out: Path | None, language: Literal["nl", "en"] | None
) -> Iterator[Line]:
    """Compare two runs and yield what to print: each line, and whether it is a result.

    Parameters
    ----------
    old_path, new_path
        Run folders, or their ``latest``.
    out
        Where the comparison goes; default: ``compare-<old>-<new>`` beside the new run.
    language
        Of page and chart; default: that of the new run.

    Raises
    ------
    DataError
        If there is no run, or nothing in it that personas are recognised by.
    StudyError
        If the runs are one and the same, or the destination is something else.
    """
    old_run, new_run = read_run(old_path), read_run(new_path)
    folders = [run.path.resolve() for run in (old_run, new_run)]
    if folders[0] == folders[1]:
        raise StudyError(Problem("both runs are the same folder", "Name an older and a newer run"))
    words = words_in(language or str(new_run.info["language"]))
    old, new = read_wave(old_run), read_wave(new_run)
    _refuse_strangers(old, new)
    differences = find_differences(old, new)
    for text in say_differences(differences, words_in("en")):
        yield f"Note: {text}", False
    tables = make_tables(old, new) | follow_journeys(old_run, new_run, old, new)
    info = WavesInfo(
        title=str(new_run.info["title"]),
        old=_told(old_run),
        new=_told(new_run),
        differences=tuple(differences),
        minimum_cell=max(old.minimum_cell, new.minimum_cell),
        labels=_labels(old_run) | _labels(new_run),
        phases=_phases(new_run, words),
        versions=versions(),
    )
    drawing = draw_lineage(tables["lineage"], tables["moves"], words)
    destination = out or comparison_destination(*folders)
    with new_comparison(destination) as folder:
        for name, table in tables.items():
            folder.write_table(name, table)
        folder.write_chart("lineage", drawing.svg, drawing.png)
        folder.write_report(render_waves(tables, {"lineage": drawing.svg}, info, words.language))
        folder.write_account("compare.json", _account(old_run, new_run, differences, tables, words.language))
    yield f"Report:     {destination / 'report.html'}", True
    yield f"Comparison: {destination}", True


def follow_journeys(old_run: Run, new_run: Run, old: Wave, new: Wave) -> dict[str, pd.DataFrame]:
    """Return what changed in the journeys, and what became of the opportunities; no rows where a run has no journeys."""
    names = ("journey_changes", "opportunity_changes")
    if not all("journey" in run.table_names for run in (old_run, new_run)):
        return {name: WAVES[name].empty() for name in names}
    links = match_portraits(*share_columns(old, new))
    kept = links[links["status"] == "carried"]
    carried = dict(zip(kept["new"], kept["old"], strict=True))
    before, now = (
        {name: run.table(name) for name in _FOLLOWED if name in run.table_names} for run in (old_run, new_run)
    )
    changes = compare_journeys(before, now, carried, compare_reach=spans_alike(old, new))
    return dict(zip(names, (changes, follow_opportunities(before, now, changes, carried)), strict=True))


def make_tables(old: Wave, new: Wave) -> dict[str, pd.DataFrame]:
    """Return the published tables of a comparison by name, their small cells hidden."""
    least = max(old.minimum_cell, new.minimum_cell)
    lineage = trace_lineage(match_portraits(*share_columns(old, new)), old, new)
    tables = {"lineage": lineage, "drift": assess_shifts(old, new, lineage)}
    tables |= {"moves": WAVES["moves"].empty(), "panel": WAVES["panel"].empty()}
    if (found := find_panel(old, new)) is not None:
        links_by, panel = found
        tables["moves"] = count_moves(panel, least)
        tables["panel"] = assess_panel(links_by, panel, lineage, least)
    return {name: suppress(WAVES[name], table, least) for name, table in tables.items()}


def _refuse_strangers(old: Wave, new: Wave) -> None:
    """Refuse runs whose personas have nothing in common that they could be recognised by."""
    one, other = share_columns(old, new)
    if (one.is_given and other.is_given) or set(one.centroids.columns) & set(other.centroids.columns):
        return
    what = "the two runs share no feature, so no persona of one can be recognised in the other"
    mend = "Name two runs whose studies form personas on at least some of the same variables, coded in the same way"
    raise DataError(Problem(what, mend))


def _labels(run: Run) -> dict[str, str]:
    profile = run.table("profile").drop_duplicates("variable")
    return {str(v): str(label) for v, label in zip(profile["variable"], profile["label"], strict=True)}


def _phases(run: Run, words: Words) -> dict[str, str]:
    """Return what the page calls each phase of the new run."""
    table = phases_table(Study.model_validate(run.info["study"]), words)
    return {str(phase): str(label) for phase, label in zip(table["phase"], table["label"], strict=True)}


def _told(run: Run) -> dict[str, object]:
    personas = run.table("personas")
    return {
        "folder": run.path.resolve().name,
        "data_from": personas["data_from"].min(),
        "data_to": personas["data_to"].max(),
        "n": int(personas["n"].sum()) if personas["n"].notna().all() else None,
        "k": len(personas),
    }


def _account(
    old: Run,
    new: Run,
    differences: list[Difference],
    tables: Mapping[str, pd.DataFrame],
    language: str,
) -> dict[str, object]:
    return {
        "program": PROGRAM,
        "old": {
            "folder": old.path.resolve().name,
            "study_hash": old.info["study_hash"],
            "inputs": old.info["inputs"],
        },
        "new": {
            "folder": new.path.resolve().name,
            "study_hash": new.info["study_hash"],
            "inputs": new.info["inputs"],
        },
        "differences": [each.kind for each in differences],
        "families": {name: int(tables[name]["p_adjusted"].notna().sum()) for name in _FAMILIES},
        "language": language,
        "versions": versions(),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
