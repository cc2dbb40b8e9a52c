"""Shifts between waves that were binned each by its own run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from personagen.contracts.model import Margin
from personagen.contracts.waves import LINEAGE, Wave
from personagen.personas import assess_shifts
from personagen.personas.waves.shifting import common_shares
from personagen.statistics.shifts import chance_index, stability_index
from tests.personas.waves.halves import personas_of, wave_of
from tests.personas.waves.test_lineage import links, trace_lineage, wave


def margin(edges=(), levels=(), shares=(), n=100, column="x") -> Margin:
    return Margin(column, column.partition("[")[0], tuple(edges), tuple(levels), tuple(shares), n)


def test_levels_that_one_wave_pooled_are_pooled_in_both():
    before = margin(levels=("a", "b", "c", "*"), shares=(0.4, 0.3, 0.2, 0.1))
    now = margin(levels=("a", "c", "d", "*"), shares=(0.5, 0.1, 0.25, 0.15))
    found = common_shares(before, now)
    assert found is not None
    assert found[0] == pytest.approx((0.4, 0.2, 0.4))
    assert found[1] == pytest.approx((0.5, 0.1, 0.4))


def test_edges_that_both_have_are_used_as_they_are():
    before = margin(edges=(1.0, 2.0, 4.0), shares=(0.1, 0.2, 0.3, 0.4))
    now = margin(edges=(1.0, 3.0, 4.0), shares=(0.2, 0.2, 0.2, 0.4))
    found = common_shares(before, now)
    assert found is not None
    assert found[0] == pytest.approx((0.1, 0.5, 0.4))
    assert found[1] == pytest.approx((0.2, 0.4, 0.4))


def test_elsewhere_shares_are_read_off_in_a_straight_line():
    before = margin(edges=(5.0, 12.0, 30.0), shares=(0.25, 0.25, 0.25, 0.25))
    now = margin(edges=(10.0, 20.0), shares=(0.2, 0.4, 0.4))
    # of the edges of before only 12 lies between 10 and 20: up to there .2 and a fifth of .4
    found = common_shares(before, now)
    assert found is not None
    assert found[0] == pytest.approx((0.5, 0.5))
    assert found[1] == pytest.approx((0.28, 0.72))


def test_what_has_no_bin_in_common_is_left_out():
    assert (
        common_shares(margin(edges=(1.0,), shares=(0.5, 0.5)), margin(edges=(2.0,), shares=(0.5, 0.5)))
        is None
    )
    assert (
        common_shares(margin(edges=(1.0,), shares=(0.5, 0.5)), margin(levels=("*",), shares=(1.0,))) is None
    )


def test_numbers_of_one_population_shift_no_more_than_by_chance():
    """Each wave has deciles of its own: reading off in a straight line must not look like a shift."""
    shifted = []
    for seed in range(40):
        random = np.random.default_rng(seed)
        waves = [
            wave_of(
                np.column_stack(
                    [
                        np.rint(np.exp(random.normal(8, 0.5, n))),
                        random.integers(18, 80, n),
                        random.poisson(2, n),
                    ]
                ).astype(float),
                k=2,
                pairs=1,
                restarts=1,
            )
            for n in (600, 900)
        ]
        table = assess_shifts(*waves, LINEAGE.empty())
        assert table["variable"].tolist() == ["x0", "x1", "x2"]
        assert not table["is_large"].any()
        shifted += (table["psi"] > table["by_chance"]).tolist()
    assert np.mean(shifted) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / len(shifted))


def test_a_planted_shift_is_found_and_named_large():
    random = np.random.default_rng(0)
    rows = random.normal(size=(500, 2))
    old, new = wave_of(rows, 2, pairs=1), wave_of(rows + np.array([0.0, 0.8]), 2, pairs=1)
    table = assess_shifts(old, new, LINEAGE.empty()).set_index("variable")
    assert table.loc["x0", "psi"] == pytest.approx(0)
    assert table["is_large"].tolist() == [False, True]


def test_of_a_multi_the_level_that_shifted_most_counts_with_a_p_for_as_many():
    base = wave_of(np.random.default_rng(0).normal(size=(100, 1)), 2, pairs=1)
    assert base.model is not None

    def with_levels(*shares: float) -> Wave:
        margins = tuple(
            margin(levels=("no", "yes", "*"), shares=(1 - s, s, 0.0), column=f"x0[{i}]")
            for i, s in enumerate(shares)
        )
        return replace(base, model=replace(base.model, margins=margins))

    found = assess_shifts(with_levels(0.5, 0.5), with_levels(0.5, 0.6), LINEAGE.empty()).iloc[0]
    assert found["psi"] == stability_index([0.5, 0.5], [0.4, 0.6], 100, 100)
    one = assess_shifts(with_levels(0.5), with_levels(0.6), LINEAGE.empty()).iloc[0]
    assert found["p_adjusted"] == pytest.approx(2 * one["p_adjusted"])


def test_shares_of_families_are_held_against_each_other():
    old, new = wave([0.5, 0.3, 0.2]), wave([0.3, 0.3, 0.25, 0.15], 500)
    table = links(
        ("1", "1", "split"),
        ("1", "2", "split"),
        ("2", "3", "carried"),
        ("3", None, "lost"),
        (None, "4", "new"),
    )
    found = assess_shifts(old, new, trace_lineage(table, old, new)).iloc[0]
    assert found["variable"] == "persona"
    shares = [0.0, 0.5, 0.3, 0.2], [0.15, 0.6, 0.25, 0.0]
    assert found["psi"] == pytest.approx(stability_index(*shares, 1000, 500))
    assert found["by_chance"] == pytest.approx(chance_index(*shares, 1000, 500))
    assert found["is_large"]


def test_survey_weights_leave_fewer_people_to_shift_by_chance():
    old = wave([0.5, 0.5])
    weighted = replace(old, personas=personas_of([0.5, 0.5], 1000).assign(effective_n=500.0))
    table = links(("1", "1", "carried"), ("2", "2", "carried"))
    plain, wide = (assess_shifts(w, old, trace_lineage(table, w, old)).iloc[0] for w in (old, weighted))
    assert wide["by_chance"] == pytest.approx(plain["by_chance"] * 1.5)  # 1/500 + 1/1000 over 2/1000


def test_where_a_share_is_hidden_nothing_is_said_of_the_shares():
    old = wave([0.5, 0.5])
    hidden = replace(old, personas=old.personas.assign(share=np.nan, n=pd.NA))
    table = trace_lineage(links(("1", "1", "carried"), ("2", "2", "carried")), hidden, old)
    assert assess_shifts(hidden, old, table).empty
