"""Choosing the number of segments: which k are tried, which are eligible or natural, which is used, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from personagen.contracts.choice import SOLUTIONS, VERDICT
from personagen.errors import DataError, Problem
from personagen.segmentation.content import Content
from personagen.segmentation.kmeans import Solution
from personagen.segmentation.stability import Stability, bounds_of_means, bounds_of_quartile
from personagen.study.parameters import KRange, SegmentationParameters

AUTO = range(2, 9)
MIN_JACCARD = 0.75
MIN_ARI = 0.6
MAX_P = 0.05


@dataclass(frozen=True)
class Choice:
    """The number of segments in use.

    Parameters
    ----------
    k
        Number of segments.
    reason
        auto_natural, auto_eligible, auto_none_eligible or given.
    runner_up
        The next best k, neither in use nor the one that the data point to.
    data_k
        The k that the data point to, whoever chose.
    """

    k: int
    reason: str
    runner_up: int | None
    data_k: int


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
    """Return what one k has of the table of solutions before it is held against references.

    ``stable``: the lower bootstrap bounds of every segment's Jaccard and of the lower quartile of the adjusted Rand
    index reach .75 and .6, and the smallest segment is large enough. The bounds are 95 % for both and for all k tried
    together, because the largest of them is taken: McDonald's k = 5 lies on the edge (its quartile is .604 over 44,000
    pairs) and would come and go with the seed without that.
    """
    n_bounds = 2 * n_tried
    seed = [parameters.random_state, 3, solution.k]
    quartile_low, quartile_high = bounds_of_quartile(stability.ari, seed, n_bounds)
    low, high = bounds_of_means(stability.jaccard, seed, n_bounds)
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
        "stable": bool(low.min() >= MIN_JACCARD and quartile_low >= MIN_ARI and is_large),
    }


def choose_k(solutions: pd.DataFrame, parameters: SegmentationParameters) -> Choice:
    """Return the k in use: the given one, else the largest natural, else the largest eligible.

    Where none is eligible it is the one whose median ARI lies highest above that of unrelated variables.

    Parameters
    ----------
    solutions
        Columns k, ari_median, unrelated_ari, eligible and natural, by rising k.
    parameters
        Its ``k``.
    """
    natural, eligible = (
        [int(k) for k in solutions.loc[solutions[name], "k"]][::-1] for name in ("natural", "eligible")
    )
    above = solutions.assign(above=solutions["ari_median"] - solutions["unrelated_ari"])
    others = [int(k) for k in above.sort_values("above", ascending=False, kind="stable")["k"]]
    ranking = list(dict.fromkeys([*natural, *eligible, *others]))
    data_k = ranking[0]
    if isinstance(parameters.k, int):
        k, reason = parameters.k, "given"
    else:
        reason = "auto_natural" if natural else "auto_eligible" if eligible else "auto_none_eligible"
        k = data_k
    return Choice(k, reason, next((other for other in ranking if other not in (k, data_k)), None), data_k)


def publish_solutions(solutions: pd.DataFrame, k: int) -> pd.DataFrame:
    """Return the published table with the k in use marked."""
    return SOLUTIONS.conform(solutions.assign(chosen=solutions["k"] == k))


def judge(solutions: pd.DataFrame, choice: Choice, misfit: float) -> pd.DataFrame:
    """Return the verdict on the k in use, its ``reason`` still a word.

    Parameters
    ----------
    solutions
        Contract ``solutions``.
    choice
        The k in use.
    misfit
        How far the correlations of the smooth cloud are off.
    """
    row, pointed_to = (solutions[solutions["k"] == k].iloc[0] for k in (choice.k, choice.data_k))
    eligible = solutions.loc[solutions["eligible"], "k"]
    return VERDICT.conform(
        pd.DataFrame(
            [
                {
                    "k": choice.k,
                    "verdict": _verdict(row),
                    "eligible_k": max(eligible, default=None),
                    "data_k": choice.data_k,
                    "data_verdict": _verdict(pointed_to),
                    "p_continuum": row["p_continuum"],
                    "p_unrelated": row["p_unrelated"],
                    "restarts_at_best": row["restarts_at_best"],
                    "misfit": misfit,
                    "reason": choice.reason,
                    "runner_up": choice.runner_up,
                }
            ]
        )
    )


def _verdict(row: pd.Series) -> str:
    if row["natural"]:
        return "natural"
    return "reproducible" if row["eligible"] else "constructed"
