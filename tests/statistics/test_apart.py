"""What sets a persona apart."""

import pandas as pd
import pytest

from personagen.statistics.apart import sets_apart


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
