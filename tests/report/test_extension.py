"""What the report says of customers outside the survey."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from personagen.contracts.segmentation import EXTENSION
from personagen.language.words import words_in
from personagen.report.extension import extension_grid, tell_extension
from personagen.report.info import ReportInfo
from personagen.report.source import Source

INFO = ReportInfo("T", 2, "given", 5)
NAMES = pd.DataFrame({"persona": ["1", "2"], "name": ["Ann", "Bo"], "customer_share": None})


def source_of(language="en", *, is_used=True, recall=0.8, unassigned=0.02):
    data = {"personas": NAMES}
    share = [0.6, 0.38] if is_used else [None, None]
    data["extension"] = EXTENSION.conform(
        pd.DataFrame(
            {
                "persona": ["1", "2", "all", "unassigned"],
                "n_linked": pd.array([200, 120, 320, None], dtype="Int64"),
                "recall": [recall, recall, recall, None],
                "recall_low": [0.7, 0.7, 0.75, None],
                "recall_high": [0.9, 0.9, 0.85, None],
                "needed": [0.6, 0.4, 0.7, None],
                "n_extended": pd.array([5000, 3000, 8000, None] if is_used else [None] * 4, dtype="Int64"),
                "customer_share": [*share, 1 - unassigned, unassigned],
                "customer_share_low": [0.55 if is_used else None, None, None, None],
                "customer_share_high": [0.65 if is_used else None, None, None, None],
                "is_used": is_used,
            }
        )
    )
    data["personas"] = data["personas"].assign(
        customer_share=share, customer_share_low=share, customer_share_high=share
    )
    return Source(data, INFO, words_in(language))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_paragraph_says_whether_and_why(language):
    used = tell_extension(source_of(language))
    assert "80% (75–85%)" in used
    assert "70%" in used
    assert ("8.000" if language == "nl" else "8,000") in used
    assert ("2,0%" if language == "nl" else "2.0%") in used
    refused = tell_extension(source_of(language, is_used=False))
    assert "80% (75–85%)" in refused
    assert refused != used
    too_little = tell_extension(source_of(language, is_used=False, recall=None))
    assert "320" in too_little
    assert "80%" not in too_little


def test_journeys_are_spoken_of_only_where_customers_were_followed():
    without = source_of()
    followed = pd.DataFrame({"n_customers": pd.array([12], dtype="Int64")})
    told = tell_extension(replace(without, tables={**without.tables, "journey": followed}))
    assert told == f"{tell_extension(without)} Journeys rest on linked customers only."


def test_a_run_without_customers_outside_says_nothing():
    source = Source({"personas": NAMES}, INFO, words_in("en"))
    assert tell_extension(source) == ""


def test_the_table_has_a_row_each():
    shown = extension_grid(source_of())
    assert [row[0] for row in shown.rows] == ["Ann", "Bo", "Everybody", "No persona"]
    assert shown.rows[0][1:] == ("200", "80% (70–90%)", "60%", "5,000", "60% (55–65%)")
    assert shown.rows[3][1:] == ("–", "–", "–", "–", "2%")
