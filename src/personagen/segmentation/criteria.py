"""Other criteria for the number of segments, each shown as what it is: prediction strength, gap, silhouette.

None of them decides: which k is eligible and in use belongs to `choosing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import cdist

from personagen.segmentation.content import Content, Floats, Ints, Labels
from personagen.segmentation.kmeans import nearest
from personagen.segmentation.lloyd import fit_starts, prepare_sample
from personagen.segmentation.separation import mean_square

SPLITS = 25
SPLIT_STARTS = 12
BOXES = 20
BOX_STARTS = 5
MAX_FITTED = 2_000
MAX_COMPARED = 10_000
_CHUNK = 500


@dataclass(frozen=True)
class Criteria:
    """The other criteria of one k.

    Parameters
    ----------
    prediction_strength, gap, gap_se, silhouette
        As the functions of this module return them.
    """

    prediction_strength: float
    gap: float
    gap_se: float
    silhouette: float


def assess_criteria(content: Content, labels: Mapping[int, Labels], random_state: int) -> dict[int, Criteria]:
    """Return the other criteria of every k.

    Parameters
    ----------
    content
        The respondents.
    labels
        By k, the segment of each distinct row.
    random_state
        What splits and boxes are drawn from.
    """
    random = np.random.default_rng([random_state, 6])
    fitted = some_respondents(len(content.ids), MAX_FITTED, random)
    numbers = list(labels)
    strength = measure_prediction_strength(content, fitted, numbers, random)
    gap = measure_gap(content, fitted, numbers, random)
    compared = some_respondents(len(content.ids), MAX_COMPARED, random)
    rows = content.row_of[compared]
    silhouette = measure_silhouette(
        content.rows[rows], content.weights[compared], {k: found[rows] for k, found in labels.items()}
    )
    return {k: Criteria(strength[k], *gap[k], silhouette[k]) for k in numbers}


def some_respondents(n: int, most: int, random: np.random.Generator) -> Ints:
    """Return the numbers of all respondents, or of as many of them as are wanted at most, in order."""
    return np.arange(n) if n <= most else np.sort(random.choice(n, most, replace=False))


def measure_prediction_strength(
    content: Content,
    respondents: Ints,
    numbers: Sequence[int],
    random: np.random.Generator,
    splits: int = SPLITS,
) -> dict[int, float]:
    """Return the prediction strength of each k [Tibshirani & Walther 2005], the mean over splits in two halves.

    For each segment of one half the share of its pairs that the centroids of the other half keep together; of these
    the smallest, averaged over both directions [fpc].
    """
    found: dict[int, list[float]] = {k: [] for k in numbers}
    for _ in range(splits):
        order = random.permutation(respondents)
        halves = [content.take(order[::2]), content.take(order[1::2])]
        samples = [prepare_sample(*half) for half in halves]
        for k in numbers:
            centroids = [fit_starts(sample, k, SPLIT_STARTS, random) for sample in samples]
            for (rows, weights), own, other in zip(halves, centroids, centroids[::-1], strict=True):
                found[k].append(_kept_together(nearest(rows, own), nearest(rows, other), weights, k))
    return {k: float(np.mean(values)) for k, values in found.items()}


def _kept_together(own: Labels, other: Labels, weights: Floats, k: int) -> float:
    both = np.bincount(own * k + other, weights, minlength=k * k).reshape(k, k)
    size = both.sum(axis=1)
    pairs = size * (size - 1)
    kept = (both * np.maximum(both - 1, 0)).sum(axis=1)
    return float((kept[pairs > 0] / pairs[pairs > 0]).clip(0, 1).min(initial=1.0))


def measure_gap(
    content: Content, respondents: Ints, numbers: Sequence[int], random: np.random.Generator
) -> dict[int, tuple[float, float]]:
    """Return gap and its standard error for each k [Tibshirani, Walther & Hastie 2001].

    The reference is uniform in the box around the principal components of the data.
    """
    rows, weights = content.take(respondents)
    centre = weights @ rows / weights.sum()
    turned = np.linalg.svd((rows - centre) * np.sqrt(weights)[:, None], full_matrices=False)[2]
    box = (rows - centre) @ turned.T
    data = _log_within(box, weights, numbers, random)
    uniform = np.array(
        [
            _log_within(random.uniform(box.min(axis=0), box.max(axis=0), box.shape), weights, numbers, random)
            for _ in range(BOXES)
        ]
    )
    gap, error = uniform.mean(axis=0) - data, uniform.std(axis=0) * np.sqrt(1 + 1 / BOXES)
    return {k: (float(gap[i]), float(error[i])) for i, k in enumerate(numbers)}


def _log_within(rows: Floats, weights: Floats, numbers: Sequence[int], random: np.random.Generator) -> Floats:
    sample = prepare_sample(rows, weights)
    found = [mean_square(rows, weights, fit_starts(sample, k, BOX_STARTS, random)) for k in numbers]
    return np.log(np.maximum(found, np.finfo(float).tiny))


def measure_silhouette(rows: Floats, weights: Floats, labels: Mapping[int, Labels]) -> dict[int, float]:
    """Return the weighted mean silhouette width of each k [Rousseeuw 1987], all k in one pass over the distances.

    Parameters
    ----------
    rows, weights
        Of respondents, n x p and n; integer weights give what repeated rows would.
    labels
        By k, the segment of each row.
    """
    chosen = {k: np.eye(k)[found] for k, found in labels.items()}
    total = {k: np.zeros(len(rows)) for k in labels}
    for start in range(0, len(rows), _CHUNK):
        part = slice(start, start + _CHUNK)
        distances = cdist(rows[part], rows) * weights
        for k, members in chosen.items():
            sizes = members.T @ weights
            own = labels[k][part]
            total[k][part] = _widths(distances @ members, sizes, own)
    return {k: float(weights @ widths / weights.sum()) for k, widths in total.items()}


def _widths(sums: Floats, sizes: Floats, own: Labels) -> Floats:
    """Return (b - a) / max(a, b) of people, from their summed distances to every segment; 0 for one alone."""
    people = np.arange(len(own))
    inside = sums[people, own] / np.maximum(sizes[own] - 1, 1e-12)
    means = sums / np.maximum(sizes, 1e-12)
    means[people, own] = np.inf
    outside = means.min(axis=1)
    largest = np.maximum(inside, outside)
    width = np.where(largest > 0, (outside - inside) / np.where(largest > 0, largest, 1), 0.0)
    return np.where(sizes[own] > 1, width, 0.0)
