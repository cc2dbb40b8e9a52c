"""Runs that can't come to an end: as `test_bad_input`, with Prefect.

In a file of their own, so that `--dist loadfile` starts Prefect's server in one process.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.promises.breaking import Case, assert_mendable, nothing, parameters
from tests.promises.broken_logs import RUNS
from tests.promises.runs import personagen
from tests.promises.small_study import SmallStudy

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prefect")]


@pytest.mark.parametrize("one", parameters(RUNS))
def test_run_refuses(one: Case, small_study: SmallStudy, place: Path):
    assert_mendable(one, small_study, place)


def test_run_refuses_a_folder_it_may_not_write(small_study: SmallStudy, place: Path):
    closed = small_study.folder / "closed"
    closed.mkdir(mode=0o500)
    if os.access(closed, os.W_OK):
        pytest.skip("root and Windows may write everywhere, modes or not")
    one = Case(
        "closed", nothing, ("closed", "can't be written"), ("run", "study.yaml", "--out", "closed/made")
    )
    assert_mendable(one, small_study, place)


def test_a_folder_in_the_place_of_latest_does_not_stop_a_run(small_study: SmallStudy, tmp_path: Path):
    runs = small_study.folder / "runs" / small_study.folder.name
    (runs / "latest").mkdir(parents=True)
    done = personagen("run", small_study.path, prefect_home=tmp_path / "prefect")
    assert done.returncode == 0, done.stderr
    assert f"Warning: {runs / 'latest'} can't be made to name this run" in done.stderr
    (made,) = (folder for folder in runs.iterdir() if folder.name != "latest")
    assert done.stdout.splitlines() == [f"Report: {made / 'report.html'}", f"Run:    {made}"]
