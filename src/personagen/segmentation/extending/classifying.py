"""The classifier: which persona somebody probably is, from what respondents and customers share.

Multinomial logistic regression: personas are the regions nearest a centroid, whose borders are straight in the features, and
straight borders are what it fits. How good it is and whether it is used is decided in `rule`.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from personagen.segmentation.content import Floats

FOLDS = 5
STEPS = 200
Personas = NDArray[np.int64]


@dataclass(frozen=True)
class Classified:
    """Probabilities of the personas, every one counted as equally common.

    Parameters
    ----------
    linked
        Linked respondents x personas, each by a classifier that did not learn from them.
    outside
        Customers outside x personas: the mean over the same classifiers, so that what is known of their mistakes holds here.
    """

    linked: Floats
    outside: Floats


def classify(
    shared: Floats, persona: Personas, weights: Floats, outside: Floats, random_state: int
) -> Classified:
    """Fit a classifier without each fold of the linked respondents and let it call that fold and all customers outside.

    Parameters
    ----------
    shared, outside
        Respondents x columns and customers x columns, standardised.
    persona
        0..k-1 by respondent; each at least as often as there are folds.
    weights
        By respondent: survey weight times the inverse chance of being linked. Personas weigh the same, however small.
    """
    fold = _folds(persona, random_state)
    k = int(persona.max()) + 1
    linked, total = np.zeros((len(persona), k)), np.zeros((len(outside), k))
    for number in range(FOLDS):
        out = fold == number
        model = _fit(shared[~out], persona[~out], weights[~out])
        linked[out] = model.predict_proba(shared[out])
        if len(outside):
            total += model.predict_proba(outside)
    return Classified(linked, total / FOLDS)


def _fit(shared: Floats, persona: Personas, weights: Floats) -> LogisticRegression:
    of_persona = np.bincount(persona, weights)
    even = weights / of_persona[persona]
    with warnings.catch_warnings():
        # a border that is not at its very best yet is a border all the same: how good it is, is measured
        warnings.simplefilter("ignore", ConvergenceWarning)
        return LogisticRegression(max_iter=STEPS).fit(shared, persona, even * (len(even) / even.sum()))


def _folds(persona: Personas, random_state: int) -> NDArray[np.int64]:
    """Return the fold of each respondent; every persona is spread evenly over the folds."""
    random = np.random.default_rng([random_state, 11])
    fold = np.zeros(len(persona), dtype=np.int64)
    for number in range(int(persona.max()) + 1):
        members = random.permutation(np.flatnonzero(persona == number))
        fold[members] = np.arange(len(members)) % FOLDS
    return fold
