"""Laws: any text is a study or a clear message; any unknown key is found with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personagen.errors import StudyError
from personagen.study import read_study
from personagen.study.keys import allowed_keys, inner_kinds, kinds_at
from personagen.study.tree import read_tree

WHOLE = Path(__file__).with_name("whole.yaml").read_text(encoding="utf-8")
LINES = WHOLE.splitlines()
PLACES = ["", "survey", "interviews", "analytics", "touchpoints", "segmentation"]
WORDS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)
YAML_SIGNS = st.text(
    st.sampled_from(list("abc: -[]{}#&*!|>'\"%@`\n\t,?0123.~\\=<uUx8dFé\u2028\ufeff")), max_size=80
)

same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)


def read_text(folder: Path, text: str) -> StudyError | None:
    path = folder / "study.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        read_study(path)
    except StudyError as error:
        str(error).encode("utf-8")  # can be shown
        return error
    return None


@same_folder
@given(place=st.sampled_from(PLACES), word=WORDS)
def test_an_unknown_key_is_reported_with_its_line(tmp_path: Path, place: str, word: str):
    allowed = allowed_keys(inner_kinds(kinds_at([]), place) if place else kinds_at([]))
    if word in allowed or word in ("null", "true", "false"):
        return
    at = 1 + (LINES.index(f"{place}:") if place else 0)
    indent = "  " if place else ""
    text = "\n".join([*LINES[:at], f"{indent}{word}: 1", *LINES[at:]])
    error = read_text(tmp_path, text)
    assert error
    key = f"{place}.{word}".strip(".")
    (problem,) = [p for p in error.problems if p.where == key]
    assert problem.line == at + 1
    assert f'there is no key "{word}"' in problem.what


@same_folder
@given(text=st.one_of(st.text(max_size=60), YAML_SIGNS))
def test_any_text_gets_a_message(tmp_path: Path, text: str):
    assert read_text(tmp_path, text) is not None


@same_folder
@given(data=st.data(), inserted=YAML_SIGNS)
def test_a_damaged_study_gets_a_message(tmp_path: Path, data: st.DataObject, inserted: str):
    start = data.draw(st.integers(0, len(WHOLE)))
    end = data.draw(st.integers(start, min(len(WHOLE), start + 30)))
    error = read_text(tmp_path, WHOLE[:start] + inserted + WHOLE[end:])
    assert error  # the whole study holds keys that are not supported yet
    assert all(problem.mend for problem in error.problems)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.floats() | st.sampled_from(["auto", "x", "", "2026-01-01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["from", "to", "constant", "x", "0"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@same_folder
@given(
    line=st.sampled_from(
        [n for n, text in enumerate(LINES) if text and text[0].isalpha() and text[-1] != ":"]
    ),
    value=VALUES,
)
def test_any_value_gets_plain_words(tmp_path: Path, line: int, value: object):
    key = LINES[line].partition(":")[0]
    error = read_text(tmp_path, "\n".join([*LINES[:line], f"{key}: {flow(value)}", *LINES[line + 1 :]]))
    assert error
    for jargon in ("Input should", "validation", "NoneType", "tuple", "dict", "literal", "None"):
        assert jargon not in str(error)


def flow(value: object) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    special = {
        "None": "null",
        "nan": ".nan",
        "inf": ".inf",
        "-inf": "-.inf",
        "": '""',
        "True": "true",
        "False": "false",
    }
    return special.get(str(value), str(value))


@given(st.dictionaries(WORDS, st.integers() | st.booleans() | WORDS | st.none(), max_size=6))
def test_what_is_written_is_what_is_read(data: dict[str, object]):
    special = {None: "null", True: "true", False: "false"}
    text = "\n".join(
        f'"{key}": '
        + (
            f'"{value}"'
            if isinstance(value, str)
            else special.get(value, str(value))
            if isinstance(value, bool | None)
            else str(value)
        )
        for key, value in data.items()
    )
    tree = read_tree(text or "{}", "study.yaml")
    assert tree.data == data
    assert list(tree.lines.values()) == list(range(1, len(data) + 1))


@pytest.mark.parametrize("text", ["no", "off", "yes", "2026-06-30", "12:30", "1_0:3"])
def test_words_that_older_yaml_reads_otherwise_stay_text(text: str):
    assert read_tree(f"a: {text}", "study.yaml").data == {"a": text}
