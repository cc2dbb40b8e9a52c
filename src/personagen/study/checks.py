"""Checks across the keys of a study, and of the files it names. Checking data doesn't belong here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from personagen.errors import Problem, StudyError
from personagen.study.check_attractiveness import check_attractiveness
from personagen.study.check_outcome import check_outcome
from personagen.study.check_quality import check_quality
from personagen.study.check_segmentation import check_segmentation
from personagen.study.check_sources import check_sources
from personagen.study.check_variables import check_variables
from personagen.study.file import StudyFile
from personagen.study.parameters import Phase

_RESERVED = ("all", "start", "end", "unassigned")


def check_study(study_file: StudyFile) -> list[Problem]:
    """Return what is wrong between the keys of a study."""
    return [
        *check_sources(study_file),
        *check_variables(study_file),
        *check_quality(study_file),
        *_check_phases(study_file),
        *check_segmentation(study_file),
        *check_attractiveness(study_file),
        *check_outcome(study_file),
        *_check_engine(study_file),
    ]


def check_files(study_file: StudyFile) -> list[Problem]:
    """Return a problem for each file or pattern of the study that names nothing, or a place where none can be."""
    problems: list[Problem] = []
    if study_file.study.personas is not None:
        try:
            study_file.place("personas", study_file.study.personas)
        except StudyError as error:
            problems += error.problems
    for key, patterns in study_file.study.each_input():
        places = (
            [(key, patterns)]
            if isinstance(patterns, str)
            else [(f"{key}.{position}", pattern) for position, pattern in enumerate(patterns)]
        )
        for place, pattern in places:
            try:
                study_file.resolve(place, pattern)
            except StudyError as error:
                problems += error.problems
    return problems


def _check_phases(study_file: StudyFile) -> Iterator[Problem]:
    phases: str | tuple[Phase, ...] = study_file.study.phases
    if isinstance(phases, str):
        return
    for word in ("id", "label"):
        counts = Counter(getattr(phase, word) for phase in phases)
        seen: set[str] = set()
        for position, phase in enumerate(phases):
            value = getattr(phase, word)
            if counts[value] > 1 and value in seen:
                what = f'the {word} "{value}" is used twice'
                yield study_file.problem(
                    f"phases.{position}.{word}", what, f"Give each phase its own {word}."
                )
            seen.add(value)
    for position, phase in enumerate(phases):
        if phase.id in _RESERVED:
            what = f'"{phase.id}" has a meaning of its own in the tables'
            yield study_file.problem(f"phases.{position}.id", what, "Give the phase another id.")


def _check_engine(study_file: StudyFile) -> Iterator[Problem]:
    limit = study_file.study.engine.memory_limit
    if limit != "auto" and not re.fullmatch(r"[0-9]+(\.[0-9]+)? ?[KMGT]i?B", limit, re.IGNORECASE):
        what = f'"{limit}" is no amount of memory'
        yield study_file.problem("engine.memory_limit", what, "Give auto, or such as 4GB.")
    engine = study_file.study.engine
    is_cluster = engine.name == "spark" and not engine.spark_master.startswith("local")
    if is_cluster and engine.temp_directory == "auto":
        what = f"{engine.spark_master} is a cluster, and the folder for what it writes is not named"
        yield study_file.problem("engine.temp_directory", what, "Name a folder that all its machines see.")
