"""Opening the engine, loading logs into it, and running expressions on it.

The only place that connects to DuckDB; what the expressions are belongs to `journeys`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

from personagen.contracts.text import Dialect
from personagen.engine.account import (
    LoadedLog,
    LogAccount,
    build_account,
    count_faults,
    count_rows,
    list_faults,
    read_ragged,
)
from personagen.engine.cells import used_columns
from personagen.engine.contacts import Contacts, build_contacts
from personagen.engine.files import check_columns, open_log
from personagen.engine.refusing import refuse_strangers, refuse_unmapped, refuse_useless
from personagen.engine.staging import (
    create_staged,
    drop_duplicates,
    drop_late,
    end_of,
    rating_of,
    stage_file,
    sum_up,
)
from personagen.errors import DataError, Problem
from personagen.study.file import StudyFile
from personagen.study.parameters import EngineParameters

_AUTO_MEMORY = "1GB"
SESSION_GAP_US = 30 * 60 * 1_000_000


class Engine:
    """Logs on DuckDB. Made by `open_engine`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
        self._connection = connection
        self._scratch = scratch

    def load_logs(
        self,
        study_file: StudyFile,
        dialects: Mapping[Path, Dialect],
        *,
        emotions: Mapping[str, float],
        linked: Collection[str],
        mapped: Collection[str] = (),
    ) -> LogAccount:
        """Read and check all touchpoint logs of a study and return their row account.

        Parameters
        ----------
        dialects
            How each CSV file of the logs is written, by its path as ``study_file.resolve`` gives it.
        emotions
            Emotion word -> valence.
        linked
            customer_ids that belong to a respondent.
        mapped
            Touchpoints of the map.

        Raises
        ------
        StudyError, DataError
            If a file is missing, can't be read, lacks a column, no row of it can be used, or no customer or no
            touchpoint is known.
        """
        create_staged(self._connection, emotions)
        self._connection.register(
            "linked_ids", pd.DataFrame({"customer_id": sorted(set(linked))}, dtype="str")
        )
        self._connection.execute("CREATE TEMP TABLE linked AS SELECT customer_id FROM linked_ids")
        self._connection.unregister("linked_ids")
        logs = [
            self._load(study_file, number, dialects) for number in range(len(study_file.study.touchpoints))
        ]
        sum_up(self._connection)
        counts = [count_rows(self._connection, log) for log in logs]
        for log, count in zip(logs, counts, strict=True):
            refuse_useless(self._connection, study_file, log, count)
        refuse_strangers(study_file, logs, counts, len(set(linked)))
        refuse_unmapped(self._connection, study_file, logs, mapped)
        faults = [fault for log in logs for fault in count_faults(self._connection, log)]
        listed = [list_faults(self._connection, log) for log in logs]
        return build_account(logs, counts, faults, listed, self._stamps(study_file))

    def contacts(
        self, positions: pd.DataFrame, people: pd.DataFrame, personas: Collection[str],
        *, session_gap_us: int = SESSION_GAP_US,
    ) -> Contacts:  # fmt: skip
        """Return the contacts of the loaded logs with phases and personas; once, as their rows are given up for them.

        See `contacts.build_contacts`.
        """
        return build_contacts(self._connection, positions, people, [*personas], session_gap_us)

    def keep(self, name: str, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Compute an expression once, keep it as a table on the engine, and return it to go on with."""
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {frame.to_native().sql_query()}")
        return nw.from_native(self._connection.table(name))

    def collect(self, frame: nw.LazyFrame[Any]) -> pd.DataFrame:
        """Return a small table: whole numbers as ``int64``, larger ones as Python integers (object)."""
        table = frame.collect(backend="pyarrow").to_native()
        found: pd.DataFrame = table.to_pandas()
        for column in found.select_dtypes("object").columns:
            # as objects even where they would fit in 64 bits: sums of them may not
            whole = [None if value is None else int(value) for value in found[column]]
            found[column] = pd.Series(whole, index=found.index, dtype=object)
        return found

    def _load(self, study_file: StudyFile, number: int, dialects: Mapping[Path, Dialect]) -> LoadedLog:
        log = study_file.study.touchpoints[number]
        files = open_log(study_file, number, dialects, self._scratch)
        check_columns(files, used_columns(log))
        columns = sorted({column for file in files for column in file.columns})
        rated = rating_of(study_file.study, log)
        for place, file in enumerate(files):
            try:
                stage_file(self._connection, log, (number, place), file, columns, rated)
            except (duckdb.InvalidInputException, duckdb.IOException) as error:
                what = f"the file can't be read to its end ({type(error).__name__})"
                raise DataError(Problem(what, "Make the export again.", file.title)) from None
        n_duplicate = drop_duplicates(self._connection, number)
        n_late = drop_late(self._connection, number, end_of(log.cutoff, log.timezone)) if log.cutoff else 0
        source = "touchpoints" if len(study_file.study.touchpoints) == 1 else f"touchpoints {number + 1}"
        ragged = read_ragged(self._connection, number, files)
        return LoadedLog(number, source, files, columns, used_columns(log), n_duplicate, n_late, ragged)

    def _stamps(self, study_file: StudyFile) -> dict[str, pd.Timestamp | None]:
        """Return the first and last stamp that count, and the end of observation."""
        rows = self._connection.execute(
            "SELECT log, min(first_us), max(last_us) FROM seen GROUP BY log"
        ).fetchall()
        ends = {log: last for log, _, last in rows}
        for number, log in enumerate(study_file.study.touchpoints):
            if log.cutoff:
                ends[number] = end_of(log.cutoff, log.timezone)
        stamps = {
            "first": min((first for _, first, _ in rows), default=None),
            "last": max((last for *_, last in rows), default=None),
            "cutoff": max(ends.values(), default=None),
        }
        return {k: None if us is None else pd.Timestamp(us, unit="us", tz="UTC") for k, us in stamps.items()}


@contextmanager
def open_engine(params: EngineParameters, scratch: Path) -> Iterator[Engine]:
    """Open an engine that keeps its tables in memory, and what exceeds the limit in a folder.

    Parameters
    ----------
    params
        The study's ``engine``; ``memory_limit: auto`` is 1 GB.
    scratch
        A folder that is thrown away afterwards; the caller makes and removes it.

    Raises
    ------
    DataError
        If the memory limit can't be read.
    """
    memory = _AUTO_MEMORY if params.memory_limit == "auto" else params.memory_limit
    spill = scratch if params.temp_directory == "auto" else Path(params.temp_directory)
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(spill / "spill"),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        connection = duckdb.connect(":memory:", config=config)
    except (duckdb.ParserException, duckdb.InvalidInputException):
        mend = "Write auto, or a size such as 4GB."
        raise DataError(
            Problem(f'"{memory}" is no memory limit', mend, where="engine.memory_limit")
        ) from None
    try:
        connection.execute("SET TimeZone = 'UTC'")
        yield Engine(connection, scratch)
    finally:
        connection.close()
