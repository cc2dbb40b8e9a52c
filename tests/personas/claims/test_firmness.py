"""Claims on the persona as a whole, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.charts import tables
from tests.personas.claims import made


def test_share_with_interval_and_people():
    found = made.claims().loc["size:share"]
    assert found["text"] == "40% of respondents (95% interval 33–47%; n = 80)"
    assert found[["table", "row", "column"]].tolist() == ["personas", "persona=1", "share"]
    assert found[["n", "value", "low", "high"]].tolist() == [80, 0.4, 0.334, 0.469]
    assert found["confidence"] == "strong"


def test_effective_n_is_told_only_where_weights_change_it():
    assert "size:effective_n" not in made.claims().index
    found = made.claims(personas=made.personas(effective_n=71.3)).loc["size:effective_n"]
    assert "as much as 71 people without weights" in found["text"]
    assert found["value"] == 71.3


def test_effective_n_is_not_told_where_a_size_is_hidden():
    hidden = made.personas(n=None, share=None, share_low=None, share_high=None, effective_n=71.3)
    found = made.claims(personas=hidden)
    assert not {"size:share", "size:effective_n"} & set(found.index)
    assert found.loc["unknown:size", "text"].startswith("How large this persona is stays hidden")


@pytest.mark.parametrize(("low", "high", "reach"), [(0.28, 0.33, "28–33%"), (0.296, 0.304, "29.6–30.4%")])
def test_share_of_all_customers_has_an_interval_that_can_be_read(low: float, high: float, reach: str):
    ends = {"customer_share": 0.3, "customer_share_low": low, "customer_share_high": high}
    learned = made.table("extension", {"n_linked": 50, **ends})
    found = made.claims(personas=made.personas(**ends), extension=learned).loc["size:customer_share"]
    assert found["text"] == f"30% of all customers (95% interval {reach})"
    assert found[["table", "n", "low", "high"]].tolist() == ["extension", 50, low, high]


def test_stability_in_plain_words():
    found = made.claims().loc["stability:grade"]
    assert found["text"].startswith("Highly stable")
    assert found["value"] == 0.9
    assert "stability:grade" not in made.claims(personas=made.personas(grade=None, jaccard=None)).index


@pytest.mark.parametrize(("verdict", "start"), [("constructed", "Comes back"), ("reproducible", "Highly")])
def test_what_comes_back_without_gaps_is_told_as_a_division_of_ours(verdict: str, start: str):
    told = tables.verdict(verdict)
    assert made.claims(verdict=told).loc["stability:grade", "text"].startswith(start)


def test_doubt_is_as_sure_as_the_persona_is_large():
    doubt = made.table("stability", {"jaccard": 0.9, "in_doubt_share": 0.125, "n_in_doubt": 10})
    found = made.claims(stability=doubt).loc["doubt:border"]
    assert found["text"] == "1 in 8 stands near the border of another persona."
    assert found[["n", "value", "confidence"]].tolist() == [10, 0.125, "strong"]


def fits(told: int, *shares: float) -> pd.DataFrame:
    places = range(1, len(shares) + 1)
    return pd.DataFrame(
        {
            "persona": "1",
            "m": places,
            "variable": [f"v{m}" for m in places],
            "level": "yes",
            "label": [f"Trait {m}" for m in places],
            "share_of_persona": shares,
            "share_of_all": [share / 4 for share in shares],
            "base_n": 80,
            "n": [round(80 * share) for share in shares],
            "low": [share - 0.1 for share in shares],
            "high": [share + 0.1 for share in shares],
            "is_told": [m == told for m in places],
        }
    )


def test_how_many_fit_the_first_traits_together():
    table = fits(3, 0.9, 0.7, 0.52, 0.4)
    found = made.claims(prevalence=table.iloc[::-1]).loc["fit:together"]
    assert found["text"] == (
        "52% have the 3 most common traits together (Trait 1; Trait 2; Trait 3); of everybody 13%."
    )
    assert found[["row", "n", "base", "value", "overall"]].tolist() == ["persona=1; m=3", 42, 80, 0.52, 0.13]
    assert found["confidence"] == "strong"
    one = made.claims(prevalence=fits(1, 0.6, 0.4)).loc["fit:together", "text"]
    assert one == "60% have the most common trait (Trait 1); of everybody 15%."
    both = made.claims(prevalence=fits(2, 0.9, 0.6)).loc["fit:together", "text"]
    assert both == "60% have both most common traits (Trait 1; Trait 2); of everybody 15%."


def test_nothing_is_said_of_traits_that_may_not_be_told():
    assert "fit:together" not in made.claims(prevalence=fits(0, 0.6)).index
    assert "fit:together" not in made.claims(prevalence=fits(1, 0.6).assign(persona="2")).index


def test_period_and_the_day_a_year_later():
    found = made.claims()
    assert found.loc["period:answers", "text"] == "Answers from 4 May 2026 to 30 May 2026."
    assert "until 30 May 2027" in found.loc["period:until", "text"]


def test_unknown_period_is_owned_up_to():
    found = made.claims(personas=made.personas(data_from=None, data_to=None))
    assert not found["section"].eq("period").any()
    assert found.loc["unknown:period", "text"].startswith("Answers and attributes carry no date")


def test_customers_are_called_customers_where_there_is_no_survey():
    study = made.STUDY.model_copy(
        update={
            "survey": None,
            "segmentation": made.STUDY.segmentation.model_validate(
                {"given": {"from": "analytics", "column": "segment"}}
            ),
        }
    )
    found = made.build_claims({"personas": made.personas()}, study).set_index("claim")
    assert found.loc["size:share", "text"].startswith("40% of customers")
