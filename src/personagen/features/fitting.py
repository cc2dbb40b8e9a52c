"""Estimating the encoding: clipping, what is imputed, centres and factors. Applying it belongs to `encoding`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import pandas as pd

from personagen.features.encoding import Coding, code_answers
from personagen.statistics.weights import weighted_mean, weighted_median, weighted_quantile, weighted_sd
from personagen.study.parameters import SegmentationParameters
from personagen.study.variables import Block, Variable

CLIPPING_IQRS = 3.0


@dataclass(frozen=True)
class Feature:
    """A variable that forms segments."""

    name: str
    block: Block
    variable: Variable

    @property
    def key(self) -> str:
        """Key in the study file."""
        return f"variables.{self.block}.{self.name}"

    @property
    def column(self) -> str:
        """Column of the source, as people know it."""
        return self.variable.column or self.name


def start_codings(
    feature: Feature, answers: pd.DataFrame, weights: pd.Series, *, row_centre: bool = False
) -> list[Coding]:
    """Return the columns of one feature without imputing or scaling; levels nobody chose get none.

    Parameters
    ----------
    feature
        The variable.
    answers, weights
        Of the people the encoding is estimated on, same index.
    row_centre
        Whether the answering level is taken out of likert items of the survey.
    """
    variable = feature.variable
    base = Coding(feature.name, feature.name, "", feature.block, variable.type, variable.reverse)
    if variable.type in ("nominal", "multi"):
        return [
            replace(base, column=f"{feature.name}[{level}]", level=level)
            for level in chosen_levels(feature, answers)
        ]
    if variable.type == "likert" and variable.scale:
        low, high = variable.scale
        is_centred = row_centre and variable.source == "survey"
        return [replace(base, low=float(low), high=float(high), row_centre=is_centred)]
    if variable.type == "ordinal":
        return [replace(base, low=0.0, high=float(len(answers[feature.name].cat.categories) - 1))]
    if variable.type == "number":
        low, high = _clipping(answers[feature.name], weights)
        return [replace(base, low=low, high=high)]
    return [base]


def chosen_levels(feature: Feature, answers: pd.DataFrame) -> list[str]:
    """Return the levels that somebody chose: as declared, else sorted."""
    if feature.variable.type == "multi":
        prefix = f"{feature.name}["
        columns = [str(c) for c in answers if str(c).startswith(prefix)]
        return [c[len(prefix) : -1] for c in columns if answers[c].fillna(value=False).any()]
    found = set(answers[feature.name].dropna())
    return [level for level in (feature.variable.levels or sorted(found)) if level in found]


def fill(codings: list[Coding], answers: pd.DataFrame, weights: pd.Series) -> list[Coding]:
    """Return the codings with what is imputed: the median, or the most frequent level (the first of equals)."""
    coded = code_answers(answers, codings)
    return [
        filled
        for _, group in groupby(codings, key=lambda coding: coding.variable)
        for filled in _fill_variable(list(group), coded, weights)
    ]


def scale(
    codings: list[Coding], filled: pd.DataFrame, weights: pd.Series, parameters: SegmentationParameters
) -> list[Coding]:
    """Return the codings with centre and factor.

    Parameters
    ----------
    codings
        With what is imputed.
    filled, weights
        Coded and imputed columns of the people whose blocks are all known.
    parameters
        ``standard``: the columns of one variable share a variance of 1, times the block's weight divided over its
        variables. ``none``: as coded; a block's weight multiplies its squared distances (all 1: untouched).
    """
    if parameters.scale == "none":
        return [replace(c, factor=float(np.sqrt(block_weight(parameters, c.block)))) for c in codings]
    deviations = {c.column: weighted_sd(filled[c.column], weights) for c in codings}
    shares = variable_weights(codings, parameters)
    return [
        replace(
            c,
            centre=weighted_mean(filled[c.column], weights),
            factor=float(np.sqrt(shares[c.variable] / _variance(c.variable, codings, deviations))),
        )
        for c in codings
    ]


def variable_weights(codings: list[Coding], parameters: SegmentationParameters) -> dict[str, float]:
    """Return by variable its part of the block's weight: the variance it gets in a standardised matrix."""
    blocks = {c.variable: c.block for c in codings}
    sizes = {block: list(blocks.values()).count(block) for block in blocks.values()}
    return {name: block_weight(parameters, block) / sizes[block] for name, block in blocks.items()}


def block_weight(parameters: SegmentationParameters, block: str) -> float:
    """Return the weight of a block; 1 where the study doesn't say."""
    weights: Mapping[str, float] = {str(name): weight for name, weight in parameters.weights.items()}
    return float(weights.get(block, 1.0))


def _variance(variable: str, codings: list[Coding], deviations: Mapping[str, float]) -> float:
    return sum(deviations[c.column] ** 2 for c in codings if c.variable == variable)


def _clipping(values: pd.Series, weights: pd.Series) -> tuple[float, float]:
    """Return Q1 - 3 IQR and Q3 + 3 IQR, blank where the IQR is 0."""
    first, third = (weighted_quantile(values, q, weights) for q in (0.25, 0.75))
    reach = CLIPPING_IQRS * (third - first)
    return (first - reach, third + reach) if reach > 0 else (np.nan, np.nan)


def _fill_variable(codings: list[Coding], coded: pd.DataFrame, weights: pd.Series) -> Iterator[Coding]:
    if codings[0].type in ("number", "count", "likert", "ordinal"):
        yield replace(codings[0], impute=weighted_median(coded[codings[0].column], weights))
        return
    shares = [weighted_mean(coded[c.column], weights) for c in codings]
    first = int(np.argmax(shares)) if shares else 0
    for position, (coding, share) in enumerate(zip(codings, shares, strict=True)):
        is_chosen = position == first if coding.type == "nominal" else share > 0.5  # noqa: PLR2004
        yield replace(coding, impute=float(is_chosen))
