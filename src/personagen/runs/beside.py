"""Writing a private file as a whole: beside its place, and moved there when all of it stands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from personagen.runs.destination import PARTIAL, beside_of, is_left


@contextmanager
def new_private_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that only its owner may read; it is in place when the block ends well, else nothing is left.

    What another process left half-written of the same file, and no longer works on, goes.
    """
    _sweep(path)
    beside = beside_of(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(beside, flags, 0o600), "wb") as stream:
            yield stream
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    start = f".{path.name}{PARTIAL}"
    for left in path.parent.iterdir():
        if left.name.startswith(start) and is_left(left.name.removeprefix(start)):
            left.unlink(missing_ok=True)
