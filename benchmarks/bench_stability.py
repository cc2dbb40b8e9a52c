"""Bootstrap fits for the stability of k = 2..10 on 2,000 x 30, beside the plain loop of scikit-learn.

The plain loop fits `KMeans` with ten starts and default threads to resampled rows. The two take turns, pair by pair;
the ratio is the median over pairs of the time for all k. The same again beside two processes that spin.
"""

from __future__ import annotations

import multiprocessing
import time

import numpy as np
from planting import make_segments
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from personagen.segmentation.content import Content
from personagen.segmentation.kmeans import nearest
from personagen.segmentation.stability import STARTS, Samples, adjusted_rand, fit_samples

N, P, PAIRS, NUMBERS = 2_000, 30, 24, range(2, 11)


def main() -> None:
    """Print ratios, and how inertia and agreement compare."""
    rows = make_segments(N, P, 5, seed=1, apart=0.6)
    order = np.lexsort(rows.T[::-1])
    content = Content(np.arange(N), np.ones(N), rows[order], np.arange(N), order)  # type: ignore[arg-type]
    quiet = [compare_pair(content, pair) for pair in range(PAIRS)]
    ratios = [row[0] / row[1] for row in quiet]
    print(f"time beside the plain loop: {np.median(ratios):.3f} (at most 0.25)")
    inertia = np.concatenate([row[2] for row in quiet])
    print(f"inertia beside it, mean of paired ratios: {inertia.mean() - 1:+.3%} (at most 0.1 %)")
    ours, plain = (np.array([row[i] for row in quiet]) for i in (3, 4))
    errors = plain.std(axis=0, ddof=1) / np.sqrt(PAIRS)
    apart = ours.mean(axis=0) - plain.mean(axis=0)
    print("adjusted Rand index beside it, and its standard error, by k:", end=" ")
    print(", ".join(f"{k}: {d:+.3f} ({e:.3f})" for k, d, e in zip(NUMBERS, apart, errors, strict=True)))
    print(f"on average: {apart.mean():+.4f} ({errors.mean():.4f})")
    spinning = [multiprocessing.Process(target=spin, daemon=True) for _ in range(2)]
    for process in spinning:
        process.start()
    busy = [time_ours(content, pair) for pair in range(PAIRS)]
    for process in spinning:
        process.terminate()
    slower = np.median(busy) / np.median([row[0] for row in quiet])
    print(f"beside two spinning processes: {slower:.2f} times as long (at most 3)")


def compare_pair(content: Content, pair: int) -> tuple[float, float, np.ndarray, list[float], list[float]]:
    """Return seconds of ours and of the plain loop, ratios of inertia, and both ARIs by k, for one pair."""
    drawn = draw(pair)
    started = time.perf_counter()
    ours = fit_ours(content, pair)
    seconds = time.perf_counter() - started
    started = time.perf_counter()
    plain = {
        k: [
            KMeans(k, n_init=STARTS, random_state=2 * pair + i).fit(content.rows[sample]).cluster_centers_
            for i, sample in enumerate(drawn)
        ]
        for k in NUMBERS
    }
    plain_seconds = time.perf_counter() - started
    inertia = [
        measure(content.rows[sample], ours[k][i]) / measure(content.rows[sample], plain[k][i])
        for k in NUMBERS
        for i, sample in enumerate(drawn)
    ]
    ari = [[agree(content, fits[k], k) for k in NUMBERS] for fits in (ours, plain)]
    return seconds, plain_seconds, np.array(inertia), ari[0], ari[1]


def draw(pair: int) -> np.ndarray:
    """Return the two bootstrap samples of a pair."""
    return np.random.default_rng([pair, 1]).integers(0, N, size=(2, N))


def fit_ours(content: Content, pair: int) -> dict[int, list[np.ndarray]]:
    """Return the fits of both samples for every k."""
    with threadpool_limits(1):
        return fit_samples(content, NUMBERS, Samples(draw(pair), np.arange(N)), pair)


def time_ours(content: Content, pair: int) -> float:
    """Return the seconds of one pair."""
    started = time.perf_counter()
    fit_ours(content, pair)
    return time.perf_counter() - started


def measure(rows: np.ndarray, centroids: np.ndarray) -> float:
    """Return the inertia of centroids on rows."""
    return float(((rows - centroids[nearest(rows, centroids)]) ** 2).sum())


def agree(content: Content, fits: list[np.ndarray], k: int) -> float:
    """Return the adjusted Rand index of a pair of fits on everybody."""
    one, other = (nearest(content.rows, centroids) for centroids in fits)
    return adjusted_rand(one, other, k)


def spin() -> None:
    """Keep one processor busy."""
    while True:
        pass


if __name__ == "__main__":
    main()
