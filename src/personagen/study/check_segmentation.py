"""Checks of how segments are formed, or which are taken instead."""

from __future__ import annotations

from collections.abc import Iterator

from personagen.errors import Problem
from personagen.study.file import StudyFile
from personagen.study.parameters import KRange, SegmentationParameters

# what only forming segments listens to, and what is also settled in the model of an earlier run
_FORMING = ("k", "restarts", "bootstrap")
_SETTLED = ("scale", "weights", "row_centre", "minimum_share", "minimum_size")


def check_segmentation(study_file: StudyFile) -> Iterator[Problem]:
    """Yield what is wrong between the keys of ``segmentation``."""
    parameters = study_file.study.segmentation
    if parameters.given:
        yield from _check_given(study_file)
    if parameters.given or parameters.model:
        yield from _check_without_effect(study_file, parameters)
    else:
        yield from _check_sizes(study_file, parameters)
    blocks = {b for b, _, v in study_file.study.each_variable() if v.role != "descriptor"}
    weights = [parameters.weights.get(block, 1) for block in blocks]
    if weights and not any(weights):
        what = "every block that has features weighs 0"
        yield study_file.problem("segmentation.weights", what, "Give one of them a weight above 0.")


def _check_given(study_file: StudyFile) -> Iterator[Problem]:
    given = study_file.study.segmentation.given
    if given and getattr(study_file.study, given.source) is None:
        mend = f"Add {given.source} with its files, or name the source that the segment stands in."
        yield study_file.problem("segmentation.given.from", f"the study has no {given.source}", mend)
    if study_file.study.segmentation.model is not None:
        what = "given and model together: segments are either given or kept from an earlier run"
        yield study_file.problem("segmentation.model", what, "Leave one of them out.")


def _check_without_effect(study_file: StudyFile, parameters: SegmentationParameters) -> Iterator[Problem]:
    """Yield a problem for each key that would change nothing; the value it has anyway does no harm."""
    other = "given" if parameters.given else "model"
    untouched = SegmentationParameters()
    for key in _FORMING if parameters.given else (*_FORMING, *_SETTLED):
        if getattr(parameters, key) != getattr(untouched, key):
            what = f"{key} has no effect beside segmentation.{other}: no segments are formed"
            yield study_file.problem(f"segmentation.{key}", what, f"Leave out {key}, or {other}.")


def _check_sizes(study_file: StudyFile, parameters: SegmentationParameters) -> Iterator[Problem]:
    fewest = 2
    if isinstance(parameters.k, KRange):
        fewest = parameters.k.from_
        if parameters.k.from_ > parameters.k.to:
            what = f"from ({parameters.k.from_}) is larger than to ({parameters.k.to})"
            yield study_file.problem("segmentation.k", what, "Swap them.")
            return
    elif isinstance(parameters.k, int):
        fewest = parameters.k
    if fewest * parameters.minimum_share > 1:
        what = f"{fewest} segments of at least {parameters.minimum_share:g} each are more than everybody"
        mend = f"Lower minimum_share to {1 / fewest:.2f} or less, or ask for fewer segments."
        yield study_file.problem("segmentation.minimum_share", what, mend)
