"""Studies at the edge: one persona, two phases, a persona or a study that nobody in the log is of."""

import pytest

from personagen.contracts import PUBLISHED
from personagen.journeys import (
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
from pipelines.publishing import hide_small_cells

from .logs import counted, study_of, table_of

SMALL = {"journeys": {"horizon_days": 5}, "privacy": {"minimum_cell": 3}}
CONTACTS = [
    ("a", "2026-01-01 10:00:00", "ad", "web", "5"),
    ("a", "2026-01-02 10:00:00", "shop", "web", "1"),
    ("b", "2026-01-01 10:00:00", "ad", "web", "4"),
    ("c", "2026-01-03 10:00:00", "shop", "web", "2"),
    ("c", "2026-01-09 10:00:00", "app", "web", "3"),
]
LOG = table_of(*((f"{who}{i}", *rest) for i in range(3) for who, *rest in CONTACTS))


def people(**personas):
    """Three of everybody."""
    return {f"{who}{i}": persona for i in range(3) for who, persona in personas.items()}


def everything(counts, study):
    words = words_in("en")
    tables = {
        "journey": summarise_journey(counts, study),
        "touchpoints": summarise_touchpoints(counts, is_circular=False),
        "moments": find_moments(counts, study),
        "time_to_phase": summarise_times(counts, study),
        "transitions": summarise_transitions(counts),
        "funnel": summarise_funnel(counts),
        "flows": summarise_flows(counts, words),
        "coverage": summarise_coverage(counts),
        "differences": compare_personas(counts, study),
        "representative": tell_journeys(counts, study, words),
        "scores": summarise_scores(counts, words),
        "experience": summarise_experience(counts, study),
    }
    for name, table in hide_small_cells(tables, study.privacy.minimum_cell).items():
        PUBLISHED[name].conform(table)
    return tables


def test_one_persona_is_held_against_nobody(tmp_path):
    study = study_of(**SMALL)
    tables = everything(counted(tmp_path, LOG, people(a="1", b="1", c="1"), study), study)
    assert tables["differences"].empty
    reach = tables["journey"].set_index(["persona", "phase"])["reach"]
    assert reach["1"].tolist() == reach["all"].tolist() == pytest.approx([2 / 3, 2 / 3, 1 / 3])


def test_two_phases(tmp_path):
    phases = [{"id": "see", "label": "See"}, {"id": "buy", "label": "Buy"}]
    study = study_of(phases=phases, **SMALL)
    rows = LOG[LOG["event"] != "app"]
    tables = everything(counted(tmp_path, rows, people(a="1", b="1", c="2"), study), study)
    assert [*tables["journey"]["phase"].unique()] == ["see", "buy"]
    assert tables["time_to_phase"]["phase"].unique().tolist() == ["see"]


@pytest.mark.parametrize("who", ["y", "-y"], ids=["absent", "unlinked"])
def test_a_persona_without_contacts_has_none(tmp_path, who):
    study = study_of(**SMALL)
    counts = counted(tmp_path, LOG, people(a="1", b="1", c="1", **{who: "2"}), study)
    tables = everything(counts, study)
    rate = tables["coverage"].set_index("persona").loc["2", "match_rate"]
    assert rate == (0 if who == "-y" else 1)
    journey = tables["journey"].set_index("persona").loc[["2"]]
    assert journey["n_customers"].fillna(0).eq(0).all()
    assert journey["valence"].isna().all()
    assert journey["reach"].fillna(0).eq(0).all()
    felt = tables["differences"].query("persona == '2' and metric in ['valence', 'contacts', 'drop_off']")
    assert felt[["difference", "p"]].isna().all(axis=None)


def test_nobody_of_the_study_is_in_the_log(tmp_path):
    study = study_of(**SMALL)
    tables = everything(counted(tmp_path, LOG, people(y="1", z="2"), study), study)
    assert tables["journey"].set_index("persona").loc["unassigned", "n_customers"].tolist() == [6, 6, 3]
    assert tables["representative"].empty

