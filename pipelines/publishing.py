"""From the stages' tables to published ones."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from personagen.contracts import PUBLISHED
from personagen.privacy import has_rare_name, hide


def hide_small_cells(tables: Mapping[str, pd.DataFrame], minimum_cell: int) -> dict[str, pd.DataFrame]:
    """Return every table with its small cells hidden and without rare names, checked against its contract."""
    shown = hide(PUBLISHED, tables, minimum_cell)
    if {"prevalence", "profile"} <= set(shown):
        shown["prevalence"] = _without_hidden_levels(shown["prevalence"], shown["profile"])
    if "differences" in shown:
        shown["differences"] = _whole_comparisons(tables["differences"], shown["differences"])
    # rows with a rare name go last: sums must not give them away
    return {name: _known_names(name, table, shown[name], minimum_cell) for name, table in tables.items()}


def _whole_comparisons(before: pd.DataFrame, differences: pd.DataFrame) -> pd.DataFrame:
    """Return the differences blank and ``suppressed`` where one of their sides was hidden: the other one would tell it."""
    (cell,) = PUBLISHED["differences"].cells
    sides = ["value", "rest"]
    is_blank = differences[sides].isna().any(axis=1)
    is_hidden = (differences[sides].isna() & before[sides].notna().to_numpy()).any(axis=1)
    others = [column for column in cell.rests if column not in sides]
    return PUBLISHED["differences"].conform(
        differences.assign(
            **{column: differences[column].mask(is_blank) for column in others},
            suppressed=differences["suppressed"] | is_hidden,
        )
    )


def count_hidden(tables: Mapping[str, pd.DataFrame], published: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    """Return by table how many numbers of people were hidden, rows that went with their rare name included.

    Parameters
    ----------
    tables, published
        Before and after `hide_small_cells`.
    """
    found = {}
    for name, table in tables.items():
        columns = [cell.n for cell in PUBLISHED[name].cells if cell.is_people]
        before, after = (int(t[columns].notna().sum().sum()) for t in (table, published[name]))
        if before - after:
            found[name] = before - after
    return found


def _known_names(name: str, table: pd.DataFrame, shown: pd.DataFrame, minimum_cell: int) -> pd.DataFrame:
    rare = has_rare_name(name, table.reset_index(drop=True), minimum_cell)
    return shown[~rare].reset_index(drop=True) if rare.any() else shown


def _without_hidden_levels(prevalence: pd.DataFrame, profile: pd.DataFrame) -> pd.DataFrame:
    """Return who fits the first trait alone blank where the profile hides that level: it may be the same number."""
    hidden = profile[profile["n"].isna()]
    where = {*zip(hidden["persona"], hidden["variable"], hidden["level"], strict=True)}
    levels = prevalence["level"].str.removeprefix("no: ").replace("no", "yes")
    cells = {cell.n: cell for cell in PUBLISHED["prevalence"].cells}
    for column, personas in (("n", prevalence["persona"]), ("n_all", pd.Series("all", prevalence.index))):
        told = pd.Series([*zip(personas, prevalence["variable"], levels, strict=True)], prevalence.index)
        rows = prevalence["m"].eq(1) & told.isin(where)
        blank = {
            name: prevalence[name].mask(rows) for name in (column, *cells[column].hides) if name != "is_told"
        }
        prevalence = prevalence.assign(**blank, is_told=prevalence["is_told"] & ~rows)
    return PUBLISHED["prevalence"].conform(prevalence)
