"""Claims on why, by hand: interview codes by theme, survey items with a theme, other statements."""

from __future__ import annotations

import pytest

from tests.personas.claims import made


@pytest.mark.parametrize("theme", ["background", "goal", "motivation", "pain_point", "need", "delight"])
def test_codes_stand_under_their_theme(theme: str):
    found = made.claims(codes=made.codes({"theme": theme})).loc[f"{theme}:fast"]
    assert (found["label"], found["text"]) == ("Done fast", "11 of 18 interviewees (61%), everybody\u00a025%")
    assert found["row"] == "persona=1; phase=all; code=fast"
    assert found[["n", "base", "low", "high", "confidence"]].tolist() == [11, 18, 0.39, 0.8, "thin"]
    assert found["is_marker"]


def test_without_everybodys_share_a_code_is_a_count():
    found = made.claims(codes=made.codes({"overall_share": None, "lift": None, "p_adjusted": None}))
    assert found.loc["goal:fast", "text"] == "11 of 18 interviewees"
    assert not found.loc["goal:fast", "is_marker"]


@pytest.mark.parametrize(
    ("share", "overall", "is_told"),
    [(0.3, 0.3, True), (0.3, 0.31, False), (0.5, 0.9, True), (0.1, None, True)],
    ids=["as-much", "less", "half", "unknown"],
)
def test_what_they_say_less_than_everybody_is_not_theirs(
    *, share: float, overall: float | None, is_told: bool
):
    found = made.claims(codes=made.codes({"share": share, "overall_share": overall, "lift": 0.5}))
    assert ("goal:fast" in found.index) is is_told
    assert not found["is_marker"].any()


def test_four_codes_of_a_theme_most_said_first_and_none_that_nobody_said_or_is_hidden():
    rows = [{"code": f"c{i}", "n_mentioned": i, "share": i / 18, "overall_share": 0.05} for i in range(7)]
    rows[6] |= {"n_mentioned": None, "share": None, "suppressed": True}
    found = made.claims(codes=made.codes(*rows))
    goals = found[found["section"] == "goal"].sort_values("position")
    assert [*goals.index] == ["goal:c5", "goal:c4", "goal:c3", "goal:c2"]


def test_needs_say_whether_they_are_functional_or_emotional():
    found = made.claims(codes=made.codes({"theme": "need", "kind": "emotional"}))
    assert found.loc["need:fast", "kind"] == "emotional"


def item(**more: object) -> dict[str, object]:
    return {
        "variable": "cheap",
        "label": "Wants it cheap",
        "block": "psychographic",
        "type": "likert",
        "theme": "motivation",
        "scale_low": 1,
        "scale_high": 5,
        "value": 3.5,
        "low": 3.4,
        "high": 3.6,
        "overall": 3.0,
        "effect_size": 0.3,
        **more,
    }


@pytest.mark.parametrize(
    ("more", "section"),
    [
        ({"is_marker": True}, "motivation"),
        ({"effect_size": 0.9}, "motivation"),
        ({"is_marker": True, "effect_size": -0.3}, "statement"),
        ({"value": 4.0, "overall": 4.0, "effect_size": 0.0}, "motivation"),
        ({"value": 3.9}, "statement"),
        ({"theme": None, "is_marker": True}, "statement"),
        ({"effect_size": 0.1}, None),
        ({"type": "yes_no", "level": "yes", "value": 0.5, "effect_size": 0.1}, "motivation"),
        ({"type": "yes_no", "level": "yes", "value": 0.49, "effect_size": 0.1}, None),
    ],
    ids=[
        "marker",
        "large",
        "less",
        "most-mean",
        "under-most",
        "no-theme",
        "like-everybody",
        "most-yes",
        "few-yes",
    ],
)
def test_an_item_is_told_under_its_theme_where_it_sets_apart_or_most_hold_it(more, section: str | None):
    found = made.claims(profile=made.profile(item(**more)))
    told = [s for s in ("motivation", "statement") if made.texts(found, s)]
    assert told == ([section] if section else [])


def test_background_items_of_the_survey_are_told_once():
    found = made.claims(profile=made.profile({"theme": "background", "is_marker": True}))
    assert made.texts(found, "background") == [("Age", "40.0 on average (38.0 to 42.0), everybody\u00a045.0")]


def test_six_statements_of_the_largest_effect():
    rows = [item(variable=f"v{i}", theme=None, effect_size=(-1) ** i * (0.15 + i / 20)) for i in range(8)]
    found = made.claims(profile=made.profile(*rows))
    keys = found[found["section"] == "statement"].sort_values("position").index
    assert [*keys] == [f"statement:v{i}:mean" for i in (7, 6, 5, 4, 3, 2)]
