"""Waves of rows without a study: segments of a given number as a run forms them, without the choice of that number."""

from __future__ import annotations

import numpy as np
import pandas as pd

from personagen.contracts import PUBLISHED, PersonaModel, Portraits
from personagen.contracts.model import ModelPersona, ModelVariable
from personagen.contracts.waves import Wave
from personagen.features import summarise_margins
from personagen.features.encoding import Coding, as_table
from personagen.segmentation.content import order_content
from personagen.segmentation.kmeans import fit_best
from personagen.segmentation.stability import assess_stability, draw_samples, fit_samples
from personagen.statistics.intervals import wilson_interval
from tests.segmentation.data import matrix_of

SEED = 2026


def wave_of(rows: np.ndarray, k: int, kind: str = "number", pairs: int = 10, restarts: int = 20) -> Wave:
    """Return a wave of k personas, numbered by falling size; every column is a variable, unscaled."""
    features, _ = matrix_of(rows)
    content = order_content(features)
    samples = draw_samples(content, pairs, SEED)
    fits = fit_samples(content, [k], samples, SEED)[k]
    found = fit_best(content.rows, content.row_weights, k, restarts, [SEED, 0, k], fits)
    stability = assess_stability(content, found, samples, fits)
    sizes = np.bincount(found.labels[content.row_of], minlength=k)
    order = np.argsort(-sizes, kind="stable")
    names = [str(i + 1) for i in range(k)]
    columns = list(features.matrix)
    centroids = pd.DataFrame(found.centroids[order], index=pd.Index(names, name="persona"), columns=columns)
    encoding = as_table([Coding(c, c, "", "psychographic", kind, reverse=False) for c in columns])
    shares = sizes[order] / sizes.sum()
    model = _model(rows, kind, centroids, encoding, shares, sizes[order])
    return Wave(
        portraits=Portraits.of_model(model),
        personas=personas_of(shares, len(rows)),
        stability=PUBLISHED["stability"].conform(
            pd.DataFrame(
                {
                    "persona": names,
                    "jaccard": stability.jaccard.mean(axis=0)[order],
                    "grade": "stable",
                    "share_sd": stability.share_sd[order],
                }
            )
        ),
        named=frozenset(),
        minimum_cell=5,
        model=model,
    )


def personas_of(shares: np.ndarray | list[float], n: int, names: list[str] | None = None) -> pd.DataFrame:
    """Return the published table of personas 1..k with these shares of n people."""
    shares = np.asarray(shares, dtype=float)
    low, high = wilson_interval(shares, n)
    personas = [str(i + 1) for i in range(len(shares))]
    table = {
        "persona": personas,
        "key": [f"p-{persona}" for persona in personas],
        "name": names or [f"Persona {persona}" for persona in personas],
        "n": np.rint(shares * n).astype(int),
        "share": shares,
        "share_low": low,
        "share_high": high,
        "effective_n": float(n),
    }
    return PUBLISHED["personas"].conform(pd.DataFrame(table))


def _model(
    rows: np.ndarray,
    kind: str,
    centroids: pd.DataFrame,
    encoding: pd.DataFrame,
    shares: np.ndarray,
    sizes: np.ndarray,
) -> PersonaModel:
    ids = [f"r{i}" for i in range(len(rows))]
    answers = pd.DataFrame(rows, columns=centroids.columns)
    if kind == "yes_no":
        answers = answers.astype(bool).astype("boolean")
    weights = pd.Series(1.0, index=ids)
    margins = summarise_margins(answers.assign(respondent_id=ids), weights, encoding, 5)
    return PersonaModel(
        program="personagen",
        version="0",
        study="halves",
        language="en",
        variables=tuple(
            ModelVariable(c, "psychographic", {"from": "survey", "type": kind}) for c in centroids.columns
        ),
        encoding=encoding,
        centroids=centroids,
        personas=tuple(
            ModelPersona(p, f"p-{p}", f"Persona {p}", float(share), int(n))
            for p, share, n in zip(centroids.index, shares, sizes, strict=True)
        ),
        n_respondents=len(rows),
        margins=margins,
        scale="none",
        row_centre=False,
        block_weights={},
        sources={},
    )
