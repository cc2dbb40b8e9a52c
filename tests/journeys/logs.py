"""Small logs for tests: written, loaded and counted in one call."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from personagen.engine import Engine, LogAccount, is_parquet, open_engine
from personagen.engine.connection import DuckEngine
from personagen.exports import detect_dialect
from personagen.journeys import Counts, Rules, count_contacts, phases_table
from personagen.language.words import words_in
from personagen.study import Study
from personagen.study.file import StudyFile

LOG = {
    "files": ["log.csv"],
    "customer": "customer",
    "at": "at",
    "touchpoint": "event",
    "channel": "channel",
    "satisfaction": {"column": "csat", "scale": [1, 5]},
    "expectation": {"column": "expected", "scale": [1, 5]},
    "emotion": {"column": "feeling", "words": "emotions.csv"},
}
COLUMNS = ["customer", "at", "event", "channel", "csat", "expected", "feeling"]
EMOTIONS = {"glad": 0.8, "angry": -0.7}
PHASES = ["see", "buy", "use"]
FAR = datetime(2100, 1, 1, tzinfo=UTC)
MAP = {"ad": "see", "shop": "buy", "till": "buy", "app": "use"}


def study_of(*logs: dict[str, Any], **keys: Any) -> Study:
    phases = [{"id": phase, "label": phase.title()} for phase in PHASES]
    given = {"study": "Test", "language": "en", "phases": phases, "survey": {"files": ["s.csv"]}}
    return Study.model_validate({**given, "touchpoints": [*(logs or (LOG,))]} | keys)


def table_of(*rows: tuple[str, ...]) -> pd.DataFrame:
    """Rows as customer, at, event and then as many of the other columns as are given."""
    return pd.DataFrame(
        [[*row, *[""] * (len(COLUMNS) - len(row))] for row in rows], columns=COLUMNS, dtype="str"
    )


@contextlib.contextmanager
def loaded(
    folder: Path,
    study: Study,
    linked: set[str] | None = None,
    threads: int = 2,
    now: datetime = FAR,
    mapped: Collection[str] = (),
) -> Iterator[tuple[Engine, LogAccount]]:
    study_file = StudyFile(folder / "study.yaml", study)
    dialects = {
        path: detect_dialect(path, log.csv, path.name)
        for place, log in enumerate(study.touchpoints)
        for path in study_file.resolve(f"touchpoints.{place}.files", log.files)
        if not is_parquet(path)
    }
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    for old in scratch.iterdir():
        old.unlink() if old.is_file() else None
    with open_engine(study.engine, scratch) as engine:
        if isinstance(engine, DuckEngine):
            engine._connection.execute(f"SET threads = {threads}")
        yield (
            engine,
            engine.load_logs(
                study_file,
                dialects,
                emotions=EMOTIONS,
                linked=pd.Series(sorted(linked or ()), dtype="str"),
                mapped=mapped,
                now=now,
            ),
        )


def touchpoint_map(truths: tuple[str, ...] = (), places: Mapping[str, str] = MAP) -> pd.DataFrame:
    rows = [(t, p, t.title(), f"does {t}", t in truths, None) for t, p in places.items()]
    return pd.DataFrame(rows, columns=["touchpoint", "phase", "label", "action", "moment_of_truth", "owner"])


def assigned(personas: dict[str, str]) -> pd.DataFrame:
    """Respondents r_<customer> of a persona; a customer that starts with ``-`` is no link."""
    rows = [(f"r_{c}", None if c.startswith("-") else c, 1.0, p, "full") for c, p in personas.items()]
    return pd.DataFrame(rows, columns=["respondent_id", "customer_id", "weight", "persona", "basis"])


def counted(folder: Path, log: pd.DataFrame, personas: dict[str, str], study: Study | None = None) -> Counts:
    log.to_csv(folder / "log.csv", index=False)
    return count_files(folder, personas, study or study_of(), touchpoint_map())


def count_files(folder: Path, personas: dict[str, str], study: Study, touchpoint_map: pd.DataFrame) -> Counts:
    """The counts of a study whose logs stand in the folder."""
    with loaded(folder, study) as (engine, account):
        phases = phases_table(study, words_in("en"))
        return count_contacts(engine, account, touchpoint_map, assigned(personas), phases, Rules.of(study))
