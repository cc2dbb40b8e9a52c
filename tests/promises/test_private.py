"""Nobody stands in what is published, printed or kept by Prefect, and no cell rests on fewer people than the study allows."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from personagen.contracts import PUBLISHED
from tests.promises.runs import Made, make_run, texts_in
from tests.promises.small_study import Row, SmallStudy, make_small_study

# stands in everything that is about one person and nowhere else
MARK = "xqzv"
MINIMUM = 10
PUBLISHED_PARTS = ("report.html", "run.json", "tables", "charts")
# counts of rows of files, of answers and of contacts; all other counts are of people
NOT_PEOPLE = {
    *((table, "*") for table in ("rows", "faults", "features")),
    *(("*", column) for column in ("n_contacts", "n_ratings", "n_items", "n_blurred")),
}

pytestmark = pytest.mark.slow


def marked(study: SmallStudy) -> SmallStudy:
    """Put a mark in whatever identifies somebody, in every source, and in faulty cells."""
    for file, column in (("survey", "respondent"), ("interviews", "participant"), ("links", "respondent")):
        study.fill(f"raw/{file}.csv", column, lambda _, row, name=column: f"{row[name]}{MARK}")
    for file in ("analytics", "links", "log"):
        study.fill(f"raw/{file}.csv", "customer", lambda _, row: f"{row['customer']}{MARK}")
    for file in ("survey", "interviews", "analytics", "links", "log"):
        _add_unnamed(study, f"raw/{file}.csv")
    study.fill("raw/survey.csv", "remark", lambda at, _: f"My name is {MARK}, number {at}")
    study.fill("raw/interviews.csv", "fragment", _fragment)
    _spoil(study)
    return study.add(f"privacy: {{minimum_cell: {MINIMUM}}}")


def _add_unnamed(study: SmallStudy, file: str) -> None:
    personal = {
        "full_name": f"Anna {MARK} Jansen",
        "e_mail": f"anna.{MARK}@example.org",
        "phone": f"06-12345678 {MARK}",
        "ip": f"192.0.2.7 {MARK}",
        "note": f"says {MARK}",
    }
    study.put(file, [{**row, **personal} for row in study.rows(file)])


def _fragment(at: int, row: Row) -> str:
    """Return words that may not be shown, or words of which only a part may."""
    if row["consent"] != "yes":
        return f"Not to be shown: {MARK} {at}"
    return f"Write to {MARK}@example.org about it, sentence {at}"


def _spoil(study: SmallStudy) -> None:
    """Put faulty cells that quote people, and rare words that tell who somebody is."""
    survey = study.rows("raw/survey.csv")
    survey[3]["age"], survey[4]["education"], survey[5]["submitted"] = (
        f"{MARK} 31",
        f"Low {MARK}",
        f"{MARK}-day",
    )
    survey[6]["place"] = f"{MARK}town"
    study.put("raw/survey.csv", [*survey, dict(survey[9])])
    log = study.rows("raw/log.csv")
    log[3]["at"], log[4]["csat"], log[5]["feeling"] = f"{MARK} o'clock", f"{MARK}!", f"{MARK}ful"
    log[6]["event"], log[7]["channel"] = f"letter to {MARK}", f"van of {MARK}"
    study.put("raw/log.csv", log)
    links = study.rows("raw/links.csv")
    study.put("raw/links.csv", [*links, {**links[0], "respondent": f"nobody {MARK}"}])


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> SmallStudy:
    """Return a study full of marks."""
    return marked(make_small_study(tmp_path_factory.mktemp("marked") / "small"))


@pytest.fixture(scope="module")
def made(study: SmallStudy) -> Made:
    """Return a run of it, with all that Prefect can say."""
    return make_run(study.path, study.folder / "made", "--verbose", PREFECT_LOGGING_LEVEL="DEBUG")


def found_in(folder: Path) -> list[str]:
    """Return the files of a folder that hold a mark."""
    return sorted({name for name, text in texts_in(folder) if MARK.encode() in text.lower()})


def test_marks_are_seen_where_they_stand(made: Made, study: SmallStudy):
    """What follows could find a mark."""
    assert "survey.csv" in found_in(study.folder / "raw")
    private = found_in(made.folder / "private")
    assert {"assignments.csv", "quarantine/survey.csv", "quarantine/touchpoints.csv"} <= set(private)


def test_nobody_is_published(made: Made):
    found = found_in(made.folder)
    assert [name for name in found if not name.startswith("private/")] == []
    assert {name.partition("/")[0] for name, _ in texts_in(made.folder)} == {*PUBLISHED_PARTS, "private"}


def test_nobody_is_printed(made: Made):
    assert "Finished in state Completed" in made.stderr
    assert MARK not in (made.stdout + made.stderr).lower()


def test_nobody_is_kept_by_prefect(made: Made):
    home = made.folder.with_name("made-prefect")
    assert any(name.startswith("prefect.db") for name, _ in texts_in(home))
    assert any(b"row-account" in text for _, text in texts_in(home))
    assert found_in(home) == []


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
