"""Drafts from the first rows of large logs, and from Parquet."""

from dataclasses import replace

import pandas as pd
import pytest
from ruamel.yaml import YAML

from personagen.contracts.text import Dialect, TextTable
from personagen.errors import DataError
from personagen.study.drafting import MAP_FILE, draft_study


def _log(name: str, n_customers: int, *, is_whole: bool) -> TextTable:
    n = 200
    frame = pd.DataFrame(
        {
            "customer": [f"K{1000 + i % n_customers}" for i in range(n)],
            "at": [f"2026-01-{1 + i % 28:02d} 10:{i % 60:02d}:00Z" for i in range(n)],
            "event": ["checkout", "chat"] * (n // 2),
        }
    )
    lines = pd.Series(range(2, n + 2))
    dialect = Dialect("utf-8", ",", ".", None, "%Y-%m-%d %H:%M:%S%z")
    return TextTable(name, frame, lines.map(lambda _: name), lines, pd.DataFrame(), dialect, is_whole)


def test_the_map_has_touchpoints_after_the_first_rows():
    asked = []

    def list_cells(file: str, column: str) -> set[str]:
        asked.append((file, column))
        return {"checkout", "return"}

    logs = [_log(name, 50, is_whole=name == "b.csv") for name in ("a.csv", "b.csv", "c.csv")]
    draft = draft_study(logs, title="T", language="en", list_cells=list_cells)
    touchpoints = [line.split(",")[0] for line in draft.extra_files[MAP_FILE].splitlines()[1:]]
    assert touchpoints == ["chat", "checkout", "return"]
    assert asked == [(name, "event") for name in ("a.csv", "b.csv", "c.csv")]
    said = "unsure: looked at the first 200 rows of a.csv and 1 more; later rows may hold other answers"
    assert draft.unsure[0] == said
    assert f"# {said}" in draft.text.splitlines()


def test_few_return_in_the_first_rows_of_a_log():
    draft = draft_study([_log("a.csv", 190, is_whole=False)], title="T", language="en")
    assert "touchpoints" in YAML(typ="safe").load(draft.text)
    draft = draft_study([_log("a.csv", 190, is_whole=True)], title="T", language="en")
    assert "touchpoints" not in YAML(typ="safe").load(draft.text)


def test_logs_may_be_parquet():
    draft = draft_study([_log("log.parquet", 50, is_whole=True)], title="T", language="en")
    assert YAML(typ="safe").load(draft.text)["touchpoints"]["files"] == ["log.parquet"]


def test_people_may_not():
    with pytest.raises(DataError, match=r"people.parquet: no file holds answers or contacts"):
        draft_study([_log("people.parquet", 200, is_whole=True)], title="T", language="en")
    people = _log("people.parquet", 200, is_whole=True)
    people = replace(people, frame=people.frame.drop(columns="at"))
    draft = draft_study([_log("log.csv", 50, is_whole=True), people], title="T", language="en")
    assert "people.parquet isn't used: only touchpoint logs may be Parquet" in draft.unsure[-1]
