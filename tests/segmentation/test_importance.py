"""Importance: shares worked by hand, noise that is named and traits that aren't, and that nothing but content counts."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from personagen.contracts import FeatureMatrix
from personagen.segmentation import assess_importance, fit_segments
from personagen.segmentation.advice import find_noise
from personagen.segmentation.foretelling import foretold_shares
from personagen.segmentation.leaving import refit, without
from tests.features.research import build
from tests.segmentation.data import CHAPMAN, parameters, read_chapman, read_mcdonalds

NUMBER = {"type": "number"}
YES_NO = {"type": "yes_no"}


@pytest.fixture(autouse=True)
def _quiet(caplog) -> None:
    caplog.set_level(logging.ERROR)


def features_of(columns: Mapping[str, Sequence[Any]], **more: Any) -> FeatureMatrix:
    types = {name: YES_NO if np.asarray(c).dtype == bool else NUMBER for name, c in columns.items()}
    return build(types, columns, **more)


def assess(features: FeatureMatrix, k: int, **more: Any) -> pd.DataFrame:
    params = parameters(k={"from": k, "to": k}, bootstrap=10, restarts=10, **more)
    respondents = pd.DataFrame(
        {
            "respondent_id": features.matrix.index,
            "customer_id": None,
            "weight": features.weights.to_numpy(),
        }
    )
    segments = fit_segments(features, respondents, params)
    return assess_importance(features, segments, params).set_index("variable")


def named(table: pd.DataFrame, advice: str = "leave_out") -> list[str]:
    return sorted(table.index[table["advice"] == advice])


def planted(seed: int, n: int = 400) -> dict[str, np.ndarray]:
    """Return three segments that six variables share, and four that have nothing to do with anything."""
    random = np.random.default_rng(seed)
    segment = random.choice(3, n, p=[0.5, 0.3, 0.2])
    centres = np.array([[0, 0, 0, 2, 2, 0], [2, 0, 2, 0, 0, 2], [0, 2, 2, 2, 0, 2]]) * 1.1
    traits = centres[segment] + random.normal(size=(n, 6))
    columns: dict[str, np.ndarray] = {f"trait {i}": traits[:, i] for i in range(4)}
    columns |= {"coin": random.random(n) < 0.5, "trait 4": np.clip(np.round(traits[:, 4]), -1, 4)}
    columns |= {"trait 5": traits[:, 5] > 1.1, "rare coin": random.random(n) < 0.25}
    return columns | {"bell": random.normal(size=n), "die": random.integers(1, 7, n).astype(float)}


def test_shares_by_hand():
    # x: 0 0 4 4, mean 2: 16 in all, 16 between. y: 0 1 0 1, mean .5: 1 in all, 0 between
    columns = {"x": [0.0, 0.0, 4.0, 4.0], "y": [0.0, 1.0, 0.0, 1.0]}
    table = assess(features_of(columns, scale="none"), 2)
    assert table["between_share"].tolist() == [1, 0]
    assert table["own_share"].tolist() == [1, 0]
    # without y the halves are those of x. Without x they are those of y: no pair of people is together in both, 2/3 of
    # one would be by chance, 2 is the most: (0 - 2/3) / (2 - 2/3)
    assert table["ari_without"].tolist() == pytest.approx([-0.5, 1])


@pytest.mark.parametrize("seed", range(3))
def test_noise_is_named_and_traits_are_not(seed):
    table = assess(features_of(planted(seed)), 3)
    assert named(table) == ["bell", "coin", "die", "rare coin"]


def test_unrelated_variables_name_none_of_each_other():
    random = np.random.default_rng(4)
    table = assess(features_of({f"v{i}": random.normal(size=300) for i in range(6)}), 4)
    assert named(table) == []
    assert (table["foretold_share"] < 0.05).all()


def test_what_the_segments_hang_on_is_decisive():
    random = np.random.default_rng(5)
    segment = np.repeat([0, 1, 2], 100)
    columns = {f"both {i}": (segment == 2) * 5 + random.normal(size=300) for i in range(3)}
    # only this one tells the first from the second
    table = assess(features_of({**columns, "first": (segment > 0) * 6 + random.normal(size=300)}), 3)
    assert named(table, "decisive") == ["first"]
    assert named(table, "keep") == ["both 0", "both 1", "both 2"]


def test_row_order_and_ids_change_nothing():
    columns = planted(1, 150)
    order = np.random.default_rng(6).permutation(150)
    one = assess(features_of(columns), 3)
    other = assess(features_of({name: np.asarray(c)[order] for name, c in columns.items()}), 3)
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_weights_count_as_repeated_rows_in_the_shares():
    columns = planted(2, 120)
    weights = np.random.default_rng(7).integers(1, 4, 120)
    repeated = {name: np.repeat(c, weights) for name, c in columns.items()}
    one = assess(features_of(columns, people=weights.astype(float)), 3)
    other = assess(features_of(repeated), 3)
    shares = ["between_share", "own_share"]
    np.testing.assert_allclose(one[shares], other[shares], atol=1e-9)


def test_a_single_variable_has_nothing_to_do_without():
    table = assess(features_of({"only": np.repeat([0.0, 1.0, 5.0], 20)}), 2)
    assert table[["ari_without", "stability_without"]].isna().all(axis=None)
    assert table["advice"].tolist() == ["keep"]


def test_leaving_a_variable_out_is_what_the_study_does_without_it():
    columns = planted(3, 60)
    blocks = {n: "demographic" if n < "d" else "behavioural" for n in columns}
    types = {n: {**(YES_NO if c.dtype == bool else NUMBER), "block": blocks[n]} for n, c in columns.items()}
    less = {n: t for n, t in types.items() if n != "bell"}
    expected = build(less, {n: columns[n] for n in less}).matrix
    found = without(build(types, columns), ["bell"], "standard").matrix
    np.testing.assert_allclose(found, expected[found.columns], atol=1e-12)


def test_what_rises_and_falls_again_is_foretold():
    x = np.linspace(-1, 1, 200)
    shares = foretold_shares(
        {"x": x[:, None], "square": (x**2)[:, None], "sign": np.tile([[0.0], [1.0]], (100, 1))}, np.ones(200)
    )
    # a straight line would foretell nothing of it
    assert shares["square"] > 0.75
    assert shares["sign"] == 0


def test_loud_noise_is_found_behind_louder():
    # `second` has no part in the segments while `first` cuts them
    shown = {
        True: {"first": 0.9, "second": 0.1, "a": 0.4, "b": 0.4},
        False: dict.fromkeys("ab", 0.5) | {"second": 0.8},
    }
    bearing = {"first": 0.05, "second": 0.05, "a": 0.5, "b": 0.5}
    assert find_noise(bearing, lambda names: shown["first" in names]) == ["first", "second"]


@pytest.mark.parametrize("random_state", [2026, 1, 2])
def test_following_the_advice_finds_the_known_segments(random_state):
    truth, columns = read_chapman()
    features = build(CHAPMAN, columns)
    table = assess(features, 4, random_state=random_state)
    assert named(table) == ["gender", "own_home", "subscribe"]
    # the study's owner makes them descriptors; nothing else changes
    kept = [name for name in CHAPMAN if name not in named(table)]
    after = build({n: CHAPMAN[n] for n in kept}, {n: columns[n] for n in kept})
    found = refit(after, 4, parameters(random_state=random_state)).labels[after.matrix.index]
    assert adjusted_rand_score(truth, found) >= 0.5


def test_mcdonalds_keeps_what_its_segments_are_about():
    answers = read_mcdonalds()
    # nobody's opinion of the taste or the price goes with whether the food is spicy
    names = [
        "yummy",
        "convenient",
        "spicy",
        "fattening",
        "greasy",
        "fast",
        "cheap",
        "tasty",
        "expensive",
        "healthy",
        "disgusting",
    ]
    columns = {name: answers[:, i].astype(bool) for i, name in enumerate(names)}
    table = assess(features_of(columns, scale="none"), 4)
    assert named(table) == ["spicy"]
    assert table.loc["spicy", "ari_without"] > 0.9
    assert set(named(table, "decisive")) >= {"cheap", "expensive", "tasty", "yummy"}
