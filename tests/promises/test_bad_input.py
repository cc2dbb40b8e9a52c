"""Broken studies and files end with status 2 and a message that helps; nothing is left behind and nobody is quoted.

The cases stand in the tables of `broken_studies`, `broken_sources`, `broken_logs` and `broken_customers`: a line each.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.promises.breaking import Case, assert_mendable, call, listing, parameters
from tests.promises.broken_customers import CUSTOMERS
from tests.promises.broken_logs import LOGS, RUNS
from tests.promises.broken_sources import OTHERS, SURVEYS
from tests.promises.broken_studies import COMMANDS, DRAFTS, STUDIES
from tests.promises.small_study import SmallStudy

CASES = [*STUDIES, *COMMANDS, *DRAFTS, *SURVEYS, *OTHERS, *LOGS, *CUSTOMERS]


def test_there_are_many_cases():
    names = [one.name for one in [*CASES, *RUNS]]
    assert len(names) == len(set(names)) >= 80


@pytest.mark.parametrize("one", parameters(CASES))
def test_check_refuses(one: Case, small_study: SmallStudy, place: Path):
    assert_mendable(one, small_study, place)


def test_whole_study_passes(small_study: SmallStudy, place: Path):
    before = listing(place)
    result = call("check", "study.yaml")
    assert result.exit_code == 0, result.stderr
    assert "Faults: none" in result.stdout
    assert listing(place) == before
