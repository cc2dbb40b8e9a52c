"""K-means from many starts on weighted distinct rows. Choosing k and judging stability belong to other modules."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from personagen.segmentation.content import Floats, Labels
from personagen.segmentation.lloyd import Runs, Sample, prepare_sample, rank_runs, run_from, run_starts

Flags = NDArray[np.bool_]

AT_BEST = 1e-3
"""A start reaches the best inertia if it comes within this part of it."""
MAX_STARTED = 3_000
"""Of more rows than this a sample is taken to start on; what it finds is run to its end on all rows."""
ROWS_STARTED = 6_000
"""Rounds of starts: this number over the number of rows, at least one."""
OTHERS = 50
"""Of other centroids to start from so many are run, the best."""
POLISHED, POLISHED_OF_MANY = 10, 3
"""So many different starts are finished by scikit-learn; the fewer where they were run on a sample."""
LARGE = 100_000
"""From so many rows a run is long enough for several threads, and only the best start is worth one."""


@dataclass(frozen=True)
class Solution:
    """The best of many starts.

    Parameters
    ----------
    centroids
        k rows.
    labels
        Segment of each distinct row, 0..k-1.
    inertia
        Weighted sum of squared distances.
    near_best
        Labels of every start that reached the best inertia.
    restarts_at_best
        Share of starts that did; above ``MAX_STARTED`` rows both are of the starts on a sample.
    """

    centroids: Floats
    labels: Labels
    inertia: float
    near_best: tuple[Labels, ...]
    restarts_at_best: float

    @property
    def k(self) -> int:
        """Number of segments."""
        return len(self.centroids)


def fit_best(
    rows: Floats, weights: Floats, k: int, restarts: int, seed: list[int], others: Sequence[Floats] = ()
) -> Solution:
    """Return the best of ``restarts`` k-means++ starts and of other centroids, run until nothing moves any more.

    Every start runs to its end in single precision; the best ones are finished by scikit-learn. Fits of bootstrap
    samples make good starts: on McDonald's with k = 8 the best of 50 k-means++ starts has an inertia of 1168, and 1164
    with them. They don't count in ``restarts_at_best``.

    Parameters
    ----------
    rows, weights
        Distinct rows and what each weighs.
    k
        At most as many as there are rows.
    restarts
        Number of starts, at least.
    seed
        What the starts are drawn from.
    others
        Centroids to start from as well, the best of them.
    """
    random = np.random.default_rng(seed)
    some = _sample(len(rows), random)
    sample = prepare_sample(rows[some], weights[some])
    started = _start(sample, k, restarts, random)
    found, inertia = started.centroids, started.inertia
    whole = np.array([c for c in others if len(c) == k])
    if len(whole):
        more = run_from(sample, whole[rank_runs(sample, whole)[:OTHERS]])
        found, inertia = np.concatenate([found, more.centroids]), np.concatenate([inertia, more.inertia])
    best = _polish(rows, weights, found[np.argsort(inertia, kind="stable")])
    near = started.inertia <= inertia.min() * (1 + AT_BEST)
    labels = best.labels_.astype(np.int64)
    return Solution(
        centroids=np.asarray(best.cluster_centers_, dtype=np.float64),
        labels=labels,
        inertia=float(best.inertia_),
        near_best=(labels, *(nearest(rows, c) for c in _different(started, near))),
        restarts_at_best=float(near.mean()),
    )


def _start(sample: Sample, k: int, restarts: int, random: np.random.Generator) -> Runs:
    """Return the starts; of few rows more than asked for.

    The fewer rows, the cheaper a start and the more near-ties: on the 300 of Chapman & Feit's chapter 5 hardly one
    start in a hundred finds the optimum of k = 4.
    """
    rounds = max(1, ROWS_STARTED // len(sample.rows))
    runs = [run_starts(sample, k, restarts, random) for _ in range(rounds)]
    return Runs(np.concatenate([r.centroids for r in runs]), np.concatenate([r.inertia for r in runs]))


def nearest(rows: Floats, centroids: Floats) -> Labels:
    """Return the number of the nearest centroid for many rows at once."""
    distances = (centroids**2).sum(axis=1)[:, None] - 2 * centroids @ rows.T
    return np.asarray(distances.argmin(axis=0))


def _different(runs: Runs, which: Flags) -> Floats:
    """Return some of the runs, one for each inertia."""
    _, first = np.unique(runs.inertia[which].astype(np.float32), return_index=True)
    return np.asarray(runs.centroids[which][first])


def _sample(n: int, random: np.random.Generator) -> Labels:
    return np.arange(n) if n <= MAX_STARTED else np.sort(random.choice(n, MAX_STARTED, replace=False))


def _polish(rows: Floats, weights: Floats, starts: Floats) -> KMeans:
    """Return the best of the first, different starts after scikit-learn has run them until nothing moves."""
    k = starts.shape[1]
    if len(rows) >= LARGE:
        with threadpool_limits(os.cpu_count()):
            return KMeans(k, n_init=1, init=starts[0]).fit(rows, sample_weight=weights)
    different: list[Floats] = []
    most = POLISHED if len(rows) <= MAX_STARTED else POLISHED_OF_MANY
    for start in starts:
        if len(different) < most and not any(np.allclose(start, other, atol=1e-3) for other in different):
            different.append(start)
    fits = [KMeans(k, n_init=1, tol=0, init=c).fit(rows, sample_weight=weights) for c in different]
    return min(fits, key=lambda fit: float(fit.inertia_))
