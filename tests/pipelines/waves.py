"""Waves of a made survey, each with its run folder, without Prefect and whatever else a comparison doesn't look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans

from personagen.contracts import PUBLISHED, FeatureMatrix, Research, Segments
from personagen.exports import read_sources
from personagen.features import build_features, place_margins
from personagen.ingest import ingest_research
from personagen.language import words_in
from personagen.personas import build_personas, profile_personas
from personagen.runs import margins_as_json, model_as_json, new_run
from personagen.segmentation import take_segments
from personagen.segmentation.assigning import assign
from personagen.segmentation.placing import place_people
from personagen.study import Study, read_study
from pipelines.gathering import Found, Gathered
from pipelines.modelling import build_model
from pipelines.publishing import hide_small_cells
from tests.real.chain import Result

ASKED = ("comfort", "price", "quality", "novelty", "advice")
# what four kinds of people answer on a scale of 1 to 7
KINDS = {
    "comfort": (6, 2, 2, 2, 2),
    "bargain": (2, 6, 2, 2, 3),
    "expert": (2, 3, 6, 2, 6),
    "pioneer": (3, 2, 3, 6, 2),
    "local": (6, 6, 2, 6, 6),
}
STUDY = """\
study: {title}
language: {language}
survey: {{files: [survey.csv], {respondent}}}
variables:
  demographic:
    age: {{from: survey, type: number, label: Age, role: descriptor}}
    place: {{from: survey, type: nominal, role: {place}}}
  psychographic:
{items}
segmentation: {{{segmentation}}}
extend: off
privacy: {{minimum_cell: {minimum_cell}}}
"""


def people(
    kinds: Mapping[str, int], seed: int = 0, places: Sequence[str] = ("Utrecht", "Ede")
) -> pd.DataFrame:
    """Return answers of so many people of each kind; ``kind`` says of which."""
    random = np.random.default_rng(seed)
    kind = np.repeat(list(kinds), list(kinds.values()))
    means = np.array([KINDS[each] for each in kind], dtype=float)
    answers = np.clip(np.rint(random.normal(means, 0.8)), 1, 7).astype(int)
    table = pd.DataFrame(answers, columns=list(ASKED))
    table["age"] = random.integers(20, 70, len(table))
    table["place"] = random.choice(list(places), len(table))
    table.insert(0, "id", [f"s{seed}-{i}" for i in range(len(table))])
    return table.assign(kind=kind)


def study_text(**given: Any) -> str:
    """Return a study of the answers, other than usual where given."""
    asked = given.pop("asked", ASKED)
    likert = given.pop("likert", {})
    items = "\n".join(
        f"    {name}: {{from: survey, type: likert, scale: [1, 7]{likert.get(name, '')}}}" for name in asked
    )
    usual = {
        "title": "Panel",
        "language": "en",
        "respondent": "respondent: id",
        "place": "descriptor",
        "segmentation": "k: 4",
        "minimum_cell": 5,
    }
    return STUDY.format(items=items, **usual | given)


def make_wave(folder: Path, answers: pd.DataFrame, **given: Any) -> Path:
    """Run a study of answers and return its run folder."""
    folder.mkdir(parents=True)
    k = given.pop("k", 4)
    answers.drop(columns="kind", errors="ignore").to_csv(folder / "survey.csv", index=False)
    (folder / "study.yaml").write_text(study_text(**given), encoding="utf-8")
    file = read_study(folder / "study.yaml")
    research = ingest_research(file, read_sources(file))
    features = build_features(research.answers, research.states, research.respondents, file.study)
    if research.given is None:
        segments = _form(features, research.respondents, k)
    else:
        segments = take_segments(features, research.respondents, research.given, file.study.segmentation)
    result = describe(file.study, research, features, segments)
    return write_run(folder / "run", result, {"survey.csv": "+".join(answers["id"])})


def describe(study: Study, research: Research, features: FeatureMatrix, segments: Segments) -> Result:
    """Return the tables that a comparison reads."""
    profile = profile_personas(research, segments.assignments, study)
    personas = build_personas(research, segments, profile, study, words_in(study.language))
    tables = {"profile": profile, "personas": personas}
    if len(segments.stability):
        tables["stability"] = segments.stability
    return Result(
        study, research, features, segments, tables, hide_small_cells(tables, study.privacy.minimum_cell)
    )


def _form(features: FeatureMatrix, respondents: pd.DataFrame, k: int) -> Segments:
    """Form segments as a run does, but without judging them: that takes long."""
    fit = KMeans(k, n_init=10, random_state=0).fit(features.matrix)
    order = np.argsort(-np.bincount(fit.labels_), kind="stable")
    names = pd.Index([str(i + 1) for i in range(k)], name="persona")
    centroids = pd.DataFrame(fit.cluster_centers_[order], index=names, columns=features.matrix.columns)
    found = assign(features.matrix, centroids)
    firm = {"persona": names, "jaccard": 1.0, "grade": "highly_stable", "share_sd": 0.005}
    return Segments(
        k=k,
        reason="given",
        runner_up=None,
        assignments=place_people(features, respondents, found),
        centroids=centroids,
        solutions=PUBLISHED["solutions"].empty(),
        stability=PUBLISHED["stability"].conform(pd.DataFrame(firm)),
        exemplars=pd.DataFrame(),
        restarts=pd.DataFrame(),
        verdict=PUBLISHED["verdict"].empty(),
        origins=PUBLISHED["origins"].empty(),
    )


def write_run(folder: Path, result: Result, inputs: Mapping[str, str], **facts: Any) -> Path:
    """Write of a run what a comparison reads."""
    study, kept = result.study, facts.pop("kept", None)
    found = Found(result.features, result.segments, dict(result.tables))
    model = kept or build_model(study, Gathered(result.research, None, {}), found)
    with new_run(folder) as run:
        for name, table in result.published.items():
            run.write_table(name, table)
        run.write_private("assignments", result.segments.assignments)
        if len(result.segments.centroids.columns):
            run.write_private_json("model.json", model_as_json(model))
        if kept:
            margins = place_margins(result.research.answers, result.features.weights, kept.margins)
            run.write_private_json("margins.json", margins_as_json(margins))
        run.write_run(
            {
                "program": "personagen",
                "title": study.study,
                "language": study.language,
                "study": study.model_dump(mode="json", by_alias=True, exclude_defaults=True),
                "study_hash": "same",
                "inputs": dict(inputs),
                "chosen": {"k": result.segments.k, "reason": result.segments.reason},
                "report": {"minimum_cell": study.privacy.minimum_cell},
            }
        )
    return folder
