"""Forming segments: from the feature matrix to numbered segments and everybody's assignment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from threadpoolctl import threadpool_limits

from personagen.contracts import FeatureMatrix, Segments
from personagen.contracts.segmentation import STABILITY
from personagen.segmentation.assigning import assign
from personagen.segmentation.choosing import choose_k, describe_solution, list_k, publish_solutions
from personagen.segmentation.content import Content, Labels, order_content
from personagen.segmentation.kmeans import Solution, fit_best
from personagen.segmentation.placing import find_exemplars, place_people
from personagen.segmentation.stability import (
    Samples,
    Stability,
    assess_stability,
    draw_samples,
    fit_samples,
    grade,
)
from personagen.study.parameters import SegmentationParameters


@dataclass(frozen=True)
class _Tried:
    solution: Solution
    stability: Stability
    row: dict[str, object]


def fit_segments(
    features: FeatureMatrix, respondents: pd.DataFrame, params: SegmentationParameters
) -> Segments:
    """Form segments: k-means for every k, the choice of k by stability, numbering and assigning.

    Parameters
    ----------
    features
        The matrix; k-means sees the respondents of whom all blocks are known.
    respondents
        Contract ``respondents``.
    params
        How segments are formed.

    Returns
    -------
    Segments
        Personas "1".."k" by falling weighted size of everybody assigned, equally large ones by their centroids.
        The same for any order of the respondents.

    Raises
    ------
    DataError
        If fewer respondents differ on the features than segments are asked for.
    """
    content = order_content(features)
    numbers = list_k(params, content)
    # small products: several threads only wait for each other
    with threadpool_limits(1):
        samples = draw_samples(content, params.bootstrap, params.random_state)
        tried = {k: _try(content, k, samples, params, len(numbers)) for k in numbers}
    solutions = pd.DataFrame([each.row for each in tried.values()])
    choice = choose_k(solutions, params)
    chosen = tried[choice.k]
    order = _number(features, chosen.solution)
    centroids = pd.DataFrame(
        chosen.solution.centroids[order],
        index=pd.Index([str(i + 1) for i in range(choice.k)], name="persona"),
        columns=features.matrix.columns,
    )
    found = assign(features.matrix, centroids, features.encoding["variable"].tolist())
    return Segments(
        k=choice.k,
        reason=choice.reason,
        runner_up=choice.runner_up,
        assignments=place_people(features, respondents, found),
        centroids=centroids,
        solutions=publish_solutions(solutions, choice.k),
        stability=_grades(chosen.stability, order, centroids.index),
        exemplars=find_exemplars(found[features.basis == "full"]),
        restarts=_restarts(content, chosen.solution, order, centroids.index),
    )


def _try(content: Content, k: int, samples: Samples, params: SegmentationParameters, n_tried: int) -> _Tried:
    fits = fit_samples(content, k, samples, params.random_state)
    seed = [params.random_state, 0, k]
    solution = fit_best(content.rows, content.row_weights, k, params.restarts, seed, fits)
    stability = assess_stability(content, solution, samples, fits)
    return _Tried(solution, stability, describe_solution(content, solution, stability, params, n_tried))


def _number(features: FeatureMatrix, solution: Solution) -> list[int]:
    """Return the segments by falling weighted size, equally large ones by their centroids."""
    centroids = pd.DataFrame(solution.centroids, index=[str(i) for i in range(solution.k)])
    persona = assign(features.matrix, centroids)["persona"]
    sizes = [_total(features.weights[persona == str(i)]) for i in range(solution.k)]
    return sorted(range(solution.k), key=lambda i: (-sizes[i], solution.centroids[i].tolist()))


def _total(weights: pd.Series) -> float:
    return float(np.sum(np.sort(weights.to_numpy())))


def _grades(stability: Stability, order: list[int], personas: pd.Index) -> pd.DataFrame:
    means = stability.jaccard.mean(axis=0)[order]
    rows = {"persona": personas, "jaccard": means, "grade": [grade(float(mean)) for mean in means]}
    return STABILITY.conform(pd.DataFrame(rows))


def _restarts(content: Content, solution: Solution, order: list[int], personas: pd.Index) -> pd.DataFrame:
    """Return the respondents in each persona, fewest and most, over the starts that reached the best inertia."""
    chosen = solution.labels[content.row_of]
    sizes = [_sizes_as(chosen, labels[content.row_of], solution.k)[order] for labels in solution.near_best]
    return pd.DataFrame(
        {
            "persona": personas,
            "restarts_at_best": solution.restarts_at_best,
            "size_low": np.min(sizes, axis=0),
            "size_high": np.max(sizes, axis=0),
        }
    )


def _sizes_as(chosen: Labels, other: Labels, k: int) -> Labels:
    """Return the sizes of another solution's segments, matched with the chosen ones by the people they share."""
    shared = np.bincount(chosen * k + other, minlength=k * k).reshape(k, k)
    _, partner = linear_sum_assignment(shared, maximize=True)
    return np.bincount(other, minlength=k)[partner]
