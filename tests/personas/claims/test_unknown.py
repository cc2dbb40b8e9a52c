"""Claims on interviews and on what isn't known, by hand."""

from __future__ import annotations

import pytest

from tests.personas.claims import made


def test_absent_sources_give_no_claims_but_are_owned_up_to():
    found = made.claims()
    assert found.loc["unknown:interviews", "text"].startswith("Nobody was interviewed")
    assert found.loc["unknown:journey", "text"].startswith("There is no log of contacts")
    for key in ("unknown:interviews", "unknown:journey"):
        assert found.loc[key, ["table", "row", "n"]].isna().all()
        assert found.loc[key, "confidence"] == "none"
    assert (
        not found["section"].isin(["goal", "wish", "touchpoint", "channel", "background", "interviews"]).any()
    )


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (18, "What they say rests on 18 interviews; that is few."),
        (1, "What they say rests on 1 interview; that is few."),
        (30, "What they say rests on 30 interviews."),
    ],
)
def test_how_many_interviews_a_persona_rests_on(n: int, said: str):
    found = made.claims(codes=made.codes({"n_interviewed": n})).loc["interviews:number"]
    assert found["text"] == said
    assert found[["n", "row", "column"]].tolist() == [n, "persona=1; phase=all", "n_interviewed"]


@pytest.mark.parametrize(
    ("n", "said"), [(0, "Nobody of this persona was interviewed"), (None, "There are too few interviews")]
)
def test_a_persona_without_interviews_says_so(n: int | None, said: str):
    row = {"n_interviewed": n, "n_mentioned": n, "share": None, "suppressed": n is None}
    found = made.claims(codes=made.codes(row))
    assert found.loc["unknown:interviews", "text"].startswith(said)
    assert not found["section"].isin(["interviews", "goal"]).any()


def test_phases_without_a_wish_are_named():
    found = made.claims(codes=made.codes({}), needs=made.needs({})).loc["unknown:wishes"]
    assert found["text"].endswith("for the following phases: Using.")
    assert found["row"] == "persona=1"


def test_who_is_linked_is_told_where_not_all_are():
    row = {"n_respondents": 80, "n_linked": 60, "match_rate": 0.75}
    found = made.claims(coverage=made.table("coverage", row)).loc["unknown:linked"]
    assert found["text"].startswith("60 of the 80 respondents (75%) are linked to a customer")
    assert found[["n", "base", "value"]].tolist() == [60, 80, 0.75]
    whole = made.table("coverage", row | {"n_linked": 80, "match_rate": 1.0})
    assert "unknown:linked" not in made.claims(coverage=whole).index


@pytest.mark.parametrize(("n", "said"), [(1, "of 1 respondent is"), (12, "of 12 respondents is")])
def test_who_was_placed_on_part_of_the_answers(n: int, said: str):
    found = made.claims(personas=made.personas(n_partial=n)).loc["unknown:partial"]
    assert said in found["text"]
    assert found[["n", "base"]].tolist() == [n, 80]


@pytest.mark.parametrize(
    ("felt", "key", "said"),
    [
        ((0, 0), "unfelt", "How they experience the journey was not measured."),
        ((40, 0), "unfelt", "The experience of the following phases was not measured: Using."),
        (
            (None, 40),
            "valence",
            "was not measured or stays hidden to keep people from being recognised: Buying.",
        ),
        (
            (29, 30),
            "thin",
            "The experience of the following phases rests on fewer than 30 people: Buying.",
        ),
        ((29, 5), "thin", "The experience of every phase rests on fewer than 30 people."),
    ],
)
def test_phases_of_which_the_experience_is_not_known(felt, key: str, said: str):
    rows = [
        {"phase": p, "n_valence": n, "evidence": "thin"} for p, n in zip(("buy", "use"), felt, strict=True)
    ]
    found = made.claims(journey=made.table("journey", *rows))
    assert found.loc[f"unknown:{key}", "text"].endswith(said)
    assert sum(found.index.str.fullmatch("unknown:(unfelt|valence|thin)")) == 1


def test_sentences_on_several_rows_name_them_all():
    rows = [{"phase": p, "n_valence": 7, "evidence": "thin"} for p in ("buy", "use")]
    found = made.claims(journey=made.table("journey", *rows)).loc["unknown:thin"]
    assert found["row"] == "persona=1; phase=buy | persona=1; phase=use"
    assert found["confidence"] == "thin"


def test_hidden_figures_are_counted():
    hidden = {"value": None, "n": None, "base_n": None, "low": None, "high": None, "suppressed": True}
    profile = made.profile({}, {"variable": "a", **hidden}, {"variable": "b", **hidden})
    secret = {"n_mentioned": None, "share": None, "suppressed": True}
    codes = made.codes({}, {"code": "x", **secret}, {"code": "y", "phase": "buy", **secret})
    found = made.claims(profile=profile, codes=codes)
    assert found.loc["unknown:hidden_profile", "text"].startswith("2 figures on who they are")
    assert found.loc["unknown:hidden_codes", "text"].startswith("Of 1 subject in the interviews")
