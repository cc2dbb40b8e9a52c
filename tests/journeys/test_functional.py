"""The functional layer worked out by hand: friction, sessions, bots, skipped phases, flows, times to a phase."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from personagen.contracts.published import FAULTS
from personagen.journeys import (
    add_bots,
    going_on,
    summarise_coverage,
    summarise_flows,
    summarise_journey,
    summarise_times,
    summarise_touchpoints,
    summarise_transitions,
)
from personagen.journeys.steps import choose_ways, name_apart
from personagen.language.words import words_in
from personagen.statistics.effects import benjamini_hochberg
from personagen.statistics.survival import kaplan_meier

from .logs import LOG, counted, study_of, table_of
from .test_by_hand import row

UNTIL = {**LOG, "cutoff": "2026-01-31"}
STUDY = study_of(UNTIL, journeys={"horizon_days": 10, "session_gap_minutes": 30})
# a: the ad again after 30 minutes (one session), and after 31 (another); b: the shop twice with the till between, on two
# channels; c: rates the ad 3 and then 2, 4 on average above 0 at the till; d: stops early; e: stops late; f: passes over
# buying; g: a later phase first, ends in the first
LOG_ROWS = table_of(
    ("a", "2026-01-01 10:00:00", "ad", "web"),
    ("a", "2026-01-01 10:30:00", "ad", "web"),
    ("a", "2026-01-02 10:00:00", "app", "app"),
    ("b", "2026-01-01 10:00:00", "shop", "web"),
    ("b", "2026-01-01 10:05:00", "till", "web"),
    ("b", "2026-01-01 10:10:00", "shop", "store"),
    ("b", "2026-01-01 11:00:00", "app", "app"),
    ("b", "2026-01-01 11:31:00", "app", "app"),
    ("c", "2026-01-01 10:00:00", "ad", "web", "5"),
    ("c", "2026-01-03 10:00:00", "ad", "web", "2"),
    ("c", "2026-01-04 10:00:00", "till", "web", "4"),
    ("c", "2026-01-05 10:00:00", "app", "app", "", "", "angry"),
    ("d", "2026-01-05 10:00:00", "ad", "web"),
    ("d", "2026-01-06 10:00:00", "shop", "web"),
    ("e", "2026-01-05 10:00:00", "ad", "web"),
    ("e", "2026-01-25 10:00:00", "shop", "web"),
    ("f", "2026-01-05 10:00:00", "ad", "web"),
    ("f", "2026-01-06 10:00:00", "app", "web"),
    ("g", "2026-01-05 10:00:00", "app", "web"),
    ("g", "2026-01-06 10:00:00", "ad", "web"),
)
PEOPLE = {**dict.fromkeys("abcd", "1"), **dict.fromkeys("efg", "2")}


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    return counted(tmp_path_factory.mktemp("log"), LOG_ROWS, PEOPLE, STUDY)


def friction_of(table, **keys: str):
    found = row(table, **keys)
    return tuple(found[["n_repeat", "n_displeased", "n_left", "n_friction"]])


def test_friction_is_repeating_in_a_session_rating_below_0_or_leaving(counts):
    table = summarise_touchpoints(counts)
    # a repeats the ad; c rated it below 0 once, though above on average; d and e went on from it
    assert friction_of(table, persona="1", touchpoint="ad", channel="all") == (1, 1, 0, 2)
    # b met the shop twice, once by channel; d left there
    assert friction_of(table, persona="1", touchpoint="shop", channel="all") == (1, 0, 1, 2)
    assert friction_of(table, persona="1", touchpoint="shop", channel="web") == (0, 0, 1, 1)
    assert friction_of(table, persona="1", touchpoint="shop", channel="store") == (0, 0, 0, 0)
    # b came back to the app after 31 minutes: another session; c's word is below 0
    assert friction_of(table, persona="1", touchpoint="app", channel="all") == (0, 1, 0, 1)
    shop = row(table, persona="1", touchpoint="shop", channel="all")
    assert (shop["repeat_share"], shop["left_share"], shop["friction"]) == (0.5, 0.5, 1.0)
    assert np.isnan(row(table, persona="1", touchpoint="app", channel="all")["left_share"])


def test_an_open_journey_has_not_left_and_one_that_went_further_neither(counts):
    table = summarise_touchpoints(counts)
    assert friction_of(table, persona="2", touchpoint="shop", channel="all") == (
        0,
        0,
        0,
        0,
    )  # e: six days ago
    assert friction_of(table, persona="2", touchpoint="ad", channel="all") == (0, 0, 0, 0)  # g had met use


def test_who_was_followed_for_the_horizon_has_left(tmp_path):
    study = study_of(UNTIL, journeys={"horizon_days": 25})
    log = table_of(
        ("d", "2026-01-07 00:00:00", "ad"),  # 25 days before the end
        ("e", "2026-01-07 00:00:01", "ad"),
    )
    table = summarise_touchpoints(counted(tmp_path, log, PEOPLE, study))
    assert row(table, persona="1", touchpoint="ad", channel="all")["n_left"] == 1
    assert row(table, persona="2", touchpoint="ad", channel="all")["n_left"] == 0


def test_the_phases_count_people_once(counts):
    journey = summarise_journey(counts, STUDY)
    buy = row(journey, persona="1", phase="buy")
    assert (buy["n_customers"], buy["n_friction"], buy["friction"]) == (3, 2, pytest.approx(2 / 3))
    assert row(journey, persona="all", phase="see")["n_friction"] == 2


def test_a_phase_is_skipped_by_who_met_both_sides_of_it(counts):
    journey = summarise_journey(counts, STUDY)
    assert row(journey, persona="1", phase="buy")["n_skipped"] == 1  # a
    buy = row(journey, persona="2", phase="buy")
    assert (buy["n_skipped"], buy["skipped_share"]) == (
        2,
        pytest.approx(2 / 3),
    )  # f, and g the other way round
    assert journey.loc[journey["phase"] != "buy", "n_skipped"].isna().all()


def test_reach_is_tested_over_one_family_and_not_where_it_is_circular(counts):
    table = summarise_touchpoints(counts)
    tested = table[table["p"].notna()]
    assert set(tested["channel"]) == {"all"}
    assert set(tested["persona"]) == {"1", "2"}
    assert len(tested) == 2 * 4
    # shop: 2 of 4 against 1 of 3; the hypergeometric table has p = 1 on these margins
    assert row(table, persona="1", touchpoint="shop", channel="all")["p"] == pytest.approx(1)
    assert tested["p_adjusted"].tolist() == benjamini_hochberg(tested["p"]).tolist()
    circular = summarise_touchpoints(counts, is_circular=True)
    assert circular["is_circular"].eq(other=True).all()
    assert circular[["p", "p_adjusted"]].isna().all(axis=None)
    assert circular["is_marker"].equals(table["is_marker"])


# bots ----------------------------------------------------------------------------------------------------------------


def test_a_bot_is_left_out_of_everything_and_counted(tmp_path):
    study = study_of({**LOG, "timezone": "Europe/Amsterdam"}, journeys={"bots": {"contacts_per_day": 3}})
    # at 23:30 in UTC it is the next day in Amsterdam: z has four contacts on 2 January, y three and one
    zulu = [("2026-01-01T23:30:00Z", "ad"), *((f"2026-01-02T0{h}:00:00Z", "banner") for h in (1, 2, 3))]
    split = [
        ("2026-01-01T22:30:00Z", "ad"),
        *((f"2026-01-0{d}T{h}:00:00Z", "ad") for d, h in ((1, 21), (1, 22), (2, 10))),
    ]
    rows = [
        *(("z", *contact) for contact in zulu),
        ("z", "2026-01-05T10:00:00Z", "shop"),
        *(("y", *contact) for contact in split),
        *(("x", f"2026-01-03T10:00:0{s}Z", "app") for s in range(4)),
    ]
    counts = counted(tmp_path, table_of(*rows), {"z": "1", "y": "1", "-w": "1"}, study)
    table = summarise_coverage(counts)
    one = row(table, persona="1")
    assert (one["n_bots"], one["n_bot_contacts"]) == (1, 5)
    assert (one["n_respondents"], one["n_linked"], one["n_customers"], one["n_contacts"]) == (3, 1, 1, 4)
    assert one["match_rate"] == pytest.approx(1 / 3)
    other = row(table, persona="unassigned")
    assert (other["n_bots"], other["n_bot_contacts"], other["n_customers"], other["n_contacts"]) == (
        1, 4, 0, 0,
    )  # fmt: skip
    assert row(table, persona="all")["n_bots"] == 1
    journey = summarise_journey(counts, study)
    assert row(journey, persona="1", phase="buy")["n_customers"] == 0
    assert row(journey, persona="1", phase="see")["n_persona"] == 1
    faults = add_bots(FAULTS.empty(), counts.population, study)
    assert faults[["source", "column", "check", "n"]].to_numpy().tolist() == [
        ["touchpoints", "customer", "bot", 9]
    ]


# flows ---------------------------------------------------------------------------------------------------------------


def walk(customer: str, *touchpoints: str) -> list[tuple[str, ...]]:
    return [(customer, f"2026-01-{day:02d} 10:00:00", t, "web") for day, t in enumerate(touchpoints, start=1)]


def test_flows_lead_from_touchpoint_to_touchpoint_and_few_are_merged(tmp_path):
    paths = [
        *([("ad", "ad", "shop", "till")] * 6),  # a repeat is no step
        *([("ad", "till")] * 3),  # few, and few beside them: with the next smallest
        *([("ad",)] * 5),
        *([("app", "ad")] * 2),  # few at the start: with the smallest that is shown
        *([("shop",)] * 4),
    ]
    rows = [step for i, path in enumerate(paths) for step in walk(f"c{i}", *path)]
    people = {f"c{i}": "1" for i in range(len(paths))}
    table = summarise_flows(counted(tmp_path, table_of(*rows), people), words_in("en"))
    assert set(table["persona"]) == {"1"}
    found = table.set_index(["step", "from_touchpoint", "to_touchpoint"])["n"].to_dict()
    assert {key: n for key, n in found.items() if key[0] == 1} == {
        (1, "ad", "shop"): 6,
        (1, "ad", "other"): 8,  # 3 to the till with the 5 that leave
        (1, "other", "other"): 6,  # 4 leave and 2 go on to the ad
    }
    assert {key: n for key, n in found.items() if key[0] == 2} == {
        (2, "shop", "till"): 6,
        (2, "other", "left"): 14,  # a step late
    }
    assert {key: n for key, n in found.items() if key[0] == 3} == {(3, "till", "left"): 6}
    assert max(step for step, *_ in found) == 3
    labels = table.set_index("to_touchpoint")[["to_label", "to_phase"]]
    assert labels.loc["till"].tolist() == ["Till", "buy"]
    assert set(table.loc[table["to_touchpoint"] == "left", "to_label"]) == {"left"}


def test_ways_to_touchpoints_that_few_come_to_are_merged():
    ways = pd.DataFrame({"persona": 0, "before": -1, "after": range(12), "n": [*range(20, 32)]})
    shown = choose_ways(ways, (20, 21), 5)
    assert shown.tolist() == [False] * 4 + [True] * 8


def test_a_touchpoint_called_other_is_not_taken_for_the_rest(counts):
    known = counts.touchpoint_map.replace({"touchpoint": {"ad": "other"}})
    ways = pd.DataFrame(
        {"persona": "1", "step": 1, "from_touchpoint": [name_apart("other"), "other"], "to_touchpoint": "left", "n": 6}
    )  # fmt: skip
    table = summarise_flows(replace(counts, touchpoint_map=known, steps=ways), words_in("en"))
    assert table["from_touchpoint"].tolist() == ["other (touchpoint)", "other"]
    assert table["from_label"].tolist() == ["Ad", "other touchpoints"]
    assert table["from_phase"].fillna("").tolist() == ["see", ""]


def test_flows_begin_with_everybody_that_has_a_mapped_contact(counts):
    flows, transitions = summarise_flows(counts, words_in("en")), summarise_transitions(counts)
    start = transitions[transitions["from_phase"] == "START"].groupby("persona")["n"].sum()
    assert flows[flows["step"] == 1].groupby("persona")["n"].sum().to_dict() == {"1": 4, "2": 3}
    assert start.drop("all").to_dict() == {"1": 4, "2": 3, "unassigned": 0}


# times ---------------------------------------------------------------------------------------------------------------


def following(counts, horizon: float, **personas: list[tuple[int, int, int]]):
    """Return counts with people followed from the first phase: kind (1 gone on, 0 open), days, how many."""
    rows = [(p, kind, days, n) for p, people in personas.items() for kind, days, n in people]
    whole = [("all", *row) for _, *row in rows if _ != "unassigned"]
    columns = ["persona", "kind", "days", "n"]
    durations = pd.DataFrame([*rows, *whole], columns=columns).astype({"days": "float64"})
    durations["persona"] = durations["persona"].str.removeprefix("p")
    return replace(
        counts, durations=durations.assign(phase="see"), horizons=pd.Series(horizon, counts.horizons.index)
    )


def test_the_curve_steps_where_enough_people_go_on(counts):
    people = [(1, 2, 3), (1, 4, 3), (1, 6, 3), (1, 10, 2), (0, 30, 8)]
    table = summarise_times(following(counts, 20.0, p1=people), STUDY)
    mine = table[table["persona"] == "1"]
    # 19 people: 3 gone by day 2 are too few alone; 6 by day 4; 3 and 2 more by day 10, and nobody by the horizon
    assert mine["days"].tolist() == [4.0, 10.0, 20.0]
    assert mine["share"].tolist() == pytest.approx([6 / 19, 11 / 19, 11 / 19])
    assert mine["at_risk"].tolist() == [13, 8, 8]
    assert mine["n"].tolist() == [19, 19, 19]
    assert (mine["low"] < mine["share"]).all()


def test_the_curve_tells_at_the_horizon_what_the_journey_tells(counts):
    given = following(counts, 6.0, p1=[(1, 2, 7), (0, 3, 4), (1, 5, 9), (0, 9, 12)])
    see = row(summarise_journey(given, STUDY), persona="1", phase="see")
    at = row(summarise_times(given, STUDY), persona="1", phase="see", days=6.0)
    assert (at["share"], at["low"], at["high"]) == pytest.approx(
        (1 - see["drop_off"], 1 - see["drop_off_high"], 1 - see["drop_off_low"])
    )
    assert at["at_risk"] == 12


def test_a_curve_is_fitted_once_whichever_tables_read_it(counts, monkeypatch):
    fitted = []
    monkeypatch.setattr(going_on, "kaplan_meier", lambda *given: fitted.append(given) or kaplan_meier(*given))
    fresh = replace(counts)
    summarise_journey(fresh, STUDY)
    followed = fresh.durations[fresh.durations["kind"] != going_on.APART]
    assert len(fitted) == len(followed[["persona", "phase"]].drop_duplicates()) > 0
    summarise_times(fresh, STUDY)
    assert len(fitted) == len(followed[["persona", "phase"]].drop_duplicates())


def test_going_on_counts_within_the_horizon_that_leaving_was_counted_with(counts):
    other = study_of(UNTIL, journeys={"horizon_days": 3})
    told = summarise_journey(counts, other)["horizon_days"].dropna()
    assert set(told) == set(counts.horizons) == {10.0}
    pd.testing.assert_frame_equal(summarise_times(counts, other), summarise_times(counts, STUDY))


def test_no_row_stands_too_near_to_what_the_journey_tells(counts):
    # the median is reached on day 5, by two people more than had gone on by day 3; four are left after day 8
    given = following(counts, 25.0, p1=[(1, 3, 8), (1, 5, 2), (1, 8, 6), (0, 30, 4)])
    assert summarise_times(given, STUDY).query("persona == '1'")["days"].tolist() == [5.0]
    # one person more: the median is reached on day 8
    given = following(counts, 25.0, p1=[(1, 3, 8), (1, 5, 2), (1, 8, 6), (0, 30, 5)])
    assert summarise_times(given, STUDY).query("persona == '1'")["days"].tolist() == [3.0, 8.0, 25.0]


def test_too_few_at_risk_end_the_curve(counts):
    people = [*((1, day, 6) for day in (2, 4, 6, 8)), (0, 30, 4)]
    mine = summarise_times(following(counts, 10.0, p1=people), STUDY).query("persona == '1'")
    assert mine["days"].tolist() == [2.0, 4.0, 6.0]  # after day 8 four are left
    assert mine["at_risk"].tolist() == [22, 16, 10]


def test_everybodys_curve_stands_where_all_personas_have_rows(counts):
    one = [(1, 2, 6), (1, 5, 6), (1, 7, 6), (0, 30, 6)]
    other = [(1, 2, 3), (1, 3, 3), (0, 30, 6)]
    table = summarise_times(following(counts, 10.0, p1=one, p2=other), STUDY)
    days = table.groupby("persona")["days"].apply(list)
    assert days["all"] == [3.0, 5.0, 7.0, 10.0]
    assert days["1"] == [2.0, 3.0, 5.0, 7.0, 10.0]
    assert days["2"] == [3.0, 5.0, 7.0, 10.0]  # 3 on the second day are too few
    at_risk = table.pivot_table(index="days", columns="persona", values="at_risk").dropna()
    assert (at_risk["1"] + at_risk["2"]).equals(at_risk["all"])


def test_a_persona_with_too_few_leaves_everybody_without_a_curve(counts):
    table = summarise_times(following(counts, 10.0, p1=[(1, 2, 20), (0, 30, 20)], p2=[(1, 2, 3)]), STUDY)
    assert set(table["persona"]) == {"1"}
