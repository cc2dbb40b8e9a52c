"""Forming segments: from the feature matrix to numbered segments and everybody's assignment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from threadpoolctl import threadpool_limits

from personagen.contracts import FeatureMatrix, Segments
from personagen.contracts.choice import STABILITY
from personagen.progress import counted, part_of_work
from personagen.segmentation.assigning import assign
from personagen.segmentation.choosing import choose_k, describe_solution, judge, list_k, publish_solutions
from personagen.segmentation.content import Content, Floats, Labels, order_content
from personagen.segmentation.judging import judge_solutions
from personagen.segmentation.kmeans import Solution, fit_best
from personagen.segmentation.origins import measure_entropy, trace_origins
from personagen.segmentation.placing import find_exemplars, place_people, variables_of
from personagen.segmentation.stability import (
    Stability,
    assess_stability,
    draw_samples,
    fit_samples,
    grade,
)
from personagen.study.parameters import SegmentationParameters

IN_DOUBT = 0.9


def fit_segments(
    features: FeatureMatrix, respondents: pd.DataFrame, params: SegmentationParameters
) -> Segments:
    """Form segments: k-means for every k, the choice of k, the verdict, numbering and assigning.

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
    # small products: several threads only wait for each other
    with threadpool_limits(1):
        samples = draw_samples(content, params.bootstrap, params.random_state)
        numbers = list_k(params, content)
        with part_of_work(0, 0.5):
            fits = fit_samples(content, numbers, samples, params.random_state)
        with part_of_work(0.5, 0.6):
            solutions = {k: _solve(content, k, params, fits[k]) for k in counted(numbers)}
        stability = {k: assess_stability(content, solutions[k], samples, fits[k]) for k in numbers}
        rows = [describe_solution(content, solutions[k], stability[k], params, len(numbers)) for k in numbers]
        with part_of_work(0.6, 1):
            judged = judge_solutions(features, content, solutions, pd.DataFrame(rows), params.random_state)
    choice = choose_k(judged.solutions, params)
    table = publish_solutions(judged.solutions, choice.k)
    return _assemble(
        features,
        respondents,
        content,
        solutions,
        stability[choice.k],
        table,
        judge(table, choice, judged.misfit),
    )


def _solve(content: Content, k: int, params: SegmentationParameters, fits: Sequence[Floats]) -> Solution:
    return fit_best(content.rows, content.row_weights, k, params.restarts, [params.random_state, 0, k], fits)


def _assemble(
    features: FeatureMatrix,
    respondents: pd.DataFrame,
    content: Content,
    solutions: Mapping[int, Solution],
    stability: Stability,
    table: pd.DataFrame,
    verdict: pd.DataFrame,
) -> Segments:
    """Return the segments of the k in use, numbered."""
    row = verdict.iloc[0]
    k = int(row["k"])
    chosen, order = solutions[k], _number(features, solutions[k])
    centroids = pd.DataFrame(
        chosen.centroids[order],
        index=pd.Index([str(i + 1) for i in range(k)], name="persona"),
        columns=features.matrix.columns,
    )
    found = assign(features.matrix, centroids, variables_of(features))
    origins = trace_origins(content, {n: _renumbered(features, each) for n, each in solutions.items()})
    restarts = _restarts(content, chosen, order, centroids.index)
    return Segments(
        k=k,
        reason=str(row["reason"]),
        runner_up=None if pd.isna(row["runner_up"]) else int(row["runner_up"]),
        assignments=place_people(features, respondents, found),
        centroids=centroids,
        solutions=table,
        stability=_grades(
            stability, order, restarts, measure_entropy(origins, k), _in_doubt(features, found)
        ),
        exemplars=find_exemplars(found[features.basis == "full"]),
        restarts=restarts,
        verdict=verdict,
        origins=origins,
    )


def _renumbered(features: FeatureMatrix, solution: Solution) -> Labels:
    """Return the labels of the distinct rows with the numbers that the segments get."""
    return np.argsort(_number(features, solution))[solution.labels]


def _number(features: FeatureMatrix, solution: Solution) -> list[int]:
    """Return the segments by falling weighted size, equally large ones by their centroids."""
    centroids = pd.DataFrame(solution.centroids, index=[str(i) for i in range(solution.k)])
    persona = assign(features.matrix, centroids)["persona"]
    sizes = [_total(features.weights[persona == str(i)]) for i in range(solution.k)]
    return sorted(range(solution.k), key=lambda i: (-sizes[i], solution.centroids[i].tolist()))


def _total(weights: pd.Series) -> float:
    return float(np.sum(np.sort(weights.to_numpy())))


def _grades(
    stability: Stability, order: list[int], restarts: pd.DataFrame, entropy: pd.Series, doubt: pd.DataFrame
) -> pd.DataFrame:
    means = stability.jaccard.mean(axis=0)[order]
    personas = restarts["persona"]
    rows = {
        "persona": personas,
        "jaccard": means,
        "grade": [grade(float(mean)) for mean in means],
        "share_sd": stability.share_sd[order],
        "origin_entropy": personas.map(entropy),
        "n_in_doubt": personas.map(doubt["n"]),
        "in_doubt_share": personas.map(doubt["share"]),
        "size_low": restarts["size_low"],
        "size_high": restarts["size_high"],
    }
    return STABILITY.conform(pd.DataFrame(rows))


def _in_doubt(features: FeatureMatrix, found: pd.DataFrame) -> pd.DataFrame:
    """Return by persona the people near the border of another one, and their weighted share."""
    table = found.assign(weight=features.weights, doubt=found["shadow"] >= IN_DOUBT).dropna(subset="persona")
    weight = table.assign(doubtful=table["weight"].where(table["doubt"], 0.0)).groupby("persona")
    part, whole = weight["doubtful"].agg(_total), weight["weight"].agg(_total)
    return pd.DataFrame({"n": weight["doubt"].sum(), "share": part / whole})


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
