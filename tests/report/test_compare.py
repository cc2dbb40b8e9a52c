"""The personas side by side in the report: sentences and tables that say what the charts show."""

from __future__ import annotations

import pandas as pd
import pytest

from personagen.language.words import words_in
from personagen.report.attractiveness import attractiveness_grids, attractiveness_sentences
from personagen.report.compare import compare_personas, needs_grids
from personagen.report.fits import fits, prevalence_grids
from personagen.report.source import Source
from tests.charts import tables
from tests.report import pages


def source(language: str = "nl", **changed: pd.DataFrame) -> Source:
    return Source({**tables.everything(), **changed}, pages.info(), words_in(language))


def test_how_many_fit_the_card_in_a_sentence():
    found = fits(source())
    row = tables.everything()["prevalence"].query("persona == '2' and m == 5").iloc[0]
    share, everybody = (f"{row[column]:.0%}" for column in ("share_of_persona", "share_of_all"))
    assert found[1].text == (
        f"Van “{tables.NAMES[1]}” heeft {share} de 5 vaakst voorkomende kenmerken samen; van iedereen {everybody}."
    )
    assert found[1].basis.startswith(f"{row['n']} van {row['base_n']}; ")
    assert found[1].traits == tuple(f"Kenmerk {m}" for m in range(1, 6))
    one = tables.everything()["prevalence"]
    one["is_told"] = one["m"] == 1
    assert "have the most common trait; of everybody" in fits(source("en", prevalence=one))[0].text
    none = one.assign(is_told=False)
    assert fits(source("en", prevalence=none))[0].text.endswith(
        "too few people have given all answers to show."
    )


def test_hidden_numbers_of_traits_are_called_hidden():
    (first, *_) = prevalence_grids(source("en"))
    assert first.caption == tables.NAMES[0]
    assert [row[1] == "hidden" for row in first.rows] == [m == 2 for m in range(1, 10)]


def test_the_wishes_of_the_chart_as_a_table():
    functional, emotional = needs_grids(source("en"))
    assert functional.heads == ("Persona", *tables.PHASES.values())
    assert len(functional.rows) == len(emotional.rows) == 4
    turn = functional.rows[1][4]
    assert turn.startswith("new: ")
    assert turn.endswith("(11 of 16)")
    assert (
        sum(cell.startswith("new: ") for grid in (functional, emotional) for row in grid.rows for cell in row)
        == 1
    )


def test_attractiveness_tells_its_criteria_values_and_scores():
    assert attractiveness_sentences(source("en")) == [
        "How attractive a persona is to us follows from these criteria: Size: 40%, Omzet per jaar (euro): 40% and Stability: 20%.",
        "How attractive we are to a persona: Zou de winkel aanbevelen (0 tot 10): 70% and Retouren per jaar: 30%, less is better.",
    ]
    ours, theirs = attractiveness_grids(source("en"))
    assert ours.rows[0][1:] == ("70%: 0.70", "80.0: 0.80", "90%: 0.90", "0.78")
    assert theirs.heads[-1] == "Total"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_part_of_the_comparison_is_on_the_page(language: str):
    page = pages.whole_page(language)
    words = words_in(language)
    for key in ("needs.title", "fit.title", "attractiveness.title"):
        assert words.say(f"compare.{key}") in page
    for name in ("sizes", "comparison", "needs", "prevalence", "attractiveness"):
        assert words.say(f"report.alt.{name}") in page
    sparse = pages.sparse_page(language)
    assert words.say("compare.fit.title") not in sparse


def test_the_table_holds_what_tells_the_personas_apart_each_variable_once():
    grid = compare_personas(source())
    labels = [row[0].partition(":")[0] for row in grid.rows[3:]]
    assert len(labels) == len(set(labels)) > 5
