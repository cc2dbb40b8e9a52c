"""The flow from contacts to journeys."""

from __future__ import annotations

import pandas as pd
from prefect import flow

from personagen.engine import Engine
from personagen.journeys import Rules, add_bots
from personagen.language import words_in
from personagen.study import StudyFile
from personagen.study.circular import is_made_of_contacts
from pipelines import tasks
from pipelines.gathering import Found, Gathered
from pipelines.sealed import Sealed


@flow(name="journeys", validate_parameters=False, persist_result=False)
def journeys(
    study_file: Sealed[StudyFile], engine: Sealed[Engine], gathered: Sealed[Gathered], found: Sealed[Found]
) -> dict[str, pd.DataFrame]:
    """Follow every persona through the phases; return published tables before small cells are hidden."""
    study, research, log = study_file.value.study, gathered.value.research, gathered.value.log
    words = words_in(study.language)
    phases = tasks.phases_table(study, words, research.touchpoint_map)
    tables = {"phases": phases}
    if log is None or research.touchpoint_map is None:
        return tables
    assignments = found.value.segments.assignments
    counts = tasks.count_contacts(
        engine.value, log, research.touchpoint_map, assignments, phases, Rules.of(study)
    )
    faults = found.value.tables.get("faults", gathered.value.tables["faults"])
    tables |= {
        "faults": add_bots(faults, counts.population, study),
        "journey": tasks.summarise_journey(counts, study),
        "time_to_phase": tasks.summarise_times(counts, study),
        "touchpoints": tasks.summarise_touchpoints(counts, is_circular=is_made_of_contacts(study)),
        "transitions": tasks.summarise_transitions(counts),
        "funnel": tasks.summarise_funnel(counts),
        "flows": tasks.summarise_flows(counts, words),
        "coverage": tasks.summarise_coverage(counts),
        "moments": tasks.find_moments(counts, study),
        "differences": tasks.compare_personas(counts, study),
        "representative": tasks.tell_journeys(counts, study, words),
    }
    if study.outcome is not None:
        tables["drivers"] = tasks.find_drivers(counts, research, assignments, phases, study, words)
    if "needs" in found.value.tables:
        tables["needs"] = tasks.judge_needs(found.value.tables["needs"], tables["journey"])
    return tables
