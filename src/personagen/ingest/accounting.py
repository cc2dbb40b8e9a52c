"""What became of the rows of a source, and of the people in it: its account, its faults and its quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from personagen.ingest.source import FATES, Fault, Source

_FAULT_COLUMNS = ["position", "file", "line", "column", "check", "reason", "mend", "is_quarantined"]


@dataclass(frozen=True)
class Account:
    """What became of the rows of a source: its fault rows, quarantine and numbers."""

    faults: pd.DataFrame
    quarantine: pd.DataFrame
    row: dict[str, str | int | None]


def close_source(
    source: Source,
    fates: pd.Series,
    faults: Sequence[Fault],
    unlinked: int | None = None,
    people: pd.Series | None = None,
) -> Account:
    """Return the account of a source, checked: no row is lost, none counts twice.

    Parameters
    ----------
    fates
        A word of ``FATES`` for each row of the source.
    people
        Whom each row is about, blank where nobody is named; None where the rows aren't about the people described.
    """
    ragged = source.text.faulty
    counts = {fate: int((fates == fate).sum()) for fate in FATES}
    counts["quarantined"] += len(ragged)
    read = len(source.frame) + len(ragged)
    if sum(counts.values()) != read:
        raise RuntimeError(f"{source.name}: {read} rows read, {counts}")
    row: dict[str, str | int | None] = {"source": source.name, "read": read, **counts, "unlinked": unlinked}
    fault_rows, quarantine = _fault_rows(source, faults), _quarantine(source, fates, faults)
    if people is None:
        return Account(fault_rows.drop(columns="position"), quarantine, row)
    gone = _left_out(fates, people)
    row["n_left_out"] = gone.nunique() + len(ragged)
    return Account(_mark_left_out(fault_rows, gone), quarantine, row)


def _left_out(fates: pd.Series, people: pd.Series) -> pd.Series:
    """Return by position who counts nowhere, as every row is in quarantine that the study wants; a row about nobody named is a person of its own."""
    known = people.mask(people == "", [f"\0{position}" for position in people.index])
    out = known[fates == "quarantined"]
    return out[~out.isin(known[fates == "used"])]


def _mark_left_out(fault_rows: pd.DataFrame, gone: pd.Series) -> pd.DataFrame:
    """Return the faults, with those marked by which somebody is left out: of one's rows with the same fault the first."""
    is_ragged = fault_rows["position"].isna()
    who = fault_rows["position"].map(gone).mask(is_ragged, "\0" + fault_rows.index.astype("str"))
    table = fault_rows.assign(who=who.where(fault_rows["is_quarantined"]))
    marks = table["who"].notna() & ~table.duplicated(["who", "column", "check"])
    return table.assign(is_left_out=marks).drop(columns=["position", "who"])


def _fault_rows(source: Source, faults: Sequence[Fault]) -> pd.DataFrame:
    """Return the faults by place; ``position`` is that of the row, blank where it has too many or too few cells."""
    files, lines = source.text.files.to_numpy(), source.text.lines.to_numpy()
    rows: list[tuple[object, ...]] = [
        (
            f.position,
            files[f.position],
            int(lines[f.position]),
            f.column,
            f.check,
            f.reason,
            f.mend,
            f.is_quarantined,
        )
        for f in faults
    ]
    ragged = source.text.faulty
    mend = "Give the row as many cells as the header, or quote the separator in it."
    rows += [
        (None, file, int(line), None, "ragged", str(reason), mend, True)
        for file, line, reason in zip(ragged["file"], ragged["line"], ragged["reason"], strict=True)
    ]
    table = pd.DataFrame(rows, columns=_FAULT_COLUMNS).assign(source=source.name)
    table = table.drop_duplicates(["file", "line", "column", "check"])
    return table.sort_values(["file", "line", "column", "check"], na_position="first", ignore_index=True)


def _quarantine(source: Source, fates: pd.Series, faults: Sequence[Fault]) -> pd.DataFrame:
    out = source.frame[(fates == "quarantined").to_numpy()]
    reasons: dict[int, list[str]] = {}
    for fault in faults:
        if fault.is_quarantined:
            told = f"{fault.column}: {fault.reason}" if fault.column else fault.reason
            reasons.setdefault(fault.position, []).append(told)
    place = pd.DataFrame(
        {
            "_file": source.text.files.loc[out.index],
            "_line": source.text.lines.loc[out.index],
            "_reason": ["; ".join(dict.fromkeys(reasons.get(p, []))) for p in out.index],
        }
    )
    ragged = source.text.faulty.rename(columns={"file": "_file", "line": "_line", "reason": "_reason"})
    table = pd.concat([pd.concat([place, out], axis=1), ragged[["_file", "_line", "_reason"]]])
    table = table.astype({"_file": "str", "_line": "int64", "_reason": "str"})
    return table.sort_values(["_file", "_line"], ignore_index=True).fillna("")
