"""A latent class solution of the respondents, by StepMix: each answer as what it is, answers that lack left out.

Comparing it with the segments in use belongs to `opinions`.
"""

from __future__ import annotations

import importlib.util
import logging
import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd

from personagen.contracts import FeatureMatrix
from personagen.segmentation.content import Floats, Ints
from personagen.study.parameters import SegmentationParameters

MAX_FITTED = 5_000
_FEW_VALUES = 10
_STARTS, _STEPS, _ENOUGH = 5, 300, 1e-5
_CUTS = (0.2, 0.4, 0.6, 0.8)
_MOST_ALIKE = 0.1
"""From this share of equal values on a number is cut in fifths: a normal class of people who are all at 0 has no
variance, and so an endless likelihood."""
_log = logging.getLogger(__name__)


def fit_latent_classes(
    features: FeatureMatrix, states: pd.DataFrame, k: int, params: SegmentationParameters
) -> pd.Series | None:
    """Return the most likely of k latent classes of at most 5,000 respondents.

    Parameters
    ----------
    features
        The matrix; its encoding gives back the coded answers.
    states
        As in ``Research``: who answered what.
    k
        Number of classes.
    params
        Its ``random_state``.

    Returns
    -------
    pandas.Series
        Class 0..k-1 by respondent_id, of people of whom all blocks are known; None where StepMix isn't installed,
        and the log says how to get it.
    """
    if importlib.util.find_spec("stepmix") is None:
        _log.warning(
            "No second opinion by latent classes: StepMix isn't installed. Get it with: "
            "pip install 'personagen[latent]'"
        )
        return None
    from stepmix.stepmix import StepMix  # noqa: PLC0415 - an optional extra

    ids = features.matrix.index[features.basis == "full"]
    measured = list(_measure(features, states, ids))
    table = np.hstack([columns for _, columns in measured])
    weights = features.weights.loc[ids].to_numpy(dtype=np.float64)
    chosen = _some(table, weights, params)
    table, weights = table[chosen], weights[chosen] / weights[chosen].mean()
    model = StepMix(
        n_components=k,
        measurement=_describe(measured),
        n_init=_STARTS,
        max_iter=_STEPS,
        abs_tol=0.0,
        rel_tol=_ENOUGH,
        random_state=params.random_state,
        verbose=0,
        progress_bar=0,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        classes = model.fit(table, sample_weight=weights).predict(table)
    return pd.Series(np.asarray(classes, dtype=np.int64), index=ids[chosen])


def _some(table: Floats, weights: Floats, params: SegmentationParameters) -> Ints:
    """Return at most 5,000 people in the order of their own content, answers that lack included."""
    order = np.lexsort((weights, *np.nan_to_num(table, nan=-np.inf).T[::-1]))
    if len(order) <= MAX_FITTED:
        return order
    random = np.random.default_rng([params.random_state, 6])
    return order[np.sort(random.choice(len(order), MAX_FITTED, replace=False))]


def _measure(features: FeatureMatrix, states: pd.DataFrame, ids: pd.Index) -> Iterator[tuple[str, Floats]]:
    """Yield kind and columns of each variable; blank where somebody gave no answer."""
    states = states.set_index("respondent_id").loc[ids]
    for variable, rows in features.encoding.groupby("variable", sort=False):
        coded = features.matrix.loc[ids, rows["column"].tolist()].to_numpy(dtype=np.float64)
        coded = coded / rows["factor"].to_numpy(dtype=np.float64) + rows["centre"].to_numpy(dtype=np.float64)
        kind, columns = _as_measured(str(rows["type"].iloc[0]), coded)
        lacks = (states[variable] != "answered").to_numpy()
        yield kind, np.where(lacks[:, None], np.nan, columns)


def _as_measured(kind: str, coded: Floats) -> tuple[str, Floats]:
    """Return binary, categorical (numbers from 0) or gaussian_diag, and the columns as that model takes them."""
    if kind in ("yes_no", "multi"):
        return "binary", np.round(coded)
    if kind == "nominal":
        return "categorical", _categories(coded.argmax(axis=1)[:, None])
    values, counts = np.unique(np.round(coded, 9), return_counts=True)
    if len(values) <= _FEW_VALUES:
        return "categorical", _categories(np.round(coded, 9))
    if counts.max() > _MOST_ALIKE * len(coded):
        return "categorical", _categories(np.searchsorted(np.unique(np.quantile(coded, _CUTS)), coded))
    return "gaussian_diag", (coded - coded.mean()) / coded.std()


def _categories(values: Floats | Ints) -> Floats:
    return np.unique(values, return_inverse=True)[1].reshape(-1, 1).astype(np.float64)


def _describe(measured: list[tuple[str, Floats]]) -> dict[str, dict[str, object]]:
    """Return StepMix's description of the columns, in their order."""
    return {
        f"variable {i}": {
            "model": kind + ("_nan" if np.isnan(columns).any() else ""),
            "n_columns": columns.shape[1],
        }
        for i, (kind, columns) in enumerate(measured)
    }
