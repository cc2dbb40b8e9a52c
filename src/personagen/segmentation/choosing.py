"""Choosing the number of segments: which k are tried, which are eligible, which is used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from personagen.contracts.segmentation import SOLUTIONS
from personagen.errors import DataError, Problem
from personagen.segmentation.content import Content
from personagen.segmentation.kmeans import Solution
from personagen.segmentation.stability import Stability, bounds_of_means, bounds_of_quartile
from personagen.study.parameters import KRange, SegmentationParameters

AUTO = range(2, 9)
MIN_JACCARD = 0.75
MIN_ARI = 0.6


@dataclass(frozen=True)
class Choice:
    """The k in use, why (auto_eligible, auto_none_eligible, given), and the next best."""

    k: int
    reason: str
    runner_up: int | None


def list_k(parameters: SegmentationParameters, content: Content) -> list[int]:
    """Return the numbers of segments to try, leaving out what the data can't carry.

    A given k stands among 2..8, so that the report can say what the data themselves say.

    Raises
    ------
    DataError
        If the respondents have fewer distinct rows than the k asked for.
    """
    k = parameters.k
    asked = range(k.from_, k.to + 1) if isinstance(k, KRange) else AUTO
    wanted = sorted({*asked, k} if isinstance(k, int) else asked)
    fewest = k if isinstance(k, int) else wanted[0]
    n = len(content.rows)
    if n < fewest:
        what = f"{fewest} segments are asked for, but only {n} respondents differ on the features"
        mend = "Ask for fewer segments, add features, or add respondents."
        raise DataError(Problem(what, mend, where="segmentation.k"))
    return [each for each in wanted if each <= n]


def describe_solution(
    content: Content,
    solution: Solution,
    stability: Stability,
    parameters: SegmentationParameters,
    n_tried: int,
) -> dict[str, object]:
    """Return the row of one k in the table of solutions, ``chosen`` still False.

    Eligible: the lower bootstrap bounds of every segment's Jaccard and of the lower quartile of the adjusted Rand index
    reach .75 and .6, and the smallest segment is large enough. The bounds are 95 % for all k tried together, because
    the largest of them is taken: McDonald's k = 5 lies on the edge (its quartile is .602 over 4,000 pairs) and would
    come and go with the seed in 3 of 20 runs without that, in 1 of 20 with it.
    """
    seed = [parameters.random_state, 3, solution.k]
    quartile_low, quartile_high = bounds_of_quartile(stability.ari, seed, n_tried)
    low, high = bounds_of_means(stability.jaccard, seed, n_tried)
    means = stability.jaccard.mean(axis=0)
    labels = solution.labels[content.row_of]
    weighted = np.bincount(labels, content.weights, minlength=solution.k)
    share, size = float(weighted.min() / weighted.sum()), int(np.bincount(labels, minlength=solution.k).min())
    is_large = share >= parameters.minimum_share and size >= parameters.minimum_size
    return {
        "k": solution.k,
        "inertia": solution.inertia,
        "restarts_at_best": solution.restarts_at_best,
        "ari_median": float(np.median(stability.ari)),
        "ari_q25": float(np.quantile(stability.ari, 0.25)),
        "ari_q75": float(np.quantile(stability.ari, 0.75)),
        "ari_q25_low": quartile_low,
        "ari_q25_high": quartile_high,
        "jaccard_min": float(means.min()),
        "jaccard_min_low": float(low.min()),
        "jaccard_min_high": float(high[means.argmin()]),
        "smallest_share": share,
        "smallest_size": size,
        "eligible": bool(low.min() >= MIN_JACCARD and quartile_low >= MIN_ARI and is_large),
        "chosen": False,
    }


def choose_k(solutions: pd.DataFrame, parameters: SegmentationParameters) -> Choice:
    """Return the k in use: the given one, else the largest eligible, else the one of the highest median ARI.

    Parameters
    ----------
    solutions
        Columns k, ari_median and eligible, by rising k.
    parameters
        Its ``k``.
    """
    eligible = [int(k) for k in solutions.loc[solutions["eligible"], "k"]][::-1]
    by_ari = [int(k) for k in solutions.sort_values("ari_median", ascending=False, kind="stable")["k"]]
    ranking = list(dict.fromkeys([*eligible, *by_ari]))
    if isinstance(parameters.k, int):
        k, reason = parameters.k, "given"
    else:
        k, reason = ranking[0], "auto_eligible" if eligible else "auto_none_eligible"
    return Choice(k, reason, next((other for other in ranking if other != k), None))


def publish_solutions(solutions: pd.DataFrame, k: int) -> pd.DataFrame:
    """Return the published table with the k in use marked."""
    return SOLUTIONS.conform(solutions.assign(chosen=solutions["k"] == k))
