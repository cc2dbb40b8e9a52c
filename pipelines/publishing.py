"""From the stages' tables to published ones."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from personagen.contracts import PUBLISHED
from personagen.privacy import suppress


def hide_small_cells(tables: Mapping[str, pd.DataFrame], minimum_cell: int) -> dict[str, pd.DataFrame]:
    """Return every table with its small cells hidden, checked against its contract."""
    return {name: suppress(PUBLISHED[name], table, minimum_cell) for name, table in tables.items()}
