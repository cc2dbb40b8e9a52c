"""Who moved where, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from personagen.personas import assess_panel, count_moves, find_panel
from personagen.statistics.intervals import wilson_interval
from tests.personas.waves.test_lineage import links, trace_lineage, wave


def assigned(personas, ids=None, customers=None, links_by=("respondent_id",)):
    ids = [f"r{i}" for i in range(len(personas))] if ids is None else ids
    table = pd.DataFrame({"respondent_id": ids, "customer_id": customers, "persona": personas})
    return replace(wave([0.6, 0.4]), assignments=table, links_by=links_by)


def panel(**counts: int):
    pairs = [pair for pair, n in counts.items() for _ in range(n)]
    return pd.DataFrame({"old": [p[1] for p in pairs], "new": [p[3] for p in pairs]})


def test_people_in_both_are_those_with_the_same_id_and_a_persona_in_each():
    old = assigned(["1", "1", "2", None, "2", "1", "2"])
    new = assigned(["1", "2", "2", "1", None, "2", "1"], ids=["r1", "r0", "r2", "r3", "r4", "r5", "r9"])
    found = find_panel(replace(old, minimum_cell=4), replace(new, minimum_cell=4))
    assert found is not None
    assert found[0] == "respondent_id"
    assert found[1].to_numpy().tolist() == [["1", "1"], ["1", "2"], ["1", "2"], ["2", "2"]]
    assert find_panel(replace(old, minimum_cell=5), replace(new, minimum_cell=2)) is None


def test_numbered_rows_are_no_ids_but_customers_are():
    by_customer = {"customers": [f"c{i}" for i in range(6)], "links_by": ("customer_id",)}
    old, new = (
        assigned(["1"] * 6, **by_customer),
        assigned(["1"] * 6, ids=[f"x{i}" for i in range(6)], **by_customer),
    )
    assert find_panel(old, new)[0] == "customer_id"
    assert find_panel(assigned(["1"] * 6), new) is None
    assert find_panel(replace(old, assignments=None), new) is None


def test_moves_are_multiples_of_the_minimum_cell():
    table = count_moves(panel(o1n1=43, o1n2=8, o2n2=27, o2n1=2), 5).set_index(["old", "new"])
    assert table["n"].to_dict() == {("1", "1"): 45, ("1", "2"): 10, ("2", "2"): 25}
    assert table["base_n"].tolist() == [55, 55, 25]
    assert table["share"].tolist() == pytest.approx([45 / 55, 10 / 55, 1])
    assert table.loc[("1", "1"), ["low", "high"]].tolist() == pytest.approx(
        [float(end) for end in wilson_interval(45 / 55, 55)]
    )
    assert table["expected_share"].tolist() == pytest.approx([45 / 80, 35 / 80, 35 / 80])


def test_who_stayed_or_moved_with_a_persona_is_the_same():
    people = panel(o1n1=40, o1n2=20, o2n3=25, o2n1=15)
    old, new = wave([0.6, 0.4]), wave([0.5, 0.3, 0.2])
    lineage = trace_lineage(links(("1", "1", "split"), ("1", "2", "split"), ("2", "3", "carried")), old, new)
    row = assess_panel("respondent_id", people, lineage, 5).iloc[0]
    assert (row["n"], row["same_share"]) == (100, 0.85)
    assert row["by_chance"] == round(0.6 * 0.55 + 0.6 * 0.2 + 0.4 * 0.25, 2)
    assert row["ari"] == round(adjusted_rand_score(people["old"], people["new"]), 2)


def test_people_whose_moves_are_chance_keep_their_persona_as_often_as_by_chance():
    random = np.random.default_rng(0)
    people = pd.DataFrame(
        {side: random.choice(["1", "2", "3"], 3000, p=[0.5, 0.3, 0.2]) for side in ("old", "new")}
    )
    lineage = trace_lineage(
        links(*((p, p, "carried") for p in "123")), wave([0.5, 0.3, 0.2]), wave([0.5, 0.3, 0.2])
    )
    row = assess_panel("respondent_id", people, lineage, 5).iloc[0]
    assert row["low"] <= row["by_chance"] <= row["high"]
    assert row["by_chance"] == pytest.approx(0.38, abs=0.01)
    assert abs(row["ari"]) <= 0.01
