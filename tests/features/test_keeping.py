"""Answers in a stored encoding, and studies that no longer fit it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from personagen.contracts.model import ModelVariable
from personagen.errors import DataError, StudyError
from personagen.features import encode_kept, refuse_changes
from tests.features.research import build, make_answers, make_study
from tests.runs.test_models import model

THEN = {
    "age": {"type": "number"},
    "region": {"type": "nominal"},
    "price": {"type": "likert", "scale": [1, 5], "block": "psychographic"},
    "band": {"type": "ordinal", "levels": ["low", "high"]},
    "buys": {"type": "multi", "separator": ";"},
}
COLUMNS = {
    "age": [20, 30, 40, 60],
    "region": ["N", "S", "N", "S"],
    "price": [1, 2, 5, 4],
    "band": ["low", "high", "high", "low"],
    "buys[tea]": [True, False, False, True],
    "buys[milk]": [False, False, True, True],
}
LEVELS = {"region": ("N", "S"), "buys": ("tea", "milk")}


def kept():
    features = build(THEN, COLUMNS)
    variables = tuple(
        ModelVariable(
            name,
            block,
            variable.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            LEVELS.get(name, ()),
        )
        for block, name, variable in make_study(THEN).each_variable()
    )
    return replace(model(), variables=variables, encoding=features.encoding, block_weights={}), features


def encode_now(columns, states=None):
    answers = make_answers(make_study(THEN), columns)
    names = list(THEN)
    known = {
        name: answers[[c for c in answers if c.split("[")[0] == name]].notna().any(axis=1) for name in names
    }
    told = pd.DataFrame({n: np.where(k, "answered", "no_answer") for n, k in known.items()})
    told.insert(0, "respondent_id", answers["respondent_id"])
    respondents = answers[["respondent_id"]].assign(weight=1.0)
    return encode_kept(answers, told.assign(**(states or {})), respondents, kept()[0])


def test_the_same_answers_make_the_same_matrix():
    found = encode_now(COLUMNS)
    pd.testing.assert_frame_equal(found.matrix, kept()[1].matrix, check_exact=True)
    pd.testing.assert_frame_equal(found.features, kept()[1].features)


def test_one_person_is_encoded_as_among_many():
    alone = encode_now({name: values[2:3] for name, values in COLUMNS.items()})
    np.testing.assert_array_equal(alone.matrix.to_numpy()[0], kept()[1].matrix.to_numpy()[2])


def test_an_unknown_level_counts_as_no_answer_and_is_told(caplog):
    found = encode_now(COLUMNS | {"region": ["N", "Elsewhere", "N", "S"]})
    usual = encode_now(COLUMNS | {"region": ["N", None, "N", "S"]})
    pd.testing.assert_frame_equal(found.matrix, usual.matrix)
    assert found.features.set_index("variable").loc["region", "n_missing"] == 1
    assert '1 respondents gave a level of "region"' in caplog.text
    assert "Elsewhere" not in caplog.text


def test_a_choice_that_nobody_makes_any_more_is_not_chosen():
    fewer = {name: values for name, values in COLUMNS.items() if name != "buys[tea]"}
    pd.testing.assert_frame_equal(
        encode_now(fewer).matrix, encode_now(COLUMNS | {"buys[tea]": [False] * 4}).matrix
    )


def test_a_block_that_is_not_known_makes_people_partial():
    found = encode_now(COLUMNS, {"price": ["answered", "not_linked", "answered", "answered"]})
    assert found.basis.tolist() == ["full", "partial", "full", "full"]


def test_nobody_left_is_refused():
    nothing = {name: [None] * 4 for name in COLUMNS}
    with pytest.raises(DataError, match="half of the features"):
        encode_now(nothing)


@pytest.mark.parametrize(
    ("name", "now", "where", "said"),
    [
        ("age", None, "variables.demographic.age", 'formed on "age", which the study has no longer'),
        ("age", {"type": "count"}, "variables.demographic.age.type", "type is count now.*with number"),
        ("price", {"type": "likert", "scale": [1, 7]}, "variables.demographic.price.scale", r"\[1.0, 7.0\] now.*\[1.0, 5.0\]"),
        ("price", {"type": "likert", "scale": [1, 5], "reverse": True}, "variables.demographic.price.reverse", "reverse is True"),
        ("band", {"type": "ordinal", "levels": ["low", "mid", "high"]}, "variables.demographic.band.levels", "low, mid, high"),
        ("region", {"type": "nominal", "role": "descriptor"}, "variables.demographic.region.role", "descriptor now"),
    ],
)  # fmt: skip
def test_a_variable_that_changed_is_named(name, now, where, said):
    variables = {n: v for n, v in THEN.items() if n != name} | (
        {name: now} if now else {"other": {"type": "number"}}
    )
    with pytest.raises(StudyError, match=said) as caught:
        refuse_changes(make_study(variables), kept()[0])
    assert [problem.where for problem in caught.value.problems] == [where]
    assert "form the personas anew" in str(caught.value)


def test_a_choice_that_is_no_longer_asked_is_named():
    then = {"shops": {"type": "multi", "columns": {"Q1": "web", "Q2": "phone"}, "yes": [1]}}
    ((block, name, variable),) = make_study(then).each_variable()
    declared = variable.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    before = replace(model(), variables=(ModelVariable(name, block, declared, ("web", "phone")),))
    now = {"shops": {"type": "multi", "columns": {"Q1": "web", "Q3": "shop"}, "yes": [1]}}
    with pytest.raises(StudyError, match='know "phone" of "shops", which is no longer asked') as caught:
        refuse_changes(make_study(now), before)
    assert [problem.where for problem in caught.value.problems] == ["variables.demographic.shops.columns"]


def test_settings_of_an_encoding_that_is_kept_have_no_effect_and_are_told(caplog):
    before = replace(kept()[0], block_weights={"demographic": 2.0}, scale="none", row_centre=True)
    caplog.clear()
    refuse_changes(make_study(THEN), before)
    told = [record.getMessage().split(" has no effect")[0] for record in caplog.records]
    assert told == ["segmentation.scale", "segmentation.row_centre", "segmentation.weights"]


def test_a_study_that_says_the_same_is_kept_and_what_is_new_is_told(caplog):
    before = kept()[0]
    caplog.clear()
    refuse_changes(make_study(THEN), before)
    assert caplog.text == ""
    moved = {**THEN, "age": {"type": "number", "column": "Age", "label": "Age"}, "shops": {"type": "count"}}
    refuse_changes(make_study(moved), before)
    assert "formed without shops" in caplog.text
