"""Claims on touchpoints and channels, by hand."""

from __future__ import annotations

from tests.personas.claims import made


def test_touchpoints_by_reach_with_the_phase_they_are_in():
    table = made.touchpoints(
        {"touchpoint": "cart", "label": "Cart", "reach": 0.5},
        {"touchpoint": "page", "label": "Page", "reach": 0.75, "n_customers": 45},
        {"phase": "use", "touchpoint": "box", "label": "Box", "reach": 0.6, "overall_reach": None},
    )
    found = made.claims(touchpoints=table)
    assert made.texts(found, "touchpoint") == [
        ("Page", "75%, everybody\u00a040%"),
        ("Box", "60%"),
        ("Cart", "50%, everybody\u00a040%"),
    ]
    row = found.loc["touchpoint:buy:cart:all"]
    assert row[["topic", "n", "base", "low", "high"]].tolist() == ["Buying", 30, 60, 0.377, 0.623]
    assert row["row"] == "persona=1; phase=buy; touchpoint=cart; channel=all"


def test_six_touchpoints_and_three_more_that_set_apart():
    rows = [{"touchpoint": f"t{i}", "label": f"T{i}", "reach": 0.9 - i / 100} for i in range(8)]
    rows += [
        {
            "touchpoint": f"m{i}",
            "label": f"M{i}",
            "reach": 0.2,
            "difference": 0.1 + i / 100,
            "is_marker": True,
        }
        for i in range(5)
    ]
    told = [label for label, _ in made.texts(made.claims(touchpoints=made.touchpoints(*rows)), "touchpoint")]
    assert told == ["T0", "T1", "T2", "T3", "T4", "T5", "M4", "M3", "M2"]


def test_what_fewer_meet_does_not_set_apart():
    rows = [{"touchpoint": f"t{i}", "reach": 0.9} for i in range(6)]
    rows.append({"touchpoint": "less", "label": "Less", "reach": 0.1, "difference": -0.3, "is_marker": True})
    found = made.claims(touchpoints=made.touchpoints(*rows))
    assert "Less" not in dict(made.texts(found, "touchpoint"))


def test_a_channel_that_sets_apart_is_named_with_its_touchpoint_once():
    table = made.touchpoints(
        {"reach": 0.5},
        {"channel": "app", "reach": 0.45, "is_marker": True, "difference": 0.3},
        {"channel": "web", "reach": 0.2, "is_marker": True, "difference": 0.1},
    )
    told = made.texts(made.claims(touchpoints=table), "touchpoint")
    assert [label for label, _ in told] == ["Cart", "Cart (app)"]
    whole = made.touchpoints({"is_marker": True}, {"channel": "app", "is_marker": True, "difference": 0.3})
    assert [label for label, _ in made.texts(made.claims(touchpoints=whole), "touchpoint")] == ["Cart"]


def test_each_channel_stands_with_the_touchpoint_where_it_reaches_most():
    table = made.touchpoints(
        {"channel": "app", "reach": 0.3},
        {"channel": "app", "touchpoint": "page", "label": "Page", "reach": 0.45},
        {"channel": "e-mail", "touchpoint": "news", "label": "News", "reach": 0.25},
        {"channel": "chat", "touchpoint": "chat", "label": "Chat", "reach": 0.1},
    )
    assert made.texts(made.claims(touchpoints=table), "channel") == [
        ("App", "mostly at “Page” (Buying): 45%, everybody\u00a040%"),
        ("E-mail", "only at “News” (Buying): 25%, everybody\u00a040%"),
        ("Chat", "in the “Buying” phase: 10%, everybody\u00a040%"),
    ]


def test_a_channel_with_a_hidden_touchpoint_is_not_said_to_have_only_the_other():
    table = made.touchpoints(
        {"channel": "app", "reach": 0.3},
        {"channel": "web", "touchpoint": "page", "label": "Page", "reach": 0.2},
        {"channel": "app", "touchpoint": "page", "reach": None, "n_customers": None, "suppressed": True},
    )
    told = dict(made.texts(made.claims(touchpoints=table), "channel"))
    assert told["App"].startswith("mostly at")
    assert told["Web"].startswith("only at")


def test_the_only_channel_and_what_all_customers_meet_say_nothing():
    table = made.touchpoints({"overall_reach": 1.0}, {"channel": "store", "overall_reach": 0.5})
    found = made.claims(touchpoints=table)
    assert made.texts(found, "touchpoint") == made.texts(found, "channel") == []


def test_nobody_and_hidden_are_not_told():
    table = made.touchpoints(
        {"reach": 0.0, "n_customers": 0},
        {"touchpoint": "page", "reach": None, "n_customers": None, "suppressed": True},
    )
    assert made.texts(made.claims(touchpoints=table), "touchpoint") == []
