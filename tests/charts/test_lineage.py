"""The flow between waves: nothing overlaps, it says what it shows, and the same tables give the same file."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from personagen.charts import draw_lineage, plot_lineage
from personagen.contracts.waves import LINEAGE, MOVES
from personagen.language import words_in
from personagen.personas import count_moves
from tests.charts.test_charts import LONG, collisions, texts

NL, EN = words_in("nl"), words_in("en")


def lineage(k: int, names: str = LONG) -> pd.DataFrame:
    """Return k personas on either side: the first splits, two merge, one goes and one comes, the others stay."""
    rows: list[tuple[str | None, str | None, str]] = [("1", "1", "split"), ("1", "2", "split")]
    rows += [("2", "3", "merged"), ("3", "3", "merged")] if k >= 3 else [("2", None, "lost")]
    rows += [(str(i), str(i), "carried") for i in range(4, k)]
    rows += [(str(k), None, "lost"), (None, str(k), "new")] if k >= 4 else []
    table = pd.DataFrame(rows, columns=["old", "new", "status"]).astype({"old": "str", "new": "str"})
    sizes = {str(i): 2.0 ** -min(i, 6) for i in range(1, k + 1)}
    return LINEAGE.conform(
        table.assign(
            old_name=table["old"].map(lambda p: names.format(int(p)), na_action="ignore"),
            new_name=table["new"].map(lambda p: names.format(100 + int(p)), na_action="ignore"),
            name=[
                names.format(100 + int(n)) if pd.notna(n) else names.format(int(o))
                for o, n in zip(table["old"], table["new"], strict=True)
            ],
            share_before=table["old"].map(sizes),
            share_now=table["new"].map(sizes),
        )
    )


def moves(k: int) -> pd.DataFrame:
    random = np.random.default_rng(k)
    pairs = random.integers(1, k + 1, size=(400, 2)).astype(str)
    return count_moves(pd.DataFrame(pairs, columns=["old", "new"]), 5)


@pytest.mark.parametrize("words", [NL, EN], ids=["nl", "en"])
@pytest.mark.parametrize("k", range(2, 9))
@pytest.mark.parametrize("has_people", [False, True])
def test_no_labels_overlap_with_forty_characters(k, has_people, words):
    assert len(LONG.format(1)) >= 40
    assert collisions(plot_lineage(lineage(k), words, moves(k) if has_people else None)) == []


def test_it_says_what_became_of_the_personas():
    said = " ".join(texts(plot_lineage(lineage(5), EN)))
    assert "Of 5 personas: 1 stayed, 1 split, 1 from a merger, 1 not found again, 1 new" in said
    assert "not who went there" in said
    stays = lineage(6).query("status == 'carried'")
    assert "All 2 personas stayed" in " ".join(texts(plot_lineage(stays, EN)))
    assert "Beide" not in " ".join(texts(plot_lineage(stays, EN)))


def test_with_people_in_both_runs_bars_and_bands_are_people():
    table = MOVES.conform(
        pd.DataFrame(
            {
                "old": ["1", "1", "2"],
                "new": ["1", "2", "2"],
                "n": [30, 10, 60],
                "base_n": [40, 40, 60],
                "share": [0.75, 0.25, 1.0],
                "low": 0.1,
                "high": 1.0,
                "expected_share": [0.3, 0.7, 0.7],
            }
        )
    )
    said = texts(plot_lineage(lineage(2, "P{}"), EN, table))
    assert " ".join(" ".join(said).split()).count("of the people in both runs") == 3
    shares = texts(plot_lineage(lineage(2, "P{}"), EN))
    assert shares.count("of all respondents") == 2
    assert "of the people in both runs" not in shares
    assert [text for text in said if "%" in text] == ["40%", "60% · not found again", "30%", "70%"]


def test_a_hidden_share_is_a_dash():
    said = texts(plot_lineage(lineage(2, "P{}").assign(share_now=np.nan), EN))
    assert said.count("–") == 2


def test_the_same_tables_give_the_same_file_which_names_its_table():
    one, other = (draw_lineage(lineage(4), moves(4), NL) for _ in range(2))
    assert one == other
    assert "tables/moves.csv" in one.svg
    assert "tables/lineage.csv" in draw_lineage(lineage(4), MOVES.empty(), NL).svg
