"""The same tables by plain pandas over the rows, compared to the last count on random logs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .comparing import check_against_oracle, tables_on
from .logs import EMOTIONS, MAP, table_of

contacts = st.tuples(
    st.sampled_from("abcdx"),
    st.sampled_from([f"2026-01-0{day} 1{hour}:00:00" for day in (1, 2, 3) for hour in (0, 1)]),
    st.sampled_from([*MAP, "banner"]),
    st.sampled_from(["web", "shop"]),
    st.sampled_from(["", "1", "2", "3", "4", "5"]),
    st.sampled_from(["", "1", "3", "5"]),
    st.sampled_from(["", *EMOTIONS]),
)
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
logs = st.lists(contacts, min_size=1, max_size=150)
quick = settings(
    max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=_PHASES
)  # an example opens an engine


def tables(rows):
    with tempfile.TemporaryDirectory() as folder:
        return tables_on("duckdb", Path(folder), table_of(*rows))


@quick
@given(logs)
def test_tables_equal_those_of_plain_pandas(rows):
    check_against_oracle(tables(rows), table_of(*rows))


@quick
@given(logs, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, random):
    shuffled = [*rows]
    random.shuffle(shuffled)
    one, other = tables(rows), tables(shuffled)
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, other[name], check_exact=True)


@quick
@given(logs)
def test_a_contact_given_twice_counts_once(rows):
    one, other = tables(rows), tables(rows + rows)
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, other[name], check_exact=True)
