"""What a contract is: a Pandera schema with a key, and for published tables the cells that must be large enough.

The contracts themselves stand in the other modules of this folder. Whether a cell is hidden is decided in `privacy`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import pandera.pandas as pa

Kind = Literal["text", "count", "number", "share", "valence", "gap", "days", "flag", "maybe", "time", "p"]

_CHECKS: dict[str, list[pa.Check]] = {
    "count": [pa.Check.ge(0)],
    "share": [pa.Check.in_range(0, 1)],
    "valence": [pa.Check.in_range(-1, 1)],
    "gap": [pa.Check.in_range(-2, 2)],
    "days": [pa.Check.ge(0)],
    "p": [pa.Check.in_range(0, 1)],
}
_DTYPES: dict[str, Any] = {
    "text": "str",
    "count": "Int64",
    "flag": "bool",
    "maybe": "boolean",
    "time": "datetime64[us, UTC]",
}


@dataclass(frozen=True)
class Cell:
    """Columns that rest on a number of people, to be hidden together.

    Parameters
    ----------
    n
        Column with the number of people the columns rest on.
    hides
        Columns made of ``n``: they go blank with it, whatever it is hidden for.
    rests
        Columns that rest on the same people without telling ``n``: they go blank where these are too few.
    base
        Column with the people the share is of: the complement ``base - n`` must be large enough too.
    within
        Sums that the ``n`` are part of, each as the key columns within which they add up: over the personas to the
        row ``all``, within one persona to ``base`` (without a base or such a row: to something known). One hidden cell
        of a sum could be worked out from the others. ``((),)`` is a sum over the whole table. What adds up between
        tables stands in `numbers`.
    exclusive
        A column and the words in it of the rows that exclude each other within a persona; None where all do.
    of_all
        Columns that are made with the row ``all``; they go blank where that row is hidden.
    all_first
        Hide the row ``all`` before a persona's where a second cell must go.
    rounds
        Columns of ``rests`` whose digits would tell ``n``: they are shown in whole hundredths where it is hidden.
    is_people
        Whether ``n`` counts people; contacts, ratings and moves are small without telling of somebody, and hidden
        only where they would tell.
    has_outside
        Whether the row ``all`` may count people of no persona.
    cost
        What hiding ``n`` and ``base`` here costs a reader, against that of another cell; where a number stands in many rows they add up.
    """

    n: str
    hides: tuple[str, ...]
    base: str | None = None
    within: tuple[tuple[str, ...], ...] = ()
    of_all: tuple[str, ...] = ()
    all_first: bool = False
    exclusive: tuple[str, tuple[str, ...]] | None = None
    rests: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    is_people: bool = True
    has_outside: bool = False
    cost: float = 1.0


@dataclass(frozen=True)
class Rounding:
    """Numbers of people that are published as multiples of the minimum cell, as totals elsewhere would tell hidden ones.

    Parameters
    ----------
    n
        Column with the number of people; rows in which it rounds to 0 go.
    share
        Column with its share, taken of the rounded numbers.
    within
        Key columns of a group in which shares add up to 1.
    """

    n: str
    share: str
    within: tuple[str, ...]


@dataclass(frozen=True)
class Contract:
    """One table that crosses a stage or is written."""

    name: str
    description: str
    key: tuple[str, ...]
    schema: pa.DataFrameSchema
    cells: tuple[Cell, ...] = ()
    rounding: Rounding | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(self.schema.columns)

    def conform(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return ``frame`` with the columns, order and types of the contract, after checking it.

        Columns that the contract allows to be blank are added where they are absent.

        Raises
        ------
        pandera.errors.SchemaErrors
            If the table breaks its contract: a defect of this program.
        """
        blank = [c for c, column in self.schema.columns.items() if column.nullable and c not in frame]
        frame = frame.assign(**dict.fromkeys(blank))
        frame = frame[list(self.columns)].reset_index(drop=True)
        frame = frame.astype({c: str(s.dtype) for c, s in self.schema.columns.items() if s.dtype})
        validated: pd.DataFrame = self.schema.validate(frame, lazy=True)
        return validated

    def empty(self) -> pd.DataFrame:
        """Return the table without rows."""
        return self.conform(pd.DataFrame({name: [] for name in self.columns}))


def column(kind: Kind, description: str, *, blank: bool = False, one_of: tuple[str, ...] = ()) -> pa.Column:
    """Return a Pandera column of a kind: its type, its range, whether it may be blank and what it means."""
    checks = [*_CHECKS.get(kind, [])]
    if one_of:
        checks.append(pa.Check.isin(one_of))
    return pa.Column(
        _DTYPES.get(kind, "float64"),
        checks=checks,
        nullable=blank,
        description=description,
        metadata={"kind": kind},
    )


def contract(
    name: str,
    description: str,
    key: str,
    columns: dict[str, pa.Column],
    cells: tuple[Cell, ...] = (),
    rounding: Rounding | None = None,
) -> Contract:
    """Return a contract; ``key`` names the key columns, separated by commas."""
    keys = tuple(part.strip() for part in key.split(","))
    schema = pa.DataFrameSchema(
        columns, strict=True, unique=list(keys), name=name, description=description, ordered=True
    )
    return Contract(name, description, keys, schema, cells, rounding)


def persona_order(personas: pd.Series | Sequence[str]) -> list[str]:
    """Return the distinct personas: numbers by value, then names as they come, then ``all`` and ``unassigned``.

    Names come by falling size in every table that is written: `personas_by_size` begins them.

    Examples
    --------
    >>> persona_order(["10", "all", "2", "vip", "unassigned", "new"])
    ['2', '10', 'vip', 'new', 'all', 'unassigned']
    """

    def rank(persona: str) -> tuple[int, int]:
        last = {"all": 2, "unassigned": 3}.get(persona, 1)
        return (0, int(persona)) if persona.isdigit() else (last, 0)

    return sorted(dict.fromkeys(str(persona) for persona in personas), key=rank)
