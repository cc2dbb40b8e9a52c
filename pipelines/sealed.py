"""Hand people's data from flow to flow without Prefect's database seeing it."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class Sealed(Generic[T]):
    """A value that Prefect can't write down.

    Prefect stores the parameters of a flow as JSON. A sealed one has nothing to serialise, so the database shows
    ``<Sealed>`` where otherwise tables of respondents would stand.

    Examples
    --------
    >>> Sealed([1, 2]).value
    [1, 2]
    >>> Sealed([1, 2])
    <Sealed>
    """

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    @property
    def value(self) -> T:
        """Return what is inside."""
        return self._value

    def __repr__(self) -> str:
        return "<Sealed>"
