"""The other criteria for k, against scikit-learn and by hand."""

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from personagen.segmentation.content import order_content
from personagen.segmentation.criteria import measure_gap, measure_prediction_strength, measure_silhouette
from tests.segmentation.data import blobs, matrix_of

CENTRES = [(0, 0), (9, 0), (4, 9)]


def test_silhouette_equals_scikit_learn():
    random = np.random.default_rng(0)
    rows = random.normal(size=(700, 4))
    labels = {k: random.integers(0, k, 700) for k in (2, 5)}
    found = measure_silhouette(rows, np.ones(700), labels)
    assert found == pytest.approx({k: silhouette_score(rows, each) for k, each in labels.items()})


def test_weighted_silhouette_is_that_of_repeated_rows():
    random = np.random.default_rng(1)
    rows, weights, labels = random.normal(size=(40, 3)), random.integers(1, 4, 40), np.arange(40) % 3
    found = measure_silhouette(rows, weights.astype(float), {3: labels})
    repeated = silhouette_score(np.repeat(rows, weights, axis=0), np.repeat(labels, weights))
    assert found[3] == pytest.approx(repeated)


def test_one_alone_has_a_silhouette_of_zero():
    rows = np.array([[0.0], [1.0], [9.0]])
    # the first two: (9 - 1) / 9 and (8 - 1) / 8
    assert measure_silhouette(rows, np.ones(3), {2: np.array([0, 0, 1])})[2] == pytest.approx(
        (8 / 9 + 7 / 8) / 3
    )


def test_planted_groups_have_full_prediction_strength_and_the_largest_gap():
    content = order_content(matrix_of(blobs(CENTRES, [60, 50, 70]))[0])
    everybody, random = np.arange(180), np.random.default_rng(0)
    strength = measure_prediction_strength(content, everybody, [3, 4], random)
    assert strength[3] == pytest.approx(1)
    assert strength[4] < 0.8
    gap = measure_gap(content, everybody, [2, 3, 4], random)
    assert max(gap, key=lambda k: gap[k][0]) == 3
    # the first k whose gap comes within a standard error of the next
    assert gap[2][0] < gap[3][0] - gap[3][1]
    assert gap[3][0] >= gap[4][0] - gap[4][1]
