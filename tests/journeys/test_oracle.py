"""Every table that is made of contacts equals what plain Python makes of the same rows, to the last count."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from personagen.engine import blocks

from .comparing import check_against_oracle, count_made, tables_of
from .logs import EMOTIONS
from .made import PEOPLE, PLACES, TRUTHS, made_logs, made_study, planted_log
from .oracle import read_log

_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
few = settings(
    max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), phases=_PHASES
)  # an example opens an engine
studies = st.builds(
    made_study,
    st.sampled_from(["2026-01-04", None]),
    horizon_days=st.sampled_from([1, 2, "auto"]),
    session_gap_minutes=st.sampled_from([20, 40]),
)


def tables(rows, people, study):
    with tempfile.TemporaryDirectory() as folder:
        return tables_of(count_made(Path(folder), rows, people, study), people, study)


@pytest.fixture(scope="module")
def planted():
    """A log that fills every table, its people and study, and its tables."""
    rows, people = planted_log()
    study = made_study("2026-01-25")
    return rows, people, study, tables(rows, people, study)


def check(found, rows, people, study):
    check_against_oracle(found, read_log(rows, study, people, PLACES, EMOTIONS, TRUTHS))


@few
@given(made_logs(), studies)
def test_tables_of_drawn_logs(rows, study):
    check(tables(rows, PEOPLE, study), rows, PEOPLE, study)


def test_tables_of_a_log_that_fills_them_all(planted):
    rows, people, study, found = planted
    check(found, rows, people, study)
    assert all(len(table) for table in found.values())
    assert {*found["moments"]["kind"]} == {"magic", "misery", "peak", "pain", "truth"}
    assert found["journey"].query("phase != 'use'")["horizon_days"].notna().all()


def test_the_peak_ends_of_respondents_have_the_published_mean(planted):
    rows, people, _, _ = planted
    study = made_study("2026-01-25", horizon_days=30)  # who never came to the last phase may still do so
    found = tables(rows, people, study)
    check(found, rows, people, study)
    each, published = found["peak_end"], found["experience"].set_index("persona")
    both = pd.concat([each, each.assign(persona="all")]).groupby("persona")
    shown = published.drop(index="unassigned")
    pd.testing.assert_series_equal(both["peak_end"].mean(), shown["peak_end"], rtol=0, atol=1e-12)
    assert both["peak_end"].count().to_dict() == shown["n"].to_dict()
    assert both["is_open"].sum().to_dict() == shown["n_open"].to_dict()
    assert shown[["n", "n_open"]].gt(0).all(axis=None)


def test_customers_counted_block_by_block_change_nothing(planted, monkeypatch):
    rows, people, study, found = planted
    monkeypatch.setattr(blocks, "_CONTACTS", 20)
    assert len(blocks.blocks_of(len(people), len(rows))) > 10
    other = tables(rows, people, study)
    for name, table in found.items():
        pd.testing.assert_frame_equal(table, other[name], check_exact=True)


def test_neither_order_nor_rows_given_twice_change_anything(planted):
    rows, people, study, found = planted
    mixed = pd.concat([rows, rows]).sample(frac=1, random_state=5)
    other = tables(mixed, people, study)
    for name, table in found.items():
        pd.testing.assert_frame_equal(table, other[name], check_exact=True)
