"""Segments that the company has already: taken as they are, placed in feature space, and called by their own names.

Nothing is clustered, so nothing is said of their stability. Personas of an earlier run belong to `keeping`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import numpy as np
import pandas as pd

from personagen.contracts import RESERVED, FeatureMatrix, Segments, personas_by_size
from personagen.contracts.choice import ORIGINS, SOLUTIONS, STABILITY, VERDICT
from personagen.contracts.people import ASSIGNMENTS
from personagen.errors import DataError, Problem
from personagen.segmentation.assigning import assign
from personagen.segmentation.placing import find_exemplars
from personagen.statistics.weights import weighted_mean
from personagen.study.parameters import SegmentationParameters

MOST_SEGMENTS = 20
_COLUMN = "segmentation.given.column"
_log = logging.getLogger(__name__)


def take_segments(
    features: FeatureMatrix, respondents: pd.DataFrame, given: pd.Series, params: SegmentationParameters
) -> Segments:
    """Take segments as they are given.

    Parameters
    ----------
    features
        The matrix; without columns where no variable is a feature.
    respondents
        Contract ``respondents``.
    given
        By respondent_id the name of the segment; blank without one.
    params
        ``minimum_share`` and ``minimum_size``: smaller segments stay, and a warning says how many they are.

    Returns
    -------
    Segments
        Personas by their own names; basis ``given``, or ``excluded`` without a segment. Centroids are weighted means
        of the members of whom all blocks are known; ``distance`` is that to one's own centroid, ``shadow`` is blank.

    Raises
    ------
    DataError
        If a name has a meaning of its own in the tables, or the column holds one segment or more than 20.
    """
    segment = given.reindex(respondents["respondent_id"]).astype("str")
    _refuse(segment)
    table = respondents[["respondent_id", "customer_id", "weight"]].assign(persona=segment.to_numpy())
    table["basis"] = np.where(table["persona"].isna(), "excluded", "given")
    order = personas_by_size(table)
    centroids = _centroids(features, segment, order)
    found = _distances(features, segment, centroids)
    table["distance"] = found["distance"].reindex(table["respondent_id"]).to_numpy()
    _warn_small(table, params)
    return Segments(
        k=len(order),
        reason="segments_given",
        runner_up=None,
        assignments=ASSIGNMENTS.conform(table),
        centroids=centroids,
        solutions=SOLUTIONS.empty(),
        stability=STABILITY.empty(),
        exemplars=find_exemplars(found),
        restarts=pd.DataFrame({"persona": []}),
        verdict=VERDICT.empty(),
        origins=ORIGINS.empty(),
        names={persona: persona for persona in order if not persona.isdigit()},
    )


def _refuse(segment: pd.Series) -> None:
    names = segment.dropna().unique()
    problems = list(_faults(sorted(str(name) for name in names)))
    if problems:
        raise DataError(problems)


def _faults(names: list[str]) -> Iterator[Problem]:
    for name in names:
        if name.casefold() in RESERVED:
            what = f'a segment is called "{name}", which has a meaning of its own in the tables'
            mend = "Rename it in the export, or declare the column as a nominal variable and rename it with values."
            yield Problem(what, mend, where=_COLUMN)
    if len(names) < 2:  # noqa: PLR2004
        found = "nobody has a segment" if not names else "everybody with a segment has the same one"
        yield Problem(found, "Name the column that tells the segments apart.", where=_COLUMN)
    if len(names) > MOST_SEGMENTS:
        what = f"the column holds {len(names)} different segments; at most {MOST_SEGMENTS} can be described"
        yield Problem(what, "Name the column with the segments, or put small ones together.", where=_COLUMN)


def _centroids(features: FeatureMatrix, segment: pd.Series, order: list[str]) -> pd.DataFrame:
    """Return the means of the segments that somebody of whom all is known belongs to."""
    matrix = features.matrix[features.basis == "full"]
    persona = segment.reindex(matrix.index)
    present = [name for name in order if (persona == name).any()]
    rows = [_means(matrix[(persona == name).to_numpy()], features.weights) for name in present]
    return pd.DataFrame(rows, index=pd.Index(present, name="persona", dtype="str"), columns=matrix.columns)


def _means(members: pd.DataFrame, weights: pd.Series) -> list[float]:
    weight = weights.loc[members.index]
    return [weighted_mean(members[column], weight) for column in members]


def _distances(features: FeatureMatrix, segment: pd.Series, centroids: pd.DataFrame) -> pd.DataFrame:
    """Return persona and the distance to its centroid of everybody in the matrix; without features of nobody."""
    persona = segment.reindex(features.matrix.index)
    parts = [
        assign(features.matrix[(persona == name).to_numpy()], centroids.loc[[name]])
        for name in centroids.index
        if len(centroids.columns)
    ]
    empty = pd.DataFrame({"persona": pd.Series(dtype="str"), "distance": pd.Series(dtype="float64")})
    return pd.concat(parts) if parts else empty


def _warn_small(table: pd.DataFrame, params: SegmentationParameters) -> None:
    people = table[table["persona"].notna()]
    sizes = people.groupby("persona")["weight"].agg(["size", "sum"])
    is_small = (sizes["size"] < params.minimum_size) | (
        sizes["sum"] / sizes["sum"].sum() < params.minimum_share
    )
    if is_small.any():
        _log.warning(
            "%d of the %d given segments have fewer than %d respondents or a share under %g: their figures are coarse",
            int(is_small.sum()),
            len(sizes),
            params.minimum_size,
            params.minimum_share,
        )
    if blank := int(table["persona"].isna().sum()):
        _log.warning("%d of %d respondents have no given segment, and so no persona", blank, len(table))
