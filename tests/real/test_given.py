"""Complete Journey with segments that a shop has already: who redeemed a coupon, with the survey and without."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from personagen.personas import describe_differences
from tests.real.chain import Result, run_through
from tests.real.folders import make_folder

YES, NO = "Redeemed a coupon", "Never redeemed"


def add_segment(path: Path) -> set[int]:
    """Write who redeemed into analytics, name the column in the study, and return those households."""
    raw = path.parent / "raw"
    analytics, redeemed = pd.read_csv(raw / "analytics.csv"), pd.read_csv(raw / "coupon_redemptions.csv")
    households = set(redeemed["household_id"])
    segment = analytics["household_id"].isin(households).map({True: YES, False: NO})
    analytics.assign(redeemed=segment).to_csv(raw / "analytics.csv", index=False)
    given = "  given: {from: analytics, column: redeemed}\n"
    text = path.read_text().replace("  k: auto\n", given)
    variable = "  behavioural:\n    redeemed: {from: analytics, type: nominal, role: descriptor}\n"
    path.write_text(text.replace("  behavioural:\n", variable))
    return households & set(analytics["household_id"])


def leave_out_survey(path: Path) -> None:
    """Take the survey and its variables out of the study."""
    text = path.read_text()
    for start, end in (("survey:  ", "analytics:  "), ("  demographic:", "  behavioural:")):
        text = text[: text.index(start)] + text[text.index(end) :]
    path.write_text(text)


@pytest.fixture(scope="module", params=["survey", "customers"])
def given(
    request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Result, set[int]]:
    """Return the result and the households of the people described who redeemed."""
    path = make_folder("complete_journey", shared_data, tmp_path_factory.mktemp("given"))
    households = add_segment(path)
    if request.param == "survey":
        households &= set(pd.read_csv(path.parent / "raw" / "demographics.csv")["household_id"])
    else:
        leave_out_survey(path)
    return run_through(path), households


def test_everybody_has_the_segment_of_the_file(given: tuple[Result, set[int]]):
    found, households = given
    table = found.segments.assignments
    assert len(table) in (801, 2469)
    assert set(table.loc[table["persona"] == YES, "respondent_id"].astype(int)) == households
    assert table["persona"].notna().all()
    personas = found.published["personas"].set_index("persona")
    assert personas.index.tolist() == [NO, YES]
    assert personas["name"].tolist() == [NO, YES]
    assert personas.loc[YES, "n"] == len(households)


def test_the_journey_knows_who_redeems(given: tuple[Result, set[int]]):
    reach = given[0].published["journey"].set_index(["persona", "phase"])["reach"]
    assert (reach[NO, "redeeming"], reach[YES, "redeeming"], reach[YES, "shopping"]) == (0, 1, 1)


def test_nothing_is_circular_and_redeemers_shop_more(given: tuple[Result, set[int]]):
    profile = given[0].tables["profile"]
    assert not profile["is_circular"].any()
    assert "redeemed" not in set(profile["variable"])
    baskets = profile.set_index(["persona", "variable", "level"])["value"].xs("n_baskets", level="variable")
    assert baskets[YES].item() > 1.2 * baskets[NO].item()


@pytest.mark.parametrize("given", ["survey"], indirect=True)
def test_who_redeems_differs_by_income_alone(given: tuple[Result, set[int]]):
    """The published numbers of these data: over all 801 households, of the seven demographics."""
    found = given[0]
    demographics = found.study.variables.model_copy(update={"behavioural": {}})
    study = found.study.model_copy(update={"variables": demographics})
    table = describe_differences(found.research, found.segments.assignments, study).set_index("variable")
    assert len(table) == 7
    income = table.loc["income"]
    assert (income["test"], income["n"], income["df"]) == ("chi2", 801, 11)
    assert income[["p", "p_adjusted"]].tolist() == pytest.approx([0.0065, 0.0457], abs=5e-5)
    # some incomes are rare: where chi-squared can't be trusted, permutations stand beside it
    assert income["least_expected"] < 5
    assert income["p_permutation"] == pytest.approx(income["p"], abs=0.005)
    assert table.drop("income")["p_adjusted"].min() > 0.2
