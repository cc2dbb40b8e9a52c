"""Studies and text tables made by hand, for the tests of ingest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from personagen.contracts import Dialect, Research, TextTable
from personagen.ingest import ingest_research
from personagen.study import Study
from personagen.study.file import StudyFile

CODEBOOK = (
    "code,theme,kind,label,phase\nfast,need,functional,Fast delivery,buy\nworry,pain_point,emotional,,\n"
)
MAP = "touchpoint,phase,label,moment_of_truth\nhome,orientation,Home page,nee\nbasket,buy,,ja\n"


def text_table(name: str, content: str, *, ragged: int = 0, **dialect: str | None) -> TextTable:
    """Return a comma separated text as `exports` would hand it over; line 1 is the header."""
    rows = [line.split(",") for line in content.strip("\n").split("\n")]
    frame = pd.DataFrame(rows[1:], columns=rows[0], dtype="str")
    return table_of(name, frame, ragged=ragged, **dialect)


def table_of(name: str, frame: pd.DataFrame, *, ragged: int = 0, **dialect: str | None) -> TextTable:
    """Return a frame as `exports` would hand it over."""
    n = len(frame)
    faulty = pd.DataFrame(
        [(f"{name}.csv", n + 2 + i, "a,b,c,d,e,f,jan@example.org", "too many cells") for i in range(ragged)],
        columns=["file", "line", "text", "reason"],
    )
    files = pd.Series([f"{name}.csv"] * n, dtype="str")
    lines = pd.Series(range(2, n + 2), dtype="int64")
    how = {"encoding": "utf-8", "separator": ",", **dialect}
    return TextTable(name, frame.reset_index(drop=True), files, lines, faulty, Dialect(**how))


def study_file(**parts: Any) -> StudyFile:
    """Return a study file; every key of two levels has a line of its own."""
    raw = {"study": "Test", "language": "nl", "survey": {"files": ["survey.csv"], "respondent": "id"}} | parts
    lines = {}
    for key, value in raw.items():
        lines[key] = len(lines) + 1
        for inner in value if isinstance(value, dict) else ():
            lines[f"{key}.{inner}"] = len(lines) + 1
    return StudyFile(Path("study.yaml"), Study.model_validate(raw), lines)


def one(kind: str, **more: Any) -> dict[str, Any]:
    """Return the variables of a study with a single one, ``x``."""
    return {"demographic": {"x": {"from": "survey", "type": kind, **more}}}


def read_cells(cells: Sequence[str], kind: str, **more: Any) -> Research:
    """Ingest a survey of one variable ``x``; respondents are a0, a1, ... in the order of the cells."""
    csv = more.pop("csv", {})
    dialect = more.pop("dialect", {})
    frame = pd.DataFrame({"id": [f"a{i}" for i in range(len(cells))], "x": list(cells)}, dtype="str")
    survey = {"files": ["survey.csv"], "respondent": "id", "csv": csv}
    place = study_file(survey=survey, variables=one(kind, **more))
    return ingest_research(place, {"survey": table_of("survey", frame, **dialect)})


def account(research: Research, source: str) -> tuple[int, int, int, int, int]:
    """Return read, used, quarantined, duplicate, excluded of a source."""
    row = research.rows.set_index("source").loc[source]
    return tuple(int(row[c]) for c in ("read", "used", "quarantined", "duplicate", "excluded"))


def faults(research: Research) -> list[tuple[str, int, str, bool]]:
    """Return column, line, check and whether the row was taken out, of each fault row."""
    rows = research.fault_rows
    return [
        (str(c), int(n), str(k), bool(q))
        for c, n, k, q in zip(
            rows["column"].fillna("-"), rows["line"], rows["check"], rows["is_quarantined"], strict=True
        )
    ]


def linked_study(**parts: Any) -> StudyFile:
    """Return a study with analytics and links."""
    base: Mapping[str, Any] = {
        "analytics": {"files": ["analytics.csv"], "customer": "customer"},
        "links": {"file": "links.csv", "respondent": "who", "customer": "customer"},
        "variables": {
            "demographic": {"x": {"from": "survey", "type": "number"}},
            "behavioural": {"visits": {"from": "analytics", "type": "count"}},
        },
    }
    return study_file(**(dict(base) | parts))


def interview_study(**parts: Any) -> StudyFile:
    """Return a study with interviews."""
    interviews = {
        "files": ["interviews.csv"],
        "respondent": "who",
        "code": "code",
        "quote": "said",
        "may_quote": "ok",
        "phase": "phase",
        "valence": {"column": "mood", "scale": [-2, 2]},
        "codebook": "codebook.csv",
    } | parts
    return study_file(interviews=interviews, variables=one("number"))


def interview_texts(rows: str, codebook: str = CODEBOOK) -> dict[str, TextTable]:
    """Return survey (a, b), codebook and interviews."""
    return {
        "survey": text_table("survey", "id,x\na,1\nb,2\n"),
        "codebook": text_table("codebook", codebook),
        "interviews": text_table("interviews", f"who,code,said,ok,phase,mood\n{rows}"),
    }
