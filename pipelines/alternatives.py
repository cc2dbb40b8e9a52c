"""Other reasonable encodings of the same answers, to see what hangs on the choice."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from personagen.contracts import FeatureMatrix, Research
from personagen.features import build_features
from personagen.study import Study

LEAST_LIKERT = 3


def encode_otherwise(research: Research, study: Study, features: FeatureMatrix) -> dict[str, FeatureMatrix]:
    """Return the matrix of each other encoding, by its name among the second opinions.

    Parameters
    ----------
    research
        Answers, states and respondents.
    study
        The study as it is.
    features
        The matrix that it gives.

    Returns
    -------
    dict
        other_scale; equal_weights where blocks make variables count differently; row_centre where there are items enough
        to have an answering level.
    """
    with _said_before():
        return {
            name: build_features(
                research.answers, research.states, research.respondents, study.with_segmentation(**choices)
            )
            for name, choices in _choices(study, features)
        }


def _choices(study: Study, features: FeatureMatrix) -> Iterator[tuple[str, dict[str, object]]]:
    chosen = study.segmentation
    yield "other_scale", {"scale": "none" if chosen.scale == "standard" else "standard"}
    blocks = features.encoding.drop_duplicates("variable")["block"]
    sizes = {str(block): int(n) for block, n in blocks.value_counts().items()}
    given: dict[str, float] = {str(block): weight for block, weight in chosen.weights.items()}
    # a standardised variable has its block's weight divided over the block's variables
    equal = {block: float(n) if chosen.scale == "standard" else 1.0 for block, n in sizes.items()}
    if len({given.get(block, 1.0) / each for block, each in equal.items()}) > 1:
        yield "equal_weights", {"weights": given | equal}
    likert = features.encoding["type"] == "likert"
    if likert.sum() >= LEAST_LIKERT:
        yield "row_centre", {"row_centre": not chosen.row_centre}


@contextmanager
def _said_before() -> Iterator[None]:
    """Keep quiet about the features: what there is to say was said of the matrix itself."""
    log = logging.getLogger("personagen.features")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)
