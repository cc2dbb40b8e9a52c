"""Segment level stability across k: where the people of a segment were with one segment fewer [Dolnicar et al., SLSA]."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from personagen.contracts.choice import ORIGINS
from personagen.segmentation.content import Content, Floats, Labels

FIRST = "-"


def trace_origins(content: Content, labels: Mapping[int, Labels]) -> pd.DataFrame:
    """Return the published table ``origins``.

    Parameters
    ----------
    content
        The respondents.
    labels
        By rising k, the segment of each distinct row, 0 being the first.
    """
    rows: list[dict[str, object]] = []
    for k, own in labels.items():
        before = labels.get(k - 1)
        n = _cross(content, own, before, np.ones_like(content.weights))
        weight = _cross(content, own, before, content.weights)
        shares = weight / weight.sum(axis=1, keepdims=True)
        rows += [
            {
                "k": k,
                "segment": str(i + 1),
                "previous_segment": FIRST if before is None else str(j + 1),
                "n": int(n[i, j]),
                "share": float(shares[i, j]),
            }
            for i, j in zip(*np.nonzero(n), strict=True)
        ]
    return ORIGINS.conform(pd.DataFrame(rows))


def measure_entropy(origins: pd.DataFrame, k: int) -> pd.Series:
    """Return by segment the entropy of its origins divided by log(k - 1); blank for k = 2 or where k - 1 wasn't tried.

    0: all came from one segment; 1: equally from all [Dolnicar, Grün & Leisch, Market Segmentation Analysis].
    """
    own = origins[origins["k"] == k]
    shares = own["share"].astype("float64")
    surprise: pd.Series = -shares * np.log(shares)
    entropy: pd.Series = surprise.groupby(own["segment"]).sum().clip(lower=0)
    is_known = k > 2 and not own["previous_segment"].eq(FIRST).any()  # noqa: PLR2004
    return entropy / np.log(k - 1) if is_known else entropy * np.nan


def _cross(content: Content, own: Labels, before: Labels | None, weights: Floats) -> Floats:
    columns = int(before.max()) + 1 if before is not None else 1
    previous = before[content.row_of] if before is not None else np.zeros(len(weights), dtype=np.int64)
    both = own[content.row_of] * columns + previous
    n = (int(own.max()) + 1) * columns
    return np.bincount(both, weights, minlength=n).astype(np.float64).reshape(-1, columns)
