"""DuckDB: loading logs into it, and running expressions on it.

The only place that connects to DuckDB; what the expressions are belongs to `journeys`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

from personagen.contracts.text import Dialect
from personagen.engine.accepted import count_late, create_accepted, cutoffs_of, find_repeats, sum_up
from personagen.engine.account import Listed, LoadedLog
from personagen.engine.blocks import OF_BLOCK, Block, blocks_of, show_everybody, showing
from personagen.engine.cells import used_columns
from personagen.engine.contacts import Contacts, build_contacts
from personagen.engine.counts import count_faults, count_fits, count_rows, count_unmapped
from personagen.engine.faulty import list_faults, read_ragged
from personagen.engine.files import LogFile, check_columns, even_line_ends, open_log
from personagen.engine.interface import SESSION_GAP_US, Engine, LogCounts
from personagen.engine.memory import in_memory, refusing_too_little
from personagen.engine.refusing import refuse_stray_quote
from personagen.engine.staging import create_staged, rating_of, stage_file
from personagen.errors import DataError, Problem
from personagen.study import TouchpointLog
from personagen.study.file import StudyFile
from personagen.study.parameters import EngineParameters

_AUTO_MEMORY = "1.5GB"
_BUFFERS = 0.7  # of the memory that DuckDB takes, its buffers, which alone keep to its limit


class DuckEngine(Engine):
    """Logs on DuckDB. Made by `open_duckdb`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
        self._connection = connection
        self._scratch = scratch
        self._kept: list[str] = []
        self._blocks: list[Block] = []

    @refusing_too_little()
    def contacts(
        self, positions: pd.DataFrame, people: pd.DataFrame, personas: Collection[str],
        *, session_gap_us: int = SESSION_GAP_US,
    ) -> Contacts:  # fmt: skip
        """Return the contacts of the loaded logs; see `contacts.build_contacts`."""
        show_everybody(self._connection)
        contacts = build_contacts(self._connection, positions, people, [*personas], session_gap_us)
        asked = "SELECT count(*), coalesce(sum(n_contacts), 0)::BIGINT FROM customers"
        self._blocks = blocks_of(*self._connection.execute(asked).fetchall()[0])
        return contacts

    def collect(self, frame: nw.LazyFrame[Any]) -> pd.DataFrame:
        """Return a small table; see `Engine.collect`."""
        return in_memory(self._connection, lambda: super(DuckEngine, self).collect(frame))

    def add_up(self, frame: nw.LazyFrame[Any], *keys: str) -> pd.DataFrame:
        """Return sums over customers, counted block by block; see `Engine.add_up`."""
        sql = frame.to_native().sql_query()
        parts = []
        for block in self._blocks:
            with showing(self._connection, block):
                parts.append(self.collect(nw.from_native(self._connection.sql(sql))))
        filled = [part for part in parts if len(part)] or parts[:1]
        return pd.concat(filled).groupby([*keys], as_index=False, dropna=False).sum()

    def keep(self, name: str, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Keep rows of customers, computed block by block; see `Engine.keep`."""
        sql = frame.to_native().sql_query()
        for number, block in enumerate(self._blocks):
            kept = f"INSERT INTO {name} {sql}" if number else f"CREATE OR REPLACE TABLE {name} AS {sql}"
            with showing(self._connection, block):
                in_memory(self._connection, partial(self._connection.execute, kept))
        self._kept.append(name)
        return nw.from_native(self._connection.sql(f"SELECT * FROM {name} WHERE {OF_BLOCK}"))

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Drop the tables that are kept within, once it ends."""
        n_before = len(self._kept)
        yield
        for name in self._kept[n_before:]:
            self._connection.execute(f"DROP TABLE IF EXISTS {name}")
        del self._kept[n_before:]

    @refusing_too_little()
    def _stage_logs(
        self,
        study_file: StudyFile,
        dialects: Mapping[Path, Dialect],
        emotions: Mapping[str, float],
        linked: pd.Series,
    ) -> list[LoadedLog]:
        create_staged(self._connection, emotions)
        create_accepted(self._connection, cutoffs_of(study_file.study.touchpoints))
        self._connection.register("linked_ids", linked.astype("str").to_frame("customer_id"))
        self._connection.execute("CREATE TEMP TABLE linked AS SELECT DISTINCT customer_id FROM linked_ids")
        self._connection.unregister("linked_ids")
        logs = [
            self._load(study_file, number, dialects) for number in range(len(study_file.study.touchpoints))
        ]
        sum_up(self._connection)
        return logs

    @refusing_too_little()
    def _count(self, log: LoadedLog) -> LogCounts:
        span = self._connection.execute(
            f"SELECT min(first_us), max(last_us) FROM seen WHERE log = {log.number}"
        ).fetchall()[0]
        return LogCounts(
            count_rows(self._connection, log),
            count_faults(self._connection, log),
            count_fits(self._connection, log),
            None if span[0] is None else span,
        )

    def _touchpoints(self) -> Collection[str]:
        found = self._connection.execute("SELECT DISTINCT touchpoint FROM places").fetchall()
        return {touchpoint for (touchpoint,) in found}

    def _count_unmapped(self, mapped: Collection[str]) -> pd.DataFrame:
        return count_unmapped(self._connection, mapped)

    @refusing_too_little()
    def _list_faults(self, log: LoadedLog) -> list[Listed]:
        return list_faults(self._connection, log)

    def _load(self, study_file: StudyFile, number: int, dialects: Mapping[Path, Dialect]) -> LoadedLog:
        log = study_file.study.touchpoints[number]
        files = open_log(study_file, number, dialects, self._scratch)
        check_columns(files, used_columns(log))
        columns = sorted({column for file in files for column in file.columns})
        rated = rating_of(study_file.study, log)
        for place, file in enumerate(files):
            try:
                files[place] = self._stage(log, (number, place), file, columns, rated)
            except (duckdb.InvalidInputException, duckdb.IOException, OSError, EOFError) as error:
                what = f"the file can't be read to its end ({type(error).__name__})"
                raise DataError(Problem(what, "Make the export again.", file.title)) from None
        n_duplicate = find_repeats(self._connection, number)
        n_late = count_late(self._connection, number) if log.cutoff else 0
        source = "touchpoints" if len(study_file.study.touchpoints) == 1 else f"touchpoints {number + 1}"
        ragged = read_ragged(self._connection, number, files)
        for place in sorted(set(ragged["file"])):
            refuse_stray_quote(files[place])
        return LoadedLog(number, source, files, columns, used_columns(log), n_duplicate, n_late, ragged)

    def _stage(
        self, log: TouchpointLog, place: tuple[int, int], file: LogFile, columns: Sequence[str], rated: int
    ) -> LogFile:
        """Stage a file, or where DuckDB can't read it as it is, a copy with even line ends; return which was read."""
        try:
            stage_file(self._connection, log, place, file, columns, rated)
        except duckdb.InvalidInputException:
            file = even_line_ends(file, self._scratch / f"even{place[0]}_{place[1]}.csv")
            stage_file(self._connection, log, place, file, columns, rated)
        return file


@contextmanager
def open_duckdb(params: EngineParameters, scratch: Path) -> Iterator[DuckEngine]:
    """Open DuckDB, which keeps its tables in memory, and what exceeds the limit in a folder.

    Parameters
    ----------
    params
        The study's ``engine``; ``memory_limit: auto`` is 1.5 GB.
    scratch
        A folder that is thrown away afterwards; the caller makes and removes it.

    Raises
    ------
    DataError
        If the memory limit can't be read.
    """
    spill = scratch if params.temp_directory == "auto" else Path(params.temp_directory)
    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(spill / "spill"),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(":memory:", config=config)
    try:
        _limit_memory(connection, _AUTO_MEMORY if params.memory_limit == "auto" else params.memory_limit)
        connection.execute("SET TimeZone = 'UTC'")
        yield DuckEngine(connection, scratch)
    finally:
        connection.close()


def _limit_memory(connection: duckdb.DuckDBPyConnection, limit: str) -> None:
    try:
        found = connection.execute("SELECT parse_formatted_bytes(?)", [limit]).fetchall()
    except duckdb.InvalidInputException:
        mend = "Write auto, or a size such as 4GB."
        raise DataError(Problem(f'"{limit}" is no memory limit', mend, where="engine.memory_limit")) from None
    connection.execute(f"SET memory_limit = '{round(_BUFFERS * found[0][0])}B'")
