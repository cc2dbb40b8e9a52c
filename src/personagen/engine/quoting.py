"""Names and values as SQL writes them."""

from __future__ import annotations


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
