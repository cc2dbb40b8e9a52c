"""A computation that needs more memory than there is runs once more on one thread, and then says what to do."""

from __future__ import annotations

import duckdb
import pytest

from personagen.engine.memory import in_memory
from personagen.errors import DataError

THREADS = "SELECT current_setting('threads')"


@pytest.fixture
def connection():
    with duckdb.connect(config={"threads": 3, "memory_limit": "512MiB"}) as opened:
        yield opened


def threads_of(connection) -> int:
    return connection.execute(THREADS).fetchall()[0][0]


def test_what_needs_one_thread_gets_it_and_gives_it_back(connection):
    seen = []

    def compute() -> str:
        seen.append(threads_of(connection))
        if seen[-1] > 1:
            raise duckdb.OutOfMemoryException("too small")
        return "done"

    assert in_memory(connection, compute) == "done"
    assert [*seen, threads_of(connection)] == [3, 1, 3]


def test_what_never_fits_says_which_limit_to_raise(connection):
    connection.execute("SET temp_directory = ''")
    connection.execute("SET memory_limit = '8MiB'")
    rows = "SELECT list(i) FROM range(20_000_000) AS t(i)"
    message = (
        r"engine.memory_limit: the logs need more memory than they may take. Allow twice as much, or more."
    )
    with pytest.raises(DataError, match=message):
        in_memory(connection, lambda: connection.execute(rows).fetchall())
    assert threads_of(connection) == 3


def test_other_errors_are_left_as_they_are(connection):
    with pytest.raises(duckdb.CatalogException):
        in_memory(connection, lambda: connection.execute("SELECT * FROM nowhere"))
    assert threads_of(connection) == 3
