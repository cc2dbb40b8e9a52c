"""Which segments a run describes: formed anew, kept from an earlier run, or given by the company."""

from __future__ import annotations

from dataclasses import replace

from personagen.contracts import FeatureMatrix, PersonaModel, Research, Segments
from personagen.language import words_in
from personagen.study import Study
from pipelines import tasks


def form_segments(
    study: Study, research: Research, kept: PersonaModel | None
) -> tuple[FeatureMatrix, Segments]:
    """Return the features and the segments of a run."""
    people = research.respondents
    if kept is not None:
        features = tasks.encode_kept(research.answers, research.states, people, kept)
        return features, tasks.keep_personas(features, people, kept)
    features = tasks.build_features(research.answers, research.states, people, study)
    if research.given is not None:
        return features, tasks.take_segments(features, people, research.given, study.segmentation)
    segments = tasks.fit_segments(features, people, study.segmentation)
    tasks.show_solutions(segments.solutions)
    verdict = tasks.say_verdict(segments.verdict, segments.reason, words_in(study.language))
    return features, replace(segments, verdict=verdict)


def is_known_of_all(study: Study) -> bool:
    """Tell whether analytics gives the segments: those of customers outside the survey are then known, not foretold."""
    given = study.segmentation.given
    return given is not None and given.source == "analytics"
