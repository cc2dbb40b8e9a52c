"""The published counts as one system: a variable for each number of people, and the relations that everybody knows.

A number that stands in several tables is one variable. What is hidden doesn't belong here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from personagen.contracts import Contract
from personagen.contracts.numbers import NUMBERS, TOLD, Places, Told
from personagen.privacy.relations import Key, Relation, relate
from personagen.privacy.sums import REST, TOTAL, Contracts, Tables, sums_within

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Where = NDArray[np.int64]


@dataclass(frozen=True)
class System:
    """The counts of some tables.

    Parameters
    ----------
    keys
        The variables in the order of their keys.
    x
        Their values; NaN where nothing shows it.
    is_told
        Whether something tells the variable that doesn't go blank with it.
    places
        By table and column the variable of each row; -1 where there is none.
    tellers
        Table and column, and the variable that each row of it tells beside its counts; -1 where it tells none.
    relations
        Those in which all values known agree.
    """

    keys: tuple[Key, ...]
    x: Floats
    is_told: Flags
    places: Mapping[tuple[str, str], Where]
    tellers: tuple[tuple[tuple[str, str], Where], ...]
    relations: tuple[Relation, ...]

    @cached_property
    def index(self) -> dict[Key, int]:
        """Place of each variable."""
        return {key: i for i, key in enumerate(self.keys)}

    @cached_property
    def terms(self) -> list[tuple[NDArray[np.int64], Floats]]:
        """The variables and factors of each relation."""
        return [
            (
                np.asarray([self.index[key] for key, _ in relation.terms], dtype=np.int64),
                np.asarray([factor for _, factor in relation.terms], dtype=np.float64),
            )
            for relation in self.relations
        ]

    @cached_property
    def touching(self) -> list[list[int]]:
        """The relations of each variable."""
        found: list[list[int]] = [[] for _ in self.keys]
        for number, (variables, _) in enumerate(self.terms):
            for variable in variables.tolist():
                found[variable].append(number)
        return found

    @cached_property
    def matrix(self) -> csr_array:
        """The factors as a matrix, relations x variables."""
        shape = len(self.relations), len(self.keys)
        if not self.relations:
            return csr_array(shape)
        variables, factors = (np.concatenate(parts) for parts in zip(*self.terms, strict=True))
        rows = np.repeat(np.arange(len(self.terms)), [len(each) for each, _ in self.terms])
        return csr_array((factors, (rows, variables)), shape=shape)

    @cached_property
    def is_equal(self) -> Flags:
        """Whether the sum of each relation is 0; else it is at most 0."""
        return np.asarray([relation.is_equal for relation in self.relations], dtype=np.bool_)

    @cached_property
    def total(self) -> Floats:
        """The sum of each relation."""
        return np.asarray(self.matrix @ self.x)

    @cached_property
    def partners(self) -> list[list[int]]:
        """The variables of each relation that may have to move along: of a bound only where it is tight."""
        may = self.is_equal | ~(self.total < -1)
        return [
            variables.tolist() if moves else [] for moves, (variables, _) in zip(may, self.terms, strict=True)
        ]

    def nobody(self, known: Flags) -> Flags:
        """Return which variables are 0 because others are: where there is nobody, none of them does anything.

        Parameters
        ----------
        known
            The variables known to be 0.
        """
        parts, wholes = self.matrix > 0, self.matrix < 0
        found, before = known.copy(), -1
        while before != (before := int(found.sum())):
            found |= parts.T @ (wholes @ ~found == 0)
            found |= wholes.T @ (self.is_equal & (parts @ ~found == 0))
        return found


def build_system(contracts: Contracts, tables: Tables, *, from_outside: bool) -> System:
    """Return the counts of some tables and what relates them.

    Parameters
    ----------
    contracts, tables
        By name.
    from_outside
        Whether to read what an outsider reads: also what tells a number beside its column. Else the tables are whole,
        totals that stand in no table are known, and relations that don't hold are left out.
    """
    columns = {
        (name, column): _keys(contracts[name], table, column)
        for name, table in tables.items()
        for column in _counted(contracts[name])
    }
    values: dict[Key, float] = {}
    for (name, column), keys in columns.items():
        for key, value in zip(keys, tables[name][column].astype("Float64"), strict=True):
            if key and not (key in values and pd.isna(value)):
                values[key] = float("nan") if pd.isna(value) else float(value)
    told = [*_told(tables, from_outside=from_outside)]
    values |= {key: value for _, rows in told for key, value in rows if key}
    fixed = {key for each, rows in told if not each.blanks for key, _ in rows}
    relations = [*sums_within(contracts, tables, columns), *relate(values)]
    values = _with_unpublished(values, relations, from_outside=from_outside)
    if not from_outside:
        relations = [relation for relation in relations if _holds(relation, values)]
    ordered = tuple(sorted(values))
    place = {key: i for i, key in enumerate(ordered)}
    is_known = [key in fixed or key[0] == TOTAL or (key[0] == REST and values[key] == 0) for key in ordered]
    return System(
        ordered,
        np.asarray([values[key] for key in ordered], dtype=np.float64),
        np.asarray(is_known, dtype=np.bool_) & (not from_outside),
        {
            at: np.asarray([place.get(key, -1) for key in found], dtype=np.int64)
            for at, found in columns.items()
        },
        tuple(
            ((each.table, each.blanks), np.asarray([place.get(key, -1) for key, _ in rows], dtype=np.int64))
            for each, rows in told
            if each.blanks
        ),
        tuple(dict.fromkeys(relations)),
    )


def _counted(contract: Contract) -> list[str]:
    """Return the columns of a table that count people."""
    found = [number.column for number in NUMBERS if number.table == contract.name]
    for cell in contract.cells:
        found += [cell.n, *([cell.base] if cell.base else [])]
    return list(dict.fromkeys(found))


def _keys(contract: Contract, table: pd.DataFrame, column: str) -> list[Key]:
    """Return the variable of each row of a column; an empty one where the row has no place."""
    found = pd.Series([()] * len(table), index=table.index, dtype=object)
    free = pd.Series(data=True, index=table.index)
    for number in NUMBERS:
        if (number.table, number.column) == (contract.name, column):
            rows = free & (number.only(table) if number.only else True)
            found[rows] = pd.Series(_at(number.counts, number.at, table), index=table.index, dtype=object)[
                rows
            ]
            free &= ~rows
    own = pd.Series(_at(f"{contract.name}.{column}", contract.key, table), index=table.index, dtype=object)
    return found.where(~free, own).tolist()


def _at(counts: str, at: Places, table: pd.DataFrame) -> list[Key]:
    axes = []
    for axis in at:
        if callable(axis):
            axes.append(_as_words(axis(table)))
        elif axis.startswith("="):
            axes.append([axis[1:]] * len(table))
        else:
            axes.append(_as_words(table[axis]))
    return [(counts, *place) for place in zip(*axes, strict=True)] if axes else [(counts,)] * len(table)


def _as_words(places: pd.Series) -> list[str]:
    """Return places as texts; a blank is a place of its own."""
    return [str(place) for place in places.astype(str).fillna("")]


def _told(tables: Tables, *, from_outside: bool) -> Iterator[tuple[Told, list[tuple[Key, float]]]]:
    """Yield what is told beside the columns of counts, row by row; an empty variable where nothing is."""
    for told in TOLD:
        if told.table in tables and (from_outside or not told.goes_along):
            table = tables[told.table]
            read = told.read(table, tables).astype("Float64").round()
            keys = _at(told.counts, told.at, table)
            yield (
                told,
                [((), 0.0) if pd.isna(v) else (key, float(v)) for key, v in zip(keys, read, strict=True)],
            )


def _with_unpublished(
    values: Mapping[Key, float], relations: list[Relation], *, from_outside: bool
) -> dict[Key, float]:
    """Return the values with those that stand in no table: what their sums make them, unknown to an outsider."""
    found = dict(values)
    for _ in range(3):  # a rest may rest on another
        for relation in relations:
            unknown = [(key, factor) for key, factor in relation.terms if key not in found]
            if from_outside:
                found |= dict.fromkeys((key for key, _ in unknown), float("nan"))
            elif relation.is_equal and len(unknown) == 1:
                key, factor = unknown[0]
                found[key] = -sum(f * found[k] for k, f in relation.terms if k != key) / factor
    return found


def _holds(relation: Relation, values: Mapping[Key, float]) -> bool:
    if any(key not in values or np.isnan(values[key]) for key, _ in relation.terms):
        return False
    total = sum(factor * values[key] for key, factor in relation.terms)
    return total == 0 if relation.is_equal else total <= 0
