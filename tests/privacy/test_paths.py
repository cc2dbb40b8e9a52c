"""What ways from touchpoint to touchpoint, and curves, tell beside the other tables: by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from personagen.contracts import JOURNEY, PUBLISHED, TOUCHPOINTS, TRANSITIONS
from personagen.contracts.paths import FLOWS, TIME_TO_PHASE
from personagen.privacy import find_recoverable, hide, suppress

M = 5


def found(**tables: pd.DataFrame) -> dict[tuple[str, ...], int]:
    return {(r.table, r.column, *r.key): r.value for r in find_recoverable(tables)}


def moves(shown: dict[tuple[str, str], int | None]) -> pd.DataFrame:
    rows = [
        {"persona": "1", "from_phase": a, "to_phase": b, "n_customers": n, "n": n, "suppressed": False}
        for (a, b), n in shown.items()
    ]
    return TRANSITIONS.conform(pd.DataFrame(rows).assign(share=np.nan))


def ways(*shown: tuple[int, str, str, str | None, int | None]) -> pd.DataFrame:
    columns = ["step", "from_touchpoint", "to_touchpoint", "from_phase", "n"]
    table = pd.DataFrame(shown, columns=columns).assign(persona="1", to_phase=None, suppressed=False)
    return FLOWS.conform(table.assign(from_label=table["from_touchpoint"], to_label=table["to_touchpoint"]))


def test_who_comes_to_a_touchpoint_goes_on_from_it():
    table = ways(
        (1, "ad", "shop", "see", 20),
        (1, "ad", "left", "see", 7),
        (2, "shop", "till", "buy", None),
        (2, "shop", "left", "buy", 8),
        (3, "till", "left", "buy", None),
    )
    told = found(flows=table)
    assert told["flows", "n", "1", "2", "shop", "till"] == 12
    assert told["flows", "n", "1", "3", "till", "left"] == 12


def test_the_first_touchpoints_tell_in_which_phase_people_start():
    start = {("START", "see"): None, ("START", "buy"): None, ("see", "END"): None, ("buy", "END"): None}
    flows = ways((1, "ad", "left", "see", 20), (1, "shop", "left", "buy", 3))
    told = found(transitions=moves(start), flows=flows)
    assert told["transitions", "n", "1", "START", "buy"] == 3
    # where some begin in other touchpoints, nobody knows in which phase
    merged = ways((1, "ad", "left", "see", 20), (1, "other", "left", None, 9))
    assert ("transitions", "n", "1", "START", "buy") not in found(transitions=moves(start), flows=merged)


def test_few_that_the_ways_would_tell_are_hidden_in_both():
    start = {("START", "see"): 20, ("START", "buy"): 3, ("see", "END"): 20, ("buy", "END"): 3}
    flows = ways((1, "ad", "left", "see", 20), (1, "shop", "left", "buy", 3))
    tables = {"transitions": moves(start), "flows": flows}
    shown = hide(PUBLISHED, tables, M)
    assert shown["flows"]["n"].isna().tolist() == [False, True]
    assert shown["transitions"]["n_customers"].isna().tolist() == [False, True, False, True]
    assert find_recoverable(shown) == []


def curve(**at_risk: list[int]) -> pd.DataFrame:
    rows = [
        {"persona": p, "phase": "see", "days": float(day), "share": 1 / 3, "low": 0.25, "high": 0.45, "at_risk": n, "n": total}
        for p, (total, *left) in at_risk.items()
        for day, n in enumerate(left, start=1)
    ]  # fmt: skip
    table = pd.DataFrame(rows).assign(suppressed=False)
    return TIME_TO_PHASE.conform(table.assign(persona=table["persona"].str.removeprefix("p")))


def test_a_curve_whose_people_are_hidden_keeps_its_shape_in_hundredths():
    """Of 60 who came, 58 are followed: that two aren't must not be told by the curve."""
    customers = {"1": (60, 58), "2": (50, 40), "all": (110, 98)}
    rows = [
        {"persona": p, "phase": "see", "n_persona": 190 if p == "all" else 95, "n_customers": n, "n_going_on": followed,
         "n_later_before": n - followed, "evidence": "strong", "suppressed": False}
        for p, (n, followed) in customers.items()
    ]  # fmt: skip
    times = curve(p1=[58, 40, 30], p2=[40, 30, 20], all=[98, 70, 50])
    shown = hide(PUBLISHED, {"journey": JOURNEY.conform(pd.DataFrame(rows)), "time_to_phase": times}, M)
    mine = shown["time_to_phase"].query("persona == '1'")
    assert mine[["n", "at_risk"]].isna().all(axis=None)
    assert mine["share"].tolist() == [0.33, 0.33]
    assert shown["journey"]["n_customers"].notna().all()
    assert find_recoverable(shown) == []


def test_everybody_less_the_others_tells_who_is_at_risk():
    table = curve(p1=[30, 20], p2=[40, 25], all=[70, 45])
    hidden = table.assign(at_risk=table["at_risk"].mask(table["persona"] == "1"))
    assert found(time_to_phase=hidden)["time_to_phase", "at_risk", "1", "see", "1.0"] == 20


def friction(**numbers: int | None) -> pd.DataFrame:
    zero = dict.fromkeys(("n_gap", "n_top_emotion", "n_left", "n_repeat", "n_displeased"), 0)
    same = {
        "persona": "1",
        "phase": "see",
        "touchpoint": "ad",
        "channel": "all",
        "label": "Ad",
        "n_persona": 90,
    }
    counts = {
        "n_customers": 60,
        "n_visitors": 60,
        "n_contacts": 90,
        "n_valence": 50,
        "n_ratings": 60,
        "n_entry": 60,
    }
    row = same | zero | counts | {"n_exit": 60} | numbers
    return TOUCHPOINTS.conform(pd.DataFrame([row]).assign(is_marker=False, suppressed=False))


def test_friction_of_one_kind_alone_is_that_kind():
    assert found(touchpoints=friction(n_repeat=12, n_friction=None)) == {
        ("touchpoints", "n_friction", "1", "see", "ad", "all"): 12
    }
    two = friction(n_repeat=12, n_displeased=20, n_friction=None)
    assert found(touchpoints=two) == {}  # 20 to 32


def test_few_with_friction_are_hidden():
    table = suppress(TOUCHPOINTS, friction(n_repeat=3, n_displeased=20, n_friction=22), M)
    assert pd.isna(table["n_repeat"].item())
    assert table["n_friction"].item() == 22
