"""What is planted in the worked example is found again, with the true personas."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data.webshop.generator import plan
from data.webshop.generator.interviews import planned_mentions
from personagen.contracts.people import ASSIGNMENTS
from personagen.contracts.published import CODES, NEEDS, PROFILE
from personagen.exports import read_sources
from personagen.ingest import ingest_research
from personagen.language import words_in
from personagen.personas import (
    find_need_changes,
    profile_personas,
    select_quotes,
    summarise_codes,
    summarise_needs,
)
from personagen.personas.naming import choose_names, find_traits
from personagen.privacy import suppress
from personagen.study.reading import read_study
from tests.personas.cases import make_fragments


@pytest.fixture(scope="module")
def shop(webshop):
    file = read_study(webshop / "study.yaml")
    research = ingest_research(file, read_sources(file))
    truth = pd.read_csv(webshop / "truth" / "respondents.csv", dtype=str)
    persona = truth.set_index("respondent_id")["persona"]
    people = research.respondents[["respondent_id", "customer_id", "weight"]]
    people = people.assign(persona=people["respondent_id"].map(persona), basis="full", distance=1.0)
    return file.study, research, ASSIGNMENTS.conform(people)


@pytest.fixture(scope="module")
def truth(webshop):
    return json.loads((webshop / "truth" / "effects.json").read_text(encoding="utf-8"))


def test_the_planted_change_of_needs_is_the_only_one_told(shop, truth):
    study, research, assignments = shop
    found = find_need_changes(research, assignments, summarise_needs(research, assignments, study), study)
    planted = truth["changed_need"]
    told = found[["persona", "from_phase", "to_phase", "from_need", "to_need"]].to_numpy().tolist()
    assert told == [[planted["persona"], *planted["between"], planted["first"], planted["then"]]]


def test_first_needs_are_found_and_shown(shop, truth):
    study, research, assignments = shop
    needs = suppress(NEEDS, summarise_needs(research, assignments, study), study.privacy.minimum_cell)
    first = needs[needs["rank"] == 1].set_index(["persona", "phase", "kind"])["need"].to_dict()
    planted = {
        (persona, phase, kind): need
        for persona, phases in truth["first_needs"].items()
        for phase, kinds in phases.items()
        for kind, need in kinds.items()
    }
    assert {key: need for key, need in first.items() if key[0] != "all"} == planted


def test_typical_codes_are_counted_as_planted_and_shown(shop, webshop):
    study, research, assignments = shop
    codes = suppress(CODES, summarise_codes(research, assignments, study), study.privacy.minimum_cell)
    planted = pd.read_csv(webshop / "truth" / "codes.csv")
    typical = planted[(planted["is_typical"] == 1) & ~planted["code"].str.startswith("wens")]
    rows = codes[codes["phase"] == "all"].set_index(["persona", "code"])
    for row in typical.itertuples():
        found = rows.loc[(row.persona, row.code)]
        assert found["n_mentioned"] == row.n_mentioned
        assert found["p_adjusted"] < 0.05


def themes_found(codes):
    """Return persona and code of what sets a persona's interviews apart, needs left out."""
    rows = codes[codes["phase"].eq("all") & codes["persona"].ne("all") & codes["theme"].ne("need")]
    rows = rows[rows["p_adjusted"].lt(0.05) & rows["lift"].gt(1)]
    return set(zip(rows["persona"], rows["code"], strict=True))


PLANTED = {
    (persona, code)
    for persona, codes in zip(plan.PERSONAS, plan.TYPICAL_CODES, strict=True)
    for code in codes
}


def interviewed(shop, rows):
    """Return the research with other interviews, of people as many as were planned, and who they are."""
    people = [
        (f"{name}{i}", name)
        for name, n in zip(plan.PERSONAS, plan.FIRST.interviewed, strict=True)
        for i in range(n)
    ]
    assignments = pd.DataFrame(people, columns=["respondent_id", "persona"]).assign(weight=1.0, basis="full")
    return replace(shop[1], interviews=make_fragments(rows)), ASSIGNMENTS.conform(assignments)


def test_all_planted_themes_are_found_and_no_other(shop):
    study, research, assignments = shop
    assert themes_found(summarise_codes(research, assignments, study)) == PLANTED


def test_planted_themes_are_found_where_chance_decides_who_says_them(shop):
    # each interviewee says each code with the planned chance, and not the planned number of them
    study, hits, found = shop[0], 0, 0
    for seed in range(10):
        draw = np.random.default_rng(seed)
        rows = [
            (f"{plan.PERSONAS[persona]}{i}", code, phase or None)
            for persona, phase, code, count in planned_mentions()
            for i in np.flatnonzero(
                draw.random(plan.FIRST.interviewed[persona]) < count / plan.FIRST.interviewed[persona]
            )
        ]
        themes = themes_found(summarise_codes(*interviewed(shop, rows), study))
        hits, found = hits + len(themes & PLANTED), found + len(themes)
    assert hits / (10 * len(PLANTED)) >= 0.95  # recall
    assert hits / found >= 0.95  # precision


@pytest.mark.parametrize("seed", range(4))
def test_other_people_saying_the_same_change_the_same_first_need(shop, truth, seed):
    study, planned, draw = shop[0], truth["changed_need"], np.random.default_rng(seed)
    rows = [
        (f"{plan.PERSONAS[persona]}{i}", code, phase or None)
        for persona, phase, code, count in planned_mentions()
        for i in draw.choice(plan.FIRST.interviewed[persona], count, replace=False)
    ]
    research, assignments = interviewed(shop, rows)
    found = find_need_changes(research, assignments, summarise_needs(research, assignments, study), study)
    told = found[["persona", "from_phase", "to_phase", "from_need", "to_need"]].to_numpy().tolist()
    assert told == [[planned["persona"], *planned["between"], planned["first"], planned["then"]]]


def test_names_are_distinct_and_short(shop):
    study, research, assignments = shop
    traits = find_traits(profile_personas(research, assignments, study), study)
    names = {persona: name.text for persona, name in choose_names(traits, words_in("nl")).items()}
    assert len(set(names.values())) == 4
    assert all(8 <= len(name) <= 40 for name in names.values())
    assert names["koopjesjager"].startswith("Vergelijkt prijzen")


def test_quotes_hold_no_personal_data_and_nobody_who_refused(shop):
    study, research, assignments = shop
    codes = summarise_codes(research, assignments, study)
    quotes = select_quotes(research, assignments, codes, study)
    assert quotes.groupby("persona").size().between(4, 6).all()
    text = " ".join(quotes["quote"])
    assert "@" not in text
    refused = research.interviews.loc[~research.interviews["may_quote"], "quote"]
    assert not quotes["quote"].isin(refused).any()


def test_no_small_cell_of_the_profile_is_shown(shop):
    study, research, assignments = shop
    profile = profile_personas(research, assignments, study)
    table = suppress(PROFILE, profile, study.privacy.minimum_cell)
    shown = table[table["n"].notna()]
    rest = shown["base_n"] - shown["n"]
    assert not (shown["n"].between(1, 4) | rest.between(1, 4)).any()
    assert table["suppressed"].mean() < 0.15
    assert table.loc[table["suppressed"], ["value", "low", "high", "difference"]].isna().all(axis=None)
