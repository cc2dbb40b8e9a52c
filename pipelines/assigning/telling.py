"""What became of the rows of a customers file, and what in it could not be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from personagen.contracts.text import Piece
from pipelines.assigning.recogniser import EXAMPLES, Misread
from pipelines.assigning.rows import BASES


@dataclass
class Told:
    """What became of the rows so far; it grows piece by piece."""

    bases: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BASES, 0))
    n_rows: int = 0
    n_ragged: int = 0
    ragged: list[int] = field(default_factory=list)
    misread: dict[tuple[str, str], int] = field(default_factory=dict)
    examples: dict[tuple[str, str], list[tuple[int, str]]] = field(default_factory=dict)

    def add(self, piece: Piece, misread: Sequence[Misread], bases: dict[str, int]) -> None:
        """Add a piece; lines are looked up only for the first few cells that are named."""
        self.n_rows += piece.n_rows
        self.bases = {basis: n + bases[basis] for basis, n in self.bases.items()}
        self.n_ragged += piece.n_ragged
        if piece.n_ragged and len(self.ragged) < EXAMPLES:
            self.ragged = (self.ragged + piece.ragged_lines())[:EXAMPLES]
        for each in misread:
            key = (each.column, each.check)
            self.misread[key] = self.misread.get(key, 0) + each.n
            kept = self.examples.setdefault(key, [])
            if each.examples and len(kept) < EXAMPLES:
                lines = piece.lines_of([row for row, _ in each.examples])
                said = [(line, words) for line, (_, words) in zip(lines, each.examples, strict=True)]
                self.examples[key] = (kept + said)[:EXAMPLES]


def account_for(name: str, told: Told) -> Iterator[str]:
    """Yield what could not be used, most first."""
    if told.n_ragged:
        lines = ", ".join(map(str, told.ragged))
        yield f"{name}: {told.n_ragged:,} rows have another number of cells than the header and are left out (line {lines})."
    for (column, check), n in sorted(told.misread.items(), key=lambda item: (-item[1], item[0])):
        examples = "; ".join(f"line {line}: {words}" for line, words in told.examples[column, check])
        yield f"{name}: {column}: {n:,} {'cell' if n == 1 else 'cells'} taken as no answer ({examples})."
