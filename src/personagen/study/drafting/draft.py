"""A study file drafted from exports, for a researcher to correct."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from personagen.contracts.text import TextTable
from personagen.errors import DataError, Problem
from personagen.study.drafting.export import Export, group_parts
from personagen.study.drafting.kinds import Kind, tell_kinds
from personagen.study.drafting.roles import Section
from personagen.study.drafting.sources import ListCells, Sources, count_blank_phases, draft_sources
from personagen.study.drafting.variables import Drafted
from personagen.study.drafting.writing import (
    join_lines,
    write_comment,
    write_entry,
    write_flow,
    write_section,
)
from personagen.study.variables import BLOCKS

_HEAD = "Drafted by `personagen init`: correct what is unsure, then run `personagen check`."
_PERSONAS = "names and words for the personas: the first run drafts this file, and what you write in it stays"
_LEFT_OUT = {
    "personal": "personal data",
    "id": "ids, or an answer of its own in every row",
    "constant": "the same answer in every row",
    "blank": "no answers at all",
    "tool": "made by the survey tool",
    "text": "free text, which nothing computes with",
    "names": "what looks like names of people, who are no groups",
    "many": "more different answers than groups have; what is no free text may be `type: nominal` with `role: descriptor`",
}


@dataclass(frozen=True)
class Draft:
    """A drafted study.

    Parameters
    ----------
    text
        The study file: YAML with comments.
    extra_files
        Files to stand beside it, by name: a touchpoint map to fill in.
    unsure
        What to look at first: each comment of the draft that is marked "unsure", with its key.
    """

    text: str
    extra_files: Mapping[str, str] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()


def draft_study(
    tables: Sequence[TextTable],
    *,
    title: str,
    language: Literal["nl", "en"],
    list_cells: ListCells | None = None,
) -> Draft:
    """Draft a study from exports.

    Parameters
    ----------
    tables
        The exports as text, each called as the study is to name its file. Files with the same
        columns are parts of one export. The order of files and of rows plays no part.
    title
        Title of the study.
    language
        Language of the study: ``nl`` or ``en``.
    list_cells
        Returns all distinct cells of a file's column, so that the map has every touchpoint of a log
        of which ``tables`` has only the first rows.

    Returns
    -------
    Draft
        A study file that can be read, and a touchpoint map where there are logs and no map.

    Raises
    ------
    DataError
        If no table is about people.
    """
    exports = group_parts(tables)
    kinds = tell_kinds(exports)
    _refuse_no_people(exports, kinds)
    sources = draft_sources(exports, kinds, language, list_cells)
    remarks = _say_beginnings(tables)
    head = {"study": title, "language": language, "phases": "six"}
    head_lines = [line for key, value in head.items() for line in write_entry(key, value, 0)]
    groups = [
        [*_comments([_HEAD, *remarks]), *head_lines],
        *(_source_lines(key, sections) for key, sections in sources.sections.items()),
        _map_lines(sources),
        _variable_lines(sources.drafted),
        [*write_comment(_PERSONAS), *write_entry("personas", "personas.yaml", 0)],
        _comments(sources.remarks),
    ]
    return Draft(join_lines(groups), sources.extra_files, (*remarks, *_find_unsure(sources)))


def _refuse_no_people(exports: Sequence[Export], kinds: Sequence[Kind]) -> None:
    if not {"survey", "touchpoints"} & set(kinds):
        mend = "Give a survey with one row per respondent, or a touchpoint log."
        files = ", ".join(file for export in exports for file in export.files)
        raise DataError(Problem("no file holds answers or contacts of people", mend, files))


def _say_beginnings(tables: Sequence[TextTable]) -> list[str]:
    """Say of which files only the first rows were looked at."""
    large = sorted((table for table in tables if not table.is_whole), key=lambda table: table.name)
    if not large:
        return []
    n_rows, first, n_more = max(len(table.frame) for table in large), large[0].name, len(large) - 1
    files = f"{first} and {n_more} more" if n_more else first
    return [f"unsure: looked at the first {n_rows} rows of {files}; later rows may hold other answers"]


def _source_lines(key: str, sections: Sequence[Section]) -> list[str]:
    """Return the lines of a source; several logs stand in a list."""
    if len(sections) == 1:
        return [*_comments(sections[0].remarks), *write_section(key, sections[0].keys)]
    lines = [f"{key}:"]
    for section in sections:
        first, *rest = write_section("", section.keys, 2)[1:]
        lines += [*_comments(section.remarks, 2), f"  - {first.strip()}", *rest]
    return lines


def _map_lines(sources: Sources) -> list[str]:
    if sources.map_file is None:
        return []
    return [*_comments(_say_map(sources)), *write_entry("touchpoint_map", sources.map_file, 0)]


def _say_map(sources: Sources) -> list[str]:
    """Say how much of a map that the draft makes is guessed."""
    counts = [count_blank_phases(text) for text in sources.extra_files.values()]
    return [
        f"unsure: fill in the map; the phases of {n - blank} of {n} touchpoints are guessed from their names"
        for n, blank in counts
    ]


def _variable_lines(drafted: Drafted) -> list[str]:
    lines = ["variables:"] if drafted.variables else []
    for block in BLOCKS:
        members = [variable for variable in drafted.variables if variable.block == block]
        lines += [f"  {block}:"] if members else []
        for variable in members:
            lines += [*_comments(variable.remarks, 4), *write_entry(variable.name, variable.keys, 4)]
    for reason, why in _LEFT_OUT.items():
        columns = [column for column, found in drafted.left_out.items() if found == reason]
        lines += write_comment(f"left out, {why}: {write_flow(columns)}", 2) if columns else []
    return lines


def _comments(remarks: Iterable[str], indent: int = 0) -> list[str]:
    return [line for remark in remarks for line in write_comment(remark, indent)]


def _find_unsure(sources: Sources) -> list[str]:
    said = [
        (key, remark)
        for key, sections in sources.sections.items()
        for section in sections
        for remark in section.remarks
    ]
    said += [("touchpoint_map", remark) for remark in _say_map(sources)]
    said += [
        (f"variables.{v.block}.{v.name}", remark) for v in sources.drafted.variables for remark in v.remarks
    ]
    keyed = [f"{key}: {remark}" for key, remark in said if remark.startswith("unsure")]
    return [*keyed, *sources.remarks]
