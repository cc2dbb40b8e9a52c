from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from personagen.contracts import Portraits
from personagen.contracts.model import ModelPersona
from personagen.features.encoding import Coding, as_table
from personagen.segmentation import fit_segments, take_segments
from tests.runs.test_models import model
from tests.segmentation.data import blobs, matrix_of, parameters


def assert_same(one: Portraits, other: Portraits) -> None:
    pd.testing.assert_frame_equal(one.centroids, other.centroids, check_exact=True, check_names=False)
    pd.testing.assert_series_equal(one.factors, other.factors, check_exact=True, check_names=False)
    pd.testing.assert_series_equal(one.shares, other.shares, check_exact=True, check_names=False)
    assert (dict(one.keys), dict(one.names)) == (dict(other.keys), dict(other.names))
    assert one.is_given == other.is_given


def clouds():
    features, respondents = matrix_of(blobs([(0.0, 0.0), (9.0, 9.0)], [40, 20]))
    codings = [
        Coding("x0", "x0", "", "demographic", "number", reverse=False, centre=30.0, factor=0.5),
        Coding("x1", "x1", "", "demographic", "number", reverse=False, centre=-1.0, factor=2.0),
    ]
    return replace(features, encoding=as_table(codings)), respondents


def test_the_portraits_of_a_model_stand_in_units_before_scaling():
    codings = [
        Coding("age", "age", "", "demographic", "number", reverse=False, centre=40.0, factor=0.1),
        Coding(
            "place[Ede]", "place", "Ede", "demographic", "nominal", reverse=False, centre=0.25, factor=2.0
        ),
    ]
    encoding = as_table(codings)
    centroids = pd.DataFrame(
        [[1.0, 0.5], [-2.0, -0.5]],
        index=pd.Index(["1", "2"], name="persona"),
        columns=pd.Index(encoding["column"].tolist()),
    )
    portraits = Portraits.of_model(replace(model(), encoding=encoding, centroids=centroids))
    assert portraits.centroids["age"].tolist() == [50.0, 20.0]
    assert portraits.centroids["place[Ede]"].tolist() == [0.5, 0.0]
    assert portraits.factors.to_dict() == {"age": 0.1, "place[Ede]": 2.0}
    assert portraits.shares.to_dict() == {"1": 0.6, "2": 0.4}
    assert (portraits.keys, portraits.names) == ({"1": "abc", "2": "abd"}, {"1": "Zuinig", "2": "Ruim"})
    assert not portraits.is_given


def test_a_model_of_given_segments_says_so():
    personas = (ModelPersona("vip", "abc", "vip", 0.6, 31), ModelPersona("2", "abd", "2", 0.4, 20))
    found = Portraits.of_model(
        replace(model(), centroids=model().centroids.set_axis(["vip", "2"]), personas=personas)
    )
    assert found.is_given


def test_portraits_of_segments_are_the_means_of_the_answers():
    features, respondents = clouds()
    segments = fit_segments(features, respondents, parameters(k=2))
    portraits = Portraits.of_segments(features, segments)
    assert portraits.shares.to_dict() == {"1": pytest.approx(2 / 3), "2": pytest.approx(1 / 3)}
    answers = features.matrix / [0.5, 2.0] + [30.0, -1.0]
    expected = [answers[:40].mean(), answers[40:].mean()]
    np.testing.assert_allclose(portraits.centroids.to_numpy(), expected)
    assert portraits.names == {}


def test_given_segments_without_features_still_have_portraits():
    features, respondents = matrix_of(np.zeros((6, 0)))
    features = replace(features, encoding=as_table([]))
    given = pd.Series(["b", "b", "b", "b", "a", "a"], index=features.matrix.index)
    segments = take_segments(features, respondents, given, parameters())
    portraits = Portraits.of_segments(features, segments)
    assert portraits.personas == ["b", "a"]
    assert portraits.shares.round(3).to_dict() == {"b": 0.667, "a": 0.333}
    assert portraits.is_given
    assert portraits.names == {"b": "b", "a": "a"}


def test_portraits_come_back_from_plain_values_as_they_were():
    features, respondents = clouds()
    made = Portraits.of_segments(features, fit_segments(features, respondents, parameters(k=2)))
    named = replace(made, keys={"1": "p-1"}, names={"1": "Zuinig", "2": "Ruim"})
    for each in (made, named, replace(named, is_given=True), Portraits.of_model(model())):
        assert_same(Portraits.from_plain(json.loads(json.dumps(each.as_plain()))), each)
