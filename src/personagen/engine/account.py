"""The row account of the logs: what was read, used, set apart, repeated, left out or unlinked, and every fault.

Counts are of all rows; of faulty rows at most `LISTED` a log are listed one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from personagen.contracts.people import FAULT_ROWS
from personagen.contracts.published import FAULTS, ROWS
from personagen.engine.files import LogFile
from personagen.engine.lines import Row
from personagen.engine.rules import RAGGED, RULES, RowRule, broken

LISTED = 10_000


@dataclass(frozen=True)
class LogAccount:
    """What became of the rows of all logs.

    Parameters
    ----------
    rows, faults
        Published contracts, one source per log; the counts are complete.
    fault_rows
        Contract ``fault_rows``: private, at most ``LISTED`` rows a log.
    quarantine
        By source: the rows taken out, as text, with _file, _line and _reason before them; as many as are listed.
    customers
        By source: n_customers in the used rows, n_unlinked of them without a respondent.
    unmapped
        touchpoint, n_contacts, n_customers of the touchpoints in the used rows without a phase, most contacts first; none
        where there is no map.
    cutoff
        End of observation (UTC): the latest cut-off of the study, or the last stamp where a log has none.
    first, last
        First and last stamp that count; None where no row counts.
    """

    rows: pd.DataFrame
    faults: pd.DataFrame
    fault_rows: pd.DataFrame
    quarantine: dict[str, pd.DataFrame]
    customers: pd.DataFrame
    unmapped: pd.DataFrame
    cutoff: pd.Timestamp | None
    first: pd.Timestamp | None
    last: pd.Timestamp | None


class Listed(NamedTuple):
    """A faulty row: number of its file, line, broken rules as bits (-1 for ragged) and the cells."""

    file: int
    line: int
    faults: int
    cells: Row


@dataclass(frozen=True)
class LoadedLog:
    """One log in the staged table, before its rows are counted."""

    number: int
    source: str
    files: Sequence[LogFile]
    columns: Sequence[str]
    roles: Mapping[str, str]
    n_duplicate: int
    n_late: int
    ragged: pd.DataFrame = field(default_factory=pd.DataFrame)


def describe_faults(log: LoadedLog, counts: Sequence[int]) -> list[dict[str, Any]]:
    """Return the faults that occur, from how many rows break each of `RULES` and how many are ragged."""
    return [
        {"source": log.source, "column": _column(rule, log), "check": rule.check, "n": n, "mend": rule.mend}
        for rule, n in zip((*RULES, RAGGED), counts, strict=True)
        if n
    ]


def build_account(
    logs: Sequence[LoadedLog], counts: Sequence[Mapping[str, Any]], faults: Sequence[Mapping[str, Any]],
    listed: Sequence[Sequence[Listed]], stamps: Mapping[str, pd.Timestamp | None], unmapped: pd.DataFrame,
) -> LogAccount:  # fmt: skip
    """Return the account of all logs."""
    counted = pd.DataFrame([*counts])
    fault_rows = [row for log, rows in zip(logs, listed, strict=True) for row in _fault_rows(log, rows)]
    numbered = [{"row": number, **row} for number, row in enumerate(fault_rows)]
    return LogAccount(
        rows=ROWS.conform(counted.drop(columns=["n_customers", "n_unlinked"])),
        faults=FAULTS.conform(pd.DataFrame([*faults])) if faults else FAULTS.empty(),
        fault_rows=FAULT_ROWS.conform(pd.DataFrame(numbered)) if numbered else FAULT_ROWS.empty(),
        quarantine={log.source: _quarantine(log, rows) for log, rows in zip(logs, listed, strict=True)},
        customers=counted[["source", "n_customers", "n_unlinked"]],
        unmapped=unmapped.sort_values(
            ["n_contacts", "touchpoint"], ascending=[False, True], ignore_index=True
        ).astype({"touchpoint": "str", "n_contacts": "int64", "n_customers": "int64"}),
        cutoff=stamps["cutoff"],
        first=stamps["first"],
        last=stamps["last"],
    )


def _column(rule: RowRule, log: LoadedLog) -> str:
    return "-" if rule is RAGGED else log.roles.get(rule.role, "-")


def _fault_rows(log: LoadedLog, listed: Sequence[Listed]) -> list[dict[str, Any]]:
    return [
        {
            "source": log.source,
            "file": log.files[row.file].title,
            "line": row.line,
            "column": _column(rule, log),
            "check": rule.check,
            "reason": rule.reason,
            "mend": rule.mend,
            "is_quarantined": rule.quarantines,
        }
        for row in listed
        for rule in ([RAGGED] if row.faults < 0 else broken(row.faults))
    ]


def _quarantine(log: LoadedLog, listed: Sequence[Listed]) -> pd.DataFrame:
    rows = []
    for row in listed:
        rules = [RAGGED] if row.faults < 0 else [rule for rule in broken(row.faults) if rule.quarantines]
        if rules:
            cells = dict.fromkeys(log.columns, "") | dict(zip(log.columns, row.cells, strict=False))
            place = {"_file": log.files[row.file].title, "_line": row.line}
            rows.append({**place, "_reason": "; ".join(rule.reason for rule in rules), **cells})
    return pd.DataFrame(rows, columns=["_file", "_line", "_reason", *log.columns])
