"""Broken studies and files end with status 2 and a message that helps; nothing is left behind and nobody is quoted.

The cases stand in the tables of `broken_studies`, `broken_sources` and `broken_logs`: a line each.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines.cli import app
from tests.promises.breaking import Case, parameters
from tests.promises.broken_logs import LOGS, RUNS
from tests.promises.broken_sources import OTHERS, SURVEYS
from tests.promises.broken_studies import COMMANDS, DRAFTS, STUDIES
from tests.promises.small_study import CANARIES, SmallStudy

CASES = [*STUDIES, *COMMANDS, *DRAFTS, *SURVEYS, *OTHERS, *LOGS]


def listing(folder: Path) -> dict[str, str]:
    """Return every file and folder below a folder, hidden ones too, with a hash of what a file holds."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "folder"
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def place(small_study: SmallStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in the study's folder, with a folder for temporary files that can be looked into."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.chdir(small_study.folder)
    return tmp_path


def call(*arguments: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, list(arguments))


def assert_mendable(one: Case, study: SmallStudy, place: Path) -> None:
    """Break a study, run its command, and look at status, message and what is left."""
    one.break_it(study)
    before = listing(place)
    result = call(*one.arguments)
    said = " ".join(result.stderr.replace("│", " ").split())
    assert result.exit_code == 2, f"{result.exit_code}: {said} {result.exception!r}\n{result.stdout}"
    assert result.stdout == ""
    assert [word for word in one.words if word not in said] == [], said
    assert "Traceback" not in said
    assert [name for name in CANARIES if name in result.output] == []
    assert listing(place) == before


def test_there_are_many_cases():
    names = [one.name for one in [*CASES, *RUNS]]
    assert len(names) == len(set(names)) >= 80


@pytest.mark.parametrize("one", parameters(CASES))
def test_check_refuses(one: Case, small_study: SmallStudy, place: Path):
    assert_mendable(one, small_study, place)


@pytest.mark.xdist_group("prefect")
@pytest.mark.parametrize("one", parameters(RUNS))
def test_run_refuses(one: Case, small_study: SmallStudy, place: Path):
    assert_mendable(one, small_study, place)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="root and Windows may write everywhere, modes or not",
)
@pytest.mark.xdist_group("prefect")
def test_run_refuses_a_folder_it_may_not_write(small_study: SmallStudy, place: Path):
    (small_study.folder / "closed").mkdir(mode=0o500)
    one = Case("closed", lambda _: None, ("closed",), ("run", "study.yaml", "--out", "closed/made"))
    assert_mendable(one, small_study, place)


def test_whole_study_passes(small_study: SmallStudy, place: Path):
    before = listing(place)
    result = call("check", "study.yaml")
    assert result.exit_code == 0, result.stderr
    assert "Faults: none" in result.stdout
    assert listing(place) == before
