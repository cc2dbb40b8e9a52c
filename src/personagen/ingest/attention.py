"""Attention checks: which answers of a survey fail them. Who is flagged for it is decided in `answering`."""

from __future__ import annotations

import pandas as pd

from personagen.errors import DataError
from personagen.ingest.codes import codes_of
from personagen.ingest.numbers import Marks
from personagen.study import Study
from personagen.study.base import Scalar
from personagen.study.file import StudyFile

KEY = "quality.attention_checks"


def attention_columns(study: Study) -> dict[str, str]:
    """Return study key and column of each attention check."""
    return {f"{KEY}.{column}": column for column in study.quality.attention_checks}


def count_failures(study_file: StudyFile, used: pd.DataFrame) -> pd.Series:
    """Return how many attention checks each row fails; blank where the study has none.

    The passing answer is compared with the cell as it stands in the file, as text or as a number. An empty cell, and a
    code that a variable of the same column lists as missing or not asked, fails nothing: the check may not have been
    shown.

    Parameters
    ----------
    used
        The survey as text, rows that count.

    Raises
    ------
    DataError
        If nobody passes a check: the passing answer must be wrong then.
    """
    checks = study_file.study.quality.attention_checks
    failed = pd.Series(0 if checks else pd.NA, index=used.index, dtype="Int64")
    for column, passing in checks.items():
        answers = used[column]
        passes, is_silent = _is_one_of(answers, [passing]), _is_silent(answers, study_file.study)
        if not passes.any() and not is_silent.all():
            what = f"nobody passes the attention check: no answer is {passing}"
            mend = "Give the passing answer as it stands in the file, or leave the check out."
            raise DataError(study_file.problem(f"{KEY}.{column}", what, mend))
        failed = failed + (~passes & ~is_silent).astype("int64")
    return failed


def _is_silent(answers: pd.Series, study: Study) -> pd.Series:
    codes: list[Scalar] = []
    for _, name, variable in study.each_variable():
        if variable.source == "survey" and (variable.column or name) == answers.name:
            codes += [*variable.missing, *variable.not_asked]
    return (answers == "") | _is_one_of(answers, codes)


def _is_one_of(answers: pd.Series, scalars: list[Scalar]) -> pd.Series:
    codes = codes_of(scalars)
    found = {
        cell: any(codes.find(cell, marks) for marks in (Marks(), Marks(","))) for cell in answers.unique()
    }
    return answers.map(found).astype(bool)
