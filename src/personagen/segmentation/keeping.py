"""Personas of an earlier run, kept: this run's people are assigned to the stored centroids, and nothing is formed."""

from __future__ import annotations

import logging

import pandas as pd

from personagen.contracts import FeatureMatrix, PersonaModel, Segments
from personagen.contracts.choice import ORIGINS, SOLUTIONS, STABILITY, VERDICT
from personagen.segmentation.assigning import assign
from personagen.segmentation.placing import find_exemplars, place_people, variables_of

_log = logging.getLogger(__name__)


def keep_personas(features: FeatureMatrix, respondents: pd.DataFrame, model: PersonaModel) -> Segments:
    """Assign people to the personas of a model.

    Parameters
    ----------
    features
        The matrix in the encoding of the model.
    respondents
        Contract ``respondents``.
    model
        Numbers, names, keys and centroids stay as they are in it.

    Returns
    -------
    Segments
        The same people get the personas they had; of stability nothing is said anew.
    """
    found = assign(features.matrix, model.centroids, variables_of(features))
    lost = [each for each in model.personas if not (found["persona"] == each.persona).any()]
    if lost:
        _log.warning("%d of the %d kept personas have nobody in this run", len(lost), len(model.personas))
    return Segments(
        k=len(model.personas),
        reason="kept",
        runner_up=None,
        assignments=place_people(features, respondents, found),
        centroids=model.centroids,
        solutions=SOLUTIONS.empty(),
        stability=STABILITY.empty(),
        exemplars=find_exemplars(found[features.basis == "full"]),
        restarts=pd.DataFrame({"persona": []}),
        verdict=VERDICT.empty(),
        origins=ORIGINS.empty(),
        names=model.names,
        keys={each.persona: each.key for each in model.personas},
    )
