"""The examples in docstrings give what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import personagen
import pipelines


def modules_with_examples() -> list[str]:
    found = []
    for package in (personagen, pipelines):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            source = Path(module.module_finder.path) / module.name.rpartition(".")[2]  # type: ignore[union-attr]
            file = source.with_suffix(".py") if not source.is_dir() else source / "__init__.py"
            if ">>>" in file.read_text(encoding="utf-8"):
                found.append(module.name)
    return found


@pytest.mark.parametrize("name", modules_with_examples())
def test_examples(name: str):
    results = doctest.testmod(importlib.import_module(name))
    assert results.attempted > 0
    assert results.failed == 0
