"""The table of the journey map, lane by lane, from small published tables written out by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from personagen.contracts import (
    COVERAGE,
    JOURNEY,
    MOMENTS,
    NEEDS,
    OPPORTUNITIES,
    PERSONAS,
    PHASES,
    QUOTES,
    TOUCHPOINTS,
)
from personagen.journeys import build_map
from personagen.study import Study

from .published import felt


def rows_of(contract, *rows: dict[str, Any], **same: Any):
    return contract.conform(pd.DataFrame([{**same, **row} for row in rows]))


def journey():
    felt = {
        "valence": 0.4,
        "valence_low": 0.3,
        "valence_high": 0.5,
        "n_valence": 38,
        "n_customers": 40,
        "reach": 0.8,
    }
    low = felt | {
        "valence": -0.2,
        "valence_low": -0.4,
        "valence_high": 0.0,
        "n_valence": 12,
        "n_customers": 12,
        "reach": 0.24,
    }
    went = {"n_going_on": 40, "drop_off": 0.25, "drop_off_low": 0.2, "drop_off_high": 0.3, "horizon_days": 30.0,
            "days_to_next_median": 2.0, "days_to_next_p90": 9.0}  # fmt: skip
    few = {"n_customers": None, "reach": None, "suppressed": True, "evidence": "thin"}
    return rows_of(
        JOURNEY,
        {"persona": "1", "phase": "see", "evidence": "strong", **felt, **went},
        {"persona": "1", "phase": "buy", "evidence": "thin", **low},
        {"persona": "2", "phase": "see", "evidence": "strong", **felt, "valence": 0.1},
        {"persona": "2", "phase": "buy", **few},
        {"persona": "all", "phase": "see", "evidence": "strong", **felt, "valence": 0.9},
        {"persona": "unassigned", "phase": "see", "evidence": "strong", **felt, "valence": 0.8},
        n_persona=50,
        suppressed=False,
    )


def touchpoints():
    place = {"persona": "1", "phase": "see", "is_marker": False, "is_circular": False, "suppressed": False}
    ad = {"touchpoint": "ad", "label": "Advert", "action": "sees"}
    return rows_of(
        TOUCHPOINTS,
        {
            **place,
            **ad,
            "channel": "all",
            "reach": 0.6,
            "n_customers": 30,
            "top_emotion": "glad",
            "n_top_emotion": 9,
        },
        {**place, **ad, "channel": "web", "reach": 0.5, "n_customers": 25, "share_of_phase": 0.75},
        {**place, **ad, "channel": "app", "suppressed": True},
        {
            **place,
            "touchpoint": "mail",
            "label": "Mail",
            "action": "sees",
            "channel": "all",
            "reach": 0.7,
            "n_customers": 35,
        },
        {
            **place,
            "touchpoint": "chat",
            "label": "Chat",
            "action": "asks",
            "channel": "all",
            "suppressed": True,
        },
    )


def published():
    who = {"effective_n": 90.0, "jaccard": 0.9, "grade": "stable", "key": "k",
           "data_from": pd.Timestamp("2026-05-01", tz="UTC"), "data_to": pd.Timestamp("2026-05-31", tz="UTC")}  # fmt: skip
    wish = {"persona": "1", "phase": "buy", "kind": "functional", "n_interviewed": 20, "suppressed": False}
    return {
        "phases": rows_of(
            PHASES,
            {"phase": "see", "position": 1, "label": "See"},
            {"phase": "buy", "position": 2, "label": "Buy"},
            model="own",
        ),
        "journey": journey(),
        "personas": rows_of(
            PERSONAS,
            {"persona": "1", "name": "Anna", "n": 60, "share": 0.6, "share_low": 0.5, "share_high": 0.7, "summary": "Fast."},
            {"persona": "2", "name": "Ben", "n": 40, "share": 0.4, "share_low": 0.3, "share_high": 0.5, "summary": "Slow."},
            **who,
        ),
        "touchpoints": touchpoints(),
        "needs": rows_of(
            NEEDS,
            {**wish, "need": "fast", "label": "Speed", "n": 8, "share": 0.4, "rank": 1},
            {**wish, "need": "cheap", "label": "Price", "n": None, "share": None, "rank": None, "suppressed": True},
        ),
        "moments": rows_of(
            MOMENTS,
            *(
                {"persona": "1", "phase": "see", "evidence": "strong", "suppressed": False, **row}
                for row in (
                    {"touchpoint": "ad", "label": "Advert", "kind": "pain", "n": 30, "estimate": -0.5, "low": -0.7, "high": -0.3},
                    {"touchpoint": "all", "label": "all", "kind": "magic", "n": 38, "estimate": 0.6, "low": 0.4, "high": 0.8},
                    {"touchpoint": "mail", "label": "Mail", "kind": "truth", "n": 35},
                    {"touchpoint": "chat", "label": "Chat", "kind": "misery", "suppressed": True},
                )
            ),
        ),
        "quotes": rows_of(
            QUOTES, {"persona": "1", "code": "fast", "label": "Speed", "phase": "buy", "quote": "Quick, please."}
        ),
        "coverage": rows_of(
            COVERAGE,
            {"persona": "1", "n_respondents": 60, "n_linked": 50, "n_customers": 45, "match_rate": 50 / 60,
             "unmapped_share": 0.012, "n_contacts": 400, "suppressed": False},
        ),
    }  # fmt: skip


def study_in(language):
    phases = [{"id": phase, "label": phase.title()} for phase in ("see", "buy")]
    return Study.model_validate({"study": "S", "language": language, "phases": phases})


@pytest.fixture(scope="module")
def english():
    return build_map(published(), study_in("en"))


def lane(table, persona, phase, name):
    return table[(table["persona"] == persona) & (table["phase"] == phase) & (table["lane"] == name)]


def test_the_lanes_of_one_phase(english):
    found = english[(english["persona"] == "1") & (english["phase"] == "see")]
    numbers = found[found["lane"].isin(["reach", "drop_off", "valence", "days_to_next"])].set_index("lane")
    assert numbers.loc["reach", ["value", "n", "evidence"]].tolist() == [0.8, 40, "strong"]
    assert numbers.loc["drop_off", ["value", "low", "high", "n", "text"]].tolist() == [
        0.25,
        0.2,
        0.3,
        40,
        "within 30 days",
    ]
    assert numbers.loc["valence", ["value", "low", "high", "n"]].tolist() == [0.4, 0.3, 0.5, 38]
    assert numbers.loc["days_to_next", ["value", "high"]].tolist() == [2.0, 9.0]
    assert lane(english, "1", "see", "header")[["position", "text"]].to_numpy().tolist() == [[1, "See"]]
    assert lane(english, "1", "see", "action")[["text", "value", "n"]].to_numpy().tolist() == [
        ["sees", 0.7, 35]
    ]
    assert lane(english, "1", "see", "touchpoint")["text"].tolist() == ["Mail", "Advert"]  # by reach
    assert lane(english, "1", "see", "channel")[["text", "value"]].to_numpy().tolist() == [
        ["web", 0.75],
        ["other", 0.25],
    ]
    assert lane(english, "1", "see", "emotion")[["text", "n"]].to_numpy().tolist() == [["glad", 9]]


def test_wishes_and_quotes_stand_in_their_phase(english):
    wishes = lane(english, "1", "buy", "need_functional")
    assert wishes[["position", "text", "value", "n"]].to_numpy().tolist() == [[1, "Speed", 0.4, 8]]
    assert lane(english, "1", "buy", "quote")["text"].tolist() == ["Quick, please."]
    assert lane(english, "1", "buy", "valence")["evidence"].tolist() == ["thin"]


def test_moments_stand_by_strength_and_moments_of_truth_last(english):
    moments = lane(english, "1", "see", "moment")
    assert moments["text"].tolist() == [
        "Beyond expectation: the whole phase", "Pain point: Advert", "Moment of truth: Mail",
    ]  # fmt: skip
    assert moments["value"].tolist()[:2] == [0.6, -0.5]
    assert pd.isna(moments["value"].iloc[2])


def test_others_are_the_other_personas_and_nobody_else(english):
    assert lane(english, "1", "see", "others")[["text", "value"]].to_numpy().tolist() == [["2", 0.1]]
    assert lane(english, "2", "see", "others")[["text", "value"]].to_numpy().tolist() == [["1", 0.4]]
    assert {*english["persona"]} == {"1", "2"}


def test_nothing_hidden_comes_out(english):
    assert english[(english["persona"] == "2") & (english["phase"] == "buy")]["lane"].tolist() == [
        "header",
        "others",
    ]
    words = " ".join(english["text"].dropna())
    for hidden in ("Chat", "asks", "Price", "app"):
        assert hidden not in words.split()
    tables = published().values()
    known = {round(float(v), 6) for t in tables for c in t.select_dtypes("number") for v in t[c].dropna()}
    numbers = pd.concat(
        [english[column].astype("float64").round(6) for column in ("value", "low", "high", "n")]
    ).dropna()
    assert {*numbers} - known == set()  # the rest of the channels, .25, stands among them as a drop-off


def test_the_footer_says_what_the_map_rests_on_and_lacks(english):
    assert lane(english, "1", "all", "footer")["text"].tolist() == [
        "1.2% of the contacts belong to no phase",
        "One phase rests on fewer than 30 customers",
        "No expectations: not asked, or of too few people",
    ]
    lines = lane(english, "2", "all", "footer")["text"].tolist()
    assert "In one phase numbers are hidden to keep people from being recognised" in lines
    assert "No needs: no or too few interviews" in lines


def test_without_contacts_the_footer_counts_those_who_were_asked():
    rated = {"persona": "1", "phase": "see", **felt(0.2, 0.5, 12), "evidence": "thin", "suppressed": False}
    tables = {
        "phases": published()["phases"],
        "journey": rows_of(JOURNEY, {**rated, "valence_source": "survey"}),
    }
    (thin, *_) = (
        line for line in lane(build_map(tables, study_in("en")), "1", "all", "footer")["text"] if "30" in line
    )
    assert thin == "One phase rests on fewer than 30 respondents"
    assert (
        "No reach, contacts and drop-off: no log"
        in lane(build_map(tables, study_in("en")), "1", "all", "footer")["text"].tolist()
    )
    unasked = {"persona": "1", "phase": "buy", "n_valence": 0, "evidence": "none", "suppressed": False}
    more = tables | {"journey": rows_of(JOURNEY, {**rated, "valence_source": "survey"}, unasked)}
    assert thin in lane(build_map(more, study_in("en")), "1", "all", "footer")["text"].tolist()
    heard = {**tables, "journey": rows_of(JOURNEY, {**rated, "valence_source": "interviews"})}
    assert (
        "Eén fase berust op minder dan 30 geïnterviewden"
        in lane(build_map(heard, study_in("nl")), "1", "all", "footer")["text"].tolist()
    )


def test_phases_asked_about_in_different_ways_say_in_which():
    journey = published()["journey"]
    asked = journey["phase"].map({"see": "csat+emotion", "buy": "survey"}).mask(journey["suppressed"])
    tables = published() | {"journey": journey.assign(valence_source=asked, is_comparable=False)}
    found = build_map(tables, study_in("en"))
    # what is hidden of a persona is known of its phase
    for persona in ("1", "2"):
        assert [
            *lane(found, persona, "see", "source")["text"],
            *lane(found, persona, "buy", "source")["text"],
        ] == [
            "csat+emotion",
            "survey",
        ]
    alike = published() | {"journey": journey.assign(valence_source=asked, is_comparable=True)}
    assert "source" not in {*build_map(alike, study_in("en"))["lane"]}


def test_dutch_says_the_same_in_dutch(english):
    dutch = build_map(published(), study_in("nl"))
    assert dutch.drop(columns="text").equals(english.drop(columns="text"))
    assert lane(dutch, "1", "see", "drop_off")["text"].tolist() == ["binnen 30 dagen"]
    assert lane(dutch, "1", "see", "moment")["text"].tolist()[1] == "Pijnpunt: Advert"
    head = lane(dutch, "1", "all", "header")
    assert head["text"].tolist()[3] == "Aan een klant gekoppeld: 50 van 60 respondenten (83%)"


def test_the_head_says_period_and_match_rate(english):
    head = lane(english, "1", "all", "header").set_index("position")
    assert head["text"].tolist() == [
        "Anna",
        "Fast.",
        "Survey from 1 May 2026 to 31 May 2026",
        "Linked to a customer: 50 of 60 respondents (83%)",
    ]
    assert head.loc[4, ["value", "n"]].tolist() == [50 / 60, 50]


def test_a_touchpoint_says_the_channel_of_most_of_its_contacts():
    tables = published()
    whole = tables["touchpoints"]["touchpoint"].eq("ad") & tables["touchpoints"]["channel"].eq("all")
    for total, said in ((0.8, "Advert (web)"), (1.6, "Advert")):
        tables["touchpoints"].loc[whole, "share_of_phase"] = total
        assert lane(build_map(tables, study_in("en")), "1", "see", "touchpoint")["text"].tolist() == [
            "Mail",
            said,
        ]


def test_friction_stands_by_its_share_where_it_is_measured():
    tables = published()
    shares = tables["touchpoints"]["touchpoint"].map({"ad": 0.2, "mail": 0.35})
    tables["touchpoints"] = tables["touchpoints"].assign(friction=shares)
    found = lane(build_map(tables, study_in("en")), "1", "see", "friction")
    assert found[["text", "value", "n"]].to_numpy().tolist() == [["Mail", 0.35, 35], ["Advert", 0.2, 30]]


def test_opportunities_stand_by_rank_without_what_is_done():
    tables = published()
    place = {"persona": "1", "phase": "see", "measure": "valence", "evidence": "strong"}
    place |= {"reach": 0.5, "severity": 0.4, "severity_low": 0.2, "severity_high": 0.6, "p_adjusted": 0.01}
    place |= {"n_customers": 50, "customers_affected": 50.0}
    tables["opportunities"] = rows_of(
        OPPORTUNITIES,
        {**place, "opportunity": "b", "touchpoint": "ad", "label": "Advert", "rank": 4, "score": 0.1, "n": 12,
         "status": "planned", "sentence": "How might we mend the advert?"},
        {**place, "opportunity": "a", "touchpoint": "mail", "label": "Mail", "rank": 2, "score": 0.3, "n": 40,
         "status": "open", "sentence": "How might we mend the mail?"},
        {**place, "opportunity": "c", "touchpoint": "chat", "label": "Chat", "rank": 1, "score": 0.5, "n": 40,
         "status": "done", "sentence": "How might we mend the chat?"},
    )  # fmt: skip
    table = build_map(tables, study_in("en"))
    found = lane(table, "1", "see", "opportunity")
    assert found["text"].tolist() == [
        "No. 2: How might we mend the mail?",
        "No. 4: How might we mend the advert? (planned)",
    ]
    assert found[["value", "n", "evidence"]].to_numpy().tolist() == [[0.3, 40, "strong"], [0.1, 12, "thin"]]
    lacking = "No opportunities: nothing clearly lies under this persona’s own journey"
    assert lacking in lane(table, "2", "all", "footer")["text"].tolist()
    assert lacking not in lane(table, "1", "all", "footer")["text"].tolist()


def test_only_phases_and_journey_make_a_map_too():
    both = {name: table for name, table in published().items() if name in ("phases", "journey")}
    found = build_map(both, study_in("en"))
    assert {*found["lane"]} == {"header", "reach", "drop_off", "days_to_next", "valence", "others", "footer"}
    assert build_map(both | {"journey": JOURNEY.empty()}, study_in("en")).empty
