"""The whole choice of k, with references and verdict: 1,200 x 25 in seconds, and 20,000 x 30 beside 2,000 x 30."""

from __future__ import annotations

import time

import numpy as np
from planting import Planted, make_segments

from personagen.segmentation import fit_segments
from personagen.study.parameters import SegmentationParameters

REPEATS = 3


def main() -> None:
    """Print seconds and the ratio, the two sizes taking turns."""
    small = [seconds(1_200, 25, seed) for seed in range(REPEATS)]
    print(f"1,200 x 25: {np.median(small):.1f} s (at most 20 on two cores)")
    turns = [(seconds(20_000, 30, seed), seconds(2_000, 30, seed)) for seed in range(REPEATS)]
    ratios = [large / few for large, few in turns]
    print(f"20,000 x 30 beside 2,000 x 30: {np.median(ratios):.2f} (at most 1.5)", end="; ")
    print(" and ".join(f"{value:.1f} s" for value in np.median(turns, axis=0)))


def seconds(n: int, p: int, seed: int) -> float:
    """Return how long the whole choice takes, with default parameters."""
    features, respondents = Planted(make_segments(n, p, 5, seed, apart=0.6), None, "numeric").as_features()
    started = time.perf_counter()
    fit_segments(features, respondents, SegmentationParameters(random_state=seed))
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
