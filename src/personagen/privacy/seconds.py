"""The second cell: what goes where a hidden number could be worked out, the least useful that will do.

For a hidden number another world is looked for: whole numbers that fit all that is published and known, in which the
hidden number is another one. What is shown and differs in that world goes too; then both worlds fit, and nobody can tell
which is true [the idea of Kelly, Golden & Assad 1992, *Networks*, and Fischetti & Salazar 2000, *JASA*]. Of all such
worlds the one that costs least is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from personagen.privacy.system import Flags, Floats, System, Where

# a world may differ by so much; a tie between costs is broken by the order of the keys
_FURTHEST, _TIE, _FREE = 1000.0, 1e-3, 1e-2
_WHOLE, _NEARLY = 1e-6, 0.05


@dataclass(frozen=True)
class Limits:
    """Between what a variable may lie for all that an outsider may know: an end each by variable."""

    low: Floats
    high: Floats


def find_other_world(
    system: System,
    variable: int,
    may_differ: Flags,
    cost: Floats,
    limits: Limits,
    hops: int,
) -> Where | None:
    """Return the variables that differ in the cheapest other world; None where there is none.

    Parameters
    ----------
    system
        The counts as they are.
    variable
        The one that must differ.
    may_differ
        Variables that are hidden or may be.
    cost
        Of hiding a variable; 0 where it is hidden already.
    limits
        Where each variable must stay.
    hops
        How many shown numbers in a row may be hidden at most.
    """
    near = _near(system, variable, may_differ, cost, hops)
    place = {other: i for i, other in enumerate(near)}
    n, x = len(near), system.x[near]
    up = np.clip(limits.high[near] - x, 0, _FURTHEST)
    down = np.clip(x - limits.low[near], 0, _FURTHEST)
    matrix, least, most = _constraints(system, place)
    price = np.tile(cost[near] + _TIE * np.arange(1, n + 1) / n + _FREE, 2)
    worlds = []
    for mine, other in ((place[variable], n + place[variable]), (n + place[variable], place[variable])):
        low, high = np.zeros(2 * n), np.concatenate([up, down])
        if high[mine] < 1:
            continue
        low[mine], high[mine], high[other] = 1, 1, 0  # by one, up or down
        world = _solve(price, Bounds(low, high), LinearConstraint(matrix, least, most))
        if world is not None:
            worlds.append((float(price @ world), world))
    if not worlds:
        return None
    change = min(worlds, key=lambda pair: pair[0])[1]
    differ: Where = np.asarray(near, dtype=np.int64)[change[:n] != change[n:]]
    return differ


def _solve(price: Floats, bounds: Bounds, constraint: LinearConstraint) -> Floats | None:
    """Return the cheapest whole numbers; those without the demand of being whole mostly are already."""
    for integrality in (0, 1):
        found = milp(
            price,
            integrality=np.full(len(price), integrality),
            bounds=bounds,
            constraints=constraint,
            options={"mip_rel_gap": _NEARLY},
        )
        if found.x is None:
            return None
        whole: Floats = np.round(found.x)
        if np.abs(found.x - whole).max() < _WHOLE:
            return whole
    return None


def _near(system: System, variable: int, may_differ: Flags, cost: Floats, hops: int) -> list[int]:
    """Return the variables that can be reached: through hidden ones for nothing, through shown ones in so many hops."""
    reached, layer = {variable}, [variable]
    for _ in range(hops + 1):
        following: list[int] = []
        while layer:
            for number in system.touching[layer.pop()]:
                for other in _partners(system, number):
                    if other not in reached and may_differ[other]:
                        reached.add(other)
                        (following if cost[other] > 0 else layer).append(other)
        layer = following
    return sorted(reached)


def _partners(system: System, number: int) -> Sequence[int]:
    """Return the variables of a relation that may have to move along: of a bound only where it is tight."""
    variables, factors = system.terms[number]
    if not system.relations[number].is_equal and float(factors @ system.x[variables]) < -1:
        return ()
    return [int(variable) for variable in variables]


def _constraints(system: System, place: dict[int, int]) -> tuple[csr_array, Floats, Floats]:
    """Return the relations of the differences: those up, then those down."""
    numbers = sorted({number for variable in place for number in system.touching[variable]})
    data, rows, columns, least, most = [], [], [], [], []
    n = len(place)
    for row, number in enumerate(numbers):
        variables, factors = system.terms[number]
        for variable, factor in zip(variables, factors, strict=True):
            if (at := place.get(int(variable))) is not None:
                data += [factor, -factor]
                rows += [row, row]
                columns += [at, n + at]
        is_equal = system.relations[number].is_equal
        least.append(0.0 if is_equal else -np.inf)
        most.append(0.0 if is_equal else -float(factors @ system.x[variables]))
    matrix = csr_array((data, (rows, columns)), shape=(len(numbers), 2 * n))
    return matrix, np.asarray(least), np.asarray(most)
