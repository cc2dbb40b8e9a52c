"""The same log gives the same bytes: in every run, with any number of threads, however little memory."""

from __future__ import annotations

import hashlib
import pickle
from typing import Any

import numpy as np
import pytest

from personagen.engine import blocks
from personagen.errors import DataError
from personagen.journeys import (
    compare_personas,
    count_contacts,
    expressions,
    find_moments,
    phases_table,
    summarise_coverage,
    summarise_funnel,
    summarise_journey,
    summarise_touchpoints,
    summarise_transitions,
    tell_journeys,
)
from personagen.language.words import words_in

from .logs import MAP, assigned, loaded, study_of, touchpoint_map

N = 260_000  # more than two row groups, so that threads have something to share
PEOPLE = {f"c{i}": str(1 + i % 3) for i in range(0, 4000, 2)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("log")
    draw = np.random.default_rng(3)
    stamps = np.datetime64("2026-01-01T00:00:00") + draw.integers(0, 90 * 86400, N).astype("timedelta64[s]")
    columns = [
        np.char.add("c", draw.integers(0, 4000, N).astype(str)),
        np.char.replace(stamps.astype(str), "T", " "),
        draw.choice([*MAP, "banner", ""], N, p=[0.3, 0.2, 0.2, 0.2, 0.095, 0.005]),
        draw.choice(["web", "shop"], N),
        draw.choice(["", "1", "2", "3", "4", "5", "9"], N, p=[0.6, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05]),
        draw.choice(["", "3", "4"], N),
        draw.choice(["", "glad", "angry", "sad"], N),
    ]
    lines = [",".join(row) for row in zip(*columns, strict=True)]
    lines += lines[: N // 100]
    (path / "log.csv").write_text(
        "customer,at,event,channel,csat,expected,feeling\n" + "\n".join(lines) + "\n"
    )
    return path


def digest(folder, threads, **keys: Any):
    study = study_of(**keys)
    with loaded(folder, study, set(PEOPLE), threads) as (engine, account):
        phases = phases_table(study, words_in("en"))
        counts = count_contacts(engine, account, touchpoint_map(), assigned(PEOPLE), phases)
    tables = {
        "journey": summarise_journey(counts, study),
        "touchpoints": summarise_touchpoints(counts),
        "transitions": summarise_transitions(counts),
        "funnel": summarise_funnel(counts),
        "coverage": summarise_coverage(counts),
        "moments": find_moments(counts, study),
        "differences": compare_personas(counts, study),
        "representative": tell_journeys(counts, study, words_in("en")),
        "rows": account.rows,
        "faults": account.faults,
        "fault_rows": account.fault_rows,
        "quarantine": account.quarantine["touchpoints"],
    }
    assert account.rows["duplicate"].iloc[0] > N // 120  # all repeated rows but the faulty ones
    return {
        name: hashlib.sha256(table.to_csv(index=False).encode() + pickle.dumps([*table.columns])).hexdigest()
        for name, table in tables.items()
    }


@pytest.fixture(scope="module")
def one(folder):
    return digest(folder, 1)


@pytest.mark.parametrize("threads", [2, 4])
def test_threads_and_runs_change_no_byte(folder, one, threads):
    assert digest(folder, threads) == one


def test_little_memory_changes_no_byte(folder, one):
    assert digest(folder, 2, engine={"memory_limit": "60MB"}) == one


@pytest.mark.parametrize("limit", ["3MB", "10MB"])
def test_far_too_little_memory_is_refused_with_the_mend(folder, limit):
    with pytest.raises(DataError, match=r"engine.memory_limit: .* Allow twice as much, or more"):
        digest(folder, 2, engine={"memory_limit": limit})


def test_blocks_of_customers_change_no_byte(folder, one, monkeypatch):
    monkeypatch.setattr(blocks, "_CONTACTS", N // 10)
    assert digest(folder, 2) == one


def test_places_beyond_64_bits_change_no_byte(folder, one, monkeypatch):
    monkeypatch.setattr(expressions, "_LARGEST", 0)
    assert digest(folder, 2) == one
