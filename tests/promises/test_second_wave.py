"""The second wave of the worked example, run beside the first: what people call the personas goes on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.webshop.generator import plan
from data.webshop.generator.build import build
from personagen.contracts import Portraits
from personagen.personas import match_portraits
from personagen.runs import read_model, read_roster
from tests.promises.runs import Made, made_once, make_run, personagen

pytestmark = pytest.mark.slow


def make_second(webshop: Path, folder: Path) -> Made:
    """Run the second wave with the names that people gave in the first."""
    study = folder.with_name(f"{folder.name}-study")
    build(study, wave=plan.SECOND)
    shutil.copy(webshop / "personas.yaml", study)
    return make_run(study / "study.yaml", folder)


@pytest.fixture(scope="session")
def webshop_second(shared: Path, webshop: Path) -> Made:
    """Return a run of the second wave."""
    return made_once(shared, "webshop-second", lambda folder: make_second(webshop, folder))


def study_of(made: Made) -> Path:
    return made.folder.with_name(f"{made.folder.name}-study")


@pytest.fixture(scope="module")
def told(webshop_second: Made) -> dict[str, Any]:
    """What was planted between the waves."""
    file = study_of(webshop_second) / "truth" / "waves.json"
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def planted_of(made: Made, study: Path) -> dict[str, str]:
    """Return by persona the planted one that most of its people have."""
    people = pd.read_csv(study / "truth" / "respondents.csv", dtype=str).set_index("respondent_id")["persona"]
    found = made.private("assignments").set_index("respondent_id")["persona"]
    return pd.crosstab(found, people).idxmax(axis=1).to_dict()


def test_the_first_wave_goes_by_the_names_that_people_gave(webshop_run: Made, webshop: Path):
    file = read_roster(webshop / "personas.yaml")
    assert file is not None
    named = {entry.key: entry for entry in file.roster.entries}
    personas = webshop_run.table("personas").set_index("persona")
    assert set(personas["key"]) == set(named)
    model = read_model(webshop_run.folder).names
    page = (webshop_run.folder / "report.html").read_text(encoding="utf-8")
    sizes = (webshop_run.folder / "charts" / "sizes.svg").read_text(encoding="utf-8")
    for persona, row in personas.iterrows():
        entry = named[row["key"]]
        assert (row["name"], row["note"], row["is_named"]) == (entry.name, entry.words, True)
        assert model[str(persona)] == entry.name
        assert entry.name in page
        assert entry.name in sizes
    assert planted_of(webshop_run, webshop) == {
        str(p): name.removeprefix("De ") for p, name in personas["name"].items()
    }
    assert "personas.yaml" in webshop_run.info["inputs"]


def test_the_runs_left_the_files_as_they_were(webshop_run: Made, webshop_again: Made, webshop: Path):
    copy = webshop_again.folder.parents[2]
    assert (copy / "personas.yaml").read_bytes() == (webshop / "personas.yaml").read_bytes()
    for made in (webshop_run, webshop_again):
        assert "personas.yaml:" not in made.stderr
        assert "Added to" not in made.stderr


def test_names_are_carried_and_the_split_persona_hands_hers_to_nobody(
    webshop_run: Made, webshop_second: Made, told: dict[str, Any]
):
    personas = webshop_second.table("personas").set_index("persona")
    planted = planted_of(webshop_second, study_of(webshop_second))
    assert sorted(planted.values()) == sorted(told["came_from"])
    before = webshop_run.table("personas").set_index("name")
    for persona, kind in planted.items():
        row, is_carried = personas.loc[persona], told["came_from"][kind] == kind
        assert (row["name"] == f"De {kind}") == is_carried
        assert row["is_named"] == is_carried
        if is_carried:
            assert row["key"] == before.loc[row["name"], "key"]
            assert row["note"] == before.loc[row["name"], "note"]
        assert row["share_low"] <= told["respondent_shares"]["now"][kind] <= row["share_high"]
    assert personas["name"].is_unique
    # other numbers than before: the names went with the people
    number = {name: persona for persona, name in personas["name"].items()}
    assert number["De kwaliteitszoeker"] != before.loc["De kwaliteitszoeker", "persona"]


def test_the_file_gets_the_new_ones_and_keeps_the_rest(webshop_second: Made, webshop: Path):
    after, before = (
        (f / "personas.yaml").read_text(encoding="utf-8") for f in (study_of(webshop_second), webshop)
    )
    lines = iter(after.splitlines())
    assert all(line in lines for line in before.splitlines())
    file = read_roster(study_of(webshop_second) / "personas.yaml")
    assert file is not None
    new = [entry.name for entry in file.roster.entries[4:]]
    assert sorted(new) == sorted(webshop_second.table("personas").query("~is_named")["name"])
    assert '"De koopjesjager" has split into' in webshop_second.stderr
    assert f"Added to {file.path}" in webshop_second.stderr


def test_who_is_who_in_the_two_waves(
    webshop_run: Made, webshop_second: Made, webshop: Path, told: dict[str, Any]
):
    runs = ((webshop_run, webshop), (webshop_second, study_of(webshop_second)))
    names = [planted_of(made, folder) for made, folder in runs]
    found = match_portraits(*(Portraits.of_model(read_model(made.folder)) for made, _ in runs))
    links = {(names[0][row.old], names[1][row.new], row.status) for row in found.itertuples()}
    assert links == {
        (parent, kind, "carried" if kind == parent else "split") for kind, parent in told["came_from"].items()
    }


@pytest.fixture(scope="module")
def compared(webshop_run: Made, webshop_second: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of what `compare` says of the two waves."""
    folder = tmp_path_factory.mktemp("compared") / "waves"
    done = personagen(
        "compare",
        webshop_run.folder,
        webshop_second.folder,
        "--out",
        folder,
        prefect_home=folder.with_name("prefect"),
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_compare_says_what_was_planted(
    compared: Path, webshop_run: Made, webshop_second: Made, webshop: Path, told: dict[str, Any]
):
    lineage = pd.read_parquet(compared / "tables" / "lineage.parquet")
    before, now = planted_of(webshop_run, webshop), planted_of(webshop_second, study_of(webshop_second))
    rows = {
        (before[row.old], now[row.new]): (row.status, row.name, row.low, row.high)
        for row in lineage.itertuples(index=False)
    }
    shares = {when: told["respondent_shares"][when] for when in ("before", "now")}
    came = told["came_from"]
    assert set(rows) == {(parent, kind) for kind, parent in came.items()}
    for (parent, kind), (status, name, low, high) in rows.items():
        whole = [each for each in came if came[each] == parent]
        assert status == ("carried" if whole == [kind] else "split")
        assert (name == f"De {kind}") == (status == "carried")
        change = sum(shares["now"][each] for each in whole) - shares["before"][parent]
        assert low <= change <= high
    assert "De koopjesjager" in (compared / "report.html").read_text(encoding="utf-8")


def test_compare_shows_where_the_panel_went(
    compared: Path, webshop_run: Made, webshop_second: Made, webshop: Path, told: dict[str, Any]
):
    """Most stayed what they were; of those who were the persona that split, most became one of its halves."""
    moves = pd.read_parquet(compared / "tables" / "moves.parquet")
    before, now = planted_of(webshop_run, webshop), planted_of(webshop_second, study_of(webshop_second))
    came = told["came_from"]
    stayed = moves[moves["old"].map(before) == moves["new"].map(now).map(came)]
    planted = 1 - told["moved"] / told["panel"]
    share = stayed["n"].sum() / moves.drop_duplicates("old")["base_n"].sum()
    assert share == pytest.approx(planted, abs=0.08)
    assert (stayed.groupby("old")["share"].sum() > 0.7).all()
    others = moves.drop(stayed.index)
    assert others["share"].max() < stayed["share"].min()


def test_compare_follows_journeys_and_opportunities(compared: Path, webshop_run: Made, webshop_second: Made):
    changes = pd.read_parquet(compared / "tables" / "journey_changes.parquet")
    lineage = pd.read_parquet(compared / "tables" / "lineage.parquet")
    carried = set(lineage.loc[lineage["status"] == "carried", "new"])
    assert set(changes["persona"]) == carried | {"all"}
    account = json.loads((compared / "compare.json").read_text(encoding="utf-8"))
    assert account["families"]["journey_changes"] == changes["p"].notna().sum() > 200
    fates = pd.read_parquet(compared / "tables" / "opportunity_changes.parquet").set_index("opportunity")
    both = [set(made.table("opportunities")["opportunity"]) for made in (webshop_run, webshop_second)]
    # the keys of personas that stayed are the same in both runs
    assert set(fates.index) == both[0] | both[1]
    assert set(fates.index[fates["fate"].isin(["still", "better", "worse"])]) == both[0] & both[1]
