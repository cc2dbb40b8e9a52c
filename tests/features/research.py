"""Small research to build features from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from personagen.contracts import FeatureMatrix
from personagen.features import build_features
from personagen.study import Study

DTYPES = {"yes_no": "boolean", "nominal": "str", "number": "float64", "count": "float64", "likert": "float64"}


def make_study(variables: Mapping[str, Mapping[str, Any]], **segmentation: Any) -> Study:
    """Return a study; a variable names its block under ``block`` (demographic where it doesn't)."""
    blocks: dict[str, dict[str, Any]] = {}
    for name, given in variables.items():
        keys = {"from": "survey", **given}
        blocks.setdefault(keys.pop("block", "demographic"), {})[name] = keys
    content = {"study": "T", "language": "en", "survey": {"files": ["a.csv"], "respondent": "id"}}
    content |= {"analytics": {"files": ["b.csv"], "customer": "customer"}}
    return Study.model_validate({**content, "variables": blocks, "segmentation": segmentation})


def make_answers(study: Study, columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Return typed answers as `ingest` gives them; multi columns are named ``variable[level]``."""
    kinds = {name: variable for _, name, variable in study.each_variable()}
    frame: dict[str, Any] = {"respondent_id": [f"r{i}" for i in range(len(next(iter(columns.values()))))]}
    for name, values in columns.items():
        variable = kinds[name.split("[")[0]]
        if variable.type == "ordinal":
            frame[name] = pd.Categorical(values, categories=list(variable.levels or ()), ordered=True)
        else:
            frame[name] = pd.Series(list(values), dtype=DTYPES.get(variable.type, "boolean"))
    return pd.DataFrame(frame)


def build(
    variables: Mapping[str, Mapping[str, Any]],
    columns: Mapping[str, Sequence[Any]],
    *,
    people: Sequence[float] | None = None,
    states: Mapping[str, Sequence[str]] | None = None,
    **segmentation: Any,
) -> FeatureMatrix:
    """Return the matrix of columns; an answer that lacks is ``no_answer`` unless ``states`` says otherwise.

    ``people`` are survey weights, ``segmentation`` the parameters of that name.
    """
    study = make_study(variables, **segmentation)
    answers = make_answers(study, columns)
    n = len(answers)
    told = {"respondent_id": answers["respondent_id"]}
    for _, name, _variable in study.each_variable():
        first = next(c for c in answers if c == name or str(c).startswith(f"{name}["))
        told[name] = answers[first].isna().map({True: "no_answer", False: "answered"})
    table = pd.DataFrame(told).assign(**(dict(states) if states else {}))
    respondents = pd.DataFrame(
        {"respondent_id": answers["respondent_id"], "weight": [1.0] * n if people is None else people}
    )
    return build_features(answers, table, respondents, study)
