"""Writing a run: beside its place, and moved there when whole."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pandas as pd

from personagen.errors import Problem, StudyError
from personagen.runs.destination import PARTIAL, refuse_foreign, sweep_abandoned
from personagen.runs.reading import is_comparison, is_run

_unfinished: dict[Path, tuple[Path, list[Path]]] = {}  # by folder: its destination, parents made for it
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class FolderWriter:
    """Writes what is published into a folder that isn't in place yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("tables", "charts"):
            (folder / name).mkdir(mode=0o755)

    def write_table(self, name: str, table: pd.DataFrame) -> None:
        """Write a published table as CSV (texts that a spreadsheet would run get a quote mark) and Parquet."""
        path = self.folder / "tables" / name
        _inert(table).to_csv(
            path.with_suffix(".csv"),
            index=False,
            encoding="utf-8",
            lineterminator="\n",
            date_format="%Y-%m-%dT%H:%M:%SZ",
        )
        table.to_parquet(path.with_suffix(".parquet"), index=False)

    def write_chart(self, name: str, svg: str, png: bytes) -> None:
        """Write a chart in both forms."""
        write_chart(self.folder / "charts", name, svg, png)

    def write_report(self, html: str) -> None:
        """Write the page."""
        (self.folder / "report.html").write_text(html, encoding="utf-8", newline="\n")

    def write_account(self, name: str, content: Mapping[str, object]) -> None:
        """Write run.json or compare.json: the only place where the time of day stands."""
        (self.folder / name).write_text(_as_json(content), encoding="utf-8", newline="\n")


def write_chart(folder: Path, name: str, svg: str, png: bytes) -> None:
    """Write a chart in both forms into a folder."""
    (folder / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")
    (folder / f"{name}.png").write_bytes(png)


class RunWriter(FolderWriter):
    """Writes into a run that isn't in place yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        (folder / "private").mkdir(mode=0o700)

    @property
    def scratch(self) -> Path:
        """Return a private folder that is gone when the run is in place."""
        scratch = self.folder / "private" / "scratch"
        scratch.mkdir(mode=0o700, exist_ok=True)
        return scratch

    def write_roster(self, text: str) -> None:
        """Write a draft of personas.yaml, for people to put beside their study."""
        (self.folder / "personas.yaml").write_text(text, encoding="utf-8", newline="\n")

    def write_private(self, name: str, table: pd.DataFrame) -> None:
        """Write a respondent-level table; ``name`` may be ``quarantine/survey``."""
        path = self.folder / "private" / f"{name}.csv"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _inert(table).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
        path.chmod(0o600)

    def write_private_json(self, name: str, content: Mapping[str, object]) -> None:
        """Write a private JSON file, such as model.json."""
        path = self.folder / "private" / name
        path.write_text(_as_json(content), encoding="utf-8", newline="\n")
        path.chmod(0o600)

    def write_run(self, content: Mapping[str, object]) -> None:
        """Write run.json."""
        self.write_account("run.json", content)


@contextmanager
def new_run(destination: Path) -> Iterator[RunWriter]:
    """Yield a writer; move the run into place when the block ends well, else leave nothing.

    ``destination`` is afterwards the old run, the new run or absent, never a mixture.

    Raises
    ------
    StudyError
        If the destination is something else than a run, or can't be written.
    """
    with _beside(destination) as folder:
        yield RunWriter(folder)
        shutil.rmtree(folder / "private" / "scratch", ignore_errors=True)


@contextmanager
def new_comparison(destination: Path) -> Iterator[FolderWriter]:
    """Yield a writer of a comparison; it is moved into place as a run is.

    Raises
    ------
    StudyError
        If the destination is something else than a comparison, or can't be written.
    """
    with _beside(destination, is_comparison, "comparison") as folder:
        yield FolderWriter(folder)


@contextmanager
def _beside(destination: Path, is_old: Callable[[Path], bool] = is_run, what: str = "run") -> Iterator[Path]:
    """Yield a new folder beside its destination, and move it there when the block ends well."""
    destination = Path(os.path.abspath(destination))  # noqa: PTH100 - resolve() would follow `latest` away from its place
    refuse_foreign(destination, is_old, what)
    folder = destination.parent / f".{destination.name}{PARTIAL}{os.getpid()}"
    absent = [parent for parent in destination.parents if not parent.exists()]
    _unfinished[folder] = (destination, absent)
    try:
        with _explained(destination):
            destination.parent.mkdir(parents=True, exist_ok=True)
            sweep_abandoned(destination.parent)
            folder.mkdir(mode=0o700)
        yield folder
        with _explained(destination):
            folder.chmod(0o755)
            move_into_place(folder, destination)
    finally:
        _abandon(folder)


def abandon_unfinished() -> None:
    """Remove the runs of this process that aren't in place, as `new_run` does when its block is left.

    For a process that ends at once, without leaving its blocks.
    """
    for folder in tuple(_unfinished):
        _abandon(folder)


def _abandon(folder: Path) -> None:
    destination, absent = _unfinished.pop(folder, (folder, []))
    old = _old(folder)
    if old.exists() and not destination.exists():
        old.rename(destination)
    shutil.rmtree(folder, ignore_errors=True)
    _remove_empty(absent)


def _remove_empty(folders: Sequence[Path]) -> None:
    """Remove folders that hold nothing, the innermost first."""
    with suppress(OSError):  # one of them holds the run
        for folder in folders:
            folder.rmdir()


def _old(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.old")


def move_into_place(folder: Path, destination: Path) -> None:
    """Move a folder to its destination; what stands there is replaced as a whole, or comes back if that fails."""
    old = _old(folder)
    if destination.exists():
        destination.rename(old)
    try:
        folder.rename(destination)
    except OSError:
        if old.exists():
            old.rename(destination)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _explained(destination: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StudyError(
            Problem(
                f'"{destination}" can\'t be written ({error.strerror or type(error).__name__})',
                "Name a folder that you may write, with --out",
                where="--out",
            )
        ) from error


def _inert(table: pd.DataFrame) -> pd.DataFrame:
    texts = [
        name
        for name in table.columns
        if isinstance(table[name].dtype, pd.StringDtype) or table[name].dtype == object
    ]
    return table.assign(
        **{
            name: table[name].where(
                ~table[name].astype("str").str.startswith(_FORMULA_STARTS), "'" + table[name].astype("str")
            )
            for name in texts
        }
    )


def _as_json(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"
