"""Intervals hold the truth, what is planted is found, and nothing else is called: a few draws; all in `benchmarks`."""

from __future__ import annotations

import pytest

from benchmarks.calibrate_journeys import METRICS, SCENARIOS, calibrate
from benchmarks.calibrate_webshop import FIRST_SEED, LISTS, judge_change, judge_wave, list_changes
from benchmarks.webshop_waves import Wave, follow_planted, run_wave
from data.webshop.generator import plan

pytestmark = pytest.mark.slow
DRAWS = 120


def test_intervals_hold_the_truth_though_a_few_make_half_of_the_contacts():
    noisy = next(one for one in SCENARIOS if one.is_loud and one.n == 100)
    held = calibrate(noisy, DRAWS).mean()
    assert [*held.index] == [*METRICS]
    # of 120 intervals of 95 % each, 108 to 119 hold it in all but one of fifty sets
    assert held.between(108 / DRAWS, 119 / DRAWS).all()
    assert held.mean() == pytest.approx(0.95, abs=0.02)


@pytest.fixture(scope="module")
def wave(tmp_path_factory: pytest.TempPathFactory) -> Wave:
    """Return a first wave of another seed than the example's, with the personas found in it."""
    return run_wave(tmp_path_factory.mktemp("webshop") / "first", FIRST_SEED)


@pytest.fixture(scope="module")
def before(wave: Wave):
    """Return its tables, the personas by the names of the planted ones."""
    return {name: wave.tables[name].replace({"persona": wave.names}) for name in ("journey", "touchpoints")}


@pytest.mark.parametrize("kind", LISTS)
def test_what_is_planted_is_found_in_another_seed_and_nothing_else(kind, wave):
    is_found, others = judge_wave(wave)[kind]
    assert is_found
    assert others == set()


def test_a_mended_pain_and_one_made_worse_are_found_in_the_second_wave(before, tmp_path):
    found, others = judge_change(before, follow_planted(tmp_path / "second", FIRST_SEED, plan.SECOND))
    assert found == {("mended",), ("worse",)}
    assert others == set()


def test_of_two_unchanged_waves_no_change_is_told(before, tmp_path):
    assert list_changes(before, follow_planted(tmp_path / "other", FIRST_SEED + 1)).empty
