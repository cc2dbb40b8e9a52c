"""Run the program as people do: in a process of its own; runs that several tests look at are made once."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).parents[2]
# what must not matter to a result
OTHER_SURROUNDINGS = {
    "PYTHONHASHSEED": "4711",
    "OMP_NUM_THREADS": "3",
    "OPENBLAS_NUM_THREADS": "3",
    "TZ": "Pacific/Chatham",
    "LC_ALL": "C",
    "COLUMNS": "40",
}
PROGRAM = (sys.executable, "-c", "from pipelines.cli import app; app(prog_name='personagen')")

_PNG = b"\x89PNG\r\n\x1a\n"


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
    said = shared / f"{name}.json"
    try:
        (shared / f"{name}-claimed").mkdir()
    except FileExistsError:
        wait_until(said.is_file, f"the run {name}, made by another test,", seconds=600)
    else:
        words: list[str] | None = None
        try:
            made = make(shared / name)
            words = [str(made.folder), made.stdout, made.stderr]
        finally:
            beside = said.with_suffix(".partial")
            beside.write_text(json.dumps(words), encoding="utf-8")
            beside.replace(said)
    words = json.loads(said.read_text(encoding="utf-8"))
    assert words, f"the run {name} failed in another test"
    return Made(Path(words[0]), *words[1:])


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


def texts_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield everything that can be read in the files of a folder: packed, coded and Parquet parts unpacked too."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data, name = path.read_bytes(), path.relative_to(folder).as_posix()
        data = _without_pixels(data) if data.startswith(_PNG) else data
        yield name, data
        if path.suffix == ".parquet":
            yield name, pd.read_parquet(path).to_csv().encode()
        for part in _unpacked(data):
            yield name, part


def _without_pixels(data: bytes) -> bytes:
    """Return a PNG without its packed pixels: a few letters stand in any long run of packed bytes by chance."""
    kept, at = data[: len(_PNG)], len(_PNG)
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        kept += b"" if data[at + 4 : at + 8] == b"IDAT" else data[at:end]
        at = end
    return kept


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Yield what stands packed or in base64 within bytes, such as results in a database."""
    for run in re.findall(rb"[A-Za-z0-9+/_-]{32,}={0,2}", data):
        plain = base64.urlsafe_b64decode(run.replace(b"+", b"-").replace(b"/", b"_")[: len(run) // 4 * 4])
        yield plain
        with suppress(zlib.error):
            yield zlib.decompressobj(47).decompress(plain)
    for start in (b"\x1f\x8b\x08", b"\x78\x9c", b"\x78\x01", b"\x78\xda"):
        for at in re.finditer(re.escape(start), data):
            with suppress(zlib.error):
                yield zlib.decompressobj(47).decompress(data[at.start() :])
