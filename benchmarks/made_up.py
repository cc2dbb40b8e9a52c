"""Published tables of six personas for the benchmark of the charts: the numbers mean nothing."""

from __future__ import annotations

import math

import pandas as pd

from personagen.contracts import PUBLISHED

PHASES = {
    "awareness": "Awareness",
    "orientation": "Orientation",
    "buy": "Purchase",
    "use": "Use",
    "service": "Service",
    "renewal": "Renewal",
}
NEEDS = {
    "functional": ("A fair price", "To be done soon", "To know when it comes"),
    "emotional": ("No worries", "Trust"),
}
VARIABLES = 14
PEOPLE = 200


def make_tables(k: int) -> dict[str, pd.DataFrame]:
    """Return the tables by name, as a run would write them."""
    rows = {
        "personas": [_persona(i, k) for i in range(k)],
        "profile": [_level(i, j) for i in range(k) for j in range(VARIABLES)],
        "needs": [row for i in range(k) for j, phase in enumerate(PHASES) for row in _needs(i, j, phase)],
        "prevalence": [_fitting(i, m, k) for i in range(k) for m in range(1, VARIABLES + 1)],
        "attractiveness": [_criterion(i, axis, c, k) for i in range(k) for axis in _AXES for c in _CRITERIA],
        "phases": [
            {"phase": phase, "position": i, "label": label, "model": "six"}
            for i, (phase, label) in enumerate(PHASES.items(), start=1)
        ],
    }
    return {name: PUBLISHED[name].conform(pd.DataFrame(found)) for name, found in rows.items()}


_AXES = ("attractiveness", "competitiveness")
_CRITERIA = ("size", "value", "total")


def _persona(i: int, k: int) -> dict[str, object]:
    name = f"People who want number {i + 1} of all"
    share = {"share": 1 / k, "share_low": 1 / k - 0.02, "share_high": 1 / k + 0.02}
    about = {
        "persona": str(i + 1),
        "key": f"p{i}",
        "name": name,
        "n": PEOPLE,
        "effective_n": float(k * PEOPLE),
    }
    return (
        about
        | share
        | {"jaccard": 0.8, "grade": "stable", "summary": "Stand out by a lot of things at once."}
    )


def _level(i: int, j: int) -> dict[str, object]:
    turn = math.sin(1.7 * i + 0.9 * j)
    is_mean = j % 2 == 0
    value, overall, spread = (40 + 12 * turn, 40.0, 2.0) if is_mean else (0.5 + 0.3 * turn, 0.5, 0.04)
    return {
        "persona": str(i + 1),
        "variable": f"item_{j}",
        "level": "mean" if is_mean else "yes",
        "block": ("demographic", "psychographic", "behavioural")[j % 3],
        "role": "feature",
        "type": "number" if is_mean else "yes_no",
        "label": f"What people say of number {j + 1}",
        "n": round(value * PEOPLE) if not is_mean else PEOPLE,
        "base_n": PEOPLE,
        "value": value,
        "low": value - spread,
        "high": value + spread,
        "overall": overall,
        "difference": 0.3 * turn,
        "effect_size": turn,
        "is_marker": abs(turn) > 0.7,  # noqa: PLR2004
        "is_circular": True,
        "suppressed": False,
    }


def _needs(i: int, j: int, phase: str) -> list[dict[str, object]]:
    return [
        {
            "persona": str(i + 1),
            "phase": phase,
            "need": label,
            "label": label,
            "kind": kind,
            "n_interviewed": 16,
            "n": 12 - rank,
            "share": (12 - rank) / 16,
            "low": 0.3,
            "high": 0.8,
            "rank": rank,
            "is_change": rank == 1 and (i, j) == (2, 3) and kind == "functional",
            "suppressed": False,
        }
        for kind, labels in NEEDS.items()
        for rank, label in enumerate(labels[i % 2 :] + labels[: i % 2], start=1)
    ]


def _fitting(i: int, m: int, k: int) -> dict[str, object]:
    n, n_all = round(PEOPLE * 0.9**m), round(PEOPLE * 0.9**m + PEOPLE * (k - 1) * 0.6**m)
    return {
        "persona": str(i + 1),
        "m": m,
        "variable": f"item_{m}",
        "level": "yes",
        "label": f"Trait {m}",
        "base_n": PEOPLE,
        "n": n,
        "share_of_persona": n / PEOPLE,
        "low": max(0.0, n / PEOPLE - 0.03),
        "high": min(1.0, n / PEOPLE + 0.03),
        "base_all": PEOPLE * k,
        "n_all": n_all,
        "share_of_all": n_all / PEOPLE / k,
        "is_told": m == 6,  # noqa: PLR2004
    }


def _criterion(i: int, axis: str, criterion: str, k: int) -> dict[str, object]:
    score = (i + 1) / k if axis == _AXES[0] else 1 - i / k
    value = (
        {}
        if criterion == "total"
        else {"unit": "share", "n": PEOPLE, "value": score, "low": 0.0, "high": 1.0}
    )
    weight = 1.0 if criterion == "total" else 0.5
    about = {"persona": str(i + 1), "axis": axis, "criterion": criterion, "score": score, "weight": weight}
    return about | value | {"low_is_better": False, "share": 1 / k}
