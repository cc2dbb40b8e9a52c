"""personas.yaml: drafted, read, broken by people, and added to without touching what they wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personagen.errors import StudyError
from personagen.language import words_in
from personagen.runs import add_to_roster, draft_roster, place_new, read_roster, replace_unchanged
from personagen.runs.roster.reading import parse_roster
from tests.runs.rosters import FILE, as_file, roster

TWO = {"p-1": ("Young: first", 25.5), "p-2": ("no", 61.0)}
NEW = roster({"p-3": ("Hurried · phone", 40.0)})
EN = words_in("en")
DRAFT = draft_roster(roster(TWO), "Shop", EN)
PORTRAITS = DRAFT[DRAFT.index("portraits:") :]
STYLES = {
    "drafted": DRAFT,
    "no indent": f"personas:\n- key: p-1\n  name: Ann\n  words: >\n    Two\n    lines.\n\n\n- {{key: p-2, name: Bob}}\n# end\n{PORTRAITS}",
    "one line": f'personas: [{{key: p-1, name: "Ann"}}, {{key: p-2, name: Bob, words: x}}] # mine\n{PORTRAITS}',
    "comments": f"# top\npersonas:   # all\n    - name: Ann # she\n      key: p-1\n      words:  # later\n      # still about Ann\n\n# between\n{PORTRAITS}",
    "emptied": f"personas:\n\n{PORTRAITS}",
    "empty list": f"personas: []\n{PORTRAITS}",
    "portraits first": f"{PORTRAITS}\npersonas:\n  - key: p-2\n    name: Bob\n    words: |\n      a # no comment\n",
    "no last line end": f"{PORTRAITS}personas:\n  - key: p-2\n    name: Bob",
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_draft_says_what_was_found_and_is_the_same_each_time(language: str):
    words = words_in(language)
    drafted = draft_roster(roster(TWO, language), "Shop: the # study", words)
    assert drafted == draft_roster(roster(TWO, language), "Shop: the # study", words)
    read = parse_roster(drafted, FILE)
    assert read.entries == roster(TWO).entries
    assert not any(read.is_named(entry) for entry in read.entries)
    wrote, known = roster(TWO, language).sketches[0].portraits, read.sketches[0].portraits
    assert known.as_plain() == wrote.as_plain()
    head = drafted.partition("personas:")[0]
    assert all(line.startswith("# ") for line in head.splitlines())
    assert "40" in head


def test_names_that_people_gave_are_told_from_made_ones():
    read = parse_roster(DRAFT.replace('name: "no"', "name: Ann").replace("words:\n", "words: Hi\n", 1), FILE)
    assert [(entry.name, entry.words, read.is_named(entry)) for entry in read.entries] == [
        ("Young: first", "Hi", False),
        ("Ann", None, True),
    ]


def lines_in_order(inner: str, outer: str) -> bool:
    """Tell whether all that stands in one text stands in the other in the same order, with text put in between."""
    rest = iter(outer)
    return all(letter in rest for letter in inner)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_adding_keeps_every_byte(style: str, end: str, mark: bytes):
    file = as_file(mark + STYLES[style].replace("\n", end).encode())
    added = add_to_roster(file, NEW, EN)
    assert added is not None
    before, after = file.content.split(end.encode()), iter(added.split(end.encode()))
    if style not in {"one line", "empty list"}:
        assert all(line in after for line in before if line)  # in this order
    assert lines_in_order(file.content.decode(), added.decode())
    assert added.count(b"\n") == added.count(end.encode())
    made = as_file(added).roster
    assert made.entries == (*file.roster.entries, *NEW.entries)
    assert list(made.sketched) == ["p-1", "p-2", "p-3"]
    if style == "comments":
        assert b"# still about Ann" in added.partition(b"p-3")[0]


def test_adding_makes_the_part_with_portraits_where_there_was_none():
    file = as_file("personas: []  # none yet")
    added = add_to_roster(file, NEW, EN)
    assert added is not None
    assert added.startswith(b"personas: [{key: p-3,")
    assert list(as_file(added).roster.sketched) == ["p-3"]


TEXT = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\u2028\u2029\ufeff\ufffe\uffff"),
    min_size=1,
    max_size=40,
)


@given(st.lists(TEXT, min_size=1, max_size=3, unique_by=lambda name: " ".join(name.split()).casefold()))
def test_any_name_can_be_written_and_read(names: list[str]):
    tidy = [" ".join(name.split()) for name in names]
    if not all(tidy) or any(name.isdigit() or name in {"all", "unassigned"} for name in tidy):
        return
    made = roster({f"p-{place}": (name, 30.0 + place) for place, name in enumerate(tidy)})
    read = parse_roster(draft_roster(made, "Shop", EN), FILE)
    assert read.entries == made.entries
    assert not any(read.is_named(entry) for entry in read.entries)
    file = as_file(DRAFT)
    new = roster({f"q-{place}": (name, 30.0) for place, name in enumerate(tidy)})
    if {name.casefold() for name in tidy} & {"young: first", "no"}:
        return
    added = add_to_roster(file, new, EN)
    assert added is not None
    assert as_file(added).roster.entries == (*file.roster.entries, *new.entries)


BROKEN = [
    ("personas: [", 1, ["not YAML (column 12)"]),
    ("", None, ["personas:", "missing"]),
    ("persons:\n  - key: p-1\n", None, ["missing"]),
    (DRAFT.replace("personas:", "personas: 3 #", 1), 6, ["not YAML"]),
    (f"personas: 3\n{PORTRAITS}", 1, ["not a list"]),
    (f"personas:\n  - Ann\n{PORTRAITS}", 2, ["not a persona"]),
    (f"personas:\n  - key: p-1\n    nme: Ann\n    name: Ann\n{PORTRAITS}", 3, ['"nme"', 'Did you mean "name"?']),
    (f"personas:\n  - key: p-1\n    key: p-2\n    name: Ann\n{PORTRAITS}", 3, ["twice", "line 2"]),
    (f"personas:\n  - key: p-1\n    name: Ann\n  - key: p-1\n    name: Bob\n{PORTRAITS}", 4, ["p-1", "twice, first in line 2"]),
    (f"personas:\n  - key: p-1\n    name: Ann\n  - key: p-2\n    name: ANN\n{PORTRAITS}", 5, ["ANN", "twice, first in line 3", "own"]),
    (f"personas:\n  - key: p-1\n    name:\n{PORTRAITS}", 3, ["name is empty"]),
    (f"personas:\n  - key: p-1\n{PORTRAITS}", 2, ["name is empty"]),
    (f"personas:\n  - key: p-1\n    name: '  '\n{PORTRAITS}", 3, ["name is empty"]),
    (f"personas:\n  - key: p-1\n    name: 2024\n{PORTRAITS}", 3, ["no text", "quotes"]),
    (f"personas:\n  - key: p-1\n    name: '12'\n{PORTRAITS}", 3, ["meaning of its own"]),
    (f"personas:\n  - key: p-1\n    name: {'x' * 41}\n{PORTRAITS}", 3, ["41", "40"]),
    (f"personas:\n  - key: p-1\n    name: Ann\n    words: [a]\n{PORTRAITS}", 4, ["no words"]),
    (f"personas:\n  - key: p-11\n    name: Ann\n{PORTRAITS}", 2, ['"p-11"', 'Did you mean "p-1"?']),
    (DRAFT.replace("centroid: [25.5, 0.25]", "centroid: [25.5]"), 16, ["damaged"]),
    (DRAFT.replace("made: ", "mad: ", 1), 16, ["damaged"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "said"), BROKEN, ids=range(len(BROKEN)))
def test_a_file_that_people_broke_says_where_and_how_to_mend_it(
    text: str, line: int | None, said: list[str], tmp_path: Path
):
    path = tmp_path / "personas.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_roster(path)
    assert caught.value.problems[0].line == line, str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert all(word in str(caught.value) for word in said), str(caught.value)
    assert all(problem.mend for problem in caught.value.problems)


def test_given_segments_have_names_of_any_length_and_need_no_portrait():
    text = f"personas:\n  - key: p-9\n    name: {'x' * 60}\n    words: Ours\n"
    assert parse_roster(text, FILE, is_given=True).entries[0].words == "Ours"


def test_no_file_is_no_roster_and_a_folder_is_refused(tmp_path: Path):
    assert read_roster(tmp_path / "personas.yaml") is None
    with pytest.raises(StudyError, match="folder"):
        read_roster(tmp_path)
    (tmp_path / "latin.yaml").write_bytes("personas:\n# caf\xe9".encode("latin-1"))
    with pytest.raises(StudyError, match=r"latin.yaml:2: .*UTF-8"):
        read_roster(tmp_path / "latin.yaml")


def test_nothing_is_ever_overwritten(tmp_path: Path):
    path = tmp_path / "personas.yaml"
    assert place_new(path, "one\n")
    assert not place_new(path, "two\n")
    assert path.read_text() == "one\n"
    path.write_text("people's\n")
    assert not replace_unchanged(path, b"one\n", b"three\n")
    assert path.read_text() == "people's\n"
    path.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    assert replace_unchanged(link, b"people's\n", b"people's\nand one\n")
    assert link.is_symlink()
    assert path.read_text() == "people's\nand one\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "personas.yaml"]
