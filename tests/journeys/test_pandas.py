"""The same tables by plain pandas over all rows at once, compared to the last count on random logs."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from .comparing import check_against_oracle, tables_on
from .logs import EMOTIONS, MAP, table_of

contacts = st.tuples(
    st.sampled_from("abcdx"),
    st.sampled_from([f"2026-01-0{day} 1{hour}:00:00" for day in (1, 2, 3) for hour in (0, 1)]),
    st.sampled_from([*MAP, "banner"]),
    st.sampled_from(["web", "shop", ""]),
    st.sampled_from(["", "1", "2", "3", "4", "5"]),
    st.sampled_from(["", "1", "3", "5"]),
    st.sampled_from(["", *EMOTIONS]),
)


@settings(max_examples=4)  # an example opens an engine
@given(st.lists(contacts, min_size=1, max_size=150))
def test_tables_equal_those_of_plain_pandas(rows):
    log = table_of(*rows)
    with tempfile.TemporaryDirectory() as folder:
        check_against_oracle(tables_on("duckdb", Path(folder), log), log)
