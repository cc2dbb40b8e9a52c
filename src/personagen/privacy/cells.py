"""The one rule for small cells: which counts of the published tables are hidden, and what goes blank with them.

Which cells a table has is said in `contracts`; which of them are hidden is decided in `deciding`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from personagen.contracts import Contract, Rounding
from personagen.privacy.deciding import Hiding, numbers_in
from personagen.privacy.sums import Contracts, Tables
from personagen.privacy.system import Flags, System, build_system

_DIGITS = 2


def suppress(contract: Contract, table: pd.DataFrame, minimum_cell: int) -> pd.DataFrame:
    """Return one published table with its small cells blank, as `hide` does for all tables together."""
    return hide({contract.name: contract}, {contract.name: table}, minimum_cell)[contract.name]


def hide(contracts: Contracts, tables: Tables, minimum_cell: int) -> dict[str, pd.DataFrame]:
    """Return the published tables with their small cells blank and ``suppressed`` set.

    A cell shows if nobody or everybody is in it and its base reaches the minimum, or if ``n`` and ``base - n``
    both do. What is derived from a hidden cell goes blank with it; a base below the minimum hides its cells. Where a
    hidden number has a single possible value, given everything that all tables show, further ones go with it: as few and
    as uninteresting as will do, nobody's 0 and large or telling ones last. Where totals would tell too much anyway, all
    numbers of a table are rounded instead.

    Parameters
    ----------
    contracts
        Of the tables, by name; without cells nothing is hidden.
    tables
        As their stages made them.
    minimum_cell
        Fewest people in a shown cell.
    """
    whole = {name: contracts[name].conform(table) for name, table in tables.items()}
    named = {name: contracts[name] for name in whole}
    system = build_system(named, whole, from_outside=False)
    hidden = Hiding(named, whole, system, minimum_cell).decide()
    return {
        name: contracts[name].conform(
            _round(table, rounding, minimum_cell)
            if (rounding := contracts[name].rounding)
            else _blank(contracts[name], table, _flags(system, name, hidden), minimum_cell)
        )
        for name, table in whole.items()
    }


def _round(table: pd.DataFrame, rounding: Rounding, minimum_cell: int) -> pd.DataFrame:
    n = (table[rounding.n] / minimum_cell).round().astype("Int64") * minimum_cell
    kept = table.assign(**{rounding.n: n})[n > 0]
    total = kept.groupby(list(rounding.within))[rounding.n].transform("sum")
    return kept.assign(**{rounding.share: (kept[rounding.n] / total).astype("float64")})


def _flags(system: System, name: str, hidden: Flags) -> dict[str, Flags]:
    """Return which rows of each column of counts are hidden."""
    found: dict[str, Flags] = {}
    for (table, column), at in (*system.places.items(), *system.tellers):
        if table == name:
            # one column may tell several numbers
            found[column] = found.get(column, np.zeros(len(at), dtype=bool)) | ((at >= 0) & hidden[at])
    return found


def _blank(
    contract: Contract, table: pd.DataFrame, hidden: Mapping[str, Flags], minimum_cell: int
) -> pd.DataFrame:
    """Return the table with the columns of hidden cells blank; flags among them become False."""
    rows = {column: np.zeros(len(table), dtype=bool) for column in table}
    rounded: dict[str, Flags] = {}
    suppressed = np.zeros(len(table), dtype=bool)
    for column, where in hidden.items():
        rows[column] |= where
    for cell in contract.cells:
        where = hidden[cell.n]
        suppressed |= where & table[cell.n].notna().to_numpy()
        few = where & (numbers_in(table[cell.n]) < minimum_cell)
        for columns, which in ((cell.hides, where), (cell.rests, few)):
            for column in columns:
                rows[column] |= which
        for column in cell.rounds:
            rounded[column] = where
        for column in cell.of_all:
            rows[column] |= _without_all(contract, table, where)
    shown = dict(table.items())
    for column, where in rounded.items():
        exact = table[column].to_numpy(dtype=np.float64)
        shown[column] = pd.Series(np.where(where, exact.round(_DIGITS), exact), index=table.index)
    blank = {c: shown[c].mask(where, False if table[c].dtype == bool else pd.NA) for c, where in rows.items()}
    if "suppressed" in table:
        blank["suppressed"] = pd.Series(suppressed, index=table.index)
    return pd.DataFrame(blank)


def _without_all(contract: Contract, table: pd.DataFrame, where: Flags) -> Flags:
    """Return the rows whose row ``all`` is hidden."""
    keys = [key for key in contract.key if key != "persona"]
    is_hidden = table["persona"].eq("all") & pd.Series(where, index=table.index)
    return is_hidden.groupby([table[key] for key in keys], sort=False).transform("any").to_numpy(dtype=bool)
