"""What hangs on doubtful answering: the segments without flagged respondents, and on people with a block missing.

Who is flagged is decided in `ingest`; the alarm for segments that differ in level only stands in `levels`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from personagen.contracts import FeatureMatrix, Segments
from personagen.contracts.segmentation import QUALITY
from personagen.segmentation.content import Content, Floats, Labels, order_content
from personagen.segmentation.kmeans import fit_best, nearest
from personagen.segmentation.levels import assess_level
from personagen.segmentation.stability import adjusted_rand
from personagen.study import Study
from personagen.study.parameters import SegmentationParameters

FLAGS = ("straightliner", "speeder", "attention")
Row = dict[str, object]


def assess_quality(
    features: FeatureMatrix, segments: Segments, flags: pd.DataFrame, answers: pd.DataFrame, study: Study
) -> pd.DataFrame:
    """Return what the segments are without those whose answering raises doubt.

    For each check that the study can make, and for ``any`` of them: as many segments are formed without the flagged
    (same encoding, starts and weights; the centroids in use are one more start, so that the two differ by who was left
    out and not by luck). Compared are the respondents that formed the segments: those that remain (``ari_without``),
    and all of them at the nearest of the new centroids (``ari_everybody``).

    ``partial``: respondents of whom a block is unknown never form segments, so the segments are the same without
    them; what changes is how large the personas are (``share_change``, the largest change of a persona's weighted
    share; by persona it is ``share_full`` of the table ``personas``).

    ``level``: whether the segments differ in answering level only (see ``assess_level``).

    Parameters
    ----------
    features, segments
        What was formed; segments that were given or kept aren't formed anew.
    flags
        Contract ``quality_flags``.
    answers
        As in ``Research``.
    study
        Its segmentation and variables.

    Returns
    -------
    pandas.DataFrame
        Contract ``quality``; a check that the study can't make has no row.
    """
    params = study.segmentation
    is_formed = params.given is None and params.model is None
    with threadpool_limits(1):
        rows = [
            row | _without(features, segments, ids, params) if is_formed and len(ids) else row
            for row, ids in _flagged(flags)
        ]
    rows += [*_partial(segments)]
    if level := assess_level(segments, answers, study):
        rows.append({"check": "level", "kind": "segments", **level})
    return QUALITY.conform(pd.DataFrame(rows)) if rows else QUALITY.empty()


def _flagged(flags: pd.DataFrame) -> Iterator[tuple[Row, pd.Index]]:
    """Yield number and share of the flagged, and who they are, by check."""
    known = [check for check in FLAGS if flags[check].notna().any()]
    told = {check: flags[check].fillna(value=False).astype(bool) for check in known}
    if told:
        told["any"] = pd.DataFrame(told).any(axis=1)
    for check, who in told.items():
        n = int(who.sum())
        yield (
            {"check": check, "kind": "answering", "n": n, "share": n / len(who)},
            pd.Index(flags.loc[who, "respondent_id"]),
        )


def _without(
    features: FeatureMatrix, segments: Segments, ids: pd.Index, params: SegmentationParameters
) -> Row:
    content = order_content(features)
    stays = ~content.ids.isin(ids)
    rows, weights = content.take(np.flatnonzero(stays))
    if len(rows) < segments.k:
        return {}
    start = segments.centroids.to_numpy(dtype=np.float64)
    with threadpool_limits(1):
        seed = [params.random_state, 0, segments.k]
        found = fit_best(rows, weights, segments.k, params.restarts, seed, [start])
    before, after = _labels(content, start), _labels(content, found.centroids)
    return {
        "ari_without": adjusted_rand(before[stays], after[stays], segments.k),
        "ari_everybody": adjusted_rand(before, after, segments.k),
    }


def _labels(content: Content, centroids: Floats) -> Labels:
    return nearest(content.rows, centroids)[content.row_of]


def _partial(segments: Segments) -> Iterator[Row]:
    people = segments.assignments[segments.assignments["persona"].notna()]
    is_partial = people["basis"] == "partial"
    if not is_partial.any():
        return
    without = _shares(people[~is_partial]) if not is_partial.all() else pd.Series(dtype="float64")
    change = _shares(people).sub(without, fill_value=0.0)
    yield {
        "check": "partial",
        "kind": "knowledge",
        "n": int(is_partial.sum()),
        "share": float(is_partial.mean()),
        "share_change": float(change.abs().max()),
    }


def _shares(people: pd.DataFrame) -> pd.Series:
    sums = people.groupby("persona")["weight"].agg(lambda w: float(np.sum(np.sort(w))))
    return sums / sums.sum()
