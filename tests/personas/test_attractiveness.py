"""Attractiveness: scores by hand, what is hidden, and the value of customers from column to table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from personagen.contracts import PUBLISHED
from personagen.personas import build_attractiveness, profile_personas
from personagen.study import Study
from tests.personas.cases import make_assignments, make_research


def make_study(**keys: object) -> Study:
    variables = {
        "demographic": {"age": {"from": "survey", "type": "number"}},
        "behavioural": {
            "returns": {"from": "analytics", "type": "count", "label": "Returns a year"},
            "app": {"from": "analytics", "type": "yes_no"},
        },
    }
    content = {"study": "T", "language": "en", "survey": {"files": ["a.csv"]}, "variables": variables}
    return Study.model_validate({**content, "analytics": {"files": ["b.csv"], "customer": "c"}, **keys})


# persona 1: six of twelve; 2: four; 3: two
PERSONAS = ["1"] * 6 + ["2"] * 4 + ["3"] * 2
ANSWERS = {
    "age": [30.0] * 12,
    "returns": [2.0] * 6 + [6.0] * 4 + [4.0] * 2,
    "app": pd.Series([True, False] * 6, dtype="boolean"),
    "value": [100.0] * 6 + [400.0] * 4 + [np.nan] * 2,
}
PEOPLE = PUBLISHED["personas"].conform(
    pd.DataFrame(
        {
            "persona": ["1", "2", "3"],
            "key": ["a", "b", "c"],
            "name": ["A", "B", "C"],
            "n": [6, 4, 2],
            "share": [0.5, 1 / 3, 1 / 6],
            "effective_n": 12.0,
            "jaccard": [0.9, 0.8, 0.7],
        }
    )
)


def score(**keys: object) -> pd.DataFrame:
    study = make_study(**keys)
    answers = {n: v for n, v in ANSWERS.items() if n != "value" or study.value}
    profile = profile_personas(make_research(answers), make_assignments(PERSONAS), study)
    table = build_attractiveness({"personas": PEOPLE, "profile": profile}, study)
    return table.set_index(["persona", "axis", "criterion"])


def test_scores_are_places_between_least_and_most_and_the_total_their_weighted_mean():
    table = score(attractiveness={"size": 1, "stability": 3})
    # sizes .5, .333, .167 lie evenly; stability counts as it is: .9, .8, .7
    for persona, expected in (("1", 0.925), ("2", 0.725), ("3", 0.525)):
        assert table.loc[(persona, "attractiveness", "total"), "score"] == pytest.approx(expected)
    assert table.loc[("1", "attractiveness", "stability"), "weight"] == 0.75
    assert table.loc[("2", "attractiveness", "size"), ["value", "share", "n"]].tolist() == [1 / 3, 1 / 3, 4]


def test_differences_that_may_be_chance_score_alike():
    sized = PEOPLE.assign(share_low=[0.4, 0.2, 0.1], share_high=[0.6, 0.45, 0.3])
    close = PEOPLE.assign(share_low=[0.25, 0.2, 0.1], share_high=[0.6, 0.45, 0.3])
    study = make_study(attractiveness={"size": 1})
    profile = profile_personas(make_research(ANSWERS), make_assignments(PERSONAS), study)
    for people, expected in ((sized, [1, 0.5, 0]), (close, [0.5, 0.5, 0.5])):
        table = build_attractiveness({"personas": people, "profile": profile}, study)
        assert table.query("criterion == 'size'")["score"].tolist() == pytest.approx(expected)


def test_less_is_better_with_a_weight_below_0():
    table = score(attractiveness={"size": 2, "returns": -2})
    # returns 2, 6 and 4: scores 1, 0 and .5; sizes 1, .5 and 0
    totals = [table.loc[(p, "attractiveness", "total"), "score"] for p in ("1", "2", "3")]
    assert totals == pytest.approx([1.0, 0.25, 0.25])
    row = table.loc[("1", "attractiveness", "returns")]
    assert row[["weight", "low_is_better", "label", "unit"]].tolist() == [0.5, True, "Returns a year", "mean"]


def test_a_second_axis_stands_beside_the_first():
    table = score(attractiveness={"size": 1}, competitiveness={"app": 1})
    assert table.loc[("1", "competitiveness", "app"), ["value", "unit"]].tolist() == [0.5, "share"]
    # everybody's share of yes is the same
    assert {row["score"] for (_, axis, _), row in table.iterrows() if axis == "competitiveness"} == {0.5}


def test_an_unknown_value_has_no_score_and_no_total():
    table = score(attractiveness={"size": 1, "value": 1}, value={"from": "analytics", "column": "revenue"})
    assert table.loc[("1", "attractiveness", "value"), ["value", "n", "label"]].tolist() == [
        100,
        6,
        "revenue",
    ]
    assert table.loc[("2", "attractiveness", "total"), "score"] == pytest.approx(0.75)
    assert np.isnan(table.loc[("3", "attractiveness", "value"), "score"])
    assert np.isnan(table.loc[("3", "attractiveness", "total"), "score"])


def test_the_value_of_a_column_that_is_a_variable_is_that_variable():
    study = make_study(value={"from": "analytics", "column": "returns"})
    assert study.value_variable == "returns"
    assert [name for _, name, _ in study.each_variable()] == ["age", "returns", "app"]
    table = score(value={"from": "analytics", "column": "returns"}, attractiveness={"value": 1})
    assert table.loc[("2", "attractiveness", "value"), ["value", "label"]].tolist() == [6, "Returns a year"]


def test_the_value_of_another_column_only_describes():
    study = make_study(value={"from": "analytics", "column": "revenue", "label": "Worth a year"})
    *_, (block, name, variable) = study.each_variable()
    assert (block, name, variable.type, variable.role) == ("behavioural", "value", "number", "descriptor")
    assert variable.label == "Worth a year"
    assert study.key_of(block, name) == "value.column"


def test_what_is_hidden_enters_nothing():
    study = make_study(attractiveness={"size": 1, "returns": 1})
    profile = profile_personas(make_research(ANSWERS), make_assignments(PERSONAS), study)
    hidden = profile["persona"].eq("2") & profile["variable"].eq("returns")
    shown = profile.assign(value=profile["value"].mask(hidden))
    table = build_attractiveness({"personas": PEOPLE, "profile": shown}, study).set_index(
        ["persona", "criterion"]
    )
    assert table.loc[("2", ["returns", "total"]), "score"].isna().all()
    # the others are scored as if it weren't there: 2 and 4 returns
    assert table.loc[("3", "returns"), "score"] == 1
