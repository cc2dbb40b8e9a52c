"""The flow from contacts to journeys."""

from __future__ import annotations

import pandas as pd
from prefect import flow

from personagen.engine import Engine
from personagen.journeys import (
    Counts,
    Heard,
    Rules,
    Unmapped,
    add_bots,
    count_families,
    count_sampled,
    hear_interviews,
    hear_ratings,
    tell_unmapped,
)
from personagen.language import Words, words_in
from personagen.study import Study, StudyFile
from personagen.study.circular import is_made_of_contacts
from pipelines import tasks
from pipelines.gathering import Found, Gathered, Travelled
from pipelines.sealed import Sealed


@flow(name="journeys", validate_parameters=False, persist_result=False)
def journeys(
    study_file: Sealed[StudyFile], engine: Sealed[Engine], gathered: Sealed[Gathered], found: Sealed[Found]
) -> Travelled:
    """Follow every persona through the phases."""
    study, research, log = study_file.value.study, gathered.value.research, gathered.value.log
    words = words_in(study.language)
    phases = tasks.phases_table(study, words, research.touchpoint_map)
    tables = {"phases": phases}
    if research.touchpoint_map is None or (log is None and research.ratings is None):
        return Travelled(tables)
    assignments = found.value.segments.assignments
    counts = (
        tasks.count_contacts(engine.value, log, research.touchpoint_map, assignments, phases, Rules.of(study))
        if log is not None
        else tasks.unlogged_counts(research.touchpoint_map, assignments, phases)
    )
    counts = tasks.add_heard(counts, _hear(gathered.value, found.value))
    tables |= {
        "journey": tasks.summarise_journey(counts, study),
        "touchpoints": tasks.summarise_touchpoints(counts, is_circular=is_made_of_contacts(study)),
        "moments": tasks.find_moments(counts, study),
    }
    if log is not None:
        faults = found.value.tables.get("faults", gathered.value.tables["faults"])
        tables["faults"] = add_bots(faults, counts.population, study)
        tables |= _follow_contacts(counts, study, words)
        if study.outcome is not None:
            tables["drivers"] = tasks.find_drivers(counts, research, assignments, phases, study, words)
    if "needs" in found.value.tables:
        tables["needs"] = tasks.judge_needs(found.value.tables["needs"], tables["journey"])
    is_felt = "experience" in tables
    peak_end = tasks.assess_peak_end(counts, assignments, study) if is_felt else None
    return Travelled(
        tables,
        families=count_families(tables, counts, study),
        samples=count_sampled(counts, tables),
        peak_end=peak_end,
        unmapped=Unmapped() if log is None else tell_unmapped(log.unmapped, study.privacy.minimum_cell),
    )


def _hear(gathered: Gathered, found: Found) -> list[Heard]:
    """Return what people said of their experience outside the logs, the survey first."""
    research, heard = gathered.research, []
    if research.ratings is not None and research.touchpoint_map is not None:
        heard.append(hear_ratings(research.ratings, research.touchpoint_map, found.segments.assignments))
    if research.interviews is not None and found.interviewees is not None:
        heard.append(hear_interviews(research.interviews, found.interviewees))
    return heard


def _follow_contacts(counts: Counts, study: Study, words: Words) -> dict[str, pd.DataFrame]:
    """Return the tables that only contacts can tell."""
    tables = {
        "time_to_phase": tasks.summarise_times(counts, study),
        "transitions": tasks.summarise_transitions(counts),
        "funnel": tasks.summarise_funnel(counts),
        "flows": tasks.summarise_flows(counts, words),
        "coverage": tasks.summarise_coverage(counts),
        "differences": tasks.compare_personas(counts, study),
        "representative": tasks.tell_journeys(counts, study, words),
    }
    felt = {
        "scores": tasks.summarise_scores(counts, words),
        "experience": tasks.summarise_experience(counts, study),
    }
    # without any rating or word there is nothing to say
    is_felt = {"scores": len(felt["scores"]) > 0, "experience": bool(felt["experience"]["n_valence"].any())}
    return tables | {name: table for name, table in felt.items() if is_felt[name]}
