"""The published table of the features. Nothing is estimated or refused here."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from personagen.contracts.published import FEATURES
from personagen.features.encoding import Coding, as_codings, code_answers
from personagen.statistics.weights import weighted_mean, weighted_sd


def describe_features(
    answers: pd.DataFrame,
    states: pd.DataFrame,
    full: pd.DataFrame,
    weights: pd.Series,
    encoding: pd.DataFrame,
) -> pd.DataFrame:
    """Return the published table ``features``.

    Parameters
    ----------
    answers, states
        As in ``Research``, without the excluded respondents.
    full
        Matrix of those whose blocks are all known.
    weights
        By respondent_id.
    encoding
        As in ``FeatureMatrix``.
    """
    codings = as_codings(encoding)
    coded = code_answers(answers, codings).set_axis(weights.index, axis=0)
    rows = []
    for name, group in groupby(codings, key=lambda coding: coding.variable):
        own = list(group)
        row = {
            **_describe(own, coded, weights),
            "n_missing": int((states[name] == "no_answer").sum()),
            "n_not_asked": int((states[name] == "not_asked").sum()),
            "n_clipped": _clipped(own[0], answers),
            "weight": sum(weighted_sd(full[c.column], weights.loc[full.index]) ** 2 for c in own),
        }
        rows.append(row)
    return FEATURES.conform(pd.DataFrame(rows))


def _describe(codings: list[Coding], coded: pd.DataFrame, weights: pd.Series) -> dict[str, object]:
    """Return what a feature is, and the mean and deviation of those who answered; blank for several columns."""
    first = codings[0]
    single = None if first.level else coded[first.column]
    return {
        "variable": first.variable,
        "block": first.block,
        "type": first.type,
        "mean": None if single is None else weighted_mean(single, weights),
        "sd": None if single is None else weighted_sd(single, weights),
    }


def _clipped(coding: Coding, answers: pd.DataFrame) -> int:
    if coding.type != "number":
        return 0
    values = answers[coding.variable]
    return int(((values < coding.low) | (values > coding.high)).sum())
