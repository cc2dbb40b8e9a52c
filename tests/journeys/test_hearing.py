"""Valences from the survey and the interviews: worked out by hand on a few people, without any log."""

import numpy as np
import pandas as pd
import pytest

from personagen.contracts import PUBLISHED
from personagen.journeys import (
    add_heard,
    build_map,
    find_moments,
    hear_interviews,
    hear_ratings,
    phases_table,
    summarise_journey,
    summarise_touchpoints,
    unlogged_counts,
)
from personagen.language.words import words_in
from personagen.privacy import find_recoverable, hide

from .logs import study_of, touchpoint_map

PEOPLE = {"a": "1", "b": "1", "c": "2", "d": None}
RATED = [
    ("a", "ad", 1.0), ("a", "shop", 0.0), ("a", "till", -0.5), ("b", "shop", 1.0), ("c", "ad", -1.0), ("d", "ad", 1.0),
]  # fmt: skip
SAID = [
    ("a", "use", 0.5),
    ("a", "use", -1.0),
    ("c", "use", 1.0),
    ("a", "see", -1.0),
    ("b", None, 1.0),
    ("b", "use", None),
]


def study():
    return study_of(touchpoints=[], privacy={"minimum_cell": 3})


def assigned(people):
    rows = [(r, None, 1.0, p, "full" if p else "excluded") for r, p in people.items()]
    return pd.DataFrame(rows, columns=["respondent_id", "customer_id", "weight", "persona", "basis"])


def heard(rated=RATED, said=SAID, people=PEOPLE, truths=()):
    mapped, who = touchpoint_map(truths), assigned(people)
    ratings = pd.DataFrame(rated, columns=["respondent_id", "touchpoint", "valence"])
    fragments = pd.DataFrame(said, columns=["respondent_id", "phase", "valence"])
    counts = unlogged_counts(mapped, who, phases_table(study(), words_in("en")))
    return add_heard(counts, [hear_ratings(ratings, mapped, who), hear_interviews(fragments, who)])


def test_each_phase_has_one_source_and_people_are_the_units():
    table = summarise_journey(heard(), study()).set_index(["persona", "phase"])
    buy = table.loc[("1", "buy")]
    # a: (0 - .5) / 2, b: 1
    assert (buy["valence"], buy["n_valence"], buy["n_ratings"], buy["valence_source"]) == (
        0.375,
        2,
        3,
        "survey",
    )
    use = table.loc[("1", "use")]
    assert (use["valence"], use["n_valence"], use["n_ratings"], use["valence_source"]) == (
        -0.25,
        1,
        2,
        "interviews",
    )
    assert table.loc[("1", "see"), "valence"] == 1.0  # the fragment about it counts nowhere
    assert table.loc[("all", "see"), "n_valence"] == 2  # d has no persona
    assert not table["is_comparable"].any()
    assert (
        table[["n_persona", "n_customers", "reach", "n_contacts", "n_going_on", "reentries"]]
        .isna()
        .all(axis=None)
    )


def test_touchpoints_that_were_only_rated_have_no_contacts():
    table = summarise_touchpoints(heard()).set_index(["persona", "touchpoint"])
    shop = table.loc[("1", "shop")]
    assert (shop["valence"], shop["n_valence"], shop["channel"], shop["valence_source"]) == (
        0.5,
        2,
        "all",
        "survey",
    )
    assert table[["n_customers", "reach", "n_contacts", "n_entry"]].isna().all(axis=None)
    assert "app" not in table.index.get_level_values("touchpoint")  # nobody rated it


def test_the_map_says_that_phases_asked_differently_cannot_be_compared():
    phases = phases_table(study(), words_in("en"))

    def footer(counts) -> str:
        drawn = build_map({"phases": phases, "journey": summarise_journey(counts, study())}, study())
        return " ".join(drawn.loc[(drawn["lane"] == "footer") & (drawn["persona"] == "1"), "text"])

    mixed = footer(heard())
    assert "can’t be compared" in mixed
    assert "; interviews: Use)" in mixed
    alike = footer(heard(said=[]))
    assert "can’t be compared" not in alike
    assert "ratings in the survey" in alike


def test_moments_of_survey_ratings_hold_a_phase_against_what_was_asked_there():
    rng = np.random.default_rng(8)
    people = {f"r{i}": "1" for i in range(80)}
    levels = {"ad": 0.0, "shop": 0.0, "till": 0.75}
    rated = [(r, t, v) for r in people for t, v in levels.items() for v in [v + rng.choice([-0.25, 0, 0.25])]]
    said = [(r, "use", -1.0) for r in people]  # would pull the mean of the journey down
    found = find_moments(heard(rated, said, people, truths=("ad",)), study())
    found = found[found["persona"] == "1"].set_index(["touchpoint", "kind"])
    # the mean is that of the survey, .25; without the interviews' -1 all of "see" lies under it
    assert {*found.index} == {
        ("till", "peak"), ("all", "peak"), ("ad", "pain"), ("shop", "pain"), ("all", "pain"), ("ad", "truth"),
    }  # fmt: skip
    assert found.loc[("till", "peak"), "estimate"] == pytest.approx(0.5, abs=0.05)
    assert found.loc[("ad", "truth"), "n"] == 80
    assert (found["p_adjusted"].dropna() <= 0.05).all()
    assert (found["p"].dropna() <= found["p_adjusted"].dropna()).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_few_people_who_were_asked_are_hidden_and_nothing_tells_them(seed):
    rng = np.random.default_rng(seed)
    people = {f"r{i}": str(rng.choice(["1", "2", "3"], p=[0.6, 0.3, 0.1])) for i in range(40)}
    rated = [
        (r, t, v) for r in people for t, share in (("ad", 0.9), ("shop", 0.4), ("till", 0.2))
        if rng.random() < share for v in [float(rng.choice([-1, 0, 1]))]
    ]  # fmt: skip
    said = [(r, "use", 0.5) for r in [*people][:12]]
    counts = heard(rated, said, people, truths=("ad",))
    tables = {
        "journey": summarise_journey(counts, study()),
        "touchpoints": summarise_touchpoints(counts),
        "moments": find_moments(counts, study()),
    }
    hidden = hide(PUBLISHED, tables, 5)
    small = tables["touchpoints"]["n_valence"].between(1, 4)
    assert small.any()
    assert hidden["touchpoints"].loc[small, ["n_valence", "valence", "n_ratings"]].isna().all(axis=None)
    assert find_recoverable(hidden) == []
