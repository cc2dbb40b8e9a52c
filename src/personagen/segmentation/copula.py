"""The normal copula: which correlations of latent normal variables give the correlations that were observed.

The method is normal-to-anything [Cario & Nelson 1997], with the correlation of two cut variables as a series in the
latent one [Hermite expansion, Lancaster 1957]. For yes/no items it is the tetrachoric correlation, for coarse items
the polychoric one, for continuous ones that of their normal scores.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from personagen.segmentation.content import Floats

TERMS = 24
LARGEST = 0.999
_HALVINGS = 30
_ROUNDS = 100
_LEAST_EIGENVALUE = 1e-6


def latent_correlation(scores: Floats, weights: Floats) -> Floats:
    """Return the latent correlation matrix (d x d), the nearest one that is positive definite.

    Parameters
    ----------
    scores
        n x d, NaN where unknown; correlations are pairwise.
    weights
        n.

    Examples
    --------
    Two median splits with a correlation of 1/3 come from normal variables with a correlation of sin(pi / 6) = 1/2:

    >>> both = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [2, 1, 1, 2], axis=0).astype(float)
    >>> round(float(latent_correlation(both, np.ones(6))[0, 1]), 2)
    0.5
    """
    observed = pairwise_correlation(scores, weights)
    series = np.array([_coefficients(column, weights) for column in scores.T]).reshape(-1, TERMS)
    low, high = np.full_like(observed, -LARGEST), np.full_like(observed, LARGEST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        is_below = _cut(series, middle) < observed
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return nearest_correlation((low + high) / 2)


def pairwise_correlation(scores: Floats, weights: Floats) -> Floats:
    """Return weighted correlations over the rows known of both columns; 0 where one of them is constant there."""
    known = (~np.isnan(scores)).astype(np.float64)
    x = np.where(known > 0, scores, 0.0)
    w = known * weights[:, None]
    mass = w.T @ known
    own = (w * x).T @ known / np.maximum(mass, np.finfo(float).tiny)
    squares = (w * x**2).T @ known / np.maximum(mass, np.finfo(float).tiny) - own**2
    products = (w * x).T @ x / np.maximum(mass, np.finfo(float).tiny) - own * own.T
    scale = np.sqrt(np.maximum(squares, 0) * np.maximum(squares, 0).T)
    found = np.where(scale > 1e-12, products / np.where(scale > 1e-12, scale, 1), 0.0)  # noqa: PLR2004
    return np.clip((found + found.T) / 2, -1, 1)


def _coefficients(column: Floats, weights: Floats) -> Floats:
    """Return the series of a column's quantile function in orthonormal Hermite polynomials, divided by its deviation.

    The function is a step at each distinct value, so every coefficient is a sum over the steps.
    """
    known = ~np.isnan(column)
    values, where = np.unique(column[known], return_inverse=True)
    mass = np.bincount(where, weights[known], minlength=len(values))
    if len(values) < 2:  # noqa: PLR2004
        return np.zeros(TERMS)
    shares = mass / mass.sum()
    cuts = norm.ppf(np.clip(np.cumsum(shares)[:-1], 1e-12, 1 - 1e-12))
    heights = np.diff(values) * norm.pdf(cuts)
    deviation = np.sqrt(shares @ (values - shares @ values) ** 2)
    found = np.array([heights @ polynomial for polynomial in _hermite(cuts)])
    return np.asarray(found / np.sqrt(np.arange(1, TERMS + 1)) / deviation)


def _hermite(points: Floats) -> list[Floats]:
    """Return the orthonormal Hermite polynomials 0..TERMS-1 at some points."""
    found = [np.ones_like(points), points]
    for m in range(2, TERMS):
        found.append((points * found[m - 1] - np.sqrt(m - 1) * found[m - 2]) / np.sqrt(m))
    return found


def _cut(series: Floats, latent: Floats) -> Floats:
    """Return the correlations after cutting that latent ones give."""
    total, power = np.zeros_like(latent), np.ones_like(latent)
    for term in series.T:
        power = power * latent
        total += np.outer(term, term) * power
    return total


def nearest_correlation(matrix: Floats) -> Floats:
    """Return a correlation matrix with eigenvalues above 0 near to a symmetric one [alternating projections]."""
    found = matrix.copy()
    np.fill_diagonal(found, 1.0)
    for _ in range(_ROUNDS):
        values, vectors = np.linalg.eigh(found)
        if values.min() >= _LEAST_EIGENVALUE:
            break
        found = (vectors * np.maximum(values, 2 * _LEAST_EIGENVALUE)) @ vectors.T
        scale = np.sqrt(np.diag(found))
        found = found / np.outer(scale, scale)
    return found
