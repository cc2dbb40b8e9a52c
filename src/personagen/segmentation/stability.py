"""Stability by the bootstrap: of a number of segments, and of each segment.

Pairs of bootstrap samples [flexclust bootFlexclust] give the adjusted Rand index; the same fits against the solution
in use give each segment's mean best Jaccard [fpc clusterboot]. Which k is eligible belongs to `choosing`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from personagen.progress import counted
from personagen.segmentation.content import Content, Floats, Ints, Labels
from personagen.segmentation.kmeans import Solution, nearest
from personagen.segmentation.lloyd import Sample, Singles, fit_starts, prepare_sample
from personagen.segmentation.references import Reference

MAX_SAMPLE = 2_000
MAX_COMPARED = 10_000
STARTS = 10
PARTNERS = 3
"""Each fit is compared with so many others: the same fits tell more than in separate pairs."""
REFERENCE_DRAWS, REFERENCE_PAIRS = 10, 2
LEVEL = 0.95
_BOUND_DRAWS, _BOUND_ROUNDS = 10_000, 20
GRADES = ((0.5, "dissolved"), (0.6, "doubtful"), (0.75, "pattern"), (0.85, "stable"))


@dataclass(frozen=True)
class Samples:
    """What all k are judged on.

    Parameters
    ----------
    drawn
        For each bootstrap sample the numbers of its respondents.
    compared
        Numbers of the respondents whose segments are compared: everybody, or a sample of 10,000.
    """

    drawn: Ints
    compared: Ints


@dataclass(frozen=True)
class Stability:
    """How well a solution is found again.

    Parameters
    ----------
    ari
        Bootstrap fit x partner: the adjusted Rand index of a fit and each of the fits that come after it in a ring.
    jaccard
        Bootstrap fit x segment: the best Jaccard of the segment in that fit.
    share_sd
        By segment, how far its share of the same respondents varies over the fits (root mean square): what a share owes
        to where the borders happen to lie.
    """

    ari: Floats
    jaccard: Floats
    share_sd: Floats


def draw_samples(content: Content, pairs: int, random_state: int) -> Samples:
    """Return pairs of bootstrap samples of respondents, who keep their weights; at most 2,000 each."""
    random = np.random.default_rng([random_state, 1])
    n = len(content.ids)
    drawn = random.integers(0, n, size=(2 * pairs, min(n, MAX_SAMPLE)))
    compared = np.arange(n) if n <= MAX_COMPARED else np.sort(random.choice(n, MAX_COMPARED, replace=False))
    return Samples(drawn, compared)


def fit_samples(
    content: Content, numbers: Sequence[int], samples: Samples, random_state: int
) -> dict[int, list[Floats]]:
    """Return for every k the centroids of each bootstrap sample, the best of ten starts."""
    seeds = {k: np.random.SeedSequence([random_state, 2, k]).spawn(len(samples.drawn)) for k in numbers}
    found: dict[int, list[Floats]] = {k: [] for k in numbers}
    for i, respondents in counted(list(enumerate(samples.drawn))):
        sample = prepare_sample(*content.take(respondents))
        for k in numbers:
            found[k].append(fit_starts(sample, k, STARTS, np.random.default_rng(seeds[k][i])))
    return found


def expect_ari(
    reference: Reference, weights: Floats, numbers: Sequence[int], seed: Sequence[int]
) -> dict[int, float]:
    """Return the median of ``expect_each_ari`` for every k."""
    found = expect_each_ari(reference, weights, numbers, seed, REFERENCE_DRAWS, REFERENCE_PAIRS)
    return {k: float(np.median(values)) for k, values in found.items()}


def expect_each_ari(
    reference: Reference,
    weights: Floats,
    numbers: Sequence[int],
    seed: Sequence[int],
    draws: int,
    pairs: int,
) -> dict[int, list[float]]:
    """Return the adjusted Rand index of pairs of bootstrap fits in draws of a reference, for every k.

    Parameters
    ----------
    reference
        What draws rows.
    weights
        Survey weights of the rows.
    numbers
        The k.
    seed
        What is drawn from.
    draws, pairs
        How many draws, and how many pairs of each, one draw after the other.
    """
    random = np.random.default_rng(seed)
    found: dict[int, list[float]] = {k: [] for k in numbers}
    n = len(weights)
    for _ in counted(range(draws)):
        rows = reference.draw(random)
        for _ in range(pairs):
            drawn = random.integers(0, n, size=(2, min(n, MAX_SAMPLE)))
            pair = [_resample(rows, weights, respondents) for respondents in drawn]
            for k in numbers:
                one, other = (nearest(rows, fit_starts(sample, k, STARTS, random)) for sample in pair)
                found[k].append(adjusted_rand(one, other, k))
    return found


def _resample(rows: Floats, weights: Floats, respondents: Ints) -> Sample:
    times = np.bincount(respondents, minlength=len(rows))
    present = times > 0
    return prepare_sample(rows[present], weights[present] * times[present])


def assess_stability(
    content: Content, solution: Solution, samples: Samples, fits: Sequence[Floats]
) -> Stability:
    """Return how well a solution is found again in the bootstrap fits: all assign the same respondents."""
    compared = content.row_of[samples.compared]
    points, original = content.rows[compared], solution.labels[compared]
    found = [nearest(points, centroids) for centroids in fits]
    k = solution.k
    n = len(found)
    ari = [
        [adjusted_rand(labels, found[(i + step) % n], k) for step in range(1, PARTNERS + 1)]
        for i, labels in enumerate(found)
    ]
    jaccard = [jaccard_table(original, labels, k) for labels in found]
    return Stability(
        np.array(ari),
        np.array([table.max(axis=1) for table in jaccard]),
        _share_sd(original, found, jaccard, content.weights[samples.compared]) * _as_of_all(content),
    )


def _share_sd(
    original: Labels, found: Sequence[Labels], jaccard: Sequence[Floats], weights: Floats
) -> Floats:
    """Return how far the shares of the segments that are most alike lie from those in use."""
    k = len(jaccard[0])
    shares = [
        np.bincount(labels, weights, minlength=k)[table.argmax(axis=1)] / weights.sum()
        for labels, table in zip(found, jaccard, strict=True)
    ]
    own = np.bincount(original, weights, minlength=k) / weights.sum()
    return np.asarray(np.sqrt(((np.array(shares) - own) ** 2).mean(axis=0)))


def _as_of_all(content: Content) -> float:
    """Return by what a deviation over samples is larger than one over as many respondents as there are."""
    n = len(content.ids)
    return float(np.sqrt(min(n, MAX_SAMPLE) / n))


def adjusted_rand(one: Labels, other: Labels, k: int) -> float:
    """Return the adjusted Rand index of two labelings 0..k-1 [Hubert & Arabie 1985].

    Examples
    --------
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]), 2)
    1.0
    >>> round(adjusted_rand(np.array([0, 0, 1, 1]), np.array([0, 0, 0, 1]), 2), 4)
    0.0
    """
    both = _cross(one, other, k)
    pairs, rows, columns = (float((n * (n - 1) / 2).sum()) for n in (both, both.sum(1), both.sum(0)))
    expected = rows * columns / (len(one) * (len(one) - 1) / 2)
    most = (rows + columns) / 2
    return (pairs - expected) / (most - expected) if most != expected else 1.0


def jaccard_table(original: Labels, found: Labels, k: int) -> Floats:
    """Return the Jaccard similarity of each original segment (rows) with each one of another labeling.

    Examples
    --------
    >>> jaccard_table(np.array([0, 0, 1, 1]), np.array([0, 0, 0, 1]), 2).round(4).tolist()
    [[0.6667, 0.0], [0.25, 0.5]]
    """
    both = _cross(original, found, k)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
    return np.asarray(both / np.maximum(either, 1))


def bounds_of_quartile(ari: Floats, seed: list[int], n_tried: int = 1) -> tuple[float, float]:
    """Return the bootstrap interval of the lower quartile, 95 % for all ``n_tried`` together [Bonferroni].

    Fits are resampled, and pairs count as often as both of their fits do.
    """
    n, partners = ari.shape
    partner = (np.arange(n)[:, None] + np.arange(1, partners + 1)) % n
    order = np.argsort(ari, axis=None, kind="stable")
    drawn = []
    for times in _resampled(n, *seed):
        weights = (times[:, :, None] * times[:, partner]).reshape(len(times), -1)[:, order]
        below = np.cumsum(weights, axis=1, dtype=np.float64)
        drawn.append(ari.ravel()[order][(below < below[:, -1:] / 4).sum(axis=1).clip(max=ari.size - 1)])
    low, high = np.quantile(np.concatenate(drawn), _ends(n_tried))
    return float(low), float(high)


def bounds_of_means(jaccard: Floats, seed: list[int], n_tried: int = 1) -> tuple[Floats, Floats]:
    """Return the bootstrap interval of each segment's mean, 95 % for all ``n_tried`` together [Bonferroni]."""
    drawn = [times @ jaccard / len(jaccard) for times in _resampled(len(jaccard), *seed)]
    low, high = np.quantile(np.concatenate(drawn), _ends(n_tried), axis=0)
    return low, high


# both bounds of a number of segments take the same draws
@functools.lru_cache(maxsize=1)
def _resampled(n: int, *seed: int) -> tuple[Singles, ...]:
    """Return how often each of n fits is drawn, so many draws at a time."""
    random = np.random.default_rng(seed)
    each = np.full(n, 1 / n)
    return tuple(
        random.multinomial(n, each, size=_BOUND_DRAWS // _BOUND_ROUNDS).astype(np.float32)
        for _ in range(_BOUND_ROUNDS)
    )


def grade(jaccard: float) -> str:
    """Return what a mean Jaccard is called [fpc clusterboot].

    Examples
    --------
    >>> [grade(x) for x in (0.49, 0.5, 0.6, 0.75, 0.85)]
    ['dissolved', 'doubtful', 'pattern', 'stable', 'highly_stable']
    """
    return next((word for limit, word in GRADES if jaccard < limit), "highly_stable")


def _ends(n_tried: int) -> tuple[float, float]:
    tail = (1 - LEVEL) / 2 / n_tried
    return tail, 1 - tail


def _cross(one: Labels, other: Labels, k: int) -> NDArray[np.int64]:
    return np.bincount(one * k + other, minlength=k * k).reshape(k, k)
