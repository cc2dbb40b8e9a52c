"""The report: what it says, what it leaves out, and that nothing in it can run or load."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import jinja2
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personagen import charts
from personagen.engine import rules
from personagen.ingest import source as ingest
from personagen.journeys import bots
from personagen.language.words import words_in
from personagen.personas import interviewees
from personagen.report import ReportInfo, render_report
from personagen.report.cards import build_cards
from personagen.report.compare import compare_personas
from personagen.report.figures import inline_figure
from personagen.report.findings import top_findings, unmeasured
from personagen.report.overview import faults, filled_in, source_name, who_has_a_persona
from personagen.report.source import Source
from tests.charts import tables
from tests.report import pages

HANDLER = re.compile(r"^on|^(src|action|formaction|data|srcset|poster)$")


class Reader(HTMLParser):
    """Collects tags, attributes and visible text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def page() -> str:
    return pages.whole_page()


def source(data: dict[str, pd.DataFrame] | None = None, **facts: object) -> Source:
    if data is None:
        data = pages.whole()
    elif "personas" in data:
        data = pages.with_claims(data)
    return Source(data, replace(pages.info(), **facts), words_in("nl"))


def labels(data: dict[str, pd.DataFrame], persona: str, section: str) -> list[str]:
    """Return the labels of a section of a card."""
    card = next(card for card in build_cards(source(data)) if card.persona == persona)
    return [line.label for line in card.lines(section)]


def assert_inert(page: str) -> None:
    for tag, attributes in Reader(page).tags:
        assert tag not in {
            "script",
            "img",
            "iframe",
            "object",
            "embed",
            "link",
            "base",
            "form",
            "image",
            "foreignobject",
        }
        for key, value in attributes.items():
            assert not HANDLER.search(key), (tag, key)
            if key in {"href", "xlink:href"}:
                assert value.startswith("#")


def test_one_file_that_is_small_and_loads_nothing(page: str):
    assert len(page.encode()) < 5_000_000
    assert_inert(page)
    assert "default-src 'none'" in page
    assert not re.search(r"url\((?!#)|@import|https?://(?!www\.w3\.org/)", page)


def test_hostile_text_stays_text():
    page = pages.hostile_page()
    assert_inert(page)
    text = Reader(page).text
    assert text.count("<script>window.pwned = 1</script>") > 100
    assert "{{ 7 * 7 }}" in text
    assert "window.pwned=1</script>" not in re.sub(r"&lt;.*?&gt;", "", page)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("make", [pages.whole_page, pages.sparse_page])
def test_ids_are_unique_headings_in_order_and_tables_captioned(make, language: str):
    read = Reader(make(language))
    ids = [a["id"] for _, a in read.tags if "id" in a]
    assert len(ids) == len(set(ids))
    used = [a["xlink:href"][1:] for _, a in read.tags if "xlink:href" in a]
    assert set(used) <= set(ids)
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    names = [tag for tag, _ in read.tags]
    assert names.count("table") == names.count("caption") > 0
    assert dict(read.tags[0][1])["lang"] == language
    assert all(a.get("aria-label") for tag, a in read.tags if tag == "svg")


def test_the_first_screen_says_what_matters(page: str):
    text = Reader(page.partition("<nav")[0]).text
    for words in (
        "Webshop klantreis 2026",
        "Antwoorden van 2 maart 2026 tot en met 19 april 2026",
        "1.146 respondenten",
        "19.000 klanten in het logboek 760 daarvan met een persona",
        "64 geïnterviewden",
        "Koopjesjagers 38% 95%-interval 35–41%",
        "overtreft de verwachting met 0,42 punt. 95%-interval +0,28 tot +0,56; n = 128",
        "De eerste wens verandert: van “Snel kunnen vergelijken met andere winkels” bij “Aankoop” naar",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("k", "eligible", "said"),
    [
        (4, True, ""),
        (6, True, "Dit aantal persona’s voldoet niet aan alle eisen"),
        (6, False, "Geen enkel aantal persona’s voldoet aan alle eisen"),
    ],
)
def test_the_first_screen_says_so_if_the_number_of_personas_falls_short(*, k: int, eligible: bool, said: str):
    data = tables.everything()
    solutions = tables.solutions(eligible=eligible)
    data["solutions"] = solutions.assign(chosen=solutions["k"] == k)
    del data["verdict"]
    first = render_report(data, {}, replace(pages.info(), k_reason="given"), "nl").partition("<h3")[0]
    assert said in first
    assert ("voldoet" in first) is bool(said)


def test_badges_are_the_numbers_of_the_personas_everywhere(page: str):
    badges = re.findall(r'class="emblem"[^>]*>([^<]*)<', page)
    assert badges == ["1", "2", "3", "4"] * 3
    for persona in "1234":
        shown = charts.plot_map(tables.everything()["map"], persona, words_in("nl")).axes[0].texts
        assert persona in [text.get_text() for text in shown]


def test_cards_give_counts_of_interviewees_and_what_is_unknown(page: str):
    text = Reader(page).text
    assert "van 18 geïnterviewden" in text
    assert (
        "De beleving van de volgende fasen is niet gemeten of blijft verborgen, zodat niemand te herkennen is: Service."
        in text
    )
    assert "Van 12 respondenten ontbreekt een deel van de kenmerken" in text


def test_a_card_shows_the_first_wish_of_each_phase_and_where_it_changes():
    first, second = build_cards(source())[:2]
    one, other = tables.NEED_LABELS["functional"]
    assert [line.text for line in second.lines("wish_change")] == [
        f"De eerste wens verandert: van “{one}” bij “Aankoop” naar “{other}” bij “Gebruik”. Wie daar alleen op de eerdere wens inspeelt, schiet tekort."
    ]
    rows = [(w.phases, [(line.label, line.is_marker) for line in w.wishes if line]) for w in second.wishes]
    calm, sure = tables.NEED_LABELS["emotional"]
    assert rows[0] == ("Bewustwording", [(one, False), (calm, False)])
    assert rows[3] == ("Gebruik", [(other, True), (sure, False)])
    assert first.lines("wish_change") == ()


def test_phases_that_wish_the_same_are_told_together():
    data = tables.everything()
    data["needs"] = data["needs"].assign(n=10, share=0.6)
    data["needs"] = data["needs"][data["needs"]["rank"] == 1]
    card = build_cards(source(data))[1]
    assert [w.phases for w in card.wishes] == [
        "Bewustwording, Oriëntatie en Aankoop",
        "Gebruik, Service en Verlenging",
    ]
    row = proof_of(card.wishes[0].wishes[0])["Regel"]
    assert row.count(" | ") == 2
    assert row.startswith("persona=2; phase=awareness; need=")


def test_a_card_owns_up_to_what_is_unknown():
    data = tables.everything()
    data["needs"] = data["needs"][data["needs"]["phase"].ne("service")]
    card = build_cards(source(data))[0]
    said = " ".join(line.text for line in card.lines("unknown"))
    assert "Over de volgende fasen is geen wens genoemd die getoond kan worden: Service." in said
    assert "De beleving van de volgende fasen rust op minder dan 30 mensen: Service." in said
    assert [line.text for line in card.lines("interviews")] == [
        "Wat zij zeggen, rust op 18 interviews; dat is weinig."
    ]


def proof_of(line) -> dict[str, str]:
    """Return what the panel of a claim says, by what it is about."""
    return {name: text for name, text, _ in line.proof}


def test_the_panel_of_a_claim_says_what_it_rests_on():
    card = build_cards(source())[0]
    assert card.lines("need")[0].proof == (
        ("Tabel", "codes", True),
        ("Regel", "persona=1; phase=all; code=need_calm", True),
        ("Kolom", "share", True),
        ("Mensen", "16 van 18", False),
        ("95%-interval", "69–100%", False),
        ("Zekerheid", "weinig waarnemingen: minder dan 30 mensen", False),
    )
    age = next(line for line in card.lines("background") if line.label == "Leeftijd in jaren")
    assert age.width is None
    assert proof_of(age)["95%-interval"] == "48,3 tot 50,3"
    absent = next(line for line in build_cards(source({"personas": tables.personas()}))[0].lines("unknown"))
    assert absent.proof == (("Zekerheid", "geen: deze bron ontbreekt in het onderzoek", False),)


def test_the_panels_work_without_scripts(page: str):
    read = Reader(page)
    panels = {a["id"] for _, a in read.tags if "popover" in a}
    opening = [
        a["popovertarget"] for tag, a in read.tags if tag == "button" and "popovertargetaction" not in a
    ]
    closing = [a["popovertarget"] for tag, a in read.tags if a.get("popovertargetaction") == "hide"]
    assert len(panels) > 100
    assert sorted(opening) == sorted(closing) == sorted(panels)


@pytest.mark.parametrize(("day", "old"), [("2027-04-18", False), ("2027-04-20", True), ("", False)])
def test_a_card_warns_where_the_data_are_older_than_a_year_on_the_day_of_the_run(*, day: str, old: bool):
    page = render_report(pages.whole(), {}, replace(pages.info(), made_on=day), "nl")
    assert ("waren deze gegevens meer dan een jaar oud" in page) is old
    assert page.count("Ga hiervan uit tot 19 april 2027; meet daarna opnieuw.") == 4


def test_words_that_people_added_stand_apart_and_are_escaped():
    data = pages.whole()
    data["personas"]["note"] = ["Let op <b>de kleine</b> orders.", "", None, " "]
    page = render_report(data, {}, pages.info(), "nl")
    assert page.count("Toegevoegd door mensen, niet uit de gegevens") == 1
    assert "Let op &lt;b&gt;de kleine&lt;/b&gt; orders." in page


def test_quotes_name_their_code_and_phase(page: str):
    assert "Niet weten wanneer het pakket komt · Oriëntatie" in Reader(page).text


def test_a_study_without_interviews_or_touchpoints_says_so():
    page = pages.sparse_page()
    text = Reader(page).text
    assert "Er zijn geen interviews: doelen, drijfveren, behoeften en citaten ontbreken." in text
    assert "Er is geen logboek van contactpunten: de klantreizen ontbreken." in text
    assert "Klantreizen zijn niet gemeten" not in text, "the log that lacks is said among the sources"
    assert "Bereik" not in text
    assert "Geen enkel aantal segmenten voldoet aan alle eisen." in text
    assert "De klantreizen" not in text
    assert "nan" not in text.lower().replace("financ", "")


def test_no_language_leaks_into_the_other():
    english = Reader(pages.whole_page("en")).text
    for word in ("de persona", "geïnterviewden", "Wat zij", "Uitval", "klantreis van", "respondenten"):
        assert word not in english
    dutch = Reader(pages.whole_page("nl")).text
    for word in ("interviewees", "What they", "Drop-off", "respondents", "of everybody", "Touchpoints"):
        assert word not in dutch


def test_both_languages_have_the_same_words():
    one, other = words_in("nl").entries, words_in("en").entries
    mine = ("charts.", "report.", "segments.", "typing.", "quality.", "claims.", "waves.", "opportunities.")
    assert {k for k in one if k.startswith(mine)} == {k for k in other if k.startswith(mine)}
    for key in one:
        if key.startswith(mine):
            assert set(re.findall(r"{\w+}", one[key])) == set(re.findall(r"{\w+}", other[key])), key


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_check_has_its_words(language: str):
    said = {key for key in words_in(language).entries if key.startswith("report.check.")}
    assert {
        f"report.check.{check}"
        for check in (*ingest.CHECKS, *rules.CHECKS, *interviewees.CHECKS, *bots.CHECKS)
    } == {key for key in said if key.count(".") == 2}
    assert {key.rpartition(".")[0] for key in said if key.count(".") > 2} <= said


def test_faults_are_told_in_the_language_of_the_page():
    data = tables.everything()
    data["faults"] = pd.DataFrame(
        {
            "source": ["analytics", "survey", "survey"],
            "column": ["customer_id", "Leeftijd", "Leeftijd"],
            "check": ["differing_rows", "invented", "scale"],
            "n": [2, 1, 1],
            "mend": "In English",
        }
    )
    told = [mend for _, _, _, mend in faults(source(data))]
    assert told[0].endswith("Lever één rij per klant.")
    assert told[1] == "In English"
    assert told[2].startswith("Het getal valt buiten de schaal.")


def test_findings_are_the_strongest_rows():
    found = top_findings(source())
    assert [f.kind for f in found] == ["magic", "misery", "pain", "drop_off", "need"]
    assert "gaat 55% van “Koopjesjagers” niet binnen 90 dagen verder, tegen 15%" in found[3].text
    assert found[3].basis == "95%-intervallen 49–61% en 9–21%; n = 174 en 124"
    assert found[4].basis == "16 geïnterviewden; weinig waarnemingen"


def test_a_drop_off_within_its_intervals_is_no_finding():
    data = tables.everything()
    data["journey"]["drop_off_low"], data["journey"]["drop_off_high"] = 0.0, 1.0
    assert "drop_off" not in [f.kind for f in top_findings(source(data))]


def test_a_drop_off_sooner_than_half_go_on_is_no_finding():
    data = tables.everything()
    data["journey"]["horizon_days"] = data["journey"]["days_to_next_median"]
    assert "drop_off" in [f.kind for f in top_findings(source(data))]
    data["journey"]["horizon_days"] -= 0.1
    assert "drop_off" not in [f.kind for f in top_findings(source(data))]


def test_a_persona_of_which_hardly_half_goes_on_is_a_finding():
    data = tables.everything()
    journey = data["journey"]
    slow = journey["drop_off"].eq(journey.groupby("phase")["drop_off"].transform("max"))
    journey.loc[slow, "days_to_next_median"] = journey["horizon_days"] + 30
    assert "drop_off" in [f.kind for f in top_findings(source(data))]


def without_findings() -> dict[str, pd.DataFrame]:
    data = tables.everything()
    data["journey"][["drop_off", "valence"]] = float("nan")
    data["journey"]["n_valence"] = 0
    return {n: f for n, f in data.items() if n not in {"moments", "need_changes"}}


def test_without_other_findings_each_personas_strongest_marker_is_one():
    data = without_findings()
    found = top_findings(source(data))
    assert [f.persona for f in found] == ["1", "2", "3", "4"]
    for one in found:
        assert any(f"“{label}”" in one.text for label in labels(data, one.persona, "marker"))
        assert "; n = " in one.basis
    assert any(" van iedereen." in f.text or " bij iedereen." in f.text for f in found)


def test_what_another_persona_has_more_of_is_not_its_finding():
    data = without_findings()
    profile = data["profile"].assign(is_marker=False, effect_size=0.1)
    one, other = profile[
        profile["persona"].eq("1") & profile["value"].notna() & profile["overall"].notna()
    ].index[[0, -1]]
    place = profile.loc[one, ["variable", "level"]].tolist()
    same = profile.index[(profile[["variable", "level"]] == place).all(axis=1) & profile["persona"].eq("2")]
    profile.loc[[one, other, *same], "is_marker"] = True
    profile.loc[[one, other, *same], "effect_size"] = [-1.8, 0.6, *[-1.9] * len(same)]
    data["profile"] = profile
    found = {f.persona: f.text for f in top_findings(source(data))}
    assert profile.loc[other, "label"] in found["1"]
    assert profile.loc[one, "label"] in found["2"]


def test_without_anything_apart_no_persona_differs():
    data = without_findings()
    data["profile"] = data["profile"].assign(is_marker=False, effect_size=0.1)
    assert top_findings(source(data)) == []
    assert "Geen enkele persona wijkt duidelijk af van iedereen." in render_report(
        data, {}, pages.info(), "nl"
    )


def test_what_was_not_measured_is_said():
    said = "De beleving onderweg is niet bekend"
    data = without_findings()
    assert unmeasured(source(data)).startswith(said)
    assert unmeasured(source()) == ""
    assert unmeasured(source({})).startswith("Klantreizen zijn niet gemeten")
    assert unmeasured(source({}, left_out=("touchpoints",))) == ""


def test_without_a_log_journeys_are_missing_only_where_nobody_was_asked():
    alone = replace(pages.info(), left_out=("touchpoints",))
    data = tables.everything()
    assert "niet waar zij kwamen en afhaakten" in render_report(data, {}, alone, "nl")
    bare = {name: table for name, table in data.items() if name != "journey"}
    assert "de klantreizen ontbreken" in render_report(bare, {}, alone, "nl")


def test_a_finding_on_few_people_says_so():
    data = tables.everything()
    data["moments"] = data["moments"][data["moments"]["kind"] == "peak"]
    (peak,) = (f for f in top_findings(source(data)) if f.kind == "peak")
    assert peak.basis.endswith("n = 22; weinig waarnemingen")


def test_hidden_cells_are_called_hidden(page: str):
    assert "verborgen" in Reader(page).text
    grid = compare_personas(source())
    assert grid.heads == (
        "Kenmerk",
        "Koopjesjagers",
        tables.NAMES[1],
        tables.NAMES[2],
        tables.NAMES[3],
        "Iedereen",
    )
    assert grid.rows[0] == ("Aandeel", "38%", "29%", "21%", "12%", "100%")


def test_a_large_difference_is_among_what_sets_a_persona_apart_though_no_marker():
    data = tables.everything()
    profile = data["profile"]
    place = profile.index[profile["persona"].eq("1") & ~profile["is_marker"] & profile["value"].notna()][0]
    label = profile.loc[place, "label"]
    assert label not in labels(data, "1", "marker")
    profile.loc[place, ["effect_size", "overall", "low", "high"]] = [-2.5, 0.9, 0.1, 0.2]
    assert labels(data, "1", "marker")[0] == label


def test_it_says_what_part_of_customers_and_contacts_has_a_persona():
    said = who_has_a_persona(source())
    assert said.startswith("760 van de 19.000 klanten in het logboek (4%) hebben een persona;")
    assert "14.100 van de 246.100 (6%)" in said
    data = tables.everything()
    data["coverage"].loc[data["coverage"]["persona"].eq("unassigned"), "n_customers"] = pd.NA
    assert who_has_a_persona(source(data)) == who_has_a_persona(source({})) == ""


def test_what_was_filled_in_or_clipped_is_told_of_the_variables_with_any():
    data = tables.everything()
    features = data["features"].sort_values("variable").head(3).reset_index(drop=True)
    data["features"] = features.assign(n_missing=[3, 0, 0], n_not_asked=0, n_clipped=[1, 0, 1200])
    rows = filled_in(source(data)).rows
    assert [row[1:] for row in rows] == [("0", "0", "1.200"), ("3", "0", "1")]
    labels = data["profile"].drop_duplicates("variable").set_index("variable")["label"]
    assert [row[0] for row in rows] == [labels[features["variable"][i]] for i in (2, 0)]
    assert "Antwoorden die zijn aangevuld" in pages.whole_page()
    data["features"] = features.assign(n_missing=0, n_not_asked=0, n_clipped=0)
    assert "Antwoorden die zijn aangevuld" not in render_report(data, {}, pages.info(), "nl")


@pytest.mark.parametrize(("unlinked", "said"), [(0, False), (3, True), (None, False)])
def test_a_link_file_lacks_only_where_someone_is_not_linked(unlinked, said):
    data = tables.everything()
    data["rows"].loc[data["rows"]["source"].eq("survey"), "unlinked"] = unlinked
    page = render_report(data, {}, replace(pages.info(), left_out=("links",)), "nl")
    assert ("Er is geen koppelbestand" in page) is said


def test_a_fault_of_the_whole_row_has_a_dash_for_its_column():
    data = tables.everything()
    data["faults"] = data["faults"].assign(column="-")
    assert {column for _, column, _, _ in faults(source(data))} == {"–"}


def test_numbered_logs_carry_their_files():
    named = source(source_files={"touchpoints 2": "raw/baskets.csv"})
    assert source_name(named, "touchpoints 2") == "Logboek contactpunten 2 (raw/baskets.csv)"
    assert source_name(named, "touchpoints 1") == "Logboek contactpunten 1"


def test_numbered_logs_keep_their_number():
    assert source_name(source(), "touchpoints[2]") == "Logboek contactpunten 2"
    assert source_name(source(), "something") == "something"


def test_no_line_of_a_table_breaks_between_a_sign_and_its_number(page: str):
    cells = re.findall("<td[^>]*>([^<]*)</td>", page)
    assert any("n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}" in cell for cell in cells)
    assert [cell for cell in cells if " = " in cell or " &lt; " in cell] == []


def test_row_order_changes_nothing(page: str):
    data = {n: f.sample(frac=1, random_state=5) for n, f in tables.everything().items()}
    order = [
        "rows",
        "faults",
        "profile",
        "quotes",
        "opinions",
        "quality",
        "typing_rule",
    ]  # their rows are shown as they come, in the order of the study
    data |= {name: tables.everything()[name] for name in order}
    data = pages.with_claims(data)
    assert render_report(data, pages.figures(tables.everything()), pages.info(), "nl") == page


def test_tables_are_not_written_to():
    data = tables.everything()
    render_report(data, {}, pages.info(), "nl")
    for name, frame in tables.everything().items():
        pd.testing.assert_frame_equal(data[name], frame)


@pytest.mark.parametrize("k", [2, 8])
def test_any_number_of_personas(k: int):
    text = Reader(pages.whole_page(k=k)).text
    assert f"{k} persona’s en hun aandeel" in text
    assert tables.NAMES[k - 1] in text


def test_segments_given_keep_their_own_names():
    data = {n: tables.everything()[n] for n in ("personas", "profile")}
    data = {n: f.assign(persona=f["persona"].map(lambda p: f"segment {p} <b>")) for n, f in data.items()}
    page = render_report(data, {}, ReportInfo("x", 4, "given", 5), "nl")
    assert_inert(page)
    assert "door de onderzoeker opgegeven" in page


@given(st.text(max_size=80))
def test_any_text_comes_out_as_it_went_in(text: str):
    template = jinja2.Environment(autoescape=True).from_string("<p>{{ t }}</p>")
    shown = Source({}, ReportInfo(text, 2, "given", 5), words_in("nl")).name(text)
    assert [tag for tag, _ in Reader(template.render(t=shown)).tags] == ["p"]


def test_figures_lose_scripts_handlers_and_addresses():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10pt" height="10pt">'
        '<script>1</script><a href="javascript:1"><text>a</text></a><image xlink:href="https://example.invalid/x"/>'
        '<foreignObject/><g id="one" onclick="1"><path clip-path="url(#two)" fill="url(https://example.invalid)"/></g>'
        '<defs><clipPath id="two"/></defs><use xlink:href="#one"/><use xlink:href="file:///etc/passwd"/></svg>'
    )
    shown = str(inline_figure(svg, "chart 1", 'a "label"'))
    assert_inert(shown)
    assert 'id="chart-1-one"' in shown
    assert 'clip-path="url(#chart-1-two)"' in shown
    assert 'xlink:href="#chart-1-one"' in shown
    assert 'aria-label="a &quot;label&quot;"' in shown
    assert "example.invalid" not in shown
    assert 'viewBox="0 0 10 10"' in shown
