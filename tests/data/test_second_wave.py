"""The second wave of the worked example holds what its truth files say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.webshop.generator import plan
from data.webshop.generator.build import build

SPLIT = "koopjesjager"


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the second wave."""
    folder = tmp_path_factory.mktemp("webshop-2")
    build(folder, wave=plan.SECOND)
    return folder


def read(path: Path, separator: str = ",") -> pd.DataFrame:
    return pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def waves(second: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((second / "truth" / "waves.json").read_text(encoding="utf-8"))
    return content


def test_one_persona_has_split_and_shares_have_shifted(second: Path):
    told = waves(second)
    halves = [kind for kind, parent in told["came_from"].items() if parent == SPLIT]
    assert sorted(halves) == ["kansenjager", "spaarder"]
    assert all(kind == parent for kind, parent in told["came_from"].items() if kind not in halves)
    for source, name in (("respondents", "respondent_shares"), ("customers", "customer_shares")):
        people = read(second / "truth" / f"{source}.csv")
        assert people["persona"].value_counts(normalize=True).to_dict() == pytest.approx(told[name]["now"])
        assert SPLIT not in told[name]["now"]
        assert (
            max(abs(told[name]["now"][k] - told[name]["before"][k]) for k in ("gemakzoeker", "ontdekker"))
            > 0.02
        )


def test_most_are_new_and_some_of_the_panel_have_moved(second: Path, webshop: Path):
    told, moves = waves(second), read(second / "truth" / "moves.csv")
    before, now = (
        read(f / "truth" / "respondents.csv").set_index("respondent_id") for f in (webshop, second)
    )
    both = before.index.intersection(now.index)
    assert len(both) == told["panel"] == len(moves) == 360
    assert len(now) == 1200
    assert moves.set_index("respondent_id")["persona_now"].equals(now["persona"].loc[moves["respondent_id"]])
    parent = moves["persona_now"].map(told["came_from"])
    assert (parent != moves["persona_before"]).sum() == told["moved"] == 54
    assert (before.loc[both, "customer_id"] == now.loc[both, "customer_id"]).all()


def test_links_join_respondents_and_customers_of_one_kind(second: Path):
    people = read(second / "truth" / "respondents.csv")
    linked = people[people["customer_id"] != ""]
    assert len(linked) == 840
    assert linked["customer_id"].is_unique
    pairs = linked.merge(read(second / "truth" / "customers.csv"), on="customer_id")
    assert (pairs["persona_x"] == pairs["persona_y"]).all()
    links = read(second / "raw" / "links.csv")
    assert links["respondent_id"].is_unique
    assert links["customer_id"].is_unique
    assert len(links.merge(linked)) == 840


def test_files_are_those_of_a_quarter_later(second: Path, webshop: Path):
    survey = read(second / "raw" / "survey-2026-q3.csv", ";")
    assert survey["Status"].eq("Voltooid").sum() == 1200 + 24
    days = pd.to_datetime(survey["Einddatum"], format="%d-%m-%Y %H:%M:%S")
    assert (days.min() >= pd.Timestamp("2026-08-03"), days.max() < pd.Timestamp("2026-09-05")) == (True, True)
    log = pd.concat([read(path) for path in (second / "raw").glob("touchpoints-*.csv.gz")])
    counts = json.loads((second / "truth" / "rows.json").read_text(encoding="utf-8"))["touchpoints"]
    assert len(log) == counts["read"]
    sound = log.loc[log["timestamp"].str.fullmatch(r"202[56]-[0-9-]{5} [0-2][0-9]:[0-5][0-9]:[0-5][0-9]")]
    assert sound["timestamp"].min() >= "2025-12-01"
    assert "2026-09-20" < sound["timestamp"].max() < "2026-10-01"
    studies = [
        (folder / "study.yaml").read_text(encoding="utf-8").splitlines() for folder in (webshop, second)
    ]
    differing = [lines for lines in zip(*studies, strict=True) if lines[0] != lines[1]]
    assert [line for _, line in differing] == [
        "  files: [raw/survey-2026-q3.csv]",
    ]


def test_one_pain_is_mended_and_one_has_become_worse(second: Path, webshop: Path):
    told = {change["change"]: change for change in waves(second)["pains"]}
    effects = [
        json.loads((folder / "truth" / "effects.json").read_text(encoding="utf-8"))["pains"]
        for folder in (webshop, second)
    ]
    assert sorted(told) == ["mended", "worse"]
    felt = {
        name: [satisfaction(folder, change) for folder in (webshop, second)] for name, change in told.items()
    }
    assert felt["mended"][1] - felt["mended"][0] > 0.9
    assert felt["worse"][1] - felt["worse"][0] < -0.4
    assert [pain["touchpoint"] for pain in effects[0]] == [
        told["worse"]["touchpoint"],
        told["mended"]["touchpoint"],
    ]
    assert [pain["touchpoint"] for pain in effects[1]] == [told["worse"]["touchpoint"]]


def satisfaction(folder: Path, place: dict[str, Any]) -> float:
    """Return the mean points that the customers of a persona gave at a touchpoint."""
    people = read(folder / "truth" / "customers.csv").set_index("customer_id")["persona"]
    log = pd.concat([read(path) for path in (folder / "raw").glob("touchpoints-*.csv.gz")])
    here = log[log["event"].eq(place["touchpoint"]) & log["klant"].map(people).eq(place["persona"])]
    return float(pd.to_numeric(here["csat"]).where(lambda points: points <= 5).mean())
