"""What changed between two runs: by hand, and laws that hold of any two."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from personagen.journeys import compare_journeys
from personagen.statistics.published import mean_change
from tests.journeys.published import curve, felt, gone_on, journey, met, touchpoints


def run(**numbers: object) -> dict[str, pd.DataFrame]:
    """Return a run with one persona and `all` in one phase with one touchpoint, changed as asked."""
    rows = {
        "journey": {"persona": "1", "phase": "use", **felt(0.3, 0.5, 90)},
        "everybody": {"persona": "all", "phase": "use", **felt(0.3, 0.5, 180), **met(180, 200)},
        "touchpoint": {"persona": "1", "phase": "use", "touchpoint": "app", **felt(0.2, 0.5, 100)},
    }
    for name, more in numbers.items():
        rows[name] |= more  # type: ignore[call-overload]
    return {
        "journey": journey([rows["journey"], rows["everybody"]]),
        "touchpoints": touchpoints([rows["touchpoint"]]),
    }


def row_of(changes: pd.DataFrame, touchpoint: str, metric: str, persona: str = "1") -> pd.Series:
    found = changes[
        (changes["persona"] == persona)
        & (changes["touchpoint"] == touchpoint)
        & (changes["metric"] == metric)
    ]
    assert len(found) == 1
    return found.iloc[0]


def test_a_mean_that_fell_by_hand():
    now = run(touchpoint=felt(-0.2, 0.5, 100))
    row = row_of(compare_journeys(run(), now, {"1": "1"}), "app", "valence")
    # se = .5 sqrt(2 / 100), t = .4 / se on 198 degrees of freedom
    t = 0.4 / (0.5 * 0.02**0.5)
    assert row["change"] == pytest.approx(-0.4)
    assert row["p"] == pytest.approx(2 * stats.t.sf(t, 198))
    assert [row["low"], row["high"]] == pytest.approx(
        [-0.4 - 1.972017 * 0.0707107, -0.4 + 1.972017 * 0.0707107], abs=1e-5
    )
    assert (row["before"], row["now"], row["n_before"], row["n_now"]) == (0.2, -0.2, 100, 100)
    assert row["is_changed"]
    assert row["label"] == "APP"


def test_a_share_that_rose_by_hand():
    # Newcombe's own example, and Fisher's exact p of the same table
    before, now = run(touchpoint=met(48, 80)), run(touchpoint=met(56, 70))
    row = row_of(compare_journeys(before, now, {"1": "1"}), "app", "reach")
    assert [row["low"], row["high"]] == pytest.approx([0.0524, 0.3339], abs=1e-4)
    assert row["p"] == pytest.approx(stats.fisher_exact([[56, 14], [48, 32]]).pvalue)
    assert (row["n_before"], row["n_now"]) == (80, 70)


def test_an_interval_cut_off_at_the_end_of_the_scale_gives_the_same_error():
    near = {"valence": 0.97, "valence_low": 0.9, "valence_high": 1.0, "n_valence": 100}
    whole = {**near, "valence_high": 1.04}
    found = [
        row_of(compare_journeys(run(), run(touchpoint=numbers), {"1": "1"}), "app", "valence")["p"]
        for numbers in (near, {**whole, "valence_high": 1.0})
    ]
    assert found[0] == found[1]
    expected = mean_change(0.2, 0.5, 100, 0.97, 0.07 / stats.t.ppf(0.975, 99) * 10, 100).p
    assert found[0] == pytest.approx(float(expected), rel=1e-6)


def test_all_tests_of_the_table_are_one_family():
    changes = compare_journeys(run(), run(touchpoint=felt(-0.2, 0.5, 100)), {"1": "1"})
    tested = changes["p"].dropna()
    assert len(tested) == 6  # reach and valence of two phases and one touchpoint
    assert list(changes["p_adjusted"].dropna()) == pytest.approx(list(stats.false_discovery_control(tested)))


def test_a_persona_is_held_against_the_one_it_was_carried_from():
    old = {
        "journey": journey(
            [{"persona": p, "phase": "use", **felt(v, 0.5, 90)} for p, v in (("1", 0.1), ("3", 0.5))]
        )
    }
    new = {
        "journey": journey(
            [{"persona": p, "phase": "use", **felt(v, 0.5, 90)} for p, v in (("2", 0.4), ("1", 0.0))]
        )
    }
    changes = compare_journeys(old, new, {"2": "3"})
    assert set(changes["persona"]) == {"2"}  # 1 was not carried, and nobody knows of all
    assert set(changes["old_persona"]) == {"3"}
    assert row_of(changes, "all", "valence", "2")["change"] == pytest.approx(-0.1)


def test_what_rests_on_few_is_shown_and_not_tested():
    changes = compare_journeys(run(), run(touchpoint=felt(-0.9, 0.1, 29)), {"1": "1"})
    row = row_of(changes, "app", "valence")
    assert row["change"] == pytest.approx(-1.1)
    assert pd.isna(row["p"])
    assert not row["is_changed"]


def test_what_a_run_hides_is_blank_and_what_neither_tells_is_left_out():
    hidden = run(
        touchpoint={
            **felt(0.2, 0.5, 100),
            "valence": None,
            "valence_low": None,
            "valence_high": None,
            "n_valence": None,
        }
    )
    row = row_of(compare_journeys(run(), hidden, {"1": "1"}), "app", "valence")
    assert row["before"] == 0.2
    assert row[["now", "change", "low", "high", "p", "n_now"]].isna().all()
    both = compare_journeys(hidden, hidden, {"1": "1"})
    assert not ((both["touchpoint"] == "app") & (both["metric"] == "valence")).any()


def test_feelings_that_were_asked_otherwise_are_not_compared():
    asked = run(journey={"valence_source": "emotion"})
    changes = compare_journeys(run(), asked, {"1": "1"})
    mine = changes[changes["persona"] == "1"]
    assert set(mine["metric"]) == {"reach"}
    assert "valence" in set(changes.loc[changes["persona"] == "all", "metric"])


def test_reach_stays_out_where_the_logs_span_different_times():
    changes = compare_journeys(run(), run(), {"1": "1"}, compare_reach=False)
    assert set(changes["metric"]) == {"valence"}


def test_drop_off_at_one_horizon_by_hand():
    before = run(journey=gone_on(0.5, 0.4, 0.6, 100, 30.0))
    now = run(journey=gone_on(0.7, 0.6, 0.78, 100, 30.0))
    row = row_of(compare_journeys(before, now, {"1": "1"}), "all", "drop_off")
    # square and add: .2 - hypot(.7 - .6, .6 - .5), .2 + hypot(.78 - .7, .5 - .4)
    assert [row["low"], row["high"]] == pytest.approx([0.2 - 0.02**0.5, 0.2 + 0.0164**0.5])
    scale = [np.log(-np.log(x)) for x in (0.5, 0.4, 0.6, 0.7, 0.6, 0.78)]
    errors = [(scale[1] - scale[2]) / 3.919928, (scale[4] - scale[5]) / 3.919928]
    z = (scale[0] - scale[3]) / np.hypot(*errors)
    assert row["p"] == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-4)


def test_a_drop_off_at_a_longer_horizon_is_read_off_the_curve():
    before = run(journey=gone_on(0.5, 0.4, 0.6, 100, 30.0))
    now = run(journey=gone_on(0.3, 0.2, 0.4, 100, 60.0))
    assert pd.isna(row_of(compare_journeys(before, now, {"1": "1"}), "all", "drop_off")["now"])
    now["time_to_phase"] = curve(
        "1", "use", [(0, 0, 0, 0), (20, 0.3, 0.2, 0.4), (40, 0.5, 0.4, 0.6), (60, 0.7, 0.6, 0.8)]
    )
    row = row_of(compare_journeys(before, now, {"1": "1"}), "all", "drop_off")
    assert row["now"] == pytest.approx(0.6)  # half way from .7 to .5
    assert row["change"] == pytest.approx(0.1)
    assert row["horizon_days"] == 30


def test_runs_the_other_way_round_give_the_other_sign_and_the_same_p():
    one, other = run(), run(touchpoint={**felt(-0.2, 0.4, 80), **met(40, 100)}, journey=felt(0.1, 0.3, 70))
    forth, back = compare_journeys(one, other, {"1": "1"}), compare_journeys(other, one, {"1": "1"})
    for metric in ("change", "low", "high"):
        mirrored = {"low": "high", "high": "low"}.get(metric, metric)
        assert list(forth[metric]) == pytest.approx(list(-back[mirrored]))
    assert list(forth["p_adjusted"]) == pytest.approx(list(back["p_adjusted"]))


def test_the_order_of_rows_changes_nothing():
    old, new = run(), run(touchpoint=felt(-0.2, 0.5, 100))
    turned = [{name: table.iloc[::-1] for name, table in tables.items()} for tables in (old, new)]
    pd.testing.assert_frame_equal(
        compare_journeys(old, new, {"1": "1"}), compare_journeys(*turned, {"1": "1"})
    )


def test_means_of_skewed_answers_are_not_called_more_often_than_they_may():
    # most are as content as the scale allows, a few not at all; 30 a side is the fewest that is tested
    draws, n = 40_000, 30
    random = np.random.default_rng(5)
    answers = random.choice([-1.0, -0.5, 0.5, 1.0], size=(2, draws, n), p=[0.05, 0.1, 0.35, 0.5])
    mean, sd = answers.mean(axis=2), answers.std(axis=2, ddof=1)
    p = mean_change(mean[0], sd[0], n, mean[1], sd[1], n).p
    for level in (0.05, 0.001):
        most = level + 3 * (level * (1 - level) / draws) ** 0.5
        assert (p < level).mean() <= most
