"""The main job: all flows, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
from prefect import flow

from personagen.contracts import Roster
from personagen.contracts.roster import FollowUp
from personagen.engine import open_engine
from personagen.ingest import FAR_OUT
from personagen.journeys import say_drivers
from personagen.language import words_in
from personagen.runs import LATEST, new_run, point_latest
from personagen.study import Study
from pipelines import tasks
from pipelines.choices import with_choices
from pipelines.ingest import ingest
from pipelines.journeys import journeys
from pipelines.keeping import Personas, warn_of_drift
from pipelines.personas import personas as find_personas
from pipelines.publishing import count_hidden
from pipelines.recording import Started, describe_run, destination_of
from pipelines.report import report
from pipelines.roster import keep_roster
from pipelines.sealed import Sealed
from pipelines.steps import defects_without_data, kept_timings, tell


@flow(name="personagen", persist_result=False)
def run_study(
    study: Path,
    out: Path | None = None,
    k: int | None = None,
    engine: str | None = None,
    language: str | None = None,
    personas: Personas = "new",
) -> Path:
    """Run a study from raw files to report and return its run folder.

    Parameters
    ----------
    study
        The study file.
    out
        The run folder; default: ``runs/<study>/<UTC time>-<hash>`` beside the study file.
    k, engine, language
        Instead of what the study file says.
    personas
        keep: those of the study's latest run (or of the run that ``out`` replaces), formed where there is none yet; new:
        formed anew.
    """
    with defects_without_data(), kept_timings() as timings:
        study_file = with_choices(tasks.read_study(study), k=k, engine=engine, language=language)
        kept = tasks.find_kept(study_file, personas=personas, k=k, out=out)
        roster = tasks.find_roster(study_file)
        started = Started(
            datetime.now(UTC),
            study_file,
            timings,
            kept.path if kept else None,
            roster.path if roster else None,
        )
        destination = out or destination_of(started)
        with (
            study_file.placing(),
            new_run(destination) as run,
            open_engine(study_file.study.engine, run.scratch) as log_engine,
        ):
            opened, sealed = Sealed(log_engine), Sealed(study_file)
            gathered = ingest(sealed, opened)
            found = find_personas(
                sealed,
                Sealed(gathered),
                Sealed(kept.model if kept else None),
                Sealed(roster.roster if roster else Roster()),
            )
            travelled = journeys(sealed, opened, Sealed(gathered), Sealed(found))
            made = {**gathered.tables, **found.tables, **travelled.tables}
            published = tasks.hide_small_cells(made, study_file.study.privacy.minimum_cell)
            n_hidden = count_hidden(made, published)
            published = _told(
                published,
                gathered.research.touchpoint_map,
                roster.roster.opportunities if roster else {},
                study_file.study,
            )
            info = describe_run(started, gathered, found, travelled.unmapped, published, n_hidden)
            drawings, page = report(Sealed(published), Sealed(info), study_file.study.language)
            tasks.write_results(run, started, gathered, found, travelled, published, info, drawings, page)
    for line in (
        *(_point_latest(destination) if out is None else ()),
        *_name_faults(destination, published["faults"]),
        *warn_of_drift(published),
        *keep_roster(study_file, roster, found, destination, published),
    ):
        tell(line)
    return destination


def _name_faults(run: Path, faults: pd.DataFrame) -> Iterator[str]:
    """Yield where the faults stand line by line, numbers far out of the rest first; nothing where there are none."""
    for _, row in faults[faults["check"] == FAR_OUT].iterrows():
        n = "1 number lies" if row["n"] == 1 else f"{row['n']} numbers lie"
        yield f"Warning: {row['source']}: {row['column']}: {n} far out of the rest, and no scale says what is possible."
    if len(faults):
        yield f"What is wrong in the files, line by line: {run / 'private' / 'faults.csv'}"


def _point_latest(run: Path) -> Iterator[str]:
    """Let ``latest`` name the run; where it can't, yield why, which is no failure: the run is in place."""
    try:
        point_latest(run)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield (
            f"Warning: {run.parent / LATEST} can't be made to name this run ({reason}). "
            "Rename or remove what stands there; the run itself is whole."
        )


def _told(
    published: Mapping[str, pd.DataFrame],
    touchpoint_map: pd.DataFrame | None,
    followed: Mapping[str, FollowUp],
    study: Study,
) -> dict[str, pd.DataFrame]:
    """Return the tables with those made of them, whose sentences and sums so tell no number that is hidden."""
    tables = {**published}
    if "drivers" in tables:
        words = words_in(study.language)
        tables["drivers"] = say_drivers(tables["drivers"], tables["phases"], study, words)
    if study.attractiveness:
        tables["attractiveness"] = tasks.build_attractiveness(tables, study)
    if "journey" in tables:
        tables["opportunities"] = tasks.build_opportunities(tables, touchpoint_map, followed, study)
        tables["map"] = tasks.build_map(tables, study)
    tables["claims"] = tasks.build_claims(tables, study)
    return tables
