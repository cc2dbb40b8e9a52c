"""Read and check the declared columns of a source: text first, checked by Pandera, then faults.

What a source does with faulty rows belongs to its own module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from personagen.contracts.answers import TextCheck, find_failures, text_contract
from personagen.errors import DataError, Problem
from personagen.ingest.items import NUMERIC, Column, Item, Manner, observed_levels, read_column
from personagen.ingest.manners import settle_manner
from personagen.ingest.source import Fault, Source
from personagen.ingest.wording import mend_of, reason_of

# more faults than this in a column are no slips
_HALF = 0.5
# the same faulty answer again and again is an answer that the study doesn't know
_OFTEN, _OFTEN_SHARE = 5, 0.05
_IN_ROWS = ("empty", "above_zero")  # nothing in the study could mend these


@dataclass(frozen=True)
class Reading:
    """The declared columns of a source, read; by study key."""

    columns: dict[str, Column]
    manners: dict[str, Manner]
    faults: tuple[Fault, ...]

    @property
    def decimals(self) -> dict[str, str]:
        """Decimal mark by column, of columns with numbers."""
        items = {key: column.item for key, column in self.columns.items()}
        return {
            item.column: self.manners[key].marks.decimal
            for key, item in items.items()
            if item.variable.type in NUMERIC
        }

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
        If most cells of a column are faulty, or one faulty answer comes often: then the study is wrong, not the rows.
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
    problems: list[Problem] = []
    for key, column in columns.items():
        mine = failures[failures["key"] == key]
        problems += _blame_study(source, frame, column, mine, manners[key])
        faults += _faults(source, frame, column, mine, manners[key])
    if problems:
        raise DataError(problems)
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


def _blame_study(
    source: Source, frame: pd.DataFrame, column: Column, failures: pd.DataFrame, manner: Manner
) -> Iterator[Problem]:
    """Yield a problem where so much of a column is faulty that the study must be wrong, not the rows."""
    if failures.empty:
        return
    item = column.item
    cells = frame[item.column]
    n_checked = int((column.states(cells) == "answered").sum()) + len(failures)
    same = cells.loc[failures.loc[~failures["check"].isin(_IN_ROWS), "position"]].value_counts()
    often = same[(same >= _OFTEN) & (same > _OFTEN_SHARE * n_checked)].sort_index(kind="stable")
    if len(failures) > _HALF * n_checked:
        told, at = f"{len(failures)} of {n_checked} cells", failures.index[0]
    elif len(often):
        told = f"{int(often.max())} of {n_checked} cells, all the same,"
        is_often = cells.loc[failures["position"]].eq(str(often.idxmax())).to_numpy()
        at = failures.index[is_often][0]
    else:
        return
    position, check = int(failures.loc[at, "position"]), str(failures.loc[at, "check"])
    cell = str(cells.loc[position])
    what = (
        f'{told} in column "{item.column}" of {source.name} do not fit {item.variable.type}: '
        f"{reason_of(check, item, cell, manner)} ({source.place(position)})"
    )
    yield source.study_file.problem(item.key, what, mend_of(check, item, cell, source.study_file))
