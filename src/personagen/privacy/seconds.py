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
from scipy.sparse import hstack

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
    at, n, x = near.index(variable), len(near), system.x[near]
    up = np.clip(limits.high[near] - x, 0, _FURTHEST)
    down = np.clip(x - limits.low[near], 0, _FURTHEST)
    constraint = _constraints(system, near)
    price = np.tile(cost[near] + _TIE * np.arange(1, n + 1) / n + _FREE, 2)
    worlds = []
    for mine, other in ((at, n + at), (n + at, at)):
        low, high = np.zeros(2 * n), np.concatenate([up, down])
        if high[mine] < 1:
            continue
        low[mine], high[mine], high[other] = 1, 1, 0  # by one, up or down
        world = _solve(price, Bounds(low, high), constraint)
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
                for other in system.partners[number]:
                    if other not in reached and may_differ[other]:
                        reached.add(other)
                        (following if cost[other] > 0 else layer).append(other)
        layer = following
    return sorted(reached)


def _constraints(system: System, near: Sequence[int]) -> LinearConstraint:
    """Return the relations of the differences: those up, then those down."""
    numbers = sorted({number for variable in near for number in system.touching[variable]})
    up = system.matrix[numbers][:, near]
    is_equal = system.is_equal[numbers]
    return LinearConstraint(
        hstack([up, -up]),
        np.where(is_equal, 0.0, -np.inf),
        np.where(is_equal, 0.0, -system.total[numbers]),
    )
