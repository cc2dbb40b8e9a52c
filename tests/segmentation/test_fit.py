"""Forming segments: planted truth, hand-worked cases and laws."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from personagen.errors import DataError
from personagen.segmentation import assign, fit_segments
from personagen.segmentation.content import order_content
from tests.segmentation.data import blobs, matrix_of, parameters

SQUARE = [(0, 0), (0, 8), (8, 0), (8, 8)]
ASKEW = [(0, 0, 0), (6, 6, 0), (0, 6, 6), (6, 0, 6)]
QUICK = {"restarts": 5, "bootstrap": 10, "k": {"from": 3, "to": 3}, "minimum_size": 2}


def tables(found):
    return (found.solutions, found.stability, found.centroids, found.restarts, found.origins, found.verdict)


def test_three_round_clouds_give_three():
    points = blobs([(0, 0), (6, 0), (3, 5.2)], [120, 100, 80])
    found = fit_segments(*matrix_of(points), parameters())
    assert (found.k, found.reason) == (3, "auto_natural")
    assert found.stability["grade"].tolist() == ["highly_stable"] * 3
    assert found.assignments["persona"].value_counts().sort_index().tolist() == [120, 100, 80]


def test_four_planted_segments_are_found_and_numbered_by_size():
    points = blobs([(0, 0, 0), (5, 5, 0), (0, 5, 5), (5, 0, 5)], [60, 140, 90, 110])
    found = fit_segments(*matrix_of(points), parameters())
    truth = np.repeat(["4", "1", "3", "2"], [60, 140, 90, 110])
    assert found.k == 4
    assert adjusted_rand_score(truth, found.assignments["persona"]) > 0.97
    assert (found.assignments["persona"] == truth).mean() > 0.97
    assert found.centroids.loc["4"].tolist() == pytest.approx([0, 0, 0], abs=0.4)


def test_one_cloud_is_not_cut_into_many():
    found = fit_segments(*matrix_of(blobs([[0] * 6], [300])), parameters())
    assert found.reason == "auto_none_eligible"
    table = found.solutions.set_index("k")
    assert found.k == (table["ari_median"] - table["unrelated_ari"]).idxmax()
    assert found.verdict["verdict"].tolist() == ["constructed"]


def test_a_square_of_clouds_is_no_more_than_its_two_variables():
    # each variable has two heaps of its own; dealt out anew they make the same four clouds
    found = fit_segments(*matrix_of(blobs(SQUARE, [50] * 4)), parameters(k=4))
    row = found.solutions.set_index("k").loc[4]
    assert row["jaccard_min"] > 0.99
    assert row["unrelated_ari"] > 0.99
    assert row["p_unrelated"] > 0.05
    assert found.verdict["verdict"].tolist() == ["constructed"]


def test_a_given_k_stands_among_the_others():
    points = blobs(ASKEW, [50] * 4)
    found = fit_segments(*matrix_of(points), parameters(k=10))
    assert (found.k, found.reason) == (10, "given")
    assert found.runner_up not in (4, 10)
    verdict = found.verdict.iloc[0]
    assert verdict[["k", "verdict", "data_k", "data_verdict"]].tolist() == [10, "constructed", 4, "natural"]
    assert found.solutions["k"].tolist() == [*range(2, 9), 10]
    assert len(found.centroids) == 10


def test_a_range_of_k():
    found = fit_segments(*matrix_of(blobs(ASKEW, [50] * 4)), parameters(k={"from": 3, "to": 5}))
    assert found.solutions["k"].tolist() == [3, 4, 5]
    assert found.k == 4


def test_a_segment_that_is_too_small_is_not_eligible():
    points = blobs([(0, 0), (12, 0), (0, 12)], [100, 100, 20])
    assert fit_segments(*matrix_of(points), parameters(minimum_size=20)).k == 3
    table = fit_segments(*matrix_of(points), parameters(minimum_size=21)).solutions.set_index("k")
    assert table.loc[3, "smallest_size"] == 20
    assert not table.loc[3, "eligible"]


def test_weights_move_sizes_and_numbers():
    points = blobs([(0, 0), (12, 0)], [40, 60])
    found = fit_segments(*matrix_of(points, weights=[3.0] * 40 + [1.0] * 60), parameters(k=2))
    assert found.assignments["persona"].tolist() == ["1"] * 40 + ["2"] * 60
    assert found.solutions.set_index("k").loc[2, "smallest_share"] == pytest.approx(60 / 180)


@pytest.mark.parametrize("k", [5, {"from": 5, "to": 6}])
def test_more_segments_than_different_respondents(k):
    points = [(0, 0), (1, 0), (0, 1), (1, 1)] * 10
    with pytest.raises(DataError, match="5 segments are asked for, but only 4 respondents differ"):
        fit_segments(*matrix_of(points), parameters(k=k))


def test_few_different_respondents_leave_large_k_out():
    points = [(0, 0), (1, 0), (0, 1), (1, 1)] * 10
    assert fit_segments(*matrix_of(points), parameters()).solutions["k"].tolist() == [2, 3, 4]


def test_partial_respondents_do_not_form_but_are_assigned():
    points = blobs([(0, 0), (6, 6)], [60, 40])
    with_partial = np.vstack([points, [(np.nan, 5.5), (0.5, np.nan)]])
    found = fit_segments(*matrix_of(with_partial), parameters(k=2))
    alone = fit_segments(*matrix_of(points), parameters(k=2))
    pd.testing.assert_frame_equal(found.centroids, alone.centroids)
    assert found.assignments["basis"].tolist() == ["full"] * 100 + ["partial"] * 2
    assert found.assignments["persona"].tolist()[-2:] == ["2", "1"]
    assert not set(found.exemplars["respondent_id"]) & {"r100", "r101"}


def test_excluded_respondents_keep_their_row():
    features, respondents = matrix_of(blobs([(0, 0), (6, 6)], [60, 40]))
    more = pd.concat(
        [pd.DataFrame({"respondent_id": ["x"], "weight": [1.0]}), respondents], ignore_index=True
    )
    table = fit_segments(features, more, parameters(k=2)).assignments
    assert table.loc[0, ["respondent_id", "basis"]].tolist() == ["x", "excluded"]
    assert table.loc[0, ["persona", "distance", "shadow"]].isna().all()
    assert len(table) == 101


def test_assigning_by_hand():
    centroids = pd.DataFrame([[0.0, 0, 0], [3, 0, 4]], index=["1", "2"], columns=list("abc"))
    rows = pd.DataFrame([[0, 0, 4], [np.nan, 1, np.nan], [1, 0, np.nan], [np.nan] * 3], columns=list("abc"))
    found = assign(rows, centroids)
    assert found["persona"].tolist()[:3] == ["2", "1", "1"]
    assert found["persona"].isna().tolist() == [False, False, False, True]
    # 3 from the second, 4 from the first; one of three columns known: 1 * 3; two of three: 1 * 3 / 2 and 4 * 3 / 2
    assert found["distance"].tolist() == pytest.approx([3, np.sqrt(3), np.sqrt(1.5), np.nan], nan_ok=True)
    assert found["shadow"].tolist() == pytest.approx([6 / 7, 1, 2 / 3, np.nan], nan_ok=True)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_a_row_alone_equals_the_row_in_a_batch(seed):
    random = np.random.default_rng(seed)
    rows = pd.DataFrame(random.normal(size=(20, 9))).mask(random.random((20, 9)) < 0.2)
    centroids = pd.DataFrame(random.normal(size=(4, 9)), index=list("1234"))
    together = assign(rows, centroids)
    alone = pd.concat([assign(rows.iloc[[i]], centroids) for i in range(20)])
    pd.testing.assert_frame_equal(together, alone, check_exact=True)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_row_order_and_other_ids_change_nothing_to_the_last_bit(seed):
    random = np.random.default_rng(seed)
    points = random.integers(0, 3, (60, 4)) + 0.1
    weights = random.integers(1, 4, 60) / 3
    order = random.permutation(60)
    found = fit_segments(*matrix_of(points, weights=weights), parameters(**QUICK))
    ids = [f"other{i}" for i in range(60)]
    moved = fit_segments(*matrix_of(points[order], weights=weights[order], ids=ids), parameters(**QUICK))
    for one, other in zip(tables(found), tables(moved), strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)
    assert found.assignments["persona"].to_numpy()[order].tolist() == moved.assignments["persona"].tolist()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_k_means_sees_the_same_in_integer_weights_and_repeated_rows(seed):
    random = np.random.default_rng(seed)
    points, weights = random.normal(size=(40, 3)), random.integers(1, 4, 40)
    found = order_content(matrix_of(points, weights=weights)[0])
    repeated = order_content(matrix_of(np.repeat(points, weights, axis=0))[0])
    assert np.array_equal(found.rows, repeated.rows)
    assert np.array_equal(found.row_weights, repeated.row_weights)
    assert found.row_weights.sum() == weights.sum()


def test_integer_weights_give_the_segments_of_repeated_rows():
    points = blobs([(0, 0), (9, 0), (0, 9)], [30, 40, 25])
    weights = np.random.default_rng(1).integers(1, 4, 95)
    found = fit_segments(*matrix_of(points, weights=weights), parameters(**QUICK))
    repeated = fit_segments(*matrix_of(np.repeat(points, weights, axis=0)), parameters(**QUICK))
    assert np.allclose(found.centroids, repeated.centroids)
    columns = ["inertia", "smallest_share"]
    assert np.allclose(found.solutions[columns], repeated.solutions[columns])
    everybody = found.assignments["persona"].repeat(weights).tolist()
    assert everybody == repeated.assignments["persona"].tolist()


def test_the_same_twice():
    points = blobs(SQUARE, [30] * 4, sd=3)
    first, second = (fit_segments(*matrix_of(points), parameters(**QUICK)) for _ in range(2))
    for one, other in zip(tables(first), tables(second), strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_exemplars_are_the_nearest():
    found = fit_segments(*matrix_of(blobs([(0, 0), (9, 9)], [40, 30])), parameters(k=2))
    near = found.exemplars[found.exemplars["persona"] == "2"]
    own = found.assignments[found.assignments["persona"] == "2"].sort_values("distance")
    assert near["rank"].tolist() == [1, 2, 3, 4, 5]
    assert near["respondent_id"].tolist() == own["respondent_id"].tolist()[:5]


def test_arguments_stay_as_they_were():
    features, respondents = matrix_of(blobs([(0, 0), (9, 9)], [40, 30]))
    before = features.matrix.copy(deep=True), respondents.copy(deep=True)
    fit_segments(features, respondents, parameters(k=2))
    pd.testing.assert_frame_equal(features.matrix, before[0])
    pd.testing.assert_frame_equal(respondents, before[1])
