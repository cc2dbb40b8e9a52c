"""The JSON schema of the study file, for editors and other programs."""

from __future__ import annotations

from typing import Any

from personagen.study.model import Study


def study_schema() -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of the study file.

    Examples
    --------
    >>> schema = study_schema()
    >>> schema["required"]
    ['study', 'language']
    """
    schema = Study.model_json_schema(by_alias=True)
    logs = schema["properties"]["touchpoints"]
    one = {"$ref": "#/$defs/TouchpointLog"}
    several = {"type": "array", "items": one}
    kept = {key: value for key, value in logs.items() if key not in ("type", "items")}
    schema["properties"]["touchpoints"] = {**kept, "anyOf": [one, several]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "personagen study file",
        "description": "Sources, variables and parameters of a study.",
    }
