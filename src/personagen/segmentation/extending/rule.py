"""Whether the classifier is good enough to give customers outside the survey a persona: the rule and its figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from personagen.segmentation.content import Floats
from personagen.segmentation.extending.classifying import Personas
from personagen.statistics.intervals import wilson_interval

ABOVE_CHANCE = 0.2


@dataclass(frozen=True)
class Judged:
    """Recall by persona and as a whole (last: balanced accuracy), with 95 % intervals, and what is needed."""

    recall: Floats
    low: Floats
    high: Floats
    needed: Floats
    is_used: bool


def judge(persona: Personas, called: Personas, weights: Floats, shares: Floats) -> Judged:
    """Judge calls of respondents that the classifier did not learn from.

    Used only if the lower end of the interval of the balanced accuracy exceeds 1/k + .2 and every persona's recall exceeds
    its share. Wilson intervals on the effective n of each persona; that of their mean follows from them [MOVER, Zou &
    Donner 2008].

    Parameters
    ----------
    persona, called
        0..k-1 by respondent.
    weights
        By respondent, for whom they stand.
    shares
        By persona: its share of the respondents.

    Examples
    --------
    >>> persona = np.repeat([0, 1], 50)
    >>> found = judge(persona, persona, np.ones(100), np.array([.5, .5]))
    >>> found.recall.tolist(), round(float(found.low[-1]), 3), found.is_used
    ([1.0, 1.0, 1.0], 0.95, True)
    """
    k = len(shares)
    of_persona = np.bincount(persona, weights, minlength=k)
    recall = np.bincount(persona, weights * (persona == called), minlength=k) / of_persona
    recall = np.clip(recall, 0, 1)
    low, high = wilson_interval(recall, of_persona**2 / np.bincount(persona, weights**2, minlength=k))
    mean = float(recall.mean())
    below, above = (float(np.sqrt(((recall - end) ** 2).sum()) / k) for end in (low, high))
    needed = list_needed(shares)
    is_used = bool(mean - below > needed[-1] and (recall > shares).all())
    return Judged(
        np.append(recall, mean), np.append(low, mean - below), np.append(high, mean + above), needed, is_used
    )


def list_needed(shares: Floats) -> Floats:
    """Return what recall must exceed, by persona, and the balanced accuracy (last)."""
    return np.append(shares, 1 / len(shares) + ABOVE_CHANCE)
