"""Which personas a run keeps: those of the run before it, where it is asked to and there are any."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from personagen.contracts import Research
from personagen.errors import DataError, StudyError
from personagen.exports import read_sources
from personagen.features import build_features, encode_kept
from personagen.ingest import ingest_research
from personagen.language import words_in
from personagen.personas import build_personas, profile_personas
from personagen.runs import model_as_json, point_latest, previous_run
from personagen.segmentation import fit_segments, keep_personas
from personagen.study import StudyFile, read_study
from pipelines.gathering import Found, Gathered
from pipelines.keeping import assess_kept, find_kept, warn_of_drift
from pipelines.modelling import build_model
from tests.promises.small_study import SmallStudy, make_small_study


def ingest(study: SmallStudy) -> tuple[StudyFile, Research]:
    """Return the study and its research."""
    file = read_study(study.path)
    return file, ingest_research(file, read_sources(file))


def describe(file: StudyFile, research: Research, features: Any, segments: Any) -> Found:
    """Return what a run finds, as far as these tests ask."""
    profile = profile_personas(research, segments.assignments, file.study)
    personas = build_personas(research, segments, profile, file.study, words_in("en"))
    return Found(features, segments, {"personas": personas})


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallStudy, Found]:
    """Return a small study with a run that formed its personas, in place as `run` leaves it."""
    study = make_small_study(tmp_path_factory.mktemp("kept") / "small")
    file, research = ingest(study)
    features = build_features(research.answers, research.states, research.respondents, file.study)
    found = describe(
        file, research, features, fit_segments(features, research.respondents, file.study.segmentation)
    )
    model = build_model(file.study, Gathered(research, None, {}), found)
    write_run(study.folder / "runs" / "small" / "one", model_as_json(model))
    return study, found


def write_run(folder: Path, model: Mapping[str, object] | None, reason: str = "given") -> None:
    """Write what is looked at of a run, and let ``latest`` name it."""
    (folder / "private").mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps({"program": "personagen", "chosen": {"reason": reason}}))
    if model is not None:
        (folder / "private" / "model.json").write_text(json.dumps(model))
    point_latest(folder)


def keep(study: SmallStudy, **how: Any):
    """Return the personas that a run of the study would keep."""
    return find_kept(read_study(study.path), **{"personas": "keep", "k": None, "out": None, **how})


def test_kept_personas_on_the_same_data_are_exactly_the_same(first: tuple[SmallStudy, Found]):
    study, formed = first
    file, research = ingest(study)
    kept = keep(study)
    assert kept is not None
    features = encode_kept(research.answers, research.states, research.respondents, kept.model)
    found = describe(file, research, features, keep_personas(features, research.respondents, kept.model))
    pd.testing.assert_frame_equal(found.segments.assignments, formed.segments.assignments, check_exact=True)
    names = ["persona", "key", "name", "n", "share"]
    pd.testing.assert_frame_equal(
        found.tables["personas"][names], formed.tables["personas"][names], check_exact=True
    )
    assert found.tables["personas"][["jaccard", "grade"]].isna().all(axis=None)
    drift = assess_kept(kept.model, research, found)
    assert drift["variable"].tolist() == ["age", "education", "price", "ease", "advice", "visits", "persona"]
    assert drift["psi"].tolist() == [0.0] * 7
    assert list(warn_of_drift({"drift": drift})) == []


def test_a_shift_is_warned_of_by_name():
    rows = {
        "variable": ["age", "price", "persona"],
        "psi": [0.31, 0.19, 0.25],
        "is_large": [True, False, True],
    }
    said = list(warn_of_drift({"drift": pd.DataFrame(rows)}))
    assert len(said) == 2
    assert "age (0.31)" in said[0]
    assert "price" not in said[0]
    assert "0.25" in said[1]


def test_what_is_kept_and_when(first: tuple[SmallStudy, Found], tmp_path: Path):
    study, _ = first
    run = study.folder / "runs" / "small" / "one"
    assert keep(study).path == run / "private" / "model.json"
    assert keep(study, personas="new") is None
    with pytest.raises(StudyError, match=r"k = 4 has no effect.*personas: new"):
        keep(study, k=4)
    fresh = make_small_study(tmp_path / "fresh")
    assert keep(fresh) is None
    assert keep(fresh, k=4) is None
    assert keep(fresh, out=run).path == run / "private" / "model.json"


def test_a_study_whose_variables_changed_says_so_with_their_line(
    first: tuple[SmallStudy, Found], tmp_path: Path
):
    changed = make_small_study(tmp_path / "changed")
    changed.edit("column: q1, type: likert, scale: [1, 5]", "column: q1, type: likert, scale: [0, 5]")
    with pytest.raises(StudyError, match=r"study.yaml:[0-9]+: variables.psychographic.price.scale.*anew"):
        keep(changed, out=first[0].folder / "runs" / "small" / "one")


def test_runs_without_personas_of_their_own_are_not_kept(tmp_path: Path):
    study = make_small_study(tmp_path / "small")
    write_run(study.folder / "runs" / "small" / "a", None, "segments_given")
    assert keep(study) is None
    write_run(study.folder / "runs" / "small" / "b", None)
    with pytest.raises(StudyError, match=r"private/model.json is gone"):
        keep(study)
    write_run(study.folder / "runs" / "small" / "c", {"program": "personagen"})
    with pytest.raises(DataError, match="no model of personas"):
        keep(study)


def test_latest_may_be_a_text_file(tmp_path: Path):
    study = make_small_study(tmp_path / "small")
    run = study.folder / "runs" / "small" / "a"
    write_run(run, None)
    (run.parent / "latest").unlink()
    (run.parent / "latest").write_text("a")
    assert previous_run(study.path, None) == run
    assert previous_run(study.path, tmp_path / "elsewhere") == run


def test_a_model_that_the_study_names(first: tuple[SmallStudy, Found]):
    study, _ = first
    named = study.folder / "named.yaml"
    text = study.read("study.yaml").partition("segmentation:")[0]
    named.write_text(f"{text}segmentation: {{model: runs/small/one/private/model.json}}\n")
    file = read_study(named)
    assert find_kept(file, personas="new", k=None, out=None).model.names == keep(study).model.names
    with pytest.raises(StudyError, match="k = 3 has no effect"):
        find_kept(file, personas="new", k=3, out=None)
