"""The road from raw files to published tables, stage by stage and without Prefect, whose start takes longer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from personagen.contracts import FeatureMatrix, Research, Segments
from personagen.engine import Engine, LogAccount, open_engine
from personagen.exports import detect_log_dialects, read_sources
from personagen.features import build_features
from personagen.ingest import ingest_research
from personagen.journeys import (
    Rules,
    build_map,
    build_opportunities,
    compare_personas,
    count_contacts,
    find_drivers,
    find_moments,
    phases_table,
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
from personagen.language import words_in
from personagen.personas import build_personas, profile_personas
from personagen.segmentation import fit_segments, take_segments
from personagen.study import Study, StudyFile, read_study
from personagen.study.circular import is_made_of_contacts
from pipelines.gathering import account_for_rows
from pipelines.publishing import hide_small_cells


@dataclass(frozen=True)
class Result:
    """What a study says, before small cells are hidden and after."""

    study: Study
    research: Research
    features: FeatureMatrix
    segments: Segments
    tables: Mapping[str, pd.DataFrame]
    published: Mapping[str, pd.DataFrame]


def run_through(path: Path, **segmentation: Any) -> Result:
    """Take a study from raw files to published tables, with other ways of forming segments where given."""
    file = read_study(path)
    study = _form(file.study, segmentation)
    research = ingest_research(file, read_sources(file))
    features = build_features(research.answers, research.states, research.respondents, study)
    if research.given is None:
        segments = fit_segments(features, research.respondents, study.segmentation)
    else:
        segments = take_segments(features, research.respondents, research.given, study.segmentation)
    profile = profile_personas(research, segments.assignments, study)
    tables = {
        "features": features.features,
        "solutions": segments.solutions,
        "stability": segments.stability,
        "profile": profile,
        "personas": build_personas(research, segments, profile, study, words_in(study.language)),
    }
    with open_engine(study.engine, path.parent) as engine:
        log = _load(engine, file, research) if study.touchpoints else None
        tables |= account_for_rows(research, log)
        if log:
            tables |= _follow(engine, log, research, segments, study)
    published = hide_small_cells(tables, study.privacy.minimum_cell)
    if "journey" in published:
        published["opportunities"] = build_opportunities(published, research.touchpoint_map, {}, study)
        published["map"] = build_map(published, study)
    return Result(study, research, features, segments, tables, published)


def _form(study: Study, keys: Mapping[str, Any]) -> Study:
    return study.model_copy(update={"segmentation": study.segmentation.model_copy(update=keys)})


def _load(engine: Engine, file: StudyFile, research: Research) -> LogAccount:
    return engine.load_logs(
        file,
        detect_log_dialects(file),
        emotions=research.emotions,
        linked=research.links["customer_id"],
        mapped=research.touchpoints,
    )


def _follow(
    engine: Engine, log: LogAccount, research: Research, segments: Segments, study: Study
) -> dict[str, pd.DataFrame]:
    words, assignments = words_in(study.language), segments.assignments
    phases = phases_table(study, words, research.touchpoint_map)
    counts = count_contacts(engine, log, research.touchpoint_map, assignments, phases, Rules.of(study))
    tables = {
        "phases": phases,
        "journey": summarise_journey(counts, study),
        "touchpoints": summarise_touchpoints(counts, is_circular=is_made_of_contacts(study)),
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
    if study.outcome is not None:
        tables["drivers"] = find_drivers(counts, research, assignments, phases, study, words)
    return tables
