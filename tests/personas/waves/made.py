"""Portraits of made waves: round clouds that stay, split, merge, go and come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans

from personagen.contracts import Portraits

N_COLUMNS = 6
APART = 4.0


def portraits_of(
    centroids: Any, shares: Sequence[float] | None = None, personas: Sequence[str] | None = None, **more: Any
) -> Portraits:
    """Return portraits with one column for each coordinate."""
    rows = np.asarray(centroids, dtype=float)
    index = pd.Index(personas or [str(i + 1) for i in range(len(rows))], name="persona", dtype="str")
    columns = [f"x{i}" for i in range(rows.shape[1])]
    return Portraits(
        pd.DataFrame(rows, index=index, columns=columns),
        pd.Series(1.0, index=columns),
        pd.Series(1 / len(rows) if shares is None else list(shares), index=index, dtype="float64"),
        **more,
    )


def fitted(rows: Any, k: int, centres: Any) -> tuple[Portraits, dict[str, int]]:
    """Return the portraits of k-means on rows, and which planted centre each persona is."""
    fit = KMeans(k, n_init=1, init=np.array(centres)).fit(
        rows
    )  # the search for the best start is not at stake
    shares = np.bincount(fit.labels_, minlength=k) / len(rows)
    found, planted = linear_sum_assignment(cdist(fit.cluster_centers_, centres))
    names = {str(i + 1): int(j) for i, j in zip(found, planted, strict=True)}
    return portraits_of(fit.cluster_centers_, shares), names


def far_apart(random: np.random.Generator, n: int) -> np.ndarray:
    """Return places at least ``APART`` from each other."""
    places: list[np.ndarray] = []
    while len(places) < n:
        place = random.normal(scale=APART, size=N_COLUMNS)
        if all(np.linalg.norm(place - other) >= APART for other in places):
            places.append(place)
    return np.array(places)


def clouds(random: np.random.Generator, centres: Any, shares: Sequence[float], n: int) -> np.ndarray:
    """Return people: round clouds with a deviation of 1."""
    sizes = random.multinomial(n, np.asarray(shares) / sum(shares))
    return np.vstack(
        [random.normal(c, 1.0, (size, N_COLUMNS)) for c, size in zip(centres, sizes, strict=True)]
    )


def parts(random: np.random.Generator, centre: np.ndarray, share: float, apart: float) -> list[np.ndarray]:
    """Return two centres that balance one; the first has the share."""
    way = random.normal(size=N_COLUMNS)
    way *= apart / np.linalg.norm(way)
    return [centre + way * (1 - share), centre - way * share]
