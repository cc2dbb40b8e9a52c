"""Second opinions: how far other reasonable ways to form as many segments agree with the segments in use.

Encoding the answers otherwise belongs to `features`, latent classes to `latent`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from personagen.contracts import FeatureMatrix, Segments
from personagen.contracts.segmentation import OPINION, OPINIONS
from personagen.segmentation.importance import label_people
from personagen.segmentation.latent import fit_latent_classes
from personagen.segmentation.leaving import refit
from personagen.study.parameters import SegmentationParameters


def assess_opinions(
    features: FeatureMatrix,
    segments: Segments,
    states: pd.DataFrame,
    others: Mapping[str, FeatureMatrix],
    params: SegmentationParameters,
) -> pd.DataFrame:
    """Return how far other ways to form as many segments agree with the segments in use.

    Parameters
    ----------
    features
        The matrix that the segments were formed on.
    segments
        The segments in use.
    states
        As in ``Research``: who answered what.
    others
        Other encodings of the same answers by their name in ``OPINIONS``.
    params
        How the segments were formed.

    Returns
    -------
    pandas.DataFrame
        Contract ``opinions``: respondents of whom all blocks are known, compared by the adjusted Rand index. Latent
        classes are absent where StepMix isn't installed.
    """
    with threadpool_limits(1):
        found = dict(_each(features, segments.k, states, others, params))
    rows = []
    for opinion in (name for name in OPINIONS if name in found):
        labels = found[opinion]
        same = adjusted_rand_score(label_people(segments, labels.index), labels)
        rows.append({"opinion": opinion, "ari": float(same), "n": len(labels)})
    return OPINION.conform(pd.DataFrame(rows)) if rows else OPINION.empty()


def _each(
    features: FeatureMatrix,
    k: int,
    states: pd.DataFrame,
    others: Mapping[str, FeatureMatrix],
    params: SegmentationParameters,
) -> Iterator[tuple[str, pd.Series]]:
    """Yield the name of each other way and its segments by respondent_id."""
    classes = fit_latent_classes(features, states, k, params)
    if classes is not None:
        yield "latent_class", classes
    for name, other in others.items():
        yield name, refit(other, k, params).labels
