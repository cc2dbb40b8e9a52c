"""`personagen init`: draft a study file from exports."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from personagen.errors import Problem, StudyError
from personagen.exports import list_cells, read_beginning
from personagen.runs import replace_text
from personagen.study import CsvOptions, draft_study

_MOST_ROWS = 20_000


def draft(
    files: Sequence[Path], out: Path, *, title: str | None, language: Literal["nl", "en"], force: bool
) -> Iterator[str]:
    """Write a study file, and a touchpoint map where one is needed; yield what was done and what is unsure.

    Raises
    ------
    StudyError
        If a file would be overwritten, or stands outside the folder of the study file.
    DataError
        If an export can't be read, or none is about people.
    """
    _refuse_to_overwrite(out, force=force)
    names = [_name_from(out, path) for path in files]
    tables = [
        read_beginning(path, name, CsvOptions(), _MOST_ROWS) for path, name in zip(files, names, strict=True)
    ]
    paths = dict(zip(names, files, strict=True))
    drafted = draft_study(
        tables,
        title=title or _title(out),
        language=language,
        list_cells=lambda name, column: list_cells(paths[name], name, CsvOptions(), column),
    )
    beside = {out.parent / name: text for name, text in drafted.extra_files.items()}
    for path in beside:
        _refuse_to_overwrite(path, force=force)
    made = {**beside, out: drafted.text}
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_text(path, text)
    # all is written before anything is said: whoever reads may stop at the first line
    yield from (f"Wrote {path}" for path in made)
    yield from _what_next(out, drafted.unsure)


def _what_next(out: Path, unsure: Sequence[str]) -> Iterator[str]:
    if unsure:
        yield ""
        yield "Look at first:"
        yield from (f"  {remark}" for remark in unsure)
    yield ""
    yield f"Correct it, then: personagen check {out}"


def _refuse_to_overwrite(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise StudyError(Problem(f'"{path}" is a folder', "Name a file, such as study.yaml", where="--out"))
    if path.exists() and not force:
        raise StudyError(
            Problem(f'"{path}" exists already', "Name another file with --out, or overwrite it with --force")
        )


def _name_from(out: Path, path: Path) -> str:
    name = Path(os.path.relpath(path, out.parent)).as_posix()
    if name.startswith("../"):
        raise StudyError(
            Problem(
                f'"{path}" stands outside the folder of the study file',
                "Put the study file above your exports with --out, or copy the exports to its folder",
            )
        )
    return name


def _title(out: Path) -> str:
    stem = out.stem if out.stem != "study" else out.resolve().parent.name
    return stem.replace("-", " ").replace("_", " ").strip().capitalize() or "Study"
