"""The model of a run: what its stages found, put together so that the personas can be recognised elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

import personagen
from personagen.contracts import PersonaModel, Research
from personagen.contracts.model import Convention, ModelPersona, ModelVariable
from personagen.features import summarise_margins
from personagen.runs import PROGRAM
from personagen.study import Study
from pipelines.gathering import Found, Gathered


def build_model(study: Study, gathered: Gathered, found: Found) -> PersonaModel:
    """Return the model of the personas that a run found."""
    research, features, segments = gathered.research, found.features, found.segments
    table = found.tables["personas"]
    personas = tuple(_personas(table[table["persona"].isin(segments.centroids.index)]))
    return PersonaModel(
        program=PROGRAM,
        version=personagen.__version__,
        study=study.study,
        language=study.language,
        variables=tuple(_variables(study, features.encoding, research.answers)),
        encoding=features.encoding,
        centroids=segments.centroids,
        personas=personas,
        n_respondents=len(features.matrix),
        margins=summarise_margins(
            research.answers, features.weights, features.encoding, study.privacy.minimum_cell
        ),
        scale=study.segmentation.scale,
        row_centre=study.segmentation.row_centre,
        block_weights={str(block): weight for block, weight in study.segmentation.weights.items()},
        sources=dict(_sources(study, research)),
    )


def _variables(study: Study, encoding: pd.DataFrame, answers: pd.DataFrame) -> Iterator[ModelVariable]:
    features = set(encoding["variable"])
    for block, name, variable in study.each_variable():
        if name in features:
            declared = variable.model_dump(mode="json", by_alias=True, exclude_defaults=True)
            yield ModelVariable(name, block, declared, _levels(name, variable.type, variable.levels, answers))


def _levels(name: str, kind: str, declared: tuple[str, ...] | None, answers: pd.DataFrame) -> tuple[str, ...]:
    """Return the levels that somebody gave, of everybody: also of people the encoding wasn't estimated on."""
    if kind == "nominal":
        found = set(answers[name].dropna())
        return tuple(level for level in declared or sorted(found) if level in found)
    if kind == "multi":
        start = f"{name}["
        return tuple(str(c)[len(start) : -1] for c in answers.columns if str(c).startswith(start))
    return ()


def _personas(table: pd.DataFrame) -> Iterator[ModelPersona]:
    own = table[~table["persona"].isin(["all", "unassigned"])]
    shares, sizes = own["share"].astype("float64").tolist(), own["n"].astype("int64").tolist()
    for persona, key, name, share, n in zip(
        own["persona"], own["key"], own["name"], shares, sizes, strict=True
    ):
        yield ModelPersona(str(persona), str(key), str(name), share, n)


def _sources(study: Study, research: Research) -> Iterator[tuple[str, Convention]]:
    ids = {
        "survey": study.survey.respondent if study.survey else None,
        "analytics": study.analytics.customer if study.analytics else None,
    }
    for name, source in (("survey", study.survey), ("analytics", study.analytics)):
        if source is not None:
            yield name, Convention(ids[name], source.csv.model_dump(), research.decimals.get(name, {}))
