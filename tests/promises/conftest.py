"""The small study, and a place to break it in."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests.promises.runs import Made, made_once, make_run
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
