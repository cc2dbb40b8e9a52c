"""Choices of the command line that go before those of the study file."""

from __future__ import annotations

from dataclasses import replace

from personagen.study import StudyFile


def with_choices(
    study_file: StudyFile, *, k: int | None, engine: str | None, language: str | None
) -> StudyFile:
    """Return the study file with what was asked for instead of what it says.

    Another language is that of the report; the data stay in the language of the study file.
    """
    study = study_file.study
    if engine is not None:
        chosen = study.engine.model_copy(update={"name": engine})
        study = study.model_copy(update={"engine": chosen})
    if k is not None:
        study = study.with_segmentation(k=k)
    if language is not None:
        study = study.model_copy(update={"language": language})
    return replace(study_file, study=study, data_language=study_file.study.language)
