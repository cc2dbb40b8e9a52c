"""Read a study file: text, types, keys that go together, and the files it names; all problems at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import ValidationError

from personagen.errors import Problem, StudyError
from personagen.study.checks import check_files, check_study
from personagen.study.file import StudyFile
from personagen.study.later import refuse_later
from personagen.study.model import Study
from personagen.study.tree import Plain, Tree, read_tree
from personagen.study.wording import say_problems


def read_study(path: Path) -> StudyFile:
    """Read and check a study file.

    Parameters
    ----------
    path
        YAML file; all paths in it are relative to its folder.

    Raises
    ------
    StudyError
        If anything is wrong with it: each problem with its line, its key and what is allowed.
    """
    path = Path(path)
    content = _read_bytes(path)
    tree = read_tree(_decode(content, path), str(path))
    study = _read_types(tree, str(path))
    study_file = StudyFile(path, study, tree.lines, hashlib.sha256(content).hexdigest())
    if problems := [*check_study(study_file), *check_files(study_file)]:
        raise StudyError(sorted(problems, key=lambda problem: problem.line or 0))
    return study_file


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            mend = "Name the study file in it, such as study.yaml."
            raise StudyError(Problem("this is a folder, not a study file", mend, str(path)))
        return path.read_bytes()
    except FileNotFoundError as error:
        mend = "Check the path; `personagen init FILE...` drafts a study file."
        raise StudyError(Problem("there is no such study file", mend, str(path))) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        mend = "Check its name and rights."
        raise StudyError(Problem(f"the study file can't be read ({reason})", mend, str(path))) from error


def _decode(content: bytes, path: Path) -> str:
    mend = "Save the study file as UTF-8 text."
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content and not is_utf16:
        raise StudyError(Problem("this is a binary file, not a study file", mend, str(path)))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = None if is_utf16 else content[: error.start].count(b"\n") + 1
        raise StudyError(Problem("the study file is not UTF-8 text", mend, str(path), line)) from error


def _read_types(tree: Tree, file: str) -> Study:
    if tree.data is None and not tree.problems:
        mend = "`personagen init FILE...` drafts a study from your exports."
        raise StudyError(Problem("the study file is empty", mend, file))
    if not isinstance(tree.data, dict):
        what = "the study file holds no keys at its top level"
        raise StudyError([*tree.problems, Problem(what, "Start with `study: title`.", file, 1)])
    problems = [*tree.problems, *refuse_later(tree.data, tree.lines, file)]
    try:
        # strict: a quoted "5" is no number, and true is not 1
        study = Study.model_validate(_frozen(tree.data), strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        refused = tuple(problem.where for problem in problems if problem.where)
        said = say_problems(error, tree.data, tree.lines, file)
        problems += [p for p in said if not _is_within(p.where, refused)]
    if problems:
        raise StudyError(sorted(problems, key=lambda problem: problem.line or 0))
    return study


def _frozen(value: Plain) -> object:
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _is_within(key: str | None, refused: tuple[str, ...]) -> bool:
    return any(key == one or (key or "").startswith(f"{one}.") for one in refused)
