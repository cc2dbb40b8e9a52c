"""Checks of a Pandera column as SQL, in words that DuckDB and Spark share.

Which checks there are belongs to the contracts; what the cells of a column are in SQL belongs to `cells`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pandera.pandas as pa

from personagen.contracts.log import NOT_NULLABLE
from personagen.engine.quoting import literal

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Statistics = Mapping[str, Any]


def violations(column: pa.Column, cell: str) -> dict[str, str]:
    """Return by the published name of each check SQL that holds where a cell breaks it.

    The name of a check is its ``error``; that of ``nullable=False`` stands in the column's metadata. A blank cell breaks
    no other check, as in Pandera.

    Parameters
    ----------
    cell
        SQL of the cell: NULL where it is blank, a time as microseconds since 1970.

    Raises
    ------
    NotImplementedError
        If the column asks for something that this module can't say in SQL.

    Examples
    --------
    >>> violations(pa.Column("float64", pa.Check.ge(0, error="negative"), nullable=True), "price")
    {'negative': 'NOT (price >= 0)'}
    """
    if column.unique or column.regex or column.parsers:
        raise NotImplementedError(f"{column}: only checks of single cells can be said in SQL")
    broken: dict[str, list[str]] = {}
    if not column.nullable:
        if NOT_NULLABLE not in (column.metadata or {}):
            raise NotImplementedError(f"{column}: blank cells break a check without a name in the metadata")
        broken[column.metadata[NOT_NULLABLE]] = [f"{cell} IS NULL"]
    for check in column.checks:
        broken.setdefault(check.error, []).append(_violation(check, cell))
    return {name: " OR ".join(conditions) for name, conditions in broken.items()}


def _violation(check: pa.Check, cell: str) -> str:
    condition = _CONDITIONS.get(check.name or "")
    if condition is None or check.groupby or check.raise_warning or not check.ignore_na:
        kinds = ", ".join(_CONDITIONS)
        raise NotImplementedError(f"{check}: only plain checks can be said in SQL, of the kinds {kinds}")
    return f"NOT ({condition(cell, check.statistics or {})})"


def _comparison(operator: str, value: str) -> Callable[[str, _Statistics], str]:
    return lambda cell, statistics: f"{cell} {operator} {_value(statistics[value])}"


def _membership(operator: str, values: str) -> Callable[[str, _Statistics], str]:
    return lambda cell, statistics: f"{cell} {operator} ({', '.join(map(_value, statistics[values]))})"


def _in_range(cell: str, statistics: _Statistics) -> str:
    low, high = _value(statistics["min_value"]), _value(statistics["max_value"])
    if statistics["include_min"] and statistics["include_max"]:
        return f"{cell} BETWEEN {low} AND {high}"
    above = ">=" if statistics["include_min"] else ">"
    below = "<=" if statistics["include_max"] else "<"
    return f"{cell} {above} {low} AND {cell} {below} {high}"


# by Pandera's name of the kind
_CONDITIONS: Mapping[str, Callable[[str, _Statistics], str]] = {
    "equal_to": _comparison("=", "value"),
    "not_equal_to": _comparison("<>", "value"),
    "greater_than": _comparison(">", "min_value"),
    "greater_than_or_equal_to": _comparison(">=", "min_value"),
    "less_than": _comparison("<", "max_value"),
    "less_than_or_equal_to": _comparison("<=", "max_value"),
    "in_range": _in_range,
    "isin": _membership("IN", "allowed_values"),
    "notin": _membership("NOT IN", "forbidden_values"),
}


def _value(value: object) -> str:
    if isinstance(value, datetime):
        return str((value - _EPOCH) // timedelta(microseconds=1))
    if isinstance(value, str):
        return literal(value)
    return repr(value)
