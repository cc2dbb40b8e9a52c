"""The table of claims as a whole: the same in both languages, whatever the order of rows, and never more than is shown."""

from __future__ import annotations

import pandas as pd
import pytest

from personagen.contracts.claims import SECTIONS
from personagen.language.words import words_in
from personagen.personas import build_claims
from tests.charts import tables
from tests.personas.claims import made

SAME = [
    "persona",
    "claim",
    "section",
    "position",
    "table",
    "row",
    "column",
    "n",
    "base",
    "value",
    "low",
    "high",
]


def everything(language: str = "nl", data: dict[str, pd.DataFrame] | None = None) -> pd.DataFrame:
    study = made.STUDY.model_copy(update={"language": language})
    return build_claims(tables.everything() if data is None else data, study)


def test_both_languages_make_the_same_claims():
    one, other = everything("nl"), everything("en")
    pd.testing.assert_frame_equal(one[[*SAME, "confidence"]], other[[*SAME, "confidence"]])
    assert (one["text"] != other["text"]).mean() > 0.9


def test_sections_come_in_order_and_positions_count_within_them():
    for _, mine in everything().groupby("persona"):
        places = mine["section"].map(SECTIONS.index)
        assert places.is_monotonic_increasing
        for _, part in mine.groupby("section"):
            assert part["position"].tolist() == [*range(1, len(part) + 1)]


def test_row_order_changes_nothing_but_the_order_of_variables():
    kept = ("profile", "personas")  # in the order of the study, and by size
    data = tables.everything()
    turned = {n: t if n in kept else t.sample(frac=1, random_state=3) for n, t in data.items()}
    pd.testing.assert_frame_equal(everything(data=data), everything(data=turned))


def test_tables_are_not_written_to():
    data = tables.everything()
    everything(data=data)
    for name, table in tables.everything().items():
        pd.testing.assert_frame_equal(data[name], table)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_texts_are_whole(language: str):
    texts = everything(language)["text"]
    assert not texts.str.contains(r"nan|None|<NA>|\{|\}| –|\(\)|  |–$", regex=True).any()
    assert texts.str.len().gt(0).all()


def test_the_words_are_the_same_in_both_languages():
    one, other = (
        {key for key in words_in(language).entries if key.startswith("claims.")} for language in ("nl", "en")
    )
    assert one == other


def test_only_personas_that_are_one_have_claims():
    data = tables.everything()
    extra = data["personas"].iloc[[0]].assign(persona="unassigned", name="-")
    data["personas"] = pd.concat([data["personas"], extra])
    assert set(everything(data=data)["persona"]) == {"1", "2", "3", "4"}


def test_without_personas_there_are_no_claims():
    empty = tables.everything()["personas"].iloc[:0]
    assert everything(data={"personas": empty}).empty


def test_labels_are_one_line_of_text():
    row = {"label": "Two\nlines\x00 <b>", "is_marker": True}
    found = made.claims(profile=made.profile(row))
    assert found.loc["marker:age:mean", "label"] == "Two lines <b>"
