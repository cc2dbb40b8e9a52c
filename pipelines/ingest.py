"""The flow from raw files to checked sources."""

from __future__ import annotations

from prefect import flow

from personagen.engine import Engine
from personagen.study import StudyFile
from pipelines import tasks
from pipelines.gathering import Gathered
from pipelines.sealed import Sealed


@flow(name="ingest", validate_parameters=False, persist_result=False)
def ingest(study_file: Sealed[StudyFile], engine: Sealed[Engine]) -> Gathered:
    """Read and check all sources, and account for every row."""
    file = study_file.value
    texts = tasks.read_sources(file)
    research = tasks.ingest_research(file, texts)
    log = None
    if file.study.touchpoints:
        dialects = tasks.detect_log_dialects(file)
        log = tasks.load_logs(
            engine.value,
            file,
            dialects,
            emotions=research.emotions,
            linked=research.links["customer_id"],
            mapped=research.touchpoints,
        )
    tables = tasks.account_for_rows(research, log)
    tasks.show_rows(tables["rows"])
    return Gathered(research, log, tables)
