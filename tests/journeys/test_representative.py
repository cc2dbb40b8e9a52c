"""The journey that stands for a persona: by hand, nobody's own, and laws."""

import pandas as pd
import pytest

from personagen.journeys import tell_journeys
from personagen.language.words import words_in

from .logs import counted, study_of, table_of

STUDY = study_of(privacy={"minimum_cell": 3})
DAY = "2026-01-{:02} 10:00:00".format


def journeys():
    """Four of persona 1 see, buy and use, each in a way of its own; one only sees. Persona 2: three, all different."""
    rows = []
    for place, customer in enumerate("abcd"):
        start = 1 + place
        rows += [
            (customer, DAY(start), "ad", "web", "5"),
            (customer, DAY(start), "ad", "shop", "5"),
            (customer, DAY(start + 2 + place), "shop", "shop" if place else "web", "1"),
        ]
        rows += [(customer, DAY(start + 3 + place), "till", "shop", "3")] * (place != 3)
        rows += [(customer, DAY(start + 5 + place), "app", "app", "3")]
        rows += [(customer, DAY(start + 6 + place), "ad", "web", "4")] * (place == 2)
    rows += [("e", DAY(9), "ad", "web", "3")]
    rows += [("f", DAY(1), "ad", "web"), ("g", DAY(1), "shop", "web"), ("h", DAY(1), "app", "web")]
    return rows


PEOPLE = dict.fromkeys("abcde", "1") | dict.fromkeys("fgh", "2")


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    counts = counted(tmp_path_factory.mktemp("log"), table_of(*journeys()), PEOPLE)
    return tell_journeys(counts, STUDY, words_in("en"))


def test_the_path_by_hand(table):
    # a..d meet the phases in the same order; ad, shop and app are met by all four; with till three of four are left: half
    assert table["persona"].unique().tolist() == ["1"]  # three that have nothing in common stand for nobody
    assert table["touchpoint"].tolist() == ["ad", "shop", "till", "app"]
    assert table["phase"].tolist() == ["see", "buy", "buy", "use"]
    assert table[["n", "n_customers"]].drop_duplicates().to_numpy().tolist() == [[3, 5]]
    assert table["share"].unique().tolist() == [0.6]
    # shop after 2, 3, 4 days, till a day later, app after 5, 6, 7: the median of those three
    assert table["days"].tolist() == [0, 3, 4, 6]
    # ad: a, b, d feel 1, c 1, 1 and .5, e 0; shop: all -1
    assert table["valence"].tolist() == pytest.approx([(3 + 2.5 / 3 + 0) / 5, -1, 0, 0])
    assert table["channel"].isna().tolist() == [False, True, False, False]  # of three one came by web


def test_it_is_told_in_words(table):
    assert table["text"].iloc[0] == "Start: Ad (does ad), by shop. The experience is good (+0.77)."
    assert table["text"].iloc[1] == "After 3 days: Shop (does shop). The experience is bad (−1.00)."
    assert "No later phase" not in table["text"].iloc[-1]


def test_a_touchpoint_that_half_of_them_meet_is_told(tmp_path):
    rows = [(c, DAY(day), t) for c in "abcdef" for day, t in ((1, "ad"), (2, "shop"), (4, "app"))]
    half = [(c, DAY(3), "till") for c in "abc"]
    told = [
        tell_journeys(
            counted(tmp_path, table_of(*rows, *some), dict.fromkeys("abcdef", "1")), STUDY, words_in("en")
        )
        for some in (half, [*half, ("d", DAY(3), "till")], half[:2])
    ]
    assert [table["touchpoint"].tolist() for table in told] == [
        ["ad", "shop", "till", "app"], ["ad", "shop", "till", "app"], ["ad", "shop", "app"],
    ]  # fmt: skip
    assert [table["n"].iloc[0] for table in told] == [3, 4, 6]


def test_too_few_on_a_path_tell_nothing(tmp_path):
    counts = counted(tmp_path, table_of(*journeys()), PEOPLE)
    strict = tell_journeys(counts, study_of(privacy={"minimum_cell": 4}), words_in("nl"))
    # four share the order, and till is left out; nobody's own path is told
    assert strict["touchpoint"].tolist() == ["ad", "shop", "app"]
    assert strict["n"].unique().tolist() == [4]
    assert tell_journeys(counts, study_of(privacy={"minimum_cell": 5}), words_in("nl")).empty


def test_names_and_order_decide_nothing(table, tmp_path):
    rows = [(f"k{ord(row[0]) * 7919 % 97}", *row[1:]) for row in reversed(journeys())]
    people = {f"k{ord(customer) * 7919 % 97}": persona for customer, persona in PEOPLE.items()}
    counts = counted(tmp_path, table_of(*rows), people)
    pd.testing.assert_frame_equal(tell_journeys(counts, STUDY, words_in("en")), table, check_exact=True)
