"""The small study, as a fixture."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.promises.small_study import SmallStudy, make_small_study


@pytest.fixture
def small_study(tmp_path: Path) -> SmallStudy:
    """Return a small and whole study in a folder of its own."""
    return make_small_study(tmp_path / "small")
