"""What the report says of the segments: the verdict in plain words, the choice of k, who is in doubt, what shifted."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from personagen.language.odds import in_doubt, odds
from personagen.language.words import words_in
from personagen.report import ReportInfo, render_report
from personagen.report.cards import build_cards
from personagen.report.choice import criteria, disagreement, why
from personagen.report.compare import compare_personas
from personagen.report.descriptors import descriptor_tests
from personagen.report.drift import drift_notice, drift_table
from personagen.report.segments import each, formed, origins
from personagen.report.source import Source
from personagen.report.verdict import verdict
from personagen.statistics.criteria import meets, pointed
from tests.charts import tables
from tests.report import pages

FEW = ("personas", "profile")


def source(data: dict[str, pd.DataFrame], language: str = "nl", **facts: object) -> Source:
    return Source(data, replace(pages.info(), **facts), words_in(language))


def said(kind: str, language: str = "en", reason: str = "auto_eligible", **row: object) -> str:
    data = {"verdict": tables.verdict(kind, **row)}
    found = verdict(source(data, language, k_reason=reason))
    assert found is not None
    assert found.kind == kind
    return f"{found.label}. {found.text} {found.aside}"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("natural", ("There are gaps between these groups", "in at most 1 in 40 cases")),
        ("reproducible", ("no gaps between the groups", "in about 3 in 10 cases")),
        ("constructed", ("divide people in another way", "had nothing to do with each other", "1 in 20")),
    ],
)
def test_the_verdict_is_said_in_plain_words(kind: str, words: tuple[str, ...]):
    text = said(kind)
    for word in words:
        assert word in text
    for jargon in ("ARI", "Jaccard", "bootstrap", "p =", "k =", "cluster", "segment", "silhouette"):
        assert jargon not in text
        assert jargon not in said(kind, "nl")


def test_the_verdict_says_who_chose_what_comes_next_and_how_many_searches_end_here():
    assert "The data themselves pointed to 4 groups and next to 3; 92% of the searches" in said("natural")
    person = {"reason": "given", "k": 6, "data_k": 4, "data_verdict": "reproducible"}
    assert "The researcher chose 6 groups; the data point to 4 (a repeatable division)" in said(
        "constructed", **person
    )
    assert "point to the same number" in said("natural", reason="given")
    assert "No number meets all requirements" in said("constructed", reason="auto_none_eligible")


def test_a_division_with_a_blurred_border_is_said_so():
    assert "as crowded as within one group" in said("reproducible", p_continuum=0.025)
    assert "so gaps have not been shown" in said("reproducible", p_continuum=0.075)


def test_gaps_decide_where_they_were_shown():
    rows = tables.solutions().assign(natural=lambda t: t["k"].eq(3))
    assert pointed(rows)["gaps"] == 3
    assert "openingen wijzen naar 3" in disagreement(source({"solutions": rows}))
    assert rows.loc[meets(rows, "shadow"), "k"].tolist() == [3]
    without = rows.assign(gap_se=None)
    assert pointed(without)["gap"] == 8, "the highest, without standard errors"


def test_without_a_second_best_or_a_comparison_nothing_is_said_of_it():
    text = said("reproducible", runner_up=None, p_continuum=None)
    assert "next to" not in text
    assert "cases" not in text


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("segments_given", "door het bedrijf zelf gegeven"),
        ("kept", "in een eerdere uitvoering gemaakt en bewaard"),
    ],
)
def test_a_division_that_was_not_sought_is_called_so(reason: str, words: str):
    data = {name: tables.everything()[name] for name in FEW}
    first, _, rest = render_report(data, {}, replace(pages.info(), k_reason=reason), "nl").partition("<nav")
    assert words in first
    assert 'id="h-segments"' not in first + rest, "no section where there is nothing to tell"
    assert (
        "opgegeven door het bedrijf" if reason == "segments_given" else "van een eerdere uitvoering"
    ) in rest


def test_a_run_without_a_verdict_has_none():
    assert verdict(source({})) is None
    assert 'class="verdict' not in render_report(
        {n: tables.everything()[n] for n in FEW}, {}, pages.info(), "nl"
    )


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.025, "hooguit 1 op de 40"),
        (0.2, "1 op de 5 "),
        (0.21, "2 op de 10"),
        (0.94, "9 op de 10"),
        (1.0, "vrijwel alle"),
    ],
)
def test_chances_in_words(p: float, words: str):
    assert words in odds(words_in("nl"), p)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "Niemand"),
        (0.004, "Minder dan 1 op de 100"),
        (0.125, "1 op de 8 "),
        (0.3, "1 op de 3 "),
        (0.48, "5 op de 10"),
        (1, "Vrijwel iedereen"),
    ],
)
def test_people_in_doubt_in_words(share: float, words: str):
    assert in_doubt(words_in("nl"), share).startswith(words)


def test_cards_say_how_firm_who_is_in_doubt_and_the_share_of_all_customers():
    data = tables.everything()
    data["personas"] = data["personas"].assign(
        customer_share=[0.41, None, 0.2, 0.1],
        customer_share_low=[0.38, None, 0.19, 0.08],
        customer_share_high=0.44,
    )
    first, second, _, _ = build_cards(source(pages.with_claims(data)))
    assert [line.text for line in first.lines("stability", "doubt")] == [
        "Zeer stabiel: keert in bijna dezelfde samenstelling steeds terug.",
        "1 op de 8 staat dicht bij de grens met een andere persona.",
    ]
    assert "41% van alle klanten (95%-interval 38–44%)" in [line.text for line in first.lines("size")]
    assert not any("alle klanten" in line.text for line in second.lines("size"))
    row = next(r for r in compare_personas(source(data)).rows if r[0] == "Aandeel van alle klanten")
    assert row[1:] == ("41%", "–", "20%", "10%", "–")


def test_personas_table_with_customers_without_a_persona_has_as_many_cards():
    data = tables.everything()
    rest = (
        data["personas"]
        .tail(1)
        .assign(persona="unassigned", name="-", n=None, share=None, customer_share=0.3)
    )
    data["personas"] = pd.concat([data["personas"], rest], ignore_index=True)
    assert [c.persona for c in build_cards(source(data))] == ["1", "2", "3", "4"]


def test_each_criterion_points_somewhere_and_the_report_says_if_they_disagree():
    rows = tables.solutions()
    assert pointed(rows) == {"stability": 4, "prediction_strength": 3, "gap": 4, "silhouette": 2}
    text = disagreement(source({"solutions": rows}))
    assert (
        "stabiliteit wijst naar 4, voorspelkracht naar 3, de gap-statistiek naar 4 en het silhouet naar 2"
        in text
    )
    same = rows.assign(
        gap=[0.1, 0.5, 1, 0, 0, 0, 0], silhouette=rows["k"].eq(4) * 1.0, prediction_strength=None
    )
    assert disagreement(source({"solutions": same})) == "Alle maten wijzen naar 4 segmenten."
    none = disagreement(source({"solutions": rows.assign(eligible=False, prediction_strength=0.5)}))
    assert "stabiliteit naar geen enkele indeling, voorspelkracht naar geen enkele indeling" in none


def test_what_a_criterion_asks_is_met_by_the_lower_bound():
    rows = tables.solutions()
    assert rows.loc[meets(rows, "ari"), "k"].tolist() == [2, 3, 4, 5]
    assert rows.loc[meets(rows, "jaccard"), "k"].tolist() == [2, 3, 4]
    assert rows.loc[meets(rows, "gap"), "k"].tolist() == [4]
    assert not meets(rows.assign(jaccard_min_low=None), "jaccard").any()


def test_the_criteria_stand_in_one_table_with_the_numbers_in_use_and_next():
    found = criteria(source(tables.everything()))
    assert found.heads[1:4] == ("2 segmenten", "3 (tweede keus)", "4 (in gebruik)")
    cells = {row[0].split(":")[0].split(" (")[0]: row[1:] for row in found.rows}
    assert len(cells) == 16
    assert cells["Silhouet"][0] == "0,31"
    assert cells["Overeenkomst tussen herhaalde indelingen"][2].replace("\u2060", "") == "0,88 (0,81–0,93)"
    assert cells["Schaduw als mensen één geheel vormen"][4] == "–"
    data = tables.everything()
    data["verdict"] = tables.verdict(k=4, data_k=5)
    assert criteria(source(data)).heads[4] == "5 (volgens de gegevens)"
    data["solutions"] = data["solutions"].assign(gap=None)
    assert len(criteria(source(data)).rows) == 15


def test_the_reason_of_the_run_goes_before_that_of_the_report():
    assert why(source({"verdict": tables.verdict(reason="Vier, want.")}), "Gekozen.") == "Vier, want."
    assert why(source({}), "Gekozen.") == "Gekozen."
    assert why(source({"verdict": tables.verdict(reason="")}), "Gekozen.") == "Gekozen."


def test_persona_by_persona():
    found = each(source(tables.everything()))
    assert [row[0] for row in found.rows] == list(tables.NAMES[:4])
    n = round(1146 * 0.29)
    assert found.rows[1][2:] == (
        "0,87",
        "Komt uit enkele segmenten van de indeling met één minder (0,12)",
        f"{n - 6} tot {n + 11}",
        f"{round(0.31 * n)} (31%)",
    )
    bare = tables.stability().assign(origin_entropy=None, size_low=None, n_in_doubt=None, in_doubt_share=None)
    data = tables.everything() | {"stability": bare}
    assert each(source(data)).heads == ("Persona", "Hoe vast", "Teruggevonden (Jaccard)")


def test_counts_of_segments_say_whom_they_are_of_where_somebody_was_placed_afterwards():
    data = tables.everything()
    assert "wie een blok antwoorden mist" in formed(source(data))
    data["personas"] = data["personas"].assign(n_partial=0)
    assert formed(source(data)) == ""


def test_streams_name_the_personas_and_begin_after_the_fewest():
    found = origins(source(tables.everything()))
    own = [row for row in found.rows if row[0] == "4"]
    assert {row[1] for row in own} == set(tables.NAMES[:4])
    assert {row[2] for row in found.rows if row[0] == "5"} == set(tables.NAMES[:4])
    assert not [row for row in found.rows if row[0] == "2"], "before the fewest there is nothing"


def test_a_large_drift_is_warned_of_at_the_top_with_what_shifted():
    data = tables.everything() | {"drift": tables.drift()}
    warned = drift_notice(source(data))
    assert "“Leeftijd in jaren” en de aandelen van de persona’s" in warned
    assert "prijs" not in warned
    assert "opnieuw" in warned
    page = render_report(data, {}, pages.info(), "nl")
    assert warned.replace("“", "“") in page.partition("<nav")[0]
    assert [row[1] for row in drift_table(source(data)).rows] == ["0,31", "0,24", "0,04"]


def test_a_small_drift_is_no_reason_to_warn():
    data = tables.everything() | {"drift": tables.drift(is_large=False)}
    assert drift_notice(source(data)) == drift_notice(source({})) == ""
    assert "Wat er is verschoven" in render_report(data, {}, pages.info(), "nl")
    assert "Wat er is verschoven" not in pages.whole_page()


def test_descriptors_are_tested_and_circular_ones_have_no_p():
    one, other = descriptor_tests(source(tables.everything())).rows
    assert one[:3] == ("Regio", "klein (Cramérs V 0,11)", "< 0,001")
    assert one[3] == "chikwadraat (9) 41,20; kleinste verwachte aantal 14,2"
    assert other[0] == "Uitgaven per jaar (€)"
    assert other[2].startswith("geen toets")
    assert other[3] == "–"


def test_sections_are_absent_with_their_tables():
    data = {name: tables.everything()[name] for name in FEW}
    page = render_report(data, {}, ReportInfo("x", 4, "given", 5), "en")
    for heading in (
        "Are these groups real?",
        "Differences in what took no part",
        "Persona by persona",
        "On the border",
    ):
        assert heading not in page
    whole = pages.whole_page("en")
    for heading in (
        "Are these groups real?",
        "Differences in what took no part",
        "Persona by persona",
        "On the border",
    ):
        assert heading in whole
