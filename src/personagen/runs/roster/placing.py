"""Putting personas.yaml in its place as a whole, and never over what somebody else put there meanwhile."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from personagen.runs.destination import beside_of


def place_new(path: Path, text: str) -> bool:
    """Write a file that isn't there yet; False where there is one by now.

    Raises
    ------
    OSError
        If the folder can't be written.
    """
    with _beside(path, text.encode()) as beside:
        try:
            os.link(beside, path)
        except FileExistsError:
            return False
        except OSError:  # a file system without links
            if path.exists():
                return False
            beside.replace(path)
        return True


def replace_unchanged(path: Path, before: bytes, content: bytes) -> bool:
    """Replace a file whose bytes are still those it had ``before``; False where they aren't.

    A link stays a link, and rights stay as they are.

    Raises
    ------
    OSError
        If it can't be written.
    """
    path = path.resolve()
    with _beside(path, content) as beside:
        if path.read_bytes() != before:
            return False
        if not os.access(path, os.W_OK):
            raise PermissionError(13, "it may not be changed", str(path))
        shutil.copymode(path, beside)
        beside.replace(path)
        return True


@contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Path]:
    beside = beside_of(path)
    try:
        beside.write_bytes(content)
        yield beside
    finally:
        beside.unlink(missing_ok=True)
