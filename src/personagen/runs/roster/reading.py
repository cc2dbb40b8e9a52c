"""Reading personas.yaml and refusing what people broke in it, before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from personagen.contracts import RESERVED
from personagen.contracts.roster import LONGEST_NAME, Roster, RosterEntry
from personagen.errors import Problem, StudyError, did_you_mean
from personagen.runs.roster.following import OPPORTUNITIES, read_followed
from personagen.runs.roster.sketching import SKETCHES, read_sketches
from personagen.study.tree import Plain, Tree, read_tree

PERSONAS = "personas"
ENTRY = ("key", "name", "words")


@dataclass(frozen=True)
class RosterFile:
    """personas.yaml as it was when a run began.

    Parameters
    ----------
    path
        The file.
    content
        Its bytes.
    roster
        What they say.
    """

    path: Path
    content: bytes
    roster: Roster


def read_roster(path: Path, *, is_given: bool = False) -> RosterFile | None:
    """Read personas.yaml; None where there is no such file.

    Parameters
    ----------
    path
        The file.
    is_given
        Whether the segments are the company's own: they are known by name, so names may be long and nobody needs a
        portrait.

    Raises
    ------
    StudyError
        If it can't be read, or something in it is wrong: each problem with its line.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        what = "this is a folder" if path.is_dir() else f"it can't be read ({error.strerror})"
        mend = "Name a file that you may read under `personas` in the study."
        raise StudyError(Problem(what, mend, str(path))) from error
    return RosterFile(path, content, parse_roster(decode(content, path), path, is_given=is_given))


def decode(content: bytes, path: Path) -> str:
    """Return the text of the file, without the mark that some editors begin it with."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise StudyError(
            Problem("this is not UTF-8 text", "Save the file as UTF-8.", str(path), line)
        ) from error


def parse_roster(text: str, path: Path, *, is_given: bool = False) -> Roster:
    """Return what the text of personas.yaml says.

    Raises
    ------
    StudyError
        If something in it is wrong.
    """
    tree = read_tree(text, str(path))
    check = _Check(tree, str(path))
    entries = tuple(check.entries())
    sketches = () if tree.problems else read_sketches(tree, str(path))
    followed, wrong = read_followed(tree, str(path))
    roster = Roster(entries, sketches, followed)
    problems = [*tree.problems, *check.problems, *wrong]
    if not problems:
        problems = [*check.doubled()] + ([] if is_given else [*check.names(), *check.unknown(roster)])
    if problems:
        raise StudyError(sorted(problems, key=lambda problem: problem.line or 0))
    return roster


class _Check:
    """Goes through the list of personas and keeps what is wrong."""

    def __init__(self, tree: Tree, file: str) -> None:
        self.tree, self.file = tree, file
        self.problems: list[Problem] = []
        self.read: list[tuple[int, RosterEntry]] = []

    def problem(self, where: str, what: str, mend: str) -> Problem:
        line = self.tree.lines.get(where) or self.tree.lines.get(where.rpartition(".")[0])
        return Problem(what, mend, self.file, line, where or None)

    def wrong(self, where: str, what: str, mend: str) -> None:
        self.problems.append(self.problem(where, what, mend))

    def entries(self) -> Iterator[RosterEntry]:
        data = self.tree.data
        if not isinstance(data, dict) or PERSONAS not in data:
            self.wrong(
                "", "the list `personas:` is missing", "Put it back, or delete the file to have it drafted."
            )
            return
        self._allow("", data, (PERSONAS, OPPORTUNITIES, SKETCHES))
        listed = data[PERSONAS]
        if not isinstance(listed, list | None):
            self.wrong(PERSONAS, "this is not a list", "Begin each persona with `- key:`.")
            return
        for position, item in enumerate(listed or []):
            if entry := self._entry(f"{PERSONAS}.{position}", item):
                self.read.append((position, entry))
                yield entry

    def _allow(self, where: str, found: Mapping[str, Plain], allowed: Sequence[str]) -> None:
        for key in found:
            if key not in allowed:
                mend = f"{did_you_mean(key, allowed)} Allowed here: {', '.join(allowed)}."
                self.wrong(f"{where}.{key}".lstrip("."), f'there is no key "{key}" here', mend.strip())

    def _entry(self, where: str, item: Plain) -> RosterEntry | None:
        if not isinstance(item, dict):
            self.wrong(
                where, "this is not a persona", "Give it a key and a name: `- key: ...`, then `name: ...`."
            )
            return None
        self._allow(where, item, ENTRY)
        key, name = (self._text(where, item, each) for each in ("key", "name"))
        words = item.get("words")
        if not isinstance(words, str | None):
            self.wrong(f"{where}.words", "these are no words", "Put them in quotes.")
            return None
        if key is None or name is None:
            return None
        return RosterEntry(key, name, (words or "").strip() or None)

    def _text(self, where: str, item: Mapping[str, Plain], key: str) -> str | None:
        value = item.get(key)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        if value is None or isinstance(value, str):
            mend = {"key": "Put back the key that stood here.", "name": "Give the persona a name."}[key]
            self.wrong(f"{where}.{key}", f"the {key} is empty", mend)
        else:
            self.wrong(f"{where}.{key}", f"the {key} is no text", "Put it in quotes.")
        return None

    def doubled(self) -> Iterator[Problem]:
        """Yield each key and each name that stands twice."""
        for word, mend in (("key", "Keep one of the two."), ("name", "Give each persona a name of its own.")):
            first: dict[str, int] = {}
            for position, entry in self.read:
                value, where = getattr(entry, word), f"{PERSONAS}.{position}.{word}"
                if value.casefold() in first:
                    line = first[value.casefold()]
                    yield self.problem(
                        where, f'the {word} "{value}" stands twice, first in line {line}', mend
                    )
                first.setdefault(value.casefold(), self.tree.lines[where])

    def names(self) -> Iterator[Problem]:
        """Yield each name that tables and charts can't carry."""
        for position, entry in self.read:
            where = f"{PERSONAS}.{position}.name"
            if len(entry.name) > LONGEST_NAME:
                what = f"the name has {len(entry.name)} characters; charts have room for {LONGEST_NAME}"
                yield self.problem(where, what, "Make it shorter, and put the rest under words.")
            if entry.name.isdigit() or entry.name.casefold() in RESERVED:
                what = f'"{entry.name}" has a meaning of its own in the tables'
                yield self.problem(where, what, "Give the persona another name.")

    def unknown(self, roster: Roster) -> Iterator[Problem]:
        """Yield each persona without a portrait: nobody could be recognised as it."""
        sketched = roster.sketched
        for position, entry in self.read:
            if entry.key not in sketched:
                what = f'no persona with the key "{entry.key}" stands under {SKETCHES}'
                near = did_you_mean(entry.key, [key for key in sketched if key not in self.keys])
                mend = f"{near} Put back the key that stood here, or take the persona out."
                yield self.problem(f"{PERSONAS}.{position}.key", what, mend.strip())

    @property
    def keys(self) -> set[str]:
        """The keys that have an entry."""
        return {entry.key for _, entry in self.read}
