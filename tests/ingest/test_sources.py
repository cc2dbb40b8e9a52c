"""Sources: row accounts worked out by hand, links, interviews, tables written by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from personagen.contracts import PUBLISHED
from personagen.errors import DataError, StudyError
from personagen.ingest import ingest_research, summarise_faults
from tests.ingest.tables import (
    CODEBOOK,
    MAP,
    account,
    faults,
    interview_study,
    interview_texts,
    linked_study,
    one,
    study_file,
    table_of,
    text_table,
)

SURVEY = {
    "files": ["survey.csv"],
    "respondent": "id",
    "weight": "w",
    "submitted_at": "sent",
    "duration_seconds": "took",
    "complete": {"column": "status", "is": ["done", 1]},
}
# read 12: used a b f h k; quarantined "" c d g and the ragged row; duplicate the older b and the second a; excluded e
ROWS = (
    """id,w,sent,took,status,x,mail
a,"1",2026-01-01,60,done,5,a@example.org
""".replace('"', "")
    + """b,1.5,2026-01-02,61,done,6,b@example.org
b,1.5,2026-01-03,61,done,7,b@example.org
a,1,2026-01-01,60,1.0,5,a2@example.org
,1,2026-01-01,60,done,5,
c,0,2026-01-01,60,done,5,
d,,2026-01-01,60,done,5,
e,1,2026-01-01,60,partial,rubbish,
f,2,,,done,8,
g,1,2026-01-01,60,done,x,
h,1,yesterday,-5,done,9,
k,1,2026-01-01,60,done,9,
"""
)


@pytest.fixture
def research():
    place = study_file(survey=SURVEY, variables=one("number"))
    return ingest_research(place, {"survey": text_table("survey", ROWS, ragged=1)})


def test_the_row_account_of_a_survey_adds_up(research):
    assert account(research, "survey") == (13, 5, 5, 2, 1)
    assert research.rows["unlinked"].isna().all()


def test_the_newest_row_of_a_respondent_counts(research):
    assert research.respondents["respondent_id"].tolist() == ["a", "b", "f", "h", "k"]
    assert research.answers["x"].tolist() == [5, 7, 8, 9, 9]
    assert research.respondents["weight"].tolist() == [1, 1.5, 2, 1, 1]


def test_every_fault_has_its_line_column_and_reason(research):
    assert faults(research) == [
        ("id", 3, "differing_rows", False),
        ("id", 5, "differing_rows", False),
        ("id", 6, "empty", True),
        ("w", 7, "above_zero", True),
        ("w", 8, "empty", True),
        ("x", 11, "number", True),
        ("sent", 12, "date", False),
        ("took", 12, "scale", False),
        ("-", 14, "ragged", True),
    ]
    assert research.fault_rows["row"].tolist() == list(range(1, 10))
    assert (research.fault_rows["reason"] != "").all()
    assert (research.fault_rows["mend"] != "").all()


def test_a_faulty_time_blanks_its_cell_only(research):
    assert research.respondents["submitted_at"].isna().tolist() == [False, False, True, True, False]
    assert research.respondents["duration_seconds"].isna().tolist() == [False, False, True, True, False]


def test_columns_that_the_study_does_not_name_stay_outside(research):
    kept = research.quarantine["survey"]
    assert set(kept.columns) == {"_file", "_line", "_reason", "id", "w", "sent", "took", "status", "x"}
    assert kept["_line"].tolist() == [6, 7, 8, 11, 14]
    assert "example.org" not in kept.to_csv()


def test_summarised_faults_follow_their_contract(research):
    table = summarise_faults(research.fault_rows)
    PUBLISHED["faults"].conform(table)
    counted = table.set_index(["column", "check"])["n"]
    assert counted["id", "differing_rows"] == 2
    assert counted["-", "ragged"] == 1
    assert counted.sum() == 9
    assert summarise_faults(research.fault_rows.iloc[:0]).empty


def test_a_respondent_without_a_row_that_counts_is_left_out_for_each_fault():
    # a counts by its other row; b has two faulty rows and is one person; rows without an id are a person each
    rows = "id,w,x\na,1,5\na,1,five\nb,0,five\nb,1,six\n,1,5\n,1,6\nc,1,7\n"
    survey = {"files": ["survey.csv"], "respondent": "id", "weight": "w"}
    place = study_file(survey=survey, variables=one("number"))
    research = ingest_research(place, {"survey": text_table("survey", rows, ragged=2)})
    assert account(research, "survey") == (9, 2, 7, 0, 0)
    assert research.rows["n_left_out"].tolist() == [1 + 2 + 2]
    table = summarise_faults(research.fault_rows).set_index(["column", "check"])
    assert table["n"].to_dict() == {
        ("-", "ragged"): 2,
        ("id", "empty"): 2,
        ("w", "above_zero"): 1,
        ("x", "number"): 3,
    }
    assert table["n_left_out"].to_dict() == {
        ("-", "ragged"): 2,
        ("id", "empty"): 2,
        ("w", "above_zero"): 1,
        ("x", "number"): 1,
    }


def test_a_fault_that_only_blanks_a_cell_leaves_nobody_out(research):
    table = summarise_faults(research.fault_rows).set_index(["column", "check"])
    assert table.loc[("sent", "date"), ["n", "n_left_out"]].tolist() == [1, 0]
    assert table.loc[("id", "differing_rows"), ["n", "n_left_out"]].tolist() == [2, 0]


def test_without_time_of_submission_the_choice_is_by_content():
    place = study_file(variables=one("number"))
    for order in ("id,x\na,1\na,2\n", "id,x\na,2\na,1\n"):
        research = ingest_research(place, {"survey": text_table("survey", order)})
        assert research.answers["x"].tolist() == [2]
        assert account(research, "survey") == (2, 1, 0, 1, 0)
        assert "submitted_at" in research.fault_rows["mend"].iloc[0]


def test_without_ids_equal_rows_are_told_and_kept():
    place = study_file(survey={"files": ["survey.csv"]}, variables=one("number"))
    research = ingest_research(place, {"survey": text_table("survey", "x,y\n1,a\n1,a\n1,b\n")})
    assert account(research, "survey") == (3, 3, 0, 0, 0)
    assert faults(research) == [("-", 3, "equal_rows", False)]
    assert research.respondents["respondent_id"].tolist() == ["r1", "r2", "r3"]


def test_a_choice_of_many_columns():
    variables = one("multi", columns={"q1": "web", "q2": "shop"}, yes=[1, "Ja"], not_asked=[-1])
    rows = "id,q1,q2\na,1,\nb,0,Ja\nc,,\nd,0,0\ne,-1,-1\n"
    research = ingest_research(study_file(variables=variables), {"survey": text_table("survey", rows)})
    assert research.states["x"].tolist() == ["answered", "answered", "no_answer", "answered", "not_asked"]
    assert research.answers[["x[web]", "x[shop]"]].dropna().to_numpy().tolist() == [
        [True, False],
        [False, True],
        [False, False],
    ]


def test_two_variables_may_read_one_column():
    variables = {
        "demographic": {
            "x": {"from": "survey", "type": "number"},
            "band": {"from": "survey", "column": "x", "type": "nominal", "levels": ["1", "2", "3"]},
        }
    }
    research = ingest_research(
        study_file(variables=variables), {"survey": text_table("survey", "id,x\na,1\nb,2\nc,9\n")}
    )
    assert faults(research) == [("x", 4, "level", True)]


REFUSED = [
    ("id,y\na,1\n", {}, r"study.yaml:7: variables.*no column \"x\""),
    ("id,xx\na,1\n", {"variables": one("number", column="xxl")}, r"no column \"xxl\".*Did you mean \"xx\""),
    ("ID,x\na,1\n", {}, r"survey.respondent.*no column \"id\".*Did you mean \"ID\""),
    ("id,x,x\na,1,2\n", {}, r"2 columns \"x\""),
    ("id,x\n", {}, "has no rows"),
    ("id,x\n,1\n", {}, "1 of 1 cells.*empty"),
    (
        "id,x,s\na,1,no\n",
        {"survey": {"files": ["s"], "complete": {"column": "s", "is": ["yes"]}}},
        "1 excluded",
    ),
    ("id,x\na,b@c.nl\n", {}, "a text of 6 characters is not a number"),
]


@pytest.mark.parametrize(("rows", "parts", "said"), REFUSED)
def test_a_survey_that_cannot_be_used_is_refused(rows, parts, said):
    with pytest.raises(DataError, match=said):
        ingest_research(
            study_file(**({"variables": one("number")} | parts)), {"survey": text_table("survey", rows)}
        )


def test_a_study_without_survey_is_refused():
    with pytest.raises(StudyError, match="no survey"):
        ingest_research(study_file(survey=None), {})


# --- analytics and links ---

LINKED = {
    "survey": "id,x\na,1\nb,2\nc,3\nd,4\n",
    "analytics": "customer,visits\nk1,5\nk2,6\nk3,x\nk4,1\nk4,2\nk5,7\nk5,7\n,3\nk9,1\n",
    "links": "who,customer\na,k1\na,k1\nb,k8\nz,k2\nc,k2\nc,k9\n,k5\n",
}


def linked_texts(**other: str):
    return {name: text_table(name, rows) for name, rows in (LINKED | other).items()}


def test_rows_of_analytics_and_links_add_up_and_count_strangers_both_ways():
    research = ingest_research(linked_study(), linked_texts())
    assert account(research, "analytics") == (9, 4, 4, 1, 0)
    assert account(research, "links") == (7, 2, 3, 1, 1)
    unlinked = research.rows.set_index("source")["unlinked"]
    # c and d have no link that counts; k2, k5 and k9 no respondent; k8 of b isn't in analytics
    assert unlinked.to_dict() == {"survey": 2, "analytics": 3, "links": 1}
    assert research.links.to_numpy().tolist() == [["a", "k1"], ["b", "k8"]]
    checks = research.fault_rows.groupby(["source", "check"]).size()
    assert checks.to_dict() == {
        ("analytics", "differing_rows"): 2,
        ("analytics", "empty"): 1,
        ("analytics", "number"): 1,
        ("links", "empty"): 1,
        ("links", "several_customers"): 2,
        ("links", "unknown_customer"): 1,
        ("links", "unknown_respondent"): 1,
    }


def test_behaviour_is_known_of_linked_respondents_only():
    research = ingest_research(linked_study(), linked_texts())
    assert research.states["visits"].tolist() == ["answered", "not_linked", "not_linked", "not_linked"]
    assert research.answers["visits"].tolist()[0] == 5
    assert research.answers["visits"].isna().tolist() == [False, True, True, True]
    assert research.customers.to_numpy().tolist() == [["k1", 5], ["k2", 6], ["k5", 7], ["k9", 1]]
    assert research.respondents["customer_id"].tolist()[:2] == ["k1", "k8"]


def test_links_may_stand_in_the_survey_itself():
    """Who names no customer, or doesn't count, is no link and no fault; d names the customer of c."""
    survey = "id,x,customer\na,1,k1\nb,2,\nc,3,k5\nd,4,k5\ne,five,k9\nf,6,\ng,7,\n"
    study = linked_study(links={"file": "survey.csv", "respondent": "id", "customer": "customer"})
    texts = linked_texts(survey=survey)
    texts["links"] = replace(texts["survey"], name="links")
    research = ingest_research(study, texts)
    assert account(research, "links") == (7, 1, 2, 0, 4)
    assert research.links.to_numpy().tolist() == [["a", "k1"]]
    checks = research.fault_rows.query("source == 'links'")["check"].tolist()
    assert checks == ["several_respondents", "several_respondents"]


def test_a_customer_of_two_respondents_is_nobody_s():
    research = ingest_research(linked_study(), linked_texts(links="who,customer\na,k1\nb,k1\nc,k2\n"))
    assert research.links.to_numpy().tolist() == [["c", "k2"]]
    assert {f[2] for f in faults(research) if f[0] == "customer"} >= {"several_respondents"}


def test_without_a_link_file_equal_ids_are_the_same_person():
    texts = linked_texts(analytics="customer,visits\na,5\nc,\nq,1\n")
    del texts["links"]
    research = ingest_research(linked_study(links=None), texts)
    assert research.links.to_numpy().tolist() == [["a", "a"], ["c", "c"]]
    assert research.states["visits"].tolist() == ["answered", "not_linked", "no_answer", "not_linked"]
    assert research.rows.set_index("source")["unlinked"].to_dict() == {"survey": 2, "analytics": 1}


def test_with_logs_only_every_respondent_is_linked_to_the_same_id():
    log = {"files": ["log.csv"], "customer": "c", "at": "t", "touchpoint": "e"}
    place = study_file(touchpoints=log, variables=one("number"))
    research = ingest_research(place, {"survey": text_table("survey", LINKED["survey"])})
    assert research.respondents["customer_id"].tolist() == ["a", "b", "c", "d"]


STRANGERS = [
    ({"links": "who,customer\n0017,k1\n0018,k2\n"}, "links.respondent", "look like 9999, theirs like A"),
    ({"links": "who,customer\na,5001\nb,5002\n"}, "links.customer", "look like 9999, theirs like A9"),
    ({"links": None}, "analytics.customer", "look like A9, theirs like A"),
]


@pytest.mark.parametrize(("other", "where", "said"), STRANGERS)
def test_ids_that_never_match_are_refused_by_their_shapes(other, where, said):
    rows = LINKED | {"analytics": "customer,visits\nk1,5\nk2,6\n"} | other
    texts = {name: text_table(name, content) for name, content in rows.items() if content}
    place = linked_study(**({"links": None} if rows["links"] is None else {}))
    with pytest.raises(DataError, match="never match") as caught:
        ingest_research(place, texts)
    assert caught.value.problems[0].where == where
    assert said in str(caught.value)
    assert "0017" not in str(caught.value)


# --- interviews and their codebook ---

FRAGMENTS = """a,fast,Snel graag,ja,,2
a,fast,Snel graag,ja,,2
a,worry,Eng,nee,use,-2
b,worry,Hmm,wellicht,Aankoop,
z,fast,Van buiten,yes,buy,0
b,fats,Tikfout,ja,buy,0
b,fast,Tikfout,ja,byu,0
b,fast,Tikfout,ja,buy,3
,fast,Tikfout,ja,buy,0
"""


def test_interviews_worked_out_by_hand():
    research = ingest_research(interview_study(), interview_texts(FRAGMENTS))
    assert account(research, "interviews") == (9, 4, 4, 1, 0)
    assert research.rows.set_index("source").loc["interviews", "unlinked"] == 1
    rows = research.interviews.astype("object").where(research.interviews.notna(), None)
    assert rows.to_numpy().tolist() == [
        [1, "a", "fast", "buy", "Snel graag", True, 1.0, None, "interviews.csv", 2],
        [2, "a", "worry", "use", "Eng", False, -1.0, None, "interviews.csv", 4],
        [3, "b", "worry", "buy", "Hmm", False, None, None, "interviews.csv", 5],
        [4, "z", "fast", "buy", "Van buiten", True, 0.0, None, "interviews.csv", 6],
    ]
    found = research.fault_rows[research.fault_rows["source"] == "interviews"]
    assert found[["line", "check"]].to_numpy().tolist() == [
        [5, "consent"], [6, "unknown_respondent"], [7, "level"], [8, "level"], [9, "scale"], [10, "empty"],
    ]  # fmt: skip
    assert 'Did you mean "fast"' in found["mend"].iloc[2]
    assert "codebook" in found["mend"].iloc[2]
    assert 'Did you mean "buy"' in found["mend"].iloc[3]


def test_an_interviewee_from_outside_with_a_persona_is_counted_and_no_fault():
    rows = "who,code,said,ok,phase,mood,group\na,fast,Snel,ja,,2,\nz,fast,Van buiten,yes,buy,0,Wants advice\n"
    texts = interview_texts("") | {"interviews": text_table("interviews", rows)}
    research = ingest_research(interview_study(persona="group"), texts)
    assert research.interviews["persona"].dropna().tolist() == ["Wants advice"]
    assert research.rows.set_index("source").loc["interviews", "unlinked"] == 1
    assert "unknown_respondent" not in set(research.fault_rows["check"])


def test_the_codebook_fills_in_labels():
    book = ingest_research(interview_study(), interview_texts(FRAGMENTS)).codebook
    assert book["label"].tolist() == ["Fast delivery", "worry"]
    assert book["phase"].isna().tolist() == [False, True]


def test_nobody_is_quoted_without_a_column_of_consent():
    research = ingest_research(interview_study(may_quote=None), interview_texts(FRAGMENTS))
    assert not research.interviews["may_quote"].any()


def test_interviews_need_a_codebook():
    with pytest.raises(StudyError, match=r"codebook.*code,theme"):
        ingest_research(interview_study(codebook=None), interview_texts(FRAGMENTS))


BOOKS = [
    ("code,theme\nfast,neeed\n", r"codebook.csv:2: theme.*unknown.*Did you mean \"need\""),
    ("code,theme\nfast,\n", "theme is empty"),
    ("code,theme\n,need\n", "code is empty"),
    ("code,theme,kind\nfast,need,emotionall\n", 'Did you mean "emotional"'),
    ("code,theme,phase\nfast,need,buyy\n", 'Did you mean "buy"'),
    ("code,theme\nfast,need\nfast,goal\n", r"codebook.csv:3: code.*already"),
    ("code,thme\nfast,need\n", r"no column \"theme\".*Did you mean \"thme\""),
    ("code,theme\n", "no rows"),
]


@pytest.mark.parametrize(("book", "said"), BOOKS)
def test_a_faulty_codebook_is_refused_with_its_line(book, said):
    with pytest.raises(DataError, match=said):
        ingest_research(interview_study(), interview_texts(FRAGMENTS, book))


def test_themes_may_be_written_with_a_space_and_needs_have_a_kind():
    book = "code,theme,kind\nfast,Need,\nworry,Pain point,Emotional\nfast,Need,\n"
    research = ingest_research(interview_study(), interview_texts(FRAGMENTS, book))
    assert research.codebook["theme"].tolist() == ["need", "pain_point"]
    assert research.codebook["kind"].tolist() == ["functional", "emotional"]
    assert account(research, "codebook") == (3, 2, 0, 1, 0)
    assert "need_without_kind" in set(research.fault_rows["check"])


# --- touchpoint map and emotions ---


def mapped(rows: str, **parts: Any):
    log = {"files": ["log.csv"], "customer": "c", "at": "t", "touchpoint": "e"}
    place = study_file(
        **({"touchpoints": log, "touchpoint_map": "map.csv", "variables": one("number")} | parts)
    )
    texts = {
        "survey": text_table("survey", LINKED["survey"]),
        "touchpoint_map": text_table("touchpoint_map", rows),
    }
    return place, texts


def test_the_touchpoint_map_fills_in_labels():
    table = ingest_research(*mapped(MAP)).touchpoint_map
    assert table[["touchpoint", "label", "moment_of_truth"]].to_numpy().tolist() == [
        ["basket", "basket", True],
        ["home", "Home page", False],
    ]


def test_a_map_may_use_phases_of_the_study_and_their_labels():
    phases = [{"id": "look", "label": "Kijken"}, {"id": "pay", "label": "Betalen"}]
    table = ingest_research(
        *mapped("touchpoint,phase\nhome,KIJKEN\nbasket,pay\n", phases=phases)
    ).touchpoint_map
    assert table["phase"].tolist() == ["pay", "look"]


MAPS = [
    ("touchpoint,phase\nhome,orientatoin\n", r"touchpoint_map.csv:2: phase.*Did you mean \"orientation\""),
    ("touchpoint,phase\nhome,loyalty\n", "Allowed: awareness, buy"),
    ("touchpoint,phase\nhome,\n", "phase is empty"),
    ("touchpoint,phase\n,buy\n", "touchpoint is empty"),
    ("touchpoint,phase\nhome,buy\nhome,use\n", r"touchpoint_map.csv:3.*already"),
    ("touchpoint,phase\n", "no rows"),
    ("touchpoint,fase\nhome,buy\n", r"no column \"phase\""),
    ("touchpoint,phase,moment_of_truth\nhome,buy,perhaps\n", "neither yes nor no"),
]


@pytest.mark.parametrize(("rows", "said"), MAPS)
def test_a_faulty_map_is_refused_with_its_line(rows, said):
    with pytest.raises(DataError, match=said):
        ingest_research(*mapped(rows))


def emotions(rows: str | None):
    log = {"files": ["l"], "customer": "c", "at": "t", "touchpoint": "e"}
    place, texts = mapped(MAP, touchpoints=log | {"emotion": {"column": "f", "words": rows and "w.csv"}})
    return ingest_research(place, texts | ({"emotions": text_table("emotions", rows)} if rows else {}))


def test_emotion_words_of_the_study_go_before_the_built_in_ones_and_add_to_them():
    built_in = emotions(None).emotions
    found = emotions("word,valence\nBoos,-1\nblij,0.5\nmeh,-0.1\n").emotions
    assert found == built_in | {"blij": 0.5, "boos": -1.0, "meh": -0.1}
    assert built_in["boos"] != -1.0
    assert "meh" not in built_in
    assert ingest_research(*mapped(MAP)).emotions == {}  # no log has words


@pytest.mark.parametrize(
    "rows", ["word,valence\nboos,-2\n", "word,valence\nboos,x\n", "word,valence\na,1\na,0\n"]
)
def test_a_faulty_list_of_emotions_is_refused(rows):
    with pytest.raises(DataError, match=r"emotions.csv:[23]"):
        emotions(rows)


def test_the_whole_research_follows_the_contracts():
    research = ingest_research(interview_study(), interview_texts(FRAGMENTS))
    assert research.fault_rows["line"].dtype == "Int64"
    assert str(research.respondents["submitted_at"].dtype) == "datetime64[us, UTC]"
    assert math.isnan(pd.to_numeric(research.rows["unlinked"], errors="coerce").astype("float64").iloc[0])
    assert CODEBOOK.count("\n") - 1 == len(research.codebook)


# --- real data ---


def test_mcdonalds_has_equal_rows_that_are_people(shared_data):
    frame = pd.read_csv(shared_data / "mcdonalds_msa" / "mcdonalds.csv", dtype="str", keep_default_na=False)
    variables = {
        "demographic": {"age": {"from": "survey", "column": "Age", "type": "number"}},
        "psychographic": {name: {"from": "survey", "type": "yes_no"} for name in frame.columns[:11]},
    }
    place = study_file(survey={"files": ["mcdonalds.csv"]}, variables=variables)
    research = ingest_research(place, {"survey": table_of("survey", frame)})
    assert account(research, "survey") == (1453, 1453, 0, 0, 0)
    assert summarise_faults(research.fault_rows)[["check", "n"]].to_numpy().tolist() == [["equal_rows", 22]]
    # the published column means
    assert round(research.answers["yummy"].mean(), 4) == 0.5526
    assert round(research.answers["convenient"].mean(), 4) == 0.9078


def test_customer_personality_lacks_24_incomes(shared_data):
    path = shared_data / "customer_personality" / "marketing_campaign.csv"
    frame = pd.read_csv(path, sep=";", dtype="str", keep_default_na=False)
    variables = {
        "demographic": {
            "income": {"from": "survey", "column": "Income", "type": "number"},
            "since": {"from": "survey", "column": "Dt_Customer", "type": "date"},
        }
    }
    place = study_file(survey={"files": ["x.csv"], "respondent": "ID"}, variables=variables)
    research = ingest_research(place, {"survey": table_of("survey", frame)})
    assert account(research, "survey") == (2240, 2240, 0, 0, 0)
    assert (research.states["income"] == "no_answer").sum() == 24
    assert research.answers["income"].max() == 666666
    assert [str(day.date()) for day in research.answers["since"].agg(["min", "max"])] == [
        "2012-07-30",
        "2014-06-29",
    ]
