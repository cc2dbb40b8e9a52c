"""A study file drafted from exports, for a researcher to correct."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from personagen.contracts.text import TextTable
from personagen.errors import DataError, Problem
from personagen.study.drafting.kinds import Export, Kind, group_parts, tell_kinds
from personagen.study.drafting.maps import guess_phase, write_map
from personagen.study.drafting.preamble import drop_second_headers
from personagen.study.drafting.roles import (
    Section,
    draft_analytics,
    draft_interviews,
    draft_links,
    draft_log,
    draft_survey,
)
from personagen.study.drafting.variables import Drafted, draft_variables
from personagen.study.drafting.writing import (
    join_lines,
    write_comment,
    write_entry,
    write_flow,
    write_section,
)
from personagen.study.variables import BLOCKS

MAP_FILE = "touchpoint-phases.csv"

_TIMEZONES = {"nl": "Europe/Amsterdam", "en": "UTC"}
_SINGLE: tuple[Kind, ...] = ("codebook", "emotions", "touchpoint_map")
_LEFT_OUT = {
    "personal": "personal data",
    "id": "ids, or an answer of its own in every row",
    "constant": "the same answer in every row",
    "blank": "no answers at all",
    "tool": "made by the survey tool",
    "text": "free text, which nothing computes with",
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
        What to look at first: each comment of the draft that is marked "unsure", with its place.
    """

    text: str
    extra_files: Mapping[str, str] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Sources:
    sections: list[tuple[str, Section]]
    drafted: Drafted
    map_lines: list[str]
    extra_files: dict[str, str]
    ignored: list[str]


def draft_study(tables: Sequence[TextTable], *, title: str, language: Literal["nl", "en"]) -> Draft:
    """Draft a study from exports.

    Parameters
    ----------
    tables
        The exports as text, each called as the study is to name its file. Files with the same
        columns are parts of one export. Neither the order of files nor of rows plays a part.
    title
        Title of the study.
    language
        Language of the study: ``nl`` or ``en``.

    Returns
    -------
    Draft
        A study file that can be read, and a touchpoint map where there are logs and no map.

    Raises
    ------
    DataError
        If no table is about people.
    """
    cleaned = [drop_second_headers(table) for table in tables]
    exports = group_parts([table for table, _ in cleaned])
    kinds = tell_kinds(exports)
    if not {"survey", "touchpoints"} & set(kinds):
        mend = "Give a survey with one row per respondent, or a touchpoint log."
        files = ", ".join(file for export in exports for file in export.files)
        raise DataError(Problem("no file holds answers or contacts of people", mend, files))
    remarks = [f"{table.name}: {remark}" for table, remark in cleaned if remark]
    sources = _draft_sources(exports, kinds, language)
    head = [
        *write_comment("Drafted by `personagen init`: correct what is unsure, then run `personagen check`."),
        *(line for remark in remarks for line in write_comment(remark)),
        *write_entry("study", title, 0),
        *write_entry("language", language, 0),
        *write_entry("phases", "six", 0),
    ]
    groups = [head, *_section_groups(sources.sections), sources.map_lines, _variable_lines(sources.drafted), sources.ignored]
    return Draft(join_lines(groups), sources.extra_files, tuple([*remarks, *_unsure(sources)]))


def _draft_sources(exports: Sequence[Export], kinds: Sequence[Kind], language: str) -> _Sources:
    found = list(zip(exports, kinds, strict=True))
    single = {kind: next((e for e, k in found if k == kind), None) for kind in (*_SINGLE, "survey")}
    sections: list[tuple[str, Section]] = []
    drafted = Drafted()
    logs: list[tuple[Export, Section]] = []
    ignored: list[str] = []
    seen: set[Kind] = set()
    for export, kind in sorted(found, key=lambda pair: _ORDER.index(pair[1])):
        is_second = kind in seen and kind not in ("touchpoints", "other")
        if kind == "other" or is_second:
            why = f"a second {kind} file" if is_second else "its rows are neither people nor
            contacts with a time" ignored += write_comment(f"unsure: {', '.join(export.files)} isn't used: {why}")
        elif kind == "survey":
            sections.append(("survey", _with_dates(draft_survey(export), export)))
            drafted = _join(drafted, draft_variables(export.table, "survey", sections[-1][1].used, ()))
        elif kind == "analytics":
            sections.append(("analytics", _with_dates(draft_analytics(export), export)))
            taken = [variable.name for variable in drafted.variables]
            drafted = _join(drafted, draft_variables(export.table, "analytics", sections[-1][1].used, taken))
        elif kind == "interviews":
            sections.append(("interviews", draft_interviews(export, single["codebook"])))
        elif kind == "links":
            sections.append(("links", draft_links(export)))
        elif kind == "touchpoints":
            section = draft_log(export, _TIMEZONES[language], single["emotions"])
            logs.append((export, _with_dates(section, export)))
        seen.add(kind)
    sections += [("touchpoints", section) for _, section in logs]
    map_lines, extra = _draft_map(logs, single["touchpoint_map"])
    return _Sources(sections, drafted, map_lines, extra, ignored)


_ORDER: tuple[Kind, ...] = (
    "survey", "interviews", "analytics", "links", "touchpoints", *_SINGLE, "other",
)  # fmt: skip


def _with_dates(section: Section, export: Export) -> Section:
    """Say so where day and month can't be told apart."""
    if export.table.dialect.dates is not None or not any(c.is_date for c in export.columns.values()):
        return section
    remark = 'unsure: day and month can\'t be told apart; add csv: {dates: "%d-%m-%Y"} or {dates:
    "%m-%d-%Y"}' return Section(section.keys, section.used, (*section.remarks, remark))


def _join(one: Drafted, other: Drafted) -> Drafted:
    return Drafted((*one.variables, *other.variables), {**one.left_out, **other.left_out})


def _draft_map(logs: Sequence[tuple[Export, Section]], given: Export | None) -> tuple[list[str], dict[str, str]]:
    if not logs:
        return [], {}
    if given:
        return write_entry("touchpoint_map", given.files[0], 0), {}
    names: set[str] = set()
    for export, section in logs:
        touchpoint = section.keys["touchpoint"]
        column = export.columns.get(touchpoint) if isinstance(touchpoint, str) else None
        names |= set(column.answers) if column else {touchpoint["constant"]}
    blank = sum(not guess_phase(name) for name in names)
    remark = f"unsure: phases are guessed from the names of {len(names)} touchpoints; {blank} are yours to fill in"
    return [*write_comment(remark), *write_entry("touchpoint_map", MAP_FILE, 0)], {MAP_FILE: write_map(names)}


def _section_groups(sections: Iterable[tuple[str, Section]]) -> list[list[str]]:
    groups: list[list[str]] = []
    logs = [section for key, section in sections if key == "touchpoints"]
    for key, section in sections:
        if key == "touchpoints" and len(logs) > 1:
            continue
        groups.append([*_remark_lines(section.remarks), *write_section(key, section.keys)])
    if len(logs) > 1:
        groups.append(["touchpoints:", *(line for log in logs for line in _log_item(log))])
    return groups


def _log_item(section: Section) -> list[str]:
    lines = write_section("", section.keys, 2)[1:]
    return [*_remark_lines(section.remarks, 2), f"  - {lines[0].strip()}", *lines[1:]]


def _remark_lines(remarks: Iterable[str], indent: int = 0) -> list[str]:
    return [line for remark in remarks for line in write_comment(remark, indent)]


def _variable_lines(drafted: Drafted) -> list[str]:
    if not drafted.variables:
        return []
    lines = ["variables:"]
    for block in BLOCKS:
        members = [variable for variable in drafted.variables if variable.block == block]
        lines += [f"  {block}:"] if members else []
        for variable in members:
            lines += [*_remark_lines(variable.remarks, 4), *write_entry(variable.name, variable.keys, 4)]
    for reason, why in _LEFT_OUT.items():
        columns = [column for column, found in drafted.left_out.items() if found == reason]
        if columns:
            lines += write_comment(f"left out, {why}: {write_flow(columns)}", 2)
    return lines


def _unsure(sources: _Sources) -> list[str]:
    said = [(key, remark) for key, section in sources.sections for remark in section.remarks]
    said += [(f"variables.{v.block}.{v.name}", remark) for v in sources.drafted.variables for
    remark in v.remarks] lines = [f"{key}: {remark}" for key, remark in said if remark.startswith("unsure")]
    others = [line.removeprefix("# ") for line in (*sources.map_lines, *sources.ignored) if line.startswith("# unsure")]
    return [*lines, *others]
