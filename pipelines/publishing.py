"""From the stages' tables to published ones."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from personagen.contracts import PUBLISHED
from personagen.privacy import has_rare_name, suppress


def hide_small_cells(tables: Mapping[str, pd.DataFrame], minimum_cell: int) -> dict[str, pd.DataFrame]:
    """Return every table with its small cells hidden and without rare names, checked against its contract."""
    return {name: _published(name, table, minimum_cell) for name, table in tables.items()}


def _published(name: str, table: pd.DataFrame, minimum_cell: int) -> pd.DataFrame:
    shown = suppress(PUBLISHED[name], table, minimum_cell)
    # rows with a rare name go last: sums must not give them away
    rare = has_rare_name(name, table.reset_index(drop=True), minimum_cell)
    return shown[~rare].reset_index(drop=True)
