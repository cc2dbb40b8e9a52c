"""The flow from checked sources to personas."""

from __future__ import annotations

import pandas as pd
from prefect import flow

from personagen.contracts import Extension, FeatureMatrix, PersonaModel, Research, Roster, Segments
from personagen.language import words_in
from personagen.personas import call_personas, call_segments, sketch_personas
from personagen.study import Study, StudyFile
from pipelines import tasks
from pipelines.forming import form_segments, is_known_of_all
from pipelines.gathering import Found, Gathered, add_faults
from pipelines.roster import rename
from pipelines.sealed import Sealed


@flow(name="personas", validate_parameters=False, persist_result=False)
def personas(
    study_file: Sealed[StudyFile],
    gathered: Sealed[Gathered],
    kept: Sealed[PersonaModel | None],
    roster: Sealed[Roster],
) -> Found:
    """Form segments and describe them as personas, those that people know by the names they gave."""
    study, research = study_file.value.study, gathered.value.research
    features, segments = form_segments(study, research, kept.value)
    recalled = tasks.recall_personas(features, segments, roster.value, study.language)
    segments = call_segments(segments, recalled)
    extension = (
        None if is_known_of_all(study) else tasks.extend_personas(research, segments.assignments, study)
    )
    flags = tasks.flag_answering(research, study)
    tables = _describe(research, segments, study, extension)
    tables["personas"] = call_personas(tables["personas"], recalled, roster.value)
    if research.given is None and kept.value is None:
        tables |= _doubt(research, features, segments, flags, study)
    tables |= tasks.fit_typing(research, features, segments.assignments, study)
    placed = tasks.place_interviewees(
        research, segments.assignments, tables["personas"], study, segments.reason
    )
    if research.interviews is not None:
        tables |= _hear_interviews(research, placed.assignments, study)
        tables["faults"] = add_faults(gathered.value.tables["faults"], placed.fault_rows)
    found = Found(
        features,
        segments,
        {**_if_any(features=features.features), **tables},
        extension,
        kept.value and rename(kept.value, recalled),
        flags,
        recalled,
        sketch_personas(features, segments, tables["personas"], study.privacy.minimum_cell, study.language),
        placed.fault_rows,
        None if research.interviews is None else placed.assignments,
    )
    if found.kept:
        found.tables["drift"] = tasks.assess_kept(found.kept, research, found)
    return found


def _describe(
    research: Research, segments: Segments, study: Study, extension: Extension | None
) -> dict[str, pd.DataFrame]:
    """Return how the segments were formed and who the personas are."""
    words = words_in(study.language)
    profile = tasks.profile_personas(research, segments.assignments, study)
    tables = {
        **_if_any(
            verdict=segments.verdict,
            solutions=segments.solutions,
            stability=segments.stability,
            origins=segments.origins,
        ),
        "personas": tasks.build_personas(research, segments, profile, study, words, extension),
        "profile": profile,
        "prevalence": tasks.assess_prevalence(research, segments.assignments, study, words),
        "descriptors": tasks.describe_differences(research, segments.assignments, study),
    }
    return tables if extension is None else tables | {"extension": extension.table}


def _doubt(
    research: Research, features: FeatureMatrix, segments: Segments, flags: pd.DataFrame, study: Study
) -> dict[str, pd.DataFrame]:
    """Return what else could have come out: without doubtful answers or a variable, or formed in another way."""
    others = tasks.encode_otherwise(research, study, features)
    return {
        "quality": tasks.assess_quality(features, segments, flags, research.answers, study),
        "importance": tasks.assess_importance(features, segments, study.segmentation),
        "opinions": tasks.assess_opinions(features, segments, research.states, others, study.segmentation),
    }


def _hear_interviews(research: Research, assignments: pd.DataFrame, study: Study) -> dict[str, pd.DataFrame]:
    """Return what the interviews say of the personas."""
    codes = tasks.summarise_codes(research, assignments, study)
    needs = tasks.summarise_needs(research, assignments, study)
    changes = tasks.find_need_changes(research, assignments, needs, study)
    return {
        "codes": codes,
        "needs": tasks.mark_changes(needs, changes),
        "need_changes": changes,
        "quotes": tasks.select_quotes(research, assignments, codes, study),
    }


def _if_any(**tables: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables that have rows: where no segments were formed, nothing is said of the forming."""
    return {name: table for name, table in tables.items() if len(table)}
