"""The answering level taken out of likert items: by hand, and laws."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personagen.features import encode
from tests.features.research import build, make_answers, make_study

LIKERT = {"type": "likert", "scale": [1, 5]}
ITEMS = {"a": LIKERT, "b": {**LIKERT, "reverse": True}, "c": {"type": "likert", "scale": [0, 10]}}


def coded(found):
    """Undo scaling."""
    rows = found.encoding.set_index("column")
    return {
        c: (found.matrix[c] / rows.loc[c, "factor"] + rows.loc[c, "centre"]).tolist() for c in found.matrix
    }


def test_by_hand_before_turning_items_round():
    answers = {"a": [5, 1, 3, 5], "b": [5, 3, 3, 1], "c": [10, 0, None, 0]}
    found = build({**ITEMS, "age": {"type": "number"}}, {**answers, "age": [20, 30, 40, 55]}, row_centre=True)
    # positions as given: 1 1 1 | 0 .5 0 | .5 .5 - | 1 0 0; their means: 1, 1/6, .5, 1/3
    values = coded(found)
    assert values["a"] == pytest.approx([0, -1 / 6, 0, 2 / 3])
    assert values["b"] == pytest.approx([0, -1 / 3, 0, 1 / 3])  # turned: the level less the position
    # who didn't answer gets the median of those who did: 0, -1/6, -1/3
    assert values["c"] == pytest.approx([0, -1 / 6, -1 / 6, -1 / 3])
    assert values["age"] == pytest.approx([20, 30, 40, 55])
    flags = found.encoding.set_index("variable")["row_centre"].to_dict()
    assert flags == {"a": True, "b": True, "c": True, "age": False}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_saying_a_point_more_to_everything_changes_nothing(seed):
    random = np.random.default_rng(seed)
    names = list("abcd")
    variables = {n: {**LIKERT, "scale": [1, 7], "reverse": n in "bd"} for n in names}
    answers = random.integers(2, 6, (30, 4)).astype(float)
    found = build(variables, dict(zip(names, answers.T, strict=True)), row_centre=True, scale="none")
    louder = answers + random.integers(0, 3, (30, 1))
    same = build(variables, dict(zip(names, louder.T, strict=True)), row_centre=True, scale="none")
    assert np.allclose(found.matrix, same.matrix)
    plain = build(variables, dict(zip(names, answers.T, strict=True)), scale="none")
    assert not np.allclose(found.matrix, plain.matrix)


def test_a_row_alone_read_back_from_json_equals_the_row_in_a_batch():
    random = np.random.default_rng(4)
    names = [f"q{i}" for i in range(11)]
    variables = {n: {**LIKERT, "reverse": i % 3 == 0} for i, n in enumerate(names)}
    columns = {n: np.where(random.random(50) < 0.1, np.nan, random.integers(1, 6, 50)) for n in names}
    found = build(variables, columns, row_centre=True)
    table = found.encoding.astype(object).where(found.encoding.notna(), None)
    read = pd.DataFrame(json.loads(json.dumps(table.to_dict(orient="records"))))
    read = read.astype({c: found.encoding[c].dtype for c in read})
    answers = make_answers(make_study(variables), columns)
    states = answers.notna().replace({True: "answered", False: "no_answer"})
    for respondent in found.matrix.index:
        at = answers["respondent_id"] == respondent
        assert encode(answers[at], states[at], read).equals(found.matrix.loc[[respondent]])


def test_likert_answers_of_customers_keep_their_level():
    variables = {**ITEMS, "d": {**LIKERT, "from": "analytics"}}
    columns = {"a": [5, 1, 3], "b": [5, 3, 2], "c": [10, 0, 9], "d": [1, 2, 5]}
    assert coded(build(variables, columns, row_centre=True))["d"] == pytest.approx([0, 0.25, 1])
