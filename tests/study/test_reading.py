"""Reading a study file: bytes, lines, paths."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from personagen.errors import StudyError
from personagen.study import Study, StudyFile, read_study
from tests.study.studies import make_folder, write_study


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path)


def test_a_whole_study(folder: Path):
    path = write_study(folder)
    study_file = read_study(path)
    assert study_file.study.study == "Coffee"
    assert study_file.folder == folder
    assert study_file.hash == hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(study_file.study.variables.demographic) == ["age"]


def test_lines(folder: Path):
    study_file = read_study(
        write_study(
            folder, variables="variables:\n  demographic:\n    a.b:\n      from: survey\n      type: number"
        )
    )
    assert study_file.line_of("survey.respondent") == 3
    assert study_file.line_of("survey.weight") == 3
    assert study_file.line_of("variables.demographic.a.b.type") == 13
    assert study_file.line_of("touchpoints.0.at") == study_file.line_of("touchpoints.at") == 6
    assert study_file.line_of("quality.grids") is None


def test_a_problem_names_file_line_and_key(folder: Path):
    study_file = read_study(write_study(folder))
    problem = study_file.problem("touchpoints.0.at", "no such column", "Name another")
    assert str(problem) == f"{study_file.path}:6: touchpoints.at: no such column. Name another."


def test_one_log_or_a_list_of_logs(folder: Path):
    log = "{files: [raw/log.csv], customer: c, at: t, touchpoint: e}"
    study_file = read_study(write_study(folder, touchpoints=f"touchpoints:\n  - {log}\n  - {log}"))
    assert len(study_file.study.touchpoints) == 2
    assert study_file.line_of("touchpoints.1.at") == 8


@pytest.mark.parametrize(("marks", "newline"), [(b"\xef\xbb\xbf", "\n"), (b"", "\r\n"), (b"", "\n")])
def test_byte_order_mark_and_newlines_change_nothing(folder: Path, marks: bytes, newline: str):
    path = write_study(folder)
    path.write_bytes(marks + path.read_text(encoding="utf-8").replace("\n", newline).encode())
    assert read_study(path).line_of("links.file") == 8


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", None, "is empty"),
        (b"# nothing but a remark\n", None, "is empty"),
        (b"- a\n- b\n", 1, "no keys at its top level"),
        (b"just words", 1, "no keys at its top level"),
        (b"study: caf\xe9\n", 1, "not UTF-8"),
        (b"a: b\nstudy: caf\xe9\n", 2, "not UTF-8"),
        ("study: x".encode("utf-16"), None, "not UTF-8"),
        (b"PK\x03\x04\x00\x00", None, "binary"),
        (b"study: a\nb: \x07\n", 2, "character"),
        (b"[" * 5000, None, "not YAML"),
        (b'a: "\\ud800"', 1, "half a character"),
        (b'"\\ud800": a', 1, "half a character"),
        (b'a: "\\UFFFFFFFF"', None, "not YAML"),
    ],
)
def test_files_that_hold_no_study(tmp_path: Path, content: bytes, line: int | None, words: str):
    path = tmp_path / "study.yaml"
    path.write_bytes(content)
    with pytest.raises(StudyError, match=words) as caught:
        read_study(path)
    assert caught.value.problems[0].file == str(path)
    assert line in [problem.line for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("name", "words"), [("absent.yaml", "no such study"), (".", "a folder"), ("a\0b", "can't be read")]
)
def test_paths_that_are_no_study(tmp_path: Path, name: str, words: str):
    with pytest.raises(StudyError, match=words):
        read_study(tmp_path / name)


def test_resolve_sorts_and_takes_each_file_once(folder: Path):
    study_file = StudyFile(folder / "study.yaml", Study.model_validate({"study": "x", "language": "en"}))
    found = study_file.resolve("survey.files", ["raw/survey-2.csv", "raw/*.csv", "raw/../raw/survey-1.csv"])
    names = [study_file.name_of(path) for path in found]
    assert names == sorted(set(names))
    assert names[-2:] == ["raw/survey-1.csv", "raw/survey-2.csv"]
    assert "raw/empty" not in names
    assert study_file.resolve("survey.files", "**/survey-1.csv") == [folder / "raw" / "survey-1.csv"]


def test_a_name_with_brackets_is_a_name_first(folder: Path):
    (folder / "raw" / "export [1].csv").write_text("a", encoding="utf-8")
    study_file = StudyFile(folder / "study.yaml", Study.model_validate({"study": "x", "language": "en"}))
    (found,) = study_file.resolve("survey.files", "raw/export [1].csv")
    assert study_file.name_of(found) == "raw/export [1].csv"


def test_a_linked_folder_is_part_of_the_study(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "a.csv").write_text("a", encoding="utf-8")
    (folder / "linked").symlink_to(elsewhere)
    study_file = StudyFile(folder / "study.yaml", Study.model_validate({"study": "x", "language": "en"}))
    assert [study_file.name_of(p) for p in study_file.resolve("survey.files", "linked/*.csv")] == [
        "linked/a.csv"
    ]
