"""The one rule for small cells: which counts of a published table are hidden, and what goes blank with them.

Which cells a table has is said in `contracts`; what follows from several sums together doesn't belong here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from personagen.contracts import Cell, Contract, Rounding
from personagen.privacy.sums import Flags, Floats, Sums, find_sums, second_cells


@dataclass(frozen=True)
class _Count:
    """A number of people by row: of a cell, or of the base of cells."""

    cell: Cell
    n: Floats
    base: Floats | None
    carries: tuple[str, ...]
    sums: tuple[Sums, ...]


def suppress(contract: Contract, table: pd.DataFrame, minimum_cell: int) -> pd.DataFrame:
    """Return a published table with its small cells blank and ``suppressed`` set.

    A cell shows if nobody or everybody is in it and its base reaches the minimum, or if ``n`` and ``base - n``
    both do. What is derived from a hidden cell goes blank with it; a base below the minimum hides its cells. Where
    a sum would give a hidden cell away (it is the only one, or the hidden ones hold one person each)
    the next smallest goes too, until no sum does. Where totals in other tables would tell too much, all numbers of a
    table are rounded instead.

    Parameters
    ----------
    contract
        Contract of the table; without cells nothing is hidden.
    table
        The table as its stage made it.
    minimum_cell
        Fewest people in a shown cell.
    """
    table = contract.conform(table)
    if contract.rounding:
        return contract.conform(_round(table, contract.rounding, minimum_cell))
    if not contract.cells or table.empty:
        return table
    counts = dict(_counts(contract, table))
    hidden = {name: _is_small(count, minimum_cell) for name, count in counts.items()}
    while (more := _next(counts, hidden := _carry(counts, hidden))) is not None:
        name, rows = more
        hidden[name] = hidden[name] | rows
    return contract.conform(_blank(table, counts, hidden))


def _round(table: pd.DataFrame, rounding: Rounding, minimum_cell: int) -> pd.DataFrame:
    n = (table[rounding.n] / minimum_cell).round().astype("Int64") * minimum_cell
    kept = table.assign(**{rounding.n: n})[n > 0]
    total = kept.groupby(list(rounding.within))[rounding.n].transform("sum")
    return kept.assign(**{rounding.share: (kept[rounding.n] / total).astype("float64")})


def _counts(contract: Contract, table: pd.DataFrame) -> Iterator[tuple[str, _Count]]:
    """Yield the counts of a table by column: those of the bases first, as they take their cells along."""
    declared = {cell.n: cell for cell in contract.cells}
    on_base = {cell.n: cell.base for cell in contract.cells if cell.base}
    bases = {
        cell.base: Cell(cell.base, (), within=tuple(keys for keys in cell.within if "persona" not in keys))
        for cell in contract.cells
        if cell.base and cell.base not in declared
    }
    for name, cell in (bases | declared).items():
        carries = [other for other in cell.hides if other in declared]
        carries += [other for other, base in on_base.items() if base == name]
        yield (
            name,
            _Count(
                cell,
                _numbers(table[name]),
                _numbers(table[cell.base]) if cell.base else None,
                tuple(carries),
                tuple(find_sums(contract, table, keys) for keys in cell.within),
            ),
        )


def _numbers(column: pd.Series) -> Floats:
    return np.asarray(column.astype("Float64").fillna(0), dtype=np.float64)


def _is_small(count: _Count, minimum_cell: int) -> Flags:
    small = (count.n > 0) & (count.n < minimum_cell)
    if count.base is not None:
        rest = count.base - count.n
        small |= (rest > 0) & (rest < minimum_cell)
    return small


def _carry(counts: Mapping[str, _Count], hidden: Mapping[str, Flags]) -> dict[str, Flags]:
    """Return what is hidden after cells took along the cells that rest on them."""
    carried = dict(hidden)
    for _ in counts:
        for name, count in counts.items():
            for other in count.carries:
                carried[other] = carried[other] | carried[name]
    return carried


def _next(counts: Mapping[str, _Count], hidden: Mapping[str, Flags]) -> tuple[str, Flags] | None:
    """Return the first count with sums that give away, and what to hide of it."""
    for name, count in counts.items():
        more = _seconds(count, hidden[name])
        if more.any():
            return name, more
    return None


def _seconds(count: _Count, hidden: Flags) -> Flags:
    cell, more = count.cell, np.zeros_like(hidden)
    for sums in count.sums:
        more |= second_cells(sums, count.n, hidden, total=count.base, all_first=cell.all_first)
        if count.base is not None and sums.over_personas:
            others = np.maximum(count.base - count.n, 0)
            more |= second_cells(sums, others, hidden | more, all_first=cell.all_first)
    return more


def _blank(table: pd.DataFrame, counts: Mapping[str, _Count], hidden: Mapping[str, Flags]) -> pd.DataFrame:
    """Return the table with the columns of hidden cells blank; flags among them become False."""
    rows = {column: np.zeros(len(table), dtype=bool) for column in table}
    for name, count in counts.items():
        for column in (name, *count.cell.hides, *count.cell.tellers):
            rows[column] |= hidden[name]
        for sums in count.sums:
            without_total = sums.add((hidden[name] & sums.is_total).astype(float))[sums.group] > 0
            for column in count.cell.of_all:
                rows[column] |= without_total
    blank = {c: table[c].mask(where, False if table[c].dtype == bool else pd.NA) for c, where in rows.items()}
    if "suppressed" in table:
        blank["suppressed"] = np.logical_or.reduce(list(hidden.values()))
    return pd.DataFrame(blank)
