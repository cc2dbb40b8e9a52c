"""Are there gaps between segments: how near people stand to a border, beside data that have no groups.

The measure is the mean shadow [flexclust]: 2 d1 / (d1 + d2) with the distances to the nearest two centroids, 1 for
somebody on a border. Cuts through one smooth cloud run through the crowd; borders between groups are empty. Stability,
which cuts of a long cloud have too, belongs to `stability`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personagen.progress import counted
from personagen.segmentation.content import Floats
from personagen.segmentation.lloyd import fit_starts, prepare_sample
from personagen.segmentation.observed import Observed
from personagen.segmentation.references import Reference, smooth_cloud

CLOUDS = 59
STARTS = 6
PAIR_CLOUDS = 59
BLURRED_FROM = -0.5
"""Two neighbours are one group if their border isn't emptier than half a standard deviation below a smooth cloud's."""


@dataclass(frozen=True)
class Comparison:
    """A number of segments beside data without groups.

    Parameters
    ----------
    shadow
        Mean shadow of the data.
    expected
        Its mean over the draws.
    p
        Monte-Carlo p, corrected for all k that were compared.
    """

    shadow: float
    expected: float
    p: float


def mean_shadow(rows: Floats, weights: Floats, centroids: Floats) -> float:
    """Return the weighted mean of 2 d1 / (d1 + d2) over rows (n x p)."""
    nearest_two = np.partition(_distances(rows, centroids), 1, axis=0)[:2]
    total = nearest_two.sum(axis=0)
    shadow = np.where(total > 0, 2 * nearest_two[0] / np.where(total > 0, total, 1), 1.0)
    return float(weights @ shadow / weights.sum())


def mean_square(rows: Floats, weights: Floats, centroids: Floats) -> float:
    """Return the weighted mean of squared distances to the nearest centroid."""
    return float(weights @ (_distances(rows, centroids).min(axis=0) ** 2) / weights.sum())


def compare_separation(
    observed: Observed, reference: Reference, numbers: Sequence[int], seed: Sequence[int]
) -> dict[int, Comparison]:
    """Hold the mean shadow of the data against that of draws of a reference, for several k at once.

    The data and every draw are fitted with the same number of starts. Each k is standardised over data and draws, and
    p = (1 + number of draws whose best k is as good) / (draws + 1), which corrects for the number of k [Westfall &
    Young 1993, the minimum over k].

    Parameters
    ----------
    observed, reference
        The data and what draws beside them.
    numbers
        The k.
    seed
        What is drawn from.
    """
    if not numbers:
        return {}
    random = np.random.default_rng(seed)
    data = _shadows(observed.rows, observed.weights, numbers, random)
    drawn = [
        _shadows(reference.draw(random), observed.weights, numbers, random) for _ in counted(range(CLOUDS))
    ]
    table = np.array([data, *drawn])
    deviation = table.std(axis=0)
    scores = (table - table.mean(axis=0)) / np.where(deviation > 0, deviation, 1)
    best = scores[1:].min(axis=1)
    return {
        k: Comparison(
            shadow=float(table[0, i]),
            expected=float(table[1:, i].mean()),
            p=float((1 + (best <= scores[0, i]).sum()) / (CLOUDS + 1)),
        )
        for i, k in enumerate(numbers)
    }


def count_blurred(observed: Observed, centroids: Floats, seed: Sequence[int]) -> int:
    """Return how many pairs of neighbouring segments look like one group.

    Each segment and the neighbour it shares most of its border with are taken out together, and the border between
    them is held against that of two halves of one smooth cloud with the margins and correlations of just these two.

    Parameters
    ----------
    observed
        The data.
    centroids
        k x p.
    seed
        What is drawn from.
    """
    distances = _distances(observed.rows, centroids)
    labels = distances.argmin(axis=0)
    random = np.random.default_rng(seed)
    return sum(
        _is_one_group(observed.take(np.flatnonzero((labels == i) | (labels == j))), centroids[[i, j]], random)
        for i, j in _neighbours(distances, observed.weights)
    )


def _neighbours(distances: Floats, weights: Floats) -> list[tuple[int, int]]:
    """Return each segment with the one that its people stand nearest to, each pair once."""
    k = len(distances)
    first, second = np.argsort(distances, axis=0, kind="stable")[:2]
    people = np.arange(distances.shape[1])
    total = distances[first, people] + distances[second, people]
    shadow = np.where(total > 0, 2 * distances[first, people] / np.where(total > 0, total, 1), 1.0)
    crowd = np.bincount(first * k + second, shadow * weights, minlength=k * k).reshape(k, k)
    pairs = {(min(i, j), max(i, j)) for i, j in enumerate(crowd.argmax(axis=1).tolist()) if i != j}
    return sorted(pairs)


def _is_one_group(pair: Observed, centroids: Floats, random: np.random.Generator) -> bool:
    cloud = smooth_cloud(pair, random)
    drawn = np.array([_shadows(cloud.draw(random), pair.weights, [2], random)[0] for _ in range(PAIR_CLOUDS)])
    own = mean_shadow(pair.rows, pair.weights, centroids)
    return bool(own - drawn.mean() > BLURRED_FROM * drawn.std(ddof=1))


def _shadows(
    rows: Floats, weights: Floats, numbers: Sequence[int], random: np.random.Generator
) -> list[float]:
    sample = prepare_sample(rows, weights)
    return [mean_shadow(rows, weights, fit_starts(sample, k, STARTS, random)) for k in numbers]


def _distances(rows: Floats, centroids: Floats) -> Floats:
    """Return k x n distances."""
    squares = (rows**2).sum(axis=1) - 2 * centroids @ rows.T + (centroids**2).sum(axis=1)[:, None]
    return np.asarray(np.sqrt(np.maximum(squares, 0)))
