"""What sets personas apart."""

import pandas as pd
import pytest

from personagen.statistics.apart import Gap, sets_apart, widest_gap


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, False),
        ({"is_marker": True}, True),
        ({"effect_size": 0.8}, True),
        ({"effect_size": -0.8}, True),
        ({"effect_size": 0.79}, False),
        ({"effect_size": 0.9, "low": 0.2}, False),
        ({"effect_size": 0.9, "low": None, "high": None}, False),
        ({"is_marker": True, "value": None}, False),
        ({"is_marker": None, "overall": None, "effect_size": 0.9}, False),
    ],
)
def test_a_marker_or_a_large_effect_outside_the_interval(change, said):
    row = {"value": 0.5, "overall": 0.3, "low": 0.4, "high": 0.6, "effect_size": 0.4, "is_marker": False}
    assert sets_apart(pd.DataFrame([row | change])).tolist() == [said]


def test_the_widest_gap_is_of_one_day_and_beyond_doubt():
    rows = [
        ("see", 3, "1", 0.3, 0.25, 0.35),
        ("see", 3, "2", 0.2, 0.15, 0.25),
        ("see", 7, "1", 0.6, 0.5, 0.7),
        ("see", 7, "2", 0.3, 0.2, 0.4),
        ("buy", 7, "1", 0.1, 0.0, 0.5),
        ("buy", 7, "2", 0.8, 0.4, 1.0),
        ("buy", 9, "1", None, None, None),
        ("buy", 9, "2", 0.9, 0.8, 1.0),
    ]
    times = pd.DataFrame(rows, columns=["phase", "days", "persona", "share", "low", "high"])
    assert widest_gap(times) == Gap("see", 7.0, "1", 0.6, "2", 0.3)
    assert widest_gap(times[times["phase"] == "buy"]) is None
    assert widest_gap(times.iloc[:0]) is None
