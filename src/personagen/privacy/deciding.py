"""Which counts are hidden: the small ones, what rests on them, and what would tell them.

How counts hang together belongs to `system`, looking for another world to `seconds`; what goes blank to `cells`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from personagen.privacy.seconds import Limits, find_other_world
from personagen.privacy.sums import Contracts, Tables
from personagen.privacy.system import Flags, Floats, System, Where

# what hiding a number costs a reader: more for a large one, a marker, one that others are compared with, a first of a rank
_PLAIN, _BY_SIZE, _MARKER, _COMPARED, _FIRST, _FREELY, _ALONG = 10.0, 2.0, 30.0, 60.0, 300.0, 0.2, 3.0


@dataclass
class Hiding:
    """What is decided so far: state of this module alone, by variable of the system."""

    contracts: Contracts
    tables: Tables
    system: System
    minimum: int
    hidden: Flags = field(init=False)
    low: Floats = field(init=False)
    high: Floats = field(init=False)

    def __post_init__(self) -> None:
        n = len(self.system.keys)
        self.hidden = np.zeros(n, dtype=np.bool_)
        self.low, self.high = np.ones(n), np.full(n, np.inf)
        self.cells = [(name, cell) for name in self.tables for cell in self.contracts[name].cells]
        self.carries = [*self._carriers()]
        self.cost = self._cost()
        self.may_go = self._may_go()

    def decide(self) -> Flags:
        """Return what is hidden in the end."""
        self._bound()
        self._hide_small()
        has_other = np.isnan(self.system.x)  # nothing to tell
        is_free = ~self._is_published()
        while len(todo := np.flatnonzero(self.hidden & ~has_other)):
            if self.system.x[todo[0]] == 0:
                has_other |= self.system.nobody((self.system.x == 0) & ~self.hidden & ~is_free)
                if has_other[todo[0]]:
                    continue
            world = self._other_world(int(todo[0]), is_free)
            has_other[world] = True
            has_other[todo[0]] = True
            self.hidden[world[~is_free[world]]] = True
            self._carry()
        return self.hidden

    def _other_world(self, variable: int, is_free: Flags) -> Where:
        """Return what differs in another world: first among what an outsider may know most strictly, then less so."""
        strict = Limits(self.low, self.high)
        loose = Limits(np.where(self.low > 0, 1.0, 0.0), np.full(len(self.high), np.inf))
        cost = np.where(self.hidden | is_free, 0.0, self.cost)
        x = self.system.x
        for limits, hops in ((strict, 2), (strict, 4), (loose, 4), (loose, 8)):
            fits = self.may_go & (x >= limits.low) & (x <= limits.high)
            found = find_other_world(self.system, variable, self.hidden | is_free | fits, cost, limits, hops)
            if found is not None:
                return found
        return np.asarray([], dtype=np.int64)

    def _bound(self) -> None:
        """Note what a second cell may be, for all that somebody may know who knows that it is one."""
        for name, cell in self.cells:
            at = self.system.places[name, cell.n]
            if cell.is_people:
                self.low[at[at >= 0]] = self.minimum
            if cell.base:
                of_base = self.system.places[name, cell.base]
                self.low[of_base[of_base >= 0]] = self.minimum
                most = numbers_in(self.tables[name][cell.base]) - self.minimum
                np.minimum.at(self.high, at[at >= 0], most[at >= 0])

    def _hide_small(self) -> None:
        for name, cell in self.cells:
            if not cell.is_people:
                continue
            at, n = self.system.places[name, cell.n], numbers_in(self.tables[name][cell.n])
            self._hide(at, (n > 0) & (n < self.minimum), 1, self.minimum - 1)
            if cell.base:
                base, of_base = numbers_in(self.tables[name][cell.base]), self.system.places[name, cell.base]
                self._hide(of_base, (base > 0) & (base < self.minimum), 1, self.minimum - 1)
                few = (base - n > 0) & (base - n < self.minimum) & (n >= self.minimum)
                self._hide(at, few, base - self.minimum + 1, base - 1)
        self._carry()

    def _hide(self, at: Where, rows: Flags, low: Floats | int, high: Floats | int) -> None:
        """Hide the numbers of some rows, known to lie between two ends."""
        rows = rows & (at >= 0)
        fresh = rows & ~self.hidden[at]
        for ends, values in ((self.low, low), (self.high, high)):
            ends[at[fresh]] = np.broadcast_to(values, len(at))[fresh]
        self.hidden[at[rows]] = True

    def _carry(self) -> None:
        """Hide what rests on hidden numbers; of that nothing is known."""
        before = -1
        while before != (before := int(self.hidden.sum())):
            for carrier, other in self.carries:
                along = other[self.hidden[carrier]]
                self.hidden[along] = True
                self.low[along], self.high[along] = 0.0, np.inf

    def _carriers(self) -> Iterator[tuple[Where, Where]]:
        for name, cell in self.cells:
            is_few = numbers_in(self.tables[name][cell.n]) < self.minimum
            pairs = [(cell.base, cell.n, ~np.zeros_like(is_few))] if cell.base else []
            pairs += [(cell.n, c, is_few) for c in cell.rests if (name, c) in self.system.places]
            for carrier, other, rows in pairs:
                both = self.system.places[name, carrier], self.system.places[name, other]
                which = rows & (both[0] >= 0) & (both[1] >= 0) & (both[0] != both[1])
                yield both[0][which], both[1][which]

    def _is_published(self) -> Flags:
        found = np.zeros(len(self.system.keys), dtype=np.bool_)
        for at in (*self.system.places.values(), *(at for _, at in self.system.tellers)):
            found[at[at >= 0]] = True
        return found | self.system.is_told

    def _may_go(self) -> Flags:
        found = np.zeros(len(self.system.keys), dtype=np.bool_)
        for name, cell in self.cells:
            for column in filter(None, (cell.n, cell.base)):
                at = self.system.places[name, column]
                found[at[at >= 0]] = True
        for _, at in self.system.tellers:
            found[at[at >= 0]] = True
        return found & ~self.system.is_told

    def _cost(self) -> Floats:
        cost = np.zeros(len(self.system.keys))
        for name, cell in self.cells:
            table = self.tables[name]
            n = numbers_in(table[cell.n])
            price = _PLAIN + _BY_SIZE * np.log2(1 + n)
            if "is_marker" in cell.hides and "is_marker" in table:
                price += _MARKER * table["is_marker"].to_numpy(dtype=bool)
            if "persona" in table:
                is_all = table["persona"].eq("all").to_numpy(dtype=bool)
                price = np.where(
                    is_all,
                    price * _FREELY if cell.all_first else price + _COMPARED * bool(cell.of_all),
                    price,
                )
                if "rank" in cell.hides:
                    price += _FIRST * (numbers_in(table["rank"]) == 1) * ~is_all
            price = (price + _ALONG * len(cell.hides)) * cell.cost
            at = self.system.places[name, cell.n]
            np.add.at(cost, at[at >= 0], price[at >= 0])
            if cell.base:
                at = self.system.places[name, cell.base]
                np.add.at(cost, at[at >= 0], price[at >= 0])
        for _, at in self.system.tellers:
            np.add.at(cost, at[at >= 0], _PLAIN)
        return cost


def numbers_in(column: pd.Series) -> Floats:
    """Return a column of counts as numbers, 0 where there is none."""
    return np.asarray(column.astype("Float64").fillna(0), dtype=np.float64)
