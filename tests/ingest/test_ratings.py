"""Ratings of touchpoints in the survey."""

import pandas as pd
import pytest

from personagen.errors import DataError
from personagen.ingest import ingest_research
from personagen.language.emotions import SOURCES, emotion_words

from .tables import MAP, one, study_file, text_table

ROWS = """id,x,q1,q2
a,5,1,7
b,6,5,1
c,7,0,4
d,8,9,
e,9,3,9
"""
RATINGS = {
    "home": {"column": "q1", "touchpoint": "home", "scale": [1, 5], "not_applicable": [0]},
    "basket": {"column": "q2", "touchpoint": "basket", "scale": [7, 1], "missing": [9]},
}


def read(ratings=RATINGS, rows=ROWS):
    place = study_file(touchpoint_ratings=ratings, touchpoint_map="map.csv", variables=one("number"))
    return ingest_research(
        place, {"survey": text_table("survey", rows), "touchpoint_map": text_table("touchpoint_map", MAP)}
    )


def test_ratings_are_put_on_one_scale_and_who_never_met_it_has_none():
    research = read()
    table = research.ratings.set_index(["respondent_id", "rating"])["valence"]
    assert table.to_dict() == {
        ("a", "home"): -1.0, ("b", "home"): 1.0, ("e", "home"): 0.0,
        ("a", "basket"): -1.0, ("b", "basket"): 1.0, ("c", "basket"): 0.0,
    }  # fmt: skip
    # an answer off the scale blanks its cell; its row still describes somebody
    faults = research.fault_rows
    assert faults[["column", "check", "is_quarantined"]].to_numpy().tolist() == [["q1", "scale", False]]
    assert "not_applicable" in faults.iloc[0]["mend"]
    assert research.respondents["respondent_id"].tolist() == ["a", "b", "c", "d", "e"]
    assert [*research.answers.columns] == ["respondent_id", "x"]  # ratings form no personas


def test_a_rating_of_a_touchpoint_off_the_map_is_refused():
    with pytest.raises(DataError, match='no touchpoint "baskett"') as caught:
        read({"a": {"column": "q1", "touchpoint": "baskett", "scale": [1, 5]}})
    assert 'Did you mean "basket"?' in str(caught.value)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_built_in_words_have_a_valence_and_a_source(language):
    words = pd.DataFrame(emotion_words(language))
    assert len(words) >= 150
    assert words["word"].is_unique
    assert words["word"].is_monotonic_increasing
    assert (words["word"] == words["word"].str.strip().str.lower()).all()
    assert words["valence"].between(-1, 1).all()
    assert words["source"].isin(SOURCES).all()
    # what was rated by hand is coarse, and says nothing finer than a quarter
    own = words.loc[words["source"] == "own", "valence"]
    assert (own * 4 == (own * 4).round()).all()
    assert (words["valence"] > 0.25).sum() > 40
    assert (words["valence"] < -0.25).sum() > 40
