"""What recognises the same personas in other data: what model.json holds.

Plain values and tables of the run, nothing of a person. Writing and reading the file belongs to `runs`, using it to
`features` and `segmentation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

# rises when an older program couldn't read the file any more, or would misread it
MODEL_FORMAT = 1
OTHER = "*"
# columns that an encoding may have, in order, with their types
ENCODING = {
    **dict.fromkeys(("column", "variable", "level", "block", "type"), "str"),
    "reverse": "bool",
    **dict.fromkeys(("impute", "low", "high", "centre", "factor"), "float64"),
    "row_centre": "bool",
}

ModelSource = Literal["survey", "analytics"]


@dataclass(frozen=True)
class ModelVariable:
    """A feature as the study declares it.

    Parameters
    ----------
    name, block
        As in the study.
    declared
        The keys of the variable in the study file that aren't at their default (from, column, columns, type, scale,
        levels, reverse, separator, yes, no, missing, not_asked, values, label, ...): `Variable.model_validate` takes
        them.
    levels
        nominal and multi: the levels that somebody gave, sorted as in the study, else by text. Empty for other types.
    """

    name: str
    block: str
    declared: Mapping[str, Any]
    levels: tuple[str, ...] = ()

    @property
    def source(self) -> ModelSource:
        """Where its columns stand."""
        source: ModelSource = self.declared["from"]
        return source

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the source: one, or one for each choice."""
        if several := self.declared.get("columns"):
            return tuple(several)
        return (str(self.declared.get("column") or self.name),)


@dataclass(frozen=True)
class ModelPersona:
    """A persona: its number, lasting key and name, and how many it had.

    ``share`` is its weighted share of the respondents with a persona, ``n`` their number.
    """

    persona: str
    key: str
    name: str
    share: float
    n: int


@dataclass(frozen=True)
class Margin:
    """How the answers to one column of typed answers were spread, for a population stability index later.

    Parameters
    ----------
    column, variable
        Column of ``Research.answers`` (``variable[level]`` for a multi) and its variable.
    edges
        number and count: inner edges of the bins, rising; a bin reaches up to and with its upper edge, the last one
        has none. Empty where ``levels`` are given.
    levels
        Other types: the levels as text (``yes`` and ``no``; numbers as short as they go). `OTHER`, at the end, stands
        for all others: those with fewer people than the minimum cell, and levels nobody had.
    shares
        Weighted share of each bin or level; sums to 1.
    n
        How many had an answer.
    """

    column: str
    variable: str
    edges: tuple[float, ...]
    levels: tuple[str, ...]
    shares: tuple[float, ...]
    n: int


@dataclass(frozen=True)
class Convention:
    """How the run found a source written, for files that don't tell themselves.

    Parameters
    ----------
    id_column
        Column with the person's id; None where rows were numbered.
    options
        The csv options of the study (encoding, separator, decimal, thousands, dates), as in the study file.
    decimals
        Decimal mark by column of the source, of columns with numbers.
    """

    id_column: str | None
    options: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PersonaModel:
    """Everything needed to recognise the personas of a run in other data.

    Parameters
    ----------
    program, version
        What made it.
    study
        Title of the study.
    language
        Language of the study.
    variables
        The features, in the order of the study.
    encoding
        As in ``FeatureMatrix``: one row per column of the matrix.
    centroids
        Index persona, columns of the matrix.
    personas
        In the order of the centroids.
    n_respondents
        Respondents with a persona.
    margins
        Of each column of answers to a feature.
    scale, row_centre, block_weights
        As in ``segmentation`` of the study; for messages and for an equal encoding of another wave.
    sources
        By source that features come from.

    Examples
    --------
    >>> age = ModelVariable("age", "demographic", {"from": "survey", "column": "Leeftijd", "type": "number"})
    >>> age.source, age.columns
    ('survey', ('Leeftijd',))
    """

    program: str
    version: str
    study: str
    language: str
    variables: tuple[ModelVariable, ...]
    encoding: pd.DataFrame
    centroids: pd.DataFrame
    personas: tuple[ModelPersona, ...]
    n_respondents: int
    margins: tuple[Margin, ...]
    scale: str
    row_centre: bool
    block_weights: Mapping[str, float]
    sources: Mapping[str, Convention]

    @property
    def names(self) -> dict[str, str]:
        """Name by persona."""
        return {each.persona: each.name for each in self.personas}
