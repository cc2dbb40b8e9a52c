"""Building the feature matrix of a study: who is in it, on what it is estimated, and the table that says so."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import pandas as pd

from personagen.contracts import FeatureMatrix
from personagen.contracts.published import FEATURES
from personagen.errors import DataError, Problem
from personagen.features import checks, fitting
from personagen.features.describing import describe_features
from personagen.features.encoding import as_table, code_answers, encode
from personagen.features.fitting import Feature
from personagen.study import Study

PEOPLE_PER_FEATURE = 60
_log = logging.getLogger(__name__)


def build_features(
    answers: pd.DataFrame, states: pd.DataFrame, respondents: pd.DataFrame, study: Study
) -> FeatureMatrix:
    """Turn the answers of a study into the respondent x feature matrix that segments are formed on.

    Parameters
    ----------
    answers, states, respondents
        As in ``Research``.
    study
        Its variables, and of its segmentation ``scale`` and ``weights``; a block of weight 0 forms no segments.

    Returns
    -------
    FeatureMatrix
        Respondents in the given order; no columns where segments are given and no variable is a feature. Clipping, what is imputed, centres and factors are estimated on the respondents
        that are not excluded and of whom all blocks are known, with their weights.

    Raises
    ------
    DataError
        If a feature is an id, a constant, a twin of another one or lacks for over 40 %; or nobody is left.
    """
    features = _features(study)
    if not features:
        return _without_features(respondents)
    weights = (
        respondents.set_index("respondent_id")["weight"].reindex(answers["respondent_id"]).astype("float64")
    )
    answers, states = answers.reset_index(drop=True), states.reset_index(drop=True)
    is_in = answered_half(states[[f.name for f in features]])
    excluded = tuple(answers.loc[~is_in, "respondent_id"])
    answers, states = answers[is_in], states[is_in]
    is_full = ~(states[[f.name for f in features]] == "not_linked").any(axis=1)
    _refuse_nobody(is_full, features)
    weight = pd.Series(weights.to_numpy()[is_in.to_numpy()], index=answers.index, name="weight")
    checks.refuse_lacking(features, states)
    checks.refuse_ids(features, answers, study)
    encoding = _fit(features, answers[is_full], weight[is_full], study)
    _warn_few(int(is_full.sum()), len(features))
    matrix = encode(answers, states, encoding)
    weight.index = matrix.index
    return FeatureMatrix(
        matrix=matrix,
        weights=weight,
        basis=pd.Series(np.where(is_full, "full", "partial"), index=matrix.index, name="basis"),
        excluded=excluded,
        encoding=encoding,
        features=describe_features(answers, states, matrix[is_full.to_numpy()], weight, encoding),
        imputed=_imputed(states, encoding, matrix.index),
    )


def _imputed(states: pd.DataFrame, encoding: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    """Tell which cells of the matrix were filled in."""
    filled = states.isin(["no_answer", "not_asked"])
    columns = zip(encoding["column"], encoding["variable"], strict=True)
    return pd.DataFrame({column: filled[variable].to_numpy() for column, variable in columns}, index=index)


def _features(study: Study) -> list[Feature]:
    found = [
        Feature(name, block, variable)
        for block, name, variable in study.each_variable()
        if variable.role != "descriptor"
        and variable.type not in ("date", "text")
        and fitting.block_weight(study.segmentation, block) > 0
    ]
    if not found and study.segmentation.given is None:
        what = "no variable forms segments: all are descriptors or stand in a block of weight 0"
        raise DataError(
            Problem(what, "Take role: descriptor off, or give the block a weight.", where="variables")
        )
    return found


def _without_features(respondents: pd.DataFrame) -> FeatureMatrix:
    """Return a matrix without columns: given segments need none."""
    people = pd.Index(respondents["respondent_id"], name="respondent_id")
    return FeatureMatrix(
        matrix=pd.DataFrame(index=people),
        weights=pd.Series(respondents["weight"].to_numpy(), index=people, name="weight"),
        basis=pd.Series("full", index=people, name="basis"),
        excluded=(),
        encoding=as_table([]),
        features=FEATURES.empty(),
    )


def answered_half(states: pd.DataFrame) -> pd.Series:
    """Return who answered at least half of the features that could be known of them."""
    possible = (states != "not_linked").sum(axis=1)
    answered = (states == "answered").sum(axis=1)
    return (possible > 0) & (2 * answered >= possible)


def _refuse_nobody(is_full: pd.Series, features: Sequence[Feature]) -> None:
    if is_full.any():
        return
    if is_full.empty:
        what = "no respondent answered half of the features"
        raise DataError(Problem(what, "Check the columns and their missing codes.", where="variables"))
    sources = [f.name for f in features if f.variable.source == "analytics"]
    what = f"no respondent is linked to a customer, so {', '.join(sources)} are known of nobody"
    raise DataError(Problem(what, "Mend the links, or make these variables descriptors.", where="links"))


def _fit(features: Sequence[Feature], answers: pd.DataFrame, weight: pd.Series, study: Study) -> pd.DataFrame:
    centring = study.segmentation.row_centre
    codings = [c for f in features for c in fitting.start_codings(f, answers, weight, row_centre=centring)]
    codings = fitting.fill(codings, answers, weight)
    coded = code_answers(answers, codings)
    filled = coded.fillna({c.column: c.impute for c in codings})
    checks.refuse_constants(features, filled, codings)
    checks.refuse_twins(features, filled, codings)
    return as_table(fitting.scale(codings, filled, weight, study.segmentation))


def _warn_few(n: int, n_features: int) -> None:
    if n < PEOPLE_PER_FEATURE * n_features:
        _log.warning(
            "%d respondents for %d features: segments are more trustworthy from %d respondents, %d for each feature",
            n,
            n_features,
            PEOPLE_PER_FEATURE * n_features,
            PEOPLE_PER_FEATURE,
        )
