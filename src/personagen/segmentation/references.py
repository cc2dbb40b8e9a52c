"""What data without groups look like: unrelated variables, or one smooth cloud with the same margins and correlations.

Drawing belongs here; what is measured on the draws belongs to `separation` and `stability`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from personagen.segmentation.content import Floats, Ints
from personagen.segmentation.copula import latent_correlation, nearest_correlation
from personagen.segmentation.observed import Observed

_REFINEMENTS, _DRAWS, _SMALL_MISFIT = 8, 10, 0.04


class Reference(Protocol):
    """Something that draws data without groups."""

    def draw(self, random: np.random.Generator) -> Floats:
        """Return as many rows as the data have."""


@dataclass(frozen=True)
class Unrelated:
    """The same variables, each dealt out anew over the respondents."""

    observed: Observed

    def draw(self, random: np.random.Generator) -> Floats:
        """Return as many rows as the data have."""
        data = self.observed
        rows = data.rows.copy()
        for columns in data.variables:
            known = np.flatnonzero(~data.is_filled[:, columns[0]])
            source = known[_by_weight(data.weights[known])]
            rows[np.ix_(known, columns)] = data.rows[np.ix_(random.permutation(source), columns)]
        return rows


@dataclass(frozen=True)
class _Dimension:
    """One latent normal variable and the column it decides.

    Parameters
    ----------
    column
        The column.
    known
        Respondents with an answer.
    values
        Without ``among``: what the column gets, in the order of the latent variable, one for each of ``known``.
    among
        A level of a nominal variable: all of its columns. The level goes to the ``share`` of those that have none of
        the levels before.
    share
        Its share among them.
    """

    column: int
    known: Ints
    values: Floats
    among: Ints | None = None
    share: float = 0.0


@dataclass(frozen=True)
class Continuum:
    """One smooth cloud: a normal copula with the margins and the correlations of the data.

    Parameters
    ----------
    observed
        The data.
    dimensions
        What each latent variable decides.
    root
        Cholesky factor of the latent correlations.
    """

    observed: Observed
    dimensions: tuple[_Dimension, ...]
    root: Floats

    def draw(self, random: np.random.Generator) -> Floats:
        """Return as many rows as the data have."""
        n = len(self.observed.rows)
        latent = self.root @ random.normal(size=(len(self.dimensions), n))
        rows = self.observed.rows.copy()
        open_to: dict[int, Ints] = {}
        for z, dimension in zip(latent, self.dimensions, strict=True):
            if dimension.among is None:
                order = np.argsort(z[dimension.known], kind="stable")
                rows[dimension.known[order], dimension.column] = dimension.values
            else:
                first = int(dimension.among[0])
                rest = open_to.get(first, dimension.known)
                order = np.argsort(-z[rest], kind="stable")
                chosen = rest[order[: round(dimension.share * len(rest))]]
                _set_level(rows, self.observed.rows, chosen, dimension)
                open_to[first] = np.setdiff1d(rest, chosen, assume_unique=True)
        return rows

    def misfit(self, draws: int, random: np.random.Generator) -> float:
        """Return the largest difference between a correlation of the data and its mean over draws.

        Correlations between columns of one variable are left out: those of a nominal variable follow from its margin.
        """
        return float(np.abs(self._apart(draws, random)).max(initial=0))

    def refined(self, random: np.random.Generator) -> Continuum:
        """Return the cloud with latent correlations moved by what its draws lack, until the misfit is small."""
        found = self
        at = [dimension.column for dimension in self.dimensions]
        for _ in range(_REFINEMENTS):
            apart = found._apart(_DRAWS, random)
            if np.abs(apart).max(initial=0) <= _SMALL_MISFIT:
                break
            latent = found.root @ found.root.T + apart[np.ix_(at, at)]
            found = replace(found, root=_root(nearest_correlation(latent)))
        return found

    def _apart(self, draws: int, random: np.random.Generator) -> Floats:
        """Return what the correlations of draws lack, on average."""
        wanted, weights = _correlation(self.observed.rows, self.observed.weights), self.observed.weights
        apart = wanted - np.mean([_correlation(self.draw(random), weights) for _ in range(draws)], axis=0)
        for columns in self.observed.variables:
            apart[np.ix_(columns, columns)] = 0
        return np.asarray(apart)


def smooth_cloud(observed: Observed, random: np.random.Generator) -> Continuum:
    """Return the smooth cloud with the margins and correlations of the data.

    Latent correlations are those that give the observed ones after cutting: for two yes/no columns the tetrachoric
    correlation, for coarse items the polychoric one. A nominal variable takes its levels one after the other, each
    among those that have none of the levels before; what that leaves out is mended by looking at draws. The columns of
    a multiple answer are variables of their own here.

    Parameters
    ----------
    observed
        The data.
    random
        What the draws that are looked at come from.
    """
    dimensions: list[_Dimension] = []
    scores: list[Floats] = []
    for columns, is_nominal in zip(observed.variables, observed.is_nominal, strict=True):
        made = _nominal(observed, columns) if is_nominal else _plain(observed, columns)
        for dimension, score in made:
            dimensions.append(dimension)
            scores.append(score)
    correlation = latent_correlation(np.array(scores).T, observed.weights)
    cloud = Continuum(observed, tuple(dimensions), _root(correlation))
    return cloud.refined(random) if any(observed.is_nominal) else cloud


def _plain(observed: Observed, columns: Ints) -> Sequence[tuple[_Dimension, Floats]]:
    made = []
    for column in columns:
        filled = observed.is_filled[:, column]
        known, values = np.flatnonzero(~filled), observed.rows[:, column]
        order = known[np.argsort(values[known], kind="stable")]
        drawn = values[order[_by_weight(observed.weights[order])]]
        made.append((_Dimension(int(column), known, drawn), np.where(filled, np.nan, values)))
    return made


def _nominal(observed: Observed, columns: Ints) -> Sequence[tuple[_Dimension, Floats]]:
    """Return a dimension for each level but the last, each scored among those without the levels before."""
    known = np.flatnonzero(~observed.is_filled[:, columns[0]])
    open_to = np.zeros(len(observed.rows), dtype=bool)
    open_to[known] = True
    made = []
    for column in columns[:-1]:
        values = observed.rows[:, column]
        is_chosen = values > values.min()
        weights = observed.weights[open_to]
        share = float(weights @ is_chosen[open_to] / weights.sum()) if len(weights) else 0.0
        score = np.where(open_to, is_chosen, np.nan)
        made.append((_Dimension(int(column), known, np.empty(0), columns, share), score))
        open_to = open_to & ~is_chosen
    return made


def _set_level(rows: Floats, observed: Floats, chosen: Ints, dimension: _Dimension) -> None:
    columns = dimension.among if dimension.among is not None else np.empty(0, dtype=np.int64)
    if dimension.column == columns[0]:
        rows[np.ix_(dimension.known, columns)] = observed[:, columns].min(axis=0)
        rows[dimension.known, columns[-1]] = observed[:, columns[-1]].max()
    rows[chosen, columns[-1]] = observed[:, columns[-1]].min()
    rows[chosen, dimension.column] = observed[:, dimension.column].max()


def _by_weight(weights: Floats) -> Ints:
    """Return as many positions as there are, each as often as its weight asks: everyone once where all weigh the same."""
    upper = np.cumsum(weights)
    middles = (np.arange(len(weights)) + 0.5) / len(weights) * upper[-1]
    return np.asarray(np.minimum(np.searchsorted(upper, middles), len(weights) - 1))


def _root(correlation: Floats) -> Floats:
    return np.asarray(np.linalg.cholesky(correlation), dtype=np.float64)


def _correlation(rows: Floats, weights: Floats) -> Floats:
    centred = rows - weights @ rows / weights.sum()
    products = (centred * weights[:, None]).T @ centred
    scale = np.sqrt(np.maximum(np.diag(products), np.finfo(float).tiny))
    return np.asarray(products / np.outer(scale, scale))
