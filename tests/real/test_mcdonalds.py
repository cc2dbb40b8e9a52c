"""McDonald's: the published segmentation comes out of the whole road [Dolnicar, Grün, Leisch, Market Segmentation Analysis]."""

from __future__ import annotations

import pytest

SIZES = ([580, 318, 315, 240], [580, 324, 308, 241])


def test_four_segments_of_the_published_sizes(tastes):
    assert tastes.segments.k == 4
    assert tastes.segments.reason == "auto_eligible"
    assert tastes.published["personas"]["n"].tolist() in SIZES


def test_five_is_not_stable_enough(tastes):
    solutions = tastes.published["solutions"].set_index("k")
    assert solutions["eligible"].tolist() == [True, True, True, False, False, False, False]
    assert solutions.loc[4, "inertia"] == pytest.approx(1602.9, rel=5e-4)


def test_descriptors_describe_and_form_nothing(tastes):
    assert len(tastes.features.features) == 11
    profile = tastes.tables["profile"].set_index(["variable", "persona", "level"])
    assert set(profile.loc[["like", "age", "visits", "gender"], "role"]) == {"descriptor"}
    # as the book reads them: cheap and tasty; tasty but expensive; cheap, not tasty; expensive and disgusting
    liking = profile.loc["like"].xs("mean", level="level")["value"]
    assert liking[["1", "2", "3", "4"]].tolist() == pytest.approx([2.67, 2.15, -1.46, -2.68], abs=0.06)
    assert profile.loc[("expensive", "4", "yes"), "value"] > 0.85
    assert profile.loc[("cheap", "3", "yes"), "value"] > 0.85


def test_rows_without_an_id_are_people(tastes):
    rows = tastes.published["rows"].set_index("source").loc["survey"]
    assert (rows["read"], rows["used"], rows["duplicate"]) == (1453, 1453, 0)
    faults = tastes.published["faults"].set_index("check")
    assert faults.loc["equal_rows", "n"] == 22
