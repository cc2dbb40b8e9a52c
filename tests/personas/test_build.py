"""Sizes, keys, days, and what personas are called."""

from __future__ import annotations

import pandas as pd
import pytest

from personagen.contracts import Segments
from personagen.language import words_in
from personagen.personas import build_personas, say_personas
from tests.personas.cases import make_assignments, make_profile, make_research, make_study

STUDY = make_study({"age": {"type": "number"}})
EN, NL = words_in("en"), words_in("nl")
PRICE = {("Looks at the price", "mean"): ("psychographic", "likert", [4.5, 3.0])}


def build(personas=("1", "1", "1", "2"), weights=(1, 1, 2, 4), words=EN, basis=None, *, dated=True):
    assignments = make_assignments(personas, weights, **({"basis": basis} if basis else {}))
    stability = pd.DataFrame(
        {"persona": ["1", "2"], "jaccard": [0.9, 0.7], "grade": ["highly_stable", "pattern"]}
    )
    centroids = pd.DataFrame({"b": [0.1, -0.2], "a": [1.0, -0.0]}, index=["1", "2"])
    nothing = pd.DataFrame()
    segments = Segments(2, "given", None, assignments, centroids, nothing, stability, *[nothing] * 4)
    profile = make_profile(PRICE)
    research = make_research({"x": [1, 2, 3, 4]})
    if not dated:
        research.respondents["submitted_at"] = pd.Series(pd.NaT, index=range(4), dtype="datetime64[us, UTC]")
    return build_personas(research, segments, profile, STUDY, words)


def test_sizes_are_weighted_with_intervals_on_the_effective_n():
    table = build().set_index("persona")
    assert table["n"].tolist() == [3, 1]
    assert table["share"].tolist() == [0.5, 0.5]
    assert table["effective_n"].tolist() == [pytest.approx(64 / 22)] * 2
    assert table.loc["1", "share_low"] == pytest.approx(0.1228, abs=5e-4)


def test_the_days_are_those_of_the_whole_survey():
    table = build()
    assert table["data_from"].nunique() == table["data_to"].nunique() == 1
    assert table["data_from"][0] == pd.Timestamp("2026-03-01", tz="UTC")
    assert table["data_to"][0] == pd.Timestamp("2026-03-02", tz="UTC")


def test_a_survey_without_dates_has_no_days():
    table = build(dated=False)
    assert table[["data_from", "data_to"]].isna().all(axis=None)
    assert str(table["data_from"].dtype) == "datetime64[us, UTC]"


def test_people_known_in_part_are_counted():
    assert build(basis=["full", "partial", "partial", "full"])["n_partial"].tolist() == [2, 0]


def test_shares_without_people_known_in_part():
    # of weights 1 1 2 | 4 the second and the third are known in part: 1 and 4 remain
    assert build(basis=["full", "partial", "partial", "full"])["share_full"].tolist() == [0.2, 0.8]
    assert build()["share_full"].isna().all()


def test_a_key_follows_the_centroid_and_not_the_number():
    table = build()
    assert table["key"].is_unique
    assert table["key"].str.fullmatch("p-[0-9a-f]{8}").all()
    assert build(weights=(9, 1, 1, 1))["key"].tolist() == table["key"].tolist()


def test_names_that_people_gave_go_before_and_their_words_are_not_said_again():
    table = build()
    assert table["name"].tolist() == ["Looks at the price", "Not: Looks at the price"]
    assert table["summary"].tolist() == [
        "In everything else they are much like the others.",
        "In everything else they are much like the others.",
    ]
    called = say_personas(table.head(1), make_profile(PRICE), STUDY, NL, {"1": "Anna"})
    assert called["name"].tolist() == ["Anna"]
    assert called["summary"].tolist() == ["“Looks at the price” past meer bij hen dan bij anderen."]
    hidden = say_personas(table.head(1).assign(share=None), make_profile(PRICE), STUDY, NL)
    assert hidden["summary"].tolist() == ["Te weinig respondenten om te laten zien."]
