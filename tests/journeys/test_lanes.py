"""The lanes of the journey map: channels, wishes and what changes, from tables whose small cells are hidden."""

from __future__ import annotations

import pandas as pd
import pytest

from personagen.journeys import lanes
from personagen.language.words import words_in

NL = words_in("nl")


def channels(*shares: tuple[str, float | None]) -> list[tuple[str, float]]:
    table = pd.DataFrame(shares, columns=["channel", "share_of_phase"]).astype({"share_of_phase": "float64"})
    rows = lanes.channel_lanes(table.assign(phase="buy"), NL)
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


def test_wishes_that_are_all_hidden_are_called_too_few():
    table = wishes(
        need=["a", "b"], share=[None, 0.0], rank=[None, None], n=[None, 0], suppressed=[True, False]
    )
    (row,) = lanes.need_lanes(table, NL)
    assert (row["lane"], row["text"]) == ("need_functional", "te weinig genoemd om te tonen")


def test_a_hidden_wish_beside_one_shown_is_left_out():
    table = wishes(need=["a", "b"], share=[0.5, None], rank=[1, None], n=[8, None], suppressed=[False, True])
    assert [row["text"] for row in lanes.need_lanes(table, NL)] == ["a"]


def test_a_change_is_told_in_the_phase_where_the_new_wish_takes_over():
    change = {
        "kind": "emotional",
        "from_phase": "buy",
        "to_phase": "use",
        "from_need": "calm",
        "to_need": "trust",
        "n_interviewed": 18,
    }
    labels = {"calm": "Rust", "trust": "Vertrouwen"}
    (row,) = lanes.change_lanes(pd.DataFrame([change]), labels, {"buy": "Aankoop", "use": "Gebruik"}, NL)
    assert (row["phase"], row["lane"], row["n"]) == ("use", "change_emotional", 18)
    assert row["text"] == (
        "De eerste emotionele wens verandert: na “Rust” (Aankoop) komt “Vertrouwen” (Gebruik)"
    )
