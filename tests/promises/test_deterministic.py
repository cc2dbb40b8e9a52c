"""The same inputs give the same bytes: in another process, in other surroundings, beside a busy one, in another order."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.promises.runs import OTHER_SURROUNDINGS, Made, contents, make_run
from tests.promises.small_study import SmallStudy, as_csv, make_small_study

pytestmark = pytest.mark.slow


def differing(one: dict[str, bytes], two: dict[str, bytes]) -> list[str]:
    """Return the names of files that aren't the same in both."""
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


def test_another_process_gives_the_same_bytes(webshop_run: Made, webshop_again: Made):
    parts = ("tables", "charts", "report.html", "private")
    one = contents(webshop_run.folder, *parts)
    assert len(one) > 60
    assert differing(one, contents(webshop_again.folder, *parts)) == []


def test_time_of_day_stands_in_run_json_alone(webshop_run: Made, webshop_again: Made):
    first, second = webshop_run.info, webshop_again.info
    changing = {"started_at", "finished_at", "timings_seconds"}
    assert {name for name in first if first[name] != second[name]} == changing
    day, _, clock = first["started_at"].partition("T")
    found = [
        name
        for name, content in contents(webshop_run.folder, "tables", "charts", "report.html").items()
        if clock[:5].encode() in content and day.encode() in content
    ]
    assert found == []


def worn(study: SmallStudy) -> SmallStudy:
    """Give a study faults, duplicates and ties, which all must be treated alike in any order."""
    survey = study.rows("raw/survey.csv")
    survey += [dict(survey[3]), {**survey[8], "submitted": "2026-12-01 08:00:00", "q1": "3"}]
    survey[20]["age"], survey[30]["education"], survey[40]["q2"] = "old", "Hihg", ""
    study.put("raw/survey.csv", survey)
    log = study.rows("raw/log.csv")
    log += [dict(row) for row in log[:20]]
    log += [{**row, "event": "basket", "channel": "shop"} for row in log[100:130]]  # at the same moment
    log[50]["at"], log[60]["csat"] = "then", "9"
    return study.put("raw/log.csv", log).add("privacy: {minimum_cell: 3}")


def shuffled(study: SmallStudy) -> SmallStudy:
    """Put the rows of every source in another order, and the log in two files."""
    draw = random.Random(11)  # noqa: S311 - an order, not a secret
    for name in ("survey", "interviews", "codebook", "analytics", "links", "map", "emotions", "log"):
        rows = study.rows(f"raw/{name}.csv")
        draw.shuffle(rows)
        study.put(f"raw/{name}.csv", rows)
    half = len(rows) // 2
    study.write("raw/log-1.csv", as_csv(rows[half:])).write("raw/log-2.csv", as_csv(rows[:half]))
    return study.edit("raw/log.csv", "raw/log-2.csv, raw/log-1.csv")


def test_order_of_rows_and_files_does_not_matter(tmp_path: Path):
    """The two runs go at the same time, each a busy process to the other."""
    in_order = worn(make_small_study(tmp_path / "in-order"))
    in_disorder = shuffled(worn(make_small_study(tmp_path / "in-disorder")))
    with ThreadPoolExecutor() as pool:
        first = pool.submit(make_run, in_order.path, tmp_path / "one")
        second = pool.submit(make_run, in_disorder.path, tmp_path / "two", **OTHER_SURROUNDINGS)
    one, two = (contents(made.result().folder, "tables", "charts") for made in (first, second))
    assert len(one) > 50
    assert differing(one, two) == []
    rows = first.result().table("rows").set_index("source")
    contacts = in_order.rows("raw/log.csv")
    repeated = len(contacts) - len({tuple(row.values()) for row in contacts})
    assert repeated >= 20
    assert rows.loc["survey", ["duplicate", "quarantined"]].tolist() == [2, 2]
    assert rows.loc["touchpoints", ["duplicate", "quarantined"]].tolist() == [repeated, 1]
