"""Run the program as people do: in a process of its own; runs that several tests look at are made once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-c", "from pipelines.cli import app; app(prog_name='personagen')")


@dataclass(frozen=True)
class Made:
    """A run that is in place, and what was said while it was made."""

    folder: Path
    stdout: str
    stderr: str

    @property
    def info(self) -> dict[str, Any]:
        """What run.json says."""
        content: dict[str, Any] = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        return content

    def table(self, name: str) -> pd.DataFrame:
        """Return a published table."""
        return pd.read_parquet(self.folder / "tables" / f"{name}.parquet")

    def private(self, name: str) -> pd.DataFrame:
        """Return a respondent-level table."""
        return pd.read_csv(self.folder / "private" / f"{name}.csv", dtype=str)


def environment(prefect_home: Path, **more: str) -> dict[str, str]:
    """Return this process's environment with a Prefect of its own and the checkout on the path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT), *filter(None, [kept.get("PYTHONPATH")])])
    return kept | {"PREFECT_HOME": str(prefect_home), "PYTHONPATH": path, "PYTHONUTF8": "1"} | more


def personagen(
    *arguments: str | Path, prefect_home: Path, cwd: Path = ROOT, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        cwd=cwd,
        env=environment(prefect_home, **(more or {})),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def make_run(study: Path, folder: Path, *arguments: str, **more: str) -> Made:
    """Run a study; fail when it doesn't end well."""
    home = folder.with_name(f"{folder.name}-prefect")
    done = personagen("run", study, "--out", folder, *arguments, prefect_home=home, more=more)
    assert done.returncode == 0, done.stderr
    return Made(folder, done.stdout, done.stderr)


def made_once(shared: Path, name: str, make: Callable[[Path], Made]) -> Made:
    """Return a run that all workers share: the first that asks makes it, the others wait."""
    folder, said = shared / name, shared / f"{name}.json"
    try:
        (shared / f"{name}-claimed").mkdir()
    except FileExistsError:
        wait_until(said.is_file, f"the run {name}, made by another test,", seconds=600)
    else:
        words: list[str] | None = None
        try:
            made = make(folder)
            words = [made.stdout, made.stderr]
        finally:
            beside = said.with_suffix(".partial")
            beside.write_text(json.dumps(words), encoding="utf-8")
            beside.replace(said)
    words = json.loads(said.read_text(encoding="utf-8"))
    assert words, f"the run {name} failed in another test"
    return Made(folder, *words)


def contents(folder: Path, *parts: str) -> dict[str, bytes]:
    """Return the bytes of every file of parts of a run."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in parts
        for path in sorted([folder / part] if (folder / part).is_file() else (folder / part).rglob("*"))
        if path.is_file()
    }


def wait_until(happened: Callable[[], bool], what: str, *, seconds: float) -> None:
    """Wait for something; fail when it doesn't happen in time."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"{what} did not happen within {seconds} seconds"
        time.sleep(0.2)
