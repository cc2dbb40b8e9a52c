"""Touchpoints that the map places in no phase."""

from __future__ import annotations

import pytest

from personagen.journeys import Unmapped, tell_unmapped

from .logs import MAP, loaded, study_of, table_of

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


def unmapped(folder, rows, mapped):
    table_of(*rows, rows[0]).to_csv(folder / "log.csv", index=False)  # the first row twice
    with loaded(folder, study_of(), {"a"}, mapped=mapped) as (_, account):
        return account.unmapped


def test_contacts_and_customers_are_counted_whoever_they_are(tmp_path):
    found = unmapped(tmp_path, ROWS, MAP)
    assert found.to_numpy().tolist() == [["kiosk", 9, 1], ["fax", 4, 2], ["chat", 3, 3]]


@pytest.mark.parametrize(
    ("minimum_cell", "told"),
    [
        (1, Unmapped({"kiosk": 9, "fax": 4, "chat": 3}, 0)),
        (2, Unmapped({"fax": 4, "chat": 3}, 1)),
        (4, Unmapped({}, 3)),
    ],
)
def test_the_commonest_are_named_where_enough_customers_met_them(tmp_path, minimum_cell, told):
    assert tell_unmapped(unmapped(tmp_path, ROWS, MAP), minimum_cell) == told


@pytest.mark.parametrize("mapped", [MAP, ()], ids=["all have a phase", "there is no map"])
def test_nothing_is_told_where_every_touchpoint_has_a_phase_or_none(tmp_path, mapped):
    rows = ROWS[-4:] if mapped else ROWS
    assert tell_unmapped(unmapped(tmp_path, rows, mapped), 1) == Unmapped()
