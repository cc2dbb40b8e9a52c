"""Touchpoints that the map places in no phase."""

from __future__ import annotations

from personagen.journeys import Unmapped, find_unmapped, tell_unmapped

from .logs import counted, loaded, study_of, table_of, touchpoint_map

# two people each meet the fax in two channels; one meets the kiosk, often
MET = {
    ("fax", "shop"): "ab",
    ("fax", "home"): "ab",
    ("chat", "web"): "abc",
    ("kiosk", "shop"): "aaaaaaaaa",
    ("ad", "web"): "abcd",
}
ROWS = [
    (who, f"2026-01-01 1{place}:{minute:02}:00", touchpoint, channel)
    for place, ((touchpoint, channel), people) in enumerate(MET.items())
    for minute, who in enumerate(people)
]


def test_the_commonest_are_named_where_enough_customers_met_them(tmp_path):
    table_of(*ROWS).to_csv(tmp_path / "log.csv", index=False)
    with loaded(tmp_path, study_of()) as (engine, _):
        assert find_unmapped(engine, touchpoint_map(), 2) == Unmapped({"fax": 4, "chat": 3}, 1)


def test_a_run_counts_them_whoever_met_them(tmp_path):
    counts = counted(tmp_path, table_of(*ROWS), {"a": "1", "b": "2"})
    assert counts.unmapped.to_numpy().tolist() == [["kiosk", 9, 1], ["fax", 4, 2], ["chat", 3, 3]]
    assert tell_unmapped(counts.unmapped, 3) == Unmapped({"chat": 3}, 2)


def test_nothing_is_told_where_every_touchpoint_has_a_phase(tmp_path):
    counts = counted(tmp_path, table_of(*ROWS[-4:]), {"a": "1", "b": "2"})
    assert tell_unmapped(counts.unmapped, 1) == Unmapped()
