"""Logs that can't be what the study takes them for: refused, with the key and the column at fault.

Single faulty rows belong to `account`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from personagen.engine.account import LoadedLog
from personagen.engine.files import LogFile
from personagen.engine.lines import find_stray_quote
from personagen.engine.rules import RAGGED, RULES, RowRule
from personagen.errors import DataError, Problem
from personagen.study.file import StudyFile

_MOST = 0.5
_FIRST_FILES = 3


def refuse_stray_quote(file: LogFile) -> None:
    """Refuse a file in which a stray quote makes many rows one: what they hold would be lost.

    Raises
    ------
    DataError
        With the line on which the quote opens.
    """
    if line := find_stray_quote(file):
        what = "a quote opens in this row and takes in the rows below it"
        raise DataError(Problem(what, 'Remove the stray quote, or write it twice ("").', file.title, line))


def refuse_useless(
    study_file: StudyFile,
    log: LoadedLog,
    count: Mapping[str, Any],
    faults: Sequence[Mapping[str, Any]],
    fits: Mapping[str, int],
) -> None:
    """Refuse a log of which no row counts, or of which most ratings or feelings can't be read.

    Parameters
    ----------
    count
        The log's row of the account.
    faults
        Its faults.
    fits
        By role, the rows of which a filled cell could be read.

    Raises
    ------
    DataError
        Naming the fault that most rows have.
    """
    if not count["read"]:
        raise DataError(Problem("the file has a header but no rows", "Make the export again.", _title([log])))
    if not count["used"]:
        raise DataError(_none_counts(study_file, log, count, faults))
    n_faulty = {fault["check"]: fault["n"] for fault in faults}
    problems = [
        problem
        for rule in RULES
        if rule.role in fits and rule.role in log.roles
        for problem in _most_faulty(study_file, log, rule, (n_faulty.get(rule.check, 0), fits[rule.role]))
    ]
    if problems:
        raise DataError(problems)


def refuse_strangers(
    study_file: StudyFile, logs: Sequence[LoadedLog], counts: Sequence[Mapping[str, Any]], linked: pd.Series
) -> None:
    """Refuse logs in which no customer is among those linked.

    Raises
    ------
    DataError
        If there are links, and none of them is to a customer of a log.
    """
    n_customers = sum(count["n_customers"] for count in counts)
    if linked.empty or n_customers > sum(count["n_unlinked"] for count in counts):
        return
    what = (
        f"the ids never match: none of the {n_customers} customers in {_title(logs)} is one of the {linked.nunique()} "
        "customers that belong to a respondent"
    )
    mend = "Name the column with the same ids, or add a links file that says who is whom."
    raise DataError(study_file.problem("touchpoints.0.customer", what, mend))


def refuse_unmapped(
    study_file: StudyFile, logs: Sequence[LoadedLog], touchpoints: Collection[str], mapped: Collection[str]
) -> None:
    """Refuse logs in which no touchpoint stands in the map.

    Parameters
    ----------
    touchpoints
        Those of the rows that count.
    mapped
        Those of the map; empty where there is none.

    Raises
    ------
    DataError
        If there is a map, and no row that counts has a touchpoint of it.
    """
    if not mapped or set(touchpoints) & set(mapped):
        return
    what = f"none of the {len(touchpoints)} touchpoints in {_title(logs)} stands in {study_file.study.touchpoint_map}"
    mend = "Add them to the map, or name the column that holds them: touchpoints.touchpoint."
    raise DataError(study_file.problem("touchpoint_map", what, mend))


def refuse_future(
    study_file: StudyFile, logs: Sequence[LoadedLog], lasts: Sequence[int | None], now: datetime
) -> None:
    """Refuse logs that go on after now: their last contact says until when everybody was followed.

    Parameters
    ----------
    lasts
        The last stamp of each log that counts, in microseconds (UTC); None where no row counts.
    now
        A day more is let pass, for clocks and time zones.

    Raises
    ------
    DataError
        With one problem for each such log.
    """
    problems = []
    for log, last_us in zip(logs, lasts, strict=True):
        last = None if last_us is None else pd.Timestamp(last_us, unit="us", tz="UTC")
        if last is not None and last > now + timedelta(days=1):
            what = f"the last contact in {_title([log])} is of {last:%Y-%m-%d}, which is yet to come"
            mend = "Correct its time, or set a cutoff: what comes after it is left out."
            problems.append(study_file.problem(f"touchpoints.{log.number}.at", what, mend))
    if problems:
        raise DataError(problems)


def _none_counts(
    study_file: StudyFile, log: LoadedLog, count: Mapping[str, Any], faults: Sequence[Mapping[str, Any]]
) -> Problem:
    rules = {rule.check: rule for rule in (*RULES, RAGGED) if rule.quarantines}
    found = {fault["check"]: fault["n"] for fault in faults if fault["check"] in rules}
    none = f"none of the {count['read']} rows of {_title([log])} counts"
    if not found:
        cutoff = study_file.study.touchpoints[log.number].cutoff
        what = f"{none}: all are later than {cutoff}"
        return study_file.problem(
            f"touchpoints.{log.number}.cutoff", what, "Move the cutoff, or leave it out."
        )
    check = max(found, key=lambda name: found[name])
    rule = rules[check]
    key = "files" if rule is RAGGED else rule.role
    what = f"{none}: in {found[check]} of them {rule.reason}{_column(log, rule)}"
    return study_file.problem(f"touchpoints.{log.number}.{key}", what, rule.mend)


def _most_faulty(
    study_file: StudyFile, log: LoadedLog, rule: RowRule, counts: tuple[int, int]
) -> Iterator[Problem]:
    n_faulty, n_fit = counts
    if n_faulty > _MOST * (n_faulty + n_fit):
        what = (
            f"in {n_faulty} of {n_faulty + n_fit} rows of {_title([log])} {rule.reason}{_column(log, rule)}"
        )
        yield study_file.problem(f"touchpoints.{log.number}.{rule.role}", what, rule.mend)


def _column(log: LoadedLog, rule: RowRule) -> str:
    return "" if rule is RAGGED or rule.role not in log.roles else f' (column "{log.roles[rule.role]}")'


def _title(logs: Sequence[LoadedLog]) -> str:
    titles = [file.title for log in logs for file in log.files]
    return ", ".join(titles[:_FIRST_FILES]) + (", ..." if len(titles) > _FIRST_FILES else "")
