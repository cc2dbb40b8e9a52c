"""How far personas lie apart on one row of the profile, pair by pair, on one scale for shares and means."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from personagen.statistics.effects import cohens_h

MEAN = "mean"
_MOST = 9.0
_TAIL = 0.975
_HALF = 0.5

Floats = NDArray[np.float64]


def contrast_personas(rows: pd.DataFrame) -> Floats:
    """Return how much more each persona has of something than each other one.

    Cohen's h of two shares; for means their difference in pooled standard deviations, as their Student intervals give
    them (weights make those a little too large). Where a share is hidden, everybody's stands in if that is under a half:
    the hidden one is then probably small. Any other hidden cell tells of no difference.

    Parameters
    ----------
    rows
        The rows of one variable and level, one for each persona, with hidden cells blank.

    Returns
    -------
    numpy.ndarray
        Persona x other persona, between -9 and 9; 0 where the own cell is hidden.
    """
    value = _floats(rows["value"])
    if rows["level"].iloc[0] != MEAN:
        overall = _floats(rows["overall"])
        other = np.where(np.isnan(value) & (overall < _HALF), overall, value)
        return np.nan_to_num(cohens_h(value[:, None], other[None, :]))
    sd = _spreads(rows)
    difference = value[:, None] - value[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = difference / np.sqrt((sd[:, None] ** 2 + sd[None, :] ** 2) / 2)
    return np.asarray(np.clip(np.nan_to_num(found, posinf=_MOST, neginf=-_MOST), -_MOST, _MOST))


def _spreads(rows: pd.DataFrame) -> Floats:
    """Return standard deviations from intervals of means."""
    n = _floats(rows["base_n"])
    half = (_floats(rows["high"]) - _floats(rows["low"])) / 2
    return np.asarray(half * np.sqrt(n) / stats.t.ppf(_TAIL, np.maximum(n - 1, 1)))


def _floats(column: pd.Series) -> Floats:
    return np.asarray(column.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan))
