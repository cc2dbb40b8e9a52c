"""Assigning people to the nearest centroid on what is known of them; one at a time or many, the result is the same."""

from __future__ import annotations

import numpy as np
import pandas as pd

from personagen.segmentation.content import Floats


def assign(matrix: pd.DataFrame, centroids: pd.DataFrame) -> pd.DataFrame:
    """Return the nearest persona of each row.

    Parameters
    ----------
    matrix
        Rows as in ``FeatureMatrix``; blank where a block is unknown. Squared distances are then those on the known
        columns times columns / known columns.
    centroids
        Index persona, columns as the matrix.

    Returns
    -------
    pandas.DataFrame
        Index as the matrix: persona, distance, shadow = 2 d1 / (d1 + d2) [flexclust] (blank with one persona). The
        first persona of equally near ones. Blank where nothing is known.
    """
    points = matrix.to_numpy(dtype=np.float64)
    distances = np.sqrt(np.column_stack([_squares(points, c) for c in centroids.to_numpy(dtype=np.float64)]))
    ranked = np.sort(distances, axis=1)
    shadow = np.full(len(points), np.nan)
    if len(centroids) > 1:
        total = ranked[:, 0] + ranked[:, 1]
        shadow = np.where(total == 0, 1.0, 2 * ranked[:, 0] / np.where(total == 0, 1.0, total))
    persona = pd.Series(centroids.index.to_numpy()[distances.argmin(axis=1)], index=matrix.index, dtype="str")
    is_known = ~np.isnan(distances[:, 0])
    return pd.DataFrame(
        {"persona": persona.where(is_known), "distance": ranked[:, 0], "shadow": shadow}, index=matrix.index
    )


def _squares(points: Floats, centroid: Floats) -> Floats:
    """Return squared distances, a row's sum never depending on the other rows (as matrix products do)."""
    squares = (points - centroid) ** 2
    known = (~np.isnan(squares)).sum(axis=1)
    sums = np.nansum(squares, axis=1) * points.shape[1]
    return np.where(known > 0, sums / np.maximum(known, 1), np.nan)
