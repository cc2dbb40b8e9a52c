"""The worked example: what its generator planted is found, counted and told."""

from __future__ import annotations

import pytest

from personagen.exports.tables import read_table
from personagen.ingest import ingest_research
from personagen.study import CsvOptions
from personagen.study.reading import read_study
from tests.ingest.tables import account


@pytest.fixture(scope="module")
def research(webshop):
    place = read_study(webshop / "study.yaml")
    study = place.study
    patterns = {
        "survey": study.survey.files,
        "interviews": study.interviews.files,
        "codebook": study.interviews.codebook,
        "analytics": study.analytics.files,
        "links": study.links.file,
        "touchpoint_map": study.touchpoint_map,
    }
    texts = {}
    for name, pattern in patterns.items():
        paths = place.resolve(name, pattern)
        texts[name] = read_table(name, paths, [place.name_of(path) for path in paths], CsvOptions())
    return ingest_research(place, texts)


def test_the_planted_duplicates_and_the_misspelt_level_are_found(research):
    assert account(research, "survey")[3] == 24
    levels = research.fault_rows.query("source == 'survey' and check == 'level'")
    assert levels["column"].tolist() == ["Provincie"]
    assert "Did you mean" in levels["mend"].iloc[0]


def test_links_reach_seven_in_ten_respondents(research):
    assert len(research.links) / len(research.respondents) == pytest.approx(0.70, abs=0.02)
    linked = research.states["bezoeken"] != "not_linked"
    assert linked.sum() <= len(research.links)
    assert (research.states.loc[linked, "omzet"] == "answered").all()


def test_skip_logic_is_not_the_same_as_no_answer(research):
    states = research.states["retour_gemak"]
    assert {"answered", "not_asked", "no_answer"} == set(states)
    assert (
        states[research.answers["retour_gestuurd"].eq(other=False).fillna(value=False)] == "not_asked"
    ).all()


def test_nobody_is_quoted_without_consent(research):
    assert 0 < research.interviews["may_quote"].sum() < len(research.interviews)
    assert research.interviews["respondent_id"].nunique() == 64


def test_mail_addresses_stay_outside(research):
    assert not any("mail" in column.lower() for column in research.quarantine["survey"].columns)
    assert not research.answers.astype("str").apply(lambda cells: cells.str.contains("@")).to_numpy().any()
