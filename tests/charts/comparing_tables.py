"""Published tables that hold personas against each other, as a run would write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from personagen.contracts import PUBLISHED

TRAITS = 9
CRITERIA = {
    "attractiveness": (
        ("size", None, "share", 0.4, False),
        ("value", "Omzet per jaar (euro)", "mean", 0.4, False),
    ),
    "competitiveness": (("aanbevelen", "Zou de winkel aanbevelen (0 tot 10)", "mean", 0.7, False),),
}
MORE = {
    "attractiveness": ("stability", None, "share", 0.2, False),
    "competitiveness": ("retouren", "Retouren per jaar", "mean", 0.3, True),
}


def prevalence(shares: Sequence[float]) -> pd.DataFrame:
    """Return nine traits a persona, of 1,146 respondents; of each an m is hidden, of each another one."""
    rows = []
    for i, share in enumerate(shares):
        base = round(1146 * share)
        for m in range(1, TRAITS + 1):
            n = round(base * (0.97 - 0.03 * i) ** (m + m * m / 6))
            n_all = n + round((1146 - base) * 0.6**m)
            row: dict[str, object] = {
                "persona": str(i + 1),
                "m": m,
                "variable": f"item_{m}",
                "level": "yes",
                "label": f"Kenmerk {m}",
                "base_n": base,
                "base_all": 1146,
                "is_told": m == 5,
            }
            if m != 2 + i % 3:
                row |= {"n": n, "share_of_persona": n / base, "low": max(0, n / base - 0.05)}
                row |= {"high": min(1, n / base + 0.05), "n_all": n_all, "share_of_all": n_all / 1146}
            rows.append(row)
    return PUBLISHED["prevalence"].conform(pd.DataFrame(rows))


def attractiveness(shares: Sequence[float], axes: Sequence[str] = tuple(CRITERIA)) -> pd.DataFrame:
    """Return two or three criteria an axis; personas next to each other often stand in the same place."""
    rows = []
    for i, share in enumerate(shares):
        for axis in axes:
            criteria = (*CRITERIA[axis], MORE[axis])
            scores = [round((7 - i // 2 + j) / 10, 2) for j in range(len(criteria))]
            same: Mapping[str, object] = {"persona": str(i + 1), "axis": axis, "share": share}
            for (name, label, unit, weight, low), score in zip(criteria, scores, strict=True):
                about = {
                    "criterion": name,
                    "label": label,
                    "unit": unit,
                    "weight": weight,
                    "low_is_better": low,
                }
                rows.append(
                    {
                        **same,
                        **about,
                        "n": round(1146 * share),
                        "value": score * (1 if unit == "share" else 100),
                        "score": score,
                    }
                )
            total = sum(c[3] * s for c, s in zip(criteria, scores, strict=True))
            rows.append({**same, "criterion": "total", "score": total, "weight": 1.0, "low_is_better": False})
    return PUBLISHED["attractiveness"].conform(pd.DataFrame(rows))
