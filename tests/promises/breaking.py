"""What a broken study is: a name, what breaks it, the command, and the words that its message must hold."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines.cli import app
from tests.promises.small_study import CANARIES, SmallStudy

Break = Callable[[SmallStudy], object]
# the first bytes of files that are no text
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x06\x00\x00\x00"
XLSX = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00b\xee\x9dh^\x01\x00\x00" * 40


@dataclass(frozen=True)
class Case:
    """A study that is broken in one way.

    Parameters
    ----------
    name
        What is wrong, in a few words.
    break_it
        Breaks a whole study.
    words
        What the message must hold: the file, the line or column, the value, what to do.
    arguments
        The command, run in the study's folder.
    """

    name: str
    break_it: Break
    words: tuple[str, ...]
    arguments: tuple[str, ...] = ("check", "study.yaml")


def case(name: str, break_it: Break, *words: str, command: str = "check study.yaml") -> Case:
    """Return a case; the command is split at its spaces."""
    return Case(name, break_it, words, tuple(command.split()))


def edit(old: str, new: str) -> Break:
    """Return what puts other words in the study file."""
    return lambda study: study.edit(old, new)


def add(text: str) -> Break:
    """Return what puts keys at the end of the study file."""
    return lambda study: study.add(text)


def write(file: str, content: str | bytes) -> Break:
    """Return what makes or replaces a file."""
    return lambda study: study.write(file, content)


def fill(file: str, column: str, value: str) -> Break:
    """Return what puts one value in every row of a column."""
    return lambda study: study.fill(file, column, value)


def rename(file: str, old: str, new: str) -> Break:
    """Return what gives a column another name."""
    return lambda study: study.rename(file, old, new)


def header_only(file: str) -> Break:
    """Return what leaves the first line of a file."""
    return lambda study: study.write(file, study.read(file).splitlines()[0] + "\n")


def ragged(file: str) -> Break:
    """Return what gives every row a cell more than the header has."""

    def break_it(study: SmallStudy) -> None:
        header, *rows = study.read(file).splitlines()
        study.write(file, "\n".join([header, *(f"{row},more,and more" for row in rows)]) + "\n")

    return break_it


def doubled(file: str, column: str) -> Break:
    """Return what gives the last column the name of another one."""

    def break_it(study: SmallStudy) -> None:
        header, *rows = study.read(file).splitlines()
        study.write(file, "\n".join([f"{header.rpartition(',')[0]},{column}", *rows]) + "\n")

    return break_it


def nothing(study: SmallStudy) -> None:
    """Leave the study whole: the command itself is what is wrong."""


def parameters(cases: Iterable[Case], *marks: pytest.MarkDecorator) -> list[object]:
    """Return cases as pytest takes them."""
    return [pytest.param(one, id=one.name.replace(" ", "-"), marks=marks) for one in cases]


def listing(folder: Path) -> dict[str, str]:
    """Return every file and folder below a folder, hidden ones too, with a hash of what a file holds."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "folder"
        for path in sorted(folder.rglob("*"))
    }


def call(*arguments: str) -> Result:
    """Run a command in this process."""
    root = logging.getLogger()
    handlers = [*root.handlers]
    try:
        return CliRunner().invoke(app, list(arguments))
    finally:
        # the first run makes Prefect log to this command's stderr, which is closed for the next one
        root.handlers[:] = handlers


def assert_mendable(one: Case, study: SmallStudy, place: Path) -> None:
    """Break a study, run its command, and look at status, message and what is left."""
    one.break_it(study)
    before = listing(place)
    result = call(*one.arguments)
    said = " ".join(result.stderr.replace("│", " ").split())
    assert result.exit_code == 2, f"{result.exit_code}: {said} {result.exception!r}\n{result.stdout}"
    assert result.stdout == ""
    assert [word for word in one.words if word not in said] == [], said
    assert "Traceback" not in said
    assert [name for name in CANARIES if name in result.output] == []
    assert listing(place) == before
