"""Charts of journeys: what the map, the differences, the curves and the flows say, worked out from small tables."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from personagen import charts
from personagen.charts import gallery
from personagen.charts.style import BAD, GOOD, contrast
from personagen.charts.text import text_width, wrap
from personagen.language.numbers import percent
from personagen.language.words import words_in
from tests.charts import journey_tables, tables
from tests.charts.test_charts import LONG, collisions, draw, lengthen, texts

EN, NL = words_in("en"), words_in("nl")
A3 = (420, 297)
A4_OF_A3 = 297 / 420
# severity 1 of protan, deutan and tritan deficiency [Machado, Oliveira, Fernandes 2009, table 1], on linear RGB
BLIND = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def millimetres(figure) -> tuple[int, int]:
    return tuple(round(side * 25.4) for side in figure.get_size_inches())


def phases_of(n: int, rows: pd.DataFrame) -> pd.DataFrame:
    """Return a map of n phases, each a copy of one that the table has."""
    heads = rows[rows["lane"].eq("header") & rows["phase"].ne("all")]
    known = list(dict.fromkeys(heads.sort_values("position")["phase"]))
    found = [rows[rows["phase"] == "all"]]
    for i in range(n):
        copy = rows[rows["phase"] == known[i % len(known)]].assign(phase=f"phase{i}")
        copy.loc[copy["lane"] == "header", "position"] = i + 1
        found.append(copy)
    return pd.concat(found, ignore_index=True)


@pytest.mark.parametrize(("k", "n"), [(2, 3), (8, 9)])
def test_the_map_is_one_sheet_of_a3_readable_on_a4(k: int, n: int):
    for data in (tables.everything(k), lengthen(tables.everything(k))):
        figure = charts.plot_map(phases_of(n, data["map"]), "1", NL)
        assert millimetres(figure) == A3
        assert collisions(figure) == []
        assert min(t.get_fontsize() for t in figure.axes[0].texts) * A4_OF_A3 >= 5


def test_lanes_without_room_are_named_at_the_foot():
    data = lengthen(tables.everything(8))["map"]
    many = data[data["lane"].isin(["need_functional", "touchpoint"])]
    changed = many[many["lane"] == "need_functional"].assign(lane="change_functional", position=1)
    figure = charts.plot_map(phases_of(9, pd.concat([data, changed])), "1", NL)
    assert millimetres(figure) == A3
    assert collisions(figure) == []
    assert "Geen plaats voor: " in " ".join(texts(figure))


def test_the_map_says_friction_opportunities_period_and_match_rate():
    shown = texts(draw("map", tables.everything()))
    assert {"Wrijving", "Kansen", "Verwachting", "Enquête van 2 maart tot en met 19 april 2026"} <= {*shown}
    assert "Aan een klant gekoppeld: 69%" in shown
    assert any(text.startswith("Nr. 1: Hoe kunnen we") for text in shown)
    without = tables.journey_map()
    gone = without["lane"].isin(["friction", "opportunity", "gap"])
    assert not {"Wrijving", "Kansen", "Verwachting"} & {*texts(charts.plot_map(without[~gone], "1", NL))}


def test_the_map_says_how_many_reach_each_phase_and_nothing_of_it_without_a_log():
    rows = tables.journey_map()
    is_reach = rows["lane"].eq("reach")
    shares = rows.loc[is_reach & rows["persona"].eq("1"), "value"].dropna()
    assert len(shares) > 1
    for words, hidden in ((EN, "reach hidden"), (NL, "bereik verborgen")):
        shown = texts(charts.plot_map(rows, "1", words))
        assert {words.say("charts.map.reach", share=percent(words, share)) for share in shares} <= {*shown}
        one_hidden = rows.drop(index=shares.index[0])
        assert hidden in texts(charts.plot_map(one_hidden, "1", words))
        assert hidden not in texts(charts.plot_map(rows[~is_reach], "1", words))


def test_shares_have_a_bar_as_long_as_they_are():
    rows = tables.journey_map()
    rows = rows[rows["lane"].isin(["header", "friction"]) & rows["phase"].isin(["all", "buy"])]
    figure = charts.plot_map(rows, "1", NL)
    bars = [p for p in figure.axes[0].patches if isinstance(p, Rectangle) and p.get_height() < 2]
    (ground, one), (_, two) = bars[:2], bars[2:4]
    assert one.get_width() / ground.get_width() == pytest.approx(0.3)
    assert two.get_width() / ground.get_width() == pytest.approx(0.2)


def test_text_beside_a_note_leaves_it_room_on_the_first_line_only():
    text = "one two three four five six seven eight"
    first, *others = wrap(text, 100, 10, beside=40)
    assert text_width(first, 10) <= 60
    assert max(text_width(line, 10) for line in others) > 60
    assert " ".join([first, *others]) == text


def test_only_differences_beyond_chance_stand_out():
    figure = draw("differences", tables.everything())
    bold = [
        t.get_text()
        for t in figure.axes[0].texts
        if t.get_fontweight() == "bold" and t.get_text()[0] in "+−0"
    ]
    assert bold == ["+0,81", "−0,94"]
    assert {"+0,41", "−0,47"} <= {*texts(figure)}  # in their own unit
    assert sum(bool(p.get_hatch()) for p in figure.axes[0].patches) == 1
    assert texts(figure)[0] == "“Koopjesjagers” wijkt het meest af bij “Service”: beleving −0,47"
    assert "+0,02 °" in texts(figure)  # contacts made the segments


def test_shares_differ_in_percentage_points():
    rows = tables.everything()["differences"]
    chosen = rows["persona"].eq("1") & rows["phase"].eq("use") & rows["metric"].eq("reach")
    rows.loc[chosen, ["effect_size", "difference", "p_adjusted"]] = [0.6, 0.28, 0.01]
    assert "+28 pp" in texts(charts.plot_differences(rows, EN, {"1": "Anna"}, tables.PHASES))


def test_no_difference_beyond_chance_is_said_so():
    rows = tables.everything()["differences"].assign(p_adjusted=0.2)
    figure = charts.plot_differences(rows, EN, {"1": "Anna"}, tables.PHASES)
    assert texts(figure)[0] == "No persona’s journey differs from the others by more than chance"


def test_emotion_curves_share_their_axes_and_leave_gaps():
    figure = draw("emotions", tables.everything())
    assert (
        texts(figure)[0]
        == "“Koopjesjagers” daalt het meest: van +0,44 bij “Gebruik” naar −0,38 bij “Service”"
    )
    assert texts(figure).count("+0,8") == texts(figure).count("−0,8") == 4
    colour = charts.persona_colours(4)[3]
    own = [
        line for line in figure.axes[0].lines if line.get_color() == colour and line.get_linewidth() == 2.2
    ]
    assert [len(line.get_xdata()) for line in own] == [4, 1]


def test_phases_asked_elsewhere_are_not_compared():
    data = tables.everything()
    journey = data["journey"]
    note = NL.say("charts.not_comparable")
    assert not any(note in texts(draw(name, data)) for name in ("emotions", "heat"))
    source = journey["valence_source"].where(journey["phase"] != "service", "survey")
    mixed = data | {"journey": journey.assign(valence_source=source, is_comparable=False)}
    assert all(note in " ".join(texts(draw(name, mixed))) for name in ("emotions", "heat"))
    assert "“Service”" not in texts(draw("emotions", mixed))[0]
    assert texts(draw("heat", mixed))[0] == NL.say("charts.heat.title.apart")


def test_curves_stop_where_they_are_hidden():
    data = tables.everything()
    figure = draw("times", data)
    colour = charts.persona_colours(1)[0]
    curves = [
        line for line in figure.axes[0].lines if line.get_color() == colour and len(line.get_xdata()) > 2
    ]
    steps = [(len(line.get_xdata()) + 1) // 2 for line in curves]
    assert steps == [6, 8, 8, 8, 8]  # persona 1 has two hidden days after the first phase
    shown = texts(figure)
    assert shown.count("400") == 5  # of persona 1 all are followed on day 0


def test_the_widest_gap_between_curves_is_told_from_one_day():
    times = journey_tables.time_to_phase(2, ("see", "buy"))
    figure = charts.plot_times(times, EN, {"1": "Anna", "2": "Ben"}, {"see": "See", "buy": "Buy"})
    assert (
        texts(figure)[0] == "How soon each persona goes on from phase to phase"
    )  # the intervals overlap everywhere
    apart = times["persona"].eq("2") & times["days"].eq(14)
    times.loc[apart, ["share", "low", "high"]] = [0.5, 0.45, 0.55]
    times.loc[times["persona"].eq("1") & times["days"].eq(14), ["share", "low", "high"]] = [0.82, 0.8, 0.84]
    figure = charts.plot_times(times, EN, {"1": "Anna", "2": "Ben"}, {"see": "See", "buy": "Buy"})
    assert " ".join(texts(figure)[:2]).startswith(
        "Within 14 days, 82% of “Anna” have gone on from “See”; of “Ben” 50%"
    )


def test_flows_are_as_high_as_they_are_many_and_who_leaves_is_hatched():
    flows = pd.DataFrame(
        [("ad", "shop", 60), ("ad", "left", 30), ("other", "shop", 10)],
        columns=["from_touchpoint", "to_touchpoint", "n"],
    ).assign(persona="1", step=1, suppressed=False)
    for end in ("from", "to"):
        flows[f"{end}_label"] = flows[f"{end}_touchpoint"].str.title()
    figure = charts.plot_flows(flows, "1", EN, "Anna")
    nodes = [
        p
        for p in figure.axes[0].patches
        if isinstance(p, Rectangle) and p.get_alpha() in (None, 1) and p.get_width() == 13
    ]
    heights = [round(p.get_height() / 330, 2) for p in nodes]
    assert heights == [0.9, 0.1, 0.7, 0.3]
    stripes = [line for line in figure.axes[0].lines if len(line.get_xdata()) > 2]
    level, slanted = ({round(float(np.diff(line.get_ydata())[0]), 1) for line in [s]} for s in stripes)
    assert level == {0.0}
    assert slanted != {0.0}
    for line, node in zip(stripes, (nodes[1], nodes[3]), strict=True):
        inside = (
            node.get_y() - 1e-6 <= np.nanmin(line.get_ydata()),
            np.nanmax(line.get_ydata()) <= node.get_y() + node.get_height() + 1e-6,
        )
        assert all(inside)
    assert " ".join(texts(figure)[:2]).startswith(
        "Anna: most often from “Ad” to “Shop” (60 customers); most leave after “Ad” (30)"
    )


def test_hidden_flows_are_not_drawn():
    flows = tables.everything()["flows"]
    hidden = flows["persona"].eq("1") & flows["to_touchpoint"].eq("left")
    flows["n"] = flows["n"].mask(hidden)
    figure = charts.plot_flows(flows, "1", EN, "Anna")
    assert "left" not in texts(figure)
    assert collisions(figure) == []


def test_charts_without_numbers_are_left_out():
    data = tables.everything()
    assert {"emotions", "differences", "times", "flows_1", "flows_all"} <= journey_charts(data)
    data["flows"]["n"] = data["flows"]["n"].mask(data["flows"]["persona"].eq("1"))
    data["journey"]["valence"] = float("nan")
    data["differences"]["effect_size"] = float("nan")
    del data["time_to_phase"]
    assert journey_charts(data) == {
        "heat",
        "map_1",
        "map_2",
        "map_3",
        "map_4",
        "flows_2",
        "flows_3",
        "flows_4",
        "flows_all",
    }


def journey_charts(data: dict[str, pd.DataFrame]) -> set[str]:
    """Return what the gallery would draw of journeys."""
    return {name for name, *_ in gallery._each_journey(data, NL)}


def lab(colour: str, kind: str = "") -> np.ndarray:
    """Return CIE L*a*b* (D65) of a colour, as somebody with a deficiency sees it."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    if kind:
        linear = np.clip(np.array(BLIND[kind]) @ linear, 0, 1)
    x, y, z = (f(v) for v in TO_XYZ @ linear / np.array([0.9505, 1.0, 1.089]))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def f(value: float) -> float:
    return float(np.cbrt(value)) if value > (6 / 29) ** 3 else value / (3 * (6 / 29) ** 2) + 4 / 29


@pytest.mark.parametrize("kind", BLIND)
def test_good_and_bad_more_and_less_look_different_to_the_colour_blind(kind: str):
    for one, other in ((GOOD, BAD), ("#1f4f8f", "#9a4a12")):
        assert np.linalg.norm(lab(one, kind) - lab(other, kind)) > 20


def test_no_two_personas_have_one_marker_or_too_little_contrast():
    styles = charts.persona_styles(map(str, range(1, 9)))
    assert len({s.marker for s in styles.values()}) == 8
    assert all(contrast(s.colour, "#ffffff") >= 4.5 for s in styles.values())
    # colour alone is never enough: some pairs do look alike, and have another marker
    alike = [
        (a, b)
        for a, b in itertools.combinations(styles.values(), 2)
        if min(np.linalg.norm(lab(a.colour, kind) - lab(b.colour, kind)) for kind in BLIND) < 10
    ]
    assert all(a.marker != b.marker for a, b in alike)
    assert len(LONG.format(0)) == 40


def test_who_is_still_followed_stands_only_where_a_number_is_shown():
    times = journey_tables.time_to_phase(2, ("see", "buy"))
    names, phases = {"1": "Anna", "2": "Ben"}, {"see": "See", "buy": "Buy"}
    times.loc[times["persona"].eq("1"), "at_risk"] = None
    partly = texts(charts.plot_times(times, EN, names, phases))
    head = EN.say("charts.times.at_risk")
    assert head in partly
    assert "–" not in partly
    note = EN.say("charts.times.note")
    assert note in " ".join(partly)
    hidden = texts(charts.plot_times(times.assign(at_risk=None), EN, names, phases))
    assert head not in hidden
    counts = times.loc[times["persona"].eq("2"), ["days", "at_risk"]].set_index("days")["at_risk"]
    assert texts(charts.plot_times(times[times["days"] < 90], EN, names, phases)).count(str(counts[60])) == 1
    short = times[(times["days"] < 30) | times["persona"].eq("1")].assign(share=0.5)
    # ticks from 20 days on lie after the end of the curve of Ben
    said = texts(charts.plot_times(short, EN, names, phases))
    assert str(counts[14]) not in said
    assert note in " ".join(said)
    assert note not in " ".join(texts(charts.plot_times(times[times["persona"].eq("2")], EN, names, phases)))
