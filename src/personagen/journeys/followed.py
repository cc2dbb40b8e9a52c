"""The table `opportunity_changes` of a comparison: what became of each opportunity from one run to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from personagen.contracts.opportunities import OPPORTUNITIES, OPPORTUNITY_CHANGES
from personagen.journeys.changes import Tables
from personagen.journeys.labels import ALL

Key = tuple[object, object, object, object]
_PLACE = ["persona", "phase", "touchpoint"]
_KEPT = [*_PLACE, "opportunity", "label", "measure", "severity", "score", "rank", "status", "owner"]


def follow_opportunities(
    old: Tables, new: Tables, changes: pd.DataFrame, carried: Mapping[str, str]
) -> pd.DataFrame:
    """Return what became of the opportunities of two runs; one is the same where persona, phase and touchpoint are.

    One that is no longer found is ``mended`` where the experience there rose beyond chance, and else ``gone``: it may
    have been too small to be found again. One that is found again is ``better``, ``worse`` or ``still`` there in the same
    way. ``untold`` are those whose persona, or whose place, the new run doesn't have. The rest are ``new``.

    Parameters
    ----------
    old, new
        By name the published tables of each run: ``opportunities`` (none is no opportunity) and ``journey``, and where
        there are ``touchpoints``.
    changes
        Contract ``journey_changes``.
    carried
        Persona of the new run -> persona of the old run that it was carried from.

    Returns
    -------
    pandas.DataFrame
        Contract ``opportunity_changes``, by rank in the new run, then in the old one.
    """
    before, now = (tables.get("opportunities", OPPORTUNITIES.empty())[_KEPT] for tables in (old, new))
    forth = {was: is_now for is_now, was in carried.items()}
    before = before.assign(old_persona=before["persona"], persona=before["persona"].map(forth))
    both = now.merge(before, on=_PLACE, how="outer", suffixes=("_now", "_before"))
    if both.empty:
        return OPPORTUNITY_CHANGES.empty()
    both["old_persona"] = both["old_persona"].fillna(both["persona"].map(carried))
    moved = {
        (row["persona"], row["phase"], row["touchpoint"], row["metric"]): row for _, row in changes.iterrows()
    }
    there = _places(new)
    rows = [_row(row, moved, there) for _, row in both.iterrows()]
    table = pd.DataFrame(rows)
    table[["rank_now", "rank_before"]] = both[["rank_now", "rank_before"]]
    return OPPORTUNITY_CHANGES.conform(table.sort_values(["rank_now", "rank_before"], na_position="last"))


def _places(tables: Tables) -> set[tuple[str, str]]:
    """Return the phases (touchpoint ``all``) and touchpoints that a run knows."""
    phases = {(str(phase), ALL) for phase in tables["journey"]["phase"]}
    table = tables.get("touchpoints")
    touchpoints = [] if table is None else zip(table["phase"], table["touchpoint"], strict=True)
    return phases | {(str(phase), str(touchpoint)) for phase, touchpoint in touchpoints}


def _row(row: pd.Series, moved: Mapping[Key, pd.Series], there: set[tuple[str, str]]) -> dict[str, Any]:
    side = "now" if pd.notna(row["opportunity_now"]) else "before"
    measure = row[f"measure_{side}"]
    key = (row["persona"], row["phase"], row["touchpoint"], measure)
    change = moved.get(key)
    known = {} if change is None else {name: change[name] for name in ("change", "low", "high", "p_adjusted")}
    is_there = pd.notna(row["persona"]) and (row["phase"], row["touchpoint"]) in there
    return {
        **{name: row[f"{name}_{side}"] for name in ("opportunity", "label", "owner", "status")},
        **{name: row[name] for name in (*_PLACE, "old_persona")},
        "measure": measure,
        **{
            f"{name}_{end}": row[f"{name}_{end}"]
            for name in ("severity", "score")
            for end in ("before", "now")
        },
        **known,
        "fate": _fate(row, change, is_there=is_there),
    }


def _fate(row: pd.Series, change: pd.Series | None, *, is_there: bool) -> str:
    was, is_now = (pd.notna(row[f"opportunity_{end}"]) for end in ("before", "now"))
    way = 0.0 if change is None or not change["is_changed"] else float(change["change"])
    if not was:
        return "new"
    if not is_now:
        return "untold" if not is_there else "mended" if way > 0 else "gone"
    return "better" if way > 0 else "worse" if way < 0 else "still"
