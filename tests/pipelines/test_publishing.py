"""From tables to published ones: what one table hides, another one doesn't tell."""

from __future__ import annotations

import pandas as pd

from personagen.contracts import PUBLISHED
from pipelines.publishing import hide_small_cells

# of 40 people in persona 1, 37 live in town and 3 elsewhere; of 60 in persona 2, 30 and 30
TOWN = {"1": (37, 40), "2": (30, 60), "all": (67, 100)}


def profile() -> pd.DataFrame:
    rows = [
        {
            "persona": persona,
            "variable": "place",
            "level": level,
            "block": "demographic",
            "role": "feature",
            "type": "nominal",
            "label": "Place",
            "base_n": base,
            "n": n,
            "value": n / base,
            "overall": (67 if level == "town" else 33) / 100,
            "is_marker": False,
            "is_circular": True,
            "suppressed": False,
        }
        for persona, (town, base) in TOWN.items()
        for level, n in (("town", town), ("elsewhere", base - town))
    ]
    return PUBLISHED["profile"].conform(pd.DataFrame(rows))


def prevalence(variable: str) -> pd.DataFrame:
    """Return how many fit the first trait of each persona, living in town, and nobody the second."""
    rows = [
        {
            "persona": persona,
            "m": m,
            "variable": variable if m == 1 else "other",
            "level": "town" if m == 1 else "yes",
            "label": "Place: town",
            "base_n": TOWN[persona][1],
            "n": TOWN[persona][0] if m == 1 else 0,
            "share_of_persona": TOWN[persona][0] / TOWN[persona][1] if m == 1 else 0.0,
            "base_all": 100,
            "n_all": 67 if m == 1 else 0,
            "share_of_all": 0.67 if m == 1 else 0.0,
            "is_told": m == 1,
        }
        for persona in ("1", "2")
        for m in (1, 2)
    ]
    return PUBLISHED["prevalence"].conform(pd.DataFrame(rows))


def test_a_level_hidden_in_the_profile_is_hidden_as_the_first_trait_of_a_card():
    # with a minimum of 3 nothing is small; 4 hides the 3 elsewhere, and town with it
    shown = hide_small_cells({"profile": profile(), "prevalence": prevalence("place")}, 4)
    hidden = shown["profile"].loc[shown["profile"]["n"].isna(), ["persona", "level"]]
    assert {"1"} < {*hidden["persona"]}, "a second persona goes along"
    first = shown["prevalence"].query("m == 1").set_index("persona")
    town = shown["profile"].query("level == 'town'").set_index("persona")["n"]
    for persona in ("1", "2"):
        assert pd.isna(first.loc[persona, "n"]) == pd.isna(town[persona])
        assert first.loc[persona, "is_told"] == pd.notna(town[persona])
    assert pd.isna(first.loc["1", ["n", "share_of_persona", "n_all"]]).all()
    assert shown["prevalence"].query("m == 2")["n"].tolist() == [0, 0]


def test_a_first_trait_of_another_kind_stays():
    shown = hide_small_cells({"profile": profile(), "prevalence": prevalence("income")}, 3)
    assert shown["prevalence"].query("m == 1")["n"].tolist() == [37, 30]
