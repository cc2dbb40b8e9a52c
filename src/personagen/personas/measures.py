"""The answers as numbers: what a profile has a row for. Scaling for clustering belongs to `features`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.statistics.weights import weighted_quantile
from personagen.study import Study, Variable

Floats = NDArray[np.float64]
MEAN = "mean"
_FENCE = 3.0


@dataclass(frozen=True)
class Measure:
    """One row of a profile before it is counted.

    Parameters
    ----------
    name, block, variable
        The variable of the study.
    level
        The level, or ``mean``.
    answers
        1 and 0 for a level, else the answer in original units; NaN where there is none.
    low, high
        The ends of 0..1: of the scale, or of the range without outliers.
    """

    name: str
    block: str
    variable: Variable
    level: str
    answers: Floats
    low: float = 0.0
    high: float = 1.0

    @property
    def is_mean(self) -> bool:
        """Whether it is a mean and not a share."""
        return self.level == MEAN

    @property
    def label(self) -> str:
        """What reports call the variable."""
        return self.variable.label or self.name.replace("_", " ").capitalize()


def each_measure(answers: pd.DataFrame, weights: Floats, study: Study) -> Iterator[Measure]:
    """Yield the measures of every variable but dates and texts, in the order of the study."""
    for block, name, variable in study.each_variable():
        if variable.type in ("likert", "number", "count"):
            values = _floats(answers[name])
            if variable.type == "likert":
                low, high = sorted(variable.scale or (0.0, 1.0))
                values = low + high - values if variable.reverse else values
            else:
                low, high = _range(values, weights, is_count=variable.type == "count")
            yield Measure(name, block, variable, MEAN, values, low, high)
        else:
            for level, values in _levels(answers, name, variable):
                yield Measure(name, block, variable, level, values)


def _levels(answers: pd.DataFrame, name: str, variable: Variable) -> Iterator[tuple[str, Floats]]:
    """Yield every level of a variable and who is at it; dates and texts have none."""
    if variable.type == "yes_no":
        yield "yes", _floats(answers[name])
    elif variable.type == "multi":
        columns = [str(c) for c in answers if str(c).startswith(f"{name}[") and str(c).endswith("]")]
        for column in columns:
            yield column[len(name) + 1 : -1], _floats(answers[column])
    elif variable.type in ("nominal", "ordinal"):
        cells = answers[name]
        known = cells.notna().to_numpy()
        found = {str(cell) for cell in cells[known]}
        declared = list(variable.levels or ())
        for level in [*declared, *sorted(found - set(declared))]:
            yield (
                level,
                np.where(known, (cells == level).fillna(value=False).to_numpy(dtype=np.float64), np.nan),
            )


def _floats(cells: pd.Series) -> Floats:
    return np.asarray(cells.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan))


def _range(values: Floats, weights: Floats, *, is_count: bool) -> tuple[float, float]:
    """Return the ends of the answers within Q1 - 3 IQR .. Q3 + 3 IQR (METHOD); a count starts at 0."""
    known = values[~np.isnan(values)]
    if not len(known):
        return 0.0, 1.0
    first, third = (weighted_quantile(values, q, weights) for q in (0.25, 0.75))
    fence = _FENCE * (third - first) or np.inf
    low = 0.0 if is_count else max(float(known.min()), first - fence)
    return low, min(float(known.max()), third + fence)
