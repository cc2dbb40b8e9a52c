"""Survey weights all the way: integer weights give the point estimates of repeated rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personagen.language import words_in
from personagen.personas import build_personas, profile_personas
from personagen.segmentation import fit_segments
from personagen.segmentation.content import order_content
from personagen.segmentation.kmeans import fit_best
from personagen.statistics.intervals import wilson_interval
from tests.personas.cases import make_research, make_study
from tests.segmentation.data import blobs, matrix_of, parameters


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(2, 4))
def test_integer_weights_fit_as_repeated_rows(seed, k):
    random = np.random.default_rng(seed)
    rows = np.round(random.normal(size=(40, 3)), 1)
    weights = random.integers(1, 5, 40)
    weighted = order_content(matrix_of(rows, weights=weights.tolist())[0])
    repeated = order_content(matrix_of(np.repeat(rows, weights, axis=0))[0])
    one, other = (fit_best(c.rows, c.row_weights, k, 5, [seed]) for c in (weighted, repeated))
    assert one.inertia == pytest.approx(other.inertia)
    assert one.centroids == pytest.approx(other.centroids)
    # by hand: the inertia is the weighted sum of squares around weighted means
    labels = one.labels[weighted.row_of]
    means = [
        np.average(rows_of(weighted)[labels == i], axis=0, weights=weighted.weights[labels == i])
        for i in range(k)
    ]
    assert np.array(means) == pytest.approx(one.centroids)
    apart = ((rows_of(weighted) - np.array(means)[labels]) ** 2).sum(axis=1)
    assert weighted.weights @ apart == pytest.approx(one.inertia)


def rows_of(content):
    return content.rows[content.row_of]


def test_sizes_and_profiles_of_weighted_segments_are_those_of_repeated_rows():
    points = blobs([(0, 0), (12, 0), (0, 12)], [20, 30, 40])
    weights = np.arange(90) % 3 + 1
    times = np.repeat(np.arange(90), weights)
    age = np.round(points[:, 0] + np.arange(90) % 7, 1)
    study = make_study({"age": {"type": "number"}})
    tables = {}
    for name, rows, given_weights in (
        ("weighted", np.arange(90), weights),
        ("repeated", times, np.ones(len(times))),
    ):
        features, people = matrix_of(points[rows], weights=given_weights.tolist())
        segments = fit_segments(
            features, people, parameters(k={"from": 3, "to": 3}, bootstrap=10, minimum_size=10)
        )
        research = make_research({"age": age[rows]})
        profile = profile_personas(research, segments.assignments, study)
        tables[name] = (segments, build_personas(research, segments, profile, study, words_in("en")), profile)
    (one, personas, profile), (other, more, same) = tables["weighted"], tables["repeated"]
    assert personas["share"].to_numpy() == pytest.approx(more["share"].to_numpy())
    assert profile["value"].to_numpy() == pytest.approx(same["value"].to_numpy())
    assert one.centroids.to_numpy() == pytest.approx(other.centroids.to_numpy())
    inertia = [s.solutions.set_index("k").loc[3, "inertia"] for s in (one, other)]
    assert inertia[0] == pytest.approx(inertia[1])
    # counts are of people, and intervals rest on the effective number: wider than those of repeated people
    assert personas["n"].sum() == 90
    effective = weights.sum() ** 2 / (weights**2).sum()
    low, high = wilson_interval(personas["share"], effective)
    assert personas["share_low"].to_numpy() == pytest.approx(low)
    assert personas["share_high"].to_numpy() == pytest.approx(high)
    assert ((high - low) > (more["share_high"] - more["share_low"]).to_numpy()).all()
