"""Claims from the profile, by hand: distributions, original units, markers with their effect."""

from __future__ import annotations

import pytest

from tests.personas.claims import made


def test_a_mean_has_its_interval_and_everybodys():
    found = made.claims(profile=made.profile({})).loc["background:age:mean"]
    assert (found["label"], found["text"]) == ("Age", "40.0 on average (38.0 to 42.0), everybody\u00a045.0")
    assert found["row"] == "persona=1; variable=age; level=mean"
    assert found[["n", "base", "value", "low", "high", "overall"]].tolist() == [80, 80, 40, 38, 42, 45]
    assert not found["is_marker"]


def test_an_interval_that_rounds_to_nothing_is_left_out():
    row = {"value": 0.001, "low": 0.0, "high": 0.004, "overall": 0.5}
    found = made.claims(profile=made.profile(row)).loc["background:age:mean"]
    assert found["text"] == "0.00 on average, everybody\u00a00.50"


def test_a_mean_on_a_scale_names_the_scale():
    row = {"type": "likert", "block": "psychographic", "scale_low": 1, "scale_high": 5, "value": 4.0}
    found = made.claims(profile=made.profile(row)).loc["statement:age:mean"]
    assert found["text"] == "4.00 on average (38.0 to 42.0) on a scale from 1 to 5, everybody\u00a045.0"


def levels(*shares: float, **more: object) -> list[dict[str, object]]:
    return [
        {
            "variable": "home",
            "label": "Home",
            "type": "nominal",
            "level": f"L{i}",
            "n": round(80 * share),
            "value": share,
            "low": share - 0.02,
            "high": share + 0.02,
            "overall": 0.1,
            "effect_size": 0.1,
            **more,
        }
        for i, share in enumerate(shares)
    ]


def test_levels_are_a_distribution_in_the_order_of_the_study():
    found = made.claims(profile=made.profile(*levels(0.3, 0.5, 0.2)))
    assert made.texts(found, "background") == [
        ("L0", "30%, everybody\u00a010%"),
        ("L1", "50%, everybody\u00a010%"),
        ("L2", "20%, everybody\u00a010%"),
    ]
    assert set(found.loc[found["section"] == "background", "topic"]) == {"Home"}
    assert found.loc["background:home:L1", "row"] == "persona=1; variable=home; level=L1"


def test_of_many_levels_the_six_largest_are_told_and_that_there_are_more():
    found = made.claims(profile=made.profile(*levels(0.05, 0.2, 0.15, 0.1, 0.25, 0.12, 0.13)))
    told = made.texts(found, "background")
    assert [label for label, _ in told] == ["L1", "L2", "L3", "L4", "L5", "L6", ""]
    assert told[-1][1] == "Only the largest groups stand here; the others are in the table."


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (0, "Hidden to keep people from being recognised."),
        (2, "A part is hidden to keep people from being recognised."),
        (7, "Not all groups stand here: some are hidden"),
    ],
)
def test_hidden_levels_are_owned_up_to_without_naming_them(shown: int, said: str):
    hidden = levels(0.1, suppressed=True)[0] | {
        "level": "Secret",
        "value": None,
        "n": None,
        "base_n": None,
        "low": None,
        "high": None,
        "effect_size": None,
    }
    found = made.claims(profile=made.profile(*levels(*[0.1] * shown), hidden))
    assert made.texts(found, "background")[-1][1].startswith(said)
    assert not found.astype(str).apply(lambda column: column.str.contains("Secret")).to_numpy().any()


def test_a_level_nobody_has_and_everybody_hides_is_left_out():
    rows = levels(0.0, 0.6)
    rows[0]["overall"] = None
    told = made.texts(made.claims(profile=made.profile(*rows)), "background")
    assert [label for label, _ in told] == ["L1"]


def test_behaviour_stands_in_its_own_unit():
    row = {"variable": "visits", "label": "Visits a year", "block": "behavioural", "type": "count"}
    found = made.claims(profile=made.profile(row | {"value": 133.4, "low": 121.6, "high": 144.4}))
    assert made.texts(found, "behaviour") == [
        ("Visits a year", "133 on average (122 to 144), everybody\u00a045.0")
    ]


def test_a_marker_carries_the_size_of_its_effect():
    found = made.claims(profile=made.profile({"is_marker": True})).loc["marker:age:mean"]
    assert found["text"].endswith("everybody\u00a045.0; medium difference (g = −0.60)")
    assert found["effect_size"] == -0.6
    assert found["is_marker"]
    assert made.claims(profile=made.profile({"is_marker": True})).loc["background:age:mean", "is_marker"]


@pytest.mark.parametrize(
    ("effect", "word"), [(0.19, "very small"), (0.2, "small"), (0.5, "medium"), (0.8, "large")]
)
def test_effects_have_words(effect: float, word: str):
    found = made.claims(profile=made.profile({"is_marker": True, "effect_size": effect}))
    assert f"; {word} difference (g = +{effect:.2f})" in found.loc["marker:age:mean", "text"]


def test_six_markers_of_the_largest_effect():
    rows = [
        {"variable": f"v{i}", "is_marker": True, "effect_size": 0.3 + i / 10, "value": i} for i in range(8)
    ]
    found = made.claims(profile=made.profile(*rows))
    keys = found[found["section"] == "marker"].sort_values("position").index
    assert [*keys] == [f"marker:v{i}:mean" for i in (7, 6, 5, 4, 3, 2)]


def test_what_fewer_are_is_no_marker_beside_what_more_are():
    more = levels(0.6, 0.1, is_marker=True)
    more[0]["effect_size"], more[1]["effect_size"] = 0.5, -0.9
    found = made.claims(profile=made.profile(*more))
    assert made.texts(found, "marker")[0][0] == "Home: L0"
    assert len(made.texts(found, "marker")) == 1


def test_the_same_people_in_other_words_are_one_marker():
    twins = [levels(0.6, is_marker=True)[0] | {"variable": name, "effect_size": 0.6} for name in ("a", "b")]
    assert len(made.texts(made.claims(profile=made.profile(*twins)), "marker")) == 1


def test_the_confidence_word_says_whether_the_interval_leaves_out_everybody():
    rows = [
        {"variable": "a"},
        {"variable": "b", "overall": 41.0},
        {"variable": "c", "base_n": 29, "n": 29},
    ]
    found = made.claims(profile=made.profile(*rows))
    assert [found.loc[f"background:{v}:mean", "confidence"] for v in "abc"] == ["strong", "fair", "thin"]
