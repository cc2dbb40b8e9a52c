"""What features ask, as questions with a few answers each: numbers cut in two, likert items in three."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
import pandas as pd

from personagen.personas.measures import Floats, Measure, each_measure
from personagen.statistics.weights import weighted_quantile
from personagen.study import Study

NOT = "no: "


@dataclass(frozen=True)
class Question:
    """One thing that somebody answers: the answers that are possible, and who gives which.

    Parameters
    ----------
    measure
        The variable; of a multi, one of its levels.
    answers
        Answer to 1 and 0 by respondent; NaN where nothing is known.
    limit
        Where a number is cut.
    """

    measure: Measure
    answers: Mapping[str, Floats] = field(repr=False)
    limit: float = np.nan


def each_question(answers: pd.DataFrame, weights: Floats, study: Study) -> Iterator[Question]:
    """Yield what the features ask, in the order of the study."""
    left_out = {block for block, weight in study.segmentation.weights.items() if not weight}
    features = (
        measure
        for measure in each_measure(answers, weights, study)
        if measure.variable.role != "descriptor"
        and measure.block not in left_out
        and not study.is_given(measure.name, measure.variable)
    )
    for _, group in groupby(features, key=lambda measure: measure.name):
        measures = list(group)
        kind = measures[0].variable.type
        if kind in ("nominal", "ordinal"):
            yield Question(measures[0], {m.level: m.answers for m in measures})
        else:
            yield from (_ask(measure, weights) for measure in measures)


def _ask(measure: Measure, weights: Floats) -> Question:
    """Return the question of a measure with two or three answers."""
    x, kind = measure.answers, measure.variable.type
    if kind == "multi":
        return Question(measure, {measure.level: x, f"{NOT}{measure.level}": 1 - x})
    if kind == "yes_no":
        return Question(measure, {"yes": x, "no": 1 - x})
    if kind == "likert":
        side = np.sign(x - (measure.low + measure.high) / 2)
        return Question(
            measure, {name: _is(side, s) for name, s in (("agree", 1), ("neutral", 0), ("disagree", -1))}
        )
    limit = _median(x, weights)
    above = np.where(np.isnan(x), np.nan, x > limit)
    return Question(measure, {"above": above, "up_to": 1 - above}, limit)


def _median(x: Floats, weights: Floats) -> float:
    """Return everybody's median, rounded to where it is nobody's own: to a power of ten of at most a tenth of the IQR."""
    first, middle, third = (weighted_quantile(x, q, weights) for q in (0.25, 0.5, 0.75))
    if not third > first:
        return middle
    digits = -int(np.floor(np.log10((third - first) / 10)))
    return round(middle, digits)


def _is(side: Floats, sign: int) -> Floats:
    return np.where(np.isnan(side), np.nan, side == sign)
