"""`personagen check`: read and validate everything, without Prefect and without clustering."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from personagen.engine import open_engine
from personagen.exports import detect_log_dialects, read_sources
from personagen.features import build_features, encode_kept
from personagen.ingest import ingest_research, summarise_faults
from personagen.study import read_study
from pipelines.keeping import find_kept
from pipelines.roster import find_roster
from pipelines.steps import as_step


def check_study(path: Path) -> Iterator[str]:
    """Yield the row account and the faults of a study, as lines to print.

    Raises
    ------
    StudyError, DataError
        If the study or a source can't be used.
    """
    study_file = as_step(read_study, "Reading the study file")(path)
    as_step(find_roster, "Reading the names that people gave")(study_file)
    texts = as_step(read_sources, "Reading the sources")(study_file)
    research = as_step(ingest_research, "Checking the sources")(study_file, texts)
    kept = as_step(find_kept, "Looking for personas to keep")(study_file, personas="new", k=None, out=None)
    people = (research.answers, research.states, research.respondents)
    with study_file.placing():
        if kept:
            as_step(encode_kept, "Looking at the features")(*people, kept.model)
        else:
            as_step(build_features, "Looking at the features")(*people, study_file.study)
    rows, faults = research.rows, summarise_faults(research.fault_rows)
    if study_file.study.touchpoints:
        with (
            study_file.placing(),
            tempfile.TemporaryDirectory() as scratch,
            open_engine(study_file.study.engine, Path(scratch)) as engine,
        ):
            dialects = as_step(detect_log_dialects, "Looking at the touchpoint logs")(study_file)
            log = as_step(engine.load_logs, "Checking the touchpoint logs")(
                study_file,
                dialects,
                emotions=research.emotions,
                linked=research.links["customer_id"].tolist(),
                mapped=research.touchpoints,
            )
        rows = pd.concat([rows, log.rows], ignore_index=True)
        faults = pd.concat([faults, log.faults], ignore_index=True)
    yield from _account(rows)
    yield from _fault_lines(faults)


def _account(rows: pd.DataFrame) -> Iterator[str]:
    yield "Rows"
    yield from _indented(rows.astype("str").fillna("-").to_string(index=False))


def _fault_lines(faults: pd.DataFrame) -> Iterator[str]:
    yield ""
    if faults.empty:
        yield "Faults: none"
        return
    yield "Faults"
    for fault in faults.itertuples():
        yield f"  {fault.source}, {fault.column}: {fault.check}, {fault.n} rows. {fault.mend}"


def _indented(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield f"  {line}"
