"""Whom the typing model learns from, in ten parts alike in personas, and what it predicts of the part held back.

Which items are used belongs to `selection`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from personagen.segmentation.content import Floats, Ints, Labels
from personagen.segmentation.typing.discriminant import Classes, Columns, Moments, estimate, solve

FOLDS = 10


@dataclass(frozen=True)
class People:
    """Whom the typing model learns from, in an order of their own content.

    Parameters
    ----------
    points
        Respondent x column, standardised.
    labels
        Persona 0..k-1.
    weights
        Survey weights.
    """

    points: Floats
    labels: Labels
    weights: Floats

    def take(self, rows: Ints) -> People:
        """Return some of them."""
        return People(self.points[rows], self.labels[rows], self.weights[rows])


class Folds:
    """People in ten parts, alike in personas, with the estimates on all but one part and all but two.

    Parameters
    ----------
    people
        At least two.
    columns
        The columns of each item.
    k
        Number of personas.
    random_state
        What the parts are drawn from.
    """

    def __init__(self, people: People, columns: Sequence[Columns], k: int, random_state: int) -> None:
        self.columns, self.people = tuple(columns), people
        self.fold = draw_folds(people.labels, random_state)
        self.n = int(self.fold.max()) + 1
        self.parts = [people.take(np.flatnonzero(self.fold == f)) for f in range(self.n)]
        sums = [Moments.of(p.points, p.labels, p.weights, k) for p in self.parts]
        left_out = [*combinations(range(self.n), 1), *combinations(range(self.n), 2)]
        self._classes = {
            frozenset(out): _estimate_without(sums, out) for out in left_out if len(out) < self.n
        }

    def without(self, *folds: int) -> Classes:
        """Return the estimates on everybody outside of some folds."""
        return self._classes[frozenset(folds)]

    def columns_of(self, items: Sequence[int]) -> Columns:
        """Return the columns of items, in that order."""
        return np.concatenate([self.columns[i] for i in items]).astype(np.int64)

    def predict(self, fold: int, items: Sequence[int]) -> Labels:
        """Return the personas of the people in a fold, from a model of the others."""
        columns = self.columns_of(items)
        found = solve(self.without(fold), columns)
        return np.asarray(found.score(self.parts[fold].points[:, columns]).argmax(axis=1), dtype=np.int64)

    def gather(self, by_fold: Sequence[Labels]) -> Labels:
        """Return predictions by fold in the order of the people."""
        found = np.empty(len(self.fold), dtype=np.int64)
        for fold, labels in enumerate(by_fold):
            found[self.fold == fold] = labels
        return found


def draw_folds(labels: Labels, random_state: int) -> Ints:
    """Return the fold of each respondent; every persona is spread evenly over them."""
    random = np.random.default_rng([random_state, 3])
    shuffled = random.permutation(len(labels))
    by_persona = shuffled[np.argsort(labels[shuffled], kind="stable")]
    fold = np.empty(len(labels), dtype=np.int64)
    fold[by_persona] = np.arange(len(labels)) % min(FOLDS, len(labels))
    return fold


def cross_validate(folds: Folds, items: Sequence[int]) -> Labels:
    """Return the predicted personas for given items, each respondent's from a model of the other folds."""
    return folds.gather([folds.predict(f, items) for f in range(folds.n)])


def accuracy(people: People, predicted: Labels) -> float:
    """Return the weighted share of people whose persona is predicted."""
    return float(people.weights[predicted == people.labels].sum() / people.weights.sum())


def _estimate_without(sums: Sequence[Moments], out: Sequence[int]) -> Classes:
    kept = [moments for fold, moments in enumerate(sums) if fold not in out]
    return estimate(sum(kept[1:], start=kept[0]))
