"""McDonald's in halves: personas of one half are recognised in the other, and no change is called that isn't there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from personagen.segmentation.assigning import assign
from pipelines.comparing.command import make_tables
from tests.personas.waves.halves import wave_of
from tests.segmentation.data import read_mcdonalds

HALVES = 20
K = 4


@dataclass(frozen=True)
class Half:
    """What a split in two halves gave: the tables of the comparison, and the share of everybody given the same persona."""

    tables: dict[str, pd.DataFrame]
    agreement: float


@pytest.fixture(scope="module")
def halves() -> list[Half]:
    rows = read_mcdonalds()
    return [split(rows, seed) for seed in range(HALVES)]


def split(rows: np.ndarray, seed: int) -> Half:
    order = np.random.default_rng(seed).permutation(len(rows))
    one, other = (wave_of(rows[part], K, "yes_no") for part in np.array_split(order, 2))
    tables = make_tables(one, other)
    same = tables["lineage"].query("status == 'carried'").set_index("old")["new"]
    everybody = pd.DataFrame(rows, columns=one.portraits.centroids.columns)
    first, second = (assign(everybody, wave.portraits.centroids)["persona"] for wave in (one, other))
    return Half(tables, float((first.map(same) == second).mean()))


def test_everybody_gets_the_same_persona_from_either_half(halves):
    assert np.median([half.agreement for half in halves]) == pytest.approx(0.94, abs=0.02)
    assert min(half.agreement for half in halves) > 0.85


def test_every_persona_of_one_half_is_carried_over_to_the_other(halves):
    statuses = pd.concat(half.tables["lineage"]["status"] for half in halves)
    assert (statuses == "carried").mean() >= 0.95


def test_no_change_of_a_share_or_an_answer_is_called_where_there_is_none(halves):
    changed = [(half.tables["lineage"]["p_adjusted"] < 0.05).any() for half in halves]
    large = [half.tables["drift"]["is_large"].any() for half in halves]
    assert np.mean(changed) <= 0.05
    assert np.mean(large) <= 0.05


def test_shares_vary_no_more_than_their_intervals_say(halves):
    lineage = pd.concat(half.tables["lineage"] for half in halves)
    holds = (lineage["low"] <= 0) & (lineage["high"] >= 0)
    assert holds.mean() >= 0.95
