"""Published tables of importance and second opinions as a run would write them."""

from __future__ import annotations

import pandas as pd

from personagen.contracts import PUBLISHED

FIRST = ("leave_out", "decisive", "keep")
WITHOUT = {"keep": 0.93, "leave_out": 0.41, "decisive": 0.22}


def importance(n: int = 5) -> pd.DataFrame:
    """Return so many variables, the largest first: noise, a decisive one, and the rest to keep."""
    advice = [*FIRST, *["keep"] * n][:n]
    rows = [
        {
            "variable": f"item_{i}",
            "block": "psychographic",
            "between_share": (n - i) / (n * (n + 1) / 2),
            "own_share": 0.9 - 0.8 * i / n,
            "foretold_share": 0.01 if said == "leave_out" else 0.4,
            "ari_without": WITHOUT[said],
            "stability": 0.82,
            "stability_without": 0.86,
            "advice": said,
        }
        for i, said in enumerate(advice)
    ]
    return PUBLISHED["importance"].conform(pd.DataFrame(rows))


def opinions(**agreed: float) -> pd.DataFrame:
    """Return second opinions with their agreement."""
    rows = [{"opinion": name, "ari": ari, "n": 1146} for name, ari in agreed.items()]
    return PUBLISHED["opinions"].conform(pd.DataFrame(rows))
