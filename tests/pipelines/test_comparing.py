"""`personagen compare` on made waves: what was planted is said, differences come first, and nothing half is left."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from personagen.contracts.waves import WAVES
from personagen.exports import read_sources
from personagen.features import encode_kept
from personagen.ingest import ingest_research
from personagen.runs import read_model
from personagen.segmentation import keep_personas
from personagen.study import read_study
from pipelines.cli import app
from tests.pipelines.waves import ASKED, describe, make_wave, people, write_run

FIRST = {"comfort": 160, "bargain": 120, "expert": 80, "pioneer": 60}
SECOND = {"comfort": 60, "bargain": 140, "expert": 60, "local": 60}


@pytest.fixture(scope="module")
def waves(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two waves: half of the first one answer again, the shares shift, and a fifth kind of people comes."""
    folder = tmp_path_factory.mktemp("waves")
    first = people(FIRST, 1)
    again = first.groupby("kind").head(40)
    make_wave(folder / "one", first)
    make_wave(folder / "two", pd.concat([again, people(SECOND, 2)], ignore_index=True), k=5)
    return folder


def compare(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["compare", *map(str, arguments)])


def tables(folder: Path) -> dict[str, pd.DataFrame]:
    return {
        name: WAVES[name].conform(pd.read_parquet(folder / "tables" / f"{name}.parquet")) for name in WAVES
    }


def content(folder: Path) -> dict[str, bytes]:
    """Return every file but the account, which holds the time of day."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != "compare.json"]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def test_what_was_planted_is_found_and_nothing_of_a_person_is_told(waves: Path, tmp_path: Path):
    done = compare(waves / "one" / "run", waves / "two" / "run", "--out", tmp_path / "made")
    assert done.exit_code == 0, done.output
    assert "Note: The number of personas went from 4 to 5" in done.stderr
    assert done.stdout.splitlines() == [
        f"Report:     {tmp_path / 'made' / 'report.html'}",
        f"Comparison: {tmp_path / 'made'}",
    ]
    found = tables(tmp_path / "made")
    lineage = found["lineage"]
    assert lineage["status"].tolist() == ["carried"] * 4 + ["new"]
    assert (lineage["name"] == lineage["old_name"])[:4].all()
    # 160 of 420 to 100 of 480, 60 of 420 to 40 of 480; experts were 80 and are 100
    assert lineage["share_before"][:4].tolist() == pytest.approx(
        [160 / 420, 120 / 420, 80 / 420, 60 / 420], abs=0.01
    )
    assert lineage["share_now"].tolist() == pytest.approx(
        [100 / 480, 180 / 480, 100 / 480, 40 / 480, 60 / 480], abs=0.01
    )
    assert (lineage["p_adjusted"][:4] < 0.05).tolist() == [True, True, False, True]
    # people of a kind stay what they are
    row = found["panel"].iloc[0]
    assert (row["links_by"], row["n"]) == ("respondent_id", 160)
    assert row["same_share"] > 0.95
    assert found["moves"].groupby("old")["n"].max().ge(35).all()
    every = b"".join(content(tmp_path / "made").values())
    assert not any(f"s1-{i}".encode() in every for i in range(420))


def test_the_same_runs_give_the_same_bytes_and_replace_what_was_there(waves: Path, tmp_path: Path):
    made = tmp_path / "made"
    compare(waves / "one" / "run", waves / "two" / "run", "--out", made)
    first = content(made)
    (made / "tables" / "old.csv").write_text("gone")
    assert compare(waves / "one" / "run", waves / "two" / "run", "--out", made).exit_code == 0
    assert content(made) == first
    assert {Path(name).suffix for name in first} == {".csv", ".parquet", ".svg", ".png", ".html"}
    account = json.loads((made / "compare.json").read_text(encoding="utf-8"))
    assert account["families"] == {"lineage": 4, "drift": 6, "journey_changes": 0}


def test_it_goes_beside_the_new_run_in_the_language_asked_for(waves: Path):
    done = compare(waves / "one" / "run", waves / "two" / "run", "--language", "nl")
    made = waves / "two" / "compare-run-run"
    assert done.exit_code == 0
    assert '<html lang="nl">' in (made / "report.html").read_text(encoding="utf-8")
    assert list((waves / "two").glob(".*")) == []


def test_exchanged_a_new_persona_is_a_lost_one(waves: Path, tmp_path: Path):
    compare(waves / "two" / "run", waves / "one" / "run", "--out", tmp_path / "made")
    assert tables(tmp_path / "made")["lineage"]["status"].value_counts().to_dict() == {
        "carried": 4,
        "lost": 1,
    }


def test_a_column_that_lacks_and_new_levels_are_named_and_the_rest_is_compared(waves: Path, tmp_path: Path):
    first, second = people(FIRST, 1), people(FIRST, 3, places=("Utrecht", "Ede", "Zwolle"))
    levelled = {"place": "feature", "segmentation": "k: 4, weights: {demographic: 0.2}"}
    make_wave(tmp_path / "one", first, **levelled)
    make_wave(tmp_path / "two", second, asked=ASKED[:-1], **levelled)
    done = compare(tmp_path / "one" / "run", tmp_path / "two" / "run")
    assert done.exit_code == 0, done.output
    notes = [line for line in done.stderr.splitlines() if line.startswith("Note: ")]
    assert notes == [
        "Note: The new run lacks “advice”: personas are recognised by the 5 variables that both have.",
        "Note: “place” has a level that the old run doesn’t know (“Zwolle”): it plays no part in recognising personas.",
    ]
    found = tables(tmp_path / "two" / "compare-run-run")
    assert found["lineage"]["status"].tolist() == ["carried"] * 4
    assert found["drift"]["variable"].tolist() == ["place", *ASKED[:-1], "persona"]
    assert found["moves"].empty


def test_runs_that_share_nothing_are_refused_with_the_mend(waves: Path, tmp_path: Path):
    other = people(FIRST, 1).rename(columns={name: f"{name}_now" for name in ASKED})
    make_wave(tmp_path / "two", other, asked=[f"{name}_now" for name in ASKED])
    done = compare(waves / "one" / "run", tmp_path / "two" / "run", "--out", tmp_path / "made")
    assert done.exit_code == 2
    assert "Note:" not in done.stderr
    assert "share no feature" in done.stderr
    assert "Name two runs" in done.stderr
    assert not (tmp_path / "made").exists()


def test_segments_that_the_company_gave_are_matched_by_name(tmp_path: Path):
    first, second = (
        people(FIRST, 1),
        people({k: n for k, n in FIRST.items() if k != "pioneer"} | {"local": 30}, 2),
    )
    for name, answers in (("one", first), ("two", second)):
        grouped = answers.assign(group=answers["kind"])
        make_wave(tmp_path / name, grouped, k="auto", segmentation="given: {from: survey, column: group}")
    done = compare(tmp_path / "one" / "run", tmp_path / "two" / "run")
    assert done.exit_code == 0, done.output
    lineage = tables(tmp_path / "two" / "compare-run-run")["lineage"]
    assert dict(zip(lineage["name"], lineage["status"], strict=True)) == {
        "comfort": "carried",
        "bargain": "carried",
        "expert": "carried",
        "pioneer": "lost",
        "local": "new",
    }


def keep(old: Path, folder: Path, answers: pd.DataFrame) -> Path:
    """Run the study of ``old`` on other answers with its personas kept, and return the run folder."""
    shutil.copytree(old.parent, folder, ignore=shutil.ignore_patterns("run", "compare-*"))
    answers.drop(columns="kind").to_csv(folder / "survey.csv", index=False)
    file, model = read_study(folder / "study.yaml"), read_model(old)
    research = ingest_research(file, read_sources(file))
    features = encode_kept(research.answers, research.states, research.respondents, model)
    segments = keep_personas(features, research.respondents, model)
    result = describe(file.study, research, features, segments)
    return write_run(folder / "run", result, {}, kept=model)


def test_of_kept_personas_only_the_people_are_compared(waves: Path, tmp_path: Path):
    new = keep(waves / "one" / "run", tmp_path / "two", people(FIRST | {"comfort": 60}, 5))
    done = compare(waves / "one" / "run", new)
    assert done.exit_code == 0, done.output
    assert "kept the personas of an earlier run" in done.stderr
    found = tables(tmp_path / "two" / "compare-run-run")
    assert found["lineage"]["distance"].tolist() == [0.0] * 4
    assert found["lineage"]["change"][0] == pytest.approx(60 / 320 - 160 / 420, abs=0.02)
    # answers of its own people, not of those the model was made of
    drift = found["drift"].set_index("variable")
    assert drift.loc["comfort", ["n_before", "n"]].tolist() == [420, 320]
    assert drift.loc["comfort", "is_shifted"]
    (new / "private" / "margins.json").unlink()
    assert "shifts of the variables can’t be told" in compare(waves / "one" / "run", new).stderr


def test_numbered_rows_are_not_taken_for_the_same_people(waves: Path, tmp_path: Path):
    make_wave(
        tmp_path / "two",
        people(FIRST, 1).drop(columns="id").assign(id="x"),
        respondent="csv: {encoding: utf-8}",
    )
    compare(waves / "one" / "run", tmp_path / "two" / "run", "--out", tmp_path / "made")
    assert tables(tmp_path / "made")["panel"].empty


@pytest.mark.parametrize("broken", ["same", "foreign", "no model", "no run"])
def test_what_can_be_mended_ends_with_two_and_leaves_nothing(waves: Path, tmp_path: Path, broken: str):
    old, new, out = waves / "one" / "run", tmp_path / "copy", tmp_path / "made"
    shutil.copytree(waves / "two" / "run", new)
    if broken == "same":
        old = new
    elif broken == "foreign":
        out.mkdir()
        (out / "mine.txt").write_text("mine")
    elif broken == "no model":
        (new / "private" / "model.json").unlink()
    else:
        (new / "run.json").unlink()
    before = content(tmp_path)
    done = compare(old, new, "--out", out)
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert {
        "same": "the same folder",
        "foreign": "--out",
        "no model": "Put it back",
        "no run": "is not a run",
    }[broken] in done.stderr
    assert content(tmp_path) == before
