"""The lanes of the journey map: channels, wishes and what changes, from tables whose small cells are hidden."""

from __future__ import annotations

import pandas as pd
import pytest

from personagen.journeys import lanes, places
from personagen.language.words import words_in

NL = words_in("nl")


def channels(*shares: tuple[str, float | None]) -> list[tuple[str, float]]:
    table = pd.DataFrame(shares, columns=["channel", "share_of_phase"]).astype({"share_of_phase": "float64"})
    rows = places.channel_lanes(table.assign(phase="buy"), NL)
    return [(row["text"], pytest.approx(row["value"])) for row in rows]


def test_channels_add_up_the_cells_shown_and_tell_the_rest():
    found = channels(("web", 0.4), ("app", 0.2), ("web", None), ("shop", 0.05), ("chat", 0.15), ("all", 1.0))
    assert found == [("web", 0.4), ("app", 0.2), ("chat", 0.15), ("overig", 0.25)]


def test_a_rest_that_would_read_nothing_is_left_out():
    assert channels(("web", 0.6), ("app", 0.398)) == [("web", 0.6), ("app", 0.398)]


def test_a_phase_with_all_its_channels_hidden_has_no_lane():
    assert channels(("web", None), ("app", None)) == []


def wishes(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"phase": "buy", "kind": "functional", "label": columns["need"], **columns})


def test_a_hidden_first_wish_is_called_hidden():
    table = wishes(
        need=["a", "b"], share=[None, 0.0], rank=[None, None], n=[None, 0], suppressed=[True, False]
    )
    (row,) = lanes.need_lanes(table, NL)
    assert (row["lane"], row["text"]) == ("need_functional", "verborgen, zodat niemand te herkennen is")


def test_a_hidden_wish_beside_one_shown_is_left_out():
    table = wishes(need=["a", "b"], share=[0.5, None], rank=[1, None], n=[8, None], suppressed=[False, True])
    assert [row["text"] for row in lanes.need_lanes(table, NL)] == ["a"]


def test_the_second_wish_never_stands_for_a_hidden_first():
    table = wishes(need=["a", "b"], share=[None, 0.3], rank=[None, 2], n=[None, 6], suppressed=[True, False])
    (row,) = lanes.need_lanes(table, NL)
    assert (row["text"], "n" in row) == ("verborgen, zodat niemand te herkennen is", False)


@pytest.mark.parametrize(("ranks", "told"), [((1, 2), 0), ((2, 1), 1), ((1, None), 0), ((2, None), 0)])
def test_a_change_stands_only_at_the_wish_that_took_over(ranks: tuple[int, int | None], told: int):
    change = {"kind": "functional", "from_phase": "see", "to_phase": "buy", "from_need": "a", "to_need": "b"}
    table = wishes(need=["a", "b"], rank=pd.array(ranks, dtype="Int64"))
    changes = pd.DataFrame([change | {"n_interviewed": 18}])
    assert len([*lanes.change_lanes(changes, table, {"see": "Zien", "buy": "Kopen"}, NL)]) == told


def test_a_change_is_told_in_the_phase_where_the_new_wish_takes_over():
    change = {
        "kind": "emotional",
        "from_phase": "buy",
        "to_phase": "use",
        "from_need": "calm",
        "to_need": "trust",
        "n_interviewed": 18,
    }
    needs = pd.DataFrame(
        {
            "phase": ["buy", "use"],
            "kind": "emotional",
            "need": ["calm", "trust"],
            "label": ["Rust", "Vertrouwen"],
            "rank": pd.array([1, 1], dtype="Int64"),
        }
    )
    (row,) = lanes.change_lanes(pd.DataFrame([change]), needs, {"buy": "Aankoop", "use": "Gebruik"}, NL)
    assert (row["phase"], row["lane"], row["n"]) == ("use", "change_emotional", 18)
    assert row["text"] == (
        "De eerste emotionele wens verandert: na “Rust” (Aankoop) komt “Vertrouwen” (Gebruik)"
    )
