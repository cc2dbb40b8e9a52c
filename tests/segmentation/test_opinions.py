"""Second opinions: planted segments are found in every way, unrelated answers in none, order changes nothing."""

import importlib.util
import logging
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from personagen.contracts import FeatureMatrix, Segments
from personagen.segmentation import assess_opinions, fit_segments
from personagen.segmentation.latent import fit_latent_classes
from tests.features.research import build
from tests.segmentation.data import parameters

TYPES: dict[str, dict[str, Any]] = {
    "age": {"type": "number"},
    "taste": {"type": "likert", "scale": [1, 5]},
    "place": {"type": "nominal"},
    "member": {"type": "yes_no"},
    "orders": {"type": "count"},
}
ORDER = np.random.default_rng(8).permutation(240)


def answers(*, order: np.ndarray | None = None, lack: float = 0.0) -> tuple[np.ndarray, dict[str, list[Any]]]:
    """Return three segments and their answers of every type, some lacking."""
    random = np.random.default_rng(3)
    segment = np.repeat([0, 1, 2], 80)
    columns = {
        "age": np.array([30, 50, 70])[segment] + random.normal(0, 5, 240).round(1),
        "taste": np.clip(np.array([1, 5, 3])[segment] + random.integers(-1, 2, 240), 1, 5).astype(float),
        "place": np.array(["city", "town", "farm"])[np.where(random.random(240) < 0.85, segment, 0)],
        "member": np.array([0.1, 0.9, 0.9])[segment] > random.random(240),
        "orders": np.where(segment == 2, 0.0, random.poisson(5, 240)),
    }
    order = np.arange(240) if order is None else order
    gone = {name: random.random(240) < lack for name in columns}
    lists = {name: [None if gone[name][i] else column[i] for i in order] for name, column in columns.items()}
    return segment[order], lists


def study(**given: Any) -> tuple[np.ndarray, FeatureMatrix, pd.DataFrame]:
    segment, columns = answers(**given)
    features = build(TYPES, columns)
    told = {
        name: ["no_answer" if v is None else "answered" for v in column] for name, column in columns.items()
    }
    states = pd.DataFrame({"respondent_id": [f"r{i}" for i in range(240)], **told})
    return segment, features, states


def segments_of(features: FeatureMatrix) -> Segments:
    respondents = pd.DataFrame({"respondent_id": features.matrix.index, "customer_id": None, "weight": 1.0})
    return fit_segments(features, respondents, parameters(k={"from": 3, "to": 3}, bootstrap=10))


@pytest.fixture(autouse=True)
def _quiet(caplog) -> None:
    caplog.set_level(logging.WARNING, logger="personagen.segmentation")


@pytest.mark.parametrize("lack", [0.0, 0.1])
def test_every_way_finds_planted_segments(lack):
    segment, features, states = study(lack=lack)
    others = {"other_scale": build(TYPES, answers(lack=lack)[1], scale="none")}
    table = assess_opinions(features, segments_of(features), states, others, parameters(k=3))
    assert table["opinion"].tolist() == ["latent_class", "other_scale"]
    assert table["n"].tolist() == [len(features.matrix)] * 2
    assert table.set_index("opinion").loc["latent_class", "ari"] > 0.8
    classes = fit_latent_classes(features, states, 3, parameters())
    where = features.matrix.index.str[1:].astype(int)
    assert adjusted_rand_score(segment[where], classes[features.matrix.index]) > 0.9


def test_the_same_encoding_agrees_wholly():
    _, features, states = study()
    table = assess_opinions(
        features, segments_of(features), states, {"equal_weights": features}, parameters()
    )
    assert table.set_index("opinion").loc["equal_weights", "ari"] == 1


def test_row_order_changes_nothing_where_answers_lack():
    _, one, told = study(lack=0.1)
    _, other, told_other = study(lack=0.1, order=ORDER)
    found = fit_latent_classes(one, told, 3, parameters())
    again = fit_latent_classes(other, told_other, 3, parameters())
    back = {f"r{new}": f"r{old}" for new, old in enumerate(ORDER)}
    pd.testing.assert_series_equal(
        again.rename(index=back).sort_index(), found.sort_index(), check_names=False
    )


def test_without_stepmix_the_row_is_absent_and_the_log_says_how_to_get_it(monkeypatch, caplog):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    _, features, states = study()
    table = assess_opinions(features, segments_of(features), states, {}, parameters())
    assert table.empty
    assert "pip install 'personagen[latent]'" in caplog.text
