"""What `personagen assign` is asked: which columns are needed, which lack, and where the result may go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from personagen.contracts import PersonaModel
from personagen.errors import DataError, Problem, StudyError, did_you_mean
from personagen.exports import Opened
from personagen.ingest import meet_newcomers
from pipelines.assigning.recogniser import Recogniser
from pipelines.assigning.rows import header_of


@dataclass(frozen=True)
class Asked:
    """What is to be done: the model, the file, and which of its columns are ids."""

    model: PersonaModel
    opened: Opened
    id_columns: tuple[str, ...]
    recogniser: Recogniser


def ask(model: PersonaModel, opened: Opened) -> Asked:
    """Find the columns that are needed.

    Raises
    ------
    DataError
        Naming every column that lacks.
    """
    have = [str(column) for column in opened.beginning.columns]
    columns = {source: _columns(model, source) for source in dict.fromkeys(v.source for v in model.variables)}
    needed = [column for own in columns.values() for column in own]
    there = [source for source, own in columns.items() if set(own) & set(have)]
    if not there:
        raise DataError(_no_header(needed, opened))
    lacking = [c for source in there for c in columns[source] if c not in have]
    if lacking:
        raise DataError([_lacks(column, needed, have, opened) for column in lacking])
    known = [each for each in model.variables if each.source in there]
    newcomers = list(meet_newcomers(known, model.sources, opened.beginning, opened.dialect))
    ids = {each.id_column for each in model.sources.values()}
    return Asked(
        model, opened, tuple(column for column in have if column in ids), Recogniser(model, newcomers)
    )


def _columns(model: PersonaModel, source: str) -> list[str]:
    own = (each.columns for each in model.variables if each.source == source)
    return list(dict.fromkeys(column for columns in own for column in columns))


def _no_header(needed: Sequence[str], opened: Opened) -> Problem:
    """Return the problem of a first line that names nothing: its cells may be somebody's, and stay unsaid."""
    what = f"the first line names none of the columns that the personas rest on: {', '.join(needed)}"
    return Problem(
        what, "Give the file a header with these names, as the run's sources have it.", opened.name, 1
    )


def _lacks(column: str, needed: Sequence[str], have: Sequence[str], opened: Opened) -> Problem:
    mend = (
        did_you_mean(column, [name for name in have if name not in needed])
        or f"Add it, or name it so; the file has {len(have)} columns."
    )
    return Problem("the file has no such column, which the personas rest on", mend, opened.name, None, column)


def refuse_target(target: Path, customers: Path) -> None:
    """Refuse a place for the result that is neither free nor holds an earlier result.

    Raises
    ------
    StudyError
        Saying what stands there.
    """
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


def notes_of(asked: Asked) -> Iterator[str]:
    """Yield what people should know of the answer before it comes."""
    for source in sorted(asked.recogniser.lacking):
        names = ", ".join(each.name for each in asked.model.variables if each.source == source)
        yield f"The file has none of the columns from {source}: {names} are unknown for everybody, whose basis is then partial."
    if not asked.id_columns:
        sources = dict.fromkeys(each.source for each in asked.model.variables)
        ids = [each for each in (asked.model.sources[source].id_column for source in sources) if each]
        named = f" ({' or '.join(ids)})" if ids else ""
        yield f"The file has no column with ids of the run{named}: the result says the line of each row."
