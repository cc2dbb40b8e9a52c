"""Variables of new people, looked up: what each distinct answer says, worked out once for many rows.

Only distinct answers are typed and encoded, by the functions that a run uses itself.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from personagen.contracts import PersonaModel
from personagen.contracts.text import Piece
from personagen.features import encode
from personagen.ingest import Newcomers
from personagen.segmentation import square_distances

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]
# distinct cells of a column that are remembered from piece to piece; more are numbers that hardly come again
_FEW, _REMEMBERED = 2000, 8


@dataclass(frozen=True)
class Known:
    """Distinct answers to the variables of a unit, understood.

    Parameters
    ----------
    squares
        By variable: answers x centroids, squared distances.
    is_answered
        By variable.
    is_blank
        Whether nothing at all stands there.
    misread
        By column and check: which answers break it, and their cells.
    """

    squares: Mapping[str, NDArray[np.float64]]
    is_answered: Mapping[str, Flags]
    is_blank: Flags
    misread: Mapping[tuple[str, str], tuple[Flags, pa.Array]]


class Unit:
    """Variables that can only be encoded together: nearly always a single one."""

    def __init__(self, variables: Sequence[Newcomers], source: str, model: PersonaModel) -> None:
        self.variables, self.source = tuple(variables), source
        names = {each.name for each in variables}
        self.encoding = model.encoding[model.encoding["variable"].isin(names)].reset_index(drop=True)
        self.centroids = model.centroids
        self.columns = tuple(dict.fromkeys(column for each in variables for column in each.columns))
        self._remembered: OrderedDict[tuple[object, ...], Known] = OrderedDict()
        self._lock = Lock()

    def look_up(self, piece: Piece) -> tuple[Places, Known]:
        """Return for each row the place of its answers among the distinct ones, and what these say."""
        texts, codes = zip(*(_in_order(*piece.coded[column]) for column in self.columns), strict=True)
        places, rows = _join(codes, [len(each) for each in texts])
        n_distinct = len(rows) + sum(len(each) for each in texts)
        key = (*(tuple(each.to_pylist()) for each in texts), rows.tobytes()) if n_distinct <= _FEW else None
        known = self._remembered.get(key) if key else None
        if known is None:
            known = self._understand(
                {c: texts[i].take(pa.array(rows[:, i])) for i, c in enumerate(self.columns)}
                if len(texts) > 1
                else {self.columns[0]: texts[0]}
            )
            if key:
                self._remember(key, known)
        return places, known

    def _remember(self, key: tuple[object, ...], known: Known) -> None:
        with self._lock:
            self._remembered[key] = known
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)

    def _understand(self, cells: Mapping[str, pa.Array]) -> Known:
        typed = {each.name: each.read(cells) for each in self.variables}
        ids = pd.Series(np.arange(len(cells[self.columns[0]])), name="respondent_id")
        answers = pd.concat([ids, *(each.answers for each in typed.values())], axis=1)
        states = pd.DataFrame({name: each.states for name, each in typed.items()})
        coded = encode(answers, states, self.encoding)
        return Known(
            squares={name: self._square(coded, name) for name in typed},
            is_answered={name: (each.states == "answered").to_numpy() for name, each in typed.items()},
            is_blank=np.logical_and.reduce([each.is_blank for each in typed.values()]),
            misread={
                (column, check): (is_wrong, cells[column])
                for each in typed.values()
                for (column, check), is_wrong in each.misread.items()
            },
        )

    def _square(self, coded: pd.DataFrame, name: str) -> NDArray[np.float64]:
        own = self.encoding.loc[self.encoding["variable"] == name, "column"].tolist()
        return square_distances(coded[own].to_numpy(), self.centroids[own].to_numpy())

    def say(self, column: str, check: str, cell: str) -> str:
        """Say what is wrong with a cell."""
        variable = next(each for each in self.variables if column in each.columns)
        return variable.say(column, check, cell)


def _in_order(codes: NDArray[np.int32], texts: pa.Array) -> tuple[pa.Array, Places]:
    """Return the distinct texts sorted, and the codes as places among them; texts that hardly come again as they are."""
    if len(texts) > _FEW:
        return texts, codes.astype(np.int64)
    order = pc.sort_indices(texts)
    places = order.to_numpy()
    if (places[1:] > places[:-1]).all():
        return texts, codes.astype(np.int64)
    rank = np.empty(len(places), dtype=np.int64)
    rank[places] = np.arange(len(places))
    return texts.take(order), rank.take(codes)


def _join(codes: Sequence[Places], sizes: Sequence[int]) -> tuple[Places, NDArray[np.int64]]:
    """Return for each row the place of its codes among the distinct rows of codes, and these rows."""
    if len(codes) == 1:
        return codes[0], np.arange(sizes[0]).reshape(-1, 1)
    places, firsts = np.zeros(len(codes[0]), dtype=np.int64), np.zeros((1, 0), dtype=np.int64)
    for each, size in zip(codes, sizes, strict=True):
        mixed = places * size + each
        found, places = np.unique(mixed, return_inverse=True)
        firsts = np.column_stack([firsts[found // size], found % size])
    return places, firsts
