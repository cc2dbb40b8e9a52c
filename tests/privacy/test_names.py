"""Names that hardly anybody has aren't published; names of the study are."""

from __future__ import annotations

import pandas as pd
import pytest

from personagen.privacy import has_rare_name


def profile(level: str, kind: str, numbers: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "persona": ["1", "2", "all"],
            "variable": "place",
            "level": level,
            "type": kind,
            "n": pd.array(numbers, "Int64"),
        }
    )


@pytest.mark.parametrize(
    ("kind", "numbers", "stays"),
    [
        ("nominal", [1, 3, 4], False),
        ("multi", [0, 1, 1], False),
        ("nominal", [2, 3, 5], True),  # five people have it
        ("nominal", [0, 0, 0], True),  # nobody: a level of the study
        ("ordinal", [1, 0, 1], True),  # its levels are the study's words
        ("number", [1, 0, 1], True),
    ],
)
def test_levels(kind: str, numbers: list[int], stays: bool):  # noqa: FBT001
    table = pd.concat([profile("Web", "nominal", [50, 40, 90]), profile("Castle", kind, numbers)])
    kept = table[~has_rare_name("profile", table.reset_index(drop=True), 5).to_numpy()]
    assert set(kept["level"]) == ({"Web", "Castle"} if stays else {"Web"})


def test_a_channel_is_known_by_all_its_touchpoints():
    table = pd.DataFrame(
        {"channel": ["van", "van", "web", "all"], "n_customers": pd.array([2, 6, 1, 4], "Int64")}
    )
    assert has_rare_name("touchpoints", table, 5).tolist() == [False, False, True, False]
