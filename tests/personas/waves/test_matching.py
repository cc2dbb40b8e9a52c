from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personagen.contracts import Portraits
from personagen.personas import match_portraits
from tests.personas.waves.made import clouds, far_apart, fitted, parts, portraits_of

SEEDS = st.integers(min_value=0, max_value=2**32 - 1)
EXCHANGED = {"carried": "carried", "split": "merged", "merged": "split", "lost": "new", "new": "lost"}


def links(old: Portraits, new: Portraits) -> set[tuple[object, object, str]]:
    table = match_portraits(old, new)
    ends = table[["old", "new"]].astype(object).where(table[["old", "new"]].notna(), None)
    return set(zip(ends["old"], ends["new"], table["status"], strict=True))


def some(seed: int) -> tuple[Portraits, Portraits]:
    """Return two waves of any personas, some of them near each other."""
    random = np.random.default_rng(seed)
    n_old, n_new, p = random.integers(1, 8), random.integers(1, 8), random.integers(1, 6)
    old = random.normal(size=(n_old, p))
    base = old[random.integers(0, n_old, size=n_new)]
    new = base + random.normal(size=(n_new, p)) * random.choice([0.02, 0.3, 1.0], size=(n_new, 1))
    waves = [portraits_of(rows, random.dirichlet([2.0] * len(rows))) for rows in (old, new)]
    factors = [pd.Series(random.uniform(0.2, 5, size=p), index=waves[0].factors.index) for _ in waves]
    return replace(waves[0], factors=factors[0]), replace(waves[1], factors=factors[1])


def test_every_case_by_hand():
    old = portraits_of([[0, 0], [10, 0], [19, 0], [21, 0], [0, 40]], [0.2, 0.3, 0.1, 0.1, 0.3])
    new = portraits_of(
        [[20.1, 0], [8, 0], [12, 0], [0, 1], [90, 90]],
        [0.3, 0.2, 0.2, 0.2, 0.1],
        personas=["a", "b", "c", "d", "e"],
    )
    table = match_portraits(old, new)
    assert table.astype(object).where(table.notna(), None).to_numpy().tolist() == [
        ["1", "d", pytest.approx(1 / np.hypot(8, 1)), "carried"],
        ["2", "b", pytest.approx(2 / 9), "split"],
        ["2", "c", pytest.approx(2 / 9), "split"],
        ["3", "a", pytest.approx(1.1 / 8.1), "merged"],
        ["4", "a", pytest.approx(0.9 / 8.1), "merged"],
        ["5", None, None, "lost"],
        [None, "e", None, "new"],
    ]


def test_a_persona_that_stays_while_another_comes_near_is_no_split():
    old = portraits_of([[0, 0], [10, 0]])
    new = portraits_of([[0.2, 0], [4, 0], [10, 0]])
    assert links(old, new) == {("1", "1", "carried"), ("2", "3", "carried"), (None, "2", "new")}


def test_where_the_parts_are_unequal_their_shares_say_where_they_balance():
    old = portraits_of([[0, 0], [10, 0]])
    parted = [[-1, 0], [3, 0], [10, 0]]
    assert ("1", "2", "split") in links(old, portraits_of(parted, [0.375, 0.125, 0.5]))
    assert ("1", "1", "carried") in links(old, portraits_of(parted, [0.125, 0.375, 0.5]))


def test_one_that_lies_midway_between_two_and_does_not_balance_them_takes_neither_name():
    pair, one = portraits_of([[0.0], [2.0]], [0.95, 0.05]), portraits_of([[1.0], [9.0]])
    assert links(pair, one) == {
        ("1", None, "lost"),
        ("2", None, "lost"),
        (None, "1", "new"),
        (None, "2", "new"),
    }
    assert ("1", "1", "merged") in links(portraits_of([[0.0], [2.0]]), one)


def test_only_what_both_waves_asked_counts():
    old, new = portraits_of([[0, 0], [10, 0]]), portraits_of([[10.5, 70], [0, -70]])
    new = replace(
        new, centroids=new.centroids.set_axis(["x0", "z"], axis=1), factors=new.factors.set_axis(["x0", "z"])
    )
    assert links(old, new) == {("1", "2", "carried"), ("2", "1", "carried")}


def test_without_a_shared_column_nobody_is_recognised():
    old, new = portraits_of([[0.0], [9.0]]), portraits_of([[0.0], [9.0]])
    new = replace(new, centroids=new.centroids.set_axis(["z"], axis=1), factors=new.factors.set_axis(["z"]))
    assert {status for *_, status in links(old, new)} == {"lost", "new"}


def test_segments_of_the_company_are_matched_by_name_and_by_nothing_else():
    old = portraits_of([[0.0], [9.0], [5.0]], personas=["vip", "new", "3"], is_given=True)
    new = portraits_of([[0.0], [9.0], [5.1]], personas=["new", "gone quiet", "3"], is_given=True)
    assert links(old, new) == {
        ("vip", None, "lost"),
        ("new", "new", "carried"),
        ("3", "3", "carried"),
        (None, "gone quiet", "new"),
    }


def test_a_given_segment_without_a_place_is_not_recognised_among_formed_ones():
    old = portraits_of([[0.0], [9.0], [np.nan]], personas=["a", "b", "c"], is_given=True)
    assert links(old, portraits_of([[9.0], [0.0]])) == {
        ("a", "2", "carried"),
        ("b", "1", "carried"),
        ("c", None, "lost"),
    }


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_a_wave_against_itself_is_all_carried(seed):
    old, _ = some(seed)
    assert links(old, old) == {(persona, persona, "carried") for persona in old.personas}


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_exchanging_the_waves_exchanges_what_became_of_the_personas(seed):
    old, new = some(seed)
    assert links(new, old) == {(b, a, EXCHANGED[status]) for a, b, status in links(old, new)}


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_order_and_numbers_change_nothing(seed):
    old, new = some(seed)
    order = np.random.default_rng(seed + 1).permutation(len(new.personas))
    called = {persona: f"n{persona}" for persona in new.personas}
    index = new.centroids.index[order].map(called)
    other = replace(
        new,
        centroids=new.centroids.iloc[order, ::-1].set_axis(index),
        shares=new.shares.iloc[order].set_axis(index),
    )
    expected = {(a, b and called[b], status) for a, b, status in links(old, new)}
    assert links(old, other) == expected


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_units_change_nothing_where_both_waves_have_them(seed):
    old, new = some(seed)
    random = np.random.default_rng(seed + 1)
    p = len(old.factors)
    unit, zero = random.uniform(0.1, 10, size=p), random.normal(size=p) * 5

    def in_other_units(wave: Portraits) -> Portraits:
        return replace(wave, centroids=wave.centroids * unit + zero, factors=wave.factors / unit)

    assert links(in_other_units(old), in_other_units(new)) == links(old, new)
    scaled = replace(new, factors=new.factors * 3)  # a wave whose whole matrix is scaled otherwise
    assert links(old, scaled) == links(old, new)


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_everybody_is_accounted_for_once_and_splits_and_merges_have_parts(seed):
    old, new = some(seed)
    table = match_portraits(old, new)
    assert set(table["old"].dropna()) == set(old.personas)
    assert set(table["new"].dropna()) == set(new.personas)
    assert not table.loc[table["status"] != "split", "old"].dropna().duplicated().any()
    assert not table.loc[table["status"] != "merged", "new"].dropna().duplicated().any()
    for status, one, other in (("split", "old", "new"), ("merged", "new", "old")):
        rows = table[table["status"] == status]
        assert (rows.groupby(one).size() >= 2).all()
        assert not rows[other].duplicated().any()
    assert not table[["old", "status"]].drop_duplicates()["old"].dropna().duplicated().any()


def planted(
    seed: int, share: float
) -> tuple[set[tuple[object, object, str]], set[tuple[object, object, str]]]:
    """Return what was planted (one split, one merged, one lost, one new, two carried) and what was found."""
    random = np.random.default_rng(seed)
    whole, joined, stays, stays_too, goes, comes = far_apart(random, 6)
    old_centres = [whole, *parts(random, joined, share, 3.5), stays, stays_too, goes]
    new_centres = [*parts(random, whole, share, 3.5), joined, stays, stays_too, comes]
    old_shares = [0.25, 0.2 * share, 0.2 * (1 - share), 0.2, 0.2, 0.15]
    new_shares = [0.25 * share, 0.25 * (1 - share), 0.2, 0.2, 0.2, 0.15]
    old, was = fitted(clouds(random, old_centres, old_shares, 1000), 6, old_centres)
    new, now = fitted(clouds(random, new_centres, new_shares, 1000), 6, new_centres)
    truth = {(0, 0, "split"), (0, 1, "split"), (1, 2, "merged"), (2, 2, "merged")}
    truth |= {(3, 3, "carried"), (4, 4, "carried"), (5, None, "lost"), (None, 5, "new")}
    found = {(a and was[a], b and now[b], status) for a, b, status in links(old, new)}
    return truth, found


@pytest.mark.parametrize("share", [0.5, 0.7])
def test_planted_splits_merges_losses_and_newcomers_are_found(share):
    right = [truth == found for truth, found in (planted(seed, share) for seed in range(20))]
    assert np.mean(right) >= 0.9
