"""The answers of a run in the encoding of an earlier run's model.

Whether the study still fits it belongs to `changes`, fitting an encoding to `fitting`; new people from a file to the command that assigns them.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from math import fsum

import numpy as np
import pandas as pd

from personagen.contracts import FeatureMatrix, PersonaModel
from personagen.contracts.model import Margin, ModelVariable
from personagen.errors import DataError, Problem
from personagen.features.build import answered_half
from personagen.features.describing import describe_features
from personagen.features.encoding import encode
from personagen.features.margins import place_answers

_log = logging.getLogger(__name__)


def encode_kept(
    answers: pd.DataFrame, states: pd.DataFrame, respondents: pd.DataFrame, model: PersonaModel
) -> FeatureMatrix:
    """Return the matrix of this run's respondents in the encoding of the model; nothing is estimated.

    Parameters
    ----------
    answers, states, respondents
        As in ``Research``.
    model
        With the encoding. A level it doesn't know counts as no answer, and a warning says how often.

    Raises
    ------
    DataError
        If nobody answered half of the features.
    """
    names = [each.name for each in model.variables]
    answers, states = answers.reset_index(drop=True), states.reset_index(drop=True)
    answers, states = _known_levels(answers, states, model.variables)
    is_in = answered_half(states[names])
    excluded = tuple(answers.loc[~is_in, "respondent_id"])
    answers, states = answers[is_in], states[is_in]
    if answers.empty:
        what = "no respondent answered half of the features that the kept personas were formed on"
        raise DataError(Problem(what, "Check the columns and their missing codes.", where="variables"))
    is_full = ~(states[names] == "not_linked").any(axis=1)
    matrix = encode(answers, states, model.encoding)
    weights = respondents.set_index("respondent_id")["weight"].astype("float64").loc[matrix.index]
    return FeatureMatrix(
        matrix=matrix,
        weights=weights.rename("weight"),
        basis=pd.Series(np.where(is_full, "full", "partial"), index=matrix.index, name="basis"),
        excluded=excluded,
        encoding=model.encoding,
        features=describe_features(answers, states, matrix[is_full.to_numpy()], weights, model.encoding),
    )


def place_margins(answers: pd.DataFrame, weights: pd.Series, margins: Sequence[Margin]) -> tuple[Margin, ...]:
    """Return the margins of earlier answers with the shares of these answers in their bins and levels.

    Parameters
    ----------
    answers
        As in ``Research``.
    weights
        By respondent_id, of those that count.
    margins
        As `summarise_margins` gives them; a column that nobody has an answer in gets shares of 0 and n = 0.
    """
    known = answers.set_index("respondent_id").loc[weights.index]
    return tuple(_placed(known, weights, margin) for margin in margins)


def _placed(known: pd.DataFrame, weights: pd.Series, margin: Margin) -> Margin:
    column = known[margin.column].dropna() if margin.column in known else known.iloc[:0, 0]
    own = weights.loc[column.index].to_numpy(dtype=np.float64)
    places = place_answers(column, margin)
    total = fsum(own)
    sums = [fsum(own[places == place]) for place in range(len(margin.shares))]
    return replace(margin, shares=tuple(each / total if total else 0.0 for each in sums), n=len(column))


def _known_levels(
    answers: pd.DataFrame, states: pd.DataFrame, variables: Sequence[ModelVariable]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return answers and states as far as the model knows their levels, with a column for each that it knows."""
    for each in variables:
        kind = each.declared["type"]
        if kind == "nominal":
            strange = answers[each.name].notna() & ~answers[each.name].isin(each.levels)
            answers = answers.assign(**{each.name: answers[each.name].mask(strange)})
            states = states.assign(**{each.name: states[each.name].mask(strange, "no_answer")})
            _tell_strange(each.name, int(strange.sum()))
        elif kind == "multi":
            answers = answers.assign(**_choices(answers, states[each.name], each))
    return answers, states


def _choices(answers: pd.DataFrame, state: pd.Series, each: ModelVariable) -> dict[str, pd.Series]:
    """Return a column for each level that the model knows and nobody chose now."""
    columns = [f"{each.name}[{level}]" for level in each.levels]
    others = [c for c in answers if str(c).startswith(f"{each.name}[") and c not in columns]
    if others:
        _tell_strange(each.name, int(answers[others].fillna(value=False).any(axis=1).sum()))
    nobody = pd.Series(data=False, index=answers.index, dtype="boolean").mask(state != "answered")
    return {column: nobody for column in columns if column not in answers}


def _tell_strange(name: str, n: int) -> None:
    if n:
        _log.warning(
            '%d respondents gave a level of "%s" that the kept personas don\'t know; it counts as no answer',
            n,
            name,
        )
