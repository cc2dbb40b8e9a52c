"""The sources of a draft: each export in its role, what they say about people, and the touchpoint map."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from personagen.study.drafting.export import Export
from personagen.study.drafting.kinds import Kind
from personagen.study.drafting.linking import draft_own_links
from personagen.study.drafting.maps import write_map
from personagen.study.drafting.ratings import Place, draft_ratings
from personagen.study.drafting.roles import (
    Section,
    draft_analytics,
    draft_interviews,
    draft_links,
    draft_log,
    draft_survey,
)
from personagen.study.drafting.variables import Drafted, Source, draft_variables

MAP_FILE, RATINGS = "touchpoint-phases.csv", "touchpoint_ratings"
ListCells = Callable[[str, str], Collection[str]]

# the sections whose columns are no variables of a source
_READ_BY: dict[Source, tuple[str, ...]] = {
    "survey": ("survey", RATINGS, "links"),
    "analytics": ("analytics",),
}
_TIMEZONES = {"nl": "Europe/Amsterdam", "en": "UTC"}
_ORDER: tuple[Kind, ...] = (
    "survey",
    "interviews",
    "analytics",
    "links",
    "touchpoints",
    "codebook",
    "emotions",
    "touchpoint_map",
    "other",
)
_SEVERAL: tuple[Kind, ...] = ("touchpoints", "other")
_DATES = (
    'unsure: day and month can\'t be told apart; add csv: {dates: "%d-%m-%Y"} or csv: {dates: "%m-%d-%Y"}'
)

_NOT_PEOPLE = "its rows are neither people nor contacts with a time"
_PARQUET = "only touchpoint logs may be Parquet; export it as CSV"


@dataclass(frozen=True)
class Sources:
    """What a draft holds.

    Parameters
    ----------
    sections
        Key of the study -> its sections; only touchpoints may have several.
    drafted
        The variables.
    map_file
        The touchpoint map, given or to be made; None without logs and ratings.
    extra_files
        Files to be made.
    remarks
        What to say at the end.
    """

    sections: Mapping[str, Sequence[Section]]
    drafted: Drafted
    map_file: str | None = None
    extra_files: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def draft_sources(
    exports: Sequence[Export], kinds: Sequence[Kind], language: str, list_cells: ListCells | None
) -> Sources:
    """Give each export its role in the study."""
    by_kind = {kind: [e for e, k in zip(exports, kinds, strict=True) if k == kind] for kind in _ORDER}
    single = {kind: found[0] if found else None for kind, found in by_kind.items()}
    sections = _draft_sections(by_kind, single, language)
    given, logs = single["touchpoint_map"], by_kind["touchpoints"]
    extra = {} if given or not logs else {MAP_FILE: _draft_map(logs, sections["touchpoints"], list_cells)}
    if survey := single["survey"]:
        sections = _with_links(sections, survey, single["analytics"], logs)
        sections = _with_ratings(sections, survey, _places(given, extra))
    drafted = Drafted()
    for source, keys in _READ_BY.items():
        if export := single[source]:
            readers = [section for key in keys for section in sections.get(key, ())]
            drafted = _add_variables(drafted, export, source, readers)
    is_mapped = logs or RATINGS in sections
    map_file = (given.files[0] if given else MAP_FILE) if is_mapped else None
    return Sources(sections, drafted, map_file, extra, tuple(_ignored(by_kind)))


def count_blank_phases(text: str) -> tuple[int, int]:
    """Return how many touchpoints a drafted map has, and how many have no phase yet."""
    rows = list(csv.DictReader(io.StringIO(text)))
    return len(rows), sum(not row["phase"] for row in rows)


def _draft_sections(
    by_kind: Mapping[Kind, Sequence[Export]], single: Mapping[Kind, Export | None], language: str
) -> dict[str, list[Section]]:
    sections: dict[str, list[Section]] = {}
    if survey := single["survey"]:
        sections["survey"] = [_with_dates(draft_survey(survey), survey)]
    if interviews := single["interviews"]:
        sections["interviews"] = [draft_interviews(interviews, single["codebook"])]
    if analytics := single["analytics"]:
        sections["analytics"] = [_with_dates(draft_analytics(analytics), analytics)]
    if links := single["links"]:
        sections["links"] = [draft_links(links)]
    if logs := by_kind["touchpoints"]:
        zone, emotions = _TIMEZONES[language], single["emotions"]
        sections["touchpoints"] = [_with_dates(draft_log(log, zone, emotions), log) for log in logs]
    return sections


def _with_links(
    sections: dict[str, list[Section]], survey: Export, analytics: Export | None, logs: Sequence[Export]
) -> dict[str, list[Section]]:
    """Add the links that the survey holds, where no file has them, or say at the survey why it holds none that can be used."""
    if "links" in sections:
        return sections
    own, exports = sections["survey"][0], [*([analytics] if analytics else []), *logs]
    about = [*sections.get("analytics", ()), *sections.get("touchpoints", ())]
    customers = {
        cell
        for export, section in zip(exports, about, strict=True)
        for cell in export.columns[str(section.keys["customer"])].answers
    }
    links = draft_own_links(survey, own.keys.get("respondent"), customers)
    if links is None:
        return sections
    if links.keys:
        return {**sections, "links": [links]}
    told = replace(own, used=(*own.used, *links.used), remarks=(*own.remarks, *links.remarks))
    return {**sections, "survey": [told]}


def _with_ratings(
    sections: dict[str, list[Section]], survey: Export, places: Iterable[Place]
) -> dict[str, list[Section]]:
    """Add the ratings that the survey asked for, or say at the survey why columns are taken for none."""
    own = sections["survey"][0]
    ratings = draft_ratings(survey, own.used, places)
    if ratings.keys:
        return {**sections, RATINGS: [ratings]}
    return {**sections, "survey": [replace(own, remarks=(*own.remarks, *ratings.remarks))]}


def _with_dates(section: Section, export: Export) -> Section:
    """Say so where day and month can't be told apart."""
    has_dates = any(column.is_date for column in export.columns.values())
    if export.table.dialect.dates is not None or not has_dates:
        return section
    return replace(section, remarks=(*section.remarks, _DATES))


def _add_variables(known: Drafted, export: Export, source: Source, sections: Sequence[Section]) -> Drafted:
    used = [column for section in sections for column in section.used]
    taken = [variable.name for variable in known.variables]
    new = draft_variables(export.table, source, used, taken)
    return Drafted((*known.variables, *new.variables), {**known.left_out, **new.left_out})


def _draft_map(logs: Sequence[Export], sections: Sequence[Section], list_cells: ListCells | None) -> str:
    names: set[str] = set()
    for log, section in zip(logs, sections, strict=True):
        touchpoint = section.keys["touchpoint"]
        is_constant = isinstance(touchpoint, dict)
        names |= {touchpoint["constant"]} if is_constant else _touchpoints(log, touchpoint, list_cells)
    return write_map(names)


def _places(given: Export | None, made: Mapping[str, str]) -> list[Place]:
    """Return the touchpoints of the map, given or made, with their labels."""
    if given:
        named = given.table.frame.reindex(columns=["touchpoint", "label"], fill_value="")
        return [(str(touchpoint), str(label)) for touchpoint, label in named.to_numpy()]
    rows = (row for text in made.values() for row in csv.DictReader(io.StringIO(text)))
    return [(row["touchpoint"], row["label"]) for row in rows]


def _touchpoints(log: Export, column: str, list_cells: ListCells | None) -> set[str]:
    """Return the touchpoints of a log, those after its first rows too."""
    cells = set(log.columns[column].answers)
    if list_cells and not log.table.is_whole:
        cells = cells.union(*(list_cells(file, column) for file in log.files))
    return cells - set(log.columns[column].missing)


def _ignored(by_kind: Mapping[Kind, Sequence[Export]]) -> list[str]:
    reasons = [(_PARQUET if e.is_parquet else _NOT_PEOPLE, e) for e in by_kind["other"]]
    for kind, exports in by_kind.items():
        if kind not in _SEVERAL:
            reasons += [(f"a study has one {kind.replace('_', ' ')} export", e) for e in exports[1:]]
    return [f"unsure: {', '.join(export.files)} isn't used: {why}" for why, export in reasons]
