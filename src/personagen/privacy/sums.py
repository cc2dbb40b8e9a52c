"""Sums of published counts, and the second cell that goes where the first could be worked out from them.

One sum at a time: chains of sums, intervals and linked tables don't belong here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.contracts import Contract, persona_order

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Sums:
    """The sums of a table that share their key columns.

    Parameters
    ----------
    group
        Number of the sum each row is part of.
    is_total, is_outside
        Rows ``all`` and ``unassigned`` where the sum runs over personas.
    over_personas
        Whether it does; else it runs within a persona.
    place
        Place of each row in the order of the key: what decides between equal counts.
    """

    group: Places
    is_total: Flags
    is_outside: Flags
    over_personas: bool
    place: Places

    def add(self, values: Floats) -> Floats:
        """Return the sum of ``values`` by group."""
        n = int(self.group.max(initial=-1)) + 1
        return np.asarray(np.bincount(self.group, weights=values, minlength=n), dtype=np.float64)


def find_sums(contract: Contract, table: pd.DataFrame, within: tuple[str, ...]) -> Sums:
    """Return the sums whose rows agree in the columns ``within``."""
    numbers = table.groupby(list(within), sort=False, dropna=False).ngroup() if within else [0] * len(table)
    group = np.asarray(numbers, dtype=np.int64)
    over_personas = "persona" not in within and "persona" in contract.key
    persona = table["persona"] if over_personas else pd.Series("", index=table.index)
    return Sums(
        group,
        persona.eq("all").to_numpy(dtype=bool),
        persona.eq("unassigned").to_numpy(dtype=bool),
        over_personas,
        _places(contract, table),
    )


def second_cells(
    sums: Sums,
    values: Floats,
    hidden: Flags,
    *,
    total: Floats | None = None,
    all_first: bool = False,
) -> Flags:
    """Return the further rows to hide: one in every sum that gives a hidden row away.

    A sum gives away when its total is shown and a single row is hidden, or the hidden rows together hold one person
    each (nobody is shown as 0, so each holds one at least); and when its total alone is hidden.

    Parameters
    ----------
    sums
        The sums that the rows are part of.
    values
        Number of people by row; 0 where there is none.
    hidden
        Rows that are hidden already.
    total
        What the rows of a sum within a persona add up to, by row; None for a total that is known anyway.
    all_first
        Take the row ``all`` before a persona's.
    """
    known, rest, adds_up = _totals(sums, values, total)
    parts = ~sums.is_total & ~(sums.is_outside & ~adds_up[sums.group])
    n_hidden = sums.add((hidden & parts).astype(float))
    n_somebody = sums.add((hidden & parts & (values > 0)).astype(float))
    unknown = sums.add(np.where(hidden & parts, values, 0.0)) + rest
    total_hidden = sums.add((hidden & sums.is_total).astype(float)) > 0
    few = (n_hidden > 0) & (unknown > 0) & ((adds_up & (n_hidden == 1)) | (unknown <= n_somebody))
    gives_away = known & np.where(total_hidden, adds_up & (n_hidden == 0), few)
    candidates = gives_away[sums.group] & ~hidden & (parts | sums.is_total)
    return _first(sums, values, candidates, all_first=all_first)


def _totals(sums: Sums, values: Floats, total: Floats | None) -> tuple[Flags, Floats, Flags]:
    """Return by sum: whether it says anything, people in its total but in no row, whether the rows add up."""
    inner = sums.add(np.where(sums.is_total | sums.is_outside, 0.0, values))
    outside = sums.add(np.where(sums.is_outside, values, 0.0))
    if sums.over_personas:
        has_total = sums.add(sums.is_total.astype(float)) > 0
        whole = np.where(has_total, sums.add(np.where(sums.is_total, values, 0.0)), inner + outside)
    elif total is None:
        whole = inner
    else:
        whole = np.zeros(len(inner))
        np.maximum.at(whole, sums.group, total)
    adds_up = (whole == inner) | (whole == inner + outside)
    rest = np.where(adds_up, 0.0, whole - inner)
    return adds_up | (sums.over_personas & (rest > 0)), rest, adds_up


def _first(sums: Sums, values: Floats, candidates: Flags, *, all_first: bool) -> Flags:
    """Return the smallest candidate of every sum; nobody comes after somebody, ``all`` last or first."""
    rows = np.flatnonzero(candidates)
    v = values[rows]
    total = sums.is_total[rows] != all_first
    order = rows[np.lexsort((sums.place[rows], v, total, v == 0, sums.group[rows]))]
    _, first = np.unique(sums.group[order], return_index=True)
    chosen = np.zeros(len(values), dtype=bool)
    chosen[order[first]] = True
    return chosen


def _places(contract: Contract, table: pd.DataFrame) -> Places:
    keys = [table[key] for key in contract.key]
    if "persona" in contract.key:
        order = {persona: i for i, persona in enumerate(persona_order(table["persona"]))}
        keys = [key.map(order) if key.name == "persona" else key for key in keys]
    codes = [pd.factorize(key, sort=True)[0] for key in keys]
    place = np.empty(len(table), dtype=np.int64)
    place[np.lexsort(codes[::-1])] = np.arange(len(table))
    return place
