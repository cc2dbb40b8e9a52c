"""What every engine can do, and the order in which logs are loaded; how it is done belongs to each engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import narwhals as nw
import pandas as pd

from personagen.contracts.text import Dialect
from personagen.engine.accepted import cutoffs_of
from personagen.engine.account import Listed, LoadedLog, LogAccount, build_account
from personagen.engine.contacts import Contacts
from personagen.engine.refusing import refuse_future, refuse_strangers, refuse_unmapped, refuse_useless
from personagen.study.file import StudyFile

P = ParamSpec("P")
R = TypeVar("R")
SESSION_GAP_US = 30 * 60 * 1_000_000


@dataclass(frozen=True)
class LogCounts:
    """What was counted in the rows of one log.

    Parameters
    ----------
    row
        Its row of the account, with n_customers and n_unlinked.
    faults
        source, column, check, n, mend of each fault that occurs.
    fits
        By role, the rows of which a filled cell could be read.
    span
        First and last stamp that count, in microseconds; None where no row counts.
    """

    row: Mapping[str, Any]
    faults: Sequence[Mapping[str, Any]]
    fits: Mapping[str, int]
    span: tuple[int, int] | None


class Engine(ABC):
    """Where touchpoint logs are read and expressions run. Made by `open_engine`."""

    def load_logs(
        self,
        study_file: StudyFile,
        dialects: Mapping[Path, Dialect],
        *,
        emotions: Mapping[str, float],
        linked: pd.Series,
        mapped: Collection[str] = (),
        now: datetime | None = None,
    ) -> LogAccount:
        """Read and check all touchpoint logs of a study and return their row account.

        Parameters
        ----------
        dialects
            How each CSV file of the logs is written, by its path as ``study_file.resolve`` gives it.
        emotions
            Emotion word -> valence.
        linked
            The customer_ids that belong to a respondent, in any order.
        mapped
            Touchpoints of the map; none where there is no map.
        now
            After which there can be no contacts; default: what the clock says.

        Raises
        ------
        StudyError, DataError
            If a file is missing, can't be read, lacks a column, no row of it can be used, a contact is yet to come, or no
            customer or no touchpoint is known.
        """
        logs = self._stage_logs(study_file, dialects, emotions, linked)
        counts = [self._count(log) for log in logs]
        for log, found in zip(logs, counts, strict=True):
            refuse_useless(study_file, log, found.row, found.faults, found.fits)
        lasts = [None if found.span is None else found.span[1] for found in counts]
        refuse_future(study_file, logs, lasts, now or datetime.now(UTC))
        rows = [found.row for found in counts]
        refuse_strangers(study_file, logs, rows, linked)
        refuse_unmapped(study_file, logs, self._touchpoints(), mapped)
        faults = [fault for found in counts for fault in found.faults]
        listed = [self._list_faults(log) for log in logs]
        stamps = _stamps(study_file, [found.span for found in counts])
        return build_account(logs, rows, faults, listed, stamps, self._count_unmapped(mapped))

    @abstractmethod
    def contacts(
        self, positions: pd.DataFrame, people: pd.DataFrame, personas: Collection[str],
        *, session_gap_us: int = SESSION_GAP_US,
    ) -> Contacts:  # fmt: skip
        """Return the contacts of the loaded logs with phases and personas; once, as their rows are given up for them.

        Parameters
        ----------
        positions
            touchpoint, phase (position from 1) of the mapped touchpoints.
        people
            customer_id, persona (place in ``personas``) of the customers that have one.
        personas
            The personas, and last ``unassigned``.
        session_gap_us
            The longest pause within a session.
        """

    @abstractmethod
    def keep(self, name: str, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Compute rows of customers once, keep them as a table on the engine, and return them to go on with.

        An engine may do so for some customers after others: what is in the rows of a customer must depend on no other.

        Parameters
        ----------
        name
            Of the table.
        frame
            With ``customer``.
        """

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Give up what is kept within, once it ends; an engine that keeps on disk need not."""
        yield

    def collect(self, frame: nw.LazyFrame[Any]) -> pd.DataFrame:
        """Return a small table: whole numbers as ``int64``, larger ones as Python integers (object)."""
        table = frame.collect(backend="pyarrow").to_native()
        found: pd.DataFrame = table.to_pandas()
        for column in found.select_dtypes("object").columns:
            # as objects even where they would fit in 64 bits: sums of them may not
            whole = [None if value is None else int(value) for value in found[column]]
            found[column] = pd.Series(whole, index=found.index, dtype=object)
        return found

    def add_up(self, frame: nw.LazyFrame[Any], *keys: str) -> pd.DataFrame:  # noqa: ARG002
        """Return a small table of sums over customers; as `collect`, but an engine may count some customers after others.

        Parameters
        ----------
        frame
            ``keys``, and for each of them numbers that are sums of what each customer adds.
        keys
            What tells the rows apart.
        """
        return self.collect(frame)

    @abstractmethod
    def _stage_logs(
        self,
        study_file: StudyFile,
        dialects: Mapping[Path, Dialect],
        emotions: Mapping[str, float],
        linked: pd.Series,
    ) -> list[LoadedLog]:
        """Read, check and sum up all logs."""

    @abstractmethod
    def _count(self, log: LoadedLog) -> LogCounts:
        """Count the rows of a log."""

    @abstractmethod
    def _touchpoints(self) -> Collection[str]:
        """Return the touchpoints of the rows that count."""

    @abstractmethod
    def _count_unmapped(self, mapped: Collection[str]) -> pd.DataFrame:
        """Return ``unmapped`` of the account."""

    @abstractmethod
    def _list_faults(self, log: LoadedLog) -> list[Listed]:
        """Return the faulty rows of a log, by file and line."""


def passing(count: Callable[Concatenate[Engine, P], R]) -> Callable[Concatenate[Engine, P], R]:
    """Return a function that gives up what it kept on the engine, its first argument, when it is done."""

    @wraps(count)
    def counted(engine: Engine, /, *arguments: P.args, **named: P.kwargs) -> R:
        with engine.passing():
            return count(engine, *arguments, **named)

    return counted


def _stamps(study_file: StudyFile, spans: Sequence[tuple[int, int] | None]) -> dict[str, pd.Timestamp | None]:
    """Return the first and last stamp that count, and the end of observation."""
    known = [span for span in spans if span is not None]
    ends = {number: span[1] for number, span in enumerate(spans) if span is not None}
    ends |= cutoffs_of(study_file.study.touchpoints)
    stamps = {
        "first": min((first for first, _ in known), default=None),
        "last": max((last for _, last in known), default=None),
        "cutoff": max(ends.values(), default=None),
    }
    return {k: None if us is None else pd.Timestamp(us, unit="us", tz="UTC") for k, us in stamps.items()}
