"""Real studies, each taken through all stages once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real.chain import Result, run_through
from tests.real.folders import make_folder


@pytest.fixture(scope="module")
def households(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Complete Journey in two segments: that no number of segments is eligible takes a hundred bootstrap samples."""
    path = make_folder("complete_journey", shared_data, tmp_path_factory.mktemp("households"))
    return run_through(path, k=2, bootstrap=10, restarts=10)


@pytest.fixture(scope="module")
def tastes(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """McDonald's, with k chosen automatically as in the study; with all starts and samples it stands in `segmentation`."""
    path = make_folder("mcdonalds_msa", shared_data, tmp_path_factory.mktemp("tastes"))
    return run_through(path, bootstrap=50, restarts=20)


@pytest.fixture(scope="module")
def customers(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Customer Personality in four segments."""
    path = make_folder("customer_personality", shared_data, tmp_path_factory.mktemp("customers"))
    return run_through(path, k=4, bootstrap=10, restarts=10)
