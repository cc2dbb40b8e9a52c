"""The types take the whole study file, and the JSON schema says the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from personagen.study import Study, study_schema
from personagen.study.keys import each_key
from personagen.study.later import LATER
from personagen.study.tree import read_tree

WHOLE = Path(__file__).with_name("whole.yaml").read_text(encoding="utf-8")


def read(text: str) -> Any:
    tree = read_tree(text, "study.yaml")
    assert not tree.problems
    return tree.data


def given_keys(data: Any, path: str = "") -> set[str]:
    if isinstance(data, list):
        return set().union(*(given_keys(item, path) for item in data))
    if not isinstance(data, dict):
        return {path}
    return {path}.union(*(given_keys(value, f"{path}.{key}".strip(".")) for key, value in data.items()))


def test_the_types_take_every_key():
    study = Study.model_validate(read(WHOLE))
    assert study.touchpoints[0].cutoff == "2026-06-30"
    assert study.variables.demographic["member"].no == ("nee", "no")
    assert study.variables.psychographic["price_first"].values == {"I love it!+5": 5, "1": 1}
    assert study.survey
    assert study.survey.complete
    assert study.survey.complete.is_ == ("Complete", 1, True)


def test_the_whole_study_names_every_key():
    given = given_keys(read(WHOLE))
    of_a_variable = {key.rpartition(".")[2] for key in given if key.startswith("variables.")}
    for key in each_key():
        name = key.path.rpartition(".")[2]
        if key.path.startswith("variables.") and "*" in key.path:
            assert name in of_a_variable, key.path
        else:
            assert key.path.replace("*", "wifi") in given, key.path


def test_what_is_not_supported_yet_is_among_the_keys():
    keys = {key.path for key in each_key()}
    assert {later.key_path for later in LATER} <= keys


def test_the_schema_takes_every_key():
    validator = jsonschema.Draft202012Validator(study_schema())
    validator.check_schema(study_schema())
    assert list(validator.iter_errors(read(WHOLE))) == []


def test_the_schema_takes_one_log_or_several():
    data = read(WHOLE)
    several = data | {"touchpoints": [data["touchpoints"], data["touchpoints"]]}
    validator = jsonschema.Draft202012Validator(study_schema())
    assert list(validator.iter_errors(several)) == []
    assert len(Study.model_validate(several).touchpoints) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"surveys": {}},
        {"language": "fr"},
        {"segmentation": {"k": 1}},
        {"segmentation": {"from": 2}},
        {"touchpoints": {"files": ["a.csv"]}},
        {"variables": {"demographic": {"age": {"source": "survey", "type": "number"}}}},
    ],
)
def test_the_schema_refuses_what_the_types_refuse(change: dict[str, Any]):
    validator = jsonschema.Draft202012Validator(study_schema())
    assert list(validator.iter_errors(read(WHOLE) | change))


def test_every_key_is_described():
    undescribed = [key.path for key in each_key() if not key.field.description]
    assert undescribed == []
