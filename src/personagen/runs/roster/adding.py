"""Adding personas and opportunities to personas.yaml: lines are put in, and everything that stands in the file stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from personagen.contracts.roster import FollowUp, Roster
from personagen.errors import StudyError
from personagen.language import Words
from personagen.runs.roster.drafting import sketch_part, write_entry_lines
from personagen.runs.roster.following import OPPORTUNITIES, flow_followed, followed_part, write_followed
from personagen.runs.roster.reading import PERSONAS, RosterFile, decode, parse_roster
from personagen.runs.roster.sketching import SKETCHES, flow_sketches, write_sketches
from personagen.study.drafting.writing import write_flow

Insertion = tuple[int, str]  # where in the text, and what


def add_to_roster(
    file: RosterFile, new: Roster, words: Words, questions: Mapping[str, str] | None = None
) -> bytes | None:
    """Return the content of personas.yaml with more in it; None where its layout leaves no place to put that.

    Parameters
    ----------
    file
        As it stands now.
    new
        Entries and sketches to add.
    words
        Of the language of the study, for the comment above a part that wasn't there.
    questions
        Opportunities to add: by key the question that each asks.
    """
    asked = questions or {}
    text = decode(file.content, file.path)
    mark = file.content[: len(file.content) - len(text.encode())]
    end = "\r\n" if "\r\n" in text else "\n"
    added = text
    # the last place first, so that the others stay where they are; of one place the last part first
    found = enumerate([*_insertions(text, new, words), *_followed(text, asked, words)])
    for _, (place, more) in sorted(found, key=lambda each: (each[1][0], each[0]), reverse=True):
        added = added[:place] + more.replace("\n", end) + added[place:]
    return mark + added.encode() if _holds(added, file, new, asked) else None


def _parts(text: str) -> dict[str, tuple[Node, Node]]:
    root = YAML(typ="safe", pure=True).compose(text)
    return {key.value: (key, value) for key, value in root.value}


def _followed(text: str, questions: Mapping[str, str], words: Words) -> list[Insertion]:
    """Return where and how opportunities are put: at the end of their part, or as a part at the end of the file."""
    if not questions:
        return []
    parts = _parts(text)
    if OPPORTUNITIES not in parts:
        part = "\n".join(followed_part(questions, words))
        return [(len(text), ("" if text.endswith("\n") else "\n") + part + "\n")]
    key, value = parts[OPPORTUNITIES]
    lines = {2: write_followed(questions)}
    return [_insert(text, key, value, lines, [flow_followed(questions)])]


def _insertions(text: str, new: Roster, words: Words) -> list[Insertion]:
    parts = _parts(text)
    key, value = parts[PERSONAS]
    lines = {
        indent: [line for e in new.entries for line in write_entry_lines(e, indent)] for indent in (0, 2)
    }
    flow = [write_flow({"key": each.key, "name": each.name, "words": None}) for each in new.entries]
    found = [_insert(text, key, value, lines, flow)] if new.entries else []
    if not new.sketches:
        return found
    if SKETCHES not in parts:
        part = "\n".join(sketch_part(new, words))
        return [*found, (len(text), ("" if text.endswith("\n") else "\n") + part + "\n")]
    key, value = parts[SKETCHES]
    lines = {indent: [line for s in new.sketches for line in write_sketches(s, indent)] for indent in (0, 2)}
    return [*found, _insert(text, key, value, lines, [flow_sketches(each) for each in new.sketches])]


def _insert(text: str, key: Node, value: Node, lines: dict[int, list[str]], flow: list[str]) -> Insertion:
    """Return where and how items are put at the end of a list or a mapping."""
    if isinstance(value, SequenceNode | MappingNode) and value.flow_style:
        bracket = value.end_mark.index - 1
        inside = ("" if not value.value else ", ") + ", ".join(flow)
        return bracket, inside
    indent = value.start_mark.column if isinstance(value, SequenceNode | MappingNode) else 2
    place = _end_of_content(text, key, value, indent)
    block = "\n".join(_moved(lines[2], indent))
    return (place, f"{block}\n") if text[:place].endswith("\n") else (place, f"\n{block}\n")


def _moved(lines: list[str], indent: int) -> list[str]:
    return [" " * indent + line[2:] for line in lines]


def _end_of_content(text: str, key: Node, value: Node, indent: int) -> int:
    """Return the start of the line after a list and the comments that belong to its last item."""
    end = len(text[: _last_mark(key, value)].rstrip())
    place = _next_line(text, end)
    while comment := re.match(r"([ \t]*)#[^\n]*", text[place:]):
        if len(comment[1]) <= indent:
            break
        place = _next_line(text, place + comment.end())
    return place


def _next_line(text: str, place: int) -> int:
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1


def _last_mark(key: Node, value: Node) -> int:
    """Return where the last thing that is written ends; a blank value ends with its key."""
    if isinstance(value, ScalarNode) and value.start_mark.index == value.end_mark.index:
        return _index(key)
    if not value.value or not isinstance(value, SequenceNode | MappingNode) or value.flow_style:
        return _index(value)
    last: Any = value.value[-1]
    return _last_mark(*last) if isinstance(value, MappingNode) else _last_mark(last, last)


def _index(node: Node) -> int:
    return int(node.end_mark.index)


def _holds(text: str, file: RosterFile, new: Roster, questions: Mapping[str, str]) -> bool:
    """Tell whether the text says what the file said, and the new personas and opportunities besides."""
    try:
        made = parse_roster(text, file.path, is_given=True)
    except StudyError:
        return False
    keys = [key for sketches in (*file.roster.sketches, *new.sketches) for key in sketches.portraits.personas]
    followed = {**file.roster.opportunities, **dict.fromkeys(questions, FollowUp())}
    is_whole = made.opportunities == followed and list(made.opportunities) == list(followed)
    return is_whole and made.entries == (*file.roster.entries, *new.entries) and list(made.sketched) == keys
