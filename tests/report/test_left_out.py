"""What the report says of respondents who don't count."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from personagen.contracts import PUBLISHED
from personagen.ingest import items
from personagen.language import words_in
from personagen.report import ReportInfo
from personagen.report.left_out import left_out
from personagen.report.source import Source


def source_of(
    n_left_out: int | None, *faults: tuple[str, str, int | None], name: str = "survey", language: str = "en"
) -> Source:
    row: dict[str, Any] = {"source": name, "read": 1400, "used": 1198, "quarantined": 9}
    rows = [
        {**row, "duplicate": 0, "excluded": 193, "n_left_out": n_left_out},
        {**row, "source": "links", "duplicate": 0, "excluded": 193},
    ]
    wrong = [
        {"source": name, "column": column, "check": check, "n": 7, "n_left_out": n, "mend": ""}
        for column, check, n in faults
    ]
    tables = {
        "rows": PUBLISHED["rows"].conform(pd.DataFrame(rows)),
        "faults": PUBLISHED["faults"].conform(pd.DataFrame(wrong)) if wrong else PUBLISHED["faults"].empty(),
    }
    return Source(tables, ReportInfo("Shop", 3, "given", 5), words_in(language))


def test_how_many_of_how_many_and_why_most_frequent_first():
    told = left_out(source_of(4, ("age", "number", 1), ("-", "ragged", 3), ("sent", "date", 0)))
    assert told.startswith(
        "4 of the 1,202 respondents count nowhere, as something is wrong in their rows: "
        "too many or too few cells in the row (3) and column “age”, not a number (1). "
    )
    assert "more than one reason" not in told


def test_one_person_with_two_faults_is_one_and_stands_with_both():
    told = left_out(source_of(1, ("age", "number", 1), ("income", "level", 1), language="nl"))
    assert told.startswith("1 van de 1.199 respondenten telt nergens mee")
    assert "kolom “age”, geen getal (1) en kolom “income”, geen van de mogelijke antwoorden (1)" in told
    assert told.endswith("staat bij elke reden.")


def test_nobody_left_out_and_a_run_that_did_not_count_them():
    assert left_out(source_of(0, ("sent", "date", 0))) == (
        "Of the 1,198 respondents nobody was left out for a fault in the files."
    )
    assert left_out(source_of(None, ("age", "number", None))) == ""


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_check_that_takes_a_row_out_has_a_reason_in_words(language: str):
    said = {key for key in words_in(language).entries if key.startswith("report.why.")}
    assert said == {f"report.why.{check}" for check in (*items.CHECKS, "ragged", "differing_rows")}


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "van de 1.200 klanten"), ("en", "of the 1,200 customers")]
)
def test_described_customers_are_called_customers(language: str, said: str):
    told = left_out(source_of(2, ("customer", "differing_rows", 2), name="analytics", language=language))
    assert said in told
