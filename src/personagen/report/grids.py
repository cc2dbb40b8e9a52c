"""Tables of the page, as text: a caption, heads, and rows with a head of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from personagen.report.source import Source


@dataclass(frozen=True)
class Grid:
    """A table as the page shows it; the first cell of each row is its head."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: bool = True


def grid(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, numeric: bool = True) -> Grid:
    """Return a table as text."""
    return Grid(caption, tuple(heads), tuple(tuple(row) for row in rows), numeric)


def phase_grid(source: Source, caption: str, cell: Callable[[str, str], str]) -> Grid:
    """Return what every persona has in every phase.

    Parameters
    ----------
    cell
        Persona and phase -> text.
    """
    heads = [source.words.say("common.persona"), *source.phases.values()]
    rows = ([source.name(p), *(cell(p, phase) for phase in source.phases)] for p in source.personas)
    return grid(caption, heads, rows, numeric=False)
