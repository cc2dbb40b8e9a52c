"""The report's parts on journeys: one path step by step, flows, differences, times, drivers and scores as text."""

from __future__ import annotations

import pandas as pd

from personagen import charts
from personagen.contracts import PUBLISHED
from personagen.language.words import words_in
from personagen.report import contrasts, paths, scores
from personagen.report.source import Source
from tests.charts import tables
from tests.charts.test_charts import texts
from tests.report import pages

EN, NL = words_in("en"), words_in("nl")
TIME_TO_PHASE = PUBLISHED["time_to_phase"]


def source(words=EN, **other: pd.DataFrame) -> Source:
    return Source({**tables.everything(2), **other}, pages.info(2), words)


def test_one_path_is_told_step_by_step():
    path = paths.representative_path(source(), "1")
    assert path is not None
    assert path.basis.endswith("31% of its customers in the log (92) share the pattern.")
    assert [step.touchpoint for step in path.steps][:2] == [
        "Advertentie op sociale media (web)",
        "Productpagina met klantbeoordelingen",
    ]
    assert [step.when for step in path.steps][:3] == [
        "on the first day",
        "4 days after the start",
        "16 days after the start",
    ]
    assert [(step.mood, step.feeling) for step in path.steps][:4] == [
        ("good", "experience +0.20"),
        ("level", "experience 0.00"),
        ("", ""),
        ("bad", "experience −0.40"),
    ]


def test_a_path_that_too_few_share_is_not_told():
    assert paths.representative_path(source(), "2") is None
    hidden = tables.everything(2)["representative"].assign(n=None)
    assert paths.representative_path(source(representative=hidden), "1") is None


def test_flows_stand_by_step_the_largest_first_in_the_language_of_the_report():
    found = paths.flows_grid(source(NL), "1")
    assert found is not None
    first = [row for row in found.rows if row[0] == "1"]
    assert [int(row[3]) for row in first] == sorted((int(row[3]) for row in first), reverse=True)
    assert "vertrokken" in {row[2] for row in found.rows}
    english = paths.flows_grid(source(), "1")
    assert english is not None
    assert "left" in {row[2] for row in english.rows}
    assert not {"overige", "vertrokken"} & {cell for row in english.rows for cell in row}
    assert paths.flows_grid(source(), "nobody") is None


def test_times_hold_share_interval_and_who_is_followed():
    first, *others = paths.times_grids(source())
    assert first.heads == (
        "Persona",
        "within 1 day",
        "within 3 days",
        "within 7 days",
        "within 14 days",
        "within 30 days",
        "within 90 days",
    )
    assert len(others) == 4
    table = tables.everything(2)["time_to_phase"]
    row = table[table["persona"].eq("2") & table["phase"].eq("awareness") & table["days"].eq(7)].iloc[0]
    assert first.rows[1][3].startswith(EN.percent(row["share"]))
    assert first.rows[1][3].endswith(f"{row['at_risk']} followed)")
    # the curve of persona 1 ends after 30 days
    assert [row[-1] == "–" for row in first.rows] == [True, False]


def test_the_table_of_times_holds_what_the_title_of_the_chart_says():
    days = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 31]
    times = pd.DataFrame({"phase": "use", "days": days}).merge(
        pd.DataFrame({"persona": ["1", "2"], "pace": [0.02, 0.01]}), how="cross"
    )
    times = times.assign(share=times["days"] * times["pace"], at_risk=100, n=200, suppressed=False)
    # of persona 2 hardly anybody goes on after ten days, and its curve ends after fourteen
    late = times["persona"].eq("2") & (times["days"] > 10)
    times["share"] = times["share"].mask(late, 0.1)
    times = times[~(late & (times["days"] > 14))]
    times = TIME_TO_PHASE.conform(times.assign(low=times["share"] - 0.02, high=times["share"] + 0.02))
    people = tables.everything(2)["personas"]
    title = " ".join(
        texts(charts.plot_times(times, EN, dict(zip(people["persona"], people["name"], strict=True))))
    )
    (grid,) = paths.times_grids(source(time_to_phase=times))
    place = grid.heads.index("within 14 days")
    assert title.startswith("Within 14 days, 28% of ")
    assert [row[place][:3] for row in grid.rows] == ["28%", "10%"]
    assert [row[-1][:3] for row in grid.rows] == ["62%", "–"]


def test_differences_are_counted_and_told_with_their_basis():
    found = source()
    assert contrasts.differences_told(found).startswith(
        "Of 45 comparisons of a persona with the others, 2 are more"
    )
    grids = {g.caption: g for g in contrasts.differences_grids(found)}
    assert grids["Experience"].rows[0][4] == "+0.60 against +0.20; effect +0.81; p = 0.001"
    assert grids["Reach: who gets to the phase"].rows[1][3] == found.say("hidden")
    assert "not tested" in grids["Contacts per customer in the phase"].rows[0][1]
    untested = tables.everything(2)["differences"].assign(p_adjusted=float("nan"))
    assert contrasts.differences_told(source(differences=untested)).startswith("No difference was tested")


def test_drivers_say_what_is_clear_and_what_cannot_be_told():
    found = source()
    assert contrasts.driver_sentences(found) == ["Beleving in use gaat samen met verlenging."]
    grid = contrasts.drivers_grid(found)
    assert grid.rows[0][4] == "+1.40 (+1.00 to +1.80; p = 0.001; n = 210) *"
    assert grid.rows[0][5] == "can’t be told"
    assert [row[0] for row in grid.rows][-1] == "Everybody"


def test_scores_stand_in_their_own_unit_where_the_run_has_them():
    assert scores.scores_grids(source()) == []
    assert scores.experience_grid(source()) is None
    nps = pd.DataFrame(
        [("1", "buy", "all", "nps", 33.3, 10.1, 56.4, 60, "f")],
        columns=["persona", "phase", "touchpoint", "kind", "score", "low", "high", "n", "formula"],
    )
    (grid,) = scores.scores_grids(source(scores=nps))
    assert grid.rows[0][1] == "+33 (+10 to +56; n = 60)"
    felt = pd.DataFrame(
        [("1", -0.25, -0.4, -0.1, 80, 12)], columns=["persona", "peak_end", "low", "high", "n", "n_open"]
    )
    found = scores.experience_grid(source(experience=felt))
    assert found is not None
    assert found.rows[0][1:] == ("−0.25 (−0.40 to −0.10; n = 80)", "12")


def test_the_share_of_the_two_best_answers_is_told_in_percent():
    columns = ["persona", "phase", "touchpoint", "kind", "score", "low", "high", "n", "formula"]
    top = pd.DataFrame([("1", "buy", "all", "csat_top2", 0.62, 0.55, 0.69, 210, "f")], columns=columns)
    (grid,) = scores.scores_grids(source(scores=top))
    assert grid.rows[0][1] == "62% (55–69%; n = 210)"
    assert "top2" not in grid.caption.casefold()
