"""Writing a private file as a whole: beside its place, and moved there when all of it stands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from personagen.runs.destination import PARTIAL, is_alive


@contextmanager
def new_private_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that only its owner may read; it is in place when the block ends well, else nothing is left.

    What another process left half-written of the same file, and no longer works on, goes.
    """
    _sweep(path)
    beside = path.with_name(f".{path.name}{PARTIAL}{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(beside, flags, 0o600), "wb") as stream:
            yield stream
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    if os.name != "posix":
        return
    start = f".{path.name}{PARTIAL}"
    for left in path.parent.iterdir():
        pid = left.name.removeprefix(start)
        if left.name.startswith(start) and pid.isdigit() and not is_alive(int(pid)):
            left.unlink(missing_ok=True)
