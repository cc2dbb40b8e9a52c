"""The engine on Spark: loading logs into it, and running expressions on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd
from py4j.protocol import Py4JJavaError
from pyspark.errors import AnalysisException, PySparkException

from personagen.contracts.text import Dialect
from personagen.engine.accepted import cutoffs_of
from personagen.engine.account import Listed, LoadedLog
from personagen.engine.cells import MICRO, used_columns
from personagen.engine.contacts import Contacts, order_steps
from personagen.engine.files import check_columns, open_log
from personagen.engine.interface import SESSION_GAP_US, Engine, LogCounts
from personagen.engine.spark.contacts import PLACES, join_contacts, number_customers, steps_table
from personagen.engine.spark.counting import (
    Staged,
    count_logs,
    count_unmapped,
    describe,
    list_faulty,
    list_ragged,
    sum_up,
)
from personagen.engine.spark.reading import read_file
from personagen.engine.spark.staging import drop_duplicates, parse_rows
from personagen.engine.staging import rating_of
from personagen.errors import DataError, Problem, StudyError
from personagen.study.file import StudyFile

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


_LARGEST = 2**63 - 1
_YEAR_US = 365 * 86_400 * 1_000_000


class SparkEngine(Engine):
    """Logs on Spark. Made by `session.open_spark`; what is kept stands as Parquet in a folder."""

    def __init__(self, spark: SparkSession, folder: Path) -> None:
        self._spark = spark
        self._folder = folder
        self._n_kept = 0
        self._words: list[str] = []
        self._places = pd.DataFrame()
        self._staged: Staged
        self._counts: dict[int, dict[str, int]]

    def contacts(
        self, positions: pd.DataFrame, people: pd.DataFrame, personas: Collection[str],
        *, session_gap_us: int = SESSION_GAP_US,
    ) -> Contacts:  # fmt: skip
        """Return the contacts of the loaded logs with phases and personas."""
        steps = order_steps(self._places, positions)
        self._refuse_too_long(len(steps))
        on_engine = steps_table(self._spark, steps)
        found = number_customers(self._spark, self._staged.seen, people, len(personas))
        customers = self._keep("customers", found)
        joined = join_contacts(self._staged.used, customers, on_engine, session_gap_us)
        return Contacts(
            nw.from_native(self._keep("contacts", joined)),
            nw.from_native(customers.drop("customer_id")),
            nw.from_native(on_engine.filter("phase IS NOT NULL").selectExpr(*PLACES)),
            tuple(personas),
            steps,
            tuple(self._words),
        )

    def _refuse_too_long(self, n_steps: int) -> None:
        """Refuse logs whose contacts have more places in their order (see `expressions.Order`) than 64 bits can tell."""
        spans = [(n["first"], n["last"]) for n in self._counts.values() if n["used"]]
        span_us = max(last for _, last in spans) - min(first for first, _ in spans) + 1
        if span_us * n_steps > _LARGEST:
            years = span_us // _YEAR_US
            what = (
                f"{n_steps} touchpoints and channels over {years} years are more than Spark can put in order"
            )
            mend = "Use duckdb, read a shorter time, or read touchpoints from a column with fewer of them."
            raise StudyError(Problem(what, mend, where="engine.name"))

    def keep(self, name: str, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Compute an expression once, keep it as Parquet, and return it to go on with."""
        kept: nw.LazyFrame[Any] = nw.from_native(self._keep(name, frame.to_native()))
        return kept

    def _keep(self, name: str, table: DataFrame) -> DataFrame:
        self._n_kept += 1
        path = (self._folder / f"{name}-{self._n_kept}").as_uri()
        table.write.parquet(path)
        return self._spark.read.schema(table.schema).parquet(path)

    def _stage_logs(
        self,
        study_file: StudyFile,
        dialects: Mapping[Path, Dialect],
        emotions: Mapping[str, float],
        linked: pd.Series,
    ) -> list[LoadedLog]:
        known = {word.strip().lower(): round(valence * MICRO) for word, valence in sorted(emotions.items())}
        self._words = sorted(known)
        words = [(word, code, known[word]) for code, word in enumerate(self._words)]
        table = self._spark.createDataFrame(words, "word string, emotion smallint, emotion_micro int")
        numbers = range(len(study_file.study.touchpoints))
        pairs = [self._read(study_file, number, dialects, table) for number in numbers]
        logs, parts = [log for log, _ in pairs], [part for _, some in pairs for part in some]
        rows = parts[0]
        for part in parts[1:]:
            rows = rows.unionByName(part)
        once = self._keep("once", drop_duplicates(rows, cutoffs_of(study_file.study.touchpoints)))
        seen = self._keep("seen", sum_up(once))
        people = self._spark.createDataFrame(
            [(customer,) for customer in linked.unique()], "customer_id string"
        )
        self._staged = Staged(rows, once, seen, people)
        self._counts = count_logs(self._staged)
        places = self._staged.used.select("touchpoint", "channel").distinct().toArrow()
        self._places = pd.DataFrame(places.to_pydict(), columns=["touchpoint", "channel"], dtype="str")
        return [self._with_ragged(log) for log in logs]

    def _read(
        self, study_file: StudyFile, number: int, dialects: Mapping[Path, Dialect], emotions: DataFrame
    ) -> tuple[LoadedLog, list[DataFrame]]:
        log = study_file.study.touchpoints[number]
        files = open_log(study_file, number, dialects, self._folder)
        check_columns(files, used_columns(log))
        columns = sorted({column for file in files for column in file.columns})
        parts, rated = [], rating_of(study_file.study, log)
        for place, file in enumerate(files):
            link = self._folder / f"link{number}_{place}"
            try:
                rows = read_file(self._spark, file, link)
                found = parse_rows(self._spark, rows, log, (number, place), file, columns, emotions, rated)
                parts.append(self._keep(f"staged{number}_{place}", found))
            except AnalysisException:  # not the file's fault
                raise
            except (PySparkException, Py4JJavaError) as error:
                what = f"the file can't be read to its end ({type(error).__name__})"
                raise DataError(Problem(what, "Make the export again.", file.title)) from None
        source = "touchpoints" if len(study_file.study.touchpoints) == 1 else f"touchpoints {number + 1}"
        return LoadedLog(number, source, files, columns, used_columns(log), 0, 0), parts

    def _with_ragged(self, log: LoadedLog) -> LoadedLog:
        """Return the log with its ragged rows; which line they stand on is looked up in the file."""
        listed = list_ragged(self._staged, log) if self._counts[log.number]["ragged"] else []
        ragged = pd.DataFrame(listed, columns=["file", "row_text"]).assign(line=0)
        return replace(log, ragged=ragged)

    def _count(self, log: LoadedLog) -> LogCounts:
        return describe(log, self._counts[log.number])

    def _touchpoints(self) -> Collection[str]:
        return set(self._places["touchpoint"])

    def _count_unmapped(self, mapped: Collection[str]) -> pd.DataFrame:
        return count_unmapped(self._staged, mapped)

    def _list_faults(self, log: LoadedLog) -> list[Listed]:
        return list_faulty(self._staged, log)
