"""Codes, needs, changes of first wishes and quotes, by hand."""

from __future__ import annotations

import pytest

from personagen.personas import find_need_changes, select_quotes, summarise_codes, summarise_needs
from tests.personas.cases import make_assignments, make_codebook, make_fragments, make_research, make_study

STUDY = make_study({"x": {"type": "number"}})
CODEBOOK = make_codebook(
    price=("goal", None),
    speed=("need", "functional"),
    certainty=("need", None),
    calm=("need", "emotional"),
    silent=("pain_point", None),
)
ASSIGNMENTS = make_assignments(["1"] * 10 + ["2"] * 10 + [None], distance=[float(i % 10) for i in range(21)])


def research(rows, quotes=None, *, may_quote=True):
    return make_research(
        {}, make_fragments(rows, quotes, may_quote=may_quote), CODEBOOK, n=21, names=["Anna"]
    )


def test_the_base_is_who_was_interviewed():
    # persona 1: r0..r3 interviewed, three said price; persona 2: r10..r13, one did; r20 and a stranger stand outside
    rows = [
        ("r0", "price", "buy"),
        ("r0", "price", "use"),
        ("r1", "price", "buy"),
        ("r2", "price", None),
        ("r3", "calm", "use"),
    ]
    rows += [("r10", "price", "buy"), *[(f"r{i}", "calm", "use") for i in (11, 12, 13)]]
    rows += [("r20", "price", "buy"), ("stranger", "calm", "use")]
    table = summarise_codes(research(rows), ASSIGNMENTS, STUDY).set_index(["persona", "phase", "code"])
    row = table.loc[("1", "all", "price")]
    assert row[["n_interviewed", "n_mentioned", "share", "overall_share", "lift"]].tolist() == [
        4,
        3,
        0.75,
        0.5,
        1.5,
    ]
    assert row["p"] == pytest.approx(0.4857, abs=1e-4)  # Fisher of 3, 1 against 1, 3
    assert (row["low"], row["high"]) == (pytest.approx(0.3006, abs=1e-4), pytest.approx(0.9544, abs=1e-4))
    assert table.loc[("all", "all", "price"), ["n_interviewed", "n_mentioned"]].tolist() == [10, 5]
    assert table.loc[("1", "buy", "price"), "n_mentioned"] == 2
    silent = table.loc[("1", "all", "silent")]
    assert silent["n_mentioned"] == 0
    assert silent[["p", "lift"]].isna().all()
    assert ("1", "use", "silent") not in table.index
    assert table.xs("all")["p"].isna().all()


def test_row_order_changes_nothing():
    rows = [(f"r{i}", code, "buy") for i in range(15) for code in ("price", "calm")[: 1 + i % 2]]
    once = summarise_codes(research(rows), ASSIGNMENTS, STUDY)
    again = summarise_codes(research(rows[::-1]), ASSIGNMENTS[::-1], STUDY)
    assert once.equals(again)


def test_without_interviews_the_tables_are_empty():
    nothing = make_research({}, n=21)
    codes, needs = summarise_codes(nothing, ASSIGNMENTS, STUDY), summarise_needs(nothing, ASSIGNMENTS, STUDY)
    assert len(codes) == len(needs) == 0
    assert find_need_changes(nothing, ASSIGNMENTS, needs, STUDY).empty
    assert select_quotes(nothing, ASSIGNMENTS, codes, STUDY).empty


def wishes(before, after, persona_start=0):
    """Ten interviewees: how many want speed and certainty in buy, and in use."""
    people = [f"r{persona_start + i}" for i in range(10)]
    rows = [(person, "price", "buy") for person in people]
    for phase, (speed, certainty) in (("buy", before), ("use", after)):
        rows += [(person, "speed", phase) for person in people[:speed]]
        rows += [(person, "certainty", phase) for person in people[10 - certainty :]]
    return rows


def test_needs_are_ranked_by_phase_and_kind():
    rows = [*wishes((6, 3), (2, 2)), ("r0", "calm", "buy")]
    table = summarise_needs(research(rows), ASSIGNMENTS, STUDY).set_index(["persona", "phase", "need"])
    assert table.loc[("1", "buy", "speed"), ["n", "n_interviewed", "share", "rank"]].tolist() == [
        6,
        10,
        0.6,
        1,
    ]
    assert table.loc[("1", "buy", "certainty"), ["n", "rank", "kind"]].tolist() == [3, 2, "functional"]
    assert table.loc[("1", "buy", "calm"), "rank"] == 1
    assert table.loc[("1", "use", "certainty"), "rank"] == 1  # a tie goes by label
    assert table.loc[("2", "buy", "speed"), "n"] == 0
    assert table.loc[("2", "buy", "speed"), ["rank", "status"]].isna().all()
    assert "price" not in table.index.get_level_values("need")


@pytest.mark.parametrize(
    ("before", "after", "n_changes"),
    [((9, 1), (1, 9), 1), ((6, 5), (5, 6), 0), ((9, 1), (9, 2), 0), ((4, 0), (0, 4), 0), ((9, 1), (6, 6), 0)],
)
def test_a_change_of_the_first_wish_must_be_carried(before, after, n_changes):
    data = research([*wishes(before, after), *wishes((7, 2), (7, 2), 10)])
    needs = summarise_needs(data, ASSIGNMENTS, STUDY)
    found = find_need_changes(data, ASSIGNMENTS, needs, STUDY)
    assert len(found) == n_changes
    if n_changes:
        told = found.iloc[0][
            ["persona", "kind", "from_phase", "to_phase", "from_need", "to_need", "n_interviewed"]
        ]
        assert told.tolist() == ["1", "functional", "buy", "use", "speed", "certainty", 10]


def quotes_of(rows, quotes, *, may_quote=True):
    data = research(rows, quotes, may_quote=may_quote)
    codes = summarise_codes(data, ASSIGNMENTS, STUDY)
    return select_quotes(data, ASSIGNMENTS, codes, STUDY)


def test_quotes_need_consent_and_enough_interviewees():
    rows = [(f"r{i}", "price", "buy") for i in range(6)] + [(f"r{i}", "calm", "use") for i in range(10, 14)]
    words = [f"Quote {letter}" for letter in "abcdefghij"]
    table = quotes_of(rows, words, may_quote=[False, False, True, True, True, True] + [True] * 4)
    # nearest of those who agreed; persona 2 has four interviewees only
    assert table.to_numpy().tolist() == [["1", "price", "Price", "buy", "Quote c"]]


def test_quotes_are_verbatim_but_for_personal_data():
    rows = [(f"r{i}", "price", None) for i in range(5)] + [("r10", "calm", "use")]
    said = "=1+1 <b>zei Anna</b>, bel 06-12345678"
    table = quotes_of(rows, [said, None, "", "x", "y", "z"])
    assert table["quote"].tolist() == ["=1+1 <b>zei […]</b>, bel […]"]
    assert table["phase"].tolist() == ["all"]


def test_quotes_spread_over_people_and_come_from_typical_codes():
    rows = [(f"r{i}", code, "buy") for i in range(5) for code in ("price", "speed")] + [
        (f"r{i}", "calm", "use") for i in range(10, 16)
    ]
    table = quotes_of(rows, [f"{person} says {code}" for person, code, _ in rows]).set_index(
        ["persona", "code"]
    )
    assert table.loc[("1", "price"), "quote"] == "r0 says price"
    assert table.loc[("1", "speed"), "quote"] == "r1 says speed"
    assert ("1", "calm") not in table.index
    assert table.loc[("2", "calm"), "quote"] == "r10 says calm"
