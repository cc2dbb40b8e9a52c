"""The same log in every form gives the same contacts, and every row is accounted for."""

from __future__ import annotations

import gzip
import shutil
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from personagen.engine import known
from personagen.errors import DataError

from ..journeys.logs import COLUMNS, LOG, loaded, study_of, table_of  # noqa: TID252

GOOD = table_of(
    ("a", "2026-01-01 10:00:00", "café", "web", "5", "3", "Glad"),
    ("a", "2026-01-01 10:00:00", "café", "web", "5", "3", "Glad"),
    ("b", "2026-01-02 11:30:00", "shop", "web", "", "4"),
    ("c", "2026-01-03 12:00:00", "shop", "shop", "2", "", "angry"),
)
POSITIONS = pd.DataFrame({"touchpoint": ["café", "shop"], "phase": [1, 2]})
NOBODY = pd.DataFrame({"customer_id": pd.Series(dtype="str"), "persona": pd.Series(dtype="int64")})


def contacts(folder, study, linked=frozenset({"a"})):
    """All contacts as sorted rows, and the row account."""
    with loaded(folder, study, linked) as (engine, account):
        found = engine.contacts(POSITIONS, NOBODY, ["unassigned"])
        frame = engine.collect(found.frame.drop("customer"))
        frame = frame.sort_values([*frame.columns]).reset_index(drop=True)
        return frame.assign(step=frame["step"].map(found.steps["touchpoint"])), account


def write_csv(folder, frame, name="log.csv", **options: Any):
    frame.to_csv(folder / name, index=False, **options)


@pytest.fixture
def expected(tmp_path):
    write_csv(tmp_path, GOOD)
    return contacts(tmp_path, study_of())[0]


def test_a_plain_csv(expected):
    assert sorted(expected["at_us"]) == [1767261600000000, 1767353400000000, 1767441600000000]
    rated = expected.set_index("at_us").loc[1767261600000000]
    assert (rated["valence_micro"], rated["gap_micro"], rated["valence_source"]) == (1_000_000, 1_000_000, 3)


def test_gzip_parquet_and_encodings_are_the_same(tmp_path, expected):
    folder = tmp_path / "forms"
    folder.mkdir()
    write_csv(folder, GOOD, "log.csv")
    with (folder / "log.csv").open("rb") as plain, gzip.open(folder / "packed.csv.gz", "wb") as packed:
        shutil.copyfileobj(plain, packed)
    GOOD.assign(at=pd.to_datetime(GOOD["at"])).to_parquet(folder / "log.parquet")
    write_csv(folder, GOOD, "utf16.csv", encoding="utf-16", sep="\t")
    write_csv(folder, GOOD, "windows.csv", encoding="cp1252", sep=";")
    write_csv(folder, GOOD, "bom.csv", encoding="utf-8-sig", lineterminator="\r\n")
    for name in ("packed.csv.gz", "log.parquet", "utf16.csv", "windows.csv", "bom.csv"):
        found, account = contacts(folder, study_of({**LOG, "files": [name]}))
        pd.testing.assert_frame_equal(found, expected)
        assert account.rows.iloc[0][["read", "used", "duplicate"]].tolist() == [4, 3, 1]


def test_several_files_and_logs_in_any_order(tmp_path, expected):
    tmp_path = tmp_path / "several"
    tmp_path.mkdir()
    write_csv(tmp_path, GOOD.iloc[[0, 2]], "z.csv")
    write_csv(tmp_path, GOOD.iloc[[3, 1]].assign(extra=""), "a.csv", columns=["extra", *COLUMNS[::-1]])
    found, account = contacts(tmp_path, study_of({**LOG, "files": ["*.csv"]}))
    assert account.rows.iloc[0]["read"] == 4
    pd.testing.assert_frame_equal(found.drop_duplicates(ignore_index=True), expected)
    two = [{**LOG, "files": ["z.csv"]}, {**LOG, "files": ["a.csv"], "channel": {"constant": "web"}}]
    _, account = contacts(tmp_path, study_of(*two))
    assert account.rows["source"].tolist() == ["touchpoints 1", "touchpoints 2"]
    assert account.rows["used"].tolist() == [2, 2]


def test_faulty_rows_are_set_apart_with_their_lines(tmp_path):
    text = (
        "customer,at,event,channel,csat,expected,feeling\n"
        "a,2026-01-01 10:00:00,shop,web,5,3,glad\n"
        ",2026-01-01 10:00:00,shop,web,,,\n"
        'b,"first\nof May",shop,web,,,\n'
        "b,2026-02-30 10:00:00,shop,web,,,\n"
        "b,2026-01-02 10:00:00,shop\n"
        "c,2026-01-02 10:00:00,,web,,,\n"
        "c,2026-01-02 10:00:00,shop,web,9,,\n"
        "c,2026-01-02 11:00:00,shop,web,NA,x,sad\n"
        "a,2026-03-01 10:00:00,shop,web,,,\n"
        "a,epoch,shop,web,,,\n"
    )
    (tmp_path / "log.csv").write_text(text)
    with loaded(tmp_path, study_of({**LOG, "cutoff": "2026-02-28"}), {"a"}) as (_, account):
        row = account.rows.iloc[0]
    assert row["read"] == row["used"] + row["quarantined"] + row["duplicate"] + row["excluded"] == 10
    assert row[["used", "quarantined", "excluded", "unlinked"]].tolist() == [3, 6, 1, 2]
    faults = account.faults.set_index("check")["n"].to_dict()
    assert faults == {
        "customer_empty": 1, "time_unreadable": 3, "touchpoint_empty": 1, "satisfaction_off_scale": 1,
        "expectation_off_scale": 1, "emotion_unknown": 1, "cells_ragged": 1,
    }  # fmt: skip
    lines = account.fault_rows.set_index("check")["line"]
    assert lines["customer_empty"] == 3
    assert lines["time_unreadable"].tolist() == [4, 6, 12]
    assert lines["cells_ragged"] == 7
    assert lines["satisfaction_off_scale"] == 9
    quarantine = account.quarantine["touchpoints"]
    assert quarantine["_line"].tolist() == [3, 4, 6, 7, 8, 12]
    assert quarantine.set_index("_line").loc[6, "at"] == "2026-02-30 10:00:00"
    assert str(account.cutoff) == "2026-03-01 00:00:00+00:00"
    assert account.customers.iloc[0].tolist() == ["touchpoints", 2, 1]


@pytest.mark.parametrize(
    ("stamp", "zone", "utc", "check"),
    [
        ("2026-07-01 12:00:00", "Europe/Amsterdam", "2026-07-01 10:00:00", None),
        ("2026-07-01", "Europe/Amsterdam", "2026-06-30 22:00:00", None),
        ("2026-10-25 02:30:00", "Europe/Amsterdam", "2026-10-25 00:30:00", "hour_repeated"),
        ("2026-10-25 03:00:00", "Europe/Amsterdam", "2026-10-25 02:00:00", None),
        ("2026-03-29 02:30:00", "Europe/Amsterdam", "2026-03-29 01:30:00", "hour_skipped"),
        ("2026-10-25T02:30:00+01:00", "Europe/Amsterdam", "2026-10-25 01:30:00", None),
        ("2026-07-01T12:00:00Z", "America/New_York", "2026-07-01 12:00:00", None),
        ("2026-07-01T12:00+02", "UTC", "2026-07-01 10:00:00", None),
        ("2026-07-01 12:00:00.25", "Asia/Kolkata", "2026-07-01 06:30:00.250000", None),
        ("2026-04-05 01:45:00", "Australia/Lord_Howe", "2026-04-04 14:45:00", "hour_repeated"),
        ("1-7-2026 12:00", "Europe/Amsterdam", "2026-07-01 10:00:00", None),
    ],
)
def test_times(tmp_path, stamp, zone, utc, check):
    pattern = "%d-%m-%Y %H:%M" if stamp.startswith("1-") else "auto"
    write_csv(tmp_path, table_of(("a", stamp, "shop")))
    found, account = contacts(tmp_path, study_of({**LOG, "timezone": zone, "csv": {"dates": pattern}}))
    assert pd.Timestamp(found["at_us"][0], unit="us") == pd.Timestamp(utc)
    assert account.faults["check"].tolist() == ([check] if check else [])


def test_a_lacking_column_is_named(tmp_path):
    write_csv(tmp_path, GOOD.rename(columns={"csat": "cast"}))
    with (
        pytest.raises(DataError, match=r'log.csv: csat: .*no column "csat".*Did you mean "cast"'),
        loaded(tmp_path, study_of()),
    ):
        pass


def test_a_log_without_rows_is_refused(tmp_path):
    write_csv(tmp_path, GOOD.iloc[:0])
    with pytest.raises(DataError, match="no rows"), loaded(tmp_path, study_of()):
        pass


def test_threads_and_runs_give_the_same_numbers(tmp_path):
    rows = [
        (f"c{i % 97}", f"2026-01-{1 + i % 28:02d} 1{i % 10}:00:00", "shop", "web", str(1 + i % 5))
        for i in range(5000)
    ]
    write_csv(tmp_path, table_of(*rows))
    first, account = contacts(tmp_path, study_of(), {"c1"})
    again, other = contacts(tmp_path, study_of(), {"c1"})
    pd.testing.assert_frame_equal(first, again)
    pd.testing.assert_frame_equal(account.rows, other.rows)


@pytest.mark.parametrize(("sampled", "kinds"), [(1, 2_000), (1, 1), (50_000, 1)])
def test_kinds_of_cells_met_late_are_read_the_same(tmp_path, monkeypatch, sampled, kinds):
    faulty = table_of(
        ("d", "2026-01-04 12:00:00", " shop", "web", "7", "2,5", "Sad"),
        ("d", "2026-01-05 12:00:00", "new", "new", " 3 ", "1", " glad "),
        ("", "soon", "", "", "x", "", ""),
    )
    write_csv(tmp_path, pd.concat([GOOD, faulty]), sep=";")
    study = study_of({**LOG, "csv": {"decimal": ","}})
    expected, account = contacts(tmp_path, study)
    monkeypatch.setattr(known, "_SAMPLED", sampled)
    monkeypatch.setattr(known, "_KINDS", kinds)
    found, other = contacts(tmp_path, study)
    pd.testing.assert_frame_equal(found, expected)
    pd.testing.assert_frame_equal(other.faults, account.faults)
    pd.testing.assert_frame_equal(other.fault_rows, account.fault_rows)
    assert found["step"].tolist() == ["café", "shop", "shop", "shop", "new"]
    assert account.faults.set_index("check")["n"].to_dict() == {
        "customer_empty": 1, "time_unreadable": 1, "touchpoint_empty": 1, "satisfaction_off_scale": 2, "emotion_unknown": 1,
    }  # fmt: skip


def test_a_contact_that_is_yet_to_come_is_refused_unless_a_cutoff_leaves_it_out(tmp_path):
    """It would say until when everybody was followed. A day is let pass, for time zones."""
    rows = [("a", "2026-01-01 10:00", "ad"), ("a", "2026-03-01 23:00", "ad"), ("b", "2101-01-01 10:00", "ad")]
    table_of(*rows[:2]).to_csv(tmp_path / "log.csv", index=False)
    today = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with loaded(tmp_path, study_of(), {"a"}, now=today) as (_, account):
        assert account.rows["used"].tolist() == [2]
    message = (
        r"touchpoints.0.at|touchpoints.at: .*log\.csv is of 2026-03-01, which is yet to come.*set a cutoff"
    )
    with pytest.raises(DataError, match=message), loaded(tmp_path, study_of(), now=today - timedelta(days=2)):
        pass
    table_of(*rows).to_csv(tmp_path / "log.csv", index=False)
    with loaded(tmp_path, study_of({**LOG, "cutoff": "2026-02-01"}), now=today) as (_, account):
        assert account.rows[["used", "excluded"]].to_numpy().tolist() == [[1, 1]]
