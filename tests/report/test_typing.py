"""The golden questions in the report: the printed rule says what the table says, in words, on one sheet of paper."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from personagen.contracts import PUBLISHED
from personagen.language.words import words_in
from personagen.report.assets import asset, environment
from personagen.report.source import Source
from personagen.report.typing import TypingSection, typing_section
from tests.charts import tables, typing_tables
from tests.report import pages
from tests.report.test_browser import CHROMIUM, FLAGS


def labels() -> pd.DataFrame:
    said = {"prijs": "Let op de prijs", "gemak": "Wil geen moeite", "bezoeken": "Bezoeken per maand"}
    texts = {"level": "mean", "block": "psychographic", "role": "feature", "type": "likert"}
    flags = dict.fromkeys(("is_marker", "is_circular", "suppressed"), False)
    rows = [{"persona": "1", "variable": v, "label": text} | texts | flags for v, text in said.items()]
    return PUBLISHED["profile"].conform(pd.DataFrame(rows))


def source(k: int = 4, language: str = "nl", **changed: pd.DataFrame) -> Source:
    data = {
        "personas": tables.personas(k),
        "profile": labels(),
        "typing": typing_tables.typing(),
        "typing_rule": typing_tables.typing_rule(k),
        "typing_confusion": typing_tables.typing_confusion(k),
    }
    return Source(data | changed, pages.info(k), words_in(language))


def section(**given: object) -> TypingSection:
    found = typing_section(source(**given))
    assert found is not None
    return found


def paper(told: Source) -> str:
    """Return the section as a page of its own."""
    text = '{% from "typing.html.j2" import typing_part with context %}{{ typing_part(typing) }}'
    part = environment().from_string(text)
    body = part.render(typing=typing_section(told), source=told, say=told.say, figure=lambda *_names: "")
    return f'<!doctype html><html lang="nl"><style>{asset("style.css")}</style><main>{body}</main></html>'


def test_without_the_tables_there_is_no_section():
    told = source(typing_rule=PUBLISHED["typing_rule"].empty())
    assert typing_section(told) is None
    assert "h-typing" not in paper(told)


def test_the_rule_in_words():
    rows = {tuple(row[:2]): row[2:] for row in section().rule.rows}
    assert rows["Beginpunten", ""] == ("", "0", "312", "624", "936")
    assert rows["Let op de prijs", "punten × antwoord"] == ("3", "0", "24", "48", "72")
    # a half stands as it is, never rounded: 0.5 and 1.0 and 1.5 points a year
    years = rows["leeftijd", "punten × antwoord (van 16 tot 92,5; daarbuiten telt het uiterste)"]
    assert years == ("44", "0,0", "0,5", "1,0", "1,5")
    assert rows["Wil geen moeite ↔", "punten × antwoord"][0] == "3"
    visits = rows["Bezoeken per maand", "punten × ln(1 + antwoord)"]
    assert visits == ("6", "0,00", "18,25", "36,50", "54,75")
    assert rows["kanalen", "app"][0] == "telt als dit"
    assert rows["kanalen", "winkel"][0] == ""
    assert rows["inkomen", "midden"][0] == "telt voor 50% als dit"
    assert rows["nieuwsbrief", "ja"] == ("", "0", "1.250", "2.500", "3.750")


def test_the_steps_that_this_rule_needs():
    assert len(section().how) == 7
    likert = typing_tables.typing_rule()
    likert = likert[likert["item"].isin(["(start)", "prijs"])]
    steps = section(typing_rule=likert).how
    assert len(steps) == 4
    assert not [s for s in steps if "ln" in s or "↔" in s or "regel die geldt" in s]


def test_how_well_they_do():
    found = section(language="en")
    assert found.lead == (
        "With 4 questions the right persona is found for 84% of respondents whom the rule had not seen. "
        "All 8 questions reach 94%; calling everybody the largest persona reaches 38%."
    )
    assert found.reached.rows[3] == ("4 (in use)", "inkomen", "84%")
    more = typing_tables.typing().assign(n_items=[1, 2, 3, 4, 5, 6, 7, 30])
    more["item"] = [*more["item"][:7], "all"]
    assert section(language="en", typing=more).reached.rows[-1][:2] == ("30", "All questions")


def test_hidden_cells_of_the_confusion_say_so():
    rows = section().confusion.rows
    assert rows[0][1:] == ("75%", "verborgen", "verborgen", "8%")
    assert rows[1][2] == "75%"


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("k", [2, 8])
def test_the_rule_prints_on_one_sheet_of_paper(k: int):
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    rule = typing_tables.typing_rule(k)
    # with the levels of a long list of provinces: thirty lines
    more = [rule[rule["level"] == "app"].assign(item="provincie", level=f"Provincie {i}") for i in range(19)]
    whole = pd.concat([rule, *more]).sort_values("persona", kind="stable")
    with sync_api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = chromium.new_page()
        page.set_content(paper(source(k, typing_rule=whole)))
        # the rest of the section goes: what is left is the sheet
        page.evaluate("document.querySelectorAll('.typing > :not(.sheet-of-paper)').forEach(e => e.remove())")
        printed = page.pdf(prefer_css_page_size=True)
        chromium.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
