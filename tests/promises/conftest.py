"""The small study, and a place to break it in."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.promises.runs import OTHER_SURROUNDINGS, Made, made_once, make_run, personagen
from tests.promises.small_study import SmallStudy, make_small_study


@pytest.fixture
def small_study(tmp_path: Path) -> SmallStudy:
    """Return a small and whole study in a folder of its own."""
    return make_small_study(tmp_path / "small")


@pytest.fixture
def place(small_study: SmallStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in the study's folder, with a folder for temporary files that can be looked into."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.chdir(small_study.folder)
    return tmp_path


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of this test run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def webshop_run(shared: Path, webshop: Path) -> Made:
    """Return a run of the worked example."""
    return made_once(shared, "webshop-run", lambda folder: make_run(webshop / "study.yaml", folder))


@pytest.fixture(scope="session")
def webshop_again(shared: Path, webshop: Path) -> Made:
    """Return a run of a copy of the worked example, made as the README says, by another process in other surroundings."""
    return made_once(shared, "webshop-again", lambda folder: _run_copy(webshop, folder))


def _run_copy(webshop: Path, folder: Path) -> Made:
    shutil.copytree(webshop / "raw", folder / "raw")
    for name in ("study.yaml", "personas.yaml"):
        shutil.copy(webshop / name, folder)
    home = folder.with_name(f"{folder.name}-prefect")
    done = personagen("run", "study.yaml", prefect_home=home, cwd=folder, more=OTHER_SURROUNDINGS)
    assert done.returncode == 0, done.stderr
    last = done.stdout.splitlines()[-1].removeprefix("Run:").strip()
    return Made(folder / last, done.stdout, done.stderr)
