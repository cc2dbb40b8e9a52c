"""`personagen check`: read and validate everything, without Prefect and without clustering."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from personagen.contracts import Research
from personagen.engine import LogAccount, open_engine
from personagen.errors import Problem
from personagen.exports import detect_log_dialects, read_sources
from personagen.features import build_features, encode_kept
from personagen.ingest import ingest_research, summarise_faults
from personagen.journeys import Unmapped, tell_unmapped
from personagen.language.labels import plain
from personagen.study import StudyFile, read_study
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
    rows, faults, fault_rows = research.rows, summarise_faults(research.fault_rows), research.fault_rows
    unmapped = Unmapped()
    if study_file.study.touchpoints:
        log = _check_logs(study_file, research)
        unmapped = tell_unmapped(log.unmapped, study_file.study.privacy.minimum_cell)
        rows = pd.concat([rows, log.rows], ignore_index=True)
        faults = pd.concat([faults, log.faults], ignore_index=True)
        fault_rows = pd.concat([fault_rows, log.fault_rows], ignore_index=True)
    yield from _account(rows)
    yield from _fault_lines(faults, fault_rows)
    yield from _unmapped_lines(unmapped, study_file.study.touchpoint_map)


def _check_logs(study_file: StudyFile, research: Research) -> LogAccount:
    with (
        study_file.placing(),
        tempfile.TemporaryDirectory() as scratch,
        open_engine(study_file.study.engine, Path(scratch)) as engine,
    ):
        dialects = as_step(detect_log_dialects, "Looking at the touchpoint logs")(study_file)
        return as_step(engine.load_logs, "Checking the touchpoint logs")(
            study_file,
            dialects,
            emotions=research.emotions,
            linked=research.links["customer_id"],
            mapped=research.touchpoints,
        )


def _account(rows: pd.DataFrame) -> Iterator[str]:
    yield "Rows"
    yield from _indented(rows.astype("str").fillna("-").to_string(index=False))


def _fault_lines(faults: pd.DataFrame, fault_rows: pd.DataFrame) -> Iterator[str]:
    """Yield each fault with the first row that has it; without a place where a log has more faults than are listed."""
    yield ""
    if faults.empty:
        yield "Faults: none"
        return
    yield "Faults"
    key = ["source", "column", "check"]
    firsts = fault_rows.fillna({"column": "-"}).drop_duplicates(key)
    firsts = firsts[[*key, "file", "line", "reason", "mend"]]
    told = faults.merge(firsts, on=key, how="left", suffixes=("", "_first"))
    yield from (f"  {_say_fault(row)}" for _, row in told.iterrows())


def _say_fault(row: pd.Series) -> Problem:
    """Return a fault as a problem of its first row, whose reason quotes no free text of people."""
    column = None if row["column"] == "-" else str(row["column"])
    if pd.isna(row["line"]):
        return Problem(f"{row['check']}, {row['n']} rows", str(row["mend"]), str(row["source"]), None, column)
    n = "1 row" if row["n"] == 1 else f"the first of {row['n']} rows"
    what = f"{row['reason']} ({row['check']}, {n})"
    return Problem(what, str(row["mend_first"]), str(row["file"]), int(row["line"]) or None, column)


def _unmapped_lines(unmapped: Unmapped, file: str | None) -> Iterator[str]:
    """Yield the touchpoints without a phase; nothing where each of them has one."""
    if not (unmapped.n_contacts or unmapped.n_others):
        return
    yield ""
    yield f"Touchpoints without a phase: their contacts count in no journey. Give them one in {file}."
    for touchpoint, n in unmapped.n_contacts.items():
        yield f"  {plain(touchpoint)}: {n} contacts"
    if unmapped.n_others:
        rest = "more" if unmapped.n_contacts else "met by too few customers to be named"
        yield f"  {unmapped.n_others} {rest}"


def _indented(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield f"  {line}"
