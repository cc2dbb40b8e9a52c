"""Choices of the command line that go before those of the study file."""

from __future__ import annotations

from dataclasses import replace

from personagen.errors import Problem, StudyError
from personagen.study import StudyFile


def with_choices(
    study_file: StudyFile, *, k: int | None, engine: str | None, language: str | None
) -> StudyFile:
    """Return the study file with what was asked for instead of what it says.

    Raises
    ------
    StudyError
        If a choice isn't possible.
    """
    study = study_file.study
    if engine not in (None, "duckdb"):
        raise StudyError(
            Problem(f'The engine "{engine}" is not yet supported', "Leave --engine out", where="--engine")
        )
    if k is not None:
        study = study.with_segmentation(k=k)
    if language is not None:
        study = study.model_copy(update={"language": language})
    return replace(study_file, study=study)
