"""The tables that are made of published ones equal what plain Python makes of the same tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from personagen.contracts import PUBLISHED
from personagen.contracts.opportunities import OPPORTUNITY_STATUSES
from personagen.journeys import (
    build_map,
    build_opportunities,
    find_moments,
    phases_table,
    summarise_coverage,
    summarise_journey,
    summarise_touchpoints,
)
from personagen.language.words import words_in
from pipelines.publishing import hide_small_cells

from . import oracle
from .comparing import check_equal, count_made
from .drawn import OWNERS, Drawing, drawn_study
from .logs import touchpoint_map
from .made import PLACES, TRUTHS, made_study, planted_log
from .published import personas

STUDY = drawn_study()
SEEDS = range(14)


def check_map(published, study):
    found, expected = build_map(published, study), oracle.journey_map(published, study)
    check_equal(found, expected, "map")
    phases = [*published["phases"]["phase"], "all"]
    assert [*found["persona"].unique()] == sorted(found["persona"].unique(), key=int)
    for _, rows in found.groupby("persona"):
        assert [*rows["phase"].unique()] == phases
        for _, lane in rows.groupby(["phase", "lane"]):
            assert lane["position"].is_monotonic_increasing


@cache
def drawn(seed):
    """Published tables, what people wrote of opportunities, and the opportunities."""
    drawing = Drawing(seed)
    published, followed = drawing.tables(), drawing.followed()
    return published, followed, build_opportunities(published, OWNERS, followed, STUDY)


@pytest.mark.parametrize("seed", SEEDS)
def test_opportunities_and_map_of_drawn_tables(seed):
    published, followed, found = drawn(seed)
    check_equal(found, oracle.opportunities(published, OWNERS, followed, STUDY), "opportunities")
    check_map(published | {"opportunities": found}, STUDY)


def test_the_drawn_opportunities_are_of_every_kind():
    found = pd.concat([drawn(seed)[2] for seed in SEEDS])
    assert {*found["measure"]} == {"valence", "gap"}
    assert {*found["status"]} == {*OPPORTUNITY_STATUSES}
    assert {*found["evidence"]} == {"thin", "strong"}
    assert {"1", "all", "2; 1"} < {*found["shared_by"]}
    assert found["touchpoint"].eq("all").any()
    assert found["opportunity"].str.endswith("-2").any()
    assert found["owner"].isna().any()
    for column in ("score", "value_at_stake", "p_heterogeneity"):
        assert {*found[column].isna()} == {True, False}


def test_opportunities_and_map_of_a_log_whose_small_cells_are_hidden(tmp_path: Path):
    rows, people = planted_log()
    study = made_study("2026-01-25")
    counts = count_made(tmp_path, rows, people, study)
    tables = {
        "phases": phases_table(study, words_in("en")),
        "journey": summarise_journey(counts, study),
        "touchpoints": summarise_touchpoints(counts),
        "moments": find_moments(counts, study),
        "coverage": summarise_coverage(counts),
        "personas": personas("Ann", "Bob"),
        "profile": PUBLISHED["profile"].empty(),
    }
    published = hide_small_cells(tables, study.privacy.minimum_cell)
    owned = touchpoint_map(TRUTHS, PLACES).assign(owner="Kim")
    found = build_opportunities(published, owned, {}, study)
    assert published["touchpoints"]["suppressed"].any()
    assert len(found)
    check_equal(found, oracle.opportunities(published, owned, {}, study), "opportunities")
    check_map(published | {"opportunities": found}, study)
