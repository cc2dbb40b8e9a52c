"""Customer Personality: missing and impossible incomes, constants, and levels of two or three people."""

from __future__ import annotations

import pandas as pd
import pytest

from personagen.errors import DataError
from personagen.exports import read_sources
from personagen.features import build_features
from personagen.ingest import ingest_research
from personagen.segmentation import assign
from personagen.study import Study, read_study
from tests.real.folders import make_folder

IMPOSSIBLE = 666_666
CONSTANTS = {"Z_CostContact": 3, "Z_Revenue": 11}


def test_missing_incomes_are_imputed_and_counted(customers):
    features = customers.published["features"].set_index("variable")
    assert features["n_missing"].to_dict() == dict.fromkeys(features.index, 0) | {"income": 24}
    assert customers.features.excluded == ()


def test_outliers_are_clipped_and_counted(customers):
    """Beyond three interquartile ranges: one income, and the births of 1893, 1899 and 1900."""
    clipped = customers.published["features"].set_index("variable")["n_clipped"]
    assert (clipped["income"], clipped["year_birth"]) == (1, 3)
    income = customers.research.answers["income"]
    low, high = income.quantile([0.25, 0.75])
    assert (income > high + 3 * (high - low)).sum() == 1


def test_one_income_moves_a_mean_in_the_profile_and_hardly_a_segment(customers):
    answers = customers.research.answers
    people = customers.segments.assignments.set_index("respondent_id")["persona"]
    income = answers.set_index("respondent_id")["income"]
    (rich,) = income.index[income == IMPOSSIBLE]
    persona = people[rich]
    own = income[people == persona].dropna()
    row = (
        customers.tables["profile"]
        .set_index(["persona", "variable", "level"])
        .loc[(persona, "income", "mean")]
    )
    assert row["value"] == pytest.approx(own.mean())
    effect = row["value"] - own.drop(rich).mean()
    assert effect == pytest.approx((IMPOSSIBLE - own.drop(rich).mean()) / len(own))
    assert 0 < effect < 2000
    # the segments see an income that may well be had, though still the highest
    features = customers.features.matrix["income"]
    assert features.idxmax() == rich
    assert features.nlargest(2).iloc[0] < 1.1 * features.nlargest(2).iloc[1]


def test_one_income_still_decides_where_its_owner_goes(customers):
    """Clipping spares the segments, not the person: with an income as others have, they'd be among other people."""
    answers = customers.research.answers.set_index("respondent_id")["income"]
    (rich,) = answers.index[answers == IMPOSSIBLE]
    matrix, centroids = customers.features.matrix, customers.segments.centroids
    usual = matrix.loc[[rich]].assign(income=matrix["income"].median())
    found = assign(matrix.loc[[rich]], centroids).loc[rich]
    assert found["persona"] != assign(usual, centroids).loc[rich, "persona"]
    assert found["shadow"] > 0.9


def test_a_scale_refuses_the_impossible_income(shared_data, tmp_path):
    """What the study could say instead of having it clipped."""
    path = make_folder("customer_personality", shared_data, tmp_path)
    text = path.read_text()
    path.write_text(
        text.replace("column: Income, type: number", "column: Income, type: number, scale: [0, 200000]")
    )
    file = read_study(path)
    research = ingest_research(file, read_sources(file))
    assert research.answers["income"].max() < 200_000
    assert (research.fault_rows["column"] == "Income").sum() == 1
    assert research.rows.set_index("source").loc["survey", ["used", "quarantined"]].tolist() == [2239, 1]


def test_constants_are_refused_by_name(customers):
    research = customers.research
    content = customers.study.model_dump(by_alias=True, exclude_defaults=True)
    for name in CONSTANTS:
        content["variables"]["behavioural"][name] = {"from": "survey", "type": "number"}
    answers = research.answers.assign(**CONSTANTS)
    states = research.states.assign(**dict.fromkeys(CONSTANTS, "answered"))
    with pytest.raises(DataError) as refused:
        build_features(answers, states, research.respondents, Study.model_validate(content))
    said = str(refused.value)
    assert all(f'"{name}" is constant' in said for name in CONSTANTS)
    assert said.count("is constant") == len(CONSTANTS)


@pytest.mark.parametrize("level", ["YOLO", "Absurd", "Alone"])
def test_what_two_or_three_people_said_is_not_even_named(level, customers):
    profile = customers.published["profile"]
    levels = profile.loc[profile["variable"] == "marital_status", "level"]
    assert "Married" in set(levels)
    assert level not in set(levels)


def test_nobody_is_told_apart_by_the_id(customers):
    assert "ID" not in set(customers.published["profile"]["variable"])
    assert isinstance(customers.research.answers["customer_since"].dtype, pd.DatetimeTZDtype)
