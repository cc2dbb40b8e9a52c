"""Computing on DuckDB within its memory limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import duckdb

from personagen.errors import DataError, Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Result = TypeVar("Result")


def in_memory(connection: DuckDBPyConnection, compute: Callable[[], Result]) -> Result:
    """Compute, and once more on one thread where the memory was too small: each thread has tables of its own.

    Raises
    ------
    DataError
        If it is too small for one thread too.
    """
    try:
        return compute()
    except duckdb.OutOfMemoryException:
        pass
    threads = connection.execute("SELECT current_setting('threads')").fetchall()[0][0]
    connection.execute("SET threads = 1")
    try:
        with refusing_too_little():
            return compute()
    finally:
        connection.execute(f"SET threads = {threads}")


@contextmanager
def refusing_too_little() -> Iterator[None]:
    """Say what to mend where the memory is too small.

    Raises
    ------
    DataError
        For whatever couldn't be computed within.
    """
    try:
        yield
    except duckdb.OutOfMemoryException:
        what, mend = "the logs need more memory than they may take", "Allow twice as much, or more."
        raise DataError(Problem(what, mend, where="engine.memory_limit")) from None
