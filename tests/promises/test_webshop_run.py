"""The worked example, run as people run it: what was planted in it stands in the result, and nothing else of the kind."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from personagen.contracts import PRIVATE
from personagen.exports import read_sources
from personagen.features import build_features
from personagen.ingest import ingest_research
from personagen.segmentation.assigning import assign
from personagen.study import read_study
from tests.promises.runs import Made

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def planted(webshop: Path) -> pd.Series:
    """The planted persona by respondent."""
    people = pd.read_csv(webshop / "truth" / "respondents.csv", dtype=str)
    return people.set_index("respondent_id")["persona"]


@pytest.fixture(scope="module")
def effects(webshop: Path) -> dict[str, Any]:
    """What was planted in behaviour and interviews."""
    content: dict[str, Any] = json.loads((webshop / "truth" / "effects.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def name_of(webshop_run: Made, planted: pd.Series) -> dict[str, str]:
    """The planted persona that most people of a found one have."""
    found = webshop_run.private("assignments").set_index("respondent_id")["persona"]
    return pd.crosstab(found, planted).idxmax(axis=1).to_dict()


def test_four_personas_are_chosen(webshop_run: Made):
    assert webshop_run.info["chosen"]["k"] == 4
    solutions = webshop_run.table("solutions").set_index("k")
    assert solutions["chosen"].sum() == 1
    assert solutions.loc[4, ["chosen", "eligible"]].all()


def test_personas_are_the_planted_ones(webshop_run: Made, webshop: Path, planted: pd.Series, name_of):
    """Nobody does better than with the true centroids; the run comes near it."""
    file = read_study(webshop / "study.yaml")
    research = ingest_research(file, read_sources(file))
    matrix = build_features(research.answers, research.states, research.respondents, file.study).matrix
    full = matrix.dropna()
    true = planted.reindex(full.index)
    reached = assign(full, full.groupby(true).mean())["persona"]
    found = webshop_run.private("assignments").set_index("respondent_id")["persona"].reindex(full.index)
    ceiling = adjusted_rand_score(true, reached)
    assert ceiling > 0.8
    assert adjusted_rand_score(true, found) >= 0.97 * ceiling
    assert len(set(name_of.values())) == 4


def test_peak_ends_of_respondents_have_the_published_mean(webshop_run: Made):
    contract = PRIVATE["peak_end"]
    path = webshop_run.folder / "private" / "peak_end.csv"
    each = contract.conform(pd.read_csv(path, dtype={"respondent_id": str, "persona": str}))
    assert each["respondent_id"].isin(webshop_run.private("assignments")["respondent_id"]).all()
    assert (each["peak_end"].isna() == each["is_open"]).all()
    published = webshop_run.table("experience").set_index("persona").drop(index="unassigned")
    both = pd.concat([each, each.assign(persona="all")]).groupby("persona")
    assert both["peak_end"].count().to_dict() == published["n"].to_dict()
    pd.testing.assert_series_equal(both["peak_end"].mean(), published["peak_end"], rtol=0, atol=1e-12)


def test_shares_hold_the_planted_ones(webshop_run: Made, effects: dict[str, Any], name_of):
    personas = webshop_run.table("personas").set_index("persona")
    for persona, name in name_of.items():
        row = personas.loc[persona]
        assert row["share_low"] <= effects["respondent_shares"][name] <= row["share_high"]


def test_shares_of_all_customers_hold_the_planted_ones(webshop_run: Made, webshop: Path, name_of):
    personas = webshop_run.table("personas").set_index("persona")
    planted = pd.read_csv(webshop / "truth" / "customers.csv", dtype=str)["persona"]
    true = planted.value_counts(normalize=True)
    for persona, name in name_of.items():
        row = personas.loc[persona]
        assert row["customer_share_low"] <= true[name] <= row["customer_share_high"]
    unassigned = webshop_run.table("extension").set_index("persona").loc["unassigned", "customer_share"]
    assert personas["customer_share"].sum() + unassigned == pytest.approx(1)
    extended = webshop_run.private("extended")
    assert len(extended) == len(planted) - webshop_run.table("extension")["n_linked"].max()


def test_planted_moments_are_found_and_no_others(webshop_run: Made, effects: dict[str, Any], name_of):
    moments = webshop_run.table("moments")
    felt = moments[~moments["kind"].isin(["truth"])].replace({"persona": name_of})
    one = felt[felt["persona"] != "all"]
    at = one.loc[one["touchpoint"] != "all", ["persona", "phase", "touchpoint", "kind"]]
    pains = [(pain["persona"], pain["phase"], pain["touchpoint"], "pain") for pain in effects["pains"]]
    magic = effects["magic"]
    wanted = [*pains, (magic["persona"], magic["phase"], magic["touchpoint"], "magic")]
    assert sorted(at.itertuples(index=False, name=None)) == sorted(wanted)
    # what is felt at a touchpoint is felt in its phase, and where many feel it, by everybody together
    phases = one.loc[one["touchpoint"] == "all", ["persona", "phase", "kind"]]
    assert set(phases.itertuples(index=False, name=None)) <= {
        (p, phase, kind) for p, phase, _, kind in wanted
    }
    everybody = felt.loc[felt["persona"] == "all", ["phase", "touchpoint", "kind"]]
    assert set(everybody.itertuples(index=False, name=None)) <= {tuple(one[1:]) for one in wanted}


def test_planted_drop_off_is_found_and_no_other(webshop_run: Made, effects: dict[str, Any], name_of):
    journey = webshop_run.table("journey").replace({"persona": name_of}).set_index(["persona", "phase"])
    told = effects["drop_off"]
    assert len(told["goes_on"]) == 4
    here = journey.loc[list(told["goes_on"])].xs(told["after_phase"], level="phase")
    others = here.drop(told["persona"])
    assert here.loc[told["persona"], "drop_off_low"] > others["drop_off_high"].max()
    assert others["drop_off_low"].max() < others["drop_off_high"].min()
    for phase in ("awareness", "buy", "use", "service"):
        elsewhere = journey.loc[list(told["goes_on"])].xs(phase, level="phase")
        assert elsewhere["drop_off_low"].max() < elsewhere["drop_off_high"].min()
    assert here.loc[told["persona"], "drop_off"] == pytest.approx(
        1 - told["goes_on"][told["persona"]], abs=0.12
    )


def test_planted_change_of_needs_is_found_and_no_other(webshop_run: Made, effects: dict[str, Any], name_of):
    changes = webshop_run.table("need_changes").replace({"persona": name_of})
    told = effects["changed_need"]
    columns = ["persona", "from_phase", "to_phase", "from_need", "to_need"]
    assert changes[columns].to_numpy().tolist() == [
        [told["persona"], *told["between"], told["first"], told["then"]]
    ]


def test_every_row_is_accounted_for(webshop_run: Made, webshop: Path):
    truth = json.loads((webshop / "truth" / "rows.json").read_text(encoding="utf-8"))
    rows = webshop_run.table("rows").set_index("source")
    parts = ["used", "quarantined", "duplicate", "excluded"]
    assert (rows[parts].sum(axis=1) == rows["read"]).all()
    survey, log, links = truth["survey"], truth["touchpoints"], truth["links"]
    bad = survey["impossible_age"] + survey["unknown_level"]
    # an unsound answer keeps its row out; a rating off its scale goes alone, and its contact stays
    assert rows.loc["survey", ["read", *parts]].tolist() == [
        survey["read"], survey["genuine"] - bad, bad, survey["duplicate"], survey["not_complete"]
    ]  # fmt: skip
    assert rows.loc["touchpoints", ["read", *parts]].tolist() == [
        log["read"], log["genuine"] + log["csat_off_scale"], log["bad_timestamp"] + log["customer_empty"],
        log["duplicate"], 0
    ]  # fmt: skip
    known = links["genuine"] + links["customer_unknown"]
    assert rows.loc["links", ["read", *parts]].tolist() == [
        links["read"], known, 0, 0, links["respondent_unknown"]
    ]  # fmt: skip
    assert rows.loc["interviews", ["read", "used"]].tolist() == [truth["interviews"]["genuine"]] * 2
    assert rows["unlinked"].dropna().to_dict() == {
        "survey": survey["genuine"] - bad - known,
        "analytics": truth["analytics"]["read"] - links["genuine"],
        "links": links["customer_unknown"],
        "interviews": 0,
        "touchpoints": rows.loc["touchpoints", "used"] - log["genuine_of_linked"],
    }


class Page(HTMLParser):
    """The words of a page, and its elements with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep words, not those of style sheets nor names of tables and columns."""
        if self.elements and self.elements[-1][0] not in {"style", "script", "code"}:
            self.words += re.findall(r"[^\W\d_]+", data.casefold())


def test_page_is_whole_small_and_dutch(webshop_run: Made):
    file = webshop_run.folder / "report.html"
    assert file.stat().st_size < 5_000_000
    page = Page(file.read_text(encoding="utf-8"))
    assert ("html", {"lang": "nl"}) in [(tag, {"lang": at.get("lang")}) for tag, at in page.elements]
    outside = [
        value
        for _, attributes in page.elements
        for name, value in attributes.items()
        if name in {"src", "href", "xlink:href", "action", "data", "poster"}
        and not (value or "").startswith(("#", "data:"))
    ]
    assert outside == []
    english = {
        "the",
        "with",
        "people",
        "which",
        "share",
        "journey",
        "needs",
        "quotes",
        "hidden",
        "respondents",
    }
    assert english & set(page.words) == set()
    assert len({"van", "het", "een", "mensen", "deel"} & set(page.words)) >= 4


def test_no_blank_is_written_out(webshop_run: Made):
    words = Page((webshop_run.folder / "report.html").read_text(encoding="utf-8")).words
    assert {"nan", "none", "null", "undefined", "inf"} & set(words) == set()


def test_the_planted_pains_are_the_opportunities(webshop_run: Made, effects: dict[str, Any], name_of):
    table = webshop_run.table("opportunities")
    found = set(zip(table["persona"].map(name_of), table["phase"], table["touchpoint"], strict=True))
    assert found == {(pain["persona"], pain["phase"], pain["touchpoint"]) for pain in effects["pains"]}
    assert table["rank"].tolist() == [1, 2]
    assert table["shared_by"].tolist() == table["persona"].tolist()
    # what people wrote of one in personas.yaml; the other has the owner of the touchpoint map
    assert dict(zip(table["touchpoint"], table["status"], strict=True))["bezorging"] == "planned"
    assert set(table["owner"]) == {"Team Bezorging", "Klantenservice"}
    revenue = (
        webshop_run.table("profile").query("variable == 'omzet' and level == 'mean'").set_index("persona")
    )
    at_stake = table["customers_affected"] * table["persona"].map(revenue["value"])
    assert table["value_at_stake"].tolist() == pytest.approx(at_stake.tolist())
    assert (table["value_low"] < table["value_at_stake"]).all()
    assert webshop_run.info["families"]["opportunities"] > 150
