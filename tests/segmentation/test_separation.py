"""Gaps between segments: shadows by hand, and what is said of planted groups and of one cloud."""

import numpy as np
import pytest

from personagen.segmentation.references import Unrelated, smooth_cloud
from personagen.segmentation.separation import (
    CLOUDS,
    compare_separation,
    count_blurred,
    mean_shadow,
    mean_square,
)
from tests.segmentation.data import blobs
from tests.segmentation.test_references import correlated, observed

TETRAHEDRON = np.array([(0, 0, 0), (6, 6, 0), (0, 6, 6), (6, 0, 6)], dtype=float)


def test_shadow_by_hand():
    rows, centroids = np.array([[0.0], [1.0], [2.0], [6.0]]), np.array([[0.0], [4.0]])
    # on a centroid 0; 1 and 3 away: 2 * 1 / 4; halfway 1; 2 and 6 away: 4 / 8
    assert mean_shadow(rows, np.ones(4), centroids) == pytest.approx((0 + 0.5 + 1 + 0.5) / 4)
    assert mean_shadow(rows, np.array([1.0, 0, 3, 0]), centroids) == pytest.approx(0.75)
    assert mean_square(rows, np.ones(4), centroids) == pytest.approx((0 + 1 + 4 + 4) / 4)


def test_planted_groups_lie_further_apart_than_either_reference():
    data = observed(blobs(TETRAHEDRON, [60, 80, 50, 70]))
    for reference in (Unrelated(data), smooth_cloud(data, np.random.default_rng(0))):
        found = compare_separation(data, reference, [3, 4], [1])
        assert found[4].p == pytest.approx(1 / (CLOUDS + 1))
        assert found[4].shadow < 0.5 < found[4].expected


def test_one_long_cloud_is_no_further_apart_than_one_cloud():
    data = observed(correlated(400, 0.9))
    cloud = smooth_cloud(data, np.random.default_rng(0))
    found = compare_separation(data, cloud, [2, 3, 4], [1])
    assert min(each.p for each in found.values()) > 0.05
    # its cuts do lie further apart than those of unrelated variables
    assert compare_separation(data, Unrelated(data), [2], [1])[2].p <= 0.05


def test_p_is_corrected_for_the_number_of_k():
    data = observed(correlated(150, 0.3))
    cloud = smooth_cloud(data, np.random.default_rng(0))
    numbers = [2, 3, 4, 5, 6]
    together = compare_separation(data, cloud, numbers, [1])
    best = min(numbers, key=lambda k: together[k].p)
    # with five chances the best of them is no rarer than alone
    assert together[best].p >= compare_separation(data, cloud, [best], [1])[best].p - 0.1
    assert compare_separation(data, cloud, [], [1]) == {}


def test_halves_of_one_group_are_blurred_and_groups_are_not():
    rows = blobs(TETRAHEDRON, [100] * 4)
    assert count_blurred(observed(rows), TETRAHEDRON, [1]) == 0
    first = rows[:100]
    halves = np.array([first[first[:, 0] < 0].mean(axis=0), first[first[:, 0] >= 0].mean(axis=0)])
    assert count_blurred(observed(rows), np.vstack([halves, TETRAHEDRON[1:]]), [1]) == 1
