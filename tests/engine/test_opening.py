"""An engine that can't be opened says what is lacking."""

from __future__ import annotations

import pytest

from personagen.engine import open_engine, opening
from personagen.errors import StudyError
from personagen.study.parameters import EngineParameters


def test_spark_that_is_not_installed_is_named_with_its_extra(monkeypatch, tmp_path):
    monkeypatch.setattr(opening, "find_spec", {}.get)
    with pytest.raises(StudyError, match=r"engine.name: Spark is not installed.*personagen\[spark\].*duckdb"):
        open_engine(EngineParameters(name="spark"), tmp_path)
