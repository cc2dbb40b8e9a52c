"""The published tables of how well the golden questions do. Nothing is fitted here; the rule's table is made in `rule`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from personagen.contracts.segmentation import TYPING, TYPING_CONFUSION
from personagen.segmentation.content import Labels
from personagen.segmentation.typing.folds import People, accuracy
from personagen.segmentation.typing.selection import ENOUGH, Selection

ALL = "all"


def tabulate_accuracy(people: People, found: Selection, items: Sequence[str]) -> pd.DataFrame:
    """Return the published table ``typing``; a last row for all items where the selection stopped before.

    Parameters
    ----------
    people
        Those who were predicted.
    found
        The selection.
    items
        Names of all items.
    """
    reached = [accuracy(people, predicted) for predicted in found.predictions]
    numbers = list(range(1, len(reached) + 1))
    names = [items[i] for i in found.order]
    of_all = accuracy(people, found.complete)
    if len(reached) < len(items):
        reached, numbers, names = [*reached, of_all], [*numbers, len(items)], [*names, ALL]
    rows = pd.DataFrame({"n_items": numbers, "item": names, "accuracy": reached})
    enough = rows["accuracy"] >= ENOUGH * of_all
    by_persona = np.bincount(people.labels, people.weights)
    chance = float(by_persona.max() / by_persona.sum())
    return TYPING.conform(rows.assign(chance=chance, is_enough=enough & (enough.cumsum() == 1)))


def tabulate_confusion(people: People, predicted: Labels, personas: Sequence[str]) -> pd.DataFrame:
    """Return the published table ``typing_confusion``.

    Parameters
    ----------
    people, predicted
        Those who were predicted, and the persona each was given.
    personas
        Names of the personas.
    """
    k = len(personas)
    pair = people.labels * k + predicted
    weights = np.bincount(pair, people.weights, minlength=k * k).reshape(k, k)
    total = weights.sum(axis=1, keepdims=True)
    rows = {
        "persona": np.repeat(personas, k),
        "typed_as": np.tile(personas, k),
        "n": np.bincount(pair, minlength=k * k),
        "share": (weights / np.where(total > 0, total, 1.0)).ravel(),
    }
    return TYPING_CONFUSION.conform(pd.DataFrame(rows))
