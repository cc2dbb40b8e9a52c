"""What each customer's journey led to: a phase reached, or a score of the study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from personagen.contracts import Research
from personagen.journeys.counting.times import to_us
from personagen.journeys.counts import Counts
from personagen.journeys.sampling import draw_of
from personagen.study import Study

Model = Literal["logistic", "linear"]
_FOREVER = 2**62
_KEYS = ["persona", "draw"]


@dataclass(frozen=True)
class Outcomes:
    """What journeys led to.

    Parameters
    ----------
    people
        persona, draw, y, and until_us: contacts after that moment don't count.
    model
        logistic where y is 0 or 1.
    phases
        The phases that may go with it, in order.
    """

    people: pd.DataFrame
    model: Model
    phases: tuple[str, ...]


def find_outcomes(counts: Counts, research: Research, assignments: pd.DataFrame, study: Study) -> Outcomes:
    """Return the outcome of every sampled customer of whom it is known.

    A phase: whether it was reached by the cut-off; what was felt in the phases before it, until the first contact in it,
    may go with that. A score of the survey: contacts until it was sent in, where the study says when. Of analytics: all
    contacts.
    """
    if study.outcome is not None and study.outcome.phase is not None:
        return _of_phase(counts, study.outcome.phase)
    return _of_score(counts, research, assignments, study)


def _of_phase(counts: Counts, phase: str) -> Outcomes:
    place = counts.phases.index(phase)
    firsts = counts.sample.firsts
    reached = firsts[f"first_{place + 1}"]
    people = firsts[_KEYS].assign(
        y=reached.notna().astype("float64"), until_us=reached.fillna(_FOREVER).astype("int64")
    )
    return Outcomes(people, "logistic", counts.phases[:place])


def _of_score(counts: Counts, research: Research, assignments: pd.DataFrame, study: Study) -> Outcomes:
    name = study.outcome_variable
    assert name is not None  # noqa: S101
    variable = next(v for _, n, v in study.each_variable() if n == name)
    y = research.answers[name].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    if variable.reverse and variable.scale:
        y = sum(variable.scale) - y
    scores = research.respondents[["respondent_id", "submitted_at"]].assign(y=y)
    linked = assignments.dropna(subset=["persona", "customer_id"])[
        ["respondent_id", "customer_id", "persona"]
    ]
    both = linked.merge(scores, on="respondent_id").dropna(subset=["y"])
    sent = both["submitted_at"] if variable.source == "survey" else pd.Series(pd.NaT, both.index)
    until = [_FOREVER if pd.isna(at) else to_us(at) for at in sent]
    known = both[["persona", "y"]].assign(draw=both["customer_id"].map(draw_of), until_us=until)
    known = known.drop_duplicates(_KEYS, keep=False)
    people = counts.sample.firsts[_KEYS].merge(known, on=_KEYS, how="inner", validate="1:1")
    is_binary = people["y"].nunique() == 2  # noqa: PLR2004
    if is_binary:
        people["y"] = (people["y"] == people["y"].max()).astype("float64")
    return Outcomes(people, "logistic" if is_binary else "linear", counts.phases)
