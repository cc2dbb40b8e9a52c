"""From a piece of a customers file to the persona of each row: typing, encoding and placing, joined up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from personagen.contracts import PersonaModel
from personagen.contracts.text import Piece
from personagen.ingest import Newcomers
from personagen.segmentation import Nearest, Part, recognise
from pipelines.assigning.units import Flags, Known, Places, Unit

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


def _known_sources(found: Sequence[tuple[Unit, Places, Known]], n_rows: int) -> dict[str, Flags]:
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


def _misread(unit: Unit, places: Places, known: Known) -> Iterator[Misread]:
    for (column, check), (is_wrong, cells) in known.misread.items():
        rows = np.flatnonzero(is_wrong.take(places))
        first = rows[:EXAMPLES].tolist()
        said = tuple((row, unit.say(column, check, cells[int(places[row])].as_py())) for row in first)
        yield Misread(column, check, len(rows), said)
