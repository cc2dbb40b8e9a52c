"""Which segments a run describes: formed anew, or given by the company."""

from __future__ import annotations

from personagen.contracts import FeatureMatrix, Research, Segments
from personagen.study import Study
from pipelines import tasks


def form_segments(study: Study, research: Research) -> tuple[FeatureMatrix, Segments]:
    """Return the features and the segments of a run."""
    features = tasks.build_features(research.answers, research.states, research.respondents, study)
    if research.given is not None:
        return features, tasks.take_segments(
            features, research.respondents, research.given, study.segmentation
        )
    segments = tasks.fit_segments(features, research.respondents, study.segmentation)
    tasks.show_solutions(segments.solutions)
    return features, segments
