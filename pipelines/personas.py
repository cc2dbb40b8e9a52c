"""The flow from checked sources to personas."""

from __future__ import annotations

from prefect import flow

from personagen.language import words_in
from personagen.study import StudyFile
from pipelines import tasks
from pipelines.gathering import Found, Gathered
from pipelines.sealed import Sealed


@flow(name="personas", validate_parameters=False, persist_result=False)
def personas(study_file: Sealed[StudyFile], gathered: Sealed[Gathered]) -> Found:
    """Form segments and describe them as personas."""
    study, research = study_file.value.study, gathered.value.research
    features = tasks.build_features(research.answers, research.states, research.respondents, study)
    segments = tasks.fit_segments(features, research.respondents, study.segmentation)
    tasks.show_solutions(segments.solutions)
    extension = tasks.extend_personas(research, segments.assignments, study)
    flags = tasks.flag_answering(research, study)
    profile = tasks.profile_personas(research, segments.assignments, study)
    tables = {
        "features": features.features,
        "solutions": segments.solutions,
        "stability": segments.stability,
        "personas": tasks.build_personas(
            research, segments, profile, study, words_in(study.language), extension
        ),
        "profile": profile,
        "descriptors": tasks.describe_differences(research, segments.assignments, study),
        "quality": tasks.assess_quality(features, segments, flags, research.answers, study),
    }
    if study.segmentation.given is None and study.segmentation.model is None:
        others = tasks.encode_otherwise(research, study, features)
        tables |= {
            "importance": tasks.assess_importance(features, segments, study.segmentation),
            "opinions": tasks.assess_opinions(
                features, segments, research.states, others, study.segmentation
            ),
        }
    tables |= tasks.fit_typing(research, features, segments.assignments, study)
    if extension is not None:
        tables["extension"] = extension.table
    if research.interviews is not None:
        codes = tasks.summarise_codes(research, segments.assignments, study)
        needs = tasks.summarise_needs(research, segments.assignments, study)
        tables |= {
            "codes": codes,
            "needs": needs,
            "need_changes": tasks.find_need_changes(research, segments.assignments, needs, study),
            "quotes": tasks.select_quotes(research, segments.assignments, codes, study),
        }
    return Found(features, segments, tables, extension, flags)
