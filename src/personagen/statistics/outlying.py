"""Values that lie far out of the rest: perhaps slips of who typed them. What is done about them belongs to the stages."""

from __future__ import annotations

import numpy as np
from statsmodels.stats.stattools import medcouple

from personagen.statistics.arrays import Floats

_FENCE, _FEWEST = 3.0, 20
_LONG_TAIL, _SHORT_TAIL = 4.0, 3.0
_MOST_FOR_SKEW = 999  # medcouple compares all pairs


def outer_fences(values: Floats) -> tuple[float, float] | None:
    """Return below and above what a value lies far out; None where that can't be told.

    Tukey's outer fences, three interquartile ranges beyond the quartiles. On the side of a long tail they are widened as
    Hubert and Vandervieren widen the fences of a boxplot for skewed data, by the medcouple; never narrowed.

    Parameters
    ----------
    values
        Answers, none of them blank. Of fewer than 20, or where the middle half is one number, nothing is far out.

    References
    ----------
    Tukey (1977), Exploratory Data Analysis, 2D. Hubert and Vandervieren (2008), An adjusted boxplot for skewed
    distributions, Computational Statistics & Data Analysis 52, 5186-5201.

    Examples
    --------
    >>> outer_fences(np.arange(101.0))
    (-125.0, 225.0)
    """
    if len(values) < _FEWEST:
        return None
    first, third = np.quantile(values, [0.25, 0.75])
    if first == third:
        return None
    sample = np.quantile(values, np.linspace(0, 1, min(len(values), _MOST_FOR_SKEW)))
    skew = float(medcouple(sample, use_fast=False))
    below, above = (-_LONG_TAIL, _SHORT_TAIL) if skew >= 0 else (-_SHORT_TAIL, _LONG_TAIL)
    reach = _FENCE * (third - first)
    return (
        float(first - reach * max(1.0, np.exp(below * skew))),
        float(third + reach * max(1.0, np.exp(above * skew))),
    )
