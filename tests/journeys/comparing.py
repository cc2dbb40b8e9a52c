"""The tables of a log held against the oracle's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from personagen.journeys import (
    Counts,
    compare_personas,
    find_moments,
    summarise_coverage,
    summarise_experience,
    summarise_flows,
    summarise_funnel,
    summarise_journey,
    summarise_scores,
    summarise_times,
    summarise_touchpoints,
    summarise_transitions,
    tell_journeys,
)
from personagen.language.words import words_in
from personagen.study import Study

from .logs import counted, study_of
from .oracle import Oracle

PEOPLE = {"a": "1", "b": "1", "c": "2", "d": "2", "f": "2", "-g": "1"}


def on(engine: str, study: Study | None = None) -> Study:
    """A study, computed on the engine."""
    study = study or study_of(journeys={"horizon_days": 1}, privacy={"minimum_cell": 3})
    chosen = study.engine.model_copy(update={"name": engine, "spark_master": "local[2]"})
    return study.model_copy(update={"engine": chosen})


def tables_of(counts: Counts, study: Study) -> dict[str, pd.DataFrame]:
    """All tables of the journey stage."""
    return {
        "journey": summarise_journey(counts, study),
        "touchpoints": summarise_touchpoints(counts),
        "transitions": summarise_transitions(counts),
        "funnel": summarise_funnel(counts),
        "coverage": summarise_coverage(counts),
        "moments": find_moments(counts, study),
        "time_to_phase": summarise_times(counts, study),
        "flows": summarise_flows(counts, words_in("en")),
        "scores": summarise_scores(counts, words_in("en")),
        "experience": summarise_experience(counts, study),
        "differences": compare_personas(counts, study),
        "representative": tell_journeys(counts, study, words_in("en")),
    }


def tables_on(engine: str, folder: Path, rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables of some rows, computed on the engine."""
    return tables_of(counted(folder, rows, PEOPLE, on(engine)), on(engine))


def check_against_oracle(tables: dict[str, pd.DataFrame], rows: pd.DataFrame) -> None:
    """Assert that every count is the oracle's, and every mean to 8 decimals."""
    oracle = Oracle(rows, PEOPLE)
    journey = tables["journey"].set_index(["persona", "phase"])
    n = journey["n_customers"]
    journey = journey.assign(
        n_open=(journey["censored_share"].fillna(0) * journey["n_going_on"]).round(),
        n_arrivals=(journey["reentries"] + 1) * n.where(n > 0),
    )
    _same(journey, oracle.journey(), {"n_customers": 0, "n_contacts": 0})
    touched = tables["touchpoints"].rename(columns={"touchpoint": "event"})
    touched = touched.set_index(["persona", "phase", "event", "channel"])
    base = journey["n_customers"].rename("n_phase")
    touched = touched.join(base, on=["persona", "phase"])
    for end in ("entry", "exit"):
        touched[f"n_{end}"] = (touched[f"{end}_share"] * touched["n_phase"]).fillna(0)
    _same(touched, oracle.touchpoints(), {"n_customers": 0, "n_contacts": 0})
    transitions = tables["transitions"].set_index(["persona", "from_phase", "to_phase"])
    _same(transitions, oracle.moves(), {"n": 0, "n_customers": 0})
    _same(tables["funnel"].set_index(["persona", "mode", "phase"]), oracle.funnel(), {"n": 0})
    _same(tables["coverage"].set_index("persona"), oracle.coverage(), {"n_customers": 0, "n_contacts": 0})


def _same(found: pd.DataFrame, expected: pd.DataFrame, elsewhere: dict[str, int]) -> None:
    """Assert equality where the oracle has a row, and ``elsewhere`` in all other rows."""
    assert set(expected.index) <= set(found.index)
    for column in expected:
        ours = found.loc[expected.index, column].astype("float64").to_numpy()
        theirs = expected[column].astype("float64").to_numpy()
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-8, err_msg=f"{column}\n{expected}")
    others = found.drop(index=expected.index)
    for column, value in elsewhere.items():
        assert (others[column] == value).all()
