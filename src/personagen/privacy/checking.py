"""The checker: which hidden numbers an outsider can work out from all published tables together.

Each hidden number is a whole unknown of an integer programme; what is published, and how the tables hang together
(`contracts.numbers`), are its constraints. A number whose least and largest possible value are the same is recoverable.
The outsider knows the rule too: nobody is shown as 0, so a hidden number is 1 at least, unless it went along with
another. That nobody of a hidden few is where nobody at all is, is no finding. Hiding doesn't belong here: this is the examiner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from personagen.contracts import PUBLISHED, Contract
from personagen.privacy.sums import Contracts, Tables
from personagen.privacy.system import Floats, System, Where, build_system

_MOST = 10_000_000.0


@dataclass(frozen=True)
class Recoverable:
    """A hidden number with a single possible value: where it is hidden, and the value."""

    table: str
    column: str
    key: tuple[str, ...]
    value: int


def find_recoverable(
    tables: Tables, contracts: Contracts = PUBLISHED, *, is_complete: bool = True
) -> list[Recoverable]:
    """Return the hidden numbers of people (contacts, ratings, moves) that the published tables tell.

    Parameters
    ----------
    tables
        All published tables by name; those without a contract are left out.
    contracts
        By name.
    is_complete
        Whether to suppose that no level or channel was left out for its rare name. Where one was, an outsider who
        supposes so is misled.

    Returns
    -------
    list of Recoverable
        Each once for every cell that hides it, in the order of the tables.

    Raises
    ------
    ValueError
        If no numbers fit what is published: a table contradicts another.
    """
    known = {name: contracts[name].conform(table) for name, table in tables.items() if name in contracts}
    system = build_system(contracts, known, from_outside=True)
    system = replace(system, x=np.where(system.nobody(system.x == 0), 0.0, system.x))
    lowest = _lowest(contracts, known, system)
    found: dict[int, int] = {}
    for unknown in _components(system):
        found |= _single(system, unknown, lowest, is_complete=is_complete)
    return [*_cells(contracts, known, system, found)]


def _lowest(contracts: Contracts, tables: Tables, system: System) -> Floats:
    """Return 1 for what was hidden on its own account, 0 for what went along or stands in no table."""
    lowest = np.zeros(len(system.keys))
    went_along = np.zeros(len(system.keys), dtype=np.bool_)
    for name, table in tables.items():
        for cell in contracts[name].cells:
            lowest[_of(system, name, cell.n, table[cell.n].isna())] = 1
            if cell.base:
                base = system.places[name, cell.base]
                is_hidden = pd.Series((base >= 0) & np.isnan(system.x[base]), index=table.index)
                went_along[_of(system, name, cell.n, is_hidden)] = True
            for other in cell.rests:
                if (name, other) in system.places:
                    went_along[_of(system, name, other, table[cell.n].isna())] = True
    return np.where(went_along, 0.0, lowest)


def _of(system: System, name: str, column: str, rows: pd.Series) -> Where:
    places: Where = system.places[name, column][rows.to_numpy(dtype=bool)]
    return places[places >= 0]


def _components(system: System) -> Iterator[list[int]]:
    """Yield the unknowns that hang together, alone ones left out: nothing tells them."""
    unknown, seen = np.isnan(system.x), np.zeros(len(system.x), dtype=np.bool_)
    for start in np.flatnonzero(unknown):
        if seen[start]:
            continue
        seen[start], found, todo = True, [int(start)], [int(start)]
        while todo:
            for number in system.touching[todo.pop()]:
                for variable in system.terms[number][0]:
                    if unknown[variable] and not seen[variable]:
                        seen[variable] = True
                        found.append(int(variable))
                        todo.append(int(variable))
        if any(system.touching[variable] for variable in found):
            yield sorted(found)


def _single(system: System, unknown: Sequence[int], lowest: Floats, *, is_complete: bool) -> dict[int, int]:
    """Return the unknowns with a single value.

    The strictest outsider first: all levels and channels are published, and what is hidden is 1 at least. Where the
    tables contradict that, an outsider would see so too.
    """
    for is_strict, low in ((True, lowest), (False, lowest), (True, lowest * 0), (False, lowest * 0)):
        if is_strict and not is_complete:
            continue
        programme = _Programme.of(system, unknown, low, is_strict=is_strict)
        first = programme.solve(np.zeros(len(unknown)))
        if first is not None:
            return {unknown[i]: value for i, value in programme.single(first).items()}
    raise ValueError(f"No numbers fit what is published around {system.keys[unknown[0]]}")


@dataclass(frozen=True)
class _Programme:
    """The integer programme of some unknowns."""

    low: Floats
    constraint: LinearConstraint

    @classmethod
    def of(cls, system: System, unknown: Sequence[int], low: Floats, *, is_strict: bool) -> _Programme:
        place = {variable: i for i, variable in enumerate(unknown)}
        numbers = sorted({number for variable in unknown for number in system.touching[variable]})
        data, rows, columns, least, most = [], [], [], [], []
        for row, number in enumerate(numbers):
            variables, factors = system.terms[number]
            rest = 0.0
            for variable, factor in zip(variables, factors, strict=True):
                if variable in place:
                    data.append(factor)
                    rows.append(row)
                    columns.append(place[variable])
                else:
                    rest += factor * system.x[variable]
            relation = system.relations[number]
            is_equal = relation.is_equal and (is_strict or not relation.is_loose)
            is_open = relation.is_loose and not relation.is_equal and not is_strict
            least.append(-rest if is_equal else -np.inf)
            most.append(np.inf if is_open else -rest)
        matrix = csr_array((data, (rows, columns)), shape=(len(numbers), len(unknown)))
        return cls(low[list(unknown)], LinearConstraint(matrix, least, most))

    def solve(self, goal: Floats) -> Floats | None:
        """Return whole numbers that fit with the least goal; None where there are none."""
        found = milp(
            goal,
            integrality=np.ones(len(goal), dtype=np.int64),
            bounds=Bounds(self.low, _MOST),
            constraints=self.constraint,
            options={"mip_rel_gap": 0.0},
        )
        return None if found.x is None else np.round(found.x)

    def single(self, first: Floats) -> dict[int, int]:
        """Return the places of the unknowns that have the same value in every solution."""
        n = len(first)
        differs = np.zeros(n, dtype=np.bool_)
        for goal in (np.ones(n), -np.ones(n), np.asarray(np.arange(n) % 2 - 0.5, dtype=np.float64)):
            if (other := self.solve(goal)) is not None:
                differs |= other != first
        for i in range(n):
            for sign in (1.0, -1.0):
                if not differs[i]:
                    goal = np.zeros(n)
                    goal[i] = sign
                    other = self.solve(goal)
                    if other is not None:
                        differs |= other != first
        return {int(i): int(first[i]) for i in np.flatnonzero(~differs)}


def _cells(
    contracts: Mapping[str, Contract], tables: Tables, system: System, found: Mapping[int, int]
) -> Iterator[Recoverable]:
    by_place = defaultdict(list)
    for name, column in system.places:
        by_place[name].append(column)
    for name, columns in by_place.items():
        keys = tables[name][[*contracts[name].key]].astype(str).to_numpy()
        for column in columns:
            places = system.places[name, column]
            for row in np.flatnonzero(tables[name][column].isna()):
                value = found.get(int(places[row]), system.x[places[row]] if places[row] >= 0 else 0)
                if value > 0 or places[row] in found:
                    yield Recoverable(name, column, tuple(keys[row]), int(value))
