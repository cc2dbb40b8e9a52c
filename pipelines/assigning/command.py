"""The command itself: one piece of the file after another, into a result that is whole or absent."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from personagen.contracts.text import Piece
from personagen.exports import Chunk, open_pieces, read_chunks, split_chunk
from personagen.runs import new_private_file, read_model, read_run
from personagen.study import CsvOptions
from pipelines.assigning.asking import Asked, ask, notes_of, refuse_target
from pipelines.assigning.recogniser import Misread
from pipelines.assigning.rows import BASES, header_of, rows_of
from pipelines.assigning.telling import Told, account_for
from pipelines.progress import Progress
from pipelines.steps import defects_without_data

_WORKERS, _AHEAD = 2, 2


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
    refuse_target(target, customers)
    asked = ask(model, open_pieces(customers, str(customers), CsvOptions()))
    yield from ((line, False) for line in notes_of(asked))
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
    yield from ((line, False) for line in account_for(asked.opened.name, told))
    counts = ", ".join(f"{told.bases[basis]:,} {basis}" for basis in BASES)
    yield f"People: {sum(told.bases.values()):,} ({counts})", True
    yield f"Result: {target}", True


def _place_all(asked: Asked) -> Iterator[Placed]:
    """Yield the pieces in order; two are worked on at a time, and few wait."""
    waiting: deque[Future[Placed]] = deque()
    with ThreadPoolExecutor(min(_WORKERS, os.cpu_count() or 1)) as pool:
        try:
            for chunk in read_chunks(asked.opened):
                waiting.append(pool.submit(place, asked, chunk))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def place(asked: Asked, chunk: Chunk) -> Placed:
    """Give the people of a chunk a persona."""
    piece = split_chunk(asked.opened, chunk, asked.recogniser.columns, asked.id_columns)
    found = asked.recogniser.recognise(piece)
    text, bases = rows_of(piece, found, asked.model, asked.id_columns)
    return Placed(piece, text, bases, found.misread, chunk.share)
