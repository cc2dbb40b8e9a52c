"""Respondents in an order of their own content, equal rows together: the order of the file changes nothing.

Only who is fitted and in which order belongs here; k-means is in `kmeans`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.contracts import FeatureMatrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Content:
    """The respondents of whom all blocks are known, sorted by their rows and then their weights.

    Parameters
    ----------
    ids
        respondent_id in that order.
    weights
        Survey weights in that order.
    rows
        The distinct rows, sorted.
    row_of
        For each respondent the number of its row.
    order
        For each respondent its place in the feature matrix.
    """

    ids: pd.Index
    weights: Floats
    rows: Floats
    row_of: Ints
    order: Ints

    @property
    def row_weights(self) -> Floats:
        """Weight of each distinct row: the sum over its respondents."""
        return np.bincount(self.row_of, self.weights, minlength=len(self.rows)).astype(np.float64)

    def take(self, respondents: Ints) -> tuple[Floats, Floats]:
        """Return the distinct rows of respondents and their weights.

        Parameters
        ----------
        respondents
            Numbers of respondents; who occurs twice counts twice.
        """
        present, row_of = np.unique(self.row_of[respondents], return_inverse=True)
        return self.rows[present], np.bincount(row_of, self.weights[respondents]).astype(np.float64)


def order_content(features: FeatureMatrix) -> Content:
    """Return the respondents of whom all blocks are known, in an order of their own content."""
    full = (features.basis == "full").to_numpy()
    # + 0.0 makes -0.0 the same row as 0.0
    matrix = features.matrix.to_numpy(dtype=np.float64)[full] + 0.0
    weights = features.weights.to_numpy(dtype=np.float64)[full]
    order = np.lexsort((weights, *matrix.T[::-1]))
    matrix = matrix[order]
    is_new = np.ones(len(matrix), dtype=bool)
    is_new[1:] = (matrix[1:] != matrix[:-1]).any(axis=1)
    return Content(
        ids=features.matrix.index[full][order],
        weights=weights[order],
        rows=matrix[is_new],
        row_of=np.cumsum(is_new) - 1,
        order=np.flatnonzero(full)[order],
    )
