"""Features that can't form segments: constants, ids, twins and mostly empty ones, refused by name.

Whether an answer itself is valid belongs to `ingest`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaln

from personagen.errors import DataError, Problem
from personagen.features.encoding import Coding
from personagen.features.fitting import Feature
from personagen.study import Study

MAX_LACKING = 0.4
_FEWEST_FOR_AN_ID = 10
_RARE = 1e-3
_DESCRIBE = "Give it role: descriptor, or leave it out."


def refuse_ids(features: Sequence[Feature], answers: pd.DataFrame, study: Study) -> None:
    """Refuse columns that number or name people.

    Raises
    ------
    DataError
        If a feature is the id column of its source, a nominal column that never repeats, or whole numbers that never
        repeat although there is too little room between the smallest and the largest for that to be chance.
    """
    _raise(
        Problem(
            f'"{feature.name}" looks like an id: no two respondents share a value',
            f"An id can't form segments. {_DESCRIBE}",
            where=feature.key,
        )
        for feature in features
        if _is_id_column(feature, study) or _is_like_an_id(feature, answers)
    )


def refuse_lacking(features: Sequence[Feature], states: pd.DataFrame) -> None:
    """Refuse features without an answer of over 40 % of those it could be known of.

    Raises
    ------
    DataError
        Naming the feature and the share that lacks it.
    """
    known = {f.name: states[f.name][states[f.name] != "not_linked"] for f in features}
    lacking = {
        name: float((state != "answered").mean()) if len(state) else 1.0 for name, state in known.items()
    }
    _raise(
        Problem(
            f'{lacking[feature.name]:.0%} of the respondents have no answer to "{feature.name}"; at most '
            f"{MAX_LACKING:.0%} can be imputed",
            _DESCRIBE,
            where=feature.key,
        )
        for feature in features
        if lacking[feature.name] > MAX_LACKING
    )


def refuse_constants(features: Sequence[Feature], filled: pd.DataFrame, codings: Sequence[Coding]) -> None:
    """Refuse features on which everybody is the same.

    Raises
    ------
    DataError
        Naming all of them.
    """
    varying = {c.variable for c in codings if np.ptp(filled[c.column]) > 0}
    _raise(
        Problem(f'"{f.name}" is constant: everybody has the same value', _DESCRIBE, where=f.key)
        for f in features
        if f.name not in varying
    )


def refuse_twins(features: Sequence[Feature], filled: pd.DataFrame, codings: Sequence[Coding]) -> None:
    """Refuse features that say the same as another one.

    Those read the same column, are equal after coding, or have a correlation of 1 or -1.

    Raises
    ------
    DataError
        Naming both.
    """
    columns = {f.name: [c.column for c in codings if c.variable == f.name] for f in features}
    varying = filled.loc[:, np.ptp(filled, axis=0) > 0]
    correlation = varying.corr().abs().reindex(index=filled.columns, columns=filled.columns)
    same = correlation >= 1 - 1e-9
    _raise(
        Problem(
            f'"{second.name}" is a twin of "{first.name}": one follows from the other',
            "Give one of them role: descriptor, or leave it out.",
            where=second.key,
        )
        for at, second in enumerate(features)
        for first in features[:at]
        if _read_alike(first, second) or _match(same.loc[columns[first.name], columns[second.name]])
    )


def _read_alike(first: Feature, second: Feature) -> bool:
    """Tell whether two features read one column, such as once as number and once as count."""
    one, other = ((f.variable.source, f.column, not f.variable.columns) for f in (first, second))
    return one == other and one[-1]


def _match(same: pd.DataFrame) -> bool:
    return bool(same.size and same.any(axis=1).all() and same.any(axis=0).all())


def _is_id_column(feature: Feature, study: Study) -> bool:
    source = feature.variable.source
    if source == "survey":
        return study.survey is not None and study.survey.respondent == feature.column
    return study.analytics is not None and study.analytics.customer == feature.column


def _is_like_an_id(feature: Feature, answers: pd.DataFrame) -> bool:
    if feature.variable.type not in ("nominal", "number", "count"):
        return False
    values = answers[feature.name].dropna()
    if len(values) < _FEWEST_FOR_AN_ID or not values.is_unique:
        return False
    if feature.variable.type == "nominal":
        return True
    numbers = values.to_numpy(dtype=np.float64)
    return bool((numbers % 1 == 0).all() and _chance_never_to_repeat(numbers) < _RARE)


def _chance_never_to_repeat(numbers: NDArray[np.float64]) -> float:
    """Return the chance that as many whole numbers drawn from the same range all differ [the birthday problem]."""
    n, room = len(numbers), float(np.ptp(numbers)) + 1
    return float(np.exp(gammaln(room + 1) - gammaln(room - n + 1) - n * np.log(room)))


def _raise(problems: Iterator[Problem]) -> None:
    found = list(problems)
    if found:
        raise DataError(found)
