"""Names and values as SQL writes them."""

from __future__ import annotations

from collections.abc import Mapping


def name(column: str) -> str:
    """Return a column name in quotes.

    Examples
    --------
    >>> print(name('a "b" c'))
    "a ""b"" c"
    """
    return '"' + column.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text in quotes.

    Examples
    --------
    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def named(expressions: Mapping[str, str]) -> str:
    """Return expressions as columns of a SELECT.

    Examples
    --------
    >>> named({"a": "1", "b c": "a + 1"})
    '1 AS "a", a + 1 AS "b c"'
    """
    return ", ".join(f"{sql} AS {name(column)}" for column, sql in expressions.items())
