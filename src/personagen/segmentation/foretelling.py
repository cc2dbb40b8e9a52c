"""How much of a variable the other variables foretell: what tells a trait that people share from mere noise.

In segments that are there, variables go together because of the segments. A variable that nothing else foretells can
only cut people up by itself, and a yes/no question does that perfectly at every attempt: neither its share of the
variance between segments nor stability gives it away. Cf. HINoV [Carmone, Kara & Maxwell 1999] and VS-KM [Brusco &
Cradit 2001], which compare segments made of one variable each.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import RidgeCV

from personagen.segmentation.content import Floats
from personagen.statistics.weights import weighted_quantile

_PENALTIES = np.logspace(-2, 4, 13)
_FEW_VALUES = 5
_CUTS = (0.2, 0.4, 0.6, 0.8)


def foretold_shares(blocks: dict[str, Floats], weights: Floats) -> dict[str, float]:
    """Return by variable the part of its variance that the others foretell, each person left out in turn.

    Ridge regression on the values of the other variables and on the fifth of the people they are in, so that what
    rises and falls again is seen too. The penalty is the best of thirteen.

    Parameters
    ----------
    blocks
        Variable to its columns, respondents in rows.
    weights
        Survey weights.

    Returns
    -------
    dict
        0 where the others are no help, or there are none; at most 1.
    """
    weights = weights / weights.mean()
    terms = {name: _standardised(_terms(columns, weights), weights) for name, columns in blocks.items()}
    return {
        name: _foretold(columns, [terms[other] for other in blocks if other != name], weights)
        for name, columns in blocks.items()
    }


def _foretold(columns: Floats, others: list[Floats], weights: Floats) -> float:
    if not others:
        return 0.0
    targets = columns - weights @ columns / weights.sum()
    spread = float((weights @ targets**2).sum()) / len(columns)
    model = RidgeCV(alphas=_PENALTIES).fit(np.hstack(others), targets, sample_weight=weights)
    # the score is minus the mean squared error over people and columns
    error = -float(model.best_score_) * len(columns.T)
    return max(0.0, 1 - error / spread)


def _terms(columns: Floats, weights: Floats) -> Floats:
    """Return the columns of a variable, and of one with many values also the fifths of the people."""
    if columns.shape[1] > 1:
        return columns
    values = columns[:, 0]
    distinct = np.unique(values)
    cuts = distinct[:-1] if len(distinct) <= _FEW_VALUES else _fifths(values, weights)
    groups = np.searchsorted(cuts, values)
    dummies = np.eye(len(cuts) + 1)[groups][:, 1:]
    return dummies if len(distinct) <= _FEW_VALUES else np.hstack([columns, dummies])


def _fifths(values: Floats, weights: Floats) -> NDArray[np.float64]:
    cuts = {weighted_quantile(values, q, weights) for q in _CUTS}
    return np.array(sorted(cut for cut in cuts if cut < values.max()))


def _standardised(terms: Floats, weights: Floats) -> Floats:
    centred = terms - weights @ terms / weights.sum()
    spread = np.sqrt(weights @ centred**2 / weights.sum())
    result: Floats = centred[:, spread > 0] / spread[spread > 0]
    return result
