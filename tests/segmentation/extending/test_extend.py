"""Extending personas to customers outside the survey: the rule, its result, what must not matter."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from personagen.contracts.people import ASSIGNMENTS
from personagen.exports import read_sources
from personagen.ingest import ingest_research
from personagen.segmentation import extend_personas
from personagen.segmentation.extending.rule import judge
from personagen.study.reading import read_study
from tests.segmentation.extending.customers import clouds, link, make_research, make_study

STUDY = make_study({"x": "number", "y": "number"})


@pytest.fixture(scope="module")
def shop(webshop):
    """The worked example with the true personas of its respondents."""
    file = read_study(webshop / "study.yaml")
    research = ingest_research(file, read_sources(file))
    truth = pd.read_csv(webshop / "truth" / "respondents.csv", dtype=str)
    people = research.respondents[["respondent_id", "customer_id", "weight"]]
    people = people.assign(
        persona=people["respondent_id"].map(truth.set_index("respondent_id")["persona"]), basis="full"
    )
    return extend_personas(research, ASSIGNMENTS.conform(people), file.study)


def test_webshop_shares_of_all_customers_hold_the_truth(shop, webshop):
    truth = pd.read_csv(webshop / "truth" / "customers.csv", dtype=str)["persona"]
    shares = shop.customer_shares.set_index("persona")
    true = truth.value_counts(normalize=True).reindex(shares.index)
    assert (shares["customer_share_low"] <= true).all()
    assert (true <= shares["customer_share_high"]).all()
    assert (shares["customer_share_high"] - shares["customer_share_low"]).max() < 0.03


def test_webshop_customers_are_given_their_true_persona(shop, webshop):
    truth = pd.read_csv(webshop / "truth" / "customers.csv", dtype=str).set_index("customer_id")["persona"]
    extended = shop.extended
    is_right = extended["persona"].to_numpy() == truth[extended["customer_id"]].to_numpy()
    assert is_right.mean() > 0.95
    confident = extended["confidence"] > 0.9
    assert is_right[confident].mean() > is_right[~confident].mean()
    assert len(extended) == 20_000 - shop.table.set_index("persona").loc["all", "n_linked"]


def test_shares_and_the_unassigned_sum_to_1_and_nobody_is_extended_twice():
    research, assignments, _ = clouds(2000, 300)
    customers = research.customers.copy()
    customers.loc[1500:1599, ["x", "y"]] = np.nan
    found = extend_personas(replace(research, customers=customers), assignments, STUDY)
    table = found.table.set_index("persona")["customer_share"]
    assert table["unassigned"] == pytest.approx(0.05)
    assert table[["1", "2", "3", "unassigned"]].sum() == pytest.approx(1)
    assert found.extended["basis"].eq("extended").all()
    assert sorted(found.extended["customer_id"]) == [
        f"c{i:04}" for i in range(300, 2000) if i not in range(1500, 1600)
    ]


def test_unrelated_analytics_extend_nobody():
    research, assignments, _ = clouds(2000, 400, apart=0.0)
    found = extend_personas(research, assignments, STUDY)
    assert found.extended.empty
    assert not found.table["is_used"].any()
    assert found.customer_shares.drop(columns="persona").isna().all(axis=None)
    table = found.table.set_index("persona")
    assert table.loc["all", "recall"] == pytest.approx(1 / 3, abs=0.1)
    assert table.loc["unassigned", "customer_share"] == pytest.approx(0.8)


def test_a_persona_nobody_recognises_extends_nobody():
    # balanced accuracy is .67, its lower end above 1/3 + .2, but the third is never recognised
    persona = np.repeat([0, 1, 2], 200)
    called = np.where(persona == 2, 0, persona)
    found = judge(persona, called, np.ones(600), np.full(3, 1 / 3))
    assert found.low[-1] > 1 / 3 + 0.2
    assert not found.is_used


def test_the_lower_end_decides_and_not_the_estimate():
    persona = np.repeat([0, 1], 20)
    called = np.concatenate([np.repeat([0, 1], [16, 4]), np.repeat([1, 0], [16, 4])])
    few = judge(persona, called, np.ones(40), np.array([0.5, 0.5]))
    many = judge(np.tile(persona, 20), np.tile(called, 20), np.ones(800), np.array([0.5, 0.5]))
    assert few.recall.tolist() == many.recall.tolist() == pytest.approx([0.8] * 3)
    assert (few.is_used, many.is_used) == (False, True)


def test_rows_in_another_order_and_other_ids_change_nothing():
    research, assignments, _ = clouds(1500, 300)
    first = extend_personas(research, assignments, STUDY)
    random = np.random.default_rng(3)
    renamed = research.customers.assign(customer_id=[f"k{i}" for i in random.permutation(1500)])
    new_id = dict(zip(research.customers["customer_id"], renamed["customer_id"], strict=True))
    moved = renamed.sample(frac=1, random_state=1).reset_index(drop=True)
    others = assignments.assign(customer_id=assignments["customer_id"].map(new_id)).sample(
        frac=1, random_state=2
    )
    second = extend_personas(replace(research, customers=moved), others, STUDY)
    pd.testing.assert_frame_equal(first.table, second.table, check_exact=True)
    given = first.extended.assign(customer_id=first.extended["customer_id"].map(new_id).astype("str"))
    given = given.sort_values("customer_id", ignore_index=True)
    pd.testing.assert_frame_equal(given, second.extended, check_exact=True, check_dtype=False)


@pytest.mark.parametrize("why", ["off", "no analytics", "nobody outside"])
def test_nothing_to_extend(why):
    research, assignments, names = clouds(300, 200)
    study = make_study({"x": "number", "y": "number"}, extend="off") if why == "off" else STUDY
    if why == "no analytics":
        research = replace(research, customers=None)
    if why == "nobody outside":
        assignments = link(names, range(300))
    assert extend_personas(research, assignments, study) is None


def test_too_few_linked_respondents_extend_nobody():
    research, assignments, _ = clouds(300, 25)
    found = extend_personas(research, assignments, STUDY)
    assert found.extended.empty
    assert found.table["recall"].isna().all()
    assert not found.table["is_used"].any()


def test_nothing_shared_extends_nobody():
    research = make_research({"note": pd.Series(["x"] * 100, dtype="str")})
    found = extend_personas(research, link(["1", "2"] * 30, range(60)), make_study({"note": "text"}))
    assert not found.table["is_used"].any()
    assert found.table.set_index("persona").loc["unassigned", "customer_share"] == pytest.approx(0.4)
