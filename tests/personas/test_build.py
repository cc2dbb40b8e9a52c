"""Names, keys, sizes and sentences."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personagen.contracts import Segments
from personagen.contracts.published import PROFILE
from personagen.language import words_in
from personagen.personas import build_personas, name_personas
from tests.personas.cases import make_assignments, make_research, make_study

STUDY = make_study({"age": {"type": "number"}})
EN, NL = words_in("en"), words_in("nl")


def rows_of(*markers: tuple):
    """Profile rows: persona, block, type, variable, level, value, overall, effect."""
    rows = [
        {
            "persona": p,
            "variable": v,
            "level": level,
            "block": block,
            "role": "feature",
            "type": kind,
            "label": v,
            "base_n": 100,
            "n": 100 if level == "mean" else 40,
            "value": value,
            "low": value - 0.01,
            "high": value + 0.01,
            "overall": overall,
            "difference": 0.3,
            "effect_size": effect,
            "is_marker": True,
            "is_circular": True,
            "suppressed": False,
        }
        for p, block, kind, v, level, value, overall, effect in markers
    ]
    blank = {"is_marker": False, "effect_size": None, "difference": None, "base_n": 1000}
    everybody = [
        {**row, "persona": "all", "n": 500, **blank}
        for row in {(r["variable"], r["level"]): r for r in rows}.values()
    ]
    return PROFILE.conform(pd.DataFrame([*rows, *everybody]))


def test_a_name_is_what_they_want_and_who_they_are():
    profile = rows_of(
        ("1", "psychographic", "likert", "Looks at the price", "mean", 4.5, 3, 1.2),
        ("1", "demographic", "ordinal", "Age", "18 to 29", 0.6, 0.3, 0.7),
        ("2", "psychographic", "likert", "Wants to be first", "mean", 4.1, 3, 0.9),
        ("2", "demographic", "number", "Age", "mean", 63.4, 45, 1.5),
        ("3", "behavioural", "count", "Visits", "mean", 3, 9, -0.9),
    )
    names = name_personas(profile, STUDY, EN)
    assert names == {
        "1": "Looks at the price · Age: 18 to 29",
        "2": "Wants to be first · Age around 63",
        "3": "Visits: few",
    }
    assert name_personas(profile, STUDY, NL)["2"] == "Wants to be first · Age rond 63"


def test_a_marker_names_the_persona_that_differs_most():
    profile = rows_of(
        ("1", "psychographic", "likert", "Looks at the price", "mean", 4.5, 3, 1.2),
        ("2", "psychographic", "likert", "Looks at the price", "mean", 4.2, 3, 0.9),
        ("2", "psychographic", "likert", "Wants advice", "mean", 4.0, 3, 0.8),
    )
    assert name_personas(profile, STUDY, EN) == {"1": "Looks at the price", "2": "Wants advice"}


def test_without_markers_the_profile_is_average_and_numbered():
    profile = rows_of(
        ("1", "psychographic", "likert", "Price", "mean", 3, 3, -0.1),
        ("2", "psychographic", "likert", "Price", "mean", 3, 3, -0.1),
    ).assign(is_marker=False)
    assert name_personas(profile, STUDY, NL) == {"1": "Gemiddeld profiel", "2": "Gemiddeld profiel (2)"}


def test_what_is_less_so_gives_a_name_if_nothing_is_stronger_and_few_have_it():
    profile = rows_of(
        ("1", "psychographic", "yes_no", "Yummy", "yes", 0.02, 0.55, -1.9),
        ("1", "behavioural", "yes_no", "Comes every week", "yes", 0.34, 0.15, 0.6),
        ("2", "psychographic", "yes_no", "Cheap", "yes", 0.6, 0.9, -1.2),
        ("2", "behavioural", "yes_no", "Comes every week", "yes", 0.01, 0.15, -0.7),
        ("3", "psychographic", "yes_no", "WiFi", "yes", 0.1, 0.5, -0.9),
        ("4", "behavioural", "yes_no", "Uses the app", "yes", 0.1, 0.5, -0.9),
        ("4", "psychographic", "yes_no", "Fast", "yes", 0.1, 0.5, -0.8),
        ("5", "psychographic", "likert", "Likes the food", "mean", 1.2, 3, -2.2),
        ("5", "behavioural", "ordinal", "Visits", "never", 0.6, 0.1, 1.1),
    )
    assert name_personas(profile, STUDY, EN) == {
        "1": "Not yummy",
        "2": "Mixed profile",
        "3": "Not WiFi",
        "4": "Not: Uses the app",
        "5": "Visits: never",
    }
    assert name_personas(profile, STUDY, NL)["1"].startswith("Niet yummy")


@pytest.mark.parametrize("kind", ["nominal", "ordinal", "multi", "yes_no"])
@pytest.mark.parametrize(("value", "named"), [(0.49, False), (0.5, True)])
def test_an_answer_names_a_persona_only_if_half_of_it_gave_it(kind, value, named):
    profile = rows_of(
        ("1", "demographic", kind, "Garden", "large", value, 0.1, 1.1),
        ("1", "demographic", "number", "Age", "mean", 63, 45, 0.9),
    )
    assert ("Garden" in name_personas(profile, STUDY, EN)["1"]) is named


def test_descriptors_give_a_name_only_where_no_feature_does():
    profile = rows_of(
        ("1", "demographic", "nominal", "Town", "Assen", 0.9, 0.3, 1.4),
        ("1", "psychographic", "likert", "Wants advice", "mean", 4.0, 3, 0.8),
        ("2", "demographic", "nominal", "Town", "Emmen", 0.9, 0.3, 1.4),
        ("2", "psychographic", "likert", "Wants advice", "mean", 2.0, 3, -0.8),
    )
    profile["role"] = profile["variable"].map({"Town": "descriptor"}).fillna("feature")
    assert name_personas(profile, STUDY, EN) == {"1": "Wants advice", "2": "Town: Emmen"}


def test_a_persona_that_leads_nowhere_is_named_by_its_own_markers_or_is_mixed():
    profile = rows_of(
        ("1", "psychographic", "likert", "Wants advice", "mean", 4.4, 3, 1.2),
        ("2", "psychographic", "likert", "Wants advice", "mean", 4.0, 3, 0.8),
        ("3", "psychographic", "likert", "Looks at the price", "mean", 2.0, 3, -0.8),
    )
    assert name_personas(profile, STUDY, EN) == {
        "1": "Wants advice",
        "2": "Wants advice (2)",
        "3": "Mixed profile",
    }
    assert name_personas(profile, STUDY, NL)["3"] == "Gemengd profiel"


@pytest.mark.parametrize(("value", "said"), [(0.004, "none"), (0.3, "few")])
def test_a_mean_of_zero_is_none_and_not_few(value, said):
    profile = rows_of(("1", "behavioural", "count", "Visits", "mean", value, 9, -0.9))
    assert name_personas(profile, STUDY, EN) == {"1": f"Visits: {said}"}


def test_long_labels_are_cut_at_a_word():
    label = "Wants to lose as little time as possible with shopping"
    name = name_personas(rows_of(("1", "psychographic", "likert", label, "mean", 4, 3, 1.0)), STUDY, EN)["1"]
    assert name == "Wants to lose as little time as…"


def test_cells_that_are_hidden_give_no_name():
    profile = rows_of(("1", "demographic", "nominal", "Illness", "rare", 0.02, 0.01, 0.9))
    assert name_personas(profile.assign(n=[2, 6]), STUDY, EN) == {"1": "Average profile"}


@pytest.mark.parametrize(
    ("value", "overall", "said"),
    [
        (1979.6, 1968.8, "1980"),
        (78552, 52247, "79,000"),
        (28.04, 37.2, "28"),
        (0.163, 0.149, "0.16"),
        (464, 167, "460"),
    ],
)
def test_a_mean_is_rounded_but_stays_apart_from_everybodys(value, overall, said):
    names = name_personas(
        rows_of(("1", "demographic", "number", "Mean", "mean", value, overall, 1.2)), STUDY, EN
    )
    assert names["1"] == f"Mean around {said}"


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from("12345"), st.sampled_from("abc"), st.floats(0.3, 3)),
        min_size=1,
        max_size=15,
        unique_by=lambda m: m[:2],
    )
)
def test_names_are_distinct_and_short(markers):
    profile = rows_of(
        *[(p, "psychographic", "likert", f"Label {v} " * 4, "mean", 4, 3, g) for p, v, g in markers]
    )
    names = list(name_personas(profile, STUDY, EN).values())
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 44 for name in names)


def build(personas=("1", "1", "1", "2"), weights=(1, 1, 2, 4), words=EN, basis=None, *, dated=True):
    assignments = make_assignments(personas, weights, **({"basis": basis} if basis else {}))
    stability = pd.DataFrame(
        {"persona": ["1", "2"], "jaccard": [0.9, 0.7], "grade": ["highly_stable", "pattern"]}
    )
    centroids = pd.DataFrame({"b": [0.1, -0.2], "a": [1.0, -0.0]}, index=["1", "2"])
    nothing = pd.DataFrame()
    segments = Segments(2, "given", None, assignments, centroids, nothing, stability, *[nothing] * 4)
    profile = rows_of(("1", "psychographic", "likert", "Looks at the price", "mean", 4.5, 3.04, 1.2))
    profile = pd.concat(
        [profile, profile.assign(persona="2", is_marker=False, effect_size=0.0)[:1]], ignore_index=True
    )
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


def test_a_sentence_in_both_languages():
    assert build()["summary"].tolist() == [
        "Stands out by: Looks at the price 4.50 (everybody 3.04).",
        "Does not clearly differ from the average anywhere.",
    ]
    assert build(words=NL)["summary"][0] == "Valt op door: Looks at the price 4,50 (iedereen 3,04)."
