"""The small-cell rule: by hand, and as laws on drawn tables."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from personagen.contracts import (
    CODES,
    COVERAGE,
    JOURNEY,
    NEEDS,
    PERSONAS,
    PROFILE,
    PUBLISHED,
    ROWS,
    TRANSITIONS,
)
from personagen.privacy import hide, suppress

M = 5


def needs_table(counts: dict[str, list[int]], bases: list[int], outside: int = 0) -> pd.DataFrame:
    """One phase; counts by need, one number per persona; ``all`` adds them up (and those outside)."""
    rows = []
    personas = [*map(str, range(1, len(bases) + 1)), "all"]
    for need, n in counts.items():
        for persona, count, base in zip(
            personas, [*n, sum(n) + outside], [*bases, sum(bases) + 2 * outside], strict=True
        ):
            rows.append(
                {
                    "persona": persona,
                    "phase": "use",
                    "need": need,
                    "label": need,
                    "kind": "functional",
                    "n": count,
                    "n_interviewed": base,
                    "share": count / base if base else np.nan,
                    "rank": 1,
                    "suppressed": False,
                }
            )
    return NEEDS.conform(pd.DataFrame(rows))


def codes_table(counts, bases, outside=0):
    needs = needs_table(counts, bases, outside).rename(columns={"need": "code", "n": "n_mentioned"})
    return CODES.conform(
        needs.assign(theme="goal", overall_share=0.5, lift=1.0, p=0.5).drop(columns=["rank", "status"])
    )


def shown(table, n="n"):
    return table.assign(n=table[n].astype(object).where(table[n].notna(), None)).n.tolist()


def test_large_cells_zeros_and_everybody_are_shown():
    assert shown(suppress(NEEDS, needs_table({"a": [12, 0, 20]}, [30, 30, 20]), M)) == [12, 0, 20, 32]


def test_a_small_cell_takes_the_total_of_a_need_along():
    table = suppress(NEEDS, needs_table({"a": [12, 3, 9]}, [30, 30, 30]), M)
    assert shown(table) == [12, None, 9, None]
    assert table["suppressed"].tolist() == [False, True, False, True]
    assert table.loc[table["suppressed"], ["share", "rank"]].isna().all(axis=None)


def test_a_small_cell_takes_the_next_smallest_along_in_codes():
    table = suppress(CODES, codes_table({"a": [12, 3, 9]}, [30, 30, 30]), M)
    assert shown(table, "n_mentioned") == [12, None, None, 24]


def test_a_small_complement_counts_too():
    assert shown(suppress(CODES, codes_table({"a": [27, 12, 15]}, [30, 30, 30]), M), "n_mentioned") == [
        None,
        None,
        15,
        54,
    ]


def test_two_hidden_cells_of_one_person_each_take_a_third_along():
    # 1 + 1 = 2 has one solution without zeros
    assert shown(suppress(CODES, codes_table({"a": [1, 1, 9, 12]}, [30, 30, 30, 30]), M), "n_mentioned") == [
        None,
        None,
        None,
        12,
        23,
    ]


def test_a_first_wish_outlives_what_everybody_said():
    # of the 13 who want it, 11 are of the first persona; 1 and 1 are hidden, and so must be one more
    counts, bases = {"a": [11, 1, 1]}, [18, 17, 15]
    needs = needs_table(counts, bases).assign(rank=[1, 2, 2, 1])
    needs = needs.assign(rank=needs["rank"].astype("Int64"))
    codes = codes_table(counts, bases).assign(phase="use")
    hidden = hide({"codes": CODES, "needs": NEEDS}, {"codes": codes, "needs": needs}, M)
    assert shown(hidden["needs"]) == shown(hidden["codes"], "n_mentioned") == [11, None, None, None]


def test_people_outside_the_personas_hide_a_single_cell_when_they_are_enough():
    assert shown(
        suppress(CODES, codes_table({"a": [12, 3, 9]}, [30, 30, 30], outside=8), M), "n_mentioned"
    ) == [12, None, 9, 32]
    # one person outside or in the hidden cell: with a single one left it must be the hidden cell's
    assert shown(
        suppress(CODES, codes_table({"a": [12, 1, 9]}, [30, 30, 30], outside=0), M), "n_mentioned"
    ) == [12, None, None, 22]


def test_a_small_base_hides_itself_and_its_cells():
    table = suppress(NEEDS, needs_table({"a": [0, 12, 11]}, [3, 30, 40]), M)
    assert shown(table, "n_interviewed") == [None, 30, 40, None]
    assert shown(table) == [None, 12, 11, None]


def test_what_is_made_with_a_hidden_total_goes_blank_everywhere():
    table = suppress(CODES, codes_table({"a": [2, 1, 0]}, [30, 30, 30]), M)
    assert shown(table, "n_mentioned") == [None, None, 0, None]
    assert table[["overall_share", "lift", "p"]].isna().all(axis=None)


def profile_table(levels):
    rows = []
    sums = {lv: (*cs, sum(cs)) for lv, cs in levels.items()}
    for i, p in enumerate(["1", "2", "all"]):
        base = sum(c[i] for c in sums.values())
        rows += [
            {
                "persona": p,
                "variable": "v",
                "level": lv,
                "block": "demographic",
                "role": "feature",
                "type": "nominal",
                "label": "v",
                "base_n": base,
                "n": c[i],
                "value": 0.5,
                "overall": 0.5,
                "is_marker": True,
                "is_circular": False,
                "suppressed": False,
            }
            for lv, c in sums.items()
        ]
    return PROFILE.conform(pd.DataFrame(rows))


def test_levels_of_a_variable_are_a_sum_too():
    table = suppress(PROFILE, profile_table({"a": (3, 40), "b": (20, 30), "c": (50, 60)}), M)
    pivot = table.pivot_table(index="level", columns="persona", values="n", dropna=False)
    # a of persona 1 takes a of persona 2 and b of persona 1 along; these the fourth corner
    assert pivot.loc["c"].tolist() == [50, 60, 110]
    assert pivot.loc[["a", "b"], ["1", "2"]].isna().all(axis=None)
    assert pivot["all"].tolist() == [43, 50, 110]
    hidden = table[table["suppressed"]]
    assert not hidden["is_marker"].any()
    assert hidden[["value", "low", "high"]].isna().all(axis=None)


def test_ratings_go_with_their_customers_and_take_a_second_cell():
    rows = [
        {
            "persona": p,
            "phase": "use",
            "n_persona": b,
            "n_customers": n,
            "n_valence": v,
            "valence": 0.1,
            "n_gap": 0,
            "evidence": "strong",
            "suppressed": False,
        }
        for p, b, n, v in (("1", 90, 60, 40), ("2", 90, 50, 4), ("3", 90, 40, 30), ("all", 270, 150, 74))
    ]
    table = suppress(JOURNEY, pd.DataFrame(rows), M)
    assert shown(table, "n_valence") == [40, None, None, 74]
    assert shown(table, "n_customers") == [60, 50, 40, 150]
    # what rests on enough people stays where only their number would tell another
    assert table["valence"].isna().tolist() == [False, True, False, False]


def test_moves_of_a_phase_are_a_sum_without_a_row_for_it():
    rows = [
        {
            "persona": "1",
            "from_phase": "buy",
            "to_phase": to,
            "n_customers": n,
            "n": n,
            "share": n / 60,
            "suppressed": False,
        }
        for to, n in (("use", 40), ("service", 17), ("END", 3))
    ]
    table = suppress(TRANSITIONS, pd.DataFrame(rows), M)
    assert shown(table) == [40, None, None]
    # with 40 and 17 moves of 60, 3 are left; 17 customers don't tell how many left
    assert shown(table, "n_customers") == [40, 17, None]


def test_the_whole_table_is_a_sum_where_the_contract_says_so():
    rows = [
        {
            "persona": p,
            "n_respondents": 50,
            "n_linked": n,
            "n_customers": n,
            "match_rate": 0.5,
            "suppressed": False,
        }
        for p, n in (("1", 20), ("2", 3), ("3", 30), ("all", 53), ("unassigned", 900))
    ]
    table = suppress(COVERAGE, pd.DataFrame(rows), M)
    assert shown(table, "n_linked") == [None, None, 30, 53, 900]


def test_personas_without_a_column_for_it_are_hidden_as_well():
    row = {
        "key": "p",
        "name": "x",
        "share": 0.5,
        "share_low": 0.4,
        "share_high": 0.6,
        "effective_n": 90.0,
        "jaccard": 0.9,
        "grade": "stable",
        "summary": "s",
    }
    table = pd.DataFrame(
        [
            row | {"persona": p, "n": n, "n_partial": q}
            for p, n, q in (("1", 50, 6), ("2", 37, 2), ("3", 3, 0))
        ]
    )
    table = suppress(PERSONAS, table, M)
    assert shown(table) == [50, None, None]
    assert table["summary"].isna().tolist() == [False, True, True]


def test_process_counts_are_exempt():
    rows = pd.DataFrame(
        [{"source": "survey", "read": 3, "used": 1, "quarantined": 1, "duplicate": 1, "excluded": 0}]
    )
    assert suppress(ROWS, rows, M)["used"].tolist() == [1]


@st.composite
def tables(draw):
    k = draw(st.integers(2, 5))
    bases = draw(st.lists(st.integers(0, 25), min_size=k, max_size=k))
    needs = {
        f"need{i}": [draw(st.integers(0, base)) for base in bases] for i in range(draw(st.integers(1, 4)))
    }
    return needs_table(needs, bases, draw(st.sampled_from([0, 0, 1, 7])))


@settings(max_examples=50)
@given(tables(), st.integers(3, 8), st.sampled_from([NEEDS, CODES]))
def test_no_small_cell_is_shown_and_what_rests_on_hidden_ones_is_blank(table, minimum, contract):
    if contract is CODES:
        table = table.rename(columns={"need": "code", "n": "n_mentioned"})
        table = table.assign(theme="goal", overall_share=0.5, lift=1.0, p=0.5).drop(
            columns=["rank", "status"]
        )
    cell = contract.cells[0]
    result = suppress(contract, table, minimum)
    n, base = result[cell.n], result["n_interviewed"]
    assert not ((n > 0) & (n < minimum)).eq(other=True).any()
    assert not ((base - n > 0) & (base - n < minimum)).eq(other=True).any()
    assert not ((base > 0) & (base < minimum)).eq(other=True).any()
    assert result.loc[n.isna(), list(cell.hides)].isna().all(axis=None)
    assert (n.isna() == result["suppressed"]).all()
    assert (n[n.notna()] == table[cell.n][n.notna()]).all()


@settings(max_examples=50)
@given(tables(), st.integers(3, 8))
def test_no_hidden_cell_has_a_single_solution_in_its_sum(table, minimum):
    result = suppress(NEEDS, table, minimum)
    for _, rows in result.groupby("need"):
        true = table.loc[rows.index, "n"]
        parts, total = rows[rows["persona"] != "all"], rows[rows["persona"] == "all"]
        hidden = parts["n"].isna()
        if total["n"].isna().all():
            # somebody besides `all` is hidden, or the parts don't tell its size
            assert (
                hidden.any()
                or true[parts.index].sum() != true[total.index].sum()
                or not true[total.index].any()
            )
            continue
        unknown = int(total["n"].sum() - parts["n"].sum())
        if hidden.any() and unknown:
            assert unknown > (true[parts.index][hidden] > 0).sum()
            adds_up = true[parts.index].sum() == true[total.index].sum()
            assert hidden.sum() > 1 or not adds_up


@settings(max_examples=50)
@given(tables(), st.integers(3, 8), st.randoms(use_true_random=False))
def test_row_order_changes_nothing_and_the_argument_stays(table, minimum, random):
    order = list(range(len(table)))
    random.shuffle(order)
    before = table.copy()
    shuffled = suppress(NEEDS, table.iloc[order], minimum)
    back = shuffled.sort_values(["need", "persona"]).reset_index(drop=True)
    once = suppress(NEEDS, table, minimum)
    pd.testing.assert_frame_equal(back, once.sort_values(["need", "persona"]).reset_index(drop=True))
    pd.testing.assert_frame_equal(table, before)
    pd.testing.assert_frame_equal(suppress(NEEDS, once, minimum)[["n"]], once[["n"]])


def test_a_thousand_rows():
    rng = np.random.default_rng(0)
    needs = {f"n{i}": rng.integers(0, 60, 5).tolist() for i in range(170)}
    table = suppress(NEEDS, needs_table(needs, [60] * 5), M)
    assert len(table) == 1_020
    assert table["suppressed"].mean() < 0.7
    assert not table["n"].between(1, 4).eq(other=True).any()


def test_hidden_pairs_never_have_one_solution_below_the_minimum():
    for pair in itertools.product(range(1, 5), repeat=2):
        table = suppress(CODES, codes_table({"a": [*pair, 20, 30]}, [60] * 4), M)
        assert table["n_mentioned"].isna().sum() == (3 if pair in {(1, 1), (4, 4)} else 2)


def test_people_followed_and_those_with_a_later_phase_before_tell_each_other():
    customers = {"1": (60, 58), "2": (50, 40), "3": (40, 40), "4": (30, 30), "all": (180, 168)}
    rows = [
        {"persona": p, "phase": "buy", "n_persona": 90 if p != "all" else 360, "n_customers": n, "n_going_on": followed,
         "n_later_before": n - followed, "drop_off": 0.5, "censored_share": 0.25, "evidence": "strong", "suppressed": False}
        for p, (n, followed) in customers.items()
    ]  # fmt: skip
    table = suppress(JOURNEY, pd.DataFrame(rows), M)
    # 2 people of persona 1 are too few; 60 - 58 and 12 - 10 would tell them
    assert shown(table, "n_customers") == [60, 50, 40, 30, 180]
    for column in ("n_later_before", "n_going_on", "censored_share"):
        assert table[column].isna().tolist() == [True, True, False, False, False], column
    assert table["drop_off"].notna().all()


def test_flows_are_rounded_so_that_no_total_tells_a_small_one():
    # 301 of whom 1 came from elsewhere: with 300 and 301 both published the one would be known
    flows = pd.DataFrame(
        {
            "k": [3, 3, 3, 3],
            "segment": ["1", "2", "2", "3"],
            "previous_segment": ["2", "1", "2", "1"],
            "n": [368, 300, 1, 173],
            "share": [1.0, 300 / 301, 1 / 301, 1.0],
        }
    )
    shown = suppress(PUBLISHED["origins"], flows, 5)
    assert shown["n"].tolist() == [370, 300, 175]
    assert shown["share"].tolist() == [1, 1, 1]


def test_shares_of_rounded_flows_are_of_the_rounded_numbers():
    flows = pd.DataFrame(
        {
            "k": [3, 3],
            "segment": ["1", "1"],
            "previous_segment": ["1", "2"],
            "n": [28, 8],
            "share": [0.7, 0.3],
        }
    )
    assert suppress(PUBLISHED["origins"], flows, 10)["share"].tolist() == [0.75, 0.25]
