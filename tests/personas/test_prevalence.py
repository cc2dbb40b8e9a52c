"""Prevalence: by hand, and as published for McDonald's [Chapman & Milham 2006; Market Segmentation Analysis]."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from personagen.language import words_in
from personagen.personas import assess_prevalence, say_traits
from personagen.personas.prevalence import _Shown
from tests.personas.cases import make_assignments, make_research, make_study
from tests.segmentation.test_published import PERCEPTIONS, published_folds

EN = words_in("en")
VARIABLES = {
    "school": {"type": "ordinal", "levels": ["low", "middle", "high"]},
    "price": {"type": "likert", "scale": [1, 5], "label": "Looks at the price"},
    "worn": {"type": "likert", "scale": [1, 5], "reverse": True, "label": "Wants it to last"},
    "shops": {"type": "multi", "columns": {"a": "web", "b": "street"}, "label": "Shops"},
    "visits": {"type": "count"},
    "region": {"type": "nominal", "role": "descriptor"},
}
# ten of persona 1, ten of persona 2; the last of each gave no answer to one question
ANSWERS = {
    "school": pd.Categorical(
        ["low"] * 6 + ["middle"] * 4 + ["high"] * 9 + [None],
        categories=["low", "middle", "high"],
        ordered=True,
    ),
    "price": [5.0] * 5 + [4.0] * 3 + [3.0, np.nan] + [1.0] * 10,
    "worn": [1.0] * 10 + [3.0] * 10,
    "shops[web]": pd.Series([True] * 10 + [False] * 10, dtype="boolean"),
    "shops[street]": pd.Series([False] * 20, dtype="boolean"),
    "visits": [3.0] * 10 + [1.0, 5.0] * 5,
    "region": pd.Series(["north"] * 20, dtype="str"),
}
PERSONAS = ["1"] * 10 + ["2"] * 10


def assess(answers=ANSWERS, personas=PERSONAS, weights=None, minimum_cell=3) -> pd.DataFrame:
    study = make_study(VARIABLES)
    study = study.model_copy(
        update={"privacy": study.privacy.model_copy(update={"minimum_cell": minimum_cell})}
    )
    return assess_prevalence(make_research(answers), make_assignments(personas, weights), study, EN)


def test_traits_by_hand():
    table = assess()
    rows = table[table["persona"] == "1"]
    # nine of persona 1 answered everything: all of them want it to last, shop on the web, not in the street, and come
    # at most three times (the median of all 18 is 3); eight agree on the price, six have the lowest school
    assert rows["label"].tolist() == [
        "Wants it to last: agrees",
        "Shops: web",
        "Shops: not street",
        "Visits at most 3",
        "Looks at the price: agrees",
        "School: low",
    ]
    assert rows["level"].tolist() == ["agree", "web", "no: street", "up_to", "agree", "low"]
    assert (rows["base_n"].unique().tolist(), rows["base_all"].unique().tolist()) == ([9], [18])
    # one drops out at the fifth trait, hidden; three have done so at the sixth
    assert rows["n"].tolist() == [9, 9, 9, 9, pd.NA, 6]
    assert rows["n_all"].tolist() == [9, 9, 9, 9, pd.NA, 6]
    assert rows["share_of_persona"].dropna().tolist() == pytest.approx([1, 1, 1, 1, 2 / 3])
    assert rows["share_of_all"].dropna().tolist() == pytest.approx([0.5, 0.5, 0.5, 0.5, 1 / 3])
    # Wilson of 6 in 9
    assert rows[["low", "high"]].iloc[-1].tolist() == pytest.approx([0.3542, 0.8794], abs=1e-4)
    assert rows.loc[rows["is_told"], "m"].tolist() == [6]


def test_a_reversed_item_reads_as_its_label_and_the_middle_is_neutral():
    table = assess().set_index(["persona", "variable"])
    assert table.loc[("2", "worn"), "label"] == "Wants it to last: neutral"
    assert table.loc[("2", "price"), "label"] == "Looks at the price: disagrees"
    assert "region" not in table.index.get_level_values("variable")


def test_shares_are_weighted_and_equal_those_of_repeated_rows():
    weights = [1.0, 2.0] * 10
    repeated = np.repeat(np.arange(20), [int(w) for w in weights])
    many = {
        name: pd.Series(values).iloc[repeated].reset_index(drop=True)
        if not isinstance(values, pd.Categorical)
        else pd.Categorical([values[i] for i in repeated], categories=values.categories, ordered=True)
        for name, values in ANSWERS.items()
    }
    once = assess(weights=weights)
    again = assess(many, [PERSONAS[i] for i in repeated])
    assert once["label"].tolist() == again["label"].tolist()
    both = once["share_of_all"].notna() & again["share_of_all"].notna()
    assert both.sum() > 5
    for column in ("share_of_persona", "share_of_all"):
        assert once.loc[both, column].tolist() == pytest.approx(again.loc[both, column].tolist())


def test_row_order_changes_nothing():
    order = np.random.default_rng(2).permutation(20)
    study, research, assignments = make_study(VARIABLES), make_research(ANSWERS), make_assignments(PERSONAS)
    mixed = make_research({n: pd.Series(v).iloc[order].reset_index(drop=True) for n, v in ANSWERS.items()})
    mixed.answers["respondent_id"] = research.answers["respondent_id"].to_numpy()[order]
    again = assess_prevalence(mixed, assignments, study, EN)
    pd.testing.assert_frame_equal(assess_prevalence(research, assignments, study, EN), again)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        # from 100: 97 would tell three; 94 tells six; 90 tells four since then; 80; 80 again; 3 is too few; nobody
        ([97, 94, 90, 80, 80, 3, 0], [94, 80, 80, 0]),
        ([100, 99, 98, 97, 96, 95], [100, 95]),
    ],
)
def test_subtracting_two_rows_tells_nobody(numbers: list[int], shown: list[int]):
    told = _Shown(100, 5)
    assert [n for n in numbers if told.may_show(n)] == shown


def test_labels_are_said_again_in_another_language():
    labels = {name: str(given.get("label", name.capitalize())) for name, given in VARIABLES.items()}
    said = say_traits(assess(), labels, words_in("nl"))
    assert said["label"].head(4).tolist() == [
        "Wants it to last: eens",
        "Shops: web",
        "Shops: geen street",
        "Visits hoogstens 3",
    ]
    pd.testing.assert_frame_equal(say_traits(said, labels, EN), assess())


def test_a_limit_is_nobodys_own():
    spent = [float(1_003 + 7 * i) for i in range(20)]
    study = make_study({"spent": {"type": "number"}})
    table = assess_prevalence(make_research({"spent": spent}), make_assignments(PERSONAS), study, EN)
    # the median is 1069.5, and a tenth of the IQR of 70 allows rounding to whole numbers
    assert table["limit"].unique().tolist() == [1070.0]
    assert table["label"].tolist() == ["Spent at most 1070", "Spent above 1070"]


def test_without_features_there_is_nothing_to_fit():
    study = make_study({"region": {"type": "nominal", "role": "descriptor"}})
    research = make_research({"region": pd.Series(["north"] * 4, dtype="str")})
    assert assess_prevalence(research, make_assignments(["1", "1", "2", "2"]), study, EN).empty


def test_mcdonalds_as_published():
    people = published_folds().people
    sizes = np.bincount(people.labels)
    places = np.argsort(np.argsort(-sizes)) + 1
    study = make_study({name: {"type": "yes_no"} for name in PERCEPTIONS})
    answers = {
        name: pd.Series(people.points[:, i] > 0, dtype="boolean") for i, name in enumerate(PERCEPTIONS)
    }
    assignments = make_assignments([str(places[label]) for label in people.labels])
    table = assess_prevalence(make_research(answers), assignments, study, EN)
    largest = table[table["persona"] == "1"]
    assert largest["base_n"].unique().tolist() == [580]
    published = [0.983, 0.964, 0.941, 0.907, 0.869, 0.807, 0.736, 0.653, 0.536, 0.410, 0.209]
    assert largest["share_of_persona"].round(3).tolist() == published
    assert largest["label"].head(3).tolist() == ["Expensive: no", "Convenient", "Tasty"]
    # nine traits together fit 54 % of them and 21 % of everybody
    (told,) = largest[largest["is_told"]].itertuples()
    assert (told.m, round(told.share_of_all, 3)) == (9, 0.214)
