"""From a piece of a customers file to the persona of each row: typing, encoding and placing, joined up.

Only distinct answers are typed and encoded, by the functions that a run uses itself; rows look theirs up.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
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
from personagen.segmentation import Nearest, Part, recognise, square_distances

Flags = NDArray[np.bool_]
Places = NDArray[np.integer]
# distinct cells of a column that are remembered from piece to piece; more are numbers that hardly come again
_FEW, _REMEMBERED = 2000, 8
EXAMPLES = 3


@dataclass(frozen=True)
class Misread:
    """Cells of a column that break one check: how many, and some of them (row within the piece, what is said)."""

    column: str
    check: str
    n: int
    examples: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Recognised:
    """What is found of the people of a piece.

    Parameters
    ----------
    nearest, pulling
        As `recognise` gives them; numbers of variables are those of the model.
    is_partial
        Whether a whole source is unknown.
    is_imputed
        Variables of the model x rows.
    is_blank
        Whether nothing at all is known.
    misread
        What could not be used.
    """

    nearest: Nearest
    pulling: NDArray[np.int64]
    is_partial: Flags
    is_imputed: Flags
    is_blank: Flags
    misread: tuple[Misread, ...]


@dataclass(frozen=True)
class _Known:
    """Distinct answers to the variables of a unit, understood."""

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
        self._remembered: OrderedDict[tuple[object, ...], _Known] = OrderedDict()
        self._lock = Lock()

    def look_up(self, piece: Piece) -> tuple[Places, _Known]:
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

    def _remember(self, key: tuple[object, ...], known: _Known) -> None:
        with self._lock:
            self._remembered[key] = known
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)

    def _understand(self, cells: Mapping[str, pa.Array]) -> _Known:
        typed = {each.name: each.read(cells) for each in self.variables}
        ids = pd.Series(np.arange(len(cells[self.columns[0]])), name="respondent_id")
        answers = pd.concat([ids, *(each.answers for each in typed.values())], axis=1)
        states = pd.DataFrame({name: each.states for name, each in typed.items()})
        coded = encode(answers, states, self.encoding)
        return _Known(
            squares={name: self._square(coded, name) for name in typed},
            is_answered={name: (each.states == "answered").to_numpy() for name, each in typed.items()},
            is_blank=np.logical_and.reduce([each.is_blank for each in typed.values()]),
            misread={
                (column, check): (checks == check, cells[column])
                for each in typed.values()
                for column, checks in each.checks.items()
                for check in sorted(set(checks) - {""})
            },
        )

    def _square(self, coded: pd.DataFrame, name: str) -> NDArray[np.float64]:
        own = self.encoding.loc[self.encoding["variable"] == name, "column"].tolist()
        return square_distances(coded[own].to_numpy(), self.centroids[own].to_numpy())

    def say(self, column: str, check: str, cell: str) -> str:
        """Say what is wrong with a cell."""
        variable = next(each for each in self.variables if column in each.columns)
        return variable.say(column, check, cell)


class Recogniser:
    """Gives new people a persona of a model.

    Parameters
    ----------
    model
        The personas.
    newcomers
        How each variable of the model is read; those of a source that the file lacks left out.
    """

    def __init__(self, model: PersonaModel, newcomers: Sequence[Newcomers]) -> None:
        self.model = model
        self.names = [each.name for each in model.variables]
        self.units = list(_units(model, newcomers))
        self.lacking = {each.source for each in model.variables} - {unit.source for unit in self.units}
        self.widths = model.encoding.groupby("variable").size().to_dict()

    @property
    def columns(self) -> list[str]:
        """Columns of the file that are needed."""
        return list(dict.fromkeys(column for unit in self.units for column in unit.columns))

    def recognise(self, piece: Piece) -> Recognised:
        """Place the people of a piece; a person alone gets what the same person gets among others."""
        found = [(unit, *unit.look_up(piece)) for unit in self.units]
        is_known = _known_sources(found, piece.n_rows)
        parts: dict[str, Part] = {}
        is_answered: dict[str, Flags] = {}
        for unit, places, known in found:
            for name in known.squares:
                parts[name] = Part(known.squares[name], places, is_known[unit.source], self.widths[name])
                is_answered[name] = known.is_answered[name].take(places) & is_known[unit.source]
        order = [name for name in self.names if name in parts]
        n_possible = _add_up([parts[name].is_known for name in order])
        counts = (n_possible > 0) & (2 * _add_up([is_answered[name] for name in order]) >= n_possible)
        nearest, pulling = recognise([parts[name] for name in order], counts, len(self.model.encoding))
        is_imputed = np.zeros((len(self.names), piece.n_rows), dtype=bool)
        for name in order:
            is_imputed[self.names.index(name)] = parts[name].is_known & ~is_answered[name] & counts
        return Recognised(
            nearest=nearest,
            pulling=np.array([*(self.names.index(name) for name in order), -1])[pulling],
            is_partial=n_possible < len(self.names),
            is_imputed=is_imputed,
            is_blank=n_possible == 0,
            misread=tuple(misread for each in found for misread in _misread(*each)),
        )


def _units(model: PersonaModel, newcomers: Sequence[Newcomers]) -> Iterator[Unit]:
    """Yield the units: items that an answering level is taken out of go together, all else alone."""
    sources = {each.name: each.source for each in model.variables}
    centred: set[str] = set()
    if "row_centre" in model.encoding:
        centred = set(model.encoding.loc[model.encoding["row_centre"], "variable"])
    together = [each for each in newcomers if each.name in centred]
    if together:
        yield Unit(together, sources[together[0].name], model)
    for each in newcomers:
        if each.name not in centred:
            yield Unit([each], sources[each.name], model)


def _known_sources(found: Sequence[tuple[Unit, Places, _Known]], n_rows: int) -> dict[str, Flags]:
    """Return by source of whom something stands there: where nothing does, it is as with somebody who isn't linked."""
    is_known: dict[str, Flags] = {}
    for unit, places, known in found:
        before = is_known.get(unit.source, np.zeros(n_rows, dtype=bool))
        is_known[unit.source] = before if before.all() else before | ~known.is_blank.take(places)
    return is_known


def _add_up(flags: Sequence[Flags]) -> NDArray[np.int16]:
    total = np.zeros(len(flags[0]), dtype=np.int16)
    for each in flags:
        total += each
    return total


def _misread(unit: Unit, places: Places, known: _Known) -> Iterator[Misread]:
    for (column, check), (is_wrong, cells) in known.misread.items():
        rows = np.flatnonzero(is_wrong.take(places))
        first = rows[:EXAMPLES].tolist()
        said = tuple((row, unit.say(column, check, cells[int(places[row])].as_py())) for row in first)
        yield Misread(column, check, len(rows), said)


def _in_order(codes: NDArray[np.int32], texts: pa.Array) -> tuple[pa.Array, Places]:
    """Return the distinct texts sorted, and the codes as places among them; texts that hardly come again as they are."""
    if len(texts) > _FEW:
        return texts, codes
    order = pc.sort_indices(texts)
    places = order.to_numpy()
    if (places[1:] > places[:-1]).all():
        return texts, codes
    rank = np.empty(len(places), dtype=np.int32)
    rank[places] = np.arange(len(places), dtype=np.int32)
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
