"""Read all sources of a study as text, and tell how its touchpoint logs are written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from personagen.contracts import Dialect, TextTable
from personagen.exports.dialects import detect_dialect
from personagen.exports.tables import read_table
from personagen.study import CsvOptions, StudyFile


def read_sources(study_file: StudyFile) -> dict[str, TextTable]:
    """Read every source but the touchpoint logs, which the engine reads in place.

    Returns
    -------
    dict
        By source: survey, interviews, codebook, analytics, links, touchpoint_map, emotions; those the study has.

    Raises
    ------
    StudyError, DataError
        If a file is missing, or can't be read as a table.
    """
    return {
        name: read_table(name, paths, [study_file.name_of(path) for path in paths], options)
        for name, paths, options in _each_source(study_file)
    }


def detect_log_dialects(study_file: StudyFile) -> dict[Path, Dialect]:
    """Tell how each CSV file of the touchpoint logs is written; Parquet files need no telling."""
    return {
        path: detect_dialect(path, log.csv, study_file.name_of(path))
        for position, log in enumerate(study_file.study.touchpoints)
        for path in study_file.resolve(f"touchpoints.{position}.files", log.files)
        if path.suffix != ".parquet"
    }


def _each_source(study_file: StudyFile) -> Iterator[tuple[str, list[Path], CsvOptions]]:
    study, resolve = study_file.study, study_file.resolve
    if study.survey:
        yield "survey", resolve("survey.files", study.survey.files), study.survey.csv
    if study.interviews:
        yield "interviews", resolve("interviews.files", study.interviews.files), study.interviews.csv
        if study.interviews.codebook:
            yield "codebook", resolve("interviews.codebook", study.interviews.codebook), CsvOptions()
    if study.analytics:
        yield "analytics", resolve("analytics.files", study.analytics.files), study.analytics.csv
    if study.links:
        yield "links", resolve("links.file", study.links.file), study.links.csv
    if study.touchpoint_map:
        yield "touchpoint_map", resolve("touchpoint_map", study.touchpoint_map), CsvOptions()
    words = {
        path
        for position, log in enumerate(study.touchpoints)
        if log.emotion and log.emotion.words
        for path in resolve(f"touchpoints.{position}.emotion.words", log.emotion.words)
    }
    if words:
        yield "emotions", sorted(words), CsvOptions()
