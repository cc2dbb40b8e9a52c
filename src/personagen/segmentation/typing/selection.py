"""Forward selection of items by cross-validation, and what so many items reach when the choice is made within the folds.

The typing model itself belongs to `discriminant`, holding people back to `folds`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personagen.segmentation.content import Floats, Labels
from personagen.segmentation.typing.discriminant import Classes, Columns, solve_many
from personagen.segmentation.typing.folds import Folds, People, accuracy, cross_validate

ENOUGH = 0.9
SHOWN = 15
"""Numbers of items to try; more only where none of them is enough."""


@dataclass(frozen=True)
class Selection:
    """The items in the order they came in, and cross-validated predictions.

    Parameters
    ----------
    order
        Numbers of the items.
    predictions
        For 1, 2, ... items, each chosen within the folds: predicted personas in the order of the people.
    complete
        The same for all items.
    """

    order: tuple[int, ...]
    predictions: tuple[Labels, ...]
    complete: Labels

    def items(self, n: int) -> tuple[int, ...]:
        """Return the first ``n`` items; all of the study where the selection didn't get so far."""
        return self.order[:n] if n <= len(self.order) else tuple(range(n))

    def predicted(self, n: int) -> Labels:
        """Return the predictions of so many items."""
        return self.predictions[n - 1] if n <= len(self.order) else self.complete


def select_items(folds: Folds) -> Selection:
    """Return items by forward selection, together with what the same selection reaches within the folds.

    Parameters
    ----------
    folds
        Of each outer fold, items are chosen on the other nine: the item whose cross-validated accuracy over those nine
        is highest comes in next, the first of the study where several are.
    """
    complete = cross_validate(folds, range(len(folds.columns)))
    enough = ENOUGH * accuracy(folds.people, complete)
    order: list[int] = []
    within: list[list[int]] = [[] for _ in range(folds.n)]
    predictions: list[Labels] = []
    best = 0.0
    while len(order) < len(folds.columns) and (len(order) < SHOWN or best < enough):
        order.append(_choose_next(folds, order, None))
        for fold, chosen in enumerate(within):
            chosen.append(_choose_next(folds, chosen, fold))
        predictions.append(folds.gather([folds.predict(f, chosen) for f, chosen in enumerate(within)]))
        best = max(best, accuracy(folds.people, predictions[-1]))
    return Selection(tuple(order), tuple(predictions), complete)


def _choose_next(folds: Folds, chosen: Sequence[int], outer: int | None) -> int:
    """Return the item that adds most, judged without the outer fold."""
    candidates = [i for i in range(len(folds.columns)) if i not in chosen]
    if len(candidates) == 1:
        return candidates[0]
    base = folds.columns_of(chosen) if chosen else np.empty(0, dtype=np.int64)
    right = np.zeros(len(candidates))
    for fold in range(folds.n):
        out = {fold} if outer is None else {fold, outer}
        if fold != outer and len(out) < folds.n:
            right += _weigh_right(folds, folds.parts[fold], folds.without(*out), base, candidates)
    return candidates[int(right.argmax())]


def _weigh_right(
    folds: Folds, part: People, classes: Classes, base: Columns, candidates: Sequence[int]
) -> Floats:
    """Return for each candidate the weight of the people whom it and the chosen items get right."""
    right = np.zeros(len(candidates))
    widths = np.array([len(folds.columns[i]) for i in candidates])
    for width in np.unique(widths):
        places = np.flatnonzero(widths == width)
        sets = np.array([folds.columns[candidates[i]] for i in places.tolist()])
        right[places] = _weigh_sets(part, classes, base, sets)
    return right


def _weigh_sets(part: People, classes: Classes, base: Columns, sets: Columns) -> Floats:
    """Return the weight got right by the base columns with each set; what they share is multiplied once."""
    n, c, b, k = len(part.labels), len(sets), len(base), len(classes.means)
    whole = np.hstack([np.broadcast_to(base, (c, b)), sets])
    coefficients, constants = solve_many(classes, whole)
    shared = coefficients[:, :b].transpose(1, 2, 0).reshape(b, k * c)
    scores = (part.points[:, base] @ shared).reshape(n, k, c) + constants.T
    for place in range(sets.shape[1]):
        scores += part.points[:, None, sets[:, place]] * coefficients[:, b + place].T
    own = scores[np.arange(n), part.labels]
    return np.asarray(part.weights @ (own >= scores.max(axis=1)))
