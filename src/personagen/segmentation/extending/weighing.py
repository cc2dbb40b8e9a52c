"""Weights that make linked respondents look like the customers outside the survey, and what is uncertain about them.

Calibration weights by exponential tilting [Deville & Sarndal 1992; Kott & Chang 2010]: a respondent's weight is
base * exp(theta . drivers), such that the weighted means of the instruments equal those of the customers outside. With the
shared variables as both, these are the inverse chances of being linked [entropy balancing, Hainmueller 2012].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from personagen.segmentation.content import Floats


@dataclass(frozen=True)
class Tilt:
    """Weights of linked respondents.

    Parameters
    ----------
    weights
        By respondent, of sum 1.
    response
        How the drivers' coefficients answer to the mismatch of the instruments: drivers x instruments.
    gap
        What is left of the mismatch, by instrument.
    held_back
        How the coefficients are held back by the penalty, for each that is really 1: coefficients x coefficients.
    """

    weights: Floats
    response: Floats
    gap: Floats
    held_back: Floats


def fit_tilt(base: Floats, drivers: Floats, instruments: Floats, penalty: Floats) -> Tilt:
    """Return the weights under which the instruments have mean 0.

    Parameters
    ----------
    base
        Weights to start from, by respondent.
    drivers
        Respondents x coefficients: what the weights may depend on.
    instruments
        Respondents x as many: deviations from the means to be met.
    penalty
        By coefficient: how much its square counts against the squared mismatch; keeps weights moderate where respondents
        and customers hardly overlap.

    Examples
    --------
    >>> x = np.array([[-1.0], [0.0], [2.0]])
    >>> tilt = fit_tilt(np.ones(3), x, x, np.zeros(1))
    >>> bool(abs(tilt.weights @ x) < 1e-6)
    True
    """

    def mismatch(theta: Floats) -> Floats:
        return np.concatenate([_weigh(base, drivers, theta) @ instruments, np.sqrt(penalty) * theta])

    def slope(theta: Floats) -> Floats:
        weights = _weigh(base, drivers, theta)
        return np.vstack([covary(weights, instruments, drivers), np.diag(np.sqrt(penalty))])

    start = np.zeros(drivers.shape[1])
    theta = least_squares(mismatch, start, jac=slope, method="lm", xtol=1e-12, ftol=1e-12).x
    weights = _weigh(base, drivers, theta)
    jacobian = covary(weights, instruments, drivers)
    normal = jacobian.T @ jacobian + np.diag(penalty + 1e-10)
    answers = np.linalg.solve(normal, np.hstack([jacobian.T, np.diag(penalty)]))
    response, held_back = np.hsplit(np.asarray(answers, dtype=np.float64), [instruments.shape[1]])
    return Tilt(weights, response, weights @ instruments, held_back)


def covary(weights: Floats, one: Floats, other: Floats) -> Floats:
    """Return the weighted covariances of the columns of two matrices; the weights sum to 1."""
    return (one * weights[:, None]).T @ other - np.outer(weights @ one, weights @ other)


def _weigh(base: Floats, drivers: Floats, theta: Floats) -> Floats:
    exponent = np.log(base) + drivers @ theta
    weights = np.exp(exponent - exponent.max())
    return np.asarray(weights / weights.sum(), dtype=np.float64)
