"""Claims on first wishes by phase, and where they change, by hand."""

from __future__ import annotations

from tests.personas.claims import made


def change(**more: object):
    row = {
        "kind": "functional",
        "from_phase": "buy",
        "to_phase": "use",
        "from_need": "speed",
        "to_need": "sure",
    }
    return made.table("need_changes", row | {"n_interviewed": 18} | more)


def test_the_first_wish_of_each_phase_and_kind():
    table = made.needs(
        {},
        {"need": "sure", "label": "Be sure", "n": 5, "share": 5 / 18, "rank": 2},
        {"need": "calm", "label": "Feel calm", "kind": "emotional", "n": 7, "share": 7 / 18},
        {"phase": "use", "need": "sure", "label": "Be sure", "n": 12, "share": 12 / 18},
    )
    found = made.claims(needs=table)
    wishes = found[found["section"] == "wish"].sort_values("position")
    assert wishes[["topic", "kind", "label", "text"]].to_numpy().tolist() == [
        ["Buying", "functional", "Be done", "11 of 18 interviewees"],
        ["Buying", "emotional", "Feel calm", "7 of 18 interviewees"],
        ["Using", "functional", "Be sure", "12 of 18 interviewees"],
    ]
    assert wishes.loc["wish:use:functional", "row"] == "persona=1; phase=use; need=sure"
    assert wishes["is_marker"].tolist() == [False] * 3


def test_wishes_of_as_many_people_are_named_together():
    table = made.needs({}, {"need": "sure", "label": "Be sure", "rank": 2})
    found = made.claims(needs=table).loc["wish:buy:functional"]
    assert found["text"] == "11 of 18 interviewees; “Be sure” as often"


def test_hidden_wishes_and_wishes_of_nobody_are_not_told():
    table = made.needs(
        {"n": None, "share": None, "rank": None, "suppressed": True},
        {"phase": "use", "n": 0, "share": 0.0, "rank": None},
    )
    found = made.claims(needs=table, codes=made.codes({}))
    assert not found["section"].eq("wish").any()
    assert found.loc["unknown:wishes", "text"] == "For no phase can a wish be shown."


def test_the_second_wish_never_stands_for_a_hidden_first_one():
    table = made.needs(
        {"n": None, "share": None, "rank": None, "suppressed": True},
        {"need": "sure", "label": "Be sure", "n": 5, "share": 5 / 18, "rank": 2},
    )
    assert not made.claims(needs=table)["section"].eq("wish").any()


def test_a_first_wish_that_changes_is_a_sentence_and_marks_the_new_one():
    table = made.needs({}, {"phase": "use", "need": "sure", "label": "Be sure"})
    found = made.claims(needs=table, need_changes=change())
    sentence = found.loc["wish_change:use:functional"]
    assert sentence["text"].startswith(
        "The first wish changes: from “Be done” at “Buying” to “Be sure” at “Using”. "
    )
    assert sentence["row"] == "persona=1; kind=functional; from_phase=buy; to_phase=use"
    assert sentence["n"] == 18
    assert found.loc[["wish:buy:functional", "wish:use:functional"], "is_marker"].tolist() == [False, True]


def test_an_emotional_wish_that_changes_says_so():
    table = made.needs({"kind": "emotional"}, {"phase": "use", "need": "sure", "label": "Be sure"})
    found = made.claims(needs=table, need_changes=change(kind="emotional"))
    assert found.loc["wish_change:use:emotional", "text"].startswith("The first emotional wish changes")
