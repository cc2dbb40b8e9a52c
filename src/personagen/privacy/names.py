"""Names that come from the data: one that hardly anybody has may tell who somebody is, even beside a hidden number."""

from __future__ import annotations

import pandas as pd

# table: the columns that make a name of the data, the column with the people who have it
_NAMED = {"profile": (["variable", "level"], "n"), "touchpoints": (["channel"], "n_customers")}
_LEVELS_FROM_DATA = ("nominal", "multi")


def has_rare_name(name: str, table: pd.DataFrame, minimum_cell: int) -> pd.Series:
    """Tell which rows are of a level or channel that fewer people have than a cell may hold.

    Parameters
    ----------
    name
        The published table; some have no names of the data.
    table
        The table before its small cells are hidden.
    minimum_cell
        Fewest people who must have a name.

    Examples
    --------
    >>> table = pd.DataFrame({"persona": ["1", "all", "1"], "channel": ["web", "web", "Ann's van"],
    ...                       "n_customers": [3, 12, 1]})
    >>> has_rare_name("touchpoints", table, 5).tolist()
    [False, False, True]
    """
    if name not in _NAMED or table.empty:
        return pd.Series(data=False, index=table.index)
    keys, people = _NAMED[name]
    most = table.groupby(keys)[people].transform("max").astype("Float64").fillna(0)
    rare = (most > 0) & (most < minimum_cell) & (table[keys[-1]] != "all")
    if "type" in table:
        rare &= table["type"].isin(_LEVELS_FROM_DATA)
    return rare.astype("bool")
