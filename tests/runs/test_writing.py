from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from personagen.contracts import PUBLISHED
from personagen.errors import DataError, StudyError
from personagen.runs import (
    abandon_unfinished,
    default_destination,
    new_comparison,
    new_run,
    point_latest,
    read_run,
    replace_charts,
    replace_text,
)
from personagen.runs.destination import sweep_abandoned

RUN_JSON = {"program": "personagen", "title": "Coffee"}


def quotes(text: str = "Lekker") -> pd.DataFrame:
    return PUBLISHED["quotes"].conform(
        pd.DataFrame(
            {"persona": ["1"], "code": ["taste"], "label": ["Taste"], "phase": ["use"], "quote": [text]}
        )
    )


def write(destination: Path, text: str = "Lekker") -> None:
    with new_run(destination) as run:
        run.write_table("quotes", quotes(text))
        run.write_report("<p>hello</p>")
        run.write_private("quarantine/survey", pd.DataFrame({"a": ["x"]}))
        run.write_run(RUN_JSON)


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_a_run_is_read_back_as_it_was_written(tmp_path: Path):
    write(tmp_path / "run")
    run = read_run(tmp_path / "run")
    pd.testing.assert_frame_equal(run.table("quotes"), quotes())
    assert run.table_names == ("quotes",)
    assert run.info["title"] == "Coffee"
    assert leftovers(tmp_path) == []


def test_a_failing_run_leaves_nothing(tmp_path: Path):
    with pytest.raises(RuntimeError), new_run(tmp_path / "run") as run:
        run.write_table("quotes", quotes())
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_failing_run_leaves_the_old_one(tmp_path: Path):
    write(tmp_path / "run", "old")
    with pytest.raises(RuntimeError), new_run(tmp_path / "run") as run:
        run.write_table("quotes", quotes("new"))
        raise RuntimeError
    assert read_run(tmp_path / "run").table("quotes")["quote"].tolist() == ["old"]
    assert leftovers(tmp_path) == []


def test_a_new_run_replaces_the_old_one_whole(tmp_path: Path):
    write(tmp_path / "run", "old")
    (tmp_path / "run" / "tables" / "stale.csv").write_text("x")
    write(tmp_path / "run", "new")
    assert read_run(tmp_path / "run").table("quotes")["quote"].tolist() == ["new"]
    assert not (tmp_path / "run" / "tables" / "stale.csv").exists()
    assert leftovers(tmp_path) == []


def test_an_abandoned_run_leaves_the_old_one(tmp_path: Path):
    write(tmp_path / "run", "old")
    with pytest.raises(StudyError), new_run(tmp_path / "run") as run:
        run.write_table("quotes", quotes("new"))
        # as if the process ended between the two steps of moving into place
        (tmp_path / "run").rename(run.folder.with_name(f"{run.folder.name}.old"))
        abandon_unfinished()
        assert read_run(tmp_path / "run").table("quotes")["quote"].tolist() == ["old"]
        assert leftovers(tmp_path) == []


def test_a_folder_that_is_no_run_is_refused_and_untouched(tmp_path: Path):
    thesis = tmp_path / "thesis" / "chapter.txt"
    thesis.parent.mkdir()
    thesis.write_text("years of work")
    with pytest.raises(StudyError, match="is not a run"):
        write(tmp_path / "thesis")
    assert thesis.read_text() == "years of work"


def test_a_file_in_the_place_of_the_run_is_refused(tmp_path: Path):
    (tmp_path / "run").write_text("x")
    with pytest.raises(StudyError, match="is a file"):
        write(tmp_path / "run")


def test_a_comparison_takes_the_place_of_one_and_of_nothing_else(tmp_path: Path):
    for title in ("one", "two"):
        with new_comparison(tmp_path / "made") as folder:
            folder.write_account("compare.json", RUN_JSON | {"title": title})
    assert "two" in (tmp_path / "made" / "compare.json").read_text(encoding="utf-8")
    assert not (tmp_path / "made" / "private").exists()
    write(tmp_path / "run")
    with pytest.raises(StudyError, match="is not a comparison"), new_comparison(tmp_path / "run"):
        pass
    with pytest.raises(StudyError, match="is not a run"), new_run(tmp_path / "made"):
        pass


def test_an_empty_folder_becomes_the_run(tmp_path: Path):
    (tmp_path / "run").mkdir()
    write(tmp_path / "run")
    assert read_run(tmp_path / "run").table_names == ("quotes",)


@pytest.mark.skipif(os.name != "posix", reason="modes of files are a matter of POSIX")
def test_private_is_closed_to_others(tmp_path: Path):
    write(tmp_path / "run")
    mode = stat.S_IMODE((tmp_path / "run" / "private").stat().st_mode)
    assert mode == 0o700
    inner = tmp_path / "run" / "private" / "quarantine" / "survey.csv"
    assert stat.S_IMODE(inner.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "run").stat().st_mode) == 0o755


@pytest.mark.parametrize("text", ["=1+1", "+31", "-2", "@SUM(A1)", "\t=1"])
def test_a_formula_in_a_csv_is_inert_and_the_parquet_stays_verbatim(tmp_path: Path, text: str):
    write(tmp_path / "run", text)
    csv = pd.read_csv(tmp_path / "run" / "tables" / "quotes.csv", keep_default_na=False)
    assert csv["quote"].tolist() == ["'" + text]
    assert read_run(tmp_path / "run").table("quotes")["quote"].tolist() == [text]


def test_the_same_tables_give_the_same_bytes(tmp_path: Path):
    for name in ("a", "b"):
        write(tmp_path / name)
    for kind in ("csv", "parquet"):
        a, b = ((tmp_path / name / "tables" / f"quotes.{kind}").read_bytes() for name in "ab")
        assert a == b


def test_the_default_folder_names_the_study_the_time_and_the_hash(tmp_path: Path):
    at = datetime(2026, 3, 1, 6, 5, 4, tzinfo=UTC)
    folder = default_destination(tmp_path / "Één Klánt.yaml", at, "0123456789ab")
    assert folder == tmp_path / "runs" / "een-klant" / "20260301T060504Z-01234567"
    webshop = default_destination(tmp_path / "webshop" / "study.yaml", at, "f" * 64)
    assert webshop.parent.name == "webshop"


def test_latest_names_the_newest(tmp_path: Path):
    write(tmp_path / "one", "one")
    write(tmp_path / "two", "two")
    point_latest(tmp_path / "one")
    point_latest(tmp_path / "two")
    assert read_run(tmp_path / "latest").table("quotes")["quote"].tolist() == ["two"]


def test_latest_may_be_a_text_file(tmp_path: Path):
    write(tmp_path / "one", "one")
    (tmp_path / "latest").write_text("one\n")
    assert read_run(tmp_path / "latest").info == json.loads((tmp_path / "one" / "run.json").read_text())


def test_the_name_of_the_newest_run_is_refused_and_the_link_stays(tmp_path: Path):
    write(tmp_path / "one", "one")
    point_latest(tmp_path / "one")
    for name in ("latest", "Latest"):
        with pytest.raises(StudyError, match=r"newest run.*Name another folder"):
            write(tmp_path / name)
    assert (tmp_path / "latest").resolve() == tmp_path / "one"
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="Windows makes links only for administrators")
def test_a_link_in_the_place_of_the_run_is_refused(tmp_path: Path):
    write(tmp_path / "one", "one")
    (tmp_path / "linked").symlink_to("one", target_is_directory=True)
    with pytest.raises(StudyError, match="is a link"):
        write(tmp_path / "linked", "two")
    assert read_run(tmp_path / "one").table("quotes")["quote"].tolist() == ["one"]


def test_latest_does_not_take_the_place_of_a_folder(tmp_path: Path):
    write(tmp_path / "one", "one")
    (tmp_path / "latest" / "mine").mkdir(parents=True)
    with pytest.raises(OSError, match="latest"):
        point_latest(tmp_path / "one")
    assert (tmp_path / "latest" / "mine").is_dir()
    assert leftovers(tmp_path) == []


def test_what_is_no_run_is_said_to_be_none(tmp_path: Path):
    with pytest.raises(DataError, match="is not a run"):
        read_run(tmp_path)


def test_an_unknown_table_is_named_with_the_nearest(tmp_path: Path):
    write(tmp_path / "run")
    with pytest.raises(DataError, match='Did you mean "quotes"'):
        read_run(tmp_path / "run").table("quote")


@pytest.mark.skipif(os.name != "posix", reason="whether a process lives is asked on POSIX only")
def test_what_a_killed_run_left_is_swept_and_a_living_one_is_not(tmp_path: Path):
    dead = tmp_path / ".run.partial-99999999"
    living = tmp_path / f".run.partial-{os.getpid()}"
    dead.mkdir()
    living.mkdir()
    sweep_abandoned(tmp_path)
    assert (dead.exists(), living.exists()) == (False, True)


def test_a_text_is_replaced_whole(tmp_path: Path):
    page = tmp_path / "report.html"
    page.write_text("old")
    replace_text(page, "new")
    assert page.read_text() == "new"
    assert leftovers(tmp_path) == []


def test_charts_are_replaced_whole_and_none_of_the_old_stays(tmp_path: Path):
    folder = tmp_path / "charts"
    for charts in ({"sizes": ("<svg/>", b"1"), "gone": ("<svg/>", b"2")}, {"sizes": ("<svg>é</svg>", b"3")}):
        replace_charts(folder, charts)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        "sizes.svg": "<svg>é</svg>".encode(),
        "sizes.png": b"3",
    }
    assert leftovers(tmp_path) == []


def test_charts_that_cannot_be_written_leave_the_old_ones(tmp_path: Path):
    folder = tmp_path / "charts"
    replace_charts(folder, {"sizes": ("<svg/>", b"1")})
    with pytest.raises(FileNotFoundError):
        replace_charts(folder, {"sizes": ("<svg/>", b"2"), "no/folder": ("<svg/>", b"2")})
    assert (folder / "sizes.png").read_bytes() == b"1"
    assert leftovers(tmp_path) == []
