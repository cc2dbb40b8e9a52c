"""Matrices to form segments on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from personagen.contracts import FeatureMatrix
from personagen.study.parameters import SegmentationParameters

SHARED = Path(__file__).parents[3] / "shared" / "data"
CHAPMAN = {
    "age": {"type": "number"},
    "gender": {"type": "nominal"},
    "income": {"type": "number"},
    "kids": {"type": "number"},
    "own_home": {"type": "yes_no"},
    "subscribe": {"type": "yes_no"},
}


def matrix_of(
    rows: Any, *, weights: Sequence[float] | None = None, ids: Sequence[str] | None = None
) -> tuple[FeatureMatrix, pd.DataFrame]:
    """Return a feature matrix (blank: unknown) and its respondents, without encoding."""
    values = np.asarray(rows, dtype=float)
    index = pd.Index(ids or [f"r{i}" for i in range(len(values))], name="respondent_id")
    matrix = pd.DataFrame(values, index=index, columns=[f"x{i}" for i in range(values.shape[1])])
    weight = pd.Series(
        1.0 if weights is None else np.asarray(weights, dtype=float), index=index, name="weight"
    )
    basis = pd.Series(np.where(matrix.isna().any(axis=1), "partial", "full"), index=index, name="basis")
    features = FeatureMatrix(matrix, weight, basis, (), pd.DataFrame(), pd.DataFrame())
    return features, pd.DataFrame({"respondent_id": index, "customer_id": None, "weight": weight.to_numpy()})


def parameters(**given: Any) -> SegmentationParameters:
    """Return parameters, small enough for a quick test."""
    return SegmentationParameters.model_validate({"restarts": 10, "bootstrap": 20, **given})


def read_mcdonalds() -> np.ndarray:
    """Return McDonald's 1,453 x 11 as 0 and 1, or skip."""
    file = SHARED / "mcdonalds_msa" / "mcdonalds.csv"
    if not file.exists():
        pytest.skip(f"{file.name} is not there: real data stand beside the project")
    return (pd.read_csv(file).iloc[:, :11] == "Yes").to_numpy(dtype=float)


def read_chapman() -> tuple[pd.Series, dict[str, np.ndarray]]:
    """Return the known segment of 300 people and their answers by variable of ``CHAPMAN``, or skip."""
    file = SHARED / "pmr_chapman" / "chapter5_data.csv"
    if not file.exists():
        pytest.skip(f"{file.name} is not there: real data stand beside the project")
    table = pd.read_csv(file)
    return table["Segment"], {name: table[name].to_numpy() for name in CHAPMAN}


def blobs(
    centres: Sequence[Sequence[float]], sizes: Sequence[int], *, sd: float = 1.0, seed: int = 0
) -> np.ndarray:
    """Return round clouds, one after the other."""
    random = np.random.default_rng(seed)
    clouds = [random.normal(c, sd, (n, len(c))) for c, n in zip(centres, sizes, strict=True)]
    return np.vstack(clouds)
