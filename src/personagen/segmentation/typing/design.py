"""From the lines of the answer sheet to the standardised columns that the typing model works on, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personagen.segmentation.content import Floats, Ints
from personagen.segmentation.typing.discriminant import Columns, Discriminant
from personagen.segmentation.typing.sheet import Line


@dataclass(frozen=True)
class Design:
    """How lines become columns.

    Parameters
    ----------
    items
        The questions, in the order of the study.
    columns
        Numbers of the columns of each question.
    adding
        Line x column: what a line adds to a column.
    centre, scale
        Weighted mean and deviation of each column.
    """

    items: tuple[str, ...]
    columns: tuple[Columns, ...]
    adding: Floats
    centre: Floats
    scale: Floats

    def standardise(self, filled: Floats) -> Floats:
        """Return respondent x column of what was filled in."""
        return np.asarray((filled @ self.adding - self.centre) / self.scale)

    def lines_of(self, items: Sequence[int]) -> Ints:
        """Return the numbers of the lines of questions, question by question."""
        uses = [self.adding[:, self.columns[item]].any(axis=1) for item in items]
        return np.concatenate([np.flatnonzero(use) for use in uses])

    def on_lines(self, model: Discriminant, items: Sequence[int]) -> Discriminant:
        """Return a model of the columns of questions as one of their lines, in the units of the answers."""
        columns = np.concatenate([self.columns[item] for item in items])
        adding = self.adding[np.ix_(self.lines_of(items), columns)]
        by_unit = model.coefficients / self.scale[columns][:, None]
        return Discriminant(adding @ by_unit, model.constants - self.centre[columns] @ by_unit)


def make_design(lines: Sequence[Line], filled: Floats, weights: Floats) -> Design:
    """Return the design of an answer sheet.

    Parameters
    ----------
    lines
        Lines of one question stand together.
    filled
        Respondent x line; every column varies.
    weights
        Survey weights.
    """
    keys = [(line.item, line.column) for line in lines]
    distinct = list(dict.fromkeys(keys))
    adding = np.zeros((len(lines), len(distinct)))
    adding[np.arange(len(lines)), [distinct.index(key) for key in keys]] = [line.code for line in lines]
    values = filled @ adding
    centre = weights @ values / weights.sum()
    scale = np.sqrt(weights @ (values - centre) ** 2 / weights.sum())
    items = tuple(dict.fromkeys(line.item for line in lines))
    columns = tuple(np.flatnonzero([key[0] == item for key in distinct]) for item in items)
    return Design(items, columns, adding, centre, scale)
