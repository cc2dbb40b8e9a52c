"""Published tables as plain rows, blanks as None, and how English writes what stands in them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pandas as pd

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]


def read_tables(published: Mapping[str, pd.DataFrame]) -> dict[str, list[Row]]:
    """Return the rows of each table."""
    return {name: rows_of(table) for name, table in published.items()}


def rows_of(table: pd.DataFrame) -> list[Row]:
    """Return the rows in the order of the table."""
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def sources(journey: Iterable[Row]) -> dict[str, str]:
    """Return by phase what its valences rest on: as said of everybody, else of the first persona of whom it is said."""
    said = [row for row in journey if row["valence_source"]]
    first = {row["phase"]: row["valence_source"] for row in reversed(said)}
    return first | {row["phase"]: row["valence_source"] for row in said if row["persona"] == "all"}


def are_comparable(journey: Iterable[Row]) -> bool:
    """Tell whether all phases were asked about in the same way."""
    return all(row["is_comparable"] is not False for row in journey)


def by(rows: Iterable[Row], name: str) -> dict[Hashable, list[Row]]:
    """Return the rows by what stands in a column, in their order."""
    found: dict[Hashable, list[Row]] = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return found


def percent(share: float, digits: int = 0) -> str:
    """Return a share as a percentage, halves to even."""
    whole = Decimal(str(share)) * 100
    return f"{whole.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)}%"


def listed(parts: Sequence[str]) -> str:
    """Return ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
