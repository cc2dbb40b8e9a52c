"""Complete Journey: a year of a real retailer, of whose households a third says who it is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

RESPONDENTS, HOUSEHOLDS = 801, 2469
# read, and left after linking: counted when the data were prepared (its NOTE.md)
LOGS = {"touchpoints 1": (6589, 3835), "touchpoints 2": (155_848, 81_817), "touchpoints 3": (2102, 1669)}


@pytest.fixture(scope="module")
def known(shared_data: Path) -> dict[str, pd.DataFrame]:
    """The logs by phase, of the households with demographics alone."""
    folder = shared_data / "complete_journey"
    ids = pd.read_csv(folder / "demographics.csv")["household_id"]
    files = {"invited": "campaigns", "shopping": "baskets", "redeeming": "coupon_redemptions"}
    logs = {phase: pd.read_csv(folder / f"{name}.csv") for phase, name in files.items()}
    return {phase: log[log["household_id"].isin(ids)] for phase, log in logs.items()}


def test_a_third_of_the_households_says_who_it_is(households):
    rows = households.published["rows"].set_index("source")
    assert rows.loc["survey", ["read", "used", "unlinked"]].tolist() == [RESPONDENTS, RESPONDENTS, 0]
    assert rows.loc["analytics", ["read", "unlinked"]].tolist() == [HOUSEHOLDS, HOUSEHOLDS - RESPONDENTS]


@pytest.mark.parametrize("log", LOGS)
def test_what_stays_of_the_logs_after_linking(log, households):
    read, linked = LOGS[log]
    row = households.published["rows"].set_index("source").loc[log]
    assert (row["read"], row["used"], row["used"] - row["unlinked"]) == (read, read, linked)
    assert row[["quarantined", "duplicate", "excluded"]].tolist() == [0, 0, 0]


def test_the_coverage_holds_every_household_and_contact(households):
    coverage = households.published["coverage"].set_index("persona")
    assert coverage.loc["all", ["n_customers", "match_rate", "unmapped_share"]].tolist() == [801, 1, 0]
    assert coverage.loc["unassigned", "n_customers"] == HOUSEHOLDS - RESPONDENTS
    everybody = coverage.loc[["all", "unassigned"], "n_contacts"]
    assert everybody.tolist() == [81_817 + 3835 + 1669, 74_031 + 2754 + 433]


@pytest.mark.parametrize("phase", ["invited", "shopping", "redeeming"])
def test_the_journey_counts_what_the_files_hold(phase, households, known):
    journey = households.published["journey"].set_index(["persona", "phase"])
    row, log = journey.loc[("all", phase)], known[phase]
    assert (row["n_contacts"], row["n_customers"]) == (len(log), log["household_id"].nunique())
    assert row["reach"] == pytest.approx(log["household_id"].nunique() / RESPONDENTS)


def test_nobody_asked_about_satisfaction(households):
    journey = households.published["journey"]
    assert journey["valence"].isna().all()
    assert journey["gap"].isna().all()


def test_bands_have_the_order_of_money(households):
    answers = households.research.answers.set_index("respondent_id")
    declared = list(households.study.variables.demographic["income"].levels)
    feature = households.features.matrix["income"]
    by_level = feature.groupby(answers["income"].reindex(feature.index)).mean()
    assert by_level.reindex(declared).is_monotonic_increasing
    assert by_level.idxmin() == "Under 15K"  # as text it would come last


def test_two_kinds_of_baskets(households):
    profile = households.tables["profile"].set_index(["persona", "variable", "level"])["value"]
    often, much = (
        ("1", "2") if profile["1", "n_baskets", "mean"] > profile["2", "n_baskets", "mean"] else ("2", "1")
    )
    assert profile[often, "basket_value", "mean"] < 32
    assert profile[much, "basket_value", "mean"] > 45
    families = profile.xs(("household_comp", "2 Adults Kids"), level=["variable", "level"])
    assert families[much] > 3 * families[often]
