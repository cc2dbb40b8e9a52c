"""The README's way to a weekly run: a server, a work pool, a deployment and a worker, all as it says."""

from __future__ import annotations

import json
import re
import shlex
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.promises.runs import ROOT, Made, environment, texts_in, wait_until
from tests.promises.small_study import CANARIES, SmallStudy, make_small_study

pytestmark = pytest.mark.slow


def free_port() -> int:
    """Return a port that can be opened here; skip where none can."""
    try:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            return int(listener.getsockname()[1])
    except OSError as error:
        pytest.skip(f"no port can be opened here ({error})")


def readme_line(start: str) -> list[str]:
    """Return the README's command that starts so, with this environment's Prefect."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(rf"^({re.escape(start)}.*)$", text, re.MULTILINE)
    assert len(found) == 1, start
    program, *arguments = shlex.split(found[0])
    assert program == "prefect"
    return [sys.executable, "-m", "prefect", *arguments]


@dataclass(frozen=True)
class Server:
    """A server on a port of its own."""

    port: int
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What the README's `export` lines say, but for the port."""
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        pairs = [pair for line in re.findall(r"^export (.+)$", text, re.MULTILINE) for pair in line.split()]
        said = dict(pair.split("=", 1) for pair in pairs)
        assert {"PREFECT_API_URL", "PREFECT_SERVER_ANALYTICS_ENABLED", "DO_NOT_TRACK"} == set(said)
        said["PREFECT_API_URL"] = said["PREFECT_API_URL"].replace("4200", str(self.port))
        return environment(
            self.folder / "prefect", PREFECT_SERVER_API_PORT=str(self.port), NO_COLOR="1", **said
        )

    def prefect(self, start: str, *more: str) -> str:
        """Run a line of the README in the checkout."""
        done = subprocess.run(
            [*readme_line(start), *more],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def keep(self, start: str) -> Iterator[None]:
        """Keep a line of the README running."""
        with (self.folder / f"{start.split()[1]}.log").open("wb") as log:
            process = subprocess.Popen(
                readme_line(start), cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
            try:
                yield
            finally:
                process.terminate()
                try:
                    process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def ask(self, path: str, **question: object) -> Any:
        """Ask the server."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/{path}",
            data=json.dumps(question).encode() if question else None,
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.load(answer)

    def is_up(self) -> bool:
        """Tell whether it answers."""
        try:
            return bool(self.ask("health"))
        except OSError:
            return False


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallStudy:
    """Return a small study in place of the example, to be fast."""
    return make_small_study(tmp_path_factory.mktemp("deployed") / "small")


@pytest.fixture(scope="module")
def server(small: SmallStudy) -> Iterator[Server]:
    """Return a server with the deployment, and a worker that serves it."""
    server = Server(free_port(), small.folder)
    with server.keep("prefect server start"):
        wait_until(server.is_up, "the start of Prefect's server", seconds=300)
        server.prefect("prefect work-pool create local")
        server.prefect("prefect --no-prompt deploy")
        with server.keep("prefect worker start"):
            yield server


def test_weekly_run_on_a_server(server: Server, small: SmallStudy):
    deployment = server.ask("deployments/name/personagen/weekly")
    assert [(one["slug"], one["schedule"]["cron"], one["active"]) for one in deployment["schedules"]] == [
        ("monday-morning", "0 7 * * 1", True)
    ]
    example = Path(deployment["parameters"]["study"])
    steps = deployment["pull_steps"]
    assert [step["prefect.deployments.steps.set_working_directory"]["directory"] for step in steps] == [
        str(ROOT)
    ]
    assert (ROOT / example).is_file()
    made = Made(small.folder / "made", "", "")
    # a relative path, as the example's: it stands to the working directory that the deployment sets
    study = Path(*[".."] * (len(ROOT.parts) - 1), *small.path.parts[1:])
    asked = ["--param", f"study={study}", "--param", f"out={made.folder}", "--watch"]
    server.prefect("prefect deployment run", *asked)
    runs = server.ask("flow_runs/filter", flow_runs={"state": {"type": {"any_": ["COMPLETED"]}}})
    names = {server.ask(f"flows/{run['flow_id']}")["name"] for run in runs}
    assert names == {"personagen", "ingest", "personas", "journeys", "report"}
    assert made.info["chosen"]["k"] == 3
    assert deployment["parameters"]["personas"] == "keep"
    assert made.info["chosen"]["reason"] == "given"  # nothing to keep yet: the study says three
    assert (made.folder / "report.html").is_file()
    artifacts = {one["key"]: one for one in server.ask("artifacts/filter", limit=20)}
    assert {"row-account", "choice-of-k", "personas"} == set(artifacts)
    account = {row["source"]: row["read"] for row in json.loads(artifacts["row-account"]["data"])}
    assert account["survey"] == str(len(small.rows("raw/survey.csv")))
    assert "data:image/png;base64," in artifacts["personas"]["data"]
    before = made.private("assignments")
    server.prefect("prefect deployment run", *asked)
    assert made.info["chosen"]["reason"] == "kept"
    assert made.private("assignments").equals(before)
    assert made.table("drift")["psi"].eq(0).all()


def test_weekly_runs_are_planned(server: Server):
    """The scheduler of a lasting server puts the coming Mondays in place."""

    def planned() -> list[str]:
        asked = {"state": {"type": {"any_": ["SCHEDULED"]}}}
        return [run["expected_start_time"] for run in server.ask("flow_runs/filter", flow_runs=asked)]

    wait_until(lambda: len(planned()) >= 2, "planning", seconds=120)


def test_no_telemetry_and_nobody_on_the_server(server: Server, small: SmallStudy):
    assert server.ask("admin/settings")["server"]["analytics_enabled"] is False
    kept = list(texts_in(server.folder / "prefect"))
    assert any(b"row-account" in text for _, text in kept)
    ids = [small.rows("raw/survey.csv")[0]["email"], *CANARIES]
    assert [(name, one) for name, text in kept for one in ids if one.encode() in text] == []
