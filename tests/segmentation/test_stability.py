"""Agreement of labelings, bounds and the choice of k, worked out by hand and against scikit-learn."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from personagen.segmentation.choosing import choose_k
from personagen.segmentation.content import order_content
from personagen.segmentation.kmeans import Solution
from personagen.segmentation.stability import (
    adjusted_rand,
    assess_stability,
    bounds_of_means,
    bounds_of_quartile,
    draw_samples,
    jaccard_table,
)
from tests.segmentation.data import matrix_of, parameters

LABELS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40)


@given(LABELS)
def test_adjusted_rand_equals_scikit_learn(pairs):
    one, other = (np.array(labels) for labels in zip(*pairs, strict=True))
    assert adjusted_rand(one, other, 4) == pytest.approx(adjusted_rand_score(one, other))


def test_best_jaccard_by_hand():
    original = np.array([0, 0, 0, 1, 1, 2])
    found = np.array([0, 0, 1, 1, 1, 1])
    # the first three share two with the first pair; the next two are half of the last four; the last is a quarter
    assert jaccard_table(original, found, 3).max(axis=1).tolist() == pytest.approx([2 / 3, 1 / 2, 1 / 4])


def test_how_far_shares_vary_with_the_borders_by_hand():
    features, _ = matrix_of([[0.0], [1.0], [2.0], [10.0]], weights=[1, 1, 1, 2])
    content = order_content(features)
    labels = np.array([0, 0, 0, 1])
    solution = Solution(np.array([[1.0], [10.0]]), labels, 2.0, (labels,), 1.0)
    # the second fit puts the third respondent on the other side: .4 instead of .6, its numbers the other way round
    fits = [np.array([[1.0], [10.0]]), np.array([[3.0], [0.0]])]
    found = assess_stability(content, solution, draw_samples(content, 1, 0), fits)
    assert found.share_sd.tolist() == pytest.approx([0.2 / np.sqrt(2)] * 2)


def test_bounds_hold_the_estimate():
    random = np.random.default_rng(0)
    ari = random.normal(0.7, 0.1, (200, 3))
    low, high = bounds_of_quartile(ari, [1])
    assert low < np.quantile(ari, 0.25) < high
    # of 600 independent pairs the quartile has a standard error of .1 sqrt(3/16 / 600) / .318, at density .318 of the
    # normal there; fits that are resampled move three pairs each way
    error = 0.1 * np.sqrt(3 / 16 / 600) / 0.318
    assert 2 * error < high - low < 8 * error
    values = random.normal(0.8, 0.1, (200, 2))
    low_means, high_means = bounds_of_means(values, [1])
    # twice 1.96 times the standard error, .1 / sqrt(200); 2.69 times for seven at once
    assert high_means - low_means == pytest.approx([0.0277, 0.0277], abs=0.005)
    low_means, high_means = bounds_of_means(values, [1], 7)
    assert high_means - low_means == pytest.approx([0.0380, 0.0380], abs=0.006)


@pytest.mark.parametrize(
    ("k", "natural", "eligible", "expected"),
    [
        ("auto", {2, 3}, {2, 3, 4}, (3, "auto_natural", 2, 3)),
        ("auto", set(), {2, 3, 4}, (4, "auto_eligible", 3, 4)),
        ("auto", set(), {3}, (3, "auto_eligible", 4, 3)),
        ("auto", set(), set(), (4, "auto_none_eligible", 3, 4)),
        ({"from": 2, "to": 5}, set(), {2}, (2, "auto_eligible", 4, 2)),
        (5, {3}, {2, 3}, (5, "given", 2, 3)),
    ],
)
def test_choosing(k, natural, eligible, expected):
    # above unrelated variables: .1, .2, .3 and .1
    table = pd.DataFrame(
        {"k": [2, 3, 4, 5], "ari_median": [0.9, 0.7, 0.8, 0.6], "unrelated_ari": [0.8, 0.5, 0.5, 0.5]}
    )
    table = table.assign(natural=table["k"].isin(natural), eligible=table["k"].isin(eligible))
    choice = choose_k(table, parameters(k=k))
    assert (choice.k, choice.reason, choice.runner_up, choice.data_k) == expected
