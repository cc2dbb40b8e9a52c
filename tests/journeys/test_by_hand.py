"""Tables worked out by hand on journeys that go wrong in every way they can."""

import numpy as np
import pandas as pd
import pytest

from personagen.journeys import (
    find_moments,
    judge_needs,
    phases_table,
    summarise_coverage,
    summarise_experience,
    summarise_funnel,
    summarise_journey,
    summarise_touchpoints,
    summarise_transitions,
)
from personagen.language.words import words_in
from personagen.study import Study

from .logs import LOG, MAP, counted, study_of, table_of

# a: straight on; b: all at one stamp, written last phase first; c: one contact; d: back to see, use before buy;
# e: only an unmapped contact; f: linked, never seen; x: not linked
LOG_ROWS = table_of(
    ("a", "2026-01-01 10:00:00", "ad", "web", "5", "3"),
    ("a", "2026-01-03 10:00:00", "shop", "web", "1", "3"),
    ("a", "2026-01-03 11:00:00", "till", "shop", "2", ""),
    ("a", "2026-01-05 10:00:00", "app", "app", "", "", "Glad"),
    ("b", "2026-01-02 10:00:00", "app", "app"),
    ("b", "2026-01-02 10:00:00", "till", "web"),
    ("b", "2026-01-02 10:00:00", "ad", "web"),
    ("c", "2026-01-04 10:00:00", "ad", "web", "4"),
    ("d", "2026-01-01 10:00:00", "ad", "web"),
    ("d", "2026-01-02 10:00:00", "app", "app"),
    ("d", "2026-01-03 10:00:00", "ad", "web"),
    ("d", "2026-01-04 10:00:00", "shop", "web"),
    ("e", "2026-01-04 10:00:00", "banner", "web"),
    ("x", "2026-01-11 10:00:00", "ad", "web", "1"),
)
PEOPLE = {"a": "1", "b": "1", "c": "1", "f": "1", "d": "2", "e": "2", "-g": "2"}
STUDY = study_of(journeys={"horizon_days": 3})


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    return counted(tmp_path_factory.mktemp("log"), LOG_ROWS, PEOPLE, STUDY)


def row(table, **keys: str):
    found = table.loc[np.logical_and.reduce([table[k] == v for k, v in keys.items()])]
    assert len(found) == 1
    return found.iloc[0]


def test_journey_counts_reach_and_going_on(counts):
    table = summarise_journey(counts, STUDY)
    see = row(table, persona="1", phase="see")
    assert (see["n_persona"], see["n_customers"], see["n_contacts"], see["reach"]) == (4, 3, 3, 0.75)
    # a goes on after 2 days, b at the same stamp (0 days), c is open for 7 days: S(0) = 2/3, S(2) = 1/3
    assert (see["n_going_on"], see["n_later_before"], see["days_to_next_median"]) == (3, 0, 2.0)
    # the log-log bands are .05 .. .95 at once and .01 .. .77 in the end: their upper limit never comes to one half
    assert (see["days_to_next_low"], np.isnan(see["days_to_next_high"])) == (0.0, True)
    assert see["drop_off"] == pytest.approx(1 / 3)
    assert see["censored_share"] == pytest.approx(1 / 3)
    buy = row(table, persona="2", phase="buy")
    assert (buy["n_customers"], buy["n_going_on"], buy["n_later_before"]) == (1, 0, 1)
    assert row(table, persona="2", phase="see")["reentries"] == 1.0
    last = row(table, persona="1", phase="use")
    assert last[["n_going_on", "drop_off", "days_to_next_median", "n_later_before"]].isna().all()
    assert row(table, persona="all", phase="see")["n_persona"] == 6
    assert row(table, persona="unassigned", phase="see")["n_persona"] == 1


def test_valence_is_the_mean_of_customers_and_says_its_source(counts):
    table = summarise_journey(counts, study_of())
    see = row(table, persona="1", phase="see")
    assert (see["valence"], see["n_valence"], see["n_ratings"]) == (0.75, 2, 2)  # a: 1, c: .5
    assert (see["gap"], see["n_gap"]) == (1.0, 1)  # 1 against an expected 0
    assert np.isnan(see["gap_low"])
    buy = row(table, persona="1", phase="buy")
    assert (buy["valence"], buy["n_valence"], buy["n_ratings"]) == (-0.75, 1, 2)
    use = row(table, persona="1", phase="use")
    assert (use["valence"], use["valence_source"]) == (0.8, "emotion")


def test_touchpoints_know_entry_exit_and_others(counts):
    table = summarise_touchpoints(counts)
    till = row(table, persona="1", touchpoint="till", channel="all")
    assert (till["n_customers"], till["reach"], till["n_contacts"]) == (2, 0.5, 2)
    assert till["share_of_phase"] == pytest.approx(2 / 3)
    assert till["difference"] == pytest.approx(0.5 - 0)
    ad = row(table, persona="all", touchpoint="ad", channel="all")
    assert (ad["n_customers"], ad["overall_reach"]) == (4, pytest.approx(4 / 6))
    assert np.isnan(ad["difference"])
    app = row(table, persona="1", touchpoint="app", channel="app")
    assert (app["top_emotion"], app["n_top_emotion"]) == ("glad", 1)


def test_transitions_start_and_end_and_add_up(counts):
    table = summarise_transitions(counts)
    moves = (
        table[(table["persona"] == "1") & (table["n"] > 0)]
        .set_index(["from_phase", "to_phase"])["n"]
        .to_dict()
    )
    assert moves == {
        ("START", "see"): 3,
        ("see", "buy"): 2,
        ("see", "END"): 1,
        ("buy", "use"): 2,
        ("use", "END"): 2,
    }
    moves = (
        table[(table["persona"] == "2") & (table["n"] > 0)]
        .set_index(["from_phase", "to_phase"])["n"]
        .to_dict()
    )
    assert moves == {
        ("START", "see"): 1, ("see", "use"): 1, ("use", "see"): 1, ("see", "buy"): 1, ("buy", "END"): 1,
    }  # fmt: skip
    sums = table.dropna(subset=["share"]).groupby(["persona", "from_phase"])["share"].sum()
    assert np.allclose(sums, 1)


def test_the_closed_funnel_wants_the_order(counts):
    table = summarise_funnel(counts)
    n = table[table["persona"] == "2"].set_index(["mode", "phase"])["n"].to_dict()
    assert [n["open", phase] for phase in ("see", "buy", "use")] == [1, 1, 1]
    assert [n["closed", phase] for phase in ("see", "buy", "use")] == [1, 1, 0]
    one = table[table["persona"] == "1"].set_index(["mode", "phase"])["n"].to_dict()
    assert [one["closed", phase] for phase in ("see", "buy", "use")] == [3, 2, 2]


def test_coverage_counts_both_sides(counts):
    table = summarise_coverage(counts)
    two = row(table, persona="2")
    assert (two["n_respondents"], two["n_linked"], two["n_customers"], two["n_contacts"]) == (3, 2, 2, 5)
    assert two["match_rate"] == pytest.approx(2 / 3)
    assert two["unmapped_share"] == pytest.approx(0.2)
    assert pd.isna(row(table, persona="unassigned")["n_linked"])


def test_moments_are_found_where_they_were_planted(tmp_path):
    rng = np.random.default_rng(5)
    people = {f"c{i}": "1" if i < 60 else "2" for i in range(120)}
    rows = []
    for customer, persona in people.items():
        for touchpoint in MAP:
            good = 5 if (persona, touchpoint) == ("1", "till") else 3
            csat = good if good == 5 else rng.choice([2, 3, 4])
            rows.append(
                (
                    customer,
                    f"2026-01-0{1 + list(MAP).index(touchpoint)} 10:00:00",
                    touchpoint,
                    "web",
                    str(csat),
                    "3",
                )
            )
    found = find_moments(counted(tmp_path, table_of(*rows), people), study_of())
    kinds = found[(found["persona"] == "1") & (found["touchpoint"] == "till")].set_index("kind")
    assert set(kinds.index) == {"magic", "peak"}
    assert kinds.loc["magic", "estimate"] == 1.0
    assert found[found["persona"] == "2"].empty
    assert (found.loc[found["estimate"] > 0, "low"] > 0.1).all()


def test_needs_are_judged_against_the_own_journey(counts):
    journey = pd.DataFrame(
        {"persona": "1", "phase": ["see", "buy", "use"], "valence": [0.5, -0.5, 0.0], "n_valence": [10, 10, 10],
         "valence_low": [0.3, -0.7, -0.2], "valence_high": [0.7, -0.3, 0.2],
         "valence_source": "csat"}
    )  # fmt: skip
    needs = pd.DataFrame({"persona": "1", "phase": ["see", "buy", "use", "other"], "status": [None] * 4})
    judged = judge_needs(needs, journey)
    assert judged["status"].tolist() == ["contradicted", "confirmed", "untested", "untested"]
    assert needs["status"].isna().all()


def test_needs_are_untested_where_nothing_was_felt():
    blank = pd.Series([np.nan] * 2, dtype="float64")
    journey = pd.DataFrame(
        {"persona": ["1", "1"], "phase": ["see", "buy"], "n_valence": pd.array([None] * 2, "Int64")}
    )
    journey = journey.assign(valence=blank, valence_low=blank, valence_high=blank, valence_source=None)
    journey = journey.astype({"persona": "str", "valence_source": "str"})
    needs = pd.DataFrame({"persona": ["1", "1"], "phase": ["see", "buy"], "status": [None] * 2})
    assert judge_needs(needs, journey)["status"].tolist() == ["untested"] * 2


def test_own_phases_and_models():
    own = phases_table(study_of(), words_in("en"))
    assert own["label"].tolist() == ["See", "Buy", "Use"]
    assert own["model"].unique().tolist() == ["own"]
    six = Study.model_validate({"study": "S", "language": "nl"})
    assert phases_table(six, words_in("nl"))["position"].tolist() == [1, 2, 3, 4, 5, 6]


def test_the_auto_horizon_keeps_thirty_at_risk(tmp_path):
    rows = [(f"c{i}", "2026-01-01 00:00:00", "ad") for i in range(40)]
    rows += [(f"c{i}", f"2026-01-{2 + i:02d} 00:00:00", "shop") for i in range(20)]
    rows += [("z", "2026-03-01 00:00:00", "ad")]
    counts = counted(tmp_path, table_of(*rows), {f"c{i}": "1" for i in range(40)})
    see = row(summarise_journey(counts, study_of()), persona="1", phase="see")
    assert see["horizon_days"] == 11  # ten left before day 11, thirty are at risk on it
    assert see["drop_off"] == pytest.approx(29 / 40)


def test_unlinked_people_change_no_persona(tmp_path):
    without = LOG_ROWS[LOG_ROWS["customer"] != "x"]
    study = study_of({**LOG, "cutoff": "2026-01-11"})
    tables = [
        summarise_journey(counted(tmp_path, log, PEOPLE, study), study).query("persona != 'unassigned'")
        for log in (LOG_ROWS, without)
    ]
    pd.testing.assert_frame_equal(*tables)


def test_people_leave_the_risk_set_at_the_cut_off(tmp_path):
    # followed 2 days (open), 4 days (gone on after 3), 5 days (open): S(3) = 1 - 1/2, as one had left before
    log = table_of(
        ("a", "2026-01-08 00:00:00", "ad"),
        ("b", "2026-01-06 00:00:00", "ad"),
        ("b", "2026-01-09 00:00:00", "shop"),
        ("c", "2026-01-05 00:00:00", "ad"),
    )
    study = study_of({**LOG, "cutoff": "2026-01-09"}, journeys={"horizon_days": 4})
    counts = counted(tmp_path, log, dict.fromkeys("abc", "1"), study)
    see = row(summarise_journey(counts, study), persona="1", phase="see")
    assert see["drop_off"] == pytest.approx(0.5)
    assert counts.durations.query("persona == '1' and phase == 'see'")["days"].tolist() == [2.0, 5.0, 3.0]


def test_peak_end_waits_until_the_journey_is_over(counts):
    table = summarise_experience(counts, study_of(journeys={"horizon_days": 7})).set_index("persona")
    # a: 1, -1, -.5 and a word of .8: the worst of two extremes, and the last; c: one contact, 7 days before the end
    one = table.loc["1"]
    assert (one["n"], one["n_open"], one["n_valence"]) == (2, 0, 2)
    assert one["peak_end"] == pytest.approx(((-1 + 0.8) / 2 + 0.5) / 2)
    assert one["valence"] == pytest.approx(((1 - 1 - 0.5 + 0.8) / 4 + 0.5) / 2)
    assert (table.loc["unassigned", "n"], table.loc["unassigned", "n_open"]) == (0, 1)
    waiting = summarise_experience(counts, study_of(journeys={"horizon_days": 8})).set_index("persona")
    assert (waiting.loc["1", "n"], waiting.loc["1", "n_open"]) == (1, 1)
    # people went on after 0, 0, 1, 2 and 2 days: nine in ten within 2
    assert summarise_experience(counts, study_of())["quiet_days"].unique().tolist() == [2.0]
