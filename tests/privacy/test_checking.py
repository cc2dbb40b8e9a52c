"""The checker finds what can be worked out, and nothing else: by hand, and against every possibility of small tables."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personagen.contracts import JOURNEY, PROFILE, PUBLISHED, TOUCHPOINTS, TRANSITIONS
from personagen.privacy import find_recoverable, hide, suppress
from tests.privacy.test_cells import codes_table, needs_table, profile_table

M = 5


def found(**tables: pd.DataFrame) -> set[tuple[str, str, tuple[str, ...], int]]:
    return {(r.table, r.column, r.key, r.value) for r in find_recoverable(tables)}


def blanked(table: pd.DataFrame, column: str, *rows: int) -> pd.DataFrame:
    return table.assign(**{column: table[column].mask(table.index.isin(rows))})


def test_a_lone_hidden_cell_is_the_total_less_the_others():
    table = blanked(profile_table({"a": (13, 40), "b": (20, 30), "c": (50, 60)}), "n", 0)
    assert found(profile=table) == {("profile", "n", ("1", "v", "a"), 13)}


def test_two_hidden_cells_of_one_each_have_one_solution():
    table = codes_table({"a": [1, 1, 9]}, [30, 30, 30])
    table = table.assign(
        overall_share=np.nan, lift=np.nan, share=table["share"].where(table["n_mentioned"] > 5)
    )
    hidden = blanked(table, "n_mentioned", 0, 1)
    assert {(key, value) for _, _, key, value in found(codes=hidden)} == {
        (("1", "use", "a"), 1),
        (("2", "use", "a"), 1),
    }


def test_three_corners_of_a_square_give_the_fourth_away_along_a_chain():
    # a of 1 and a of 2 hide each other, and so do a and b of 1; but b of 2 is shown, and tells them all in turn
    table = profile_table({"a": (13, 40), "b": (20, 30), "c": (50, 60)})
    rows = {(p, lv): i for i, (p, lv) in enumerate(zip(table["persona"], table["level"], strict=True))}
    three = [rows[at] for at in (("1", "a"), ("2", "a"), ("1", "b"))]
    assert len(found(profile=blanked(table, "n", *three))) == 3
    assert found(profile=blanked(table, "n", *three, rows["2", "b"])) == set()


def test_a_table_beside_another_tells_what_that_hides():
    codes = with_shares(codes_table({"a": [12, 8, 9]}, [30, 30, 30]))
    needs = needs_table({"a": [12, 8, 9]}, [30, 30, 30])
    hidden = blanked(needs, "n", 1, 3)
    assert found(needs=hidden) == set()
    assert {(r[0], r[2][0], r[3]) for r in found(needs=hidden, codes=codes)} == {
        ("needs", "2", 8),
        ("needs", "all", 29),
    }


def test_a_share_of_everybody_tells_the_number():
    codes = codes_table({"a": [3, 10, 20]}, [30, 30, 30]).assign(overall_share=33 / 90)
    hidden = blanked(codes, "n_mentioned", 0, 3)
    assert ("codes", "n_mentioned", ("1", "use", "a"), 3) in found(codes=hidden)
    assert found(codes=hidden.assign(overall_share=np.nan)) == set()


def channels(contacts_of_shop: int | None) -> pd.DataFrame:
    """A till with a shop and a web channel; who came on the web, and how often, is hidden."""
    rows = [
        {"channel": "all", "n_customers": 40, "n_contacts": 60, "n_entry": 40, "n_exit": 40},
        {"channel": "shop", "n_customers": 39, "n_contacts": contacts_of_shop, "n_entry": 40, "n_exit": 40},
        {"channel": "web", "n_customers": None, "n_contacts": None, "n_entry": 0, "n_exit": 0},
    ]
    nobody = dict.fromkeys(("n_valence", "n_ratings", "n_gap", "n_top_emotion"), 0)
    nobody |= dict.fromkeys(("n_repeat", "n_displeased", "n_left", "n_friction"), 0)
    same = {
        "persona": "1",
        "phase": "buy",
        "touchpoint": "till",
        "label": "Till",
        "n_persona": 80,
        "n_visitors": 40,
    } | nobody
    table = pd.DataFrame(rows).assign(**same, is_marker=False, suppressed=False)
    return TOUCHPOINTS.conform(table)


def test_contacts_tell_of_customers():
    # 60 contacts, 59 in the shop: the one on the web is one customer's
    at = ("1", "buy", "till", "web")
    assert ("touchpoints", "n_customers", at, 1) in found(touchpoints=channels(59))
    assert ("touchpoints", "n_customers", at, 1) not in found(touchpoints=channels(50))
    assert found(touchpoints=channels(None)) == set()


def test_who_comes_to_a_phase_leaves_it_too():
    moves = {
        ("START", "see"): 20,
        ("START", "buy"): 7,
        ("see", "buy"): 12,
        ("see", "END"): 8,
        ("buy", "END"): 19,
    }
    rows = [
        {"persona": "1", "from_phase": a, "to_phase": b, "n_customers": n, "n": n, "share": np.nan, "suppressed": False}
        for (a, b), n in moves.items()
    ]  # fmt: skip
    table = TRANSITIONS.conform(pd.DataFrame(rows))
    hidden = blanked(blanked(table, "n", 1), "n_customers", 1)
    assert ("transitions", "n", ("1", "START", "buy"), 7) in found(transitions=hidden)


def test_tables_that_contradict_each_other_are_an_error():
    codes, needs = codes_table({"a": [12, 8, 9]}, [30] * 3), needs_table({"a": [12, 8, 9]}, [30] * 3)
    beyond = blanked(needs.assign(n=needs["n"].mask(needs["persona"] == "1", 70)), "n", 1)
    with pytest.raises(ValueError, match="No numbers fit"):
        find_recoverable({"needs": beyond, "codes": blanked(codes, "n_mentioned", 0, 1)})


@st.composite
def small_profiles(draw):
    levels = {
        name: (draw(st.integers(1, 4)), draw(st.integers(1, 4))) for name in "abc"[: draw(st.integers(2, 3))]
    }
    table = profile_table(levels)
    hide = draw(st.lists(st.integers(0, len(table) - 1), min_size=1, max_size=5, unique=True))
    return blanked(table.assign(overall=np.nan), "n", *hide)


@settings(max_examples=30, deadline=None)
@given(small_profiles())
def test_the_checker_agrees_with_trying_everything(table):
    """All ways to fill the hidden cells with 1 or more; the bases are shown."""
    cells = [*zip(table["persona"], table["level"], strict=True)]
    hidden = [cell for cell, n in zip(cells, table["n"], strict=True) if pd.isna(n)]
    known = {cell: int(n) for cell, n in zip(cells, table["n"], strict=True) if pd.notna(n)}
    levels, bases = sorted(set(table["level"])), table.groupby("persona")["base_n"].max()
    ways = []
    for values in itertools.product(range(1, 13), repeat=len(hidden)):
        filled = known | dict(zip(hidden, values, strict=True))
        fits = all(filled["1", lv] + filled["2", lv] == filled["all", lv] for lv in levels)
        if fits and all(sum(filled[p, lv] for lv in levels) == bases[p] for p in ("1", "2", "all")):
            ways.append(values)
        if len(hidden) > 4:
            break
    if len(hidden) > 4:
        return
    single = {hidden[i]: v.pop() for i in range(len(hidden)) if len(v := {way[i] for way in ways}) == 1}
    assert {(r.key[0], r.key[2]): r.value for r in find_recoverable({"profile": table})} == single


def with_shares(codes: pd.DataFrame) -> pd.DataFrame:
    whole = codes[codes["persona"] == "all"].set_index("code")
    overall = codes["code"].map((whole["n_mentioned"] / whole["n_interviewed"]).astype("float64"))
    return codes.assign(overall_share=overall)


@st.composite
def studies(draw):
    """Tables that hang together: what people want, in codes and needs, and how a variable's levels are spread."""
    k = draw(st.integers(2, 4))
    bases = draw(st.lists(st.integers(6, 20), min_size=k, max_size=k))
    needs = {
        f"need{i}": [draw(st.integers(0, base)) for base in bases] for i in range(draw(st.integers(1, 3)))
    }
    outside = draw(st.sampled_from([0, 0, 1, 7]))
    levels = {
        name: (draw(st.integers(0, 30)), draw(st.integers(0, 30)))
        for name in "abcd"[: draw(st.integers(2, 4))]
    }
    return {
        "needs": needs_table(needs, bases, outside),
        "codes": with_shares(codes_table(needs, bases, outside)),
        "profile": profile_table(levels),
    }


@settings(max_examples=20, deadline=None)
@given(studies(), st.integers(3, 6))
def test_nothing_that_is_hidden_can_be_worked_out(tables, minimum):
    shown = hide(PUBLISHED, tables, minimum)
    assert find_recoverable(shown) == []
    for name, table in shown.items():
        for cell in PUBLISHED[name].cells:
            n = table[cell.n]
            assert not ((n > 0) & (n < minimum)).eq(other=True).any()


def test_the_second_cell_is_one_a_reader_needs_least():
    """As among 1,198 customers: few answer "other", and the second level is hidden where it is of least use."""
    table = profile_table({"woman": (254, 70), "man": (194, 79), "other": (4, 0)})
    shown = suppress(PROFILE, table, M).set_index(["persona", "level"])["n"]
    assert shown["1", "woman"] == 254  # the larger stays
    assert shown["all", "woman"] == 324  # everybody's stays where it can
    assert shown["2", "other"] == 0  # nobody stays


def test_a_marker_stays_where_another_cell_will_do():
    table = profile_table({"a": (3, 40), "b": (20, 30), "c": (25, 60)})
    is_marker = (table["level"] == "b") & (table["persona"] == "1")
    shown = suppress(PROFILE, table.assign(is_marker=is_marker), M)
    kept = shown.set_index(["persona", "level"])["n"]
    assert kept["1", "b"] == 20
    assert pd.isna(kept["1", "c"])


def test_what_says_how_many_go_on_is_rounded_where_its_base_is_hidden():
    customers = {"1": (60, 58), "2": (50, 40), "all": (110, 98)}
    rows = [
        {"persona": p, "phase": "buy", "n_persona": 190 if p == "all" else 95, "n_customers": n, "n_going_on": followed,
         "n_later_before": n - followed, "drop_off": 1 / 3, "censored_share": 0.25, "evidence": "strong", "suppressed": False}
        for p, (n, followed) in customers.items()
    ]  # fmt: skip
    table = suppress(JOURNEY, pd.DataFrame(rows), M)
    assert table["drop_off"].tolist()[0] == 0.33
    assert find_recoverable({"journey": table}) == []
