"""Read and check the declared columns of a source: text first, checked by Pandera, then faults.

What a source does with faulty rows belongs to its own module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from personagen.contracts.answers import TextCheck, find_failures, text_contract
from personagen.errors import DataError, Problem
from personagen.ingest.items import Column, Item, Manner, observed_levels, read_column
from personagen.ingest.manners import settle_manner
from personagen.ingest.source import Fault, Source
from personagen.ingest.wording import mend_of, reason_of

_HALF = 0.5


@dataclass(frozen=True)
class Reading:
    """The declared columns of a source, read; by study key."""

    columns: dict[str, Column]
    manners: dict[str, Manner]
    faults: tuple[Fault, ...]

    def faulty(self, n_rows: int) -> pd.Series:
        """Return which rows a fault takes out."""
        out = pd.Series(False, index=range(n_rows))  # noqa: FBT003 - the value of every row
        out.loc[[fault.position for fault in self.faults if fault.is_quarantined]] = True
        return out


def read_columns(source: Source, items: Sequence[Item], counts: pd.Series) -> Reading:
    """Read the declared columns of the rows that count so far, and check them.

    Parameters
    ----------
    counts
        Which rows are looked at: those that the study doesn't exclude.

    Raises
    ------
    DataError
        If most cells of a column are faulty: then the study is wrong, not the rows.
    """
    frame = source.frame[counts.to_numpy()]
    columns: dict[str, Column] = {}
    manners: dict[str, Manner] = {}
    for item in items:
        cells = frame[item.column]
        manners[item.key] = settle_manner(source, item, cells)
        known = item
        if item.variable.type == "multi" and not item.levels:
            known = replace(item, levels=observed_levels(item, cells, manners[item.key]))
        columns[item.key] = read_column(known, cells, manners[item.key])
    failures = _find_failures(source.name, frame, columns)
    faults: list[Fault] = []
    for key, column in columns.items():
        mine = failures[failures["key"] == key]
        _refuse_if_most(source, frame, column, mine, manners[key])
        faults += _faults(source, frame, column, mine, manners[key])
    return Reading(columns, manners, tuple(faults))


def _find_failures(name: str, frame: pd.DataFrame, columns: Mapping[str, Column]) -> pd.DataFrame:
    """Return position (in the source), column, check and study key of each faulty cell."""
    rules: dict[str, list[TextCheck]] = {column.item.column: [] for column in columns.values()}
    for key, column in columns.items():
        # two variables may read one column: the key tells their checks apart
        rules[column.item.column] += [TextCheck(f"{c.name} {key}", c.passes) for c in column.checks()]
    found = find_failures(text_contract(name, rules), frame)
    checks = [str(check).partition(" ") for check in found["check"]]
    positions = frame.index.to_numpy()[found["position"].to_numpy(dtype="int64")]
    return found.assign(position=positions, check=[c[0] for c in checks], key=[c[2] for c in checks])


def _faults(
    source: Source, frame: pd.DataFrame, column: Column, failures: pd.DataFrame, manner: Manner
) -> Iterator[Fault]:
    item = column.item
    cells = frame[item.column].loc[failures["position"]].tolist()
    said: dict[tuple[str, str], tuple[str, str]] = {}
    for position, check, cell in zip(
        failures["position"].tolist(), failures["check"].tolist(), cells, strict=True
    ):
        if (check, cell) not in said:
            said[check, cell] = (
                reason_of(check, item, cell, manner),
                mend_of(check, item, cell, source.study_file),
            )
        yield Fault(position, item.column, check, *said[check, cell], item.quarantines)


def _refuse_if_most(
    source: Source, frame: pd.DataFrame, column: Column, failures: pd.DataFrame, manner: Manner
) -> None:
    item = column.item
    states = column.states(frame[item.column])
    n_checked = int((states == "answered").sum()) + len(failures)
    if len(failures) <= _HALF * n_checked:
        return
    first = failures.iloc[0]
    cell, check = str(frame[item.column].loc[first["position"]]), str(first["check"])
    what = (
        f'{len(failures)} of {n_checked} cells in column "{item.column}" of {source.name} do not fit '
        f"{item.variable.type}: {reason_of(check, item, cell, manner)} ({source.place(int(first['position']))})"
    )
    mend = mend_of(check, item, cell, source.study_file)
    problem: Problem = source.study_file.problem(item.key, what, mend)
    raise DataError(problem)
