"""Fixtures that all tests share."""

from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipelines.settings import prepare_prefect

ROOT = Path(__file__).resolve().parents[1]
_SHARED_RUNS = {"webshop_run", "webshop_again", "webshop_second"}
# makes the runs of the worked example that other files look at
_MAKES_SHARED_RUNS = ROOT / "tests" / "promises" / "test_deterministic.py"

# the machine is shared and noisy: a slow example is no failure, and a failure must come back
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


# every worker has a core of its own, and threads of several would wait for each other
os.environ.setdefault("OMP_NUM_THREADS", "1")

# every worker has a Prefect of its own, and none tells anybody
_PREFECT_HOME = tempfile.TemporaryDirectory(prefix="personagen-prefect-", ignore_cleanup_errors=True)
os.environ["PREFECT_HOME"] = _PREFECT_HOME.name
prepare_prefect(verbose=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let files of slow tests begin first, so that quick ones fill up what is left of each worker's time.

    The very first makes the runs that files share, and those that look at them come last of the slow ones: then no worker
    waits for another.
    """
    slow, waiting = set(), set()
    for item in items:
        if item.get_closest_marker("slow") or item.get_closest_marker("browser"):
            slow.add(item.path)
        if _SHARED_RUNS & set(getattr(item, "fixturenames", ())):
            waiting.add(item.path)
    items.sort(
        key=lambda item: (item.path != _MAKES_SHARED_RUNS, item.path not in slow, item.path in waiting)
    )


def pytest_unconfigure() -> None:
    """Let everything be collected at the end, as without tests."""
    gc.unfreeze()


@pytest.fixture(scope="module", autouse=True)
def _leave_alone_what_stays() -> None:
    """Leave modules and tests out of garbage collection: it takes most of its time to look through them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data(root: Path) -> Path:
    """Real data beside the checkout, which only some machines have."""
    folder = root.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data sets stand beside the checkout on CI only")
    return folder


@pytest.fixture(scope="session")
def webshop(root: Path) -> Path:
    """The worked example."""
    return root / "data" / "webshop"
