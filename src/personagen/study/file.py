"""A study file that has been read: the study, its lines, and the data files beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PureWindowsPath

from personagen.errors import PersonagenError, Problem, StudyError, did_you_mean
from personagen.study.model import Study


@dataclass(frozen=True)
class StudyFile:
    """A study and where it stands.

    Parameters
    ----------
    path
        The study file.
    study
        What it says.
    lines
        1-based line of each dotted key, such as ``survey.weight`` or ``touchpoints.0.at``.
    hash
        sha256 of the file's content.
    data_language
        Language of the emotion words in the data, where ``study`` has another one for the report.
    """

    path: Path
    study: Study
    lines: Mapping[str, int] = field(default_factory=dict)
    hash: str = ""
    data_language: str | None = None

    @property
    def folder(self) -> Path:
        """The folder that all paths of the study are relative to."""
        return self.path.parent

    def name_of(self, path: Path) -> str:
        """Return a path as the study would name it: relative to its folder, with forward slashes."""
        return Path(os.path.relpath(path, self.folder)).as_posix()

    def line_of(self, key: str) -> int | None:
        """Return the line of a key, or of the nearest key above it that is given; None where there is none.

        A list is numbered from 0; ``touchpoints.0.at`` also finds the only log, written without a list.
        """
        return line_in(self.lines, key)

    def problem(self, key: str, what: str, mend: str) -> Problem:
        """Return a problem of a key, with file and line."""
        return Problem(what, mend, str(self.path), self.line_of(key), plain(spelled_in(self.lines, key)))

    @contextmanager
    def placing(self) -> Iterator[None]:
        """Add file and line to problems of a key that come from stages that don't know the study file.

        Raises
        ------
        PersonagenError
            The one that was raised inside, each problem with its place.
        """
        try:
            yield
        except PersonagenError as error:
            raise type(error)([self._placed(problem) for problem in error.problems]) from None

    def _placed(self, problem: Problem) -> Problem:
        line = self.line_of(problem.where or "")
        if problem.file is not None or line is None:
            return problem
        return replace(problem, file=str(self.path), line=line)

    def resolve(self, key: str, pattern: str | Sequence[str]) -> list[Path]:
        """Return the files that one or more patterns name, sorted, each once.

        Parameters
        ----------
        key
            The key that holds them, for messages.
        pattern
            Paths relative to the study's folder, perhaps with ``*``, ``?`` or ``**``.

        Raises
        ------
        StudyError
            If a pattern leaves the study's folder, or names nothing or a folder.
        """
        patterns = (
            [(key, pattern)]
            if isinstance(pattern, str)
            else [(f"{key}.{position}", one) for position, one in enumerate(pattern)]
        )
        found = {path for place, one in patterns for path in self._match(place, one)}
        return sorted(found, key=self.name_of)

    def place(self, key: str, name: str) -> Path:
        """Return the path of a file that need not be there yet.

        Raises
        ------
        StudyError
            If it leaves the study's folder, holds a ``*``, or its folder isn't there.
        """
        refusal = _refuse_path(name)
        if refusal is None and _is_glob(name):
            refusal = f'"{plain(name)}" names several files', "Name one file."
        if refusal is None and not (self.folder / name).parent.is_dir():
            refusal = f'the folder of "{plain(name)}" does not exist', "Paths are relative to the study file."
        if refusal:
            raise StudyError(self.problem(key, *refusal))
        return Path(os.path.normpath(self.folder / name))

    def _match(self, key: str, pattern: str) -> list[Path]:
        if refusal := _refuse_path(pattern):
            raise StudyError(self.problem(key, *refusal))
        path = self.folder / pattern
        try:
            is_folder = path.is_dir()
            if path.is_file():
                return [Path(os.path.normpath(path))]
            normal = os.path.normpath(pattern)
            found = [] if is_folder else [p for p in self.folder.glob(normal) if p.is_file()]
        except (OSError, ValueError, IndexError) as error:
            what = f'"{plain(pattern)}" can\'t be used as a path'
            raise StudyError(self.problem(key, what, "Check its name.")) from error
        if not found:
            raise StudyError(self.problem(key, *self._explain_absence(pattern, is_folder=is_folder)))
        return found

    def _explain_absence(self, pattern: str, *, is_folder: bool) -> tuple[str, str]:
        if is_folder:
            return f'"{pattern}" is a folder', f'Name the files in it, such as "{pattern.rstrip("/")}/*.csv".'
        parent = Path(pattern).parent
        what = f'no file matches "{pattern}"' if _is_glob(pattern) else f'there is no file "{pattern}"'
        mend = "Paths are relative to the study file."
        if not _is_glob(str(parent)) and not (self.folder / parent).is_dir():
            return f"{what}: its folder does not exist", mend
        near = did_you_mean(Path(pattern).name, _names_in(self.folder / parent))
        return what, f"{mend} {near}".strip()


def _is_glob(pattern: str) -> bool:
    return any(sign in pattern for sign in "*?[")


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir() if path.is_file())
    except OSError:  # may not be looked into, or isn't there
        return []


def plain(text: str) -> str:
    """Return a text on one line, without characters that can't be shown."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def line_in(lines: Mapping[str, int], key: str) -> int | None:
    """Return the line of a key, or of the nearest key above it that is given."""
    key = spelled_in(lines, key)
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key)


def spelled_in(lines: Mapping[str, int], key: str) -> str:
    """Return a key as the file spells it: ``touchpoints.at`` where the only log is no list."""
    if key.startswith("touchpoints.0") and "touchpoints.0" not in lines:
        return "touchpoints" + key.removeprefix("touchpoints.0")
    return key


def _refuse_path(pattern: str) -> tuple[str, str] | None:
    if not pattern.strip():
        return "the path is empty", "Name a file relative to the study file."
    if "\\" in pattern:
        return f'"{pattern}" is written with \\', "Write / between folders; that works on every system."
    windows = PureWindowsPath(pattern)
    if windows.drive or windows.root:
        return (
            f'"{pattern}" is an absolute path',
            "Put the file in the study's folder and name it from there.",
        )
    if Path(os.path.normpath(pattern)).parts[:1] == ("..",):
        return (
            f'"{pattern}" leaves the study\'s folder',
            "Put the file in the study's folder, or a link to it.",
        )
    return None
