"""The row account of the logs: what was read, used, set apart, repeated, left out or unlinked, and every fault.

Counts are of all rows; of faulty rows at most `LISTED` a log are listed one by one.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from personagen.contracts.people import FAULT_ROWS
from personagen.contracts.published import FAULTS, ROWS
from personagen.engine.felt import unpack_felt
from personagen.engine.files import LogFile
from personagen.engine.known import SATISFACTION
from personagen.engine.lines import Row, find_lines
from personagen.engine.quoting import literal, named
from personagen.engine.rules import RAGGED, RULES, RowRule, broken, quarantine_mask
from personagen.engine.staging import CELL_END, CELLS, rejects_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LISTED = 10_000
# by role, SQL that holds where a filled cell could be read
FITS = {
    "satisfaction": f"valence_source >= {SATISFACTION}",
    "expectation": "expectation_micro IS NOT NULL",
    "emotion": "emotion IS NOT NULL",
}


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


def read_ragged(connection: DuckDBPyConnection, log: int, files: Sequence[LogFile]) -> pd.DataFrame:
    """Return the rows of a log that don't fit the header: file, line, row_text; one row for each."""
    parts = []
    for number, file in enumerate(files):
        if file.dialect is not None:
            table = rejects_of((log, number))
            part = connection.execute(
                f"SELECT line::BIGINT AS line, min(csv_line) AS row_text FROM {table} "
                "GROUP BY line HAVING trim(min(csv_line), chr(10) || chr(13) || ' ') <> '' ORDER BY line"
            ).df()
            parts.append(part.assign(file=number))
    return (
        pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["line", "row_text", "file"])
    )


def count_rows(connection: DuckDBPyConnection, log: LoadedLog) -> dict[str, Any]:
    """Return the row of the account and, as n_customers and n_unlinked, its customers."""
    strange = "customer_id NOT IN (SELECT customer_id FROM linked)"
    counts = connection.execute(
        f"""
        SELECT coalesce(sum(n), 0)::BIGINT, coalesce(sum(n) FILTER (WHERE {strange}), 0)::BIGINT,
            count(*), count(*) FILTER (WHERE {strange})
        FROM seen WHERE log = {log.number}
        """
    ).fetchall()
    used, unlinked, n_customers, n_unlinked = counts[0]
    is_bad = f"log = {log.number} AND faults & {quarantine_mask()} > 0"
    bad = connection.execute(f"SELECT count(*) FROM accepted WHERE {is_bad}").fetchall()[0][0] + len(
        log.ragged
    )
    return {
        "source": log.source,
        "read": used + bad + log.n_duplicate + log.n_late,
        "used": used,
        "quarantined": bad,
        "duplicate": log.n_duplicate,
        "excluded": log.n_late,
        "unlinked": unlinked,
        "n_customers": n_customers,
        "n_unlinked": n_unlinked,
    }


def count_faults(connection: DuckDBPyConnection, log: LoadedLog) -> list[dict[str, Any]]:
    """Return the faults of a log with their numbers of rows."""
    sums = ", ".join(f"count(*) FILTER (WHERE faults & {1 << bit} > 0)" for bit in range(len(RULES)))
    counts = connection.execute(
        f"SELECT {sums} FROM accepted WHERE log = {log.number} AND faults > 0"
    ).fetchall()
    return describe_faults(log, (*counts[0], len(log.ragged)))


def describe_faults(log: LoadedLog, counts: Sequence[int]) -> list[dict[str, Any]]:
    """Return the faults that occur, from how many rows break each of `RULES` and how many are ragged."""
    return [
        {"source": log.source, "column": _column(rule, log), "check": rule.check, "n": n, "mend": rule.mend}
        for rule, n in zip((*RULES, RAGGED), counts, strict=True)
        if n
    ]


def count_fits(connection: DuckDBPyConnection, log: LoadedLog) -> dict[str, int]:
    """Return by role the rows of which a filled cell could be read."""
    kinds = f"SELECT felt, count(*) AS n FROM accepted WHERE log = {log.number} GROUP BY felt"
    sums = ", ".join(f"coalesce(sum(n) FILTER (WHERE {fits}), 0)::BIGINT" for fits in FITS.values())
    counts = connection.execute(
        f"SELECT {sums} FROM (SELECT n, {named(unpack_felt())} FROM ({kinds}))"
    ).fetchall()
    return dict(zip(FITS, counts[0], strict=True))


def count_unmapped(connection: DuckDBPyConnection, mapped: Collection[str]) -> pd.DataFrame:
    """Return touchpoint, n_contacts and n_customers of the used rows at other touchpoints; none where none is mapped."""
    strange = f"touchpoint NOT IN ({', '.join(map(literal, sorted(mapped)))})" if mapped else "false"
    return connection.execute(
        f"SELECT touchpoint, count(*) AS n_contacts, count(DISTINCT customer_id) AS n_customers FROM accepted "
        f"JOIN (FROM places WHERE {strange}) USING (place) WHERE faults & {quarantine_mask()} = 0 GROUP BY touchpoint"
    ).df()


def list_faults(connection: DuckDBPyConnection, log: LoadedLog) -> list[Listed]:
    """Return the faulty rows of a log, by file and line."""
    listed = connection.execute(
        f"SELECT file, split_part(row_text, chr({CELL_END}), 1)::BIGINT AS line, faults, row_text "
        f"FROM accepted WHERE log = {log.number} AND faults > 0 ORDER BY file, line, row_text LIMIT {LISTED}"
    ).fetchall()
    return place_faults(log, listed)


def place_faults(log: LoadedLog, listed: Sequence[tuple[int, int, int, str]]) -> list[Listed]:
    """Return faulty rows with the lines they stand on, by file and line.

    Parameters
    ----------
    listed
        Number of the file, line (0 where the engine doesn't know it), broken rules, and the row as text.
    """
    rows: list[tuple[int, int, int, Row]] = []
    for number, file in enumerate(log.files):
        mine = [
            (line, bits, tuple(text.split(chr(CELL_END))[CELLS]))
            for f, line, bits, text in listed
            if f == number
        ]
        rows += [(number, line, bits, cells) for line, bits, cells in _numbered(file, log.columns, mine)]
    for number, file in enumerate(log.files):
        rows += [(number, *row) for row in _ragged_rows(file, log.ragged[log.ragged["file"] == number])]
    return [Listed(*row) for row in sorted(rows)]


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


def _ragged_rows(file: LogFile, ragged: pd.DataFrame) -> list[tuple[int, int, Row]]:
    """Return line, -1 and the text of each row; the engine counts a cell with line breaks as one line, so look again."""
    if file.dialect is None or ragged.empty:
        return []
    listed = ragged.head(LISTED)
    texts = [str(text).rstrip("\r\n") for text in listed["row_text"]]
    cells = [
        tuple(next(csv.reader(text.splitlines(keepends=True), delimiter=file.dialect.separator), []))
        for text in texts
    ]
    lines = find_lines(file, set(cells))
    return [
        (lines[row].pop(0) if lines[row] else int(line), -1, (text,))
        for row, text, line in zip(cells, texts, listed["line"], strict=True)
    ]


def _numbered(
    file: LogFile, columns: Sequence[str], rows: list[tuple[int, int, Row]]
) -> list[tuple[int, int, Row]]:
    """Return the rows with the lines they stand on; equal rows take their lines in turn."""
    places = [columns.index(column) for column in file.columns]
    own = [tuple(cells[place] for place in places) for _, _, cells in rows]
    lines = find_lines(file, set(own)) if file.dialect else {}
    numbered = []
    for (line, bits, cells), row in zip(rows, own, strict=True):
        waiting = lines.get(row)
        numbered.append((line or (waiting.pop(0) if waiting else 0), bits, cells))
    return numbered


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
