"""The tables of a log held against the oracle's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from personagen.contracts import Research
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
from personagen.journeys.drivers.design import build_design
from personagen.journeys.drivers.outcomes import find_outcomes
from personagen.language.words import words_in
from personagen.study import Study

from . import oracle
from .logs import COLUMNS, assigned, count_files, touchpoint_map
from .made import ASKED, PLACES, TRUTHS

NO_RESEARCH = Research(*[pd.DataFrame()] * 6)


def on(engine: str, study: Study) -> Study:
    """A study, computed on the engine."""
    chosen = study.engine.model_copy(update={"name": engine, "spark_master": "local[2]"})
    return study.model_copy(update={"engine": chosen})


def count_made(folder: Path, rows: pd.DataFrame, people: dict[str, str], study: Study) -> Counts:
    """The counts of the logs of a made study."""
    for place, (kind, _) in enumerate(ASKED):
        rows.loc[rows["log"] == place, COLUMNS].to_csv(folder / f"{kind}.csv", index=False)
    return count_files(folder, people, study, touchpoint_map(TRUTHS, PLACES))


def tables_of(counts: Counts, study: Study) -> dict[str, pd.DataFrame]:
    """All tables of the journey stage that are made of contacts."""
    words = words_in("en")
    return {
        "journey": summarise_journey(counts, study),
        "touchpoints": summarise_touchpoints(counts),
        "transitions": summarise_transitions(counts),
        "funnel": summarise_funnel(counts),
        "coverage": summarise_coverage(counts),
        "moments": find_moments(counts, study),
        "time_to_phase": summarise_times(counts, study),
        "flows": summarise_flows(counts, words),
        "scores": summarise_scores(counts, words),
        "experience": summarise_experience(counts, study),
        "differences": compare_personas(counts, study),
        "representative": tell_journeys(counts, study, words),
        "driver_inputs": driver_inputs(counts, study),
    }


def driver_inputs(counts: Counts, study: Study) -> pd.DataFrame:
    """What the drivers are fitted to, customer by customer."""
    people = find_outcomes(counts, NO_RESEARCH, assigned({}), study)
    design = build_design(counts, people)
    columns = {"persona": design.persona, "y": design.y}
    for place, phase in enumerate(design.phases):
        columns |= {f"met_{phase}": design.met[:, place], f"felt_{phase}": design.felt[:, place]}
    return pd.DataFrame(columns)


def check_against_oracle(tables: dict[str, pd.DataFrame], log: oracle.Log) -> None:
    """Assert that every table has the oracle's rows: its counts to the last one, its means to 8 decimals."""
    times = tables["time_to_phase"][["persona", "phase", "days"]]
    expected = {
        "journey": oracle.journey(log),
        "touchpoints": oracle.touchpoints(log),
        "transitions": oracle.transitions(log),
        "funnel": oracle.funnel(log),
        "coverage": oracle.coverage(log),
        "moments": oracle.moments(log),
        "time_to_phase": oracle.time_to_phase(log, [*times.itertuples(index=False, name=None)]),
        "flows": oracle.flows(log),
        "scores": oracle.scores(log),
        "experience": oracle.experience(log),
        "differences": oracle.differences(log),
        "representative": oracle.representative(log),
    }
    compared = tables["differences"]
    is_mean = compared["metric"].isin(["contacts", "valence", "gap"])
    found = tables | {"differences": compared.assign(p_of_means=compared["p"].where(is_mean))}
    for name, table in expected.items():
        check_equal(found[name], table, name)
    ours, theirs = (_in_order(table) for table in (tables["driver_inputs"], oracle.driver_inputs(log)))
    pd.testing.assert_frame_equal(ours, theirs, check_exact=True)


def check_equal(found: pd.DataFrame, expected: pd.DataFrame, name: str) -> None:
    """Assert that a table has these rows, and in them these columns."""
    if expected.empty:
        assert found.empty, name
        return
    found = found.set_index([*expected.index.names])
    assert found.index.is_unique, name
    assert set(found.index) == set(expected.index), name
    found = found.loc[expected.index]
    # scores are published to 5 digits
    atol = 1e-5 if name == "scores" else 1e-8
    for column in expected:
        ours, theirs = found[column], expected[column]
        told = f"{name}.{column}"
        if pd.api.types.is_numeric_dtype(theirs):
            ours, theirs = (values.astype("float64").to_numpy() for values in (ours, theirs))
            np.testing.assert_allclose(
                ours, theirs, rtol=1e-6 if column.startswith("p") else 0, atol=atol, err_msg=told
            )
        else:
            ours, theirs = ([None if pd.isna(text) else text for text in values] for values in (ours, theirs))
            assert ours == theirs, told


def _in_order(people: pd.DataFrame) -> pd.DataFrame:
    """Return people, who have no name, by all that is known of them."""
    rounded = people.round(8)
    return rounded.sort_values([*rounded], ignore_index=True)
