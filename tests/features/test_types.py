"""Every type of variable, from the cells of a file to its columns: no answer, not asked and no are three things."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from personagen.contracts import FeatureMatrix
from personagen.errors import DataError
from personagen.features import build_features
from personagen.ingest import ingest_research
from tests.features.research import build
from tests.ingest.tables import study_file, text_table

CODES = {"missing": [-9], "not_asked": ["skip"]}
TEXT = """id,age,visits,price,income,sex,member,shops,since,remark
a,20,0,1,low,f,yes,web;street,2026-01-01,hello
b,30,3,5,high,m,no,web,2026-01-02,
c,40,-9,skip,mid,f,no,street,2026-01-03,there
d,50,1,-9,skip,m,skip,street,2026-01-04,
e,-9,1,1,low,f,-9,skip,2026-01-05,
f,60,1,2,-9,-9,no,,2026-01-06,
"""
VARIABLES = {
    "age": {"type": "number"},
    "visits": {"type": "count"},
    "price": {"type": "likert", "scale": [1, 5]},
    "income": {"type": "ordinal", "levels": ["low", "mid", "high"]},
    "sex": {"type": "nominal"},
    "member": {"type": "yes_no"},
    "shops": {"type": "multi", "separator": ";"},
    "since": {"type": "date"},
    "remark": {"type": "text"},
}


@pytest.fixture(scope="module")
def found() -> FeatureMatrix:
    variables = {name: {"from": "survey", **CODES, **given} for name, given in VARIABLES.items()}
    place = study_file(variables={"demographic": variables}, segmentation={"scale": "none"})
    research = ingest_research(place, {"survey": text_table("survey", TEXT)})
    return build_features(research.answers, research.states, research.respondents, place.study)


def coded(found: FeatureMatrix, column: str) -> list[float]:
    row = found.encoding.set_index("column").loc[column]
    return (found.matrix[column] / row["factor"] + row["centre"]).round(4).tolist()


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("age", [20, 30, 40, 50, 40, 60]),  # the median for who didn't answer
        ("visits", np.log([1, 4, 2, 2, 2, 2]).round(4).tolist()),  # the median of 0 3 1 1 1 is 1
        ("price", [0, 1, 0.125, 0.125, 0, 0.25]),  # the median of 0 1 0 .25
        ("income", [0, 1, 0.5, 0.25, 0, 0.25]),  # between low and mid
        ("sex[f]", [1, 0, 1, 0, 1, 1]),  # the most frequent
        ("sex[m]", [0, 1, 0, 1, 0, 0]),
        ("member", [1, 0, 0, 0, 0, 0]),
        ("shops[street]", [1, 0, 1, 1, 1, 1]),  # three of the four who answered
        ("shops[web]", [1, 1, 0, 0, 0, 0]),
    ],
)
def test_columns_by_hand(found, column, values):
    assert coded(found, column) == pytest.approx(values, abs=1e-4)


def test_no_answer_and_not_asked_are_counted_apart_and_no_is_neither(found):
    table = found.features.set_index("variable")
    assert table[["n_missing", "n_not_asked"]].T.to_dict("list") == {
        "age": [1, 0],
        "visits": [1, 0],
        "price": [1, 1],
        "income": [1, 1],
        "sex": [1, 0],
        "member": [1, 1],
        "shops": [1, 1],  # an empty cell is no answer, not a choice of nothing
    }


def test_dates_and_texts_form_nothing(found):
    assert found.features["variable"].tolist() == [n for n in VARIABLES if n not in ("since", "remark")]
    assert not {"since", "remark"} & set(found.encoding["variable"])


def test_means_are_of_who_answered_and_clipping_is_counted():
    ages = [20, 21, 22, 23, 24, 25, 26, 27, 95, None]
    table = build({"age": {"type": "number"}, "b": {"type": "yes_no"}}, {"age": ages, "b": [True, False] * 5})
    row = table.features.set_index("variable").loc["age"]
    # quartiles 22 and 26: everything above 26 + 12 counts as 38
    assert (row["n_clipped"], row["n_missing"]) == (1, 1)
    assert row["mean"] == pytest.approx((sum(ages[:8]) + 38) / 9)
    assert table.features.set_index("variable").loc["b", "n_clipped"] == 0


def test_a_feature_that_reads_the_column_of_another_is_its_twin():
    visits = np.arange(40) % 7 + np.arange(40) % 3
    with pytest.raises(DataError, match='"often" is a twin of "visits"'):
        build(
            {"visits": {"type": "number"}, "often": {"type": "count", "column": "visits"}},
            {"visits": visits, "often": visits},
        )
    shared = {"type": "count", "column": "visits", "role": "descriptor"}
    fine = build({"visits": {"type": "number"}, "often": shared}, {"visits": visits, "often": visits})
    assert list(fine.matrix) == ["visits"]


def test_what_too_many_lack_counts_only_those_it_could_be_known_of():
    states = ["answered"] * 6 + ["not_linked"] * 6
    spent = [*range(5), 9, *[None] * 6]
    variables = {"spent": {"type": "number", "from": "analytics"}, "a": {"type": "number"}}
    found = build(variables, {"spent": spent, "a": [1, 2, 4] * 4}, states={"spent": states})
    assert found.basis.tolist() == ["full"] * 6 + ["partial"] * 6
    assert pd.isna(found.matrix.loc["r6":, "spent"]).all()
    half = [*["answered"] * 3, *["not_asked"] * 3, *["not_linked"] * 6]
    with pytest.raises(DataError, match='50% of the respondents have no answer to "spent"'):
        build(variables, {"spent": [1, 2, 4] + [None] * 9, "a": [1, 2, 4] * 4}, states={"spent": half})
