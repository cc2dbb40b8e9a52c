"""The row rules are the contract's: every row breaks on the engine what it breaks in Pandera, and a new check is one more rule."""

from __future__ import annotations

import itertools
import random
from datetime import UTC, datetime

import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from personagen.contracts.log import FAULTS, LOG_ROW, Fault
from personagen.engine import account, counts, refusing, rules
from personagen.engine.rules import compile_rules

from ..journeys.comparing import on  # noqa: TID252
from ..journeys.logs import COLUMNS, EMOTIONS, LOG, loaded, study_of  # noqa: TID252
from .plain import find_faults, read_rows

ZONE = "Europe/Amsterdam"
ROLES = {"customer": "customer", "at": "at", "touchpoint": "event", "satisfaction": "csat", "expectation": "expected",
         "emotion": "feeling"}  # fmt: skip
SCALES = {"satisfaction": (1.0, 5.0), "expectation": (1.0, 5.0)}
GOOD = {"customer": "a", "at": "2026-01-01 10:00:00", "event": "shop", "channel": "web", "csat": "5", "expected": "3",
        "feeling": "glad"}  # fmt: skip
OTHERS = {
    "customer": ["", " ", " b ", "0", '"', "NA"],
    "at": [
        "", "soon", "epoch", "infinity", "2026-02-30 10:00:00", "2026-01-01", "2026-01-01T10:00", "2026-01-01T10:00:00Z",
        "2026-01-01 10:00:00+01:00", "2026-01-01 10:00:00.5", " 2026-01-01 10:00:00 ", "2026-01-01 25:00:00",
        "1-1-2026 10:00", "2026", "2026-01", "2026-1-1", "2026/01/01 9:5", "2026-01/01", "20260101", "2026-01-01T10",
        "2026-01-01 10:00:00.123456789", "2026-01-01 10:00:00.", "2026-01-01 24:00:00", "2026-12-31T24:00",
        "2026-01-01 24:00:01", "2026-01-01 10:00:60", "2026-01-01 10:00:00 UTC", "2026-01-01 10:00:00 Z",
        "2026-01-01 10:00Z", "2026-01-01 10:00:00-0330", "2026-01-01 10:00:00+1", "2026-01-01 10:00:00+15",
        "2026-01-01 02:00:00 PM", "2026-01-01 (BC)", "2026-01-01 10:00:00 Europe/Amsterdam", "2026-02-29", "2028-02-29",
        "2026-01-01T24:00:00Z", "١٢٣٤-01-01", "2026-01-01\t", "2026-01-01\u0085", "NA",
        # hours that occur twice or not at all, and their neighbours
        "2026-10-25 01:59:59.999999", "2026-10-25 02:00:00", "2026-10-25 02:30:00", "2026-10-25 02:59:59.999999",
        "2026-10-25 03:00:00", "2026-10-25 02:30:00+02:00", "2026-10-25T00:30Z", "2026-03-29 01:59:59.999999",
        "2026-03-29 02:00:00", "2026-03-29 02:30:00", "2026-03-29 02:59:59.999999", "2026-03-29 03:00:00",
        "2026-03-29 02:30:00+01:00",
        # both ends of our time, and what lies far beyond them
        "1970-01-01T00:00Z", "1969-12-31 23:59:59.999999Z", "1970-01-01 01:00:00", "1970-01-01 00:59:59.999999",
        "2099-12-31 23:59:59.999999Z", "2100-01-01T00:00Z", "2100-01-01 00:59:59.999999", "2100-01-01 01:00:00",
        "2099-12-31 24:00:00", "2101-03-27 02:30:00", "1945-04-02 02:30:00", "0000-01-01", "0001-01-01T00:00+14",
        "9999-12-31T24:00", "9999-12-31T23:59-14",
    ],
    "event": ["", "  ", " till", "NA"],
    "csat": [
        "", " ", "1", "5.0", " 2 ", "0", "6", "-1", "2,5", "five", "NA", "n/a", "None", "nan", "NaN", "-nan", "1e0", "1d",
        "0x1", "1e", "+1", "1.", ".5e1", "inf", "-inf", "3 4", "٣", "true", "1_0", "4_", "0.999999", "5.000001",
        "1.0000000", "5.0000000000000009", "1e400", "-1e400", "5\t", "5\u0085", "--1", ".", "e1", "NULL",
    ],
    "expected": ["", "0", "5.1", "3.5", "null", "x", "1", "5", "0.99", "5.01", "N/A"],
    "feeling": ["", "Glad", " angry ", "sad", "NA", "none", "gladd", "ANGRY", "Not glad", "N/A", "5"],
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
    broken_line = GOOD | {"at": "2026-01-01\n"}  # last, as the rows after it would stand a line further down
    return pd.DataFrame([*alone, *pairs, *fine, broken_line], columns=COLUMNS, dtype="str")


def read_plainly(rows):
    """The rows as their contract has them, read without any engine."""
    texts = rows.rename(columns={column: role for role, column in ROLES.items()})
    return read_rows(texts[[*ROLES]], ZONE, SCALES, EMOTIONS)


def faults_on(engine, folder, rows):
    """What the engine finds in the rows: position and check of each fault, and how many rows break each check."""
    numbered = rows.assign(row=range(len(rows)))  # no two rows are equal
    numbered.to_csv(folder / "log.csv", index=False)
    study = on(engine, study_of({**LOG, "timezone": ZONE, "csv": {"separator": ","}}))
    with loaded(folder, study) as (_, read):
        found = {(int(row.line) - 2, row.check) for row in read.fault_rows.itertuples()}
        return found, read.faults.set_index("check")["n"].to_dict()


def test_row_by_row_the_engine_finds_what_the_contract_finds(tmp_path):
    check_row_by_row(tmp_path, "duckdb")


def check_row_by_row(tmp_path, engine):
    """Assert that an engine finds in each planted row what the contract finds."""
    rows = planted()
    found, n = faults_on(engine, tmp_path, rows)
    expected = find_faults(read_plainly(rows))
    assert found == expected
    assert n == pd.Series([check for _, check in expected]).value_counts().to_dict()
    assert {*n} == {rule.check for rule in rules.RULES}  # every kind was planted


_PAIR = st.integers(0, 99).map("{:02d}".format) | st.integers(0, 9).map(str)
_STAMPS = st.builds(
    "{}{}{}{}{}{}{}:{}{}{}".format,
    st.integers(1960, 2110), st.sampled_from("--/"), _PAIR, st.sampled_from("--/"), _PAIR, st.sampled_from("T  _"),
    _PAIR, _PAIR, st.sampled_from(["", ":00", ":5", ":59.9999999", ":60"]),
    st.sampled_from(["", "Z", " UTC", "+02", "-0330", "+14:30", "+15", "z", " +01"]),
)  # fmt: skip
_NUMBERS = st.floats(0, 6).map(repr) | st.text("0123456789+-.eE_ inf", max_size=6)
_MADE = {
    "customer": st.text("a b", max_size=3),
    "at": _STAMPS,
    "event": st.text("a b", max_size=3),
    "csat": _NUMBERS,
    "expected": _NUMBERS,
    "feeling": st.sampled_from([*EMOTIONS, "none"]).flatmap(
        lambda word: st.sampled_from([word, word.upper(), f" {word.title()} ", f"{word}s"])
    ),
}
_ROWS = st.lists(
    st.fixed_dictionaries({column: _MADE[column] | st.sampled_from(OTHERS[column]) for column in _MADE}),
    min_size=20,
    max_size=40,
)


@settings(max_examples=10, phases=[Phase.explicit, Phase.generate])
@given(made=_ROWS)
def test_whatever_cells_are_made_the_engine_and_the_contract_agree(tmp_path_factory, made):
    # a log in which no row counts is refused
    rows = pd.DataFrame([GOOD, *(GOOD | row for row in made)], columns=COLUMNS, dtype="str")
    rows = pd.concat([rows, *[rows.head(1)] * len(made)], ignore_index=True)
    found, _ = faults_on("duckdb", tmp_path_factory.mktemp("made"), rows)
    assert found == find_faults(read_plainly(rows))


@pytest.mark.parametrize(
    ("column", "check", "cells"),
    [
        ("satisfaction", pa.Check.ne(0.0, error="new"), {"csat": "3"}),
        ("satisfaction", pa.Check.ge(-0.5, error="satisfaction_off_scale"), {"csat": "1.5"}),
        ("customer", pa.Check.isin(["a", "it's"], error="new"), {"customer": "b"}),
        ("touchpoint", pa.Check.notin(["till", "app"], error="new"), {"event": "till"}),
        ("emotion", pa.Check.gt(0, error="new"), {"feeling": "angry"}),
        ("at", pa.Check.ne(datetime(2026, 1, 2, tzinfo=UTC), error="new"), {"at": "2026-01-02T00:00Z"}),
    ],
)
def test_a_check_added_to_the_contract_is_a_rule_that_catches_its_row(
    tmp_path, monkeypatch, column, check, cells
):
    contract = LOG_ROW.update_column(column, checks=[*LOG_ROW.columns[column].checks, check])
    more = compile_rules(contract, {**FAULTS, "new": Fault("it is new", "Make it old.")})
    for module in (rules, account, counts, refusing):
        monkeypatch.setattr(module, "RULES", more)
    rows = pd.DataFrame([GOOD, GOOD | cells, *planted().to_dict("records")], columns=COLUMNS, dtype="str")
    found, _ = faults_on("duckdb", tmp_path, rows)
    assert (1, check.error) in found
    assert (0, check.error) not in found
    assert found == find_faults(read_plainly(rows), contract)


def test_the_published_checks_are_those_of_the_contract_in_its_order():
    assert [(rule.check, rule.role, rule.quarantines) for rule in rules.RULES] == [
        ("customer_empty", "customer", True),
        ("time_unreadable", "at", True),
        ("touchpoint_empty", "touchpoint", True),
        ("satisfaction_off_scale", "satisfaction", False),
        ("expectation_off_scale", "expectation", False),
        ("emotion_unknown", "emotion", False),
        ("hour_repeated", "at", False),
        ("hour_skipped", "at", False),
    ]


def test_a_rule_of_which_nothing_is_told_is_refused():
    contract = LOG_ROW.update_column("customer", checks=[pa.Check.ne("x", error="new")])
    with pytest.raises(KeyError, match="new"):
        compile_rules(contract, FAULTS)
