"""Charts: what they say, that no labels overlap, and that the same table gives the same file."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import subprocess
import sys
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from personagen import charts
from personagen.charts.journey_map.content import Item
from personagen.charts.journey_map.lanes import _break
from personagen.charts.style import PAPER, contrast
from personagen.language.words import words_in
from tests.charts import tables

LONG = "Zeer uitgebreide omschrijving nummer {:03d}"
NL = words_in("nl")
PLOTS = (
    "solutions",
    "origins",
    "importance",
    "sizes",
    "comparison",
    "needs",
    "prevalence",
    "attractiveness",
    "one_axis",
    "profile",
    "map",
    "heat",
    "emotions",
    "differences",
    "times",
    "flows",
)


def draw(name: str, data: dict[str, pd.DataFrame], language: str = "nl", persona: str = "1") -> Figure:
    words = words_in(language)
    names = dict(zip(data["personas"]["persona"], data["personas"]["name"], strict=True))
    ordered = data["phases"].sort_values("position")
    phases = dict(zip(ordered["phase"], ordered["label"], strict=True))
    labels = dict(zip(data["profile"]["variable"], data["profile"]["label"], strict=True))
    plots = {
        "solutions": lambda: charts.plot_solutions(data["solutions"], words, 3, 5),
        "origins": lambda: charts.plot_origins(data["origins"], words, len(names), names),
        "importance": lambda: charts.plot_importance(data["importance"], words, labels),
        "sizes": lambda: charts.plot_sizes(data["personas"], words),
        "comparison": lambda: charts.plot_comparison(data["profile"], words, names),
        "needs": lambda: charts.plot_needs(data["needs"], words, names, phases),
        "prevalence": lambda: charts.plot_prevalence(data["prevalence"], words, names),
        "attractiveness": lambda: charts.plot_attractiveness(data["attractiveness"], words, names),
        "one_axis": lambda: charts.plot_attractiveness(one_axis(data["attractiveness"]), words, names),
        "profile": lambda: charts.plot_profile(data["profile"], persona, words, names),
        "map": lambda: charts.plot_map(data["map"], persona, words),
        "heat": lambda: charts.plot_heat(data["journey"], words, names, phases),
        "emotions": lambda: charts.plot_emotions(data["journey"], words, names, phases),
        "differences": lambda: charts.plot_differences(data["differences"], words, names, phases),
        "times": lambda: charts.plot_times(data["time_to_phase"], words, names, phases),
        "flows": lambda: charts.plot_flows(data["flows"], persona, words, names[persona]),
    }
    return plots[name]()


def one_axis(attractiveness: pd.DataFrame) -> pd.DataFrame:
    return attractiveness[attractiveness["axis"] == "attractiveness"]


def hash_of(name: str) -> int:
    return sum(map(ord, name)) % 997


def lengthen(data: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Give every name and label forty characters, and fill every lane of every phase."""
    found = {name: frame.copy() for name, frame in data.items()}
    found["personas"]["name"] = [LONG.format(i) for i in range(len(found["personas"]))]
    found["profile"]["label"] = [LONG.format(i % 997) for i in range(len(found["profile"]))]
    for name in ("needs", "attractiveness"):
        found[name]["label"] = [LONG.format(i % 997) for i in range(len(found[name]))]
    found["phases"]["label"] = [LONG.format(i) for i in range(len(found["phases"]))]
    for end in ("from", "to"):
        found["flows"][f"{end}_label"] = [
            LONG.format(hash_of(t)) for t in found["flows"][f"{end}_touchpoint"]
        ]
    worded = found["map"]["text"].notna() & found["map"]["lane"].ne("others")
    found["map"].loc[worded, "text"] = [LONG.format(i % 997) for i in range(int(worded.sum()))]
    return found


def texts(figure: Figure) -> list[str]:
    return [t.get_text() for t in figure.axes[0].texts if t.get_text()]


def collisions(figure: Figure) -> list[tuple[str, str]]:
    """Return the pairs of texts whose boxes overlap by more than half a point, and texts off the sheet."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [(t.get_text(), t.get_window_extent(renderer)) for t in figure.axes[0].texts if t.get_text()]
    found = [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5
    ]
    sheet = figure.bbox
    outside = [(t, "sheet") for t, b in boxes if b.x0 < 0 or b.y0 < 0 or b.x1 > sheet.x1 or b.y1 > sheet.y1]
    return found + outside


def test_a_run_without_journeys_has_its_other_charts():
    of_journeys = ("journey", "map", "differences", "time_to_phase", "flows")
    data = {name: table for name, table in tables.everything().items() if name not in of_journeys}
    shown = {"solutions", "origins", "importance", "typing", "sizes", *(f"profile_{i}" for i in range(1, 5))}
    shown |= {"comparison", "needs", "prevalence", "attractiveness"}
    assert set(charts.draw_charts(data, NL)) == shown


# the largest sheets are laid out alike for any number of personas
LARGE = ("map", "heat", "emotions", "differences", "times", "flows")


@pytest.mark.parametrize(
    ("name", "k"), [(name, k) for name in PLOTS for k in ((2, 5, 8) if name in LARGE else range(2, 9))]
)
def test_no_labels_overlap_with_forty_characters(name: str, k: int):
    data = lengthen(tables.everything(k))
    assert len(LONG.format(1)) >= 40
    for persona in ("1", str(k)) if name in {"map", "profile"} else ("1",):
        assert collisions(draw(name, data, persona=persona)) == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", PLOTS)
def test_no_labels_overlap_as_they_are(name: str, language: str):
    assert collisions(draw(name, tables.everything(), language)) == []


def test_many_phases_fit_one_map():
    data = tables.journey_map(4)
    more = data[data["phase"] == "use"].assign(phase="extra")
    more.loc[more["lane"] == "header", "position"] = 7
    again = more.assign(phase="extra2")
    again.loc[again["lane"] == "header", "position"] = 8
    figure = charts.plot_map(pd.concat([data, more, again]), "1", NL)
    assert collisions(figure) == []
    assert texts(figure).count("Gebruik") == 3


@pytest.mark.parametrize("name", PLOTS)
def test_blank_tables_draw_without_numbers(name: str):
    data = {table: frame.copy() for table, frame in tables.everything().items()}
    for frame in data.values():
        numbers = [c for c in frame if frame[c].dtype in {"float64", "Int64"} and c not in {"k", "position"}]
        frame[numbers] = (
            frame[numbers].astype("Float64").mask(np.ones((len(frame), len(numbers)), dtype=bool))
        )
    figure = draw(name, data)
    assert collisions(figure) == []
    assert not [t for t in texts(figure) if "nan" in t.lower() or "<NA>" in t]


@pytest.mark.parametrize("name", PLOTS)
def test_row_order_changes_nothing(name: str):
    data = tables.everything()
    mixed = {table: frame.sample(frac=1, random_state=3) for table, frame in data.items()}
    one, other = (charts.figure_to_svg(draw(name, d), name, "t") for d in (data, mixed))
    assert one == other


def digests() -> dict[str, list[str]]:
    """Return what stands for the bytes of two charts, as SVG and as PNG."""
    found = {}
    for name in ("sizes", "map"):
        svg, png = (draw(name, tables.everything()) for _ in range(2))
        files = charts.figure_to_svg(svg, name, "t").encode(), charts.figure_to_png(png, "t")
        found[name] = [hashlib.sha256(file).hexdigest() for file in files]
    return found


def test_the_same_bytes_in_another_process():
    code = "import json; from tests.charts import test_charts as t; print(json.dumps(t.digests()))"
    path = os.pathsep.join([p for p in sys.path if p] + ["."])
    other = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": path},
    )
    assert json.loads(other.stdout) == digests()


def test_drawing_leaves_matplotlibs_settings_alone():
    before = dict(mpl.rcParams)
    for name in PLOTS:
        charts.figure_to_svg(draw(name, tables.everything()), name, "t")
    assert dict(mpl.rcParams) == before


def test_charts_write_no_argument():
    data = tables.everything()
    copies = {name: frame.copy() for name, frame in data.items()}
    for name in PLOTS:
        draw(name, data)
    for name, frame in data.items():
        pd.testing.assert_frame_equal(frame, copies[name])


def test_svg_names_its_table_and_holds_text_not_outlines():
    svg = charts.figure_to_svg(draw("sizes", tables.everything()), "sizes", "personas")
    root = ET.fromstring(svg)  # noqa: S314
    assert "tables/personas.csv" in svg
    assert "Koopjesjagers" in [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "<dc:date>" not in svg


def test_hostile_labels_stay_text():
    data = tables.everything()
    hostile = '<script>alert(1)</script> $\\frac{1}{0}$ \x00 & "x" _{'
    data["personas"]["name"] = hostile
    data["map"].loc[data["map"]["text"].notna() & data["map"]["lane"].ne("others"), "text"] = hostile
    for name in ("sizes", "map"):
        root = ET.fromstring(charts.figure_to_svg(draw(name, data), name, "t"))  # noqa: S314
        assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
        shown = " ".join(t.text or "" for t in root.iter("{http://www.w3.org/2000/svg}text"))
        assert "$\\frac{1}{0}$" in shown.replace("… ", "")


def test_titles_say_the_finding():
    data = tables.everything()
    assert "Een indeling in 4 segmenten komt in herhaalde steekproeven steeds terug" in " ".join(
        texts(draw("solutions", data))
    )
    assert texts(draw("sizes", data))[0] == "“Koopjesjagers” is de grootste persona: 38% van de respondenten"
    assert (
        texts(draw("heat", data))[0] == "De laagste gemeten beleving: “Koopjesjagers” bij “Service” (−0,38)"
    )
    assert texts(draw("map", data))[1] == "Koopjesjagers: “Service” wordt het slechtst beleefd (−0,38)"


@pytest.mark.parametrize(
    ("eligible", "said"),
    [
        (True, "6 segmenten, al voldoet dat aantal niet"),
        (False, "6 segmenten, maar geen enkel aantal voldoet"),
    ],
)
def test_a_number_that_falls_short_is_not_called_the_fault_of_all(*, eligible: bool, said: str):
    solutions = tables.solutions(eligible=eligible)
    solutions["chosen"] = solutions["k"] == 6
    assert said in " ".join(texts(charts.plot_solutions(solutions, NL)))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ([-0.1, 0.4, 0.0], [0.1, 0.6, 0.2], "“Oriëntatie” wordt het best beleefd (+0,50)"),
        (
            [-0.6, 0.4, 0.0],
            [-0.4, 0.6, 0.2],
            "“Oriëntatie” wordt het best beleefd (+0,50), “Bewustwording” wordt het slechtst",
        ),
        ([0.0, 0.1, 0.1], [0.2, 0.3, 0.3], "geen fase springt eruit in de beleving"),
    ],
)
def test_the_map_names_a_phase_only_if_its_interval_lies_apart(
    low: list[float], high: list[float], said: str
):
    rows = tables.journey_map(2)
    for phase, start, end in zip(("awareness", "orientation", "buy"), low, high, strict=True):
        felt = rows["phase"].eq(phase) & rows["lane"].eq("valence")
        rows.loc[felt, ["value", "low", "high"]] = [(start + end) / 2, start, end]
    rows = rows[~(rows["phase"].isin(["use", "service", "renewal"]) & rows["lane"].eq("valence"))]
    assert said in " ".join(texts(charts.plot_map(rows, "1", NL)))


def test_the_map_marks_where_the_first_wish_changes():
    rows = tables.journey_map(2)
    change = rows[rows["lane"].eq("need_functional") & rows["phase"].eq("use") & rows["position"].eq(1)]
    sentence = "De eerste wens verandert: na “A” (Aankoop) komt “B” (Gebruik)"
    figure = charts.plot_map(
        pd.concat([rows, change.assign(lane="change_functional", text=sentence)]), "2", NL
    )
    assert collisions(figure) == []
    assert sentence in texts(figure)
    assert sum(line.get_marker() == ">" for line in figure.axes[0].lines) == 2


@pytest.mark.parametrize(
    ("width", "said"), [(300, "hidden so that nobody can be recognised"), (60, "hidden")]
)
def test_a_hidden_wish_is_named_shortly_where_room_lacks(width: float, said: str):
    words = words_in("en")
    item = Item(words.say("journeys.hidden"), short=words.say("charts.needs.hidden.short"))
    assert _break(item, "need_functional", width, 2).lines == (said,)


def test_the_map_leaves_a_gap_where_nothing_was_felt():
    figure = draw("map", tables.everything(), persona="4")
    assert texts(figure).count("geen cijfer") == 1
    widths = [
        line for line in figure.axes[0].lines if line.get_linewidth() == 2.6 and len(line.get_xdata()) > 1
    ]
    curve = [line for line in widths if line.get_color() == charts.persona_colours(4)[3]]
    # the legend's sample, the four phases before the gap; the phase after it is a single point, drawn by its marker
    assert sorted(len(line.get_xdata()) for line in curve) == [2, 4]


def test_thin_phases_are_hollow():
    figure = draw("map", tables.everything(), persona="1")
    colour = charts.persona_colours(1)[0]
    marks = [line for line in figure.axes[0].lines if line.get_marker() == "o" and line.get_markersize() > 7]
    hollow = [m for m in marks if m.get_markerfacecolor() == PAPER and m.get_markeredgecolor() == colour]
    solid = [m for m in marks if m.get_markerfacecolor() == colour and m.get_markersize() < 20]
    assert (len(hollow), len(solid)) == (1, 5)


def test_heat_cells_hidden_are_hatched_and_thin_ones_marked():
    figure = draw("heat", tables.everything())
    assert sum(bool(p.get_hatch()) for p in figure.axes[0].patches) == 3
    assert "−0,38 *" in texts(figure)


def test_heat_leaves_out_what_has_no_value_at_all():
    data = tables.everything()
    data["journey"]["valence"] = float("nan")
    figure = draw("heat", data)
    assert "Beleving (−1 tot +1)" not in texts(figure)
    assert NL.say("charts.heat.reach") in texts(figure)
    assert texts(figure)[0] == "Bereik en uitval per persona en fase"
    assert figure.get_figheight() < draw("heat", tables.everything()).get_figheight()


def test_a_map_of_few_lanes_is_less_high():
    rows = tables.journey_map()
    few = rows[rows["lane"].isin(["header", "reach", "touchpoint", "footer"])]
    heights = [charts.plot_map(table, "1", NL).get_figheight() * 72 for table in (rows, few)]
    assert heights[0] == pytest.approx(841.89)
    assert heights[1] < 400


def test_a_large_drop_off_beside_half_who_go_on_says_within_which_time():
    rows = tables.journey_map()
    dropped = rows["lane"].eq("drop_off") & rows["phase"].eq("awareness") & rows["persona"].eq("1")
    for share, within, shown in ((0.87, None, False), (0.49, None, True), (0.87, "binnen 6 uur", True)):
        rows.loc[dropped, ["value", "text"]] = [share, within]
        said = " ".join(texts(charts.plot_map(rows, "1", NL)))
        assert (NL.percent(share) in said) is shown
        assert "helft binnen een dag verder" in said


def test_customers_without_a_persona_are_no_persona():
    data = tables.everything()
    rest = data["personas"].tail(1).assign(persona="unassigned", name="-", n=None, share=None)
    data["personas"] = pd.concat([data["personas"], rest], ignore_index=True)
    assert texts(charts.plot_sizes(data["personas"], NL)) == texts(draw("sizes", tables.everything()))
    drawn = charts.draw_charts({n: f for n, f in data.items() if n != "map"}, NL)
    assert "profile_4" in drawn
    assert "profile_unassigned" not in drawn


@pytest.mark.parametrize("last", [3, 12])
def test_many_numbers_of_segments_fit_one_chart(last: int):
    rows = pd.concat([tables.solutions().head(1).assign(k=k) for k in range(2, last + 1)], ignore_index=True)
    assert collisions(charts.plot_solutions(rows, NL, 3, 2)) == []


def dots(figure: Figure, size: float) -> list[bool]:
    """Return whether the round marks of a size are filled, in the order they were drawn."""
    marks = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    return [m.get_markerfacecolor() != PAPER for m in marks if m.get_markersize() == size]


def test_dots_are_filled_where_a_criterion_is_met_or_points():
    found = dots(draw("solutions", tables.everything()), 8.5)
    ks = [[2, 3, 4, 5, 6, 7, 8][i] for i, filled in enumerate(found[:7]) if filled]
    assert ks == [2, 3, 4, 5], "lower bound of the lower quartile from .6: .83 .80 .78 .61 .53"
    panels = [found[i : i + 7] for i in range(0, 42, 7)]
    names = ("jaccard", "shadow", "prediction strength", "gap", "silhouette")
    shown = {n: [k + 2 for k, full in enumerate(p) if full] for n, p in zip(names, panels[1:], strict=True)}
    assert shown == {
        "jaccard": [2, 3, 4],
        "shadow": [],
        "prediction strength": [2, 3],
        "gap": [4],
        "silhouette": [2],
    }


def test_the_chart_of_k_tells_which_is_in_use_which_comes_second_and_what_the_data_say():
    said = texts(draw("solutions", tables.everything(), "en"))
    assert {"in use", "runner-up", "by the data"} <= set(said)
    assert "The criteria disagree about the number." in " ".join(said)
    same = tables.solutions().assign(gap=[0, 0.5, 1, 0, 0, 0, 0], silhouette=[0, 0, 1, 0, 0, 0, 0])
    same["prediction_strength"] = [0.9, 0.9, 0.9, 0.1, 0.1, 0.1, 0.1]
    agreed = " ".join(texts(charts.plot_solutions(same, words_in("en"))))
    assert "The criteria point to the same number." in agreed


def test_a_criterion_without_values_has_no_panel():
    rows = tables.solutions().assign(gap=float("nan"))
    said = texts(charts.plot_solutions(rows, words_in("en")))
    assert "Gap statistic" not in said
    assert "Silhouette" in said


def origins(*rows: tuple[int, str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["k", "segment", "previous_segment", "n"]).assign(share=0.5)


def test_bands_are_as_many_as_the_streams_and_numbered_where_they_fit():
    rows = origins(
        (2, "1", "-", 60), (2, "2", "-", 40), (3, "1", "1", 50), (3, "2", "2", 38), (3, "3", "1", 10)
    )
    rows.loc[len(rows)] = [3, "3", "2", float("nan"), float("nan")]
    figure = charts.plot_origins(rows, NL, 3, {"3": "Nieuwkomers"})
    bands = [p for p in figure.axes[0].patches if type(p).__name__ == "Polygon"]
    assert len(bands) == 3, "what is hidden has no band"
    assert [t for t in texts(figure) if t in {"50", "38", "10"}] == ["50", "38", "10"]
    assert texts(figure)[0] == "Elke persona komt vooral uit één segment van de indeling in 2"


def test_the_chart_of_origins_names_the_persona_that_was_put_together():
    rows = origins(
        (2, "1", "-", 60), (2, "2", "-", 40), (3, "1", "1", 50), (3, "2", "2", 30), (3, "3", "1", 10)
    )
    rows.loc[len(rows)] = [3, "3", "2", 10, 0.5]
    said = " ".join(texts(charts.plot_origins(rows, NL, 3, {"3": "Nieuwkomers"})))
    assert "“Nieuwkomers” is bijeengebracht: hooguit 50% komt uit één segment van de indeling in 2" in said


def test_origins_have_the_colours_of_the_personas_and_never_only_those():
    figure = draw("origins", tables.everything())
    colours = charts.persona_colours(4)
    bars = [p for p in figure.axes[0].patches if p.get_facecolor()[:3] in map(mpl.colors.to_rgb, colours)]
    assert len(bars) == 8, "each persona once as a bar and once in the legend"
    for name in tables.NAMES[:4]:
        assert name in texts(figure)


def test_a_yes_no_variable_counts_once_in_a_profile():
    shown = texts(draw("profile", tables.everything(), persona="2"))
    assert [t for t in shown if t.startswith("Leest de nieuwsbrief")] == ["Leest de nieuwsbrief"]


def test_colours_read_on_white_and_stay_with_their_persona():
    colours = charts.persona_colours(8)
    assert len(set(colours)) == 8
    assert min(contrast(colour, PAPER) for colour in colours) >= 4.5
    styles = charts.persona_styles(["3", "1", "all", "unassigned"])
    assert {p: s.colour for p, s in styles.items()} == {"1": colours[0], "3": colours[2]}
    assert len({s.marker for s in charts.persona_styles(map(str, range(1, 9))).values()}) == 8


@pytest.mark.parametrize("kind", ["protan", "deutan"])
def test_colours_of_four_personas_differ_for_the_colour_blind(kind: str):
    # full dichromacy, linear RGB [Machado, Oliveira, Fernandes 2009, severity 1]
    matrices = {
        "protan": [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
        "deutan": [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    }
    rgb = np.array([mpl.colors.to_rgb(c) for c in charts.persona_colours(4)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ np.array(matrices[kind]).T, 0, 1)
    lab = _lab(seen)
    distances = [np.linalg.norm(a - b) for a, b in itertools.combinations(lab, 2)]
    assert min(distances) > 15  # CIE76; about 2.3 is just noticeable


def _lab(linear: np.ndarray) -> np.ndarray:
    xyz = linear @ np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]).T
    ratio = xyz / np.array([0.9505, 1.0, 1.089])
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)
