"""What is planted in the worked example, found by its true personas: differences, the driver, a journey told."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from personagen.contracts.people import ASSIGNMENTS
from personagen.engine import open_engine
from personagen.exports import detect_log_dialects, read_sources
from personagen.ingest import ingest_research
from personagen.journeys import (
    compare_personas,
    count_contacts,
    find_drivers,
    phases_table,
    tell_journeys,
)
from personagen.journeys.drivers.design import build_design
from personagen.journeys.drivers.outcomes import find_outcomes
from personagen.language import words_in
from personagen.study import read_study
from personagen.study.parameters import Outcome

WORDS = words_in("nl")


@pytest.fixture(scope="module")
def shop(webshop):
    file = read_study(webshop / "study.yaml")
    research = ingest_research(file, read_sources(file))
    truth = pd.read_csv(webshop / "truth" / "respondents.csv", dtype=str)
    persona = truth.set_index("respondent_id")["persona"]
    people = research.respondents[["respondent_id", "customer_id", "weight"]]
    people = people.assign(persona=people["respondent_id"].map(persona), basis="full", distance=1.0)
    assignments = ASSIGNMENTS.conform(people)
    phases = phases_table(file.study, WORDS)
    with tempfile.TemporaryDirectory() as scratch, open_engine(file.study.engine, Path(scratch)) as engine:
        account = engine.load_logs(
            file,
            detect_log_dialects(file),
            emotions=research.emotions,
            linked=research.links["customer_id"],
            mapped=research.touchpoints,
        )
        counts = count_contacts(engine, account, research.touchpoint_map, assignments, phases)
    return file.study, research, assignments, phases, counts


@pytest.fixture(scope="module")
def planted(webshop):
    return json.loads((webshop / "truth" / "effects.json").read_text(encoding="utf-8"))


def test_the_planted_differences_are_called(shop, planted):
    study, *_, counts = shop
    table = compare_personas(counts, study).set_index(["persona", "phase", "metric"])
    drop, magic = planted["drop_off"], planted["magic"]
    expected = [
        (drop["persona"], drop["after_phase"], "drop_off", 1),
        (magic["persona"], magic["phase"], "gap", 1),
    ]
    expected += [(pain["persona"], pain["phase"], "valence", -1) for pain in planted["pains"]]
    for *place, sign in expected:
        row = table.loc[tuple(place)]
        assert row["p_adjusted"] < 0.001, place
        assert row["difference"] * sign > 0
        assert row["low"] < row["difference"] < row["high"]


def test_the_planted_driver_is_found_and_no_other(shop, planted):
    study, research, assignments, phases, counts = shop
    table = find_drivers(counts, research, assignments, phases, study, WORDS)
    called = table[table["p_adjusted"] < 0.05]
    assert set(called["phase"]) == {planted["driver"]["phase"]}
    assert "all" in set(called["persona"])
    # what is measured is the mood with noise: its effect lies below the planted one per standard deviation of mood
    effect = called.loc[called["persona"] == "all", "effect"].iloc[0]
    assert 0.5 < effect < planted["driver"]["log_odds_per_sd"]
    assert (table["makes_up"] == "untold").all()
    use = table[(table["persona"] == "all") & (table["phase"] == "use")].iloc[0]
    assert "gaat samen met een grotere kans op het bereiken van “Verlenging”" in use["sentence"]
    n = table[table["persona"] != "all"].groupby("phase")["n"].sum()
    assert n.to_dict() == table[table["persona"] == "all"].set_index("phase")["n"].to_dict()


def test_nothing_that_came_after_the_outcome_counts(shop):
    study, research, assignments, _, counts = shop
    outcomes = find_outcomes(counts, research, assignments, study)
    sample = counts.sample
    ends = sample.firsts.set_index(["persona", "draw"])["first_6"]
    assert outcomes.people["y"].sum() == ends.notna().sum()
    until = ends.reindex(pd.MultiIndex.from_frame(sample.rated[["persona", "draw"]])).to_numpy()
    is_late = (sample.rated["at_us"] > until) & (sample.rated["phase"] < 6)
    assert is_late.sum() > 100
    rated = sample.rated.assign(valence_micro=sample.rated["valence_micro"].mask(is_late, -1_000_000))
    other = replace(counts, sample=replace(sample, rated=rated))
    one, changed = (build_design(each, outcomes) for each in (counts, other))
    assert np.array_equal(one.felt, changed.felt, equal_nan=True)
    assert np.array_equal(one.met, changed.met)


def test_a_score_of_the_survey_may_be_the_outcome(shop):
    study, research, assignments, phases, counts = shop
    outcome = Outcome.model_validate({"from": "survey", "column": "Q12_aanbevelen"})
    scored = study.model_copy(update={"outcome": outcome})
    assert scored.outcome_variable == "aanbevelen"
    outcomes = find_outcomes(counts, research, assignments, scored)
    sent = research.respondents.set_index("customer_id")["submitted_at"]
    assert outcomes.people["until_us"].max() <= sent.max().value // 1000
    table = find_drivers(counts, research, assignments, phases, scored, WORDS)
    assert table["model"].unique().tolist() == ["linear"]
    assert table["outcome"].unique().tolist() == ["“Zou de winkel aanbevelen (0 tot 10)”"]
    assert len(table) == 5 * 6


def test_a_journey_stands_for_each_persona_and_tells_the_drop_off(shop, planted):
    study, *_, counts = shop
    table = tell_journeys(counts, study, WORDS)
    assert table["persona"].nunique() == 4
    assert (table["n"] >= 5).all()
    ends = table.groupby("persona")["phase"].last()
    assert ends[planted["drop_off"]["persona"]] == planted["drop_off"]["after_phase"]
    assert set(ends.drop(planted["drop_off"]["persona"])) == {"use"}
    pain = planted["pains"][0]
    told = table[(table["persona"] == pain["persona"]) & (table["touchpoint"] == pain["touchpoint"])]
    assert "De beleving is slecht" in told["text"].iloc[0]
