"""Surveys, interviews, analytics and links that are wrong, and the tables that people write by hand."""

from __future__ import annotations

from tests.promises.breaking import PNG, XLSX, case, doubled, edit, fill, header_only, ragged, rename, write
from tests.promises.small_study import SmallStudy

_SURVEY = "raw/survey.csv"
_OPTIONS = "files: [raw/survey.csv]"
_FORMATS = ("2026-05-{:02d}", "{:02d}-05-2026", "{:02d}/05/2026")


def _three_formats(study: SmallStudy) -> None:
    study.fill(_SURVEY, "submitted", lambda at, _: _FORMATS[at % 3].format(at % 15 + 13))


def _split_in_parts(study: SmallStudy) -> None:
    """Leave the second half of the survey in a file of its own, with other columns."""
    rows = study.rows(_SURVEY)
    study.put("raw/survey2.csv", rows[75:]).rename("raw/survey2.csv", "weight", "wieght")
    study.put(_SURVEY, rows[:75]).edit(_OPTIONS, "files: [raw/survey.csv, raw/survey2.csv]")


def _without_header(study: SmallStudy) -> None:
    for column, cell in {"q1": "1", "q2": "2", "q3": "3", "remark": "Annelies told me"}.items():
        study.fill(_SURVEY, column, cell)
    study.write(_SURVEY, "".join(study.read(_SURVEY).splitlines(keepends=True)[1:]))


def _as_crosstab(study: SmallStudy) -> None:
    lines = [f"Price {n},{n * 7}%,{n * 9}%,{n * 11}%" for n in range(1, 6)]
    study.write(_SURVEY, "\n".join(["Question,Men,Women,", *lines]) + "\n")


SURVEYS = [
    case("survey is empty", write(_SURVEY, ""), _SURVEY, "empty"),
    case("survey is blank", write(_SURVEY, "\n\n ; \n"), _SURVEY, "empty"),
    case("survey without rows", header_only(_SURVEY), f"{_SURVEY}:1", "header but no rows"),
    case("survey is a workbook", write(_SURVEY, XLSX), _SURVEY, "Excel", "CSV UTF-8"),
    case("survey is a picture", write(_SURVEY, PNG), _SURVEY, "not text", "CSV UTF-8"),
    case("survey is a web page", write(_SURVEY, "<!DOCTYPE html><p>Log in</p>"), _SURVEY, "web page"),
    case("survey in utf-16 called utf-8",
         lambda s: s.encode(_SURVEY, "utf-16").edit(_OPTIONS, f"{_OPTIONS}\n  csv: {{encoding: utf-8}}"), _SURVEY, "utf-8", "encoding"),
    case("survey in utf-8 called utf-16", edit(_OPTIONS, f"{_OPTIONS}\n  csv: {{encoding: utf-16}}"), _SURVEY, "utf-16", "encoding"),
    case("survey in windows-1252 called utf-8",
         lambda s: s.encode(_SURVEY, "cp1252").edit(_OPTIONS, f"{_OPTIONS}\n  csv: {{encoding: utf-8}}"), _SURVEY, "0xE9", "utf-8", "encoding"),
    case("another separator", edit(_OPTIONS, f"{_OPTIONS}\n  csv: {{separator: ';'}}"), f"{_SURVEY}:1", "none of the columns respondent, weight", "separator"),
    case("ragged rows", ragged(_SURVEY), f"{_SURVEY}:2", "14", "16", "header"),
    case("an open quote", lambda s: s.replace(_SURVEY, "R002,", '"R002,'), f"{_SURVEY}:3", "quote", "never closed"),
    case("columns of one name", doubled(_SURVEY, "age"), f"{_SURVEY}:1", '"age"', "7 and 14", "name of its own"),
    case("a column without name", rename(_SURVEY, "q1", ""), f"{_SURVEY}:1", "column 10", "no name"),
    case("no header", _without_header, f"{_SURVEY}:1", "none of the columns respondent, weight", "header"),
    case("a crosstab", _as_crosstab, _SURVEY, "crosstab", "one row per respondent"),
    case("parts with other columns", _split_in_parts, "raw/survey2.csv:1", '"weight"', 'Did you mean "wieght"?'),
    *(case(f"survey lacks {column}", rename(_SURVEY, column, column[:-1]), "study.yaml", _SURVEY, f'no column "{column}"', f'Did you mean "{column[:-1]}"?')
      for column in ("respondent", "weight", "submitted", "seconds", "status", "education", "devices")),
    case("nobody finished", fill(_SURVEY, "status", "Partial"), _SURVEY, "no row of survey counts", "150 excluded"),
    case("no ids", fill(_SURVEY, "respondent", ""), "survey.respondent", "150 of 150", "empty"),
    case("weights below zero", fill(_SURVEY, "weight", "-1.5"), "survey.weight", '"weight"', "-1.5", "not above 0"),
    case("no weights", fill(_SURVEY, "weight", ""), "survey.weight", '"weight"', "empty"),
    case("weights of zero", fill(_SURVEY, "weight", "0"), "survey.weight", "0 is not above 0"),
    case("dates in three formats", _three_formats, "survey.submitted_at", '"submitted"', "3 formats", "%Y-%m-%d", "csv:"),
    case("day or month first", fill(_SURVEY, "submitted", "03/04/2026"), "survey.submitted_at", "day first or month first", "csv:"),
    case("thousand or decimal", lambda s: s.fill(_SURVEY, "age", "1.234").fill(_SURVEY, "weight", "1"), "demographic.age", "two ways", "decimal"),
    case("dates of another pattern", edit(_OPTIONS, f"{_OPTIONS}\n  csv: {{dates: '%d/%m/%Y'}}"), "survey.submitted_at", "2026-01-05", "%d/%m/%Y"),
    case("unknown level", fill(_SURVEY, "education", "Midle"), "demographic.education", "150 of 150", "none of the levels", 'Did you mean "Middle"?'),
    case("off the scale", fill(_SURVEY, "q1", "7"), "psychographic.price", '"q1"', "7 lies outside 1 to 5", "line 2"),
    case("words for numbers", edit("age: {from: survey,", "age: {from: survey, column: place,"), "demographic.age", '"place"', "not a number"),
    case("free text for numbers", edit("age: {from: survey,", "age: {from: survey, column: remark,"), "demographic.age", "characters is not a number"),
    case("addresses for numbers", edit("age: {from: survey,", "age: {from: survey, column: email,"), "demographic.age", "characters is not a number"),
    case("neither yes nor no", fill("raw/analytics.csv", "member", "perhaps"), "behavioural.member", "neither yes nor no"),
    case("a yes that never occurs", edit("type: yes_no,", "type: yes_no, yes: [Y], no: [N],"), "behavioural.member", "neither yes nor no"),
]  # fmt: skip

OTHERS = [
    case("interviews lack code", rename("raw/interviews.csv", "code", "kode"), "interviews.code", "raw/interviews.csv", 'Did you mean "kode"?'),
    case("interviews without rows", header_only("raw/interviews.csv"), "raw/interviews.csv:1", "no rows"),
    case("codes outside the codebook", fill("raw/interviews.csv", "code", "bugdet"), "interviews.code", "raw/interviews.csv", 'Did you mean "budget"?'),
    case("interviews of no phase", fill("raw/interviews.csv", "phase", "shopping"), "interviews.phase", "raw/interviews.csv", "none of the levels"),
    case("fragments for codes", edit("  code: code", "  code: fragment"), "interviews.code", "raw/interviews.csv", "none of the levels"),
    case("sentiment off the scale", fill("raw/interviews.csv", "sentiment", "9"), "interviews.valence", "9 lies outside -2 to 2"),
    case("nobody interviewed", fill("raw/interviews.csv", "participant", ""), "interviews.respondent", "empty"),
    case("unknown theme", lambda s: s.replace("raw/codebook.csv", "pain_point", "pian_point"), "raw/codebook.csv:5", "theme", 'Did you mean "pain_point"?'),
    case("unknown kind", lambda s: s.replace("raw/codebook.csv", "emotional", "emotive"), "raw/codebook.csv:7", "kind", "functional"),
    case("codebook without themes", rename("raw/codebook.csv", "theme", "group"), "interviews.codebook", 'no column "theme"', "code, theme"),
    case("a code twice", lambda s: s.replace("raw/codebook.csv", "save_money", "budget"), "raw/codebook.csv:3", "code", "already stands above"),
    case("interviews for a codebook", edit("raw/codebook.csv", "raw/interviews.csv"), "interviews.codebook", 'no column "theme"'),
    case("analytics lacks a column", rename("raw/analytics.csv", "visits", "vists"), "behavioural.visits", "raw/analytics.csv", 'Did you mean "vists"?'),
    case("analytics is empty", write("raw/analytics.csv", ""), "raw/analytics.csv", "empty"),
    case("counts below zero", fill("raw/analytics.csv", "visits", "-4"), "behavioural.visits", "-4 is below 0"),
    case("one customer for all rows", fill("raw/analytics.csv", "customer", "K001"), "raw/analytics.csv", "customer", "differ", "one row per customer"),
    case("no customer ids", fill("raw/analytics.csv", "customer", ""), "analytics.customer", "empty"),
    case("equal ids never match", edit("links: {file: raw/links.csv, respondent: respondent, customer: customer}", ""), "analytics.customer", "never match", "A999", "links"),
    case("links of no respondent", fill("raw/links.csv", "respondent", "P7"), "links.respondent", "never match", "A9", "A999"),
    case("links of no customer", lambda s: s.fill("raw/links.csv", "customer", lambda at, _: f"X-{at}"), "links.customer", "never match", "A999"),
    case("links of one customer", fill("raw/links.csv", "customer", "K001"), "raw/links.csv:2", "customer", "several respondents", "one link"),
    case("links lack a column", rename("raw/links.csv", "customer", "costumer"), "links.customer", "raw/links.csv", 'Did you mean "costumer"?'),
    case("links without rows", header_only("raw/links.csv"), "raw/links.csv:1", "no rows"),
    case("unknown phase", lambda s: s.replace("raw/map.csv", "renewal", "renewel"), "raw/map.csv:7", "phase", 'Did you mean "renewal"?'),
    case("no touchpoint mapped", fill("raw/map.csv", "phase", ""), "raw/map.csv:2", "phase", "empty", "awareness"),
    case("a phase of the other model", edit("phases: six", "phases: five"), "raw/map.csv:3", "phase", "consideration"),
    case("map without rows", header_only("raw/map.csv"), "raw/map.csv:1", "no rows"),
    case("map lacks phases", rename("raw/map.csv", "phase", "phaze"), "touchpoint_map", "raw/map.csv", 'Did you mean "phaze"?'),
    case("a touchpoint twice", lambda s: s.replace("raw/map.csv", "search", "advert"), "raw/map.csv:3", "touchpoint", "already stands above"),
    case("a truth that is neither", lambda s: s.fill("raw/map.csv", "moment_of_truth", "perhaps"), "raw/map.csv:2", "moment_of_truth", "yes or no"),
    case("emotions without valence", lambda s: s.drop("raw/emotions.csv", "valence"), "touchpoints.emotion.words", "raw/emotions.csv", '"valence"'),
    case("valence off the scale", lambda s: s.replace("raw/emotions.csv", "-0.9", "-9"), "raw/emotions.csv:2", "valence", "-1 to 1"),
    case("valence in words", fill("raw/emotions.csv", "valence", "good"), "raw/emotions.csv:2", "valence", "no number"),
    case("an emotion twice", lambda s: s.replace("raw/emotions.csv", "unsure", "angry"), "raw/emotions.csv:3", "word", "already stands above"),
]  # fmt: skip
