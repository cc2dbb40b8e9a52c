"""Linear discriminant analysis from weighted sums, so that any subset of people and columns is a small system to solve.

scikit-learn's knows no weights and starts from the rows each time; with equal weights both give the same (its solver
``lsqr``). Which columns are used belongs to `selection`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from personagen.segmentation.content import Floats, Labels

Columns = NDArray[np.int64]
RIDGE = 1e-4
"""Added to the variances of standardised columns: a column that tells personas apart without fault has none within."""


@dataclass(frozen=True)
class Moments:
    """Weighted sums over people: all that the analysis needs to know of them.

    Parameters
    ----------
    weights
        By persona.
    sums
        Persona x column.
    products
        Column x column, over all personas.
    """

    weights: Floats
    sums: Floats
    products: Floats

    @classmethod
    def of(cls, points: Floats, labels: Labels, weights: Floats, k: int) -> Moments:
        """Return the sums over rows; labels are 0..k-1."""
        member = np.zeros((len(points), k))
        member[np.arange(len(points)), labels] = weights
        return cls(member.sum(axis=0), member.T @ points, (points * weights[:, None]).T @ points)

    def __add__(self, other: Moments) -> Moments:
        """Return the sums over both."""
        return Moments(self.weights + other.weights, self.sums + other.sums, self.products + other.products)


@dataclass(frozen=True)
class Classes:
    """What the analysis estimates: each persona's mean and share, and the covariance that they have in common.

    Parameters
    ----------
    means
        Persona x column.
    covariance
        Column x column, within personas.
    log_shares
        By persona; minus infinity for one without people.
    """

    means: Floats
    covariance: Floats
    log_shares: Floats


@dataclass(frozen=True)
class Discriminant:
    """Scores: ``points @ coefficients + constants``, one for each persona; the highest wins.

    Parameters
    ----------
    coefficients
        Column x persona.
    constants
        By persona.
    """

    coefficients: Floats
    constants: Floats

    def score(self, points: Floats) -> Floats:
        """Return respondent x persona."""
        return np.asarray(points @ self.coefficients + self.constants)


def estimate(moments: Moments, ridge: float = RIDGE) -> Classes:
    """Return the estimates from weighted sums; point estimates equal those of repeated rows.

    Parameters
    ----------
    moments
        Sums over the people to learn from.
    ridge
        Added to each variance.
    """
    weights, total = moments.weights, moments.weights.sum()
    means = moments.sums / np.where(weights > 0, weights, 1.0)[:, None]
    covariance = (moments.products - moments.sums.T @ means) / total
    with np.errstate(divide="ignore"):
        log_shares = np.log(weights / total)
    return Classes(means, covariance + ridge * np.eye(len(covariance)), log_shares)


def solve(classes: Classes, columns: Columns) -> Discriminant:
    """Return the discriminant on some columns."""
    coefficients, constants = solve_many(classes, columns[None, :])
    return Discriminant(coefficients[0], constants[0])


def solve_many(classes: Classes, sets: Columns) -> tuple[Floats, Floats]:
    """Return the discriminants on many sets of columns of the same size.

    Parameters
    ----------
    classes
        The estimates.
    sets
        Set x column.

    Returns
    -------
    tuple
        Coefficients (set x column x persona) and constants (set x persona).
    """
    means = classes.means[:, sets].transpose(1, 2, 0)
    within = classes.covariance[sets[:, :, None], sets[:, None, :]]
    coefficients: Floats = np.linalg.solve(within, means).astype(np.float64)
    constants: Floats = classes.log_shares - (means * coefficients).sum(axis=1) / 2
    return coefficients, constants
