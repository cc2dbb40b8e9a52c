"""Nobody stands in what is published, printed or kept by Prefect, and no cell rests on fewer people than the study allows."""

from __future__ import annotations

import json
import re
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from personagen.contracts import PUBLISHED
from personagen.journeys.sampling import draw_of
from personagen.privacy import find_recoverable
from personagen.runs import read_run
from tests.promises.planting import KINDS, MASKED, SOURCES, Planted, found_in, marks_in, plant
from tests.promises.runs import Made, make_run, personagen, texts_in
from tests.promises.small_study import make_small_study

MINIMUM = 5
PUBLISHED_PARTS = ("report.html", "run.json", "personas.yaml", "tables", "charts")
# counts of rows of files, of answers and of contacts; all other counts are of people
NOT_PEOPLE = {
    *((table, "*") for table in ("rows", "faults", "features")),
    *(("*", column) for column in ("n_contacts", "n_ratings", "n_items", "n_blurred", "n_touchpoints")),
    ("transitions", "n"),
    ("coverage", "n_bot_contacts"),
}

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Marked:
    """A planted study, what was made of it, and where programs keep temporary files meanwhile."""

    planted: Planted
    made: Made
    temporary: Path


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Marked:
    """Return a run of a study full of marks, with all that Prefect can say."""
    folder = tmp_path_factory.mktemp("marked")
    planted = plant(make_small_study(folder / "small"), MINIMUM)
    (temporary := folder / "temporary").mkdir()
    made = make_run(
        planted.study.path, folder / "made", "--verbose", PREFECT_LOGGING_LEVEL="DEBUG", TMPDIR=str(temporary)
    )
    return Marked(planted, made, temporary)


@pytest.fixture(scope="module")
def made(marked: Marked) -> Made:
    """Return the run."""
    return marked.made


def homes(made: Made) -> Path:
    return made.folder.with_name("made-prefect")


def test_marks_are_seen_where_they_stand(marked: Marked):
    """What follows could find a mark: of every kind, in every source, plain, packed and as Parquet."""
    raw = marked.planted.study.folder / "raw"
    files = {"log": ("log.csv.gz", "log.parquet")}
    found = found_in(raw)
    for source in SOURCES:
        for file in files.get(source, (f"{source}.csv",)):
            assert found[file] >= len(KINDS), file
        assert {kind for where, kind in marked.planted.count if where == source} >= {*KINDS}
    assert all(marks_in(make(7).encode()) for make in KINDS.values())
    assert sum(found.values()) > 1_000
    private = found_in(marked.made.folder / "private")
    assert {"assignments.csv", "peak_end.csv", "quarantine/survey.csv", "quarantine/touchpoints 1.csv"} <= {
        *private
    }


def test_nobody_is_published(made: Made):
    found = found_in(made.folder)
    assert [name for name in found if not name.startswith("private/")] == []
    assert {name.partition("/")[0] for name, _ in texts_in(made.folder)} == {*PUBLISHED_PARTS, "private"}


def test_no_draw_stands_anywhere(made: Made):
    """The number that tells customers apart on the engine is made of their name: it is as good as the name."""
    customers = made.private("assignments")["customer_id"].dropna()
    draws = {str(draw_of(customer)).encode() for customer in customers}
    assert len(draws) > 100
    texts = [made.stdout.encode(), made.stderr.encode()]
    texts += [text for folder in (made.folder, homes(made)) for _, text in texts_in(folder)]
    assert not draws & {number for text in texts for number in re.findall(rb"[0-9]{10,}", text)}


def test_quotes_are_shown_without_their_marks(made: Made):
    quotes = made.table("quotes")["quote"]
    assert len(quotes) > 0
    assert quotes.str.fullmatch(r"Write to \[…\] about it, sentence [0-9]+").all()
    assert len(MASKED) == 4


def test_nobody_is_printed(made: Made):
    assert "Finished in state Completed" in made.stderr
    assert marks_in((made.stdout + made.stderr).encode()) == set()


def test_nobody_is_kept_by_prefect(made: Made):
    home = homes(made)
    assert any(name.startswith("prefect.db") for name, _ in texts_in(home))
    assert any(b"row-account" in text for _, text in texts_in(home))
    assert found_in(home) == {}


def test_nothing_is_left_elsewhere(marked: Marked):
    assert found_in(marked.temporary) == {}
    beside = {path.name for path in marked.made.folder.parent.iterdir()}
    assert beside == {"small", "temporary", "made", "made-prefect"}


def test_nobody_is_told_by_a_run_that_fails(marked: Marked, tmp_path: Path):
    """Half of the ages are no numbers: the run stops with a message, and leaves nothing behind."""
    planted = plant(make_small_study(tmp_path / "small"), MINIMUM)
    planted.study.fill("raw/survey.csv", "age", lambda _, __: planted.make("survey", "email"))
    (temporary := tmp_path / "temporary").mkdir()
    more = {"PREFECT_LOGGING_LEVEL": "DEBUG", "TMPDIR": str(temporary)}
    done = personagen(
        "run",
        planted.study.path,
        "--out",
        tmp_path / "made",
        "-v",
        prefect_home=tmp_path / "prefect",
        more=more,
    )
    assert done.returncode == 2
    assert '"age" of survey' in done.stderr
    assert marks_in((done.stdout + done.stderr).encode()) == set()
    assert found_in(tmp_path / "prefect") == found_in(temporary) == {}
    assert {path.name for path in tmp_path.iterdir()} == {"small", "temporary", "prefect"}


def test_nobody_is_told_by_assign_and_report(marked: Marked, tmp_path: Path):
    """New people come with marks; the file that answers is theirs alone, and holds them."""
    survey, analytics, links = (
        pd.DataFrame(marked.planted.study.rows(f"raw/{name}.csv"))
        for name in ("survey", "analytics", "links")
    )
    people = survey.merge(links[["respondent", "customer"]], on="respondent").merge(analytics, on="customer")
    people.to_csv(tmp_path / "people.csv", index=False)
    (temporary := tmp_path / "temporary").mkdir()
    run, where = (
        marked.made.folder,
        {"prefect_home": tmp_path / "prefect", "more": {"TMPDIR": str(temporary)}},
    )
    assigned = personagen("assign", run, tmp_path / "people.csv", "--out", tmp_path / "answer.csv", **where)
    assert assigned.returncode == 0, assigned.stderr
    assert marks_in((tmp_path / "answer.csv").read_bytes())
    reported = personagen("report", run, "--language", "nl", **where)
    assert reported.returncode == 0, reported.stderr
    for done in (assigned, reported):
        assert marks_in((done.stdout + done.stderr).encode()) == set()
    assert (run / "report.nl.html").is_file()
    assert marks_in((run / "report.nl.html").read_bytes()) == set()
    assert found_in(run / "charts.nl") == {}
    assert found_in(temporary) == {}
    (run / "report.nl.html").unlink()
    shutil.rmtree(run / "charts.nl")


def test_nobody_of_a_given_segment_is_told(tmp_path: Path):
    planted = plant(make_small_study(tmp_path / "small"), MINIMUM)
    planted.study.fill("raw/analytics.csv", "segment", lambda at, _: "gold" if at % 3 else "silver")
    formed = "  k: 3\n  restarts: 5\n  bootstrap: 10\n"
    planted.study.edit(formed, "  given: {from: analytics, column: segment}\n")
    made = make_run(planted.study.path, tmp_path / "made", "--verbose")
    assert {"gold", "silver"} <= {*made.table("personas")["persona"]}
    assert [name for name in found_in(made.folder) if not name.startswith("private/")] == []
    assert marks_in((made.stdout + made.stderr).encode()) == set()


def test_private_is_private(made: Made):
    for path in [made.folder / "private", *(made.folder / "private").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert not (made.folder / "private" / "scratch").exists()


def small_cells(made: Made, minimum: int) -> list[tuple[str, str, int]]:
    """Return every published number of people that is above none and below the minimum."""
    found = []
    for name, contract in PUBLISHED.items():
        if not (made.folder / "tables" / f"{name}.parquet").is_file():
            continue
        table = made.table(name)
        for column in contract.columns:
            is_count = column == "n" or column.startswith("n_") or column == "base_n"
            if is_count and not {(name, "*"), ("*", column)} & NOT_PEOPLE:
                numbers = table[column].dropna()
                found += [(name, column, int(n)) for n in numbers[(numbers > 0) & (numbers < minimum)]]
    return found


def test_no_small_cell_is_published(made: Made):
    assert small_cells(made, 2 * MINIMUM)  # it would see them
    assert small_cells(made, MINIMUM) == []


def test_no_small_cell_of_the_example_is_published(webshop_run: Made):
    assert small_cells(webshop_run, 2 * webshop_run.info["report"]["minimum_cell"])
    assert small_cells(webshop_run, webshop_run.info["report"]["minimum_cell"]) == []


def test_nothing_hidden_can_be_worked_out(made: Made, webshop_run: Made):
    """The checker looks over all published tables of a run."""
    for run, is_complete in ((made, False), (webshop_run, True)):
        assert find_recoverable(read_run(run.folder).tables, is_complete=is_complete) == []
        said = json.loads((run.folder / "run.json").read_text(encoding="utf-8"))["report"]
        assert said["n_suppressed"] == sum(said["suppressed"].values()) > 0
