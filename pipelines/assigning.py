"""`personagen assign`: new people get a persona of an earlier run, one piece of their file after another."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from personagen.contracts import PersonaModel
from personagen.contracts.text import Piece
from personagen.errors import DataError, Problem, StudyError, did_you_mean
from personagen.exports import Chunk, Opened, open_pieces, read_chunks, split_chunk
from personagen.ingest import meet_newcomers
from personagen.runs import new_private_file, read_model, read_run
from personagen.study import CsvOptions
from pipelines.assigned import BASES, header_of, rows_of
from pipelines.progress import Progress
from pipelines.recognising import EXAMPLES, Misread, Recogniser
from pipelines.steps import defects_without_data

_WORKERS = 2
_AHEAD = 2


@dataclass(frozen=True)
class Asked:
    """What is to be done: the model, the file, and which of its columns are ids."""

    model: PersonaModel
    opened: Opened
    id_columns: tuple[str, ...]
    recogniser: Recogniser


@dataclass
class Told:
    """What became of the rows so far."""

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


@dataclass(frozen=True)
class Placed:
    """A piece with its lines for the result."""

    piece: Piece
    text: bytes
    bases: dict[str, int]
    misread: tuple[Misread, ...]
    share: float


def assign_customers(run: Path, customers: Path, out: Path | None) -> Iterator[tuple[str, bool]]:
    """Give the people of a file a persona, and yield what to say: lines, each with whether it is a result.

    Parameters
    ----------
    run
        A run folder.
    customers
        CSV, packed with gzip or not.
    out
        Where the result goes; default: ``<customers>-personas.csv`` beside the customers.

    Raises
    ------
    StudyError, DataError
        If the run has no model, columns lack, or the file can't be read; then nothing is left behind.
    """
    model = read_model(read_run(run).path)
    target = out or customers.with_name(f"{customers.name.split('.')[0]}-personas.csv")
    _refuse_target(target, customers)
    asked = _ask(model, open_pieces(customers, str(customers), CsvOptions()))
    yield from ((line, False) for line in _notes(asked))
    told, progress = Told(), Progress("Assigning")
    try:
        with defects_without_data(), new_private_file(target) as stream:
            stream.write(header_of(asked.id_columns))
            for placed in _place_all(asked):
                stream.write(placed.text)
                told.add(placed.piece, placed.misread, placed.bases)
                progress.tell(placed.share, told.n_rows)
    except BaseException:
        progress.stop()
        raise
    progress.end(told.n_rows)
    yield from ((line, False) for line in _account(asked, told))
    counts = ", ".join(f"{told.bases[basis]:,} {basis}" for basis in BASES)
    yield f"People: {sum(told.bases.values()):,} ({counts})", True
    yield f"Result: {target}", True


def _place_all(asked: Asked) -> Iterator[Placed]:
    """Yield the pieces in order; two are worked on at a time, and few wait."""
    waiting: deque[Future[Placed]] = deque()
    with ThreadPoolExecutor(min(_WORKERS, os.cpu_count() or 1)) as pool:
        try:
            for chunk in read_chunks(asked.opened):
                waiting.append(pool.submit(_place, asked, chunk))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _place(asked: Asked, chunk: Chunk) -> Placed:
    piece = split_chunk(asked.opened, chunk, asked.recogniser.columns, asked.id_columns)
    found = asked.recogniser.recognise(piece)
    text, bases = rows_of(piece, found, asked.model, asked.id_columns)
    return Placed(piece, text, bases, found.misread, chunk.share)


def _ask(model: PersonaModel, opened: Opened) -> Asked:
    """Find the columns that are needed.

    Raises
    ------
    DataError
        Naming every column that lacks.
    """
    have = [str(column) for column in opened.beginning.columns]
    columns = {source: _columns(model, source) for source in dict.fromkeys(v.source for v in model.variables)}
    there = {source for source, needed in columns.items() if set(needed) & set(have)}
    lacking = [c for source in there or columns for c in columns[source] if c not in have]
    if lacking:
        raise DataError([_lacks(column, have, opened) for column in lacking])
    known = [each for each in model.variables if each.source in there]
    newcomers = list(meet_newcomers(known, model.sources, opened.beginning, opened.dialect))
    ids = {each.id_column for each in model.sources.values()}
    return Asked(
        model, opened, tuple(column for column in have if column in ids), Recogniser(model, newcomers)
    )


def _columns(model: PersonaModel, source: str) -> list[str]:
    own = (each.columns for each in model.variables if each.source == source)
    return list(dict.fromkeys(column for columns in own for column in columns))


def _lacks(column: str, have: Sequence[str], opened: Opened) -> Problem:
    mend = did_you_mean(column, have) or f"Add it, or name it so; the file has {len(have)} columns."
    return Problem("the file has no such column, which the personas rest on", mend, opened.name, None, column)


def _refuse_target(target: Path, customers: Path) -> None:
    """Refuse a place for the result that isn't free, nor holds an earlier result."""
    where = "--out"
    if target.is_dir():
        raise StudyError(Problem(f'"{target}" is a folder', "Name a file", where=where))
    if not target.parent.is_dir():
        raise StudyError(
            Problem(f'there is no folder "{target.parent}"', "Make it, or name another", where=where)
        )
    if target.exists() and not _is_result(target):
        what = f'"{target}" is there already and is no result of `personagen assign`'
        if customers.exists() and target.samefile(customers):
            what = f'"{target}" is the file of the customers'
        raise StudyError(Problem(what, "Name another file", where=where))


def _is_result(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.readline(1 << 16).endswith(header_of(["."])[1:])


def _notes(asked: Asked) -> Iterator[str]:
    for source in sorted(asked.recogniser.lacking):
        names = ", ".join(each.name for each in asked.model.variables if each.source == source)
        yield f"The file has none of the columns from {source}: {names} unknown of everybody, basis partial."
    if not asked.id_columns:
        ids = [each.id_column for each in asked.model.sources.values() if each.id_column]
        named = f" ({' or '.join(ids)})" if ids else ""
        yield f"The file has no column with ids of the run{named}: the result says the line of each row."


def _account(asked: Asked, told: Told) -> Iterator[str]:
    """Yield what could not be used, most first."""
    name = asked.opened.name
    if told.n_ragged:
        lines = ", ".join(map(str, told.ragged))
        yield f"{name}: {told.n_ragged:,} rows have another number of cells than the header and are left out (line {lines})."
    for (column, check), n in sorted(told.misread.items(), key=lambda item: (-item[1], item[0])):
        examples = "; ".join(f"line {line}: {words}" for line, words in told.examples[column, check])
        yield f"{name}: {column}: {n:,} cells taken as no answer ({examples})."
