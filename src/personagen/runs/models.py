"""model.json: a persona model as plain JSON and back, exactly.

What a model holds is said in `contracts.model`; a file that isn't one is refused with what it lacks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from personagen.contracts.model import (
    ENCODING,
    MODEL_FORMAT,
    Convention,
    Margin,
    ModelPersona,
    ModelVariable,
    PersonaModel,
)
from personagen.errors import DataError, Problem
from personagen.runs.reading import PROGRAM

_KIND = "persona model"
_AGAIN = "Make the run again with `personagen run`, or name the private/model.json of another run"


def model_as_json(model: PersonaModel) -> dict[str, object]:
    """Return a model as plain values, what `RunWriter.write_private_json` takes.

    Blank cells of the encoding are null; floats keep all their digits.
    """
    plain = {name: getattr(model, name) for name in PersonaModel.__dataclass_fields__}
    encoding = model.encoding.astype(object)
    return plain | {
        "kind": _KIND,
        "format": MODEL_FORMAT,
        "variables": [asdict(each) for each in model.variables],
        "encoding": encoding.where(encoding.notna(), None).to_dict(orient="records"),
        "centroids": [
            {"persona": str(persona), "values": row.tolist()}
            for persona, row in zip(model.centroids.index, model.centroids.to_numpy(), strict=True)
        ],
        "personas": [asdict(each) for each in model.personas],
        "margins": [asdict(each) for each in model.margins],
        "sources": {name: asdict(each) for name, each in model.sources.items()},
    }


def margins_as_json(margins: Sequence[Margin]) -> dict[str, object]:
    """Return margins as plain values: those of the people of a run whose personas, and model, are of an earlier one."""
    return {"program": PROGRAM, "margins": [asdict(each) for each in margins]}


def read_margins(run: Path) -> tuple[Margin, ...] | None:
    """Return the margins that a run wrote beside its model; None where it wrote none."""
    file = run / "private" / "margins.json"
    return tuple(Margin(**_tuples(each)) for each in _parse(file)["margins"]) if file.is_file() else None


def read_model(path: Path | str) -> PersonaModel:
    """Read a model.json; a run folder stands for the model in it.

    Raises
    ------
    DataError
        If there is no such file, it is cut short, or no model of this program or of another format.
    """
    file = Path(path)
    if file.is_dir():
        file = file / "private" / "model.json"
    content = _parse(file)
    found = content.get("format", 0)
    if content.get("program") != PROGRAM or "centroids" not in content:
        raise _problem(file, "is no model of personas", "Name the private/model.json of a run")
    if found != MODEL_FORMAT:
        raise _problem(file, *_other_format(found, content.get("version")))
    try:
        return _build(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        lacking = f" (it lacks {error})" if isinstance(error, KeyError) else ""
        raise _problem(file, f"is a damaged model of personas{lacking}", _AGAIN) from None


def _parse(file: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _problem(file, "there is no such file", _AGAIN) from None
    except OSError as error:
        raise _problem(file, f"can't be read ({error.strerror})", "Check that you may read it") from None
    except ValueError as error:
        place = f", cut short or damaged at line {error.lineno}" if hasattr(error, "lineno") else ""
        raise _problem(file, f"is no JSON{place}", _AGAIN) from None
    if not isinstance(content, dict):
        raise _problem(file, "is no model of personas", "Name the private/model.json of a run")
    return content


def _other_format(found: object, version: object) -> tuple[str, str]:
    made_by = f"made by personagen {version}" if version else "made by another version of personagen"
    if isinstance(found, int) and found > MODEL_FORMAT:
        return (
            f"has format {found}, {made_by}; this version reads format {MODEL_FORMAT}",
            "Install that version",
        )
    return f"has an older format ({found}, {made_by}); this version reads format {MODEL_FORMAT}", _AGAIN


def _build(content: Mapping[str, Any]) -> PersonaModel:
    encoding = _encoding(content["encoding"])
    columns = pd.Index(encoding["column"].tolist())
    centroids = pd.DataFrame(
        [each["values"] for each in content["centroids"]],
        index=pd.Index([each["persona"] for each in content["centroids"]], name="persona"),
        columns=columns,
        dtype="float64",
    )
    plain = {name: content[name] for name in PersonaModel.__dataclass_fields__}
    return PersonaModel(
        **plain
        | {
            "variables": tuple(ModelVariable(**_tuples(each)) for each in content["variables"]),
            "encoding": encoding,
            "centroids": centroids,
            "personas": tuple(ModelPersona(**each) for each in content["personas"]),
            "margins": tuple(Margin(**_tuples(each)) for each in content["margins"]),
            "sources": {name: Convention(**each) for name, each in content["sources"].items()},
        }
    )


def _encoding(rows: list[dict[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame(rows)
    kinds = {name: kind for name, kind in ENCODING.items() if name in table}
    return table[list(kinds)].astype(kinds)


def _tuples(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()}


def _problem(file: Path, what: str, mend: str) -> DataError:
    return DataError(Problem(what, mend, file=str(file)))
