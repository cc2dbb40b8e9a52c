"""Adjusted count: the shares of the personas among customers outside the survey, corrected for misassignment.

The classifier calls too many customers one persona and too few another; how many is known from respondents it did not
learn from. Adjusted count [Rogan & Gladen 1978; Forman 2008; with probabilities for calls Bella et al. 2010] solves
q = C' p, where q are the shares the classifier gives to the customers outside and the rows of C what it gives to respondents of
a persona. C must be that of the customers outside, who are others than the linked. So respondents are weighted for who
is linked, at the same time: p and the weights are found together from both conditions, that the weighted respondents
look like the customers outside in what both share, and that the classifier gives them the same shares. Who is linked may
depend on the shared variables and on the persona itself; without the former this is the adjusted count as published.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from personagen.segmentation.content import Floats
from personagen.segmentation.extending.weighing import Tilt, covary, fit_tilt

Personas = NDArray[np.int64]
# divided by the respondents: bounds what weights may depend on where little can be known of it
SHARED_PENALTY = 0.05  # for each shared column
PERSONA_PENALTY = 0.2
# of the log chance of being linked between personas of whom the same is known: what that penalty is reckoned to hide
PERSONA_SPREAD = 0.5
TINY = 1e-12


@dataclass(frozen=True)
class Counted:
    """Shares among the customers outside.

    Parameters
    ----------
    share, sd
        By persona: estimate and its standard error.
    df
        Degrees of freedom of the standard error.
    weights
        Of the linked respondents, for whom they stand outside; sum 1.
    """

    share: Floats
    sd: Floats
    df: float
    weights: Floats

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Return the Student-t interval of the shares, within 0..1."""
        half = stats.t.ppf((1 + level) / 2, self.df) * self.sd
        return np.clip(self.share - half, 0, 1), np.clip(self.share + half, 0, 1)


def count_adjusted(
    persona: Personas, base: Floats, called: Floats, outside_called: Floats, shared: Floats, outside: Floats
) -> Counted:
    """Return the shares of the personas among the customers outside, with their standard errors.

    The standard error is that of the estimating equations (sandwich): it holds what respondents, weights and confusion
    leave open, the chance in the calls of the customers themselves, and what the penalty may hide of personas' own
    chances of being linked; the classifier is taken as it is.

    Parameters
    ----------
    persona
        0..k-1 of the linked respondents, each occurring.
    base
        Their survey weights.
    called
        What the classifier gave them without having learned from them: respondents x personas, rows of sum 1.
    outside_called
        What it gives the customers outside: customers x personas.
    shared, outside
        What both share: respondents x columns, customers x columns, of about variance 1.

    Examples
    --------
    Of 10 respondents of each persona 8 and 7 are called right; of 1,000 customers 500 are called the first:
    p = (.5 + .7 - 1) / (.8 + .7 - 1) [Rogan & Gladen].

    >>> calls = np.repeat([0, 1, 0, 1], [8, 2, 3, 7])
    >>> found = count_adjusted(np.repeat([0, 1], 10), np.ones(20), np.eye(2)[calls],
    ...     np.eye(2)[np.repeat([0, 1], 500)], np.empty((20, 0)), np.empty((1000, 0)))
    >>> found.share.round(6).tolist()
    [0.4, 0.6]
    """
    k = called.shape[1]
    is_persona = np.eye(k)[persona]
    meant = np.hstack([called, shared])
    target = _column_means(np.hstack([outside_called, outside]))
    scale = np.concatenate([np.maximum(called.std(axis=0), 1e-6), np.ones(shared.shape[1])])
    drivers = np.hstack([is_persona, shared])
    instruments = (meant - target) / scale
    # without shared columns nothing competes with the personas
    bound = PERSONA_PENALTY if shared.shape[1] else 0.0
    penalty = np.concatenate([np.full(k, bound / len(persona)), penalise(*shared.shape)])
    tilt = fit_tilt(base, drivers, instruments, penalty)
    share = tilt.weights @ is_persona
    variance = _variance(tilt, is_persona, drivers, instruments, len(outside))
    df = max(_effective_n(tilt.weights, is_persona) - drivers.shape[1] + 1, 1.0)
    return Counted(share, np.sqrt(np.diag(variance)), df, tilt.weights)


def penalise(n: int, n_columns: int) -> Floats:
    """Return the penalty on what weights of ``n`` respondents depend on, by shared column."""
    return np.full(n_columns, SHARED_PENALTY * n_columns / n)


def _variance(tilt: Tilt, is_persona: Floats, drivers: Floats, instruments: Floats, n_outside: int) -> Floats:
    """Return the covariance of the shares: of the respondents, of chance in the customers, of what the penalty hides."""
    weights = tilt.weights
    answer = covary(weights, is_persona, drivers) @ tilt.response
    own = is_persona - weights @ is_persona - (instruments - tilt.gap) @ answer.T
    influence = weights[:, None] * own
    # within a persona: how many customers there are of each is what is asked
    of_persona = np.maximum(weights @ is_persona, TINY)
    means = (is_persona * weights[:, None]).T @ instruments / of_persona[:, None]
    within = instruments - is_persona @ means
    chance = (within * weights[:, None]).T @ within / n_outside
    hidden = covary(weights, is_persona, drivers) @ tilt.held_back[:, : is_persona.shape[1]] * PERSONA_SPREAD
    return influence.T @ influence + answer @ chance @ answer.T + hidden @ hidden.T


def _effective_n(weights: Floats, is_persona: Floats) -> float:
    return float(((weights @ is_persona) ** 2 / np.maximum(weights**2 @ is_persona, TINY)).sum())


def _column_means(matrix: Floats) -> Floats:
    return np.array([column.mean() for column in np.ascontiguousarray(matrix.T)])
