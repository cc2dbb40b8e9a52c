"""What each variable does for the segments in use: its part in them, and what leaving it out would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from personagen.contracts import FeatureMatrix, Segments
from personagen.contracts.segmentation import IMPORTANCE
from personagen.segmentation.advice import advise, find_noise
from personagen.segmentation.content import Content, Floats, Labels, order_content
from personagen.segmentation.foretelling import foretold_shares
from personagen.segmentation.leaving import Refit, between_and_total, refit, without
from personagen.segmentation.stability import adjusted_rand, assess_stability, draw_samples, fit_samples
from personagen.statistics.weights import effective_n
from personagen.study.parameters import SegmentationParameters

PAIRS = 15
MAX_FORETOLD = 5_000


@dataclass(frozen=True)
class _Leaving:
    """What leaving a variable out does; the part of its variance between the segments formed without it."""

    ari: float
    stability: float
    between: float


def assess_importance(
    features: FeatureMatrix, segments: Segments, params: SegmentationParameters
) -> pd.DataFrame:
    """Return what each variable does for the segments.

    Parameters
    ----------
    features
        The matrix that the segments were formed on.
    segments
        The segments in use.
    params
        How they were formed.

    Returns
    -------
    pandas.DataFrame
        Contract ``importance``, variables in the order of the matrix. The same for any order of the respondents.
    """
    content = order_content(features)
    labels = label_people(segments, content.ids)
    columns = _columns(features)
    with threadpool_limits(1):
        leaving = {name: _leave_out(name, features, labels, segments.k, params) for name in columns}
        foretold = foretold_shares(*_some(content, columns, params))
        bearing = {name: max(foretold[name], leaving[name].between) for name in columns}
        noise = find_noise(bearing, lambda names: _own_shares(names, features, segments.k, params))
    between, total = _by_variable(content.rows[content.row_of], content.weights, labels.to_numpy(), columns)
    blocks = features.encoding.groupby("variable")["block"].first()
    solutions = segments.solutions.set_index("k")
    rows = [
        {
            "variable": name,
            "block": blocks[name],
            "between_share": between[name] / sum(between.values()),
            "own_share": min(1.0, between[name] / total[name]),
            "foretold_share": min(1.0, bearing[name]),
            "ari_without": leaving[name].ari,
            "stability": solutions.loc[segments.k, "ari_median"],
            "stability_without": leaving[name].stability,
            "advice": advise(name, noise, leaving[name].ari),
        }
        for name in columns
    ]
    return IMPORTANCE.conform(pd.DataFrame(rows))


def label_people(segments: Segments, ids: pd.Index) -> pd.Series:
    """Return the segment in use of some respondents, 0..k-1, by respondent_id."""
    persona = segments.assignments.set_index("respondent_id")["persona"].reindex(ids)
    return pd.Series(segments.centroids.index.get_indexer(pd.Index(persona)).astype(np.int64), index=ids)


def _columns(features: FeatureMatrix) -> dict[str, list[int]]:
    """Return by variable the numbers of its columns."""
    pairs = enumerate(features.encoding["variable"])
    return {name: [i for i, _ in group] for name, group in groupby(pairs, key=lambda pair: str(pair[1]))}


def _some(
    content: Content, columns: dict[str, list[int]], params: SegmentationParameters
) -> tuple[dict[str, Floats], Floats]:
    """Return the columns of each variable and the weights, of at most 5,000 respondents."""
    n = len(content.ids)
    chosen = np.arange(n)
    if n > MAX_FORETOLD:
        random = np.random.default_rng([params.random_state, 5])
        chosen = np.sort(random.choice(n, MAX_FORETOLD, replace=False))
    points = content.rows[content.row_of[chosen]]
    return {name: points[:, places] for name, places in columns.items()}, content.weights[chosen]


def _leave_out(
    name: str, features: FeatureMatrix, labels: pd.Series, k: int, params: SegmentationParameters
) -> _Leaving:
    if len(features.encoding.groupby("variable")) == 1:
        return _Leaving(np.nan, np.nan, 0.0)
    found = refit(without(features, [name], params.scale), k, params, labels)
    now, ids = found.labels.to_numpy(), found.content.ids
    same = adjusted_rand(labels.loc[ids].to_numpy(), now, k)
    columns = features.encoding.loc[features.encoding["variable"] == name, "column"]
    own = features.matrix.loc[ids, columns.tolist()].to_numpy(dtype=np.float64)
    between, total = (part.sum() for part in between_and_total(own, found.content.weights, now))
    chance = (found.solution.k - 1) / (effective_n(found.content.weights) - 1)
    return _Leaving(same, _stability(found, params), max(0.0, (between / total - chance) / (1 - chance)))


def _stability(found: Refit, params: SegmentationParameters) -> float:
    samples = draw_samples(found.content, PAIRS, params.random_state)
    k = found.solution.k
    fits = fit_samples(found.content, [k], samples, params.random_state)[k]
    return float(np.median(assess_stability(found.content, found.solution, samples, fits).ari))


def _own_shares(
    names: Sequence[str], features: FeatureMatrix, k: int, params: SegmentationParameters
) -> dict[str, float]:
    """Return by variable the part of its variance between segments formed on some of them."""
    gone = set(features.encoding["variable"]) - set(names)
    left = without(features, gone, params.scale)
    found = refit(left, k, params)
    points = found.content.rows[found.content.row_of]
    between, total = _by_variable(points, found.content.weights, found.labels.to_numpy(), _columns(left))
    return {name: between[name] / total[name] for name in between}


def _by_variable(
    points: Floats, weights: Floats, labels: Labels, columns: dict[str, list[int]]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return by variable the sums of squares between segments and in all."""
    between, total = between_and_total(points, weights, labels)
    return (
        {name: float(between[places].sum()) for name, places in columns.items()},
        {name: float(total[places].sum()) for name, places in columns.items()},
    )
