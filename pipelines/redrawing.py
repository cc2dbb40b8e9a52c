"""`personagen report`: draw the page and the charts of a run again from its published tables, without Prefect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import pandas as pd

from personagen.charts import draw_charts
from personagen.errors import Problem, StudyError, did_you_mean
from personagen.journeys import (
    build_map,
    phases_table,
    say_drivers,
    say_flows,
    say_opportunities,
    say_steps,
)
from personagen.language import Words, words_in
from personagen.personas import build_claims, say_personas, say_traits
from personagen.report import ReportInfo, render_report
from personagen.runs import Run, read_run, replace_charts, replace_text
from personagen.segmentation import say_verdict
from personagen.study import Study

_LATER = ("pdf", "xlsx", "pptx")


def redraw(path: Path, *, formats: str, language: Literal["nl", "en"] | None) -> Iterator[str]:
    """Write the page and the charts of a run again and yield where they are.

    In another language than the run's they are written beside, as report.en.html and charts.en, or report.nl.html and
    charts.nl.

    Raises
    ------
    StudyError
        If a format isn't known or not yet made.
    DataError
        If there is no run.
    """
    _check_formats(formats)
    run = read_run(path)
    study = Study.model_validate(run.info["study"])
    tables = dict(run.tables)
    suffix = ""
    if language and language != study.language:
        study = study.model_copy(update={"language": language})
        tables = _said_again(tables, study, words_in(language), str(run.info["report"]["k_reason"]))
        suffix = f".{language}"
    tables["claims"] = build_claims(tables, study)
    words = words_in(study.language)
    drawings = draw_charts(tables, words)
    pictures = {name: drawing.svg for name, drawing in drawings.items()}
    text = render_report(tables, pictures, _info(run), study.language)
    page, charts = run.path / f"report{suffix}.html", run.path / f"charts{suffix}"
    replace_charts(charts, {name: (drawing.svg, drawing.png) for name, drawing in drawings.items()})
    replace_text(page, text)
    yield f"Report: {page}"
    yield f"Charts: {charts}"


def _said_again(
    tables: Mapping[str, pd.DataFrame], study: Study, words: Words, reason: str
) -> dict[str, pd.DataFrame]:
    """Return the tables with what this program worded in another language; the research keeps its own."""
    said = dict(tables)
    said["personas"] = say_personas(
        tables["personas"], tables["profile"], study, words, _lasting_names(tables["personas"], reason)
    )
    if "prevalence" in tables:
        said["prevalence"] = say_traits(tables["prevalence"], _labels(tables["profile"]), words)
    said["phases"] = phases_table(study, words).assign(n_touchpoints=tables["phases"]["n_touchpoints"])
    said |= _paths_again(tables, said["phases"], study, words)
    if "verdict" in tables:
        said["verdict"] = say_verdict(tables["verdict"], reason, words)
    if "opportunities" in tables:
        said["opportunities"] = say_opportunities(tables["opportunities"], said, study)
    if "map" in tables:
        said["map"] = build_map(said, study)
    return said


def _paths_again(
    tables: Mapping[str, pd.DataFrame], phases: pd.DataFrame, study: Study, words: Words
) -> dict[str, pd.DataFrame]:
    """Return what tells of paths and of the outcome in another language."""
    said = {}
    if "flows" in tables:
        said["flows"] = say_flows(tables["flows"], words)
    if "drivers" in tables:
        said["drivers"] = say_drivers(tables["drivers"], phases, study, words)
    if "representative" in tables:
        met = tables["touchpoints"].drop_duplicates("touchpoint")
        actions = dict(zip(met["touchpoint"], met["action"], strict=True))
        names = [str(phase) for phase in phases["phase"]]
        said["representative"] = say_steps(tables["representative"], actions, names, words)
    return said


def _labels(profile: pd.DataFrame) -> dict[str, str]:
    """Return what the study calls each variable."""
    return dict(zip(profile["variable"].astype(str), profile["label"].astype(str), strict=True))


def _lasting_names(personas: pd.DataFrame, reason: str) -> dict[str, str]:
    """Return the names that are the same in any language: people's, of given segments their own, of kept personas all."""
    is_named = personas["is_named"].fillna(value=False).astype(bool) | (reason == "kept")
    if reason == "segments_given":
        is_named |= ~personas["persona"].str.isdigit()
    return dict(personas.loc[is_named, ["persona", "name"]].itertuples(index=False, name=None))


def _info(run: Run) -> ReportInfo:
    kept = dict(run.info["report"])
    return ReportInfo(
        **{**kept, "left_out": tuple(kept["left_out"]), "made_on": str(run.info["started_at"])[:10]}
    )


def _check_formats(formats: str) -> None:
    for wanted in formats.split(","):
        if wanted in _LATER:
            raise StudyError(
                Problem(f'The format "{wanted}" is not yet supported', "Use html", where="--format")
            )
        if wanted != "html":
            raise StudyError(
                Problem(
                    f'There is no format "{wanted}"',
                    did_you_mean(wanted, ["html", *_LATER]) or "Use html",
                    where="--format",
                )
            )
