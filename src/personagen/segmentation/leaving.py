"""Forming the same number of segments again without some of the variables: what leaving one out does.

Only the segments themselves belong here; what they mean for the advice stands in `advice` and `importance`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from personagen.contracts import FeatureMatrix
from personagen.segmentation.content import Content, Floats, Labels, order_content
from personagen.segmentation.kmeans import Solution, fit_best
from personagen.study.parameters import SegmentationParameters

RESTARTS = 10


@dataclass(frozen=True)
class Refit:
    """Segments formed again.

    Parameters
    ----------
    content
        Respondents by what is left of them.
    solution
        The segments; fewer than asked for where fewer rows are left.
    labels
        Segment by respondent_id.
    """

    content: Content
    solution: Solution
    labels: pd.Series


def without(features: FeatureMatrix, variables: Collection[str], scale: str) -> FeatureMatrix:
    """Return the matrix that the study would have if some variables only described people.

    Parameters
    ----------
    features
        The matrix of the study.
    variables
        Variables to leave out.
    scale
        As in the study. ``standard``: the others of their block share the block's weight.
    """
    encoding = features.encoding
    stays = ~encoding["variable"].isin(list(variables))
    encoding = encoding[stays]
    factors = np.ones(len(encoding))
    if scale == "standard":
        before, after = (
            table.groupby("block")["variable"].nunique() for table in (features.encoding, encoding)
        )
        factors = np.sqrt(encoding["block"].map(before / after).to_numpy(dtype=np.float64))
    matrix = features.matrix[encoding["column"].tolist()] * factors
    return replace(features, matrix=matrix, encoding=encoding.reset_index(drop=True))


def refit(
    features: FeatureMatrix, k: int, params: SegmentationParameters, labels: pd.Series | None = None
) -> Refit:
    """Return k segments of a matrix: the best of ten starts, and of one from segments that are known already.

    Parameters
    ----------
    features
        The matrix, with less or otherwise encoded than the segments in use.
    k
        Number of segments.
    params
        Its ``random_state``.
    labels
        By respondent_id the segment, 0..k-1, to start from as well.
    """
    content = order_content(features)
    k = min(k, len(content.rows))
    others = [] if labels is None else [_means(content, labels.loc[content.ids].to_numpy())]
    solution = fit_best(content.rows, content.row_weights, k, RESTARTS, [params.random_state, 4, k], others)
    return Refit(content, solution, pd.Series(solution.labels[content.row_of], index=content.ids))


def between_and_total(points: Floats, weights: Floats, labels: Labels) -> tuple[Floats, Floats]:
    """Return by column the weighted sum of squares between segments, and in all.

    Examples
    --------
    >>> between, total = between_and_total(np.array([[0.0], [0.0], [2.0], [4.0]]), np.ones(4), np.array([0, 0, 1, 1]))
    >>> between.tolist(), total.tolist()
    ([9.0], [11.0])
    """
    centred = points - weights @ points / weights.sum()
    sums, sizes = _sums(centred, weights, labels)
    return (sums**2 / sizes[:, None]).sum(axis=0), weights @ centred**2


def _means(content: Content, labels: Labels) -> Floats:
    sums, sizes = _sums(content.rows[content.row_of], content.weights, labels)
    return sums / sizes[:, None]


def _sums(points: Floats, weights: Floats, labels: Labels) -> tuple[Floats, Floats]:
    """Return the weighted sum and the weight of each segment that has anybody."""
    sums = np.zeros((int(labels.max()) + 1, points.shape[1]))
    np.add.at(sums, labels, points * weights[:, None])
    sizes = np.bincount(labels, weights).astype(np.float64)
    return sums[sizes > 0], sizes[sizes > 0]
