"""The engine's row rules say of every row what the Pandera contract of a log row says."""

from __future__ import annotations

import itertools
import random

import pandas as pd

from personagen.contracts.answers import find_failures
from personagen.contracts.log import log_contract
from personagen.engine import rules

from ..journeys.comparing import on  # noqa: TID252
from ..journeys.logs import COLUMNS, EMOTIONS, LOG, loaded, study_of  # noqa: TID252

ZONE = "Europe/Amsterdam"
ROLES = {"customer": "customer", "at": "at", "touchpoint": "event", "satisfaction": "csat", "expectation": "expected",
         "emotion": "feeling"}  # fmt: skip
GOOD = {"customer": "a", "at": "2026-01-01 10:00:00", "event": "shop", "channel": "web", "csat": "5", "expected": "3",
        "feeling": "glad"}  # fmt: skip
OTHERS = {
    "customer": ["", " ", " b ", "0", '"', "NA"],
    "at": [
        "", "soon", "epoch", "infinity", "2026-02-30 10:00:00", "2026-01-01", "2026-01-01T10:00", "2026-01-01T10:00:00Z",
        "2026-01-01 10:00:00+01:00", "2026-01-01 10:00:00.5", " 2026-01-01 10:00:00 ", "2026-10-25 02:30:00",
        "2026-10-25 03:00:00", "2026-10-25 02:30:00+02:00", "2026-03-29 02:30:00", "2026-03-29 01:59:59",
        "1969-12-31 12:00:00", "2100-01-02 00:00:00", "2026-01-01 25:00:00", "1-1-2026 10:00", "2026", "2026-01",
        "2026-1-1", "2026/01/01 9:5", "2026-01/01", "20260101", "2026-01-01T10", "2026-01-01 10:00:00.123456789",
        "2026-01-01 10:00:00.", "2026-01-01 24:00:00", "2026-12-31T24:00", "2026-01-01 24:00:01", "2026-01-01 10:00:60",
        "2026-01-01 10:00:00 UTC", "2026-01-01 10:00:00 Z", "2026-01-01 10:00Z", "2026-01-01 10:00:00-0330",
        "2026-01-01 10:00:00+1", "2026-01-01 10:00:00+15", "2026-01-01 02:00:00 PM", "2026-01-01 (BC)",
        "2026-01-01 10:00:00 Europe/Amsterdam", "2026-02-29", "2028-02-29", "2026-01-01T24:00:00Z",
        "١٢٣٤-01-01", "2026-01-01\t",
    ],
    "event": ["", "  ", " till", "NA"],
    "csat": ["", " ", "1", "5.0", " 2 ", "0", "6", "-1", "2,5", "five", "NA", "n/a", "None", "nan", "1e0", "1d", "0x1", "1e", "+1", "1.", ".5e1", "inf", "-inf", "3 4", "٣", "true"],
    "expected": ["", "0", "5.1", "3.5", "null", "x"],
    "feeling": ["", "Glad", " angry ", "sad", "NA", "none", "gladd"],
}  # fmt: skip


def planted():
    """Every other value alone, and pairs of them drawn at random."""
    alone = [GOOD | {column: value} for column, values in OTHERS.items() for value in values]
    draw = random.Random(7)  # noqa: S311
    columns = list(itertools.combinations(OTHERS, 2))
    pairs = [
        GOOD | {column: draw.choice(OTHERS[column]) for column in draw.choice(columns)} for _ in range(150)
    ]
    fine = [GOOD] * 3
    return pd.DataFrame([*alone, *pairs, *fine], columns=COLUMNS, dtype="str")


def test_row_by_row_the_engine_finds_what_the_contract_finds(tmp_path):
    check_row_by_row(tmp_path, "duckdb")


def check_row_by_row(tmp_path, engine):
    """Assert that an engine finds in each planted row what the contract finds."""
    rows = planted().assign(row=lambda frame: frame.index.astype("str"))  # no two rows are equal
    rows.to_csv(tmp_path / "log.csv", index=False)
    study = on(engine, study_of({**LOG, "timezone": ZONE, "csv": {"separator": ","}}))
    with loaded(tmp_path, study) as (_, account):
        found = {(int(row.line) - 2, row.check) for row in account.fault_rows.itertuples()}
        n = account.faults.set_index("check")["n"].to_dict()
    contract = log_contract(ZONE, (1, 5), (1, 5), EMOTIONS)
    texts = rows.rename(columns={column: role for role, column in ROLES.items()})[[*ROLES]]
    expected = find_failures(contract, texts)
    assert found == {*zip(expected["position"], expected["check"], strict=True)}
    assert n == expected["check"].value_counts().to_dict()
    assert {*n} == {rule.check for rule in rules.RULES}  # every kind was planted


def test_the_contract_and_the_rules_name_the_same_checks_of_the_same_columns():
    contract = log_contract(ZONE, (1, 5), (1, 5), EMOTIONS)
    named = {(role, check.name) for role, column in contract.columns.items() for check in column.checks}
    assert named == {(rule.role, rule.check) for rule in rules.RULES}
