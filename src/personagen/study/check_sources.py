"""Checks of the sources: which need each other, and how files are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from personagen.errors import Problem, did_you_mean
from personagen.study.file import StudyFile
from personagen.study.sources import CsvOptions, TouchpointLog

NPS_SCALE = (0, 10)
_ENCODINGS = ("utf-8", "utf-16", "windows-1252", "iso-8859-1", "iso-8859-15", "cp850", "mac-roman")


def check_sources(study_file: StudyFile) -> list[Problem]:
    """Return what is wrong with the sources of a study, apart from their files."""
    problems = [*_check_presence(study_file)]
    for key, options in _csv_options(study_file):
        problems += _check_csv(study_file, key, options)
    for position, log in enumerate(study_file.study.touchpoints):
        problems += _check_log(study_file, f"touchpoints.{position}", log)
    return [*problems, *_check_ratings(study_file)]


def _check_presence(study_file: StudyFile) -> Iterator[Problem]:
    study = study_file.study
    if study.survey is None and not study.describes_customers:
        mend = (
            "Add `survey:` with `files:`; personas are formed from what respondents say. Only segments that stand in "
            "analytics already (segmentation.given) need none."
        )
        yield study_file.problem("survey", "the study has no survey", mend)
    if study.interviews and not study.survey:
        yield study_file.problem(
            "interviews", "interviews need a survey to belong to", "Add survey, or leave them out."
        )
    if study.links and not study.survey:
        yield study_file.problem("links", "links need a survey", "Add survey, or leave links out.")
    if study.links and not (study.analytics or study.touchpoints):
        mend = "Add analytics or touchpoints, or leave links out."
        yield study_file.problem("links", "links need customers, and the study has none", mend)
    if study.touchpoints and study.touchpoint_map is None:
        mend = "Add touchpoint_map: a CSV with the columns touchpoint,phase."
        yield study_file.problem(
            "touchpoints", "touchpoints need a map that says which phase each belongs to", mend
        )


def _csv_options(study_file: StudyFile) -> Iterator[tuple[str, CsvOptions]]:
    study = study_file.study
    for name in ("survey", "interviews", "analytics", "links"):
        if source := getattr(study, name):
            yield f"{name}.csv", source.csv
    for position, log in enumerate(study.touchpoints):
        yield f"touchpoints.{position}.csv", log.csv


def _check_csv(study_file: StudyFile, key: str, options: CsvOptions) -> Iterator[Problem]:
    if options.encoding != "auto" and not _is_encoding(options.encoding):
        mend = (
            f"{did_you_mean(options.encoding, _ENCODINGS)} Give auto, or such as {', '.join(_ENCODINGS[:3])}."
        )
        yield study_file.problem(
            f"{key}.encoding", f'there is no encoding "{options.encoding}"', mend.strip()
        )
    if options.separator != "auto" and not re.fullmatch(r"[^\w\n\r\".]", options.separator):
        mend = 'Give auto, or one character: ";", ",", "|" or "\\t".'
        yield study_file.problem(f"{key}.separator", f'"{options.separator}" is not a separator', mend)
    if options.decimal != "auto" and options.decimal == options.thousands:
        what = f'decimal and thousands are both "{options.decimal}"'
        yield study_file.problem(f"{key}.thousands", what, 'Give thousands: "" where there is no such mark.')
    if options.dates != "auto" and (reason := _refuse_pattern(options.dates)):
        mend = "Give auto, or a pattern such as %d-%m-%Y or %Y-%m-%d %H:%M:%S."
        yield study_file.problem(f"{key}.dates", f'"{options.dates}" {reason}', mend)


def _is_encoding(name: str) -> bool:
    try:
        b"a".decode(name)
    except UnicodeDecodeError:  # half a character of a wide encoding
        return True
    except (LookupError, ValueError):
        return False
    return True


def _refuse_pattern(pattern: str) -> str:
    moment = datetime(2026, 2, 13, 14, 15, 16)  # noqa: DTZ001  (only its writing matters)
    try:
        read = datetime.strptime(moment.strftime(pattern), pattern)  # noqa: DTZ007
    except (ValueError, re.error):
        return "is not a pattern that dates can be read with"
    return "" if read.date() == moment.date() else "doesn't hold year, month and day"


def _check_log(study_file: StudyFile, key: str, log: TouchpointLog) -> Iterator[Problem]:
    if not _is_timezone(log.timezone):
        near = did_you_mean(log.timezone, sorted(available_timezones()))
        mend = f"{near} Give a name of the IANA database, such as Europe/Amsterdam."
        yield study_file.problem(f"{key}.timezone", f'there is no time zone "{log.timezone}"', mend.strip())
    if log.cutoff is not None and not _is_moment(log.cutoff):
        mend = "Write it as 2026-06-30 or 2026-06-30T23:59."
        yield study_file.problem(f"{key}.cutoff", f'"{log.cutoff}" is not a date', mend)
    if log.satisfaction and log.satisfaction.kind == "nps" and log.satisfaction.scale != NPS_SCALE:
        low, high = log.satisfaction.scale
        what = f"nps is asked on a scale from 0 to 10, and this one is [{low:g}, {high:g}]"
        mend = "Write scale: [0, 10], or kind: csat where something else was asked."
        yield study_file.problem(f"{key}.satisfaction.scale", what, mend)


def _check_ratings(study_file: StudyFile) -> Iterator[Problem]:
    study = study_file.study
    if not study.touchpoint_ratings:
        return
    if study.survey is None:
        what = "touchpoint_ratings stand in the survey, and the study has none"
        yield study_file.problem("touchpoint_ratings", what, "Add survey, or leave the ratings out.")
    if study.touchpoint_map is None:
        mend = "Add touchpoint_map: a CSV with the columns touchpoint,phase."
        what = "touchpoint_ratings need a map that says which phase each touchpoint belongs to"
        yield study_file.problem("touchpoint_ratings", what, mend)


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return bool(re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text))
