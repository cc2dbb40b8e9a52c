"""The page on the golden questions: its spreadsheet formulas give what it says, and what the program gives."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

import pandas as pd
import pytest

from personagen.contracts.segmentation import TYPING_RULE
from personagen.segmentation import apply_rule


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "typing.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sheets(page: str) -> tuple[list[list[str]], list[list[str]]]:
    rule, answers = (
        list(csv.reader(text.splitlines())) for text in re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    )
    return rule, answers


def counts(rule: list[list[str]], answers: list[list[str]], row: int, column: int) -> float:
    """Return what the formula of the page gives in a cell of `counts`."""
    given = answers[row - 1][column]
    _, _, level, _, if_blank, least, most, _ = rule[row - 1]
    value = float(if_blank) if given == "" else float(given)
    if least:
        value = max(float(least), min(float(most), value))
    return math.log(1 + value) if level == "ln(1 + answer)" else value


def result(page: str) -> dict[str, list[str]]:
    rows = [
        line.strip("| ").split(" | ")
        for line in page.splitlines()
        if re.match(r"\| (savers|regulars|persona) \|", line)
    ]
    return {row[0]: row[1:] for row in rows}


def test_the_formulas_give_what_the_page_says(page, sheets):
    rule, answers = sheets
    blocks = [tuple(map(int, rows)) for rows in re.findall(r"typing_rule!\$D\$(\d+):\$D\$(\d+), C2:C6", page)]
    assert blocks == [(2, 6), (7, 11)]
    for first, last in blocks:
        persona = {rule[row - 1][0] for row in range(first, last + 1)}
        assert len(persona) == 1
        told = [float(total) for total in result(page)[persona.pop()]]
        totals = [
            round(
                sum(
                    float(rule[row - 1][3]) * counts(rule, answers, row - first + 2, column)
                    for row in range(first, last + 1)
                ),
                6,
            )
            for column in (2, 3, 4)
        ]
        assert totals == told


def test_the_program_gives_the_same_personas(page, sheets):
    rule, answers = sheets
    table = pd.DataFrame(rule[1:], columns=rule[0]).replace("", None)
    table["is_reversed"] = table["is_reversed"] == "True"
    given = {row[0]: [float(cell) if cell else None for cell in row[2:]] for row in answers[2:]}
    region = ["north" if flag else "south" for flag in given.pop("region")]
    people = pd.DataFrame({"respondent_id": answers[0][2:], **given}).astype(dict.fromkeys(given, "float64"))
    found = apply_rule(TYPING_RULE.conform(table), people.assign(region=region))
    assert found.tolist() == result(page)["persona"]
