"""Who answered carelessly: by hand, and the planted ones of the webshop."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from personagen.errors import DataError
from personagen.exports import read_sources
from personagen.ingest import flag_answering, ingest_research
from personagen.study import read_study
from tests.ingest.tables import study_file, table_of, text_table

SURVEY = {"files": ["survey.csv"], "respondent": "id", "duration_seconds": "took"}
LIKERT = {"from": "survey", "type": "likert", "scale": [1, 5], "missing": [-9], "not_asked": ["x"]}
ITEMS = {
    "psychographic": {
        "a": LIKERT,
        "b": {**LIKERT, "reverse": True},
        "c": LIKERT,
        "d": LIKERT,
    }
}


def flags_of(text, quality=None, survey=SURVEY, variables=ITEMS):
    place = study_file(survey=survey, variables=variables, quality=quality or {})
    research = ingest_research(place, {"survey": text_table("survey", text)})
    return flag_answering(research, place.study).set_index("respondent_id")


def flagged(flags, check):
    return sorted(flags.index[flags[check].fillna(value=False)])


def test_straightliners_give_three_answers_or_more_and_all_the_same_as_answered():
    found = flags_of(
        "id,took,a,b,c,d\n"
        "same,60,2,2,2,2\n"  # b is worded the other way round: nobody in earnest
        "turned,60,2,4,2,2\n"  # the same opinion four times, turned where b is
        "three,60,5,-9,5,5\n"
        "two,60,5,x,-9,5\n"
        "nearly,60,3,3,3,4\n"
        "nobody,60,,,,\n"
    )
    assert flagged(found, "straightliner") == ["same", "three"]
    assert found["straightliner"].notna().all()
    assert found["attention"].isna().all()


def test_one_flat_grid_is_enough():
    text = "id,took,a,b,c,d\nfirst,60,2,2,2,5\nsecond,60,5,2,2,2\nnone,60,2,2,4,2\n"
    grids = {"grids": [["a", "b", "c"], ["b", "c", "d"]]}
    assert flagged(flags_of(text, grids), "straightliner") == ["first", "second"]
    assert flagged(flags_of(text), "straightliner") == []


def test_ends_of_scales_that_differ_are_the_same_place():
    variables = {"psychographic": {"a": LIKERT, "b": LIKERT, "c": {**LIKERT, "scale": [0, 10]}}}
    text = "id,took,a,b,c\nhigh,60,5,5,10\nfive,60,5,5,5\n"
    found = flags_of(text, {"grids": [["a", "b", "c"]]}, variables=variables)
    assert flagged(found, "straightliner") == ["high"]


def test_speeders_take_under_half_the_median():
    # the median of 40 80 100 120 39.9 is 80
    rows = [("exactly", 40), ("m", 80), ("n", 100), ("o", 120), ("fast", 39.9), ("unknown", "")]
    text = "id,took,a,b,c,d\n" + "".join(f"{name},{took},1,2,3,4\n" for name, took in rows)
    found = flags_of(text)
    assert flagged(found, "speeder") == ["fast"]
    assert not found.loc["unknown", "speeder"]
    without = flags_of(text, survey={"files": ["survey.csv"], "respondent": "id"})
    assert without["speeder"].isna().all()


def test_attention_checks_need_not_be_variables():
    text = (
        'id,took,a,b,c,d,Q9,city\ngood,60,1,2,3,4,3,Utrecht\nnumber,60,1,2,3,4,"3.0",Utrecht\n'.replace(
            '"', ""
        )
        + "bad,60,1,2,3,4,4,Utrecht\n"
        + "word,60,1,2,3,4,three,Utrecht\n"
        + "blank,60,1,2,3,4,,Utrecht\n"
        + "place,60,1,2,3,4,3,Breda\n"
    )
    found = flags_of(text, {"attention_checks": {"Q9": 3, "city": "Utrecht"}})
    assert flagged(found, "attention") == ["bad", "place", "word"]


def test_a_check_that_is_a_variable_keeps_its_codes():
    text = "id,took,a,b,c,d\ngood,60,1,2,3,5\nrouted,60,1,2,3,x\nsilent,60,1,2,3,-9\nbad,60,1,2,3,4\n"
    assert flagged(flags_of(text, {"attention_checks": {"d": 5}}), "attention") == ["bad"]


@pytest.mark.parametrize(
    ("checks", "words"),
    [
        ({"chek": 3}, ['no column "chek"', 'Did you mean "check"?', "quality.attention_checks.chek"]),
        ({"check": 5}, ["nobody passes the attention check: no answer is 5"]),
    ],
)
def test_a_check_that_cannot_be_made_is_refused(checks, words):
    with pytest.raises(DataError) as refused:
        flags_of("id,took,a,b,c,d,check\np,60,1,2,3,4,3\n", {"attention_checks": checks})
    for word in words:
        assert word in str(refused.value)


def test_nobody_is_taken_out():
    place = study_file(survey=SURVEY, variables=ITEMS)
    text = text_table("survey", "id,took,a,b,c,d\np,1,2,2,2,2\nq,60,2,2,2,1\nr,60,1,2,3,4\n")
    research = ingest_research(place, {"survey": text})
    assert flag_answering(research, place.study)["respondent_id"].tolist() == ["p", "q", "r"]
    assert len(research.respondents) == 3


def test_row_order_changes_nothing():
    random = np.random.default_rng(1)
    answers = pd.DataFrame(random.integers(1, 3, (40, 4)), columns=list("abcd")).astype("str")
    frame = answers.assign(id=[f"p{i:02}" for i in range(40)], took=random.integers(20, 90, 40).astype("str"))
    place = study_file(survey=SURVEY, variables=ITEMS)
    found = [
        flag_answering(ingest_research(place, {"survey": table_of("survey", rows)}), place.study)
        for rows in (frame, frame.iloc[::-1])
    ]
    assert 0 < found[0]["straightliner"].sum() < 40
    assert 0 < found[0]["speeder"].sum() < 40
    pd.testing.assert_frame_equal(*found)


def test_the_planted_ones_of_the_webshop_are_found_exactly(webshop):
    place = read_study(webshop / "study.yaml")
    research = ingest_research(place, read_sources(place))
    found = flag_answering(research, place.study).set_index("respondent_id")
    planted = pd.read_csv(webshop / "truth" / "respondents.csv").set_index("respondent_id")
    planted = planted.loc[planted.index.isin(found.index)]
    for check in ("straightliner", "speeder"):
        assert flagged(found, check) == sorted(planted.index[planted[f"is_{check}"] == 1])
        assert planted[f"is_{check}"].sum() >= 12
