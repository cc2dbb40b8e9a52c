"""Other encodings of the same answers: which there are, and what they do to the variables."""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
import pandas as pd
import pytest

from personagen.contracts import FeatureMatrix, Research
from personagen.features import build_features
from personagen.study import Study
from pipelines.alternatives import encode_otherwise
from tests.features.research import make_answers, make_study

TYPES: dict[str, dict[str, Any]] = {
    "age": {"type": "number"},
    "income": {"type": "number"},
    "place": {"type": "nominal"},
    "orders": {"type": "count", "block": "behavioural"},
}


def encode(**segmentation: Any) -> tuple[FeatureMatrix, dict[str, FeatureMatrix]]:
    random = np.random.default_rng(0)
    study: Study = make_study(TYPES, **segmentation)
    columns = {name: random.integers(1, 60, 50).astype(float) for name in TYPES}
    answers = make_answers(study, {**columns, "place": random.choice(["city", "town"], 50)})
    states = pd.DataFrame({"respondent_id": answers["respondent_id"], **dict.fromkeys(TYPES, "answered")})
    respondents = pd.DataFrame({"respondent_id": answers["respondent_id"], "weight": 1.0})
    links, blank = pd.DataFrame(), pd.DataFrame()
    research = Research(respondents, answers, states, links, blank, blank)
    features = build_features(answers, states, respondents, study)
    return features, encode_otherwise(research, study, features)


def variances(features: FeatureMatrix) -> dict[str, float]:
    own = features.matrix.var(ddof=0).groupby(features.encoding["variable"].to_numpy(), sort=False).sum()
    return {str(name): round(float(value), 9) for name, value in own.items()}


def test_equal_weights_give_every_variable_the_same_variance():
    features, others = encode()
    third = round(1 / 3, 9)
    assert variances(features) == {"age": third, "income": third, "place": third, "orders": 1}
    assert variances(others["equal_weights"]) == {"age": 1, "income": 1, "place": 1, "orders": 1}


def test_the_other_scale_leaves_answers_as_coded():
    features, others = encode()
    assert set(others["other_scale"].encoding["factor"]) == {1.0}
    _, back = encode(scale="none")
    np.testing.assert_allclose(
        back["other_scale"].matrix, features.matrix[back["other_scale"].matrix.columns], atol=1e-12
    )


@pytest.mark.parametrize("given", [{"weights": {"demographic": 3, "behavioural": 1}}, {"scale": "none"}])
def test_equal_weights_are_left_out_where_they_are_in_use(given: dict[str, Any]):
    _, others = encode(**given)
    assert list(others) == ["other_scale"]


def test_nothing_is_said_twice(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING):
        encode()
    assert len([r for r in caplog.records if "segments are more trustworthy" in r.message]) == 1
