"""Importance and second opinions in the report: sentences and tables."""

from __future__ import annotations

import pandas as pd
import pytest

from personagen.language.words import words_in
from personagen.report.importance import (
    importance_grid,
    importance_sentences,
    opinion_grid,
    opinion_sentences,
)
from personagen.report.source import Source
from tests.charts import importances
from tests.report import pages


def source(language: str = "nl", **tables: pd.DataFrame) -> Source:
    return Source(tables, pages.info(), words_in(language))


def test_advice_is_told_by_name_and_never_followed_silently():
    told = importance_sentences(source(importance=importances.importance()))
    assert told[0].startswith("“item_0” voegt alleen ruis toe")
    assert told[1].startswith("Zonder “item_1” zouden er andere persona’s ontstaan")
    assert told[2].startswith("Dit is een advies.")


def test_several_are_told_together():
    table = importances.importance().assign(advice="leave_out")
    told = importance_sentences(source("en", importance=table))
    assert "“item_0”, “item_1”, “item_2”, “item_3” and “item_4” only add noise" in told[0]


def test_nothing_to_advise_is_told_too():
    table = importances.importance()
    assert importance_sentences(source("en", importance=table[table["advice"] == "keep"])) == [
        "Every variable matters, and none decides the personas on its own: leave one out and they stay largely the same."
    ]


def test_variables_with_little_in_common_are_not_called_noise_but_said():
    table = importances.importance().assign(advice="keep", foretold_share=[0.5, 0.4, 0.09, 0.0, 0.01])
    assert importance_sentences(source("en", importance=table))[0].startswith(
        "Most variables have little to do"
    )
    table["foretold_share"] = [0.5, 0.4, 0.1, 0.0, 0.01]
    assert importance_sentences(source("en", importance=table))[0].startswith("Every variable matters")


def test_the_table_has_every_variable_the_largest_first():
    found = importance_grid(source("en", importance=importances.importance().sample(frac=1, random_state=2)))
    assert found is not None
    assert [row[0] for row in found.rows] == [f"item_{i}" for i in range(5)]
    # 5/15 of the differences; .9 of its own spread; .01 foretold; ARI .41; .82 with and .86 without
    assert found.rows[0] == (
        *("item_0", "33%", "90%", "1%", "0.41", "0.82 → 0.86"),
        "leave out: only adds noise",
    )
    assert all(len(row) == len(found.heads) for row in found.rows)


@pytest.mark.parametrize(
    ("ari", "said"),
    [
        (0.9, "praktisch dezelfde persona’s (overeenkomst 0,90)"),
        (0.65, "grotendeels dezelfde persona’s (overeenkomst 0,65)"),
        (0.64, "andere persona’s (overeenkomst 0,64): de uitkomst hangt van deze keuze af"),
    ],
)
def test_an_opinion_is_said_in_words(ari: float, said: str):
    table = importances.opinions(latent_class=ari)
    assert [said in sentence for sentence in opinion_sentences(source(opinions=table))] == [True]
    found = opinion_grid(source(opinions=table))
    assert found is not None
    assert found.rows[0][2] == said.split(" (", maxsplit=1)[0]


def test_every_opinion_has_words_in_both_languages():
    table = importances.opinions(latent_class=0.9, other_scale=0.9, equal_weights=0.9, row_centre=0.9)
    for language in ("nl", "en"):
        assert len(opinion_sentences(source(language, opinions=table))) == 4


def test_another_scale_that_differs_is_explained():
    told = opinion_sentences(source("en", opinions=importances.opinions(latent_class=0.3, other_scale=0.2)))
    assert [("large numbers" in sentence) for sentence in told] == [False, True]


def test_without_stepmix_the_report_says_how_to_get_it():
    told = opinion_sentences(source("en", opinions=importances.opinions(other_scale=0.95)))
    assert "pip install 'personagen[latent]'" in told[-1]


def test_without_the_tables_nothing_is_said():
    bare = source()
    assert importance_sentences(bare) == opinion_sentences(bare) == []
    assert importance_grid(bare) is None
    assert opinion_grid(bare) is None
