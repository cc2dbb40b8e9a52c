"""The personas of an earlier run, where a study or whoever starts the run asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from personagen.contracts import PersonaModel, Research
from personagen.errors import Problem, StudyError
from personagen.features import place_margins, refuse_changes
from personagen.runs import previous_run, read_model, read_run
from personagen.segmentation import assess_drift
from personagen.study import StudyFile
from pipelines.gathering import Found

Personas = Literal["keep", "new"]
_NEW = "Ask for new personas (personas: new, or `personagen run` without --personas keep)"


@dataclass(frozen=True)
class Kept:
    """A model of personas and the file it stands in."""

    path: Path
    model: PersonaModel


def find_kept(study_file: StudyFile, *, personas: Personas, k: int | None, out: Path | None) -> Kept | None:
    """Return the personas to keep: those the study names, else with ``keep`` those of the run before this one.

    None where there are none to keep: the study gives the segments, or nothing has been run yet.

    Raises
    ------
    StudyError
        If a number of personas is asked for as well, or the variables of the study changed.
    DataError
        If the model can't be read.
    """
    segmentation = study_file.study.segmentation
    path = _model_of(study_file, personas, out)
    if k is not None and (segmentation.given or path):
        other = "given by the study" if segmentation.given else "those of an earlier run"
        mend = "Leave k out." if segmentation.given or segmentation.model else f"Leave k out. {_NEW}."
        raise StudyError(Problem(f"k = {k} has no effect: the personas are {other}", mend, where="--k"))
    if path is None:
        return None
    kept = Kept(path, read_model(path))
    with study_file.placing():
        refuse_changes(study_file.study, kept.model)
    return kept


def assess_kept(kept: PersonaModel, research: Research, found: Found) -> pd.DataFrame:
    """Return the table ``drift`` of people who were assigned to kept personas."""
    now = place_margins(research.answers, found.features.weights, kept.margins)
    return assess_drift(kept, now, found.segments.assignments)


def warn_of_drift(published: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Yield a line where the people of this run differ much from those the personas were made of."""
    if "drift" not in published:
        return
    large = published["drift"][published["drift"]["is_large"]]
    shifts = dict(zip(large["variable"], large["psi"], strict=True))
    shares = shifts.pop("persona", None)
    if shifts:
        told = ", ".join(f"{name} ({psi:.2f})" for name, psi in shifts.items())
        yield f"Warning: much has shifted since the personas were made (PSI above .2): {told}."
    if shares is not None:
        yield f"Warning: the shares of the personas have shifted much since they were made (PSI {shares:.2f})."


def _model_of(study_file: StudyFile, personas: Personas, out: Path | None) -> Path | None:
    segmentation = study_file.study.segmentation
    if segmentation.model is not None:
        return study_file.resolve("segmentation.model", segmentation.model)[0]
    if personas == "new" or segmentation.given:
        return None
    run = previous_run(study_file.path, out)
    if run is None or _was_given(run):
        return None
    path = run / "private" / "model.json"
    if not path.is_file():
        what = "its personas can't be kept: private/model.json is gone"
        raise StudyError(Problem(what, f"Put it back. {_NEW}.", file=str(run)))
    return path


def _was_given(run: Path) -> bool:
    return bool(read_run(run).info.get("chosen", {}).get("reason") == "segments_given")
