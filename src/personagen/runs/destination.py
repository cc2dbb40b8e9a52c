"""Where a run goes: the default folder, and what an existing folder may be replaced by."""

from __future__ import annotations

import os
import re
import shutil
import socket
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from personagen.errors import Problem, StudyError
from personagen.runs.reading import LATEST, is_run

PARTIAL, REPLACED = ".partial-", ".old"


def default_destination(study_path: Path, started_at: datetime, fingerprint: str) -> Path:
    """Return ``runs/<study>/<UTC time>-<hash>`` beside the study file.

    Parameters
    ----------
    study_path
        The study file; its name, or that of its folder where it is called study.yaml, names the folder.
    started_at
        Start of the run, UTC.
    fingerprint
        Hash of study and inputs; its first eight characters are used.
    """
    stamp = started_at.strftime("%Y%m%dT%H%M%SZ")
    return _runs_of(study_path) / f"{stamp}-{fingerprint[:8]}"


def point_latest(run: Path) -> Path:
    """Let ``latest`` beside ``run`` name it: a link, or a text file where the system has no links.

    Raises
    ------
    OSError
        If it can't be written, or a folder stands in its place.
    """
    latest = run.parent / LATEST
    beside = beside_of(run.parent / LATEST)
    beside.unlink(missing_ok=True)
    try:
        _link(beside, run.name)
        beside.replace(latest)
    finally:
        beside.unlink(missing_ok=True)
    return latest


def _link(path: Path, name: str) -> None:
    try:
        path.symlink_to(name, target_is_directory=True)
    except (OSError, NotImplementedError):
        path.write_text(name, encoding="utf-8")


def comparison_destination(old: Path, new: Path) -> Path:
    """Return ``compare-<old>-<new>`` beside the new run."""
    return new.parent / f"compare-{old.name}-{new.name}"


def previous_run(study_path: Path, out: Path | None) -> Path | None:
    """Return the run before this one: the one that ``out`` would replace, else the latest beside the study; or None.

    Parameters
    ----------
    study_path
        The study file.
    out
        The run folder asked for, if any.
    """
    if out is not None and is_run(out):
        return out
    folder = _runs_of(study_path)
    latest = folder / LATEST
    if latest.is_file():  # a system without links
        latest = folder / latest.read_text(encoding="utf-8").strip()
    return folder / latest.resolve().name if is_run(latest) else None


def refuse_foreign(destination: Path, is_old: Callable[[Path], bool] = is_run, what: str = "run") -> None:
    """Refuse a destination that is neither new, nor empty, nor an old one that may be replaced.

    Parameters
    ----------
    destination
        The folder asked for.
    is_old
        Tells whether a folder is one of those.
    what
        What they are called.

    Raises
    ------
    StudyError
        If the folder holds something else, a file or a link stands there, or its name is kept for the newest run.
    """
    if destination.name.casefold() == LATEST:  # on some systems Latest is the same file
        raise _refusal(
            f'"{destination}" has the name that points to the newest run',
            "Name another folder, or leave --out away",
        )
    if destination.is_symlink():
        raise _refusal(f'"{destination}" is a link', "Name the folder itself")
    if not destination.exists():
        return
    if not destination.is_dir():
        raise _refusal(f'"{destination}" is a file', f"Name a new folder or an old {what}")
    if any(destination.iterdir()) and not is_old(destination):
        raise _refusal(
            f'"{destination}" holds files and is not a {what}',
            f"Name a new folder, or an old {what} that may be replaced",
        )


def _refusal(what: str, mend: str) -> StudyError:
    return StudyError(Problem(what, mend, where="--out"))


def beside_of(path: Path) -> Path:
    """Return where this process writes what is to stand at ``path`` when whole; its name says whose it is."""
    return path.with_name(f".{path.name}{PARTIAL}{_host()}-{os.getpid()}")


def sweep_abandoned(parent: Path) -> None:
    """Remove what killed runs left in ``parent``, half-written or replaced; it may hold research data.

    An old run whose place is empty, as its run was killed between the two steps of moving into place, is put back.
    """
    for folder in parent.glob(f".*{PARTIAL}*"):
        name, _, owner = folder.name.removesuffix(REPLACED).rpartition(PARTIAL)
        if not folder.is_dir() or not is_left(owner):
            continue
        place = folder.with_name(name.removeprefix("."))
        if folder.name.endswith(REPLACED) and not os.path.lexists(place):
            with suppress(FileNotFoundError):  # another run was first
                folder.rename(place)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def is_left(owner: str) -> bool:
    """Tell whether the process that the end of a name stands for is surely gone: one of this computer that runs no more."""
    host, _, pid = owner.rpartition("-")
    return os.name == "posix" and host == _host() and pid.isdigit() and not _is_alive(int(pid))


def _host() -> str:
    return re.sub(r"\W", "_", socket.gethostname())


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _runs_of(study_path: Path) -> Path:
    stem = study_path.stem if study_path.stem != "study" else study_path.resolve().parent.name
    return study_path.parent / "runs" / _slug(stem)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "study"
