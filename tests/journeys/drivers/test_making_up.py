"""When a good phase makes up for a bad one: by hand."""

import pandas as pd
import pytest

from personagen.journeys.drivers.table import _makes_up


@pytest.mark.parametrize(
    ("is_called", "interval", "expected"),
    [
        ((True, True), (-0.5, -0.1), "yes"),
        ((True, True), (0.1, 0.5), "no"),
        ((True, True), (-0.5, 0.1), "untold"),
        ((True, True), (-0.1, 0.5), "untold"),
        ((True, False), (-0.5, -0.1), "untold"),  # one of the two goes with nothing
        ((False, True), (0.1, 0.5), "untold"),
        ((True, True), (None, None), "untold"),
    ],
)
def test_it_is_told_where_both_go_with_the_outcome_and_the_interaction_is_clear(
    is_called, interval, expected
):
    low, high = interval
    rows = [
        {"persona": "1", "phase": "see", "with_phase": None, "is_called": False},
        {"persona": "1", "phase": "buy", "with_phase": "use", "is_called": is_called[0], "low": low, "high": high},
        {"persona": "1", "phase": "use", "with_phase": "buy", "is_called": is_called[1], "low": low, "high": high},
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    ends = table[["low", "high"]].astype("float64").add_prefix("interaction_")
    found = _makes_up(table.join(ends), table["is_called"])
    assert found.tolist() == ["untold", expected, expected]
