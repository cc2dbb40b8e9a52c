"""The page of a comparison: its sentences by hand, in both languages, and that nothing in it runs."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from personagen.charts import draw_lineage
from personagen.contracts.differences import CHANGING, JOURNEY_CHANGES
from personagen.contracts.opportunities import FATES, OPPORTUNITY_CHANGES
from personagen.contracts.waves import LINEAGE, MOVES, PANEL, WAVE_DRIFT, Difference
from personagen.language import words_in
from personagen.report import WavesInfo, render_waves, say_differences
from personagen.report.wave_grids import drift_grid, moves_grid, sizes_grid
from personagen.report.wave_journeys import (
    changes_grid,
    list_changes,
    list_opportunities,
    opportunities_grid,
    tell_journeys,
    tell_left_out,
)
from personagen.report.wave_sentences import tell_lineage, tell_panel, tell_shifts
from tests.charts.test_lineage import lineage, moves
from tests.report.pages import HOSTILE

NL, EN = words_in("nl"), words_in("en")
RUN = {
    "folder": "one",
    "k": 4,
    "n": 420,
    "data_from": pd.Timestamp("2026-04-01", tz="UTC"),
    "data_to": pd.NaT,
}
SAID = [
    Difference("lacks", ("Age", "Income"), 9),
    Difference("more", ("Age",), 9),
    *(Difference(kind, ("Age",), before="number", now="count") for kind in ("type", "reverse", "values", "levels")),
    Difference("rescaled", ("Age",), before="1–5", now="1–7"),
    *(Difference(f"{which}_levels", names, n, before="Place") for which in ("new", "gone") for names, n in (((), 1), (("Ede",), 1), (("Ede",), 3))),
    Difference("study", before="One", now="Two"),
    *(Difference("reason", before="formed", now=now) for now in ("formed", "kept", "segments_given")),
    *(Difference(kind, before=4, now=5) for kind in ("k", "scale", "weights", "minimum_cell")),
    *(Difference(f"{which}_unstable", names, len(names)) for which in ("old", "new") for names in (("A",), ("A", "B"))),
    *(Difference(kind) for kind in ("row_centre", "no_row_centre", "no_margins", "same_inputs", "order")),
]  # fmt: skip


def rows(*found: dict[str, object]) -> pd.DataFrame:
    usual = {
        "distance": 0.1,
        "n_before": 100,
        "n_now": 100,
        "low": -0.1,
        "high": 0.02,
        "p": 0.2,
        "p_adjusted": 0.2,
    }
    return LINEAGE.conform(pd.DataFrame([usual | row for row in found]))


def one(status: str, **more: object) -> dict[str, object]:
    names = {"old": "1", "new": "2", "old_name": "A", "new_name": "B", "name": "A"}
    shares = {"share_before": 0.38, "share_now": 0.341, "change": -0.039}
    return {"status": status, **names, **shares, **more}


def panel(**more: object) -> pd.DataFrame:
    usual = {
        "links_by": "respondent_id",
        "n": 1200,
        "same_share": 0.9,
        "low": 0.88,
        "high": 0.92,
        "by_chance": 0.3,
        "ari": 0.8,
    }
    return PANEL.conform(pd.DataFrame([usual | more]))


def drift(**psi: float) -> pd.DataFrame:
    table = pd.DataFrame(
        {"variable": list(psi), "psi": list(psi.values()), "by_chance": 0.02, "n_before": 400, "n": 1500}
    )
    return WAVE_DRIFT.conform(
        table.assign(
            p_adjusted=np.where(table["psi"] > 0.02, 0.0001, 0.4),
            is_shifted=table["psi"] > 0.02,
            is_large=table["psi"] > 0.2,
        )
    )


def test_a_change_within_chance_is_said_to_be_no_more():
    told = tell_lineage(rows(one("carried", new_name="A")), EN)
    assert told == ["“A” stayed: 38% then, 34% now (no more than chance: −10 to +2 percentage points)."]
    told = tell_lineage(rows(one("carried", new_name="A", p_adjusted=0.01, low=-0.07, high=-0.01)), NL)
    assert told == ["“A” is gebleven: toen 38%, nu 34% (−4 procentpunt, −7 tot −1)."]


def test_which_name_carried_over_is_said():
    assert tell_lineage(rows(one("carried")), EN)[0].startswith(
        "“A” (“B” on the page of the new run) stayed: 38%"
    )
    assert tell_lineage(rows(one("carried", name="B")), EN)[0].startswith(
        "“A” stayed and is called “B” now: 38%"
    )
    table = rows(one("new", old=None, old_name=None, share_before=np.nan, name="B (2)"))
    assert tell_lineage(table, EN) == ["“B (2)” (“B” on the page of the new run; 34% now) is new."]


def test_a_family_is_told_once():
    table = rows(
        one("split", new="1", name="B", share_now=0.2, p_adjusted=0.01, change=0.02, low=0.01, high=0.03),
        one("split", new="2", name="C", share_now=0.2, p_adjusted=0.01, change=0.02, low=0.01, high=0.03),
        one("merged", old="2", old_name="D", new="3", name="F", share_before=0.2, change=0.0),
        one("merged", old="3", old_name="E", new="3", name="F", share_before=0.2, change=0.0),
        one("lost", old="4", new=None, new_name=None, share_now=np.nan),
    )
    assert tell_lineage(table, EN) == [
        "“A” split into “B” and “C”: 38% then, 40% now together (+2 percentage points, +1 to +3).",
        "“D” and “E” merged into “F”: 40% then together, 34% now (no more than chance: −10 to +2 percentage points).",
        "“A” (38% then) was not found again.",
    ]


def test_the_change_of_a_family_stands_at_its_sum_only():
    blank = {"change": np.nan, "low": np.nan, "high": np.nan, "p": np.nan, "p_adjusted": np.nan}
    sums = {"p_adjusted": 0.01, "change": 0.02, "low": 0.01, "high": 0.03}
    table = rows(
        one("split", new="1", name="B", share_now=0.25, **sums),
        one("split", new="2", name="C", share_now=0.15, **sums),
        one("merged", old="2", old_name="D", new="3", name="F", share_before=0.2, **blank),
        one("merged", old="3", old_name="E", new="3", name="F", share_before=np.nan, **blank),
        one("lost", old="4", new=None, new_name=None, share_now=np.nan, **blank),
    )
    assert sizes_grid(table, EN).rows == (
        ("A", "split", "38%", "40%", "+2.0 (+1.0 to +3.0)", "0.010"),
        ("– of which B", "", "", "25%", "", ""),
        ("– of which C", "", "", "15%", "", ""),
        ("F", "merged", "–", "34%", "–", "–"),
        ("– of which D", "", "20%", "", "", ""),
        ("– of which E", "", "–", "", "", ""),
        ("A", "not found again", "38%", "–", "–", "–"),
    )


def test_of_a_hidden_share_only_what_became_of_it_is_told():
    blank = {
        "share_before": np.nan,
        "change": np.nan,
        "low": np.nan,
        "high": np.nan,
        "p": np.nan,
        "p_adjusted": np.nan,
    }
    table = rows(
        one("carried", new_name="A", **blank),
        one("split", old="2", **blank),
        one("lost", old="3", new=None, **blank),
    )
    assert tell_lineage(table, EN) == ["“A” stayed.", "“A” split into “A”.", "“A” was not found again."]
    assert "–" in sizes_grid(table, EN).rows[0]


def test_shifts_are_large_some_or_none():
    assert tell_shifts(drift(age=0.3, income=0.1, place=0.25, persona=0.5), {"age": "Age"}, EN) == [
        "These shifted much: “Age” and “place”. Look at what the personas say of them with care.",
        "These shifted more than chance does, but not by much: “income”.",
    ]
    assert tell_shifts(drift(age=0.01), {}, NL) == ["Geen antwoord is meer verschoven dan door toeval."]
    assert tell_shifts(drift(persona=0.5), {}, EN) == []
    grid = drift_grid(drift(age=0.01, persona=0.5), {"age": "Age"}, NL)
    assert grid.rows[0] == ("Aandelen van de persona’s", "0,500", "0,020", "< 0,001", "400", "1.500", "groot")
    assert grid.rows[1][-1] == "niet meer dan toeval"


def test_agreement_no_better_than_chance_is_doubted():
    assert tell_panel(panel(), EN, 5)[0] == (
        "1,200 people are in both runs; 90% (88–92%) still have the same persona, or one that came out of it or took it in. By chance that would be 30%."
    )
    assert len(tell_panel(panel(), EN, 5)) == 3
    assert "hardly more than chance" in tell_panel(panel(low=0.28), EN, 5)[1]
    assert "customer number" in tell_panel(panel(links_by="customer_id"), EN, 5)[1]
    assert len(tell_panel(PANEL.empty(), EN, 5)) == 1


def test_moves_stand_in_step_with_where_people_came_from():
    table = MOVES.conform(
        pd.DataFrame({"old": ["1", "1", "2"], "new": ["1", "2", "1"], "n": [10, 40, 60], "base_n": [50, 50, 60],
                      "share": [0.2, 0.8, 1.0], "low": 0.1, "high": 1.0, "expected_share": 0.5})
    )  # fmt: skip
    names = rows(one("carried", new="2", name="A"), one("carried", old="2", old_name="C", new="1", name="C"))
    grid = moves_grid(table, names, EN)
    assert grid.heads == ("Persona", "n", "A", "C")
    assert grid.rows == (("A", "50", "80% (10–100%)", "20% (10–100%)"), ("C", "60", "–", "100% (10–100%)"))


@pytest.mark.parametrize("words", [NL, EN], ids=["nl", "en"])
def test_every_difference_has_its_sentence(words):
    told = say_differences(SAID, words)
    assert len(set(told)) == len(told)
    assert all(text.endswith((".", "?")) and "{" not in text and "None" not in text for text in told)


def test_levels_are_said_with_their_number():
    told = say_differences([Difference("new_levels", ("Ede",), 3, before="Place")], EN)[0]
    assert "“Place” has 3 levels that the old run doesn’t know (among them “Ede”)" in told


def page(
    language: str,
    *,
    has_people: bool = True,
    text: str = "Panel",
    more: Mapping[str, pd.DataFrame] | None = None,
) -> str:
    words = words_in(language)
    own = lineage(6, f"{text} {{}}" if "{" not in text else "P {}")
    tables = {
        "lineage": own.assign(name=text) if text != "Panel" else own,
        "drift": drift(age=0.3, persona=0.1),
        "moves": moves(6) if has_people else MOVES.empty(),
        "panel": panel() if has_people else PANEL.empty(),
    }
    info = WavesInfo(text, RUN, RUN | {"n": None}, SAID, 5, {"age": text}, {"personagen": "0.1.0"})
    drawing = draw_lineage(tables["lineage"], tables["moves"], words)
    return render_waves(tables | dict(more or {}), {"lineage": drawing.svg}, info, language)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("has_people", [True, False])
def test_the_page_opens_offline_and_names_differences_first(language, has_people):
    html = page(language, has_people=has_people)
    words = words_in(language)
    assert f'<html lang="{language}">' in html
    assert "default-src 'none'" in html
    assert not re.search(r"<script|<img|https?://(?!www\.w3\.org)", html)
    assert html.index(words.say("waves.differences.title")) < html.index(words.say("waves.summary"))
    assert words.say("waves.method.privacy") in html


def test_hostile_text_stays_text():
    html = page("nl", text=HOSTILE)
    assert "<script>" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


LINEAGE_OF_TWO = rows(
    one("carried", old="1", old_name="Ann", new="2", new_name="Ann", name="Ann"),
    one("lost", old="2", old_name="Bob", new=None, new_name=None, name="Bob"),
)
PHASES = {"use": "Gebruik"}
MOVED = {
    "persona": "2", "phase": "use", "touchpoint": "app", "label": "App", "metric": "valence", "old_persona": "1",
    "before": -0.25, "now": 0.25, "change": 0.5, "low": 0.3, "high": 0.7, "p": 0.0001, "p_adjusted": 0.0004,
    "n_before": 90, "n_now": 1200, "is_changed": True,
}  # fmt: skip


def journey_changes(*changes: dict[str, object]) -> pd.DataFrame:
    return JOURNEY_CHANGES.conform(pd.DataFrame([MOVED | change for change in changes]))


def fates(*changes: dict[str, object]) -> pd.DataFrame:
    blank = {
        "opportunity": "use-app-p-1", "persona": "2", "old_persona": "1", "phase": "use", "touchpoint": "app",
        "label": "App", "fate": "mended", "measure": "valence", "score_before": 0.3, "change": 0.5, "low": 0.3,
        "high": 0.7, "owner": "Kim", "status": "doing",
    }  # fmt: skip
    return OPPORTUNITY_CHANGES.conform(pd.DataFrame([blank | change for change in changes]))


def test_changes_of_journeys_by_hand():
    table = journey_changes(
        {},
        {"persona": "all", "old_persona": "all", "touchpoint": "all", "metric": "reach", "before": 0.6, "now": 0.5, "change": -0.1, "low": -0.16, "high": -0.04, "p_adjusted": 0.01},
        {"touchpoint": "all", "metric": "drop_off", "horizon_days": 4.0, "before": 0.6, "now": 0.5, "change": -0.1, "low": -0.16, "high": -0.04, "p_adjusted": 0.02},
        {"metric": "gap", "is_changed": False, "p_adjusted": 0.6, "p": 0.3},
        {"metric": "reach", "is_changed": False, "p": None, "p_adjusted": None},
    )  # fmt: skip
    assert (
        tell_journeys(table, EN)
        == "Of 4 comparisons of the journeys of everybody and of the personas that stayed, 3 show a difference larger than chance:"
    )
    assert (
        tell_left_out(LINEAGE_OF_TWO, EN)
        == "Not compared are the journeys of “Bob”: no single persona of now stands in their place."
    )
    assert tell_left_out(LINEAGE_OF_TWO[LINEAGE_OF_TWO["status"] != "lost"], EN) == ""
    assert list_changes(table, LINEAGE_OF_TWO, PHASES, NL) == [
        "De beleving van “Ann” bij “App” (fase “Gebruik”) werd beter: van −0,25 naar +0,25 (+0,50; +0,30 tot +0,70).",
        "Van iedereen komt een kleiner deel in de fase “Gebruik”: eerst 60%, nu 50% (−10 procentpunt; −16 tot −4).",
        "Van “Ann” gaat een kleiner deel na de fase “Gebruik” niet binnen 4 dagen verder: eerst 60%, nu 50% (−10 procentpunt; −16 tot −4).",
    ]
    grid = changes_grid(table, LINEAGE_OF_TWO, PHASES, EN)
    assert grid.rows[2][2] == "drop-off within 4 days"
    assert len(grid.rows) == 4  # what wasn't tested stays out
    assert grid.rows[0][1:] == (
        "Ann", "experience (−1 to +1)", "−0.25 (n = 90)", "+0.25 (n = 1,200)", "+0.50; +0.30 to +0.70", "< 0.001",
    )  # fmt: skip


def test_what_became_of_opportunities_by_hand():
    table = fates(
        {},
        {
            "opportunity": "b",
            "persona": None,
            "old_persona": "2",
            "fate": "untold",
            "change": None,
            "status": "open",
            "owner": None,
        },
    )
    assert list_opportunities(table, LINEAGE_OF_TWO, PHASES, EN) == [
        "Mended: “Ann” at “App” (phase “Gebruik”). The experience rose more than by chance (+0.50; +0.30 to +0.70) and no longer lies under that of the own journey. Status: under way.",
        "Can’t be told: “Bob” at “App” (phase “Gebruik”). The new run doesn’t have this persona or this place. Status: open.",
    ]
    assert opportunities_grid(table, LINEAGE_OF_TWO, PHASES, EN).rows == (
        ("App (Gebruik)", "Ann", "mended", "0.30", "–", "Kim", "under way"),
        ("App (Gebruik)", "Bob", "can’t be told", "0.30", "–", "–", "open"),
    )


@pytest.mark.parametrize("words", [NL, EN], ids=["nl", "en"])
def test_every_change_and_every_fate_has_its_sentence(words):
    table = journey_changes(*({"metric": metric, "change": change, "touchpoint": "app" if change > 0 else "all"} for metric in CHANGING for change in (0.1, -0.1)))  # fmt: skip
    told = list_changes(table, LINEAGE_OF_TWO, PHASES, words)
    assert len(set(told)) == 2 * len(CHANGING)
    opportunities = list_opportunities(fates(*({"opportunity": fate, "fate": fate} for fate in FATES)), LINEAGE_OF_TWO, PHASES, words)  # fmt: skip
    assert len(set(opportunities)) == len(FATES)
    assert all(
        text.endswith(".") and "{" not in text and "nan" not in text for text in (*told, *opportunities)
    )
    assert tell_journeys(table.head(0), words).endswith(".")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_tells_of_journeys_only_where_both_runs_have_them(language):
    assert "h-journeys" not in page(language)
    words = words_in(language)
    html = page(
        language,
        more={
            "journey_changes": journey_changes({"label": "<b>x"}),
            "opportunity_changes": OPPORTUNITY_CHANGES.empty(),
        },
    )
    assert words.say("waves.fate.none") in html
    assert words.say("waves.method.journeys") in html
    assert "<b>x" not in html
