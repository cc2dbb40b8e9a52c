"""Spark finds what DuckDB, the contract of a log row and plain Python find, to the last row.

One file, as starting Spark is the dearest thing here.
"""

from __future__ import annotations

import importlib.util
import shutil
from typing import Any

import pandas as pd
import pytest

from personagen.errors import DataError, StudyError
from personagen.study import Study

from ...journeys.comparing import check_against_oracle, count_made, on, tables_of  # noqa: TID252
from ...journeys.logs import EMOTIONS, loaded, study_of  # noqa: TID252
from ...journeys.made import PLACES, TRUTHS, made_study, planted_log  # noqa: TID252
from ...journeys.oracle import read_log  # noqa: TID252
from ..test_rules import check_row_by_row  # noqa: TID252
from .messy import HEADER, STAMP, write_logs

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None, reason="the extra spark is not installed"
    ),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java"),
]
# over a few hundred rows an expression runs for a shorter time than it takes to compile it
INTERPRETED = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}
QUICK = {"spark.sql.shuffle.partitions": "1", "spark.sql.adaptive.enabled": "false", **INTERPRETED}
POSITIONS = pd.DataFrame({"touchpoint": ["café", "shop"], "phase": [1, 2]})
BEFORE = ("previous_phase", "previous_us", "session", "run")
FELT = ("valence_source", "valence_micro", "gap_micro", "emotion")
PEOPLE = pd.DataFrame({"customer_id": ["a", "q"], "persona": [0, 1]})


@pytest.fixture(scope="module", autouse=True)
def session(tmp_path_factory):
    """One session for all tests, in one part and with the quick compiler: the data are small."""
    from personagen.engine.spark.session import start_session, stop_session  # noqa: PLC0415
    from personagen.study.parameters import EngineParameters  # noqa: PLC0415

    params = EngineParameters(name="spark", spark_master="local[2]")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        spark = start_session(params, tmp_path_factory.mktemp("spark"))
    for key, value in QUICK.items():
        spark.conf.set(key, value)
    yield spark
    stop_session(spark)


@pytest.fixture
def compiled(session):
    """Expressions are compiled, as they are for people."""
    for key in INTERPRETED:
        session.conf.unset(key)
    yield
    for key, value in INTERPRETED.items():
        session.conf.set(key, value)


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values([*frame.columns], ignore_index=True)


def read(engine: str, folder, study) -> dict[str, Any]:
    """The account, and the contacts with their customers' draw for the customers' number."""
    with loaded(folder, on(engine, study), {"a", "q"}, mapped={"café"}) as (log, account):
        found = log.contacts(POSITIONS, PEOPLE, ["1", "2", "unassigned"])
        frame = log.collect(found.frame.join(found.customers.select("customer", "draw"), on="customer"))
        customers = log.collect(found.customers).drop(columns="customer").sort_values("draw")
    frame = frame.drop(columns="customer").astype("float64")
    # contacts with one stamp and step are in no order of their own
    paths, felt = (frame.drop(columns=[*others]).pipe(in_order) for others in (FELT, BEFORE))
    return {
        "rows": account.rows,
        "faults": account.faults,
        "fault_rows": account.fault_rows,
        "customers": account.customers,
        "unmapped": account.unmapped,
        **{f"quarantine of {source}": table for source, table in account.quarantine.items()},
        "stamps": pd.Series([account.cutoff, account.first, account.last]).to_frame(),
        "steps": found.steps,
        "contacts by what went before": paths,
        "contacts by what was felt": felt,
        "people": customers.astype("float64").reset_index(drop=True),
    }


def test_every_form_of_log_is_read_the_same(tmp_path):
    study = write_logs(tmp_path)
    here, there = (read(engine, tmp_path, study) for engine in ("duckdb", "spark"))
    assert set(there["faults"]["check"]) == {
        "customer_empty", "time_unreadable", "touchpoint_empty", "satisfaction_off_scale", "expectation_off_scale",
        "emotion_unknown", "hour_repeated", "hour_skipped", "cells_ragged",
    }  # fmt: skip
    assert len(there["unmapped"]) > 0
    assert there["rows"][["quarantined", "duplicate", "excluded"]].sum().min() > 0
    for name, table in here.items():
        pd.testing.assert_frame_equal(there[name], table, check_exact=True, obj=name)


@pytest.mark.parametrize("others", [(), (8,)], ids=["never closed", "closed by another"])
def test_a_quote_that_takes_in_other_rows_is_told(tmp_path, others):
    rows = [f"k{i},{STAMP},shop,web,5,3,glad" for i in range(12)]
    for place in (4, *others):
        rows[place] = rows[place].replace("glad", '"glad')
    (tmp_path / "log.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    for engine in ("duckdb", "spark"):
        with (
            pytest.raises(DataError, match=r"log\.csv:6: a quote opens in this row"),
            loaded(tmp_path, on(engine, study_of()), {"k1"}),
        ):
            pass


def test_row_by_row_spark_finds_what_the_contract_finds(tmp_path, compiled):
    check_row_by_row(tmp_path, "spark")


def test_tables_equal_those_of_duckdb_and_of_plain_python(tmp_path):
    rows, people = planted_log()
    study = made_study("2026-01-25")
    found = {}
    for engine in ("duckdb", "spark"):
        (tmp_path / engine).mkdir()
        counts = count_made(tmp_path / engine, rows, people, on(engine, study))
        found[engine] = tables_of(counts, people, study)
    check_against_oracle(found["spark"], read_log(rows, study, people, PLACES, EMOTIONS, TRUTHS))
    for name, table in found["duckdb"].items():
        assert len(table), name
        pd.testing.assert_frame_equal(found["spark"][name], table, check_exact=True, obj=name)


def test_a_log_too_long_to_be_put_in_order_is_refused(tmp_path):
    """130 years of 2,300 touchpoints are more places than 64 bits can tell; those of DuckDB are told in 128."""
    stamps = ["1970-01-01 00:00:00", "2099-12-31 23:59:59"]
    rows = [("a", stamps[number % 2], f"t{number}") for number in range(2_300)]
    log = pd.DataFrame(rows, columns=["customer_id", "timestamp", "event"])
    log.to_csv(tmp_path / "log.csv", index=False)
    of_log = {"files": ["log.csv"], "customer": "customer_id", "at": "timestamp", "timezone": "UTC"}
    said = {
        "study": "Long",
        "language": "en",
        "survey": {"files": ["survey.csv"]},
        "touchpoint_map": "map.csv",
    }
    study = Study.model_validate({**said, "touchpoints": {**of_log, "touchpoint": "event"}})
    mapped = pd.DataFrame({"touchpoint": log["event"], "phase": 1})
    with loaded(tmp_path, on("spark", study), {"a"}) as (engine, _):
        message = "2300 touchpoints and channels over 130 years are more than Spark can put in order"
        with pytest.raises(StudyError, match=message):
            engine.contacts(mapped, PEOPLE, ["1", "2", "unassigned"])
    with loaded(tmp_path, on("duckdb", study), {"a"}) as (engine, _):
        found = engine.contacts(mapped, PEOPLE, ["1", "2", "unassigned"])
        path = engine.collect(found.frame.select("step", "run", "previous_us")).sort_values("run")
    assert (path["run"] == range(1, 2_301)).all()
    assert path["previous_us"].notna().sum() == 2_299
