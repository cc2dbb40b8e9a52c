"""Published tables of journeys, written by hand from a few numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from personagen.contracts import PUBLISHED
from personagen.contracts.journey import JOURNEY, PHASES, TOUCHPOINTS
from personagen.contracts.paths import TIME_TO_PHASE
from personagen.statistics.intervals import mean_interval, wilson_interval


def felt(mean: ArrayLike, sd: ArrayLike, n: int, name: str = "valence") -> dict[str, Any]:
    """Return valence (or gap) with its interval and n."""
    low, high = mean_interval(mean, sd, n)
    ends = 1 if name == "valence" else 2
    return {
        name: mean,
        f"{name}_low": np.clip(low, -ends, ends),
        f"{name}_high": np.clip(high, -ends, ends),
        f"n_{name}": n,
    }


def met(n: int, of: int) -> dict[str, Any]:
    """Return reach with its interval and base."""
    low, high = wilson_interval(n / of, of)
    return {
        "n_customers": n,
        "n_persona": of,
        "reach": n / of,
        "reach_low": float(low),
        "reach_high": float(high),
        "n_contacts": n,
    }


def gone_on(drop_off: float, low: float, high: float, n: int, days: float) -> dict[str, Any]:
    """Return drop-off with its interval, the people followed and the horizon."""
    return {
        "drop_off": drop_off,
        "drop_off_low": low,
        "drop_off_high": high,
        "n_going_on": n,
        "horizon_days": days,
    }


def journey(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the contract ``journey`` of rows with persona, phase and numbers."""
    blank = {"valence_source": "csat", "evidence": "strong", "suppressed": False, **met(90, 100)}
    return JOURNEY.conform(pd.DataFrame([{**blank, **row} for row in rows]))


def touchpoints(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the contract ``touchpoints`` of rows with persona, phase, touchpoint and numbers; label its name in capitals."""
    made = [
        {"channel": "all", "is_marker": False, "suppressed": False, **met(60, 100), **row}
        | {"label": str(row["touchpoint"]).upper()}
        for row in rows
    ]
    table = pd.DataFrame(made)
    blank = [c for c, column in TOUCHPOINTS.schema.columns.items() if c not in table and not column.nullable]
    return TOUCHPOINTS.conform(table.assign(**dict.fromkeys(blank, False)))


def curve(persona: str, phase: str, points: Sequence[tuple[float, float, float, float]]) -> pd.DataFrame:
    """Return the contract ``time_to_phase`` of points: days, share, low, high."""
    table = pd.DataFrame(points, columns=["days", "share", "low", "high"])
    return TIME_TO_PHASE.conform(table.assign(persona=persona, phase=phase, at_risk=50, suppressed=False))


def phases(*names: str) -> pd.DataFrame:
    """Return the contract ``phases``."""
    return PHASES.conform(
        pd.DataFrame(
            [
                {"phase": name, "position": i, "label": name.title(), "model": "own"}
                for i, name in enumerate(names, start=1)
            ]
        )
    )


def personas(*names: str, **columns: Any) -> pd.DataFrame:
    """Return the contract ``personas`` with the keys p-1, p-2 ..."""
    rows = [
        {"persona": str(i), "key": f"p-{i}", "name": name, "n": 100, "effective_n": 200.0}
        for i, name in enumerate(names, start=1)
    ]
    return PUBLISHED["personas"].conform(pd.DataFrame(rows).assign(**columns))
