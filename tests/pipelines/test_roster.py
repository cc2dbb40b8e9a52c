"""The names that people gave, from run to run: who is known again, what is added, what is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from personagen.contracts import (
    FeatureMatrix,
    PersonaModel,
    Recalled,
    Research,
    Roster,
    RosterEntry,
    Segments,
)
from personagen.contracts.model import ModelPersona
from personagen.errors import StudyError
from personagen.exports import read_sources
from personagen.features import build_features
from personagen.ingest import ingest_research
from personagen.language import words_in
from personagen.personas import (
    build_personas,
    call_personas,
    call_segments,
    profile_personas,
    recall_personas,
    sketch_personas,
)
from personagen.runs import read_roster
from personagen.segmentation import fit_segments, take_segments
from personagen.study import StudyFile, read_study
from personagen.study.drafting.writing import write_scalar
from pipelines import roster as rosters
from pipelines.gathering import Found
from pipelines.roster import draft_names, find_roster, keep_roster, rename
from tests.promises.small_study import make_small_study


class Wave:
    """The small study with its segments, found once; `find` describes them as a run does."""

    def __init__(self, folder: Path) -> None:
        study = make_small_study(folder)
        study.add("personas: personas.yaml")
        self.file: StudyFile = read_study(study.path)
        self.research: Research = ingest_research(self.file, read_sources(self.file))
        answers = (self.research.answers, self.research.states, self.research.respondents)
        self.features: FeatureMatrix = build_features(*answers, self.file.study)
        self.segments: Segments = fit_segments(
            self.features, self.research.respondents, self.file.study.segmentation
        )

    def find(self, roster: Roster | None = None, segments: Segments | None = None, **changes: Any) -> Found:
        """Return the personas as a run finds them."""
        study = self.file.study.model_copy(update=changes)
        segments, roster = segments or self.segments, roster or Roster()
        recalled = recall_personas(self.features, segments, roster, study.language)
        segments = call_segments(segments, recalled)
        profile = profile_personas(self.research, segments.assignments, study)
        made = build_personas(self.research, segments, profile, study, words_in(study.language))
        called = call_personas(made, recalled, roster)
        cell = study.privacy.minimum_cell
        sketches = sketch_personas(self.features, segments, called, cell, study.language)
        return Found(self.features, segments, {"personas": called}, recalled=recalled, sketches=sketches)


def renumbered(segments: Segments, numbers: Mapping[str, str]) -> Segments:
    """Return the same segments under other numbers."""
    return replace(
        segments,
        assignments=segments.assignments.assign(persona=segments.assignments["persona"].map(numbers)),
        centroids=segments.centroids.rename(index=numbers).sort_index().rename_axis("persona"),
        stability=segments.stability.assign(persona=segments.stability["persona"].map(numbers)),
    )


@pytest.fixture(scope="module")
def wave(tmp_path_factory: pytest.TempPathFactory) -> Wave:
    """Return the small study with its segments."""
    return Wave(tmp_path_factory.mktemp("roster") / "small")


@pytest.fixture
def path(wave: Wave) -> Path:
    """Return where personas.yaml goes, with nothing there."""
    path = wave.file.folder / "personas.yaml"
    path.unlink(missing_ok=True)
    return path


def draft(wave: Wave, path: Path) -> Found:
    """Make a first run, which drafts personas.yaml."""
    found = wave.find()
    said = list(keep_roster(wave.file, find_roster(wave.file), found, Path("run")))
    assert [line.startswith(f"Wrote {path}") for line in said] == [True]
    return found


def run_again(wave: Wave, **how: Any) -> tuple[Found, list[str]]:
    """Make another run, and return what it says of personas.yaml."""
    file = find_roster(wave.file)
    assert file is not None
    found = wave.find(file.roster, **how)
    return found, list(keep_roster(wave.file, file, found, Path("run")))


def names(found: Found) -> list[str]:
    return found.tables["personas"]["name"].tolist()


def test_the_next_run_finds_the_same_and_leaves_the_file_alone(wave: Wave, path: Path):
    first = draft(wave, path)
    text = path.read_bytes()
    again, said = run_again(wave)
    pd.testing.assert_frame_equal(again.tables["personas"], first.tables["personas"], check_exact=True)
    assert again.tables["personas"]["is_named"].tolist() == [False] * 3
    assert said == []
    assert path.read_bytes() == text
    assert draft_names(wave.file, wave.find()).encode() == text


def test_names_and_words_follow_the_people_not_the_numbers(wave: Wave, path: Path):
    first = draft(wave, path)
    old = names(first)
    path.write_text(
        path.read_text().replace(
            f"name: {write_scalar(old[1])}\n    words:", "name: Hurried Ann\n    words: Phones"
        )
    )
    found, _ = run_again(wave)
    assert names(found) == [old[0], "Hurried Ann", old[2]]
    turned, said = run_again(wave, segments=renumbered(wave.segments, {"1": "2", "2": "3", "3": "1"}))
    assert names(turned) == [old[2], old[0], "Hurried Ann"]
    table = turned.tables["personas"].set_index("name")
    assert table["note"].dropna().to_dict() == {"Hurried Ann": "Phones"}
    assert table["is_named"].tolist() == [False, False, True]
    keys = first.tables["personas"]["key"]
    assert table["key"].tolist() == [keys[2], keys[0], keys[1]]
    assert said == []


def test_made_names_are_made_again_in_another_language(wave: Wave, path: Path):
    old = names(draft(wave, path))
    dutch = path.read_text().replace(write_scalar(old[0]), "Zoals eerder")
    path.write_text(dutch.replace(f"name: {write_scalar(old[1])}", "name: Ann"))
    found, said = run_again(wave)
    assert (names(found), said) == (["Zoals eerder", "Ann", old[2]], [])
    path.write_text(path.read_text().replace("- language: en", "- language: nl"))
    found, said = run_again(wave)
    assert (names(found), said) == ([old[0], "Ann", old[2]], [])


def test_a_new_persona_gets_a_name_of_its_own_and_is_added(wave: Wave, path: Path):
    old = names(draft(wave, path))
    text = path.read_text()
    first = next(line for line in text.splitlines() if "made:" in line) + "\n"
    entry = text[text.index("  - key") : text.index("  - key", text.index("  - key") + 1)]
    text = text.replace(first, "").replace(entry, "")
    # people gave another persona the name that the new one would get
    path.write_text(text.replace(f"name: {write_scalar(old[1])}", f'name: "{old[0]}"'))
    found, said = run_again(wave)
    second = f"{old[0][: 40 - len(' (2)')].rstrip()} (2)"
    assert names(found) == [second, old[0], old[2]]
    assert said == [f'Added to {path}: "{second}".']
    after = read_roster(path)
    assert after is not None
    assert [each.name for each in after.roster.entries] == [old[0], old[2], second]
    later, said = run_again(wave)
    assert (names(later), said) == (names(found), [])


def test_a_persona_that_nobody_is_any_more_stays_and_is_told(wave: Wave, path: Path):
    draft(wave, path)
    text = path.read_text()
    lost = "  - key: p-lost\n    name: Old Bob\n    words: Gone\n"
    text = text.replace("personas:\n", f"personas:\n{lost}", 1)
    far = "      p-lost: {made: Bob, share: 0.1, centroid: [400.0, 1.0, 1.0, 1.0, 1.0, 9.0]}\n"
    path.write_text(text.replace("    personas:\n", f"    personas:\n{far}"))
    before = path.read_bytes()
    found, said = run_again(wave)
    assert said == ['Not found in this run, and kept in the file: "Old Bob".']
    assert "Old Bob" not in names(found)
    assert path.read_bytes() == before


def test_an_entry_taken_out_is_drafted_again_with_its_key(wave: Wave, path: Path):
    first = draft(wave, path)
    text = path.read_text()
    start = text.index("  - key")
    path.write_text(text[:start] + text[text.index("  - key", start + 1) :])
    found, said = run_again(wave)
    assert found.tables["personas"]["key"].tolist() == first.tables["personas"]["key"].tolist()
    assert said == [f'Added to {path}: "{names(first)[0]}".']
    assert path.read_text().count("made:") == 3


def test_a_file_changed_during_the_run_is_left_alone(wave: Wave, path: Path):
    draft(wave, path)
    text = path.read_text()
    start = text.index("  - key")
    path.write_text(text[:start] + text[text.index("  - key", start + 1) :])
    file = find_roster(wave.file)
    assert file is not None
    path.write_text(path.read_text() + "# mine\n")
    before = path.read_bytes()
    said = list(keep_roster(wave.file, file, wave.find(file.roster), Path("run")))
    assert "was changed during the run" in said[0]
    assert path.read_bytes() == before
    said = list(keep_roster(wave.file, None, wave.find(), Path("run")))
    assert "appeared during the run" in said[0]
    assert path.read_bytes() == before


def test_a_place_that_can_not_be_written_is_a_warning(
    wave: Wave, path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(rosters, "place_new", refuse)
    said = list(keep_roster(wave.file, None, wave.find(), Path("run")))
    assert said[0].startswith(f"Warning: {path} can't be written (Permission denied)")
    assert not path.exists()


def test_without_the_key_nothing_is_written_beside_the_study(wave: Wave, path: Path):
    file = replace(wave.file, study=wave.file.study.model_copy(update={"personas": None}))
    assert find_roster(file) is None
    said = list(keep_roster(file, None, wave.find(), Path("somewhere")))
    assert "somewhere/personas.yaml" in said[0]
    assert "personas: personas.yaml" in said[0]
    assert not path.exists()


def test_split_and_merged_personas_hand_no_name_on_and_are_told(wave: Wave):
    whole = wave.find()
    keys, old = (whole.tables["personas"][column].tolist() for column in ("key", "name"))
    roster = Roster(tuple(RosterEntry(k, n) for k, n in zip(keys, old, strict=True)), (whole.sketches,))
    lineage = pd.DataFrame(
        [(keys[0], "1", 0.3, "split"), (keys[0], "2", 0.3, "split"), (keys[1], "3", 0.4, "merged"), (keys[2], "3", 0.4, "merged")],
        columns=["old", "new", "distance", "status"],
    )  # fmt: skip
    found = replace(whole, recalled=Recalled(lineage=lineage))
    assert list(rosters._tell(roster, found)) == [
        f'"{old[0]}" has split into "{old[0]}" and "{old[1]}".',
        f'"{old[1]}" and "{old[2]}" have become one: "{old[2]}".',
    ]


def test_given_segments_keep_their_names_and_get_words(wave: Wave, path: Path):
    people = wave.research.respondents["respondent_id"]
    given = pd.Series(["Regulars", "2", "3"] * len(people), index=range(3 * len(people)))[: len(people)]
    segments = take_segments(
        wave.features, wave.research.respondents, given.set_axis(people), wave.file.study.segmentation
    )
    found = wave.find(segments=segments)
    assert found.sketches.portraits.centroids.shape == (3, 0)
    path.write_text(draft_names(wave.file, found))
    again, said = run_again(wave, segments=segments)
    pd.testing.assert_frame_equal(again.tables["personas"], found.tables["personas"], check_exact=True)
    assert said == []
    mine = Roster((RosterEntry("mine", "regulars", "Ours"),))
    table = wave.find(mine, segments=segments).tables["personas"].set_index("persona")
    assert table.loc["Regulars", ["name", "note"]].tolist() == ["Regulars", "Ours"]


def test_kept_personas_take_the_names_of_the_file():
    model = PersonaModel(
        **{name: None for name in PersonaModel.__dataclass_fields__ if name != "personas"},  # type: ignore[arg-type]
        personas=(ModelPersona("1", "p-a", "Made", 0.6, 60), ModelPersona("2", "p-b", "Other", 0.4, 40)),
    )
    entries = {"1": RosterEntry("p-z", "Ann")}
    renamed = rename(model, Recalled(entries, {"1": "p-z"}, frozenset("1"), frozenset("1")))
    assert [(each.key, each.name) for each in renamed.personas] == [("p-z", "Ann"), ("p-b", "Other")]


def test_kept_personas_are_known_by_their_keys_wherever_their_people_are(wave: Wave, path: Path):
    first = draft(wave, path)
    keys = dict(zip(*(first.tables["personas"][c] for c in ("persona", "key")), strict=True))
    centroids = wave.segments.centroids[::-1].set_axis(
        wave.segments.centroids.index
    )  # far from where they were
    moved = replace(
        wave.segments, reason="kept", keys=keys, names=dict.fromkeys(keys, "Old"), centroids=centroids
    )
    found, said = run_again(wave, segments=moved)
    assert names(found) == names(first)
    assert said == []


def test_what_is_written_tells_of_no_small_group(wave: Wave):
    sizes = wave.segments.assignments.query("basis == 'full'")["persona"].value_counts()
    cell = int(sizes.max())
    privacy = wave.file.study.privacy.model_copy(update={"minimum_cell": cell})
    portraits = wave.find(privacy=privacy).sketches.portraits
    assert len(portraits.personas) == 1
    assert portraits.centroids.loc[portraits.personas[0], "price"] in {0.0, 1.0}
    whole = wave.find().sketches.portraits
    least = wave.file.study.privacy.minimum_cell
    for (_, row), persona in zip(whole.centroids.iterrows(), ["1", "2", "3"], strict=True):
        people = row[["education", "price", "ease", "advice"]] * sizes[persona] / least
        assert people.to_numpy() == pytest.approx(people.round().to_numpy(), abs=0.01)


def test_a_broken_file_is_refused_with_the_study(wave: Wave, path: Path):
    path.write_text("personas:\n  - key: p\n    name: Ann\n")
    with pytest.raises(StudyError, match=r"personas.yaml:2: .*no persona with the key"):
        find_roster(wave.file)


OFFERED = {
    "opportunities": pd.DataFrame(
        {"opportunity": ["use-app-p-1", "buy-all-p-2"], "sentence": ["How a?", "How b?"]}
    )
}


def test_opportunities_are_offered_once_and_told_of_when_they_are_gone(wave: Wave, path: Path):
    def keep(published: Mapping[str, pd.DataFrame]) -> list[str]:
        file = find_roster(wave.file)
        found = wave.find(file.roster if file else None)
        return list(keep_roster(wave.file, file, found, Path("run"), published))

    assert keep({name: table.head(1) for name, table in OFFERED.items()})[0].startswith("Wrote")
    path.write_text(path.read_text().replace("status: open\n    owner:", "status: doing\n    owner: Kim"))
    assert keep(OFFERED) == [f"Added to {path}: 1 opportunity."]
    text = path.read_text()
    assert "status: doing\n    owner: Kim" in text
    assert keep(OFFERED) == []
    said = keep({name: table.tail(1) for name, table in OFFERED.items()})
    assert said == [
        "Opportunities that this run doesn't find any more, and that stay in the file: use-app-p-1."
    ]
    assert path.read_text() == text
