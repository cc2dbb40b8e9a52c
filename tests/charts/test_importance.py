"""The chart of importance: what it says, that no labels overlap, and that advice isn't told by colour alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from personagen import charts
from personagen.language.words import words_in
from tests.charts import importances
from tests.charts.test_charts import LONG, collisions, texts

NL = words_in("nl")


def draw(table: pd.DataFrame, language: str = "nl", labels: dict[str, str] | None = None) -> Figure:
    return charts.plot_importance(table, words_in(language), labels)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_thirty_variables_with_forty_characters_do_not_overlap(language: str):
    table = importances.importance(30)
    figure = draw(table, language, {f"item_{i}": LONG.format(i) for i in range(30)})
    assert collisions(figure) == []
    assert sum("omschrijving" in text for text in texts(figure)) == 30


def test_one_word_of_forty_characters_is_broken():
    assert collisions(draw(importances.importance(3), labels={"item_0": "x" * 40})) == []


def test_the_title_says_what_to_do():
    table = importances.importance()
    assert texts(draw(table))[0] == "Eén kenmerk voegt alleen ruis toe"
    assert (
        texts(draw(table[table["advice"] != "leave_out"], "en"))[0]
        == "The personas stand or fall with one variable"
    )
    assert (
        texts(draw(table[table["advice"] == "keep"], "en"))[0]
        == "No variable decides the personas on its own"
    )


def test_the_largest_stands_first_whatever_the_order():
    table = importances.importance()
    one, other = draw(table), draw(table.sample(frac=1, random_state=1))
    assert charts.figure_to_svg(one, "i", "importance") == charts.figure_to_svg(other, "i", "importance")
    assert [text for text in texts(one) if text.startswith("item_")] == [f"item_{i}" for i in range(5)]
    assert [text for text in texts(one) if text.endswith("%")] == ["33%", "27%", "20%", "13%", "7%"]


def test_advice_has_words_and_a_mark_of_its_own():
    figure = draw(importances.importance())
    assert {"houden", "weglaten: alleen ruis", "bepalend"} <= set(texts(figure))
    # a dot and a mark beside the words for each variable
    marks = [
        line.get_marker() for line in figure.axes[0].lines if line.get_marker() not in {"None", None, ""}
    ]
    assert {mark: marks.count(mark) for mark in marks} == {"X": 2, "D": 2, "o": 6}
    assert sum(bool(patch.get_hatch()) for patch in figure.axes[0].patches) == 1


def test_blanks_are_left_out():
    table = importances.importance(1).assign(ari_without=np.nan, advice="keep")
    figure = draw(table)
    assert collisions(figure) == []
    assert not [text for text in texts(figure) if "nan" in text.lower()]
