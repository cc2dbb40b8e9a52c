from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personagen.contracts.model import Convention, Margin, ModelPersona, ModelVariable, PersonaModel
from personagen.errors import DataError
from personagen.features.encoding import Coding, as_table
from personagen.runs import margins_as_json, model_as_json, new_run, read_margins, read_model

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def model(values: tuple[float, float, float] = (0.1, -2.5, 1e-17), impute: float = np.nan) -> PersonaModel:
    codings = [
        Coding("age", "age", "", "demographic", "number", reverse=False, impute=impute, low=18.0),
        Coding("place[Utrecht]", "place", "Utrecht", "demographic", "nominal", reverse=False, impute=1.0),
        Coding(
            "price", "price", "", "psychographic", "likert", reverse=True, low=1, high=5, centre=0.1 + 0.2
        ),
    ]
    encoding = as_table(codings)
    return PersonaModel(
        program="personagen",
        version="0.1.0",
        study="Koffie",
        language="nl",
        variables=(
            ModelVariable("age", "demographic", {"from": "survey", "column": "Leeftijd", "type": "number"}),
            ModelVariable("place", "demographic", {"from": "survey", "type": "nominal"}, ("Utrecht", "Ede")),
            ModelVariable(
                "price",
                "psychographic",
                {
                    "from": "analytics",
                    "type": "likert",
                    "scale": [1.0, 5.0],
                    "missing": [-99, "weet niet", True],
                },
            ),
        ),
        encoding=encoding,
        centroids=pd.DataFrame(
            [values, values[::-1]],
            index=pd.Index(["1", "2"], name="persona"),
            columns=pd.Index(encoding["column"].tolist()),
        ),
        personas=(ModelPersona("1", "abc", "Zuinig", 0.6, 31), ModelPersona("2", "abd", "Ruim", 0.4, 20)),
        n_respondents=51,
        margins=(
            Margin("age", "age", (30.0, 41.5), (), (0.25, 0.5, 0.25), 51),
            Margin("place", "place", (), ("Utrecht", "*"), (0.9, 0.1), 50),
        ),
        scale="standard",
        row_centre=False,
        block_weights={"demographic": 1.0, "psychographic": 0.5},
        sources={"survey": Convention("respondent", {"decimal": "auto"}, {"Leeftijd": ","})},
    )


def written(folder: Path, content: PersonaModel) -> Path:
    with new_run(folder / "run") as run:
        run.write_private_json("model.json", model_as_json(content))
        run.write_run({"program": "personagen"})
    return folder / "run" / "private" / "model.json"


def assert_same(one: PersonaModel, other: PersonaModel) -> None:
    pd.testing.assert_frame_equal(one.encoding, other.encoding, check_exact=True)
    pd.testing.assert_frame_equal(one.centroids, other.centroids, check_exact=True)
    plain = {"encoding": None, "centroids": None}
    assert replace(one, **plain) == replace(other, **plain)


@settings(max_examples=25, deadline=None)
@given(st.tuples(NUMBERS, NUMBERS, NUMBERS), NUMBERS)
def test_what_is_read_is_what_was_written_to_the_last_bit(values, impute):
    content = model(values, impute)
    with TemporaryDirectory() as folder:
        assert_same(read_model(written(Path(folder), content)), content)


def test_a_run_stands_for_its_model(tmp_path):
    file = written(tmp_path, model())
    assert file.stat().st_mode & 0o777 == 0o600
    assert_same(read_model(file), model())
    assert_same(read_model(tmp_path / "run"), model())
    again = json.loads(file.read_text(encoding="utf-8"))
    assert again == json.loads(json.dumps(model_as_json(read_model(file))))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:400])


def without_centroids(file: Path) -> None:
    content = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({k: v for k, v in content.items() if k != "margins"}), encoding="utf-8")


def of_format(number: int | None):
    def change(file: Path) -> None:
        content = json.loads(file.read_text(encoding="utf-8")) | {"format": number}
        content = {name: value for name, value in content.items() if value is not None}
        file.write_text(json.dumps(content), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda file: file.unlink(), "no such file"),
        (cut, "cut short"),
        (lambda file: file.write_text("[1, 2]"), "no model of personas"),
        (lambda file: file.write_text('{"program": "other"}'), "no model of personas"),
        (lambda file: file.write_bytes(b"\xff\xfe\x00"), "is no JSON"),
        (of_format(None), "older format"),
        (of_format(0), "older format (0, made by personagen 0.1.0); this version reads format 1"),
        (of_format(2), "Install that version"),
        (without_centroids, "it lacks 'margins'"),
    ],
)
def test_what_is_no_model_is_refused_with_what_to_do(break_it, words, tmp_path):
    file = written(tmp_path, model())
    break_it(file)
    with pytest.raises(DataError) as caught:
        read_model(file)
    assert words in str(caught.value)
    assert str(caught.value).startswith(str(file))
    assert str(caught.value).endswith(".")


def test_margins_beside_a_model_come_back_as_they_were(tmp_path: Path):
    with new_run(tmp_path / "run") as run:
        run.write_run({"program": "personagen"})
    assert read_margins(tmp_path / "run") is None
    with new_run(tmp_path / "run") as run:
        run.write_private_json("margins.json", margins_as_json(model().margins))
        run.write_run({"program": "personagen"})
    assert read_margins(tmp_path / "run") == model().margins
