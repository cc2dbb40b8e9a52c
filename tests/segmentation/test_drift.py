"""Drift: the index by hand, a planted shift found, none where nothing shifted."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from personagen.contracts.model import Margin, ModelPersona
from personagen.features import place_margins, summarise_margins
from personagen.segmentation import assess_drift
from personagen.statistics.shifts import stability_index
from tests.features.research import build, make_answers, make_study
from tests.runs.test_models import model

NUMBER = {"age": {"type": "number"}}


def people(personas):
    ids = [f"r{i}" for i in range(len(personas))]
    return pd.DataFrame({"respondent_id": ids, "persona": personas, "weight": 1.0})


def drift_of(then, now, personas=("1", "2")):
    """Return the drift of one variable, and of two personas that were equally large."""
    features = build(NUMBER, {"age": then})
    answers = make_answers(make_study(NUMBER), {"age": now})
    weights = pd.Series(1.0, index=answers["respondent_id"])
    margins = summarise_margins(
        make_answers(make_study(NUMBER), {"age": then}), features.weights, features.encoding, 5
    )
    halves = tuple(ModelPersona(p, p, p, 0.5, 50) for p in ("1", "2"))
    before = replace(model(), margins=margins, personas=halves)
    placed = place_margins(answers, weights, margins)
    return assess_drift(before, placed, people(personas)).set_index("variable")


def test_the_same_answers_have_not_drifted_at_all():
    then = np.random.default_rng(1).normal(40, 10, 300)
    found = drift_of(then, then[::-1], ["1"] * 50 + ["2"] * 50)
    assert found["psi"].tolist() == [0.0, 0.0]
    assert not found["is_large"].any()


def test_another_sample_of_the_same_people_stays_within_chance():
    random = np.random.default_rng(2)
    found = drift_of(random.normal(40, 10, 2000), random.normal(40, 10, 1000), ["1"] * 55 + ["2"] * 45)
    assert (found["psi"] < found["by_chance"]).all()
    assert not found["is_large"].any()


def test_a_planted_shift_is_found_where_it_is():
    random = np.random.default_rng(3)
    older = random.normal(48, 10, 1000)
    found = drift_of(random.normal(40, 10, 2000), older, ["1"] * 55 + ["2"] * 45)
    assert found["is_large"].to_dict() == {"age": True, "persona": False}
    # of two normal densities d standard deviations apart PSI is d squared; ten bins lose a little
    assert found.loc["age", "psi"] == pytest.approx(0.64, abs=0.12)
    shares = drift_of(older, older, ["1"] * 90 + ["2"] * 10)
    assert shares["is_large"].to_dict() == {"age": False, "persona": True}


def test_chance_is_exceeded_in_about_one_of_twenty_samples():
    random = np.random.default_rng(4)
    tenths, known = [0.1] * 10, 10**6
    indices = [
        stability_index(tenths, random.multinomial(300, tenths) / 300, known, 300) for _ in range(1000)
    ]
    margin = Margin("age", "age", tuple(range(9)), (), tuple(tenths), known)
    row = assess_drift(replace(model(), margins=(margin,)), [replace(margin, n=300)], people(["1", "2"]))
    assert np.mean(indices > row["by_chance"].iloc[0]) == pytest.approx(0.05, abs=0.02)


def test_of_a_multi_the_level_that_shifted_most_counts():
    margins = tuple(Margin(f"d[{x}]", "d", (), ("no", "yes", "*"), (0.5, 0.5, 0.0), 1000) for x in ("a", "b"))
    shares = ((0.5, 0.5, 0.0), (0.9, 0.1, 0.0))
    now = [replace(m, shares=s) for m, s in zip(margins, shares, strict=True)]
    found = assess_drift(replace(model(), margins=margins), now, people(["1", "2"]))
    assert found["variable"].tolist() == ["d", "persona"]
    assert found["psi"].iloc[0] == stability_index([0.5, 0.5], [0.9, 0.1], 1000, 1000)
