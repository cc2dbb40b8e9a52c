"""The segments without doubtful answers, people with a block missing, and the alarm for levels."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from personagen.contracts import Segments
from personagen.features import build_features
from personagen.segmentation import assess_quality, fit_segments
from personagen.segmentation.levels import assess_level
from personagen.study import Study
from tests.features.research import make_answers, make_study

ITEMS = 8
LIKERT = {"type": "likert", "scale": [1, 7], "block": "psychographic"}
NAMES = [f"q{i}" for i in range(ITEMS)]
REVERSED = ("q1", "q4", "q6")
VARIABLES = {name: {**LIKERT, "reverse": name in REVERSED} for name in NAMES}


def opinions(n: int, profiles: list[list[float]], level: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return answers 1..7 as given and the profile of each: an opinion, a level of one's own, and noise."""
    random = np.random.default_rng(seed)
    kind = random.integers(0, len(profiles), n)
    wanted = np.array(profiles)[kind]
    wanted = np.where(np.isin(NAMES, REVERSED), 8 - wanted, wanted)
    raw = wanted + random.normal(0, level, (n, 1)) + random.normal(0, 0.7, (n, ITEMS))
    return np.clip(np.rint(raw), 1, 7), kind


def form(answers: np.ndarray, **segmentation: Any) -> tuple[Study, pd.DataFrame, Any, Segments]:
    study = make_study(VARIABLES, restarts=10, bootstrap=10, **segmentation)
    table = make_answers(study, dict(zip(NAMES, answers.T, strict=True)))
    ids = table["respondent_id"]
    states = pd.DataFrame("answered", index=table.index, columns=NAMES).assign(respondent_id=ids)
    people = pd.DataFrame({"respondent_id": ids, "customer_id": None, "weight": 1.0})
    features = build_features(table, states, people, study)
    return study, table, features, fit_segments(features, people, study.segmentation)


def flags(ids: pd.Series, **who: Any) -> pd.DataFrame:
    table = pd.DataFrame({"respondent_id": ids, "straightliner": None, "speeder": None, "attention": None})
    return table.assign(**who).astype(dict.fromkeys(table.columns[1:], "boolean"))


def segments_of(people: pd.DataFrame) -> Segments:
    """Return two segments of which only the assignments are known."""
    tables = {f.name: pd.DataFrame() for f in fields(Segments)}
    return Segments(**tables | {"k": 2, "reason": "given", "runner_up": None, "assignments": people})


PROFILES = [[6, 6, 2, 2, 6, 2, 4, 2], [2, 6, 6, 2, 2, 6, 4, 6], [2, 2, 2, 6, 4, 2, 6, 6]]


def test_planted_segments_hold_without_the_careless_and_only_what_can_be_told_has_a_row():
    answers, kind = opinions(240, PROFILES, 0, 1)
    random = np.random.default_rng(2)
    is_fast = np.arange(240) < 24
    answers[is_fast] = random.integers(1, 8, (24, ITEMS))
    study, table, features, segments = form(answers, k={"from": 3, "to": 3})
    found = assess_quality(features, segments, flags(table["respondent_id"], speeder=is_fast), table, study)
    found = found.set_index("check")
    assert found.index.tolist() == ["speeder", "any", "level"]
    assert found.loc["speeder", ["n", "share"]].tolist() == [24, 0.1]
    assert found.loc["speeder", "ari_without"] > 0.9
    assert found.loc["any"].equals(found.loc["speeder"])
    assert adjusted_rand_score(kind[~is_fast], segments.assignments["persona"][~is_fast]) > 0.9


def test_a_segment_that_the_flagged_make_up_falls_without_them():
    answers, _ = opinions(160, PROFILES[:2], 0, 3)
    flat = np.tile(np.array([[1.0] * ITEMS, [7.0] * ITEMS]), (30, 1))
    flat[:, 0] += np.where(flat[:, 0] == 1, 1, -1) * (np.arange(60) // 2 % 2)  # not one point, but no opinion
    both = np.vstack([answers, flat])
    is_flat = np.arange(220) >= 160
    study, table, features, segments = form(both, k={"from": 4, "to": 4})
    flagged = flags(table["respondent_id"], straightliner=is_flat, speeder=False)
    found = assess_quality(features, segments, flagged, table, study).set_index("check")
    assert found.loc["speeder", "n"] == 0
    assert pd.isna(found.loc["speeder", "ari_without"])
    # by hand: the same four segments formed on the others alone, compared over those others
    alone = form(answers, k={"from": 4, "to": 4})[3].assignments["persona"]
    before = segments.assignments["persona"]
    assert found.loc["straightliner", "ari_everybody"] < 0.8
    assert before[:160].nunique() == 2
    assert alone.nunique() == 4
    assert found.loc["straightliner", "ari_without"] < 0.8


def test_partial_respondents_change_sizes_only():
    study = make_study({"a": {"type": "number"}, "b": {"type": "number", "from": "analytics"}}, k=2)
    people = pd.DataFrame({"respondent_id": list("abcdefgh"), "persona": list("11122222"), "weight": 1.0})
    people["basis"] = ["full", "full", "partial", "full", "full", "partial", "partial", "partial"]
    segments = segments_of(people)
    found = assess_quality(None, segments, flags(people["respondent_id"]), pd.DataFrame(), study)
    (row,) = found.to_dict("records")
    # 3 of 8 without leaving anybody out, 2 of 4 without the partial ones
    assert (row["check"], row["n"], row["share"], row["share_change"]) == ("partial", 4, 0.5, 1 / 8)


@pytest.mark.parametrize("seed", range(3))
def test_acquiescent_answers_alarm_and_row_centre_finds_the_opinions(seed):
    """Two opinions drowned by how much people agree with whatever is asked."""
    near = [[5, 5, 3, 3, 5, 3, 4, 3], [3, 3, 5, 5, 3, 5, 4, 5]]
    answers, kind = opinions(400, near, 1.6, seed)
    study, table, features, segments = form(answers, k={"from": 3, "to": 3})
    level = assess_level(segments, table, study)
    assert level["is_alarm"]
    assert level["concordance"] == pytest.approx(1, abs=0.1)
    assert level["level_share"] > 0.8
    assert adjusted_rand_score(kind, segments.assignments["persona"]) < 0.3
    study, table, features, segments = form(answers, k={"from": 2, "to": 2}, row_centre=True)
    assert adjusted_rand_score(kind, segments.assignments["persona"]) > 0.8
    told = assess_quality(features, segments, flags(table["respondent_id"]), table, study)
    assert told.empty  # the level is out already


@pytest.mark.parametrize("level", [0, 0.5])
@pytest.mark.parametrize("seed", range(3))
def test_segments_that_want_other_things_raise_no_alarm(level, seed):
    answers, _ = opinions(300, PROFILES, level, seed)
    study, table, _, segments = form(answers, k={"from": 3, "to": 3})
    found = assess_level(segments, table, study)
    assert not found["is_alarm"]
    assert found["level_share"] < 0.5


def test_segments_on_one_strong_opinion_about_everything_are_told_by_reversed_items():
    """The same opinion turns round on reversed items; the same level doesn't."""
    keen = [[6] * ITEMS, [2] * ITEMS]
    study, table, _, segments = form(opinions(200, keen, 0, 5)[0], k={"from": 2, "to": 2})
    assert not assess_level(segments, table, study)["is_alarm"]


def test_level_by_hand():
    study = make_study({name: {**LIKERT, "scale": [0, 10]} for name in "abc"}, k=2)
    answers = pd.DataFrame(
        {"respondent_id": list("pqrs"), "a": [8.0, 10, 2, 4], "b": [6.0, 8, 4, 2], "c": [9.0, 7, np.nan, 5]}
    )
    people = pd.DataFrame({"respondent_id": list("pqrs"), "persona": list("1122"), "weight": [1.0, 1, 1, 1]})
    segments = segments_of(people)
    found = assess_level(segments, answers, study)
    # means .9 .7 .8 and .3 .3 .5: apart +-.3, +-.2, +-.15, their level +-.65 / 3
    assert found["concordance"] == 1
    assert found["level_share"] == pytest.approx(3 * (0.65 / 3) ** 2 / (0.09 + 0.04 + 0.0225))
    # own levels 23/30, 25/30 | .3, 11/30
    own = np.array([23, 25, 9, 11]) / 30
    within = 2 * (1 / 30) ** 2 + 2 * (1 / 30) ** 2
    assert found["level_explained"] == pytest.approx(1 - within / ((own - own.mean()) ** 2).sum())
    assert found["is_alarm"]


def test_row_order_and_ids_change_no_bit():
    answers, _ = opinions(150, PROFILES, 1.0, 9)
    is_fast = np.arange(150) % 7 == 0
    study, table, features, segments = form(answers, k={"from": 3, "to": 3})
    once = assess_quality(features, segments, flags(table["respondent_id"], speeder=is_fast), table, study)
    order = np.random.default_rng(0).permutation(150)
    study, table, features, segments = form(answers[order], k={"from": 3, "to": 3})
    marked = flags(table["respondent_id"], speeder=is_fast[order])
    again = assess_quality(features, segments, marked, table, study)
    pd.testing.assert_frame_equal(once, again, check_exact=True)
