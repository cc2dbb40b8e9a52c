"""The chart of the golden questions: what it says, and that no labels overlap however many questions there are."""

from __future__ import annotations

import pytest

from personagen import charts
from personagen.language.words import words_in
from tests.charts import tables, typing_tables
from tests.charts.test_charts import collisions, texts


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("n", "used"), [(1, 1), (2, 1), (8, 4), (16, 15), (40, 39), (60, 31), (60, 60)])
def test_no_labels_overlap(language: str, n: int, used: int):
    figure = charts.plot_typing(typing_tables.typing(n, used), words_in(language))
    assert collisions(figure) == []


@pytest.mark.parametrize("accuracy", [0.0, 0.36, 0.38, 1.0])
def test_no_labels_overlap_at_the_ends_and_near_chance(accuracy: float):
    table = typing_tables.typing().assign(accuracy=accuracy)
    assert collisions(charts.plot_typing(table, words_in("nl"))) == []


def test_it_says_the_finding():
    said = texts(charts.plot_typing(typing_tables.typing(), words_in("en")))
    # .95 - .5 x .6^3 = .842, chance .38, all eight .936
    assert said[0] == "4 questions find the right persona for 84% of respondents"
    assert {"84%", "94%", "by chance: 38%"} <= set(said)
    one = texts(charts.plot_typing(typing_tables.typing(5, 1), words_in("nl")))
    assert one[0] == "Eén vraag vindt voor 45% van de respondenten de goede persona"


def test_row_order_changes_nothing():
    table = typing_tables.typing()
    mixed = table.sample(frac=1, random_state=3)
    one, other = (
        charts.figure_to_svg(charts.plot_typing(t, words_in("nl")), "typing", "typing")
        for t in (table, mixed)
    )
    assert one == other


def test_a_blank_table_draws_without_numbers():
    table = typing_tables.typing()
    table[["accuracy", "chance"]] = None
    figure = charts.plot_typing(table.assign(is_enough=False), words_in("nl"))
    assert texts(figure)[0] == "Hoeveel vragen vinden de goede persona?"
    assert not [t for t in texts(figure) if "nan" in t.lower()]


def test_a_run_with_golden_questions_has_the_chart():
    data = {"personas": tables.personas(), "typing": typing_tables.typing()}
    drawn = charts.draw_charts(data, words_in("nl"))
    assert set(drawn) == {"sizes", "typing"}
    assert "tables/typing.csv" in drawn["typing"].svg
