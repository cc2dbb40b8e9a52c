"""How far long work is: stages say it, whoever waits for them hears it. Showing it to people belongs to the pipelines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

_listener: ContextVar[Callable[[float], None] | None] = ContextVar("listener", default=None)
_span: ContextVar[tuple[float, float]] = ContextVar("span", default=(0.0, 1.0))


@contextmanager
def heard_by(listener: Callable[[float], None]) -> Iterator[None]:
    """Let ``listener`` hear, inside the block, which share 0..1 of the work is done."""
    heard, whole = _listener.set(listener), _span.set((0.0, 1.0))
    try:
        yield
    finally:
        _listener.reset(heard)
        _span.reset(whole)


@contextmanager
def part_of_work(start: float, end: float) -> Iterator[None]:
    """Take what is said inside the block for this part, 0..1, of the work around it."""
    low, high = _span.get()
    token = _span.set((low + (high - low) * start, low + (high - low) * end))
    try:
        yield
    finally:
        _span.reset(token)


def counted(items: Iterable[T]) -> Iterator[T]:
    """Yield the items and say after each how far it is; they must have a length.

    Examples
    --------
    >>> heard = []
    >>> with heard_by(heard.append), part_of_work(0.5, 1):
    ...     found = list(counted("ab"))
    >>> found, heard
    (['a', 'b'], [0.75, 1.0])
    """
    n = len(items) if isinstance(items, Sized) else 0
    for done, item in enumerate(items, start=1):
        yield item
        listener, (low, high) = _listener.get(), _span.get()
        if listener and n:
            listener(low + (high - low) * done / n)
