"""The sums within one published table, as its contract declares them. What hangs together between tables is in `relations`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from personagen.contracts import Cell, Contract
from personagen.contracts.numbers import ALL, UNASSIGNED
from personagen.privacy.relations import Key, Relation, at_most, total_of

Tables = Mapping[str, pd.DataFrame]
Contracts = Mapping[str, Contract]
REST, TOTAL = "rest", "total"


def sums_within(
    contracts: Contracts, tables: Tables, columns: Mapping[tuple[str, str], list[Key]]
) -> Iterator[Relation]:
    """Yield the sums within a table, and that no cell exceeds its base."""
    for name, table in tables.items():
        for cell in contracts[name].cells:
            n = columns[name, cell.n]
            base = columns[name, cell.base] if cell.base else None
            if base:
                yield from (
                    at_most(*pair) for pair in zip(n, base, strict=True) if all(pair) and len({*pair}) > 1
                )
            for keys in cell.within:
                yield from _sum_over(contracts[name], table, cell, keys, n, base)
                if base and "persona" not in keys:
                    of_base = replace(cell, n=str(cell.base), base=None)
                    yield from _sum_over(contracts[name], table, of_base, keys, base, None)


def _sum_over(
    contract: Contract,
    table: pd.DataFrame,
    cell: Cell,
    within: tuple[str, ...],
    n: list[Key],
    base: list[Key] | None,
) -> Iterator[Relation]:
    over_personas = "persona" not in within and "persona" in contract.key
    rows = table.reset_index(drop=True)
    if cell.exclusive and not over_personas:
        rows = rows[rows[cell.exclusive[0]].isin(cell.exclusive[1])]
    groups = rows.groupby(list(within), sort=False).indices.items() if within else [((), range(len(rows)))]
    labels, persona = rows.index, rows["persona"].tolist() if over_personas else [""] * len(rows)
    for group, members in groups:
        places = [(persona[i], n[labels[i]]) for i in members if n[labels[i]]]
        whole = [key for who, key in places if who == ALL]
        parts = {key for who, key in places if who not in (ALL, UNASSIGNED)}
        if whole:
            yield from _to_all(cell, whole[0], parts, base[labels[members[0]]] if base else None)
        elif base and not over_personas:
            yield total_of(base[labels[members[0]]], parts, is_loose=True)
        elif len(parts) > 1:
            name = (TOTAL, contract.name, cell.n, *map(str, group if isinstance(group, tuple) else (group,)))
            yield total_of(name, parts | {key for who, key in places if who == UNASSIGNED})


def _to_all(cell: Cell, whole: Key, parts: set[Key], base: Key | None) -> Iterator[Relation]:
    """Yield that the personas add up to all, with the people outside of them where there are any."""
    if whole in parts:
        return
    if not cell.has_outside:
        yield total_of(whole, parts)
        return
    rest = (REST, *whole)
    yield total_of(whole, {*parts, rest})
    if base:
        yield at_most(rest, (REST, base[0], ALL, *base[2:]))
