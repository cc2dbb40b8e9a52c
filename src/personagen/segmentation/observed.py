"""The data that references stand beside: rows by respondent, and which columns make one variable."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from personagen.contracts import FeatureMatrix
from personagen.segmentation.content import Content, Floats, Ints

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Observed:
    """The data a reference stands beside.

    Parameters
    ----------
    rows
        n x p.
    weights
        n.
    variables
        The columns of each variable; the columns of one variable move together.
    is_nominal
        For each variable, whether exactly one of its columns is chosen.
    is_filled
        n x p: where an answer lacks; what was filled in stays where it is.
    """

    rows: Floats
    weights: Floats
    variables: tuple[Ints, ...]
    is_nominal: tuple[bool, ...]
    is_filled: Flags

    def take(self, respondents: Ints) -> Observed:
        """Return some of the rows."""
        return Observed(
            self.rows[respondents],
            self.weights[respondents],
            self.variables,
            self.is_nominal,
            self.is_filled[respondents],
        )


def observe(features: FeatureMatrix, content: Content, respondents: Ints) -> Observed:
    """Return some respondents of the content as data for references.

    Parameters
    ----------
    features
        With an encoding that says which columns make one variable; without it each column is one.
    content
        The respondents that are fitted, in their order.
    respondents
        Their numbers there.
    """
    variables, is_nominal = _variables(features)
    filled = np.zeros(features.matrix.shape, dtype=bool) if features.imputed is None else features.imputed
    return Observed(
        rows=content.rows[content.row_of[respondents]],
        weights=content.weights[respondents],
        variables=variables,
        is_nominal=is_nominal,
        is_filled=np.asarray(filled, dtype=bool)[content.order[respondents]],
    )


def _variables(features: FeatureMatrix) -> tuple[tuple[Ints, ...], tuple[bool, ...]]:
    if features.encoding.empty:
        p = features.matrix.shape[1]
        return tuple(np.array([column]) for column in range(p)), (False,) * p
    rows = zip(
        range(len(features.encoding)), features.encoding["variable"], features.encoding["type"], strict=True
    )
    groups = [list(group) for _, group in groupby(rows, key=lambda row: row[1])]
    columns = tuple(np.array([row[0] for row in group]) for group in groups)
    # a variable with one level chosen by some and no other one is yes or no
    return columns, tuple(group[0][2] == "nominal" and len(group) > 1 for group in groups)
