"""Charts that hold personas against each other: what they say, and that a persona has one colour everywhere."""

from __future__ import annotations

import warnings

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

from personagen import charts
from personagen.language.words import words_in
from personagen.statistics.effects import pick_contrasts
from tests.charts import tables
from tests.charts.test_charts import collisions, draw, one_axis, texts

EN, NL = words_in("en"), words_in("nl")
# personas with names of their own, in the order of the table `personas`
GIVEN = {"vip": "VIP", "new": "New here", "lost": "Lost"}


def colours(figure: Figure) -> list[str]:
    """Return the colours of the persona marks: those with a marker, from top to bottom, each once."""
    marks = [line for line in figure.axes[0].lines if line.get_marker() not in ("None", "", ">")]
    known = dict.fromkeys(charts.persona_colours(8))
    found = [mpl.colors.to_hex(mark.get_markerfacecolor()) for mark in marks]
    return list(dict.fromkeys(colour for colour in found if colour in known))


def given(name: str) -> pd.DataFrame:
    """Return a table of three personas with names of their own, whose rows come in another order."""
    called = dict(zip("123", GIVEN, strict=True)) | {"all": "all", "unassigned": "unassigned"}
    frame = tables.everything(3)[name]
    renamed = frame.assign(persona=frame["persona"].map(called))
    if name == "map":
        heads = renamed["lane"].eq("header") & renamed["phase"].eq("all") & renamed["position"].eq(1)
        renamed.loc[heads, "text"] = renamed.loc[heads, "persona"].map(GIVEN)
        others = renamed["lane"].eq("others")
        renamed.loc[others, "text"] = renamed.loc[others, "text"].map(called)
    return renamed.iloc[::-1].reset_index(drop=True)


def test_a_named_persona_has_its_colour_in_every_chart():
    expected = list(charts.persona_colours(3))
    drawn = {
        "comparison": charts.plot_comparison(given("profile"), EN, GIVEN),
        "needs": charts.plot_needs(given("needs"), EN, GIVEN, tables.PHASES),
        "prevalence": charts.plot_prevalence(given("prevalence"), EN, GIVEN),
    }
    for name, figure in drawn.items():
        assert colours(figure) == expected, name
    assert set(colours(charts.plot_attractiveness(given("attractiveness"), EN, GIVEN))) == set(expected)
    assert set(colours(charts.plot_heat(given("journey"), EN, GIVEN, tables.PHASES))) == set(expected)
    for persona, colour in zip(GIVEN, expected, strict=True):
        assert colours(charts.plot_profile(given("profile"), persona, EN, GIVEN)) == [colour]
        drawn_map = charts.plot_map(given("map"), persona, EN, tuple(GIVEN))
        assert colours(drawn_map)[0] == colour


def test_the_comparison_names_hidden_cells_and_the_largest_difference_that_all_show():
    data = tables.everything()
    profile = data["profile"]
    hidden = profile["variable"].eq("gemak") & profile["persona"].isin(["2", "3"])
    profile.loc[hidden, "suppressed"] = True
    profile.loc[hidden, ["value", "difference", "low", "high"]] = None
    profile.loc[profile["variable"].eq("gemak"), "effect_size"] = 9.0
    said = texts(draw("comparison", data))
    assert said.count("verborgen") == 2
    assert "Gemak" not in said[0]
    row = profile[profile["label"].map(lambda label: label in said[0]) & profile["persona"].ne("all")]
    assert len(row) >= 4, "the title names a variable of which everybody's value is shown"


def test_the_comparison_holds_twelve_variables_each_once():
    rows = [
        {
            "persona": persona,
            "variable": f"v{i}",
            "effect_size": 0.1 * i * sign,
            "value": 3.0 + sign,
            "label": f"V {i}",
        }
        for i in range(1, 20)
        for persona, sign in (("1", 1), ("2", -1))
    ]
    same = {
        "level": "mean",
        "type": "number",
        "overall": 3.0,
        "difference": 0.1,
        "suppressed": False,
        "is_marker": False,
    }
    profile = pd.DataFrame(rows).assign(**same)
    said = texts(charts.plot_comparison(profile, EN, {"1": "A", "2": "B"}))
    assert [t for t in said if t.startswith("V ")] == [f"V {i}" for i in range(19, 7, -1)]


def test_what_one_group_alone_differs_in_is_picked_too():
    effects = pd.DataFrame({"a": [0.8, 0.7, 0.6, 0.0], "b": [0.8, 0.7, 0.6, 0.1], "c": [0.0, 0.0, 0.0, 0.4]})
    assert pick_contrasts(effects, pd.Series(["w", "x", "y", "z"]), 2) == [0, 3]
    assert pick_contrasts(effects.assign(c=float("nan")), pd.Series(["w", "x", "y", "z"]), 2) == [0, 1]
    assert pick_contrasts(effects[:0], pd.Series(dtype="str"), 2) == []


def test_needs_say_how_many_and_mark_only_a_tested_change():
    figure = draw("needs", tables.everything())
    said = texts(figure)
    assert said[0] == f"“{tables.NAMES[1]}” wil in de fase “Gebruik” iets anders dan daarvoor"
    assert "14 van 18 (78%)" in said
    assert sum(line.get_marker() == ">" for line in figure.axes[0].lines) == 1
    data = tables.everything()
    data["needs"]["is_change"] = False
    figure = draw("needs", data)
    assert not any(line.get_marker() == ">" for line in figure.axes[0].lines)
    assert texts(figure)[0] == "Wat elke persona in elke fase het eerst wil"


def test_a_hidden_first_wish_is_not_replaced_by_the_second():
    data = tables.everything()
    needs = data["needs"]
    first = (
        needs["persona"].eq("1")
        & needs["phase"].eq("buy")
        & needs["kind"].eq("functional")
        & needs["rank"].eq(1)
    )
    needs.loc[first, "suppressed"] = True
    needs.loc[first, ["n", "share", "rank"]] = None
    said = " ".join(texts(draw("needs", data)))
    assert said.count("verborgen, zodat") == 1
    assert "te weinig" not in said


def test_needs_leave_out_phases_without_a_wish_unless_none_has_one():
    data = tables.everything()
    needs = data["needs"]
    unsaid = needs["phase"].isin(["use", "service"])
    needs.loc[unsaid, ["n", "share"]] = 0
    needs.loc[unsaid, "rank"] = None
    needs.loc[unsaid, "is_change"] = False
    hidden = needs["phase"].eq("service") & needs["persona"].eq("2")
    needs.loc[hidden, "n"] = None
    needs.loc[hidden, "suppressed"] = True
    said = texts(draw("needs", data))
    assert tables.PHASES["use"] not in said
    assert tables.PHASES["service"] in said
    needs["n"] = 0
    needs["rank"] = None
    needs["suppressed"] = False
    assert set(tables.PHASES.values()) <= set(texts(draw("needs", data)))


@pytest.mark.parametrize("has_change", [True, False])
def test_needs_explain_the_arrow_only_where_one_stands(*, has_change: bool):
    data = tables.everything()
    data["needs"]["is_change"] &= has_change
    said = " ".join(texts(draw("needs", data)))
    assert ("Een pijl" in said) is has_change
    assert ("met een pijl" in said) is has_change
    assert "Streepje" not in said, "each phase has its wishes"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["🍟 Friet", "中文 names", "ﷺ", "👍", "👩‍👩 samen"])
def test_a_name_may_hold_any_character(name: str):
    data = tables.everything()
    data["personas"]["name"] = name
    data["profile"]["label"] = name
    for chart in ("sizes", "comparison", "needs"):
        figure = draw(chart, data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # measuring what was drawn warns, drawing may not
            assert collisions(figure) == []
        assert name in charts.figure_to_svg(figure, chart, "t")
        assert charts.figure_to_png(figure, "t").startswith(b"\x89PNG")


def test_prevalence_tells_the_marked_row_and_leaves_hidden_ones_without_a_mark():
    figure = draw("prevalence", tables.everything())
    rows = tables.everything()["prevalence"]
    row = rows[rows["persona"].eq("2") & rows["is_told"]].iloc[0]
    share, everybody = NL.percent(row["share_of_persona"]), NL.percent(row["share_of_all"])
    assert f"{share} heeft de 5 vaakst voorkomende kenmerken samen; van iedereen {everybody}." in texts(
        figure
    )
    dots = [
        line for line in figure.axes[0].lines if line.get_markersize() == 6 and line.get_marker() != "None"
    ]
    assert len(dots) == rows["n"].notna().sum() == 4 * 8


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_persona_without_a_total_is_named_below(language: str):
    data = tables.everything()
    table = data["attractiveness"]
    lost = table["persona"].eq("2") & table["criterion"].isin(["value", "total"])
    table.loc[lost, "score"] = None
    words = words_in(language)
    names = dict(zip(data["personas"]["persona"], data["personas"]["name"], strict=True))
    for rows in (table, one_axis(table)):
        said = " ".join(texts(charts.plot_attractiveness(rows, words, names)))
        assert words.say("charts.attractiveness.left_out", names=names["2"]) in said


def test_the_area_of_a_bubble_is_the_share():
    figure = draw("attractiveness", tables.everything())
    shares = tables.SHARES[4]
    found = [line.get_markersize() for line in figure.axes[0].lines if line.get_markersize() > 12]
    # the largest first, so that no bubble lies under another
    assert found == sorted(found, reverse=True)
    assert [(size / found[0]) ** 2 for size in found] == pytest.approx([s / shares[0] for s in shares])
