"""A run that is stopped halfway: at once, with nothing left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from personagen.runs.destination import sweep_abandoned


@contextmanager
def a_run_halfway(tmp_path: Path, webshop: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a run in a group of its own, and go on when it has read everything."""
    program = "from pipelines.cli import app; app(prog_name='personagen')"
    study, out = str(webshop / "study.yaml"), str(tmp_path / "runs" / "run")
    command = [sys.executable, "-c", program, "run", study, "--out", out]
    environment = {**os.environ, "PREFECT_HOME": str(tmp_path / "prefect")}
    environment.pop("PREFECT_API_URL", None)
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("Turning answers into features"):
                break
        yield process


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="Windows has no signals to send to a process")
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_nothing(tmp_path: Path, webshop: Path, signum: signal.Signals):
    with a_run_halfway(tmp_path, webshop) as process:
        # Ctrl-C in a terminal reaches all processes of the group, Prefect's server too
        os.killpg(process.pid, signum)
        said = process.stderr.read()
        status = process.wait(timeout=60)
    assert status == 128 + signum
    assert "Stopped; nothing was written." in said
    assert "Traceback" not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["prefect"]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="Windows has no signals to send to a process")
def test_a_killed_run_takes_prefects_server_with_it(tmp_path: Path, webshop: Path):
    with a_run_halfway(tmp_path, webshop) as process:
        process.kill()
        process.wait(timeout=60)
        with pytest.raises(ProcessLookupError):
            for _ in range(300):
                os.killpg(process.pid, 0)  # the server is of its group
                time.sleep(0.1)
    (left,) = (tmp_path / "runs").iterdir()
    sweep_abandoned(tmp_path / "runs")
    assert not left.exists()


def test_a_block_that_ends_well_is_not_stopped():
    code = "from pipelines.stopping import stoppable\nwith stoppable():\n    print('well')"
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "well", "")
