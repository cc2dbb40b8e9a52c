"""New people get the persona that the run gave its own, alone or among others, and what can't be used is told."""

from __future__ import annotations

import csv
import gzip
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from personagen.exports import open_pieces, read_chunks, split_chunk
from personagen.runs import read_model
from personagen.study import CsvOptions
from pipelines.assigning import assign_customers, command
from pipelines.assigning.asking import ask
from pipelines.cli import app
from tests.pipelines.newcomers import ANALYTICS, HEADER, STUDY, Place, as_text, make_place

WHOLE = [*HEADER, *ANALYTICS]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return make_place(tmp_path_factory.mktemp("assign"))


def call(place: Place, text: str | bytes, folder: Path, name: str = "new.csv", *more: str) -> Result:
    data = text.encode() if isinstance(text, str) else text
    (folder / name).write_bytes(data)
    return CliRunner().invoke(app, ["assign", str(place.run), str(folder / name), *more])


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def assigned(
    place: Place, people: Sequence[dict[str, str]], folder: Path, columns: Sequence[str] = WHOLE
) -> list[dict[str, str]]:
    result = call(place, as_text(people, columns), folder)
    assert result.exit_code == 0, result.stderr
    return rows_of(folder / "new-personas.csv")


def test_the_runs_own_people_get_what_the_run_gave_them(place, tmp_path):
    found = pd.DataFrame(assigned(place, place.people, tmp_path)).set_index("nr")
    told = place.assignments.set_index("respondent_id").loc[found.index]
    assert found["persona"].tolist() == told["persona"].fillna("").tolist()
    assert found["basis"].tolist() == told["basis"].tolist()
    assert set(told["basis"]) == {"full", "partial", "excluded"}
    confidence = ["" if np.isnan(s) else f"{round((1 - s) * 10_000) / 10_000:.4f}" for s in told["shadow"]]
    assert found["confidence"].tolist() == confidence
    names = read_model(place.run).names | {"": ""}
    assert found["name"].tolist() == [names[persona] for persona in found["persona"]]


def test_distances_are_those_of_the_run_to_the_last_bit(place):
    assert_same_distances(place)


def test_items_without_the_answering_level_too(tmp_path):
    """Then an answer counts against all the others: items can't be looked up one by one."""
    study = STUDY.replace("{k: 3, ", "{k: 3, row_centre: true, ")
    place = make_place(tmp_path, study)
    assert read_model(place.run).encoding["row_centre"].sum() == 3
    assert_same_distances(place)


def assert_same_distances(place: Place) -> None:
    opened = open_pieces(place.folder / "people.csv", "people.csv", CsvOptions())
    asked = ask(read_model(place.run), opened)
    told = place.assignments.set_index("respondent_id")
    for chunk in read_chunks(opened, 700):
        piece = split_chunk(opened, chunk, asked.recogniser.columns, ["nr"])
        nearest = asked.recogniser.recognise(piece).nearest
        own = told.loc[piece.plain["nr"].to_pylist()]
        np.testing.assert_array_equal(nearest.distance, own["distance"])
        np.testing.assert_array_equal(nearest.shadow, own["shadow"])


@settings(max_examples=20)
@given(st.lists(st.integers(0, 179), min_size=1, max_size=30), st.integers(30, 4000))
def test_a_person_alone_gets_what_the_person_gets_among_others(place, whole_answer, chosen, size):
    people = place.people
    text = as_text([people[i] for i in chosen], WHOLE)
    alone = place.folder / "some.csv"
    alone.write_text(text, encoding="utf-8")
    opened = open_pieces(alone, "some.csv", CsvOptions())
    asked = ask(read_model(place.run), opened)
    lines = [
        line
        for chunk in read_chunks(opened, size)
        for line in command.place(asked, chunk).text.decode().splitlines()
    ]
    assert lines == [whole_answer[people[i]["nr"]] for i in chosen]


@pytest.fixture(scope="module")
def whole_answer(place: Place) -> dict[str, str]:
    """The line of each person in the answer for everybody."""
    for _ in assign_customers(place.run, place.folder / "people.csv", None):
        pass
    lines = (place.folder / "people-personas.csv").read_text(encoding="utf-8").splitlines()[1:]
    return {line.partition(",")[0]: line for line in lines}


def coded(row: dict[str, Any], person: dict[str, str], declared: dict[str, Any]) -> float:
    """Return the coded answer of somebody who answered everything, worked out from model.json alone."""
    cell = person[declared.get("column", row["variable"])] if "columns" not in declared else ""
    number = declared.get("values", {}).get(cell, cell)
    kind = row["type"]
    if kind == "number":
        value = float(str(number).replace(",", "."))
        return value if row["low"] is None else min(max(value, row["low"]), row["high"])
    if kind == "multi":
        chosen = cell.split("|") if cell else [v for k, v in declared["columns"].items() if person[k] == "x"]
        return float(row["level"] in chosen)
    by_type = {
        "count": lambda: np.log1p(float(cell)),
        "likert": lambda: abs(row["reverse"] - (float(cell) - row["low"]) / (row["high"] - row["low"])),
        "ordinal": lambda: declared["levels"].index(cell) / 2,
        "nominal": lambda: float(number == row["level"]),
        "yes_no": lambda: float(cell == "yes"),
    }
    return by_type[kind]()


def test_persona_confidence_and_what_pulled_worked_out_from_the_model_alone(place, tmp_path):
    content = json.loads((place.run / "private" / "model.json").read_text(encoding="utf-8"))
    declared = {each["name"]: each["declared"] for each in content["variables"]}
    people = assigned(place, place.people, tmp_path)
    whole = [
        (p, f) for p, f in zip(place.people, people, strict=True) if f["basis"] == "full" and not f["imputed"]
    ]
    assert len(whole) > 20
    for person, found in whole:
        by_variable: dict[str, np.ndarray] = {}
        for at, row in enumerate(content["encoding"]):
            value = (coded(row, person, declared[row["variable"]]) - row["centre"]) * row["factor"]
            squares = np.array([(value - each["values"][at]) ** 2 for each in content["centroids"]])
            by_variable[row["variable"]] = by_variable.get(row["variable"], 0.0) + squares
        distances = np.sqrt(sum(by_variable.values()))
        first, second = np.argsort(distances)[:2]
        pulls = {name: squares[second] - squares[first] for name, squares in by_variable.items()}
        most = sorted((name for name in pulls if pulls[name] > 0), key=lambda name: -pulls[name])[:3]
        assert found["persona"] == content["centroids"][first]["persona"]
        assert found["pulled_by"] == "; ".join(most)
        confidence = 1 - 2 * distances[first] / (distances[first] + distances[second])
        assert float(found["confidence"]) == pytest.approx(confidence, abs=5.1e-5)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("new.csv", lambda text: text.encode("utf-8-sig")),
        ("new.csv", lambda text: text.replace("\n", "\r\n").encode("utf-16")),
        ("new.csv.gz", lambda text: gzip.compress(text.encode())),
        ("new.csv", lambda text: text.replace(";", "\t").encode()),
        ("new.csv", lambda text: text.replace(",", ".").replace(";", ",").encode()),
        ("new.csv", lambda text: text.replace("\n", "\n\n").encode()),
        ("new.csv", lambda text: text.rstrip("\n").encode()),
        ("new.csv", lambda text: "\n".join(";".join(f'"{c}"' for c in line.split(";")) for line in text.split("\n")[:-1]).encode()),
        ("new.csv", lambda text: "\n".join(";".join(f" {c} " for c in line.split(";")) for line in text.split("\n")[:-1]).encode()),
    ],
)  # fmt: skip
def test_however_the_file_is_written(place, whole_answer, tmp_path, name: str, write: Callable[[str], bytes]):
    result = call(place, write(as_text(place.people, WHOLE)), tmp_path, name)
    assert result.exit_code == 0, result.stderr
    lines = (tmp_path / "new-personas.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert lines == list(whole_answer.values())
    assert "no answer" not in result.stderr


def test_what_cannot_be_used_is_named_and_counted(place, tmp_path):
    people = [dict(row) for row in place.people[:60]]
    people[3] |= {"school": "Jan de Vries"}
    people[4] |= {"school": "university"}
    people[10] |= {"Q1": "9"}
    people[11] |= {"Age": "forty"}
    people[12] |= {"region": "7"}
    people[13] |= {"member": "perhaps"}
    result = call(place, as_text(people, WHOLE) + "R900;1;2\n", tmp_path)
    assert result.exit_code == 0
    said = result.stderr
    assert "school: 2 cells taken as no answer (line 5: a text of 12 characters is a category" in said
    assert "line 6: a text of 10 characters is a category that the run has not seen)" in said
    assert "Q1: 1 cell taken as no answer (line 12: 9 lies outside 1 to 5)" in said
    assert "Age: 1 cell taken as no answer (line 13: a text of 5 characters is not a number)" in said
    assert "region: 1 cell taken as no answer (line 14: 7 is a category that the run has not seen)" in said
    assert "member: 1 cell taken as no answer (line 15: a text of 7 characters is neither yes nor no)" in said
    assert "1 rows have another number of cells than the header and are left out (line 62)" in said
    assert "Vries" not in result.output
    rows = rows_of(tmp_path / "new-personas.csv")
    assert len(rows) == 60
    assert "school" in rows[3]["imputed"].split("; ")
    assert "price" in rows[10]["imputed"].split("; ")
    blank = {"school": "", "Q1": "", "Age": "", "region": "", "member": ""}
    again = assigned(place, [people[i] | {k: blank[k] for k in keys} for i, keys in
                             {3: ["school"], 10: ["Q1"], 11: ["Age"], 12: ["region"], 13: ["member"]}.items()], tmp_path)  # fmt: skip
    assert again == [rows[i] for i in (3, 10, 11, 12, 13)]


def test_a_source_that_lacks_is_unknown_of_everybody(place, tmp_path):
    blank = dict.fromkeys(ANALYTICS, "")
    result = call(place, as_text(place.people, HEADER), tmp_path)
    assert result.exit_code == 0
    assert (
        "none of the columns from analytics: visits, spent, member are unknown for everybody" in result.stderr
    )
    without = rows_of(tmp_path / "new-personas.csv")
    assert {row["basis"] for row in without} == {"partial", "excluded"}
    emptied = assigned(place, [row | blank for row in place.people], tmp_path)
    assert [{k: v for k, v in row.items() if k != "customer"} for row in emptied] == without


def test_customers_without_a_survey_are_placed_by_what_is_known(place, tmp_path):
    linked = [row for row in place.people if row["customer"]]
    found = assigned(place, linked, tmp_path, ANALYTICS)
    assert [row["customer"] for row in found] == [row["customer"] for row in linked]
    assert {row["basis"] for row in found} == {"partial"}
    assert {name for row in found for name in row["pulled_by"].split("; ")} <= {"visits", "spent", "member"}


def test_lacking_columns_are_named_all_at_once(place, tmp_path):
    text = as_text(place.people, WHOLE).replace("school", "shcool", 1).replace("Q2", "ease_item", 1)
    result = call(place, text.replace("visits", "n_visits", 1), tmp_path)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert (
        'school: the file has no such column, which the personas rest on. Did you mean "shcool"?'
        in result.stderr
    )
    assert (
        'visits: the file has no such column, which the personas rest on. Did you mean "n_visits"?'
        in result.stderr
    )
    assert "Q2: the file has no such column" in result.stderr
    assert names_in(tmp_path) == ["new.csv"]


def test_a_file_without_ids_tells_the_line(place, tmp_path):
    columns = [c for c in WHOLE if c not in ("nr", "customer")]
    people = [row | {"school": 'low\nor "so"'} if i == 1 else row for i, row in enumerate(place.people[:4])]
    result = call(place, as_text(people, columns), tmp_path)
    assert result.exit_code == 0
    assert "no column with ids of the run (nr or customer)" in " ".join(result.stderr.split())
    rows = rows_of(tmp_path / "new-personas.csv")
    assert [row["line"] for row in rows] == ["2", "3", "5", "6"]


def test_rows_without_anything_do_not_count(place, whole_answer, tmp_path):
    text = as_text(place.people, WHOLE) + ";" * (len(WHOLE) - 1) + "\n" + '""' + ";" * (len(WHOLE) - 1) + "\n"
    result = call(place, text, tmp_path)
    assert "People: 180 (" in result.stdout
    assert len(rows_of(tmp_path / "new-personas.csv")) == 180


def test_ids_stay_but_no_spreadsheet_runs_them(place, tmp_path):
    ids = ["+31612345678", "-5", "=cmd()", 'a"b', "x,y", "00012", "Zoë"]
    people = [row | {"nr": new} for new, row in zip(ids, place.people, strict=False)]
    found = assigned(place, people, tmp_path)
    assert [row["nr"] for row in found] == ["+31612345678", "-5", "'=cmd()", 'a"b', "x,y", "00012", "Zoë"]


@pytest.mark.skipif(os.name != "posix", reason="other systems have no modes")
def test_only_the_owner_may_read_the_result(place, tmp_path):
    assigned(place, place.people[:3], tmp_path)
    assert stat.S_IMODE((tmp_path / "new-personas.csv").stat().st_mode) == 0o600


def test_an_earlier_result_is_replaced_and_nothing_else(place, tmp_path):
    assigned(place, place.people[:3], tmp_path)
    assert len(assigned(place, place.people[:5], tmp_path)) == 5
    (tmp_path / "notes.csv").write_text("important\n", encoding="utf-8")
    text = as_text(place.people, WHOLE)
    for out, words in (
        ("notes.csv", "is no result of `personagen assign`"),
        ("new.csv", "is the file of the customers"),
        (".", "is a folder"),
        ("nowhere/x.csv", "there is no folder"),
    ):
        result = call(place, text, tmp_path, "new.csv", "--out", str(tmp_path / out))
        assert result.exit_code == 2
        assert words in result.stderr
    assert (tmp_path / "notes.csv").read_text(encoding="utf-8") == "important\n"
    assert (tmp_path / "new.csv").read_text(encoding="utf-8") == text


def test_a_quote_that_is_never_closed_leaves_the_old_result(place, tmp_path):
    before = assigned(place, place.people[:3], tmp_path)
    rows = as_text(place.people, WHOLE)
    for _ in range(7):  # beyond the beginning that is looked at first
        rows += rows.partition("\n")[2]
    result = call(place, rows + 'R999;"40;1;low', tmp_path)
    assert result.exit_code == 2
    assert "never closed" in result.stderr
    assert rows_of(tmp_path / "new-personas.csv") == before
    assert names_in(tmp_path) == ["new-personas.csv", "new.csv"]


def test_interrupted_it_leaves_nothing(place, tmp_path, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "place", interrupt)
    (tmp_path / "new.csv").write_text(as_text(place.people, WHOLE), encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        list(assign_customers(place.run, tmp_path / "new.csv", None))
    assert names_in(tmp_path) == ["new.csv"]


def test_it_clusters_nothing_and_starts_no_prefect(place, tmp_path):
    (tmp_path / "new.csv").write_text(as_text(place.people, WHOLE), encoding="utf-8")
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from pipelines.assigning import assign_customers\n"
        "for line in assign_customers(Path(sys.argv[1]), Path(sys.argv[2]), None): pass\n"
        "sys.exit('prefect' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(place.run), str(tmp_path / "new.csv")],
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0
    assert not (tmp_path / ".prefect").exists()


def test_a_run_without_a_model_is_refused(place, tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json").write_text('{"program": "personagen"}', encoding="utf-8")
    (tmp_path / "new.csv").write_text("a\n1\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["assign", str(tmp_path / "run"), str(tmp_path / "new.csv")])
    assert result.exit_code == 2
    assert "model.json" in result.stderr
