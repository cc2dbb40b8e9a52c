"""What the report says of how people answered."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from personagen.contracts.segmentation import QUALITY
from personagen.language import words_in
from personagen.report import ReportInfo, quality
from personagen.report.source import Source


def source_of(*rows: dict[str, Any], language: str = "en") -> Source:
    tables = {"quality": QUALITY.conform(pd.DataFrame(rows))} if rows else {}
    return Source(tables, ReportInfo("Shop", 3, "given", 5), words_in(language))


ANY = {"check": "any", "n": 30, "share": 0.025}


@pytest.mark.parametrize(
    ("ari", "words"),
    [
        (0.9, "practically the same"),
        (0.89, "largely the same"),
        (0.6, "largely"),
        (0.59, "other personas appear"),
    ],
)
def test_agreement_in_words(ari, words):
    (said,) = quality.told(source_of({**ANY, "ari_without": ari}))
    assert words in said
    assert "30 respondents (2%)" in said or "30 respondents (3%)" in said
    assert f"{ari:.2f}" in said


def test_nobody_and_nothing_to_tell():
    assert quality.told(source_of({**ANY, "n": 0, "share": 0.0})) == [
        "Nobody answered in a way that raises doubt."
    ]
    assert quality.told(source_of({**ANY, "n": None, "share": None})) == []
    assert quality.told(source_of()) == []


def test_people_known_in_part_and_the_alarm():
    level = {"check": "level", "level_share": 0.83, "is_alarm": True}
    partial = {"check": "partial", "n": 358, "share": 0.3, "share_change": 0.0223}
    source = source_of(partial, level)
    first, second = quality.told(source)
    assert "358 respondents (30%)" in first
    assert "at most 2.2 percentage points" in first
    assert "83%" in second
    assert "segmentation.row_centre: true" in second
    assert quality.is_alarm(source)
    assert not quality.is_alarm(source_of({**level, "is_alarm": False}))
    assert not quality.is_alarm(source_of(partial))
    assert quality.alarm(source) in quality.told(source)
    assert "row_centre" in quality.alarm(source)
    assert quality.alarm(source_of({**level, "is_alarm": False})) == ""


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_table_has_a_row_for_each_check_but_the_level(language):
    hidden = {"check": "attention", "n": None, "share": None}
    speeder = {"check": "speeder", "n": 12, "share": 0.1, "ari_without": 0.97}
    level = {"check": "level", "level_share": 0.1, "is_alarm": False}
    found = quality.checks(source_of(speeder, hidden, ANY, level, language=language))
    assert len(found.rows) == 3
    comma = {"nl": "0,97", "en": "0.97"}[language]
    assert found.rows[0][1:] == ("12", "10%", comma)
    assert found.rows[1][2:] == ("–", "–")
    assert found.rows[1][1] == words_in(language).say("quality.hidden")
