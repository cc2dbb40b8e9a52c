"""Segments that the company has: taken as they are, small ones and blanks told, names that can't be refused."""

import logging

import numpy as np
import pandas as pd
import pytest

from personagen.contracts import name_file, persona_order, personas_by_size
from personagen.errors import DataError
from personagen.segmentation import take_segments
from tests.segmentation.data import matrix_of, parameters


def take(rows, names, weights=None):
    features, people = matrix_of(rows, weights=weights)
    segment = pd.Series(names, index=features.matrix.index, dtype="str")
    return take_segments(features, people, segment, parameters())


def test_names_centroids_and_distances_by_hand():
    found = take([[0], [2], [10], [5]], ["Loyal", "Loyal", "New", None], weights=[3, 1, 1, 1])
    assert (found.k, found.reason, found.names) == (2, "segments_given", {"Loyal": "Loyal", "New": "New"})
    assert found.centroids["x0"].to_dict() == {"Loyal": 0.5, "New": 10.0}
    table = found.assignments
    assert table["persona"].fillna("-").tolist() == ["Loyal", "Loyal", "New", "-"]
    assert table["basis"].tolist() == ["given", "given", "given", "excluded"]
    assert table["distance"].fillna(-1).tolist() == [0.5, 1.5, 0.0, -1]
    assert table["shadow"].isna().all()
    assert found.exemplars["respondent_id"].tolist() == ["r0", "r1", "r2"]
    assert found.solutions.empty
    assert found.stability.empty


def test_a_member_stays_where_it_was_given_though_another_centroid_is_nearer():
    found = take([[0], [9], [10], [11]], ["a", "a", "b", "b"])
    assert found.assignments["persona"].tolist() == ["a", "a", "b", "b"]


def test_who_is_known_in_part_has_a_persona_and_no_say_in_its_centroid():
    found = take([[0, 1], [2, np.nan], [4, 5]], ["a", "a", "b"])
    assert found.centroids.loc["a"].tolist() == [0, 1]
    assert found.assignments["persona"].tolist() == ["a", "a", "b"]


def test_segments_need_no_features():
    found = take(np.empty((4, 0)), ["a", "b", "b", "b"])
    assert list(found.centroids.index) == ["b", "a"]
    assert found.centroids.shape == (2, 0)
    assert found.exemplars.empty
    assert found.assignments["distance"].isna().all()


@pytest.mark.parametrize("name", ["all", "All", "unassigned"])
def test_reserved_names_are_refused(name):
    with pytest.raises(DataError, match="meaning of its own") as caught:
        take([[0], [1]], [name, "b"])
    assert caught.value.problems[0].where == "segmentation.given.column"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["a", "a", None], "the same one"),
        ([None, None, None], "nobody has a segment"),
        ([f"s{i}" for i in range(21)], "21 different segments"),
    ],
)
def test_what_is_no_segmentation_is_refused(names, said):
    with pytest.raises(DataError, match=said):
        take([[i] for i in range(len(names))], names)


def test_small_segments_and_blanks_are_told(caplog):
    with caplog.at_level(logging.WARNING):
        take([[i] for i in range(100)], ["a"] * 60 + ["b"] * 36 + ["c"] * 3 + [None])
    assert "1 of the 3 given segments have fewer than 30 respondents" in caplog.text
    assert "1 of 100 respondents have no given segment" in caplog.text
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        take([[i] for i in range(100)], ["a"] * 60 + ["b"] * 40)
    assert caplog.text == ""


def test_names_come_by_falling_weight_and_numbers_by_value():
    people = pd.DataFrame(
        {"persona": ["z", "b", "a", "10", "9", None], "weight": [1.0, 3.0, 1.0, 9.0, 1.0, 99.0]}
    )
    assert personas_by_size(people) == ["9", "10", "b", "a", "z"]
    assert persona_order(["unassigned", "z", "all", "b", "2"]) == ["2", "z", "b", "all", "unassigned"]


def test_files_of_names_are_safe_and_differ():
    names = ["VIP", "vip", "Vip!", "a/b", "../a", "a b", "Größe", "日本", "x" * 300, "CON", "1"]
    files = [name_file("map", name) for name in names]
    assert len({file.lower() for file in files}) == len(names)
    assert all(file.replace("_", "").replace("-", "").isalnum() and len(file) < 100 for file in files)
    assert files[-1] == "map_1"
