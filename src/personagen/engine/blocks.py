"""Blocks of customers: what is counted customer by customer is counted for some of them after others.

Hashing the contacts of a whole log into a group for each customer and place takes more memory than there may be, and two
to three times as long as hashing those of a block, whose groups fit a processor's caches. Planning a statement takes
some milliseconds, so blocks are no smaller than they need to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Block = tuple[int, int]
OF_BLOCK = "customer BETWEEN getvariable('first_customer') AND getvariable('last_customer')"
_CONTACTS = 1_500_000
_EVERYBODY = (0, 2**31 - 1)


def blocks_of(n_customers: int, n_contacts: int) -> list[Block]:
    """Return the numbers of the first and the last customer of each block, with about equally many in each.

    Examples
    --------
    >>> blocks_of(3, 100)
    [(1, 3)]
    >>> blocks_of(5, 3_000_000)
    [(1, 2), (3, 5)]
    """
    n = max(1, min(n_customers, n_contacts // _CONTACTS))
    ends = [n_customers * block // n for block in range(n + 1)]
    return [(before + 1, end) for before, end in pairwise(ends)]


def show_everybody(connection: DuckDBPyConnection) -> None:
    """Let `OF_BLOCK` hold for all customers."""
    _show(connection, _EVERYBODY)


@contextmanager
def showing(connection: DuckDBPyConnection, block: Block) -> Iterator[None]:
    """Let `OF_BLOCK` hold for the customers of a block, and after it for all of them."""
    _show(connection, block)
    try:
        yield
    finally:
        show_everybody(connection)


def _show(connection: DuckDBPyConnection, block: Block) -> None:
    for name, customer in zip(("first_customer", "last_customer"), block, strict=True):
        connection.execute(f"SET VARIABLE {name} = {customer}")
