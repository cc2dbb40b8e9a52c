"""Data of which it is known whether they have segments: independent variables, one smooth continuum, planted segments.

Variables are numbers (normal, uniform or skewed), answers of 1 to 5, yes or no, or a mixture of these; 300 to 2,000
respondents, 8 to 30 variables. Every data set comes from its class and its number alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from personagen.contracts import FeatureMatrix

Floats = NDArray[np.float64]

KINDS = ("numeric", "one_to_five", "yes_no", "mixed")
SHAPES = ("normal", "uniform", "skewed")
RECOVERABLE = 0.9
FEWEST, SMALLEST_SHARE = 35, 0.07


@dataclass(frozen=True)
class Planted:
    """One data set.

    Parameters
    ----------
    rows
        n x p, standardised.
    truth
        Planted segment of each row; None where there is none.
    kind
        Kind of its variables.
    """

    rows: Floats
    truth: NDArray[np.int64] | None
    kind: str

    @property
    def k(self) -> int:
        """Number of planted segments; 0 where there is none."""
        return 0 if self.truth is None else int(self.truth.max()) + 1

    def as_features(self) -> tuple[FeatureMatrix, pd.DataFrame]:
        """Return the feature matrix and its respondents."""
        ids = pd.Index([f"r{i}" for i in range(len(self.rows))], name="respondent_id")
        matrix = pd.DataFrame(self.rows, index=ids, columns=[f"x{j}" for j in range(self.rows.shape[1])])
        weights = pd.Series(1.0, index=ids, name="weight")
        basis = pd.Series("full", index=ids, name="basis")
        respondents = pd.DataFrame({"respondent_id": ids, "customer_id": None, "weight": 1.0})
        return FeatureMatrix(matrix, weights, basis, (), pd.DataFrame(), pd.DataFrame()), respondents


def independent(number: int) -> Planted:
    """Return variables that have nothing to do with each other."""
    random = np.random.default_rng([number, 1])
    n, p, kind = _size(random)
    rows = _cut(random.normal(size=(n, p)), kind, str(random.choice(SHAPES)), random)
    return Planted(_standardise(rows), None, kind)


def continuum(number: int) -> Planted:
    """Return one smooth cloud: one to three factors, each variable leaning mostly on one of them."""
    random = np.random.default_rng([number, 2])
    n, p, kind = _size(random)
    factors = int(random.integers(1, 4))
    loadings = random.uniform(0.4, 0.85, (p, factors)) * random.choice([-1, 1], (p, factors))
    loadings *= np.where(np.arange(factors) == random.integers(0, factors, p)[:, None], 1, 0.2)
    shared = np.minimum((loadings**2).sum(axis=1), 0.9)
    loadings *= np.sqrt(shared / (loadings**2).sum(axis=1))[:, None]
    latent = random.normal(size=(n, factors)) @ loadings.T + random.normal(size=(n, p)) * np.sqrt(1 - shared)
    return Planted(_standardise(_cut(latent, kind, str(random.choice(SHAPES)), random)), None, kind)


def planted(number: int) -> Planted:
    """Return 3 to 6 segments of unequal sizes, as far apart as lets k-means recover them at an ARI of .9."""
    random = np.random.default_rng([number, 3])
    while True:
        n, p, kind = _size(random)
        k = int(random.integers(3, 7))
        shares = random.dirichlet(np.full(k, 4.0))
        truth = random.choice(k, n, p=shares)
        if np.bincount(truth, minlength=k).min() >= max(FEWEST, SMALLEST_SHARE * n):
            rows = _pull_apart(truth, random.normal(size=(k, p)), random.normal(size=(n, p)), kind, random)
            if rows is not None:
                return Planted(rows, truth, kind)


CLASSES: dict[str, Callable[[int], Planted]] = {
    "independent": independent,
    "continuum": continuum,
    "planted": planted,
}


def _pull_apart(
    truth: NDArray[np.int64], centres: Floats, noise: Floats, kind: str, random: np.random.Generator
) -> Floats | None:
    cuts = int(random.integers(1 << 30))
    for step in range(45):
        latent = noise + 0.5 * 1.06**step * centres[truth]
        latent = (latent - latent.mean(axis=0)) / latent.std(axis=0)
        rows = _cut(latent, kind, "normal", np.random.default_rng(cuts))
        if rows.std(axis=0).min() > 0:
            rows = _standardise(rows)
            start = np.array([rows[truth == segment].mean(axis=0) for segment in range(len(centres))])
            found = KMeans(len(centres), init=start, n_init=1).fit(rows).labels_
            if adjusted_rand_score(truth, found) >= RECOVERABLE:
                return rows
    return None


def _size(random: np.random.Generator) -> tuple[int, int, str]:
    return int(random.integers(300, 2001)), int(random.integers(8, 31)), str(random.choice(KINDS))


def _cut(latent: Floats, kind: str, shape: str, random: np.random.Generator) -> Floats:
    kinds = random.choice(KINDS[:3], latent.shape[1]) if kind == "mixed" else [kind] * latent.shape[1]
    return np.column_stack(
        [_cut_one(z, str(one), shape, random) for z, one in zip(latent.T, kinds, strict=True)]
    )


def _cut_one(latent: Floats, kind: str, shape: str, random: np.random.Generator) -> Floats:
    if kind == "one_to_five":
        shares = random.dirichlet(np.full(5, 3.0))[:4].cumsum()
        return np.searchsorted(np.sort(norm.ppf(np.clip(shares, 0.02, 0.98))), latent).astype(np.float64)
    if kind == "yes_no":
        return (latent > norm.ppf(random.uniform(0.25, 0.75))).astype(np.float64)
    if shape == "normal":
        return latent
    return np.asarray(norm.cdf(latent) if shape == "uniform" else np.exp(0.75 * latent))


def _standardise(rows: Floats) -> Floats:
    varying = rows[:, rows.std(axis=0) > 0]
    return np.asarray((varying - varying.mean(axis=0)) / varying.std(axis=0))


def make_segments(n: int, p: int, k: int, seed: int, apart: float = 1.0) -> Floats:
    """Return n x p standardised numbers of k round segments of unequal sizes."""
    random = np.random.default_rng(seed)
    truth = random.choice(k, n, p=np.arange(1, k + 1) / np.arange(1, k + 1).sum())
    rows = random.normal(size=(n, p))
    rows += apart * random.normal(size=(k, p))[truth]
    rows -= rows.mean(axis=0)
    rows /= rows.std(axis=0)
    return rows
