"""Opportunities: by hand, what is called and what isn't, keys that last, and what people made of them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from personagen.contracts import PUBLISHED
from personagen.contracts.differences import JOURNEY_CHANGES
from personagen.contracts.opportunities import OPPORTUNITIES
from personagen.contracts.roster import FollowUp
from personagen.journeys import build_opportunities, follow_opportunities
from personagen.journeys.opportunities.severity import find_lows, measure_places
from personagen.journeys.opportunities.wording import make_keys
from personagen.study import Study
from tests.journeys.published import felt, journey, personas, phases, touchpoints

OWNERS = pd.DataFrame(
    {
        "touchpoint": ["app", "shop", "chat"],
        "phase": ["use", "buy", "help"],
        "owner": ["Logistics", None, "Service"],
    }
)


def study(**keys: Any) -> Study:
    return Study.model_validate({"study": "Shop", "language": "en", "survey": {"files": ["a.csv"]}, **keys})


def profile_of(*values: tuple[str, float, float, float]) -> pd.DataFrame:
    rows = [
        {
            "persona": persona, "variable": "revenue", "level": "mean", "value": value, "low": low, "high": high,
            "label": "Revenue", "block": "behavioural", "role": "descriptor", "type": "number",
        }
        for persona, value, low, high in values
    ]  # fmt: skip
    contract = PUBLISHED["profile"]
    table = pd.DataFrame(rows, columns=[*rows[0]] if rows else ["persona"])
    more = {c: False for c, s in contract.schema.columns.items() if not s.nullable and c not in table}
    return contract.conform(table.assign(**more)) if rows else contract.empty()


PLACES = {"buy": "shop", "use": "app", "help": "chat"}
EVERYBODY = [(persona, phase) for persona in "123" for phase in PLACES]


@cache
def feelings(lows: frozenset[tuple[str, str, float]]) -> dict[str, pd.DataFrame]:
    """Return journey and touchpoints of three personas who feel .3 in three phases, but lower where asked."""
    means = {(persona, phase): mean for persona, phase, mean in lows}
    rows = [
        {"persona": persona, "phase": phase, **felt(means.get((persona, phase), 0.3), 0.4, 100)}
        for persona, phase in EVERYBODY
    ]
    placed = [{**row, "touchpoint": PLACES[str(row["phase"])]} for row in rows]
    return {"journey": journey(rows), "touchpoints": touchpoints(placed)}


@cache
def people() -> dict[str, pd.DataFrame]:
    return {"phases": phases(*PLACES), "personas": personas("Ann", "Bob", "Cy"), "profile": profile_of()}


def shop(pain: float = -0.3, **tables: Any) -> dict[str, pd.DataFrame]:
    """Return a shop in which persona 1 feels ``pain`` in the app, with other tables as asked."""
    return {**people(), **feelings(frozenset({("1", "use", pain)})), **tables}


def build(
    tables: dict[str, pd.DataFrame], followed: dict[str, FollowUp] | None = None, **keys: Any
) -> pd.DataFrame:
    return build_opportunities(tables, OWNERS, followed or {}, study(**keys))


def test_the_planted_low_is_the_only_one_and_its_numbers_are_right():
    table = build(shop())
    assert len(table) == 1
    row = table.iloc[0]
    # the own journey is the mean of .3, -.3 and .3; reach is 60 of 100
    assert row["severity"] == pytest.approx(0.1 + 0.3)
    assert (row["reach"], row["n_customers"], row["n"]) == (0.6, 60, 100)
    assert row["score"] == pytest.approx(0.24)
    assert (row["rank"], row["measure"], row["evidence"], row["status"]) == (1, "valence", "strong", "open")
    assert row["opportunity"] == "use-app-p-1"
    assert row["owner"] == "Logistics"
    assert row["customers_affected"] == 60
    assert pd.isna(row["value_at_stake"])
    assert row["sentence"] == "How might we make “APP” better for “Ann”?"
    # its error: .04 at the place, and at most .04 of the own journey; as many were called as lie off the mean either way
    error = 0.04 * 2**0.5
    tested = measure_places(shop())
    p = 2 * stats.t.sf((tested["severity"] / tested["se"]).abs(), tested["n"] - 1)
    called = int((stats.false_discovery_control(p) <= 0.05).sum())
    half = stats.t.ppf(1 - 0.025 * called / len(tested), 99) * error
    assert [row["severity_low"], row["severity_high"]] == pytest.approx([0.4 - half, 0.4 + half])


def test_where_nothing_differs_nothing_is_called():
    assert build(shop(pain=0.3)).empty


def test_a_low_within_a_tenth_is_no_opportunity_however_sure():
    rows = [{"persona": "1", "phase": p, **felt(v, 0.1, 10_000)} for p, v in (("buy", 0.3), ("use", 0.18))]
    tables = shop(journey=journey(rows), touchpoints=touchpoints([{**rows[1], "touchpoint": "app"}]))
    lows = find_lows(measure_places(tables))
    assert lows.empty
    assert measure_places(tables)["severity"].max() == pytest.approx(0.06)


def test_noise_is_seldom_called():
    random = np.random.default_rng(3)
    draws, n = 150, 40
    answers = random.choice([-0.5, 0, 0.5, 1.0], size=(draws, 3, 6, n), p=[0.1, 0.2, 0.4, 0.3])
    places = pd.MultiIndex.from_product(
        [range(draws), [*"123"], [*"abcdef"]], names=["draw", "persona", "phase"]
    )
    table = places.to_frame(index=False).assign(n_customers=n, reach=0.5, reach_low=0.4, reach_high=0.6)
    numbers = felt(answers.mean(axis=3).ravel(), answers.std(axis=3, ddof=1).ravel(), n)
    gaps = dict.fromkeys(("gap", "gap_low", "gap_high", "n_gap"))
    table = table.assign(
        **numbers, **gaps, valence_source="csat", persona=table["draw"].astype(str) + " " + table["persona"]
    )
    found = measure_places({"journey": table})
    called = sum(len(find_lows(rows)) > 0 for _, rows in found.groupby(found["persona"].str.partition()[0]))
    assert len(found) == draws * 18
    assert called <= draws * 0.05 + 3 * (draws * 0.05 * 0.95) ** 0.5


def test_a_whole_phase_counts_only_where_no_touchpoint_explains_it():
    assert list(build(shop())["touchpoint"]) == ["app"]
    fine = shop()
    fine["touchpoints"] = fine["touchpoints"][fine["touchpoints"]["touchpoint"] != "app"]
    table = build(fine)
    assert list(table["touchpoint"]) == ["all"]
    assert table["label"].iloc[0] == "Use"
    assert table["opportunity"].iloc[0] == "use-all-p-1"
    assert table["sentence"].iloc[0] == "How might we make the phase “Use” better for “Ann”?"
    assert table["owner"].iloc[0] == "Logistics"  # of all touchpoints of the phase


def test_a_place_is_held_only_against_phases_that_were_asked_about_in_the_same_place():
    def asked(**phases: str) -> list[str]:
        tables = shop()
        for name in ("journey", "touchpoints"):
            sources = tables[name]["phase"].map(phases).fillna("csat")
            tables[name] = tables[name].assign(valence_source=sources)
        return list(build(tables)["opportunity"])

    assert asked(use="survey") == asked(use="interviews") == []  # there is nothing to hold it against
    assert asked(use="survey", help="survey") == ["use-app-p-1"]
    assert asked(use="nps", buy="csat+emotion") == ["use-app-p-1"]  # all in the logs


def test_the_gap_counts_where_it_lies_further_under():
    rows = [
        {"persona": "1", "phase": phase, **felt(v, 0.4, 100), **felt(g, 0.4, 100, "gap")}
        for phase, v, g in (("buy", 0.3, 0.0), ("use", 0.0, -0.9), ("help", 0.3, 0.0))
    ]
    table = build(shop(journey=journey(rows), touchpoints=touchpoints([{**rows[1], "touchpoint": "app"}])))
    assert list(table["measure"]) == ["gap"]
    assert table["severity"].iloc[0] == pytest.approx(-0.3 + 0.9)


def test_ranks_go_by_reach_times_severity_over_all_personas():
    tables = shop() | feelings(frozenset({("1", "use", -0.3), ("2", "help", -0.0)}))
    here = tables["touchpoints"]
    in_app = (here["persona"] == "1") & (here["touchpoint"] == "app")
    tables["touchpoints"] = here.assign(reach=here["reach"].mask(in_app, 0.2))
    table = build(tables)
    assert list(table["opportunity"]) == ["help-chat-p-2", "use-app-p-1"]
    assert list(table["rank"]) == [1, 2]
    assert list(table["score"]) == pytest.approx([0.6 * 0.2, 0.2 * 0.4])


def test_one_personas_own_low_and_a_shared_one_are_told_apart():
    assert build(shop())["shared_by"].tolist() == ["1"]
    assert build(shop())["p_heterogeneity"].iloc[0] < 1e-6
    tables = shop() | feelings(frozenset((persona, "use", -0.3) for persona in "123"))
    table = build(tables)
    assert list(table["persona"]) == ["1", "2", "3"]
    assert set(table["shared_by"]) == {"all"}
    assert table["p_heterogeneity"].min() > 0.9


def test_value_at_stake_by_hand():
    told = {"customer_share": 0.3, "customer_share_low": 0.28, "customer_share_high": 0.32}
    rows = PUBLISHED["rows"].conform(
        pd.DataFrame(
            [
                {
                    "source": "analytics",
                    "read": 1000,
                    "used": 1000,
                    "quarantined": 0,
                    "duplicate": 0,
                    "excluded": 0,
                    "unlinked": 0,
                }
            ]
        )
    )
    tables = shop(
        profile=profile_of(("1", 50.0, 40.0, 60.0)), rows=rows, personas=personas("Ann", "Bob", "Cy", **told)
    )
    row = build(
        tables,
        value={"from": "analytics", "column": "revenue"},
        analytics={"files": ["b.csv"], "customer": "id"},
        variables={"behavioural": {"revenue": {"from": "analytics", "type": "number", "role": "descriptor"}}},
    ).iloc[0]
    assert row["customers_affected"] == pytest.approx(0.6 * 0.3 * 1000)
    assert row["value_at_stake"] == pytest.approx(180 * 50)
    reach = (
        float(tables["touchpoints"]["reach_high"].iloc[0]) - float(tables["touchpoints"]["reach_low"].iloc[0])
    ) / 2
    affected = 1000 * ((0.3 * reach) ** 2 + (0.6 * 0.02) ** 2) ** 0.5
    half = ((180 * 10) ** 2 + (50 * affected) ** 2) ** 0.5
    assert [row["value_low"], row["value_high"]] == pytest.approx([9000 - half, 9000 + half])


def test_the_first_need_of_the_phase_makes_the_question():
    need = {
        "persona": "1", "phase": "use", "label": "In time", "n_interviewed": 9, "n": 7, "share": 7 / 9,
        "suppressed": False,
    }  # fmt: skip
    needs = PUBLISHED["needs"].conform(
        pd.DataFrame(
            [
                {**need, "need": "calm", "label": "Calm", "kind": "emotional", "rank": 1},
                {**need, "need": "time", "kind": "functional", "rank": 1},
                {**need, "need": "price", "label": "Cheap", "kind": "functional", "rank": 2},
            ]
        )
    )
    assert build(shop(needs=needs))["sentence"].iloc[0] == (
        "How might we, at “APP”, better give “Ann” what it wants most there: “In time”?"
    )


def test_what_people_wrote_goes_before_the_map_and_keys_outlive_names_and_ranks():
    followed = {"use-app-p-1": FollowUp("planned", "Kim", "From May on"), "use-app-p-9": FollowUp("done")}
    row = build(shop(), followed).iloc[0]
    assert (row["status"], row["owner"], row["note"]) == ("planned", "Kim", "From May on")
    renamed = build(shop(pain=-0.5, personas=personas("Anna", "Bob", "Cy")), followed).iloc[0]
    assert (renamed["opportunity"], renamed["status"]) == ("use-app-p-1", "planned")


def test_keys_that_read_the_same_are_told_apart_in_any_order():
    lows = pd.DataFrame({"persona": ["1", "1"], "phase": ["use", "use"], "touchpoint": ["Café", "cafe"]})
    keys = pd.Series({"1": "p-1"})
    made = dict(zip(lows["touchpoint"], make_keys(lows, keys), strict=True))
    turned = lows.iloc[::-1]
    assert dict(zip(turned["touchpoint"], make_keys(turned, keys), strict=True)) == made
    assert sorted(made.values()) == ["use-cafe-p-1", "use-cafe-p-1-2"]


def test_without_a_log_the_most_severe_comes_first_and_nothing_is_scored():
    tables = shop() | feelings(frozenset({("1", "use", -0.3), ("2", "help", -0.6)}))
    blank = dict.fromkeys(("reach", "reach_low", "reach_high", "n_customers"))
    for name in ("journey", "touchpoints"):
        tables[name] = PUBLISHED[name].conform(tables[name].assign(**blank))
    table = build(tables)
    assert list(table["opportunity"]) == ["help-chat-p-2", "use-app-p-1"]
    assert table[["reach", "score", "customers_affected"]].isna().all(axis=None)


def test_hidden_places_are_not_looked_at():
    tables = shop()
    hidden = tables["touchpoints"].assign(valence=None, valence_low=None, valence_high=None, n_valence=None)
    tables["touchpoints"] = PUBLISHED["touchpoints"].conform(hidden)
    assert set(build(tables)["touchpoint"]) == {"all"}


def changes_of(**numbers: Any) -> pd.DataFrame:
    row = {
        "persona": "2", "phase": "use", "touchpoint": "app", "label": "APP", "metric": "valence", "old_persona": "1",
        "before": -0.3, "now": 0.2, "change": 0.5, "low": 0.3, "high": 0.7, "p": 0.001, "p_adjusted": 0.01, "is_changed": True,
    }  # fmt: skip
    return JOURNEY_CHANGES.conform(pd.DataFrame([{**row, **numbers}]))


@pytest.mark.parametrize(
    ("numbers", "again", "fate"),
    [
        ({}, False, "mended"),
        ({"is_changed": False, "p_adjusted": 0.4}, False, "gone"),
        ({}, True, "better"),
        ({"change": -0.5}, True, "worse"),
        ({"is_changed": False}, True, "still"),
    ],
)
def test_what_became_of_an_opportunity(numbers: dict[str, Any], *, again: bool, fate: str):
    old, new = shop(), shop(pain=0.3)
    old["opportunities"] = build(old, {"use-app-p-1": FollowUp("doing")})
    found = old["opportunities"].assign(persona="2", status="done", opportunity="use-app-p-7", score=0.5)
    new["opportunities"] = OPPORTUNITIES.conform(found) if again else OPPORTUNITIES.empty()
    table = follow_opportunities(old, new, changes_of(**numbers), {"2": "1"})
    assert len(table) == 1
    row = table.iloc[0]
    assert (row["fate"], row["persona"], row["old_persona"]) == (fate, "2", "1")
    assert (row["opportunity"], row["status"]) == (
        ("use-app-p-7", "done") if again else ("use-app-p-1", "doing")
    )
    assert row["score_before"] == pytest.approx(0.24)
    assert pd.isna(row["score_now"]) != again
    assert row["change"] == numbers.get("change", 0.5)


def test_new_ones_and_those_of_a_persona_that_was_not_carried_over():
    old, new = shop(), shop()
    old["opportunities"] = build(old)
    new["opportunities"] = OPPORTUNITIES.conform(build(new).assign(persona="3", opportunity="use-app-p-3"))
    table = follow_opportunities(old, new, changes_of(persona="9"), {"3": "2"})
    assert table[["opportunity", "fate"]].to_numpy().tolist() == [
        ["use-app-p-3", "new"],
        ["use-app-p-1", "untold"],
    ]
    assert follow_opportunities(shop(), shop(), changes_of(), {}).empty
