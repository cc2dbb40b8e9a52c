"""Replacing a part of what is in place: a text file, or a folder of charts, each as a whole.

Writing a run belongs to `writing`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from personagen.runs.destination import PARTIAL, sweep_abandoned
from personagen.runs.writing import move_into_place, write_chart


def replace_text(path: Path, text: str) -> None:
    """Replace a text file as a whole: it is the old one or the new one."""
    beside = _beside(path)
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def replace_charts(folder: Path, charts: Mapping[str, tuple[str, bytes]]) -> None:
    """Replace a folder of charts as a whole: it holds the old ones or the new ones.

    Parameters
    ----------
    folder
        The folder; it is made where there is none.
    charts
        By name the text of the SVG file and the bytes of the PNG file.
    """
    sweep_abandoned(folder.parent)
    beside = _beside(folder)
    try:
        beside.mkdir(mode=0o755)
        for name, (svg, png) in charts.items():
            write_chart(beside, name, svg, png)
        move_into_place(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}{PARTIAL}{os.getpid()}")
