"""What became of the personas, by hand: changes with their intervals, and which name carries over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from personagen.contracts import PUBLISHED
from personagen.contracts.waves import Wave
from personagen.personas import trace_lineage
from personagen.statistics.intervals import difference_interval
from tests.personas.waves.halves import personas_of
from tests.personas.waves.made import portraits_of


def wave(shares, n=1000, names=None, named=(), share_sd=None) -> Wave:
    personas = personas_of(shares, n, names)
    sd = [0.0] * len(shares) if share_sd is None else share_sd
    stability = pd.DataFrame(
        {"persona": personas["persona"], "jaccard": 0.9, "grade": "stable", "share_sd": sd}
    )
    return Wave(
        portraits=portraits_of(np.arange(len(shares))[:, None], shares),
        personas=personas,
        stability=PUBLISHED["stability"].conform(stability),
        named=frozenset(named),
        minimum_cell=5,
    )


def links(*rows: tuple[str | None, str | None, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["old", "new", "status"]).assign(distance=0.1)
    return table.astype({"old": "str", "new": "str"})


CARRIED = links(("1", "2", "carried"), ("2", "1", "carried"))


def test_a_change_is_that_of_two_independent_shares():
    table = trace_lineage(CARRIED, wave([0.6, 0.4], 500), wave([0.55, 0.45], 400))
    first = table.iloc[0]
    assert (first["share_before"], first["share_now"]) == (0.6, 0.45)
    assert first["change"] == pytest.approx(-0.15)
    assert (first["low"], first["high"]) == pytest.approx(
        tuple(float(end) for end in difference_interval(0.45, 400, 0.6, 500))
    )
    # of two shares the score test is Pearson's chi-squared: 300 of 500, 180 of 400
    assert first["p"] == pytest.approx(chi2_contingency([[300, 200], [180, 220]], correction=False).pvalue)
    assert first["p_adjusted"] == pytest.approx(first["p"])  # the other one has the same p
    assert table["n_before"].tolist() == [300, 200]


def test_where_borders_might_lie_elsewhere_the_interval_is_wider():
    firm, loose = (
        trace_lineage(CARRIED, wave([0.6, 0.4], share_sd=sd), wave([0.55, 0.45]))
        for sd in (None, [0.03, 0.0])
    )
    # a share of .6 of 1000 has a variance of .00024; .0009 is added
    fewer = 1000 * 0.00024 / (0.00024 + 0.0009)
    expected = difference_interval(0.45, 1000, 0.6, fewer)
    assert (loose["low"][0], loose["high"][0]) == pytest.approx(tuple(float(end) for end in expected))
    assert loose["low"][0] < firm["low"][0] < firm["high"][0] < loose["high"][0]
    assert loose.loc[1, ["low", "high"]].tolist() == firm.loc[1, ["low", "high"]].tolist()


def test_the_parts_of_a_split_or_merged_persona_change_together():
    old, new = wave([0.5, 0.3, 0.2]), wave([0.4, 0.35, 0.25])
    table = trace_lineage(
        links(("1", "2", "split"), ("1", "3", "split"), ("2", "1", "merged"), ("3", "1", "merged")), old, new
    )
    assert table["change"].tolist() == pytest.approx([0.1, 0.1, -0.1, -0.1])
    assert table["p"].tolist() == pytest.approx([table["p"][0]] * 4)
    # two families, the p of both alike
    assert table["p_adjusted"].tolist() == pytest.approx(table["p"].tolist())


def test_of_a_hidden_share_no_change_is_told():
    old = wave([0.6, 0.4])
    hidden = old.personas.assign(n=pd.NA, share=np.nan)
    table = trace_lineage(CARRIED, replace(old, personas=hidden), wave([0.6, 0.4]))
    assert table[["change", "low", "high", "p", "p_adjusted"]].isna().all(axis=None)


def test_lost_and_new_personas_have_no_change():
    table = trace_lineage(
        links(("1", "1", "carried"), ("2", None, "lost"), (None, "2", "new")),
        wave([0.6, 0.4]),
        wave([0.6, 0.4]),
    )
    assert table["change"].isna().tolist() == [False, True, True]
    assert table["p_adjusted"][0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("named", "expected"),
    [((), ["Thrifty", "Easy"]), (("2",), ["Loyal", "Easy"]), (("1", "2"), ["Loyal", "Lavish"])],
)
def test_a_name_carries_over_unless_people_gave_a_new_one(named, expected):
    old, new = (
        wave([0.6, 0.4], names=["Thrifty", "Easy"]),
        wave([0.6, 0.4], names=["Lavish", "Loyal"], named=named),
    )
    assert trace_lineage(CARRIED, old, new)["name"].tolist() == expected


def test_names_stay_apart():
    old = wave([0.5, 0.3, 0.2], names=["A", "B", "C"])
    new = wave([0.4, 0.3, 0.2, 0.1], names=["C", "A", "B", "A (2)"])
    found = trace_lineage(
        links(
            ("1", "1", "carried"),
            ("2", "2", "carried"),
            ("3", None, "lost"),
            (None, "3", "new"),
            (None, "4", "new"),
        ),
        old,
        new,
    )
    # the first two keep A and B; the made name B is taken, and A (2) is free; nobody else is C, so C is the lost one
    assert found["name"].tolist() == ["A", "B", "C", "B (2)", "A (2)"]


def test_a_new_persona_is_not_called_as_a_lost_one():
    table = links(("1", "1", "carried"), ("2", None, "lost"), (None, "2", "new"))
    found = trace_lineage(table, wave([0.6, 0.4], names=["A", "B"]), wave([0.6, 0.4], names=["A", "B"]))
    assert found["name"].tolist() == ["A", "B", "B (2)"]


def test_a_name_that_people_gave_to_another_persona_is_not_carried_over():
    old, new = wave([0.6, 0.4], names=["A", "B"]), wave([0.6, 0.4], names=["A", "C"], named=["1"])
    table = links(("1", "2", "carried"), ("2", None, "lost"), (None, "1", "new"))
    assert trace_lineage(table, old, new)["name"].tolist() == ["C", "B", "A"]


def test_without_any_carried_persona_there_is_nothing_to_test():
    table = trace_lineage(links(("1", None, "lost"), (None, "1", "new")), wave([1.0]), wave([1.0]))
    assert table["p_adjusted"].isna().all()
