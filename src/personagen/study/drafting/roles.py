"""Which columns of a source have a role: ids, weight, times, status, and those of a touchpoint log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from personagen.study.drafting.columns import Column
from personagen.study.drafting.export import Export
from personagen.study.drafting.guesses import Guess
from personagen.study.drafting.kinds import find_person, is_one_row_each
from personagen.study.drafting.scales import find_scale
from personagen.study.drafting.wordlists import is_one_of, names, split_name

_MOST_TOUCHPOINTS, _LARGEST_WEIGHT, _SHORTEST_SECONDS = 400, 50, 5
_MOST_OF_FIVE, _MOST_OF_TEN = 5, 10


@dataclass(frozen=True)
class Section:
    """A source as the draft will have it.

    Parameters
    ----------
    keys
        Its keys in order.
    used
        Columns that play a part in it.
    remarks
        What stands above it as comments.
    """

    keys: dict[str, Any]
    used: tuple[str, ...] = ()
    remarks: tuple[str, ...] = field(default=())


def draft_survey(export: Export) -> Section:
    """Draft the keys of the survey."""
    keys: dict[str, Any] = {"files": list(export.files)}
    person = find_person(export, "respondent", "customer")
    remarks = []
    if person and is_one_row_each(export, person):
        keys["respondent"] = person
    else:
        person = None
        remarks.append("unsure: no column has an id of the respondents, so rows are numbered")
    for key, find in _SURVEY_ROLES.items():
        if column := _first(export, find, [*map(str, keys.values())]):
            keys[key] = column
    status = _first(export, _is_status, [])
    if status:
        finished = [cell for cell in export.columns[status].answers if is_one_of(cell, "finished")]
        keys["complete"] = {"column": status, "is": sorted(finished)}
    used = [str(keys[key]) for key in ("respondent", *_SURVEY_ROLES) if key in keys]
    started = [c.name for c in export.columns.values() if c.is_date and names(c.words, "started")]
    return Section(keys, (*used, *([status] if status else []), *started), tuple(remarks))


def draft_interviews(export: Export, codebook: Export | None) -> Section:
    """Draft the keys of the interviews."""
    keys: dict[str, Any] = {"files": list(export.files)}
    code = export.find("code") or ""
    quote = export.find("quote", but=[code])
    person = export.find("respondent", but=[code]) or find_person(export, "customer")
    remarks = []
    if person is None:
        person = next(name for name in export.columns if name not in (code, quote))
        remarks.append(f"unsure: no column names the respondent; {person} is a guess")
    keys |= {"respondent": person, "code": code}
    optional = {
        "quote": quote,
        "may_quote": export.find("consent"),
        "phase": export.find("phase", but=[code]),
    }
    keys |= {key: column for key, column in optional.items() if column}
    valence = export.find("valence", but=[code])
    if valence and export.columns[valence].numbers:
        keys["valence"] = {"column": valence, "scale": _scale_around(export.columns[valence])}
    if codebook:
        keys["codebook"] = codebook.files[0]
    if "may_quote" not in keys:
        remarks.append("no column says who agreed to be quoted, so no quote is shown")
    return Section(keys, remarks=tuple(remarks))


def draft_analytics(export: Export) -> Section:
    """Draft the keys of the analytics export."""
    person = find_person(export, "customer", "respondent")
    remark = "unsure: no column has an id of the customers; the first is a guess"
    remarks = () if person else (remark,)
    person = person or next(iter(export.columns))
    return Section({"files": list(export.files), "customer": person}, (person,), remarks)


def draft_links(export: Export) -> Section:
    """Draft the keys of the links."""
    respondent = export.find("respondent")
    keys = {"file": export.files[0], "respondent": respondent, "customer": export.find("customer")}
    return Section(keys)


def draft_log(export: Export, timezone: str, emotions: Export | None) -> Section:
    """Draft the keys of a touchpoint log."""
    customer, at = find_person(export, "customer"), export.stamp
    keys: dict[str, Any] = {"files": list(export.files), "customer": customer, "at": at}
    remarks = []
    if not _has_zone(export.columns[str(at)]):
        keys["timezone"] = timezone
        remarks.append(f"unsure: the stamps name no time zone; {timezone} is a guess")
    used = [str(customer), str(at)]
    keys["touchpoint"] = find_touchpoint(export, used) or {"constant": _stem(export.files[0])}
    channel = export.find("channel", but=[*used, str(keys["touchpoint"])])
    if channel and export.columns[channel].numbers == {}:
        keys["channel"] = channel
    keys |= _draft_ratings(export)
    emotion = export.find("emotion")
    if emotion and emotions:
        keys["emotion"] = {"column": emotion, "words": emotions.files[0]}
    elif emotion:
        remarks.append(
            f"{emotion} looks like emotion words: add emotion: {{column: {emotion}}} if the built-in words hold them, or words, a "
            "file word,valence of your own, beside it"
        )
    return Section(keys, remarks=tuple(remarks))


def _draft_ratings(export: Export) -> dict[str, Any]:
    """Return satisfaction (a recommendation from 0 to 10 where there is none) and expectation, where a column has them."""
    found: dict[str, Any] = {}
    for key in ("satisfaction", "expectation"):
        column = export.find(key)
        if column and export.columns[column].is_whole:
            found[key] = {"column": column} | ({"kind": "csat"} if key == "satisfaction" else {})
            found[key]["scale"] = _scale_around(export.columns[column])
    asked = export.find("recommend")
    if "satisfaction" not in found and asked and _is_recommendation(export.columns[asked]):
        return {"satisfaction": {"column": asked, "kind": "nps", "scale": [0, _MOST_OF_TEN]}, **found}
    return found


def find_touchpoint(export: Export, but: Sequence[str]) -> str | None:
    """Return the column of a log that names touchpoints, or None where the whole log is one."""
    text = [
        c for c in export.columns.values()
        if c.name not in but and not c.numbers and not c.is_date and 1 < len(c.answers) <= _MOST_TOUCHPOINTS
    ]  # fmt: skip
    named = [c.name for c in text if names(c.words, "touchpoint")]
    others = [
        c.name for c in text
        if not any(names(c.words, key) for key in ("channel", "emotion", "id")) and _names_groups(export.guesses[c.name])
    ]  # fmt: skip
    return next(iter([*named, *others]), None)


def _names_groups(found: Guess) -> bool:
    return found.type == "nominal" or found.left_out == "many"


def _stem(file: str) -> str:
    return "_".join(split_name(PurePosixPath(file).name.split(".")[0]).split())


def _first(export: Export, fits: Callable[[Column], bool], but: Sequence[str]) -> str | None:
    return next((c.name for c in export.columns.values() if c.name not in but and fits(c)), None)


def _is_weight(column: Column) -> bool:
    named = names(column.words, "weight") and not names(column.words, "not_weight")
    numbers = column.numbers.values()
    return named and bool(numbers) and min(numbers) > 0 and max(numbers) < _LARGEST_WEIGHT


def _is_duration(column: Column) -> bool:
    numbers = sorted(column.numbers.values())
    return (
        names(column.words, "duration") and bool(numbers) and numbers[len(numbers) // 2] > _SHORTEST_SECONDS
    )


def _is_submitted(column: Column) -> bool:
    return names(column.words, "submitted") and column.is_date


def _is_status(column: Column) -> bool:
    answers = list(column.answers)
    known = [cell for cell in answers if is_one_of(cell, "finished")]
    others = [cell for cell in answers if is_one_of(cell, "unfinished")]
    return names(column.words, "status") and bool(known) and len(known) + len(others) == len(answers)


_SURVEY_ROLES: dict[str, Callable[[Column], bool]] = {
    "weight": _is_weight,
    "submitted_at": _is_submitted,
    "duration_seconds": _is_duration,
}


def _is_recommendation(column: Column) -> bool:
    numbers = column.numbers.values()
    return column.is_whole and min(numbers) >= 0 and _MOST_OF_FIVE < max(numbers) <= _MOST_OF_TEN


def _scale_around(column: Column) -> list[int]:
    """Return the usual scale of the column, else the ends of its numbers."""
    if scale := find_scale(column):
        return list(scale)
    low, high = min(column.numbers.values()), max(column.numbers.values())
    return [int(low), int(high)]


def _has_zone(column: Column) -> bool:
    sample = next(iter(column.answers), "")
    return sample.endswith("Z") or "+" in sample[10:] or "-" in sample[11:]
