"""Touchpoint logs that are wrong, and runs that can't come to an end."""

from __future__ import annotations

import pandas as pd

from tests.promises.breaking import (
    PNG,
    Break,
    case,
    doubled,
    edit,
    fill,
    header_only,
    nothing,
    ragged,
    rename,
    write,
)
from tests.promises.small_study import SmallStudy, as_csv, as_gzip

_LOG = "raw/log.csv"
_FILES = "files: [raw/log.csv]"


def _named(file: str, content: bytes) -> Break:
    """Return what makes a log of another name the study's only one."""
    return lambda study: study.edit(_LOG, file).write(file, content)


def _packed(study: SmallStudy) -> bytes:
    return as_gzip(study.read(_LOG))


def _truncated(study: SmallStudy) -> None:
    packed = _packed(study)
    study.edit(_LOG, "raw/log.csv.gz").write("raw/log.csv.gz", packed[: len(packed) // 2])


def _parquet(study: SmallStudy, n_rows: int | None = None, without: str | None = None) -> SmallStudy:
    table = pd.DataFrame(study.rows(_LOG)).head(n_rows)
    if without:
        table = table.drop(columns=without)
    table.to_parquet(study.folder / "raw/log.parquet")
    return study.edit(_LOG, "raw/log.parquet")


def _cut_parquet(study: SmallStudy) -> None:
    _parquet(study)
    content = (study.folder / "raw/log.parquet").read_bytes()
    study.write("raw/log.parquet", content[: len(content) // 2])


def _stray_quote(study: SmallStudy) -> None:
    lines = study.read(_LOG).splitlines()
    lines[39] = lines[39].replace(",", ',"', 1)
    study.write(_LOG, "\n".join(lines) + "\n")


def _parts(study: SmallStudy) -> None:
    rows = study.rows(_LOG)
    study.put("raw/log-2.csv", rows[300:]).rename("raw/log-2.csv", "event", "evnt")
    study.put(_LOG, rows[:300]).edit(_FILES, "files: [raw/log.csv, raw/log-2.csv]")


def _parquet_and_csv(study: SmallStudy) -> None:
    _parquet(study, without="at").edit("raw/log.parquet", "raw/log.parquet, raw/log.csv")


def _without_header(study: SmallStudy) -> None:
    rows = [{**row, "note": "called about Sjoerd"} for row in study.rows(_LOG)]
    study.write(_LOG, as_csv(rows).partition("\n")[2])


LOGS = [
    case("log is empty", write(_LOG, ""), _LOG, "empty"),
    case("log without rows", header_only(_LOG), _LOG, "no rows"),
    case("log is a picture", write(_LOG, PNG), _LOG, "not text"),
    case("log is no gzip", _named("raw/log.csv.gz", b"\x1f\x8bnot packed at all"), "raw/log.csv.gz"),
    case("log called gzip is a picture", _named("raw/log.csv.gz", PNG), "raw/log.csv.gz", "not text"),
    case("log of half a gzip", _truncated, "raw/log.csv.gz", "export again"),
    case("log is no parquet", _named("raw/log.parquet", b"customer,at,event\nK001,2026-01-05,app\n"), "raw/log.parquet"),
    case("log called parquet is a picture", _named("raw/log.parquet", PNG), "raw/log.parquet"),
    case("log is an empty parquet file", _named("raw/log.parquet", b""), "raw/log.parquet", "empty"),
    case("log of half a parquet file", _cut_parquet, "raw/log.parquet", "export again"),
    case("parquet without rows", lambda s: _parquet(s, 0), "raw/log.parquet", "no rows"),
    case("parquet without stamps", lambda s: _parquet(s, without="at"), "raw/log.parquet", '"at"'),
    case("log in utf-16 called utf-8", lambda s: s.encode(_LOG, "utf-16").edit(_FILES, f"{_FILES}\n  csv: {{encoding: utf-8}}"), _LOG, "utf-8", "encoding"),
    case("log in utf-8 called utf-16", edit(_FILES, f"{_FILES}\n  csv: {{encoding: utf-16}}"), _LOG, "utf-16", "encoding"),
    case("log in windows-1252 called utf-8",
         lambda s: s.replace(_LOG, "web", "café").encode(_LOG, "cp1252").edit(_FILES, f"{_FILES}\n  csv: {{encoding: utf-8}}"), _LOG, "utf-8", "encoding"),
    *(case(f"log lacks {column}", rename(_LOG, column, f"{column}s"), _LOG, f'"{column}"', f'Did you mean "{column}s"?')
      for column in ("customer", "event", "channel", "csat", "feeling")),
    case("log without stamps", rename(_LOG, "at", "moment"), _LOG, '"at"'),
    case("log with blank stamps", fill(_LOG, "at", ""), _LOG, '"at"', "time"),
    case("log with stamps in words", fill(_LOG, "at", "last Tuesday"), _LOG, '"at"', "time", "csv: {dates"),
    case("log with stamps of another pattern", edit(_FILES, f"{_FILES}\n  csv: {{dates: '%d/%m/%Y %H:%M'}}"), _LOG, '"at"', "726", "csv: {dates"),
    case("log with stamps day or month first", fill(_LOG, "at", "03/04/2026 10:00"), _LOG, '"at"', "726", "csv: {dates"),
    case("log without customers", fill(_LOG, "customer", ""), _LOG, '"customer"', "empty"),
    case("log without touchpoints", fill(_LOG, "event", ""), _LOG, '"event"', "empty"),
    case("log of other customers", fill(_LOG, "customer", "Z-1"), _LOG, "touchpoints.customer", "never match", "links"),
    case("log of other touchpoints", fill(_LOG, "event", "kiosk"), _LOG, "touchpoint_map", "raw/map.csv", "touchpoints.touchpoint"),
    case("log after the cutoff", edit("  touchpoint: event", "  touchpoint: event\n  cutoff: 2019-12-31"), _LOG, "2019-12-31"),
    case("ratings off the scale", fill(_LOG, "csat", "9"), _LOG, '"csat"', "726 of 726", "scale", "touchpoints.satisfaction"),
    case("feelings outside the list", fill(_LOG, "feeling", "meh"), _LOG, '"feeling"', "touchpoints.emotion", "list of emotions"),
    case("notes for ratings", edit("{column: csat,", "{column: note,"), _LOG, '"note"', "touchpoints.satisfaction"),
    case("log with columns of one name", doubled(_LOG, "at"), f"{_LOG}:1", "at", "name of its own"),
    case("log with ragged rows", ragged(_LOG), _LOG, "cells", "header"),
    case("log with a stray quote", _stray_quote, f"{_LOG}:40", "a quote opens in this row", "Remove the stray quote"),
    case("log without a header", _without_header, f"{_LOG}:1", "names none of the columns customer, at, event", "header"),
    case("log in parts with other columns", _parts, "raw/log-2.csv", '"event"', 'Did you mean "evnt"?'),
    case("log in parquet and csv that differ", _parquet_and_csv, "raw/log.parquet", '"at"'),
]  # fmt: skip


def _constant(study: SmallStudy) -> None:
    """Let everybody answer alike."""
    for column, value in {"age": "40", "education": "Low", "q1": "3", "q2": "3", "q3": "3"}.items():
        study.fill("raw/survey.csv", column, value)
    study.fill("raw/analytics.csv", "visits", "5")


def _few(study: SmallStudy) -> None:
    """Leave twelve respondents."""
    rows = study.rows("raw/survey.csv")
    study.put("raw/survey.csv", [*rows[:4], *rows[60:64], *rows[110:114]])


RUNS = [
    case("more segments than people", _few, "segmentation.k", "20 segments", "12 respondents", "fewer", command="run study.yaml --k 20"),
    case("everybody answers alike", _constant, "study.yaml:42", '"age" is constant', "role: descriptor", command="run study.yaml"),
    case("an id as a feature", lambda s: s.fill("raw/survey.csv", "age", lambda at, _: str(at + 1)), "demographic.age", "looks like an id", command="run study.yaml"),
    case("a question for the few", lambda s: s.fill("raw/survey.csv", "q1", lambda at, row: "" if at % 3 else row["q1"]),
         "study.yaml:47", "psychographic.price", "67% of the respondents have no answer", command="run study.yaml --out made"),
    case("a twin", lambda s: s.fill("raw/survey.csv", "q2", lambda _, row: row["q1"]), "psychographic.ease", "twin", command="run study.yaml"),
    case(
        "names that a run refuses",
        lambda s: s.add("personas: names.yaml").write("names.yaml", "personas:\n  - {key: p-1, name: ''}\n"),
        "names.yaml:2", "the name is empty", command="run study.yaml",
    ),
    case("out is a file", nothing, "study.yaml", "is a file", command="run study.yaml --out study.yaml"),
    case("out is no run", nothing, "raw", "not a run", command="run study.yaml --out raw"),
    case("out below a file", nothing, "study.yaml", command="run study.yaml --out study.yaml/made"),
    case("a broken source in a run", fill("raw/survey.csv", "education", "Midle"), "demographic.education", "levels", command="run study.yaml --out made"),
]  # fmt: skip
