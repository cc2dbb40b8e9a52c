"""Drawing a run again in the other language: nothing that this program worded is left in the language of the run."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from personagen.language.words import words_in
from personagen.study import Study
from pipelines.redrawing import _said_again
from tests.charts import tables
from tests.charts.tables import ACTIONS, NEED_LABELS, PHASES, TOUCHPOINTS

DUTCH = {"de", "het", "een", "van", "bij", "dagen", "dag", "klanten", "beleving", "ervaring", "samen", "gaat", "naar",
         "hoe", "kunnen", "stap", "begin", "vertrokken", "andere", "overig", "verlenging", "bereikt", "pijnpunt"}  # fmt: skip
ENGLISH = {
    "the",
    "of",
    "day",
    "days",
    "customers",
    "experience",
    "goes",
    "with",
    "how",
    "might",
    "start",
    "left",
}
# the words of the research stay as they are
THEIRS = [
    *ACTIONS,
    *(t for ts in TOUCHPOINTS.values() for t in ts),
    *(n for ns in NEED_LABELS.values() for n in ns),
]


def study_in(language: str) -> Study:
    return Study.model_validate(
        {
            "study": "Webshop",
            "language": language,
            "phases": [{"id": phase, "label": phase} for phase in PHASES],
            "survey": {"files": ["a.csv"]},
            "touchpoints": {"files": ["l.csv"], "customer": "c", "at": "t", "touchpoint": "e"},
            "touchpoint_map": "m.csv",
            "outcome": {"phase": "renewal"},
        }
    )


@pytest.fixture(scope="module")
def english() -> dict[str, pd.DataFrame]:
    published = tables.everything()
    published["phases"]["n_touchpoints"] = [3, 3, 3, 3, 0, 3]
    without = ("prevalence", "verdict")
    kept = {name: table for name, table in published.items() if name not in without}
    return _said_again(kept, study_in("en"), words_in("en"), "auto_eligible")


def tokens(texts: pd.Series) -> set[str]:
    said = " ".join(texts.dropna().astype(str))
    for theirs in sorted({*THEIRS, *(t.lower() for t in THEIRS)}, key=len, reverse=True):
        said = said.replace(theirs, "")
    return {*re.findall(r"[a-zé]+", said.lower())}


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("drivers", "sentence"),
        ("drivers", "outcome"),
        ("representative", "text"),
        ("opportunities", "sentence"),
    ],
)
def test_no_dutch_sentence_is_left(english: dict[str, pd.DataFrame], name: str, column: str):
    said = tokens(english[name][column])
    assert said & DUTCH == set()
    assert said & (ENGLISH | {"reaching"})


def test_no_dutch_is_left_on_the_map_and_in_the_flows(english: dict[str, pd.DataFrame]):
    drawn = english["map"]
    ours = drawn[
        drawn["lane"].isin(["footer", "drop_off", "moment", "opportunity"])
        | (drawn["lane"] == "header") & (drawn["position"] > 2) & (drawn["phase"] == "all")
    ]
    assert tokens(ours["text"]) & DUTCH == set()
    ends = english["flows"].melt(value_vars=["from_label", "to_label"])["value"]
    assert {"left", "other touchpoints"} < {*ends}
    assert {"vertrokken", "andere contactmomenten"} & {*ends} == set()


def test_what_is_no_language_stays(english: dict[str, pd.DataFrame]):
    assert english["phases"]["n_touchpoints"].tolist() == [3, 3, 3, 3, 0, 3]
    before = tables.everything()
    for name, said in (("drivers", ["sentence", "outcome"]), ("representative", ["text"])):
        assert english[name].drop(columns=said).equals(before[name].drop(columns=said))
