"""The same counts by plain Python over the rows, compared to the last one on random logs."""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from personagen.journeys import (
    find_moments,
    summarise_coverage,
    summarise_experience,
    summarise_funnel,
    summarise_journey,
    summarise_scores,
    summarise_touchpoints,
    summarise_transitions,
)
from personagen.language.words import words_in

from .logs import MAP, PHASES, counted, study_of, table_of

PEOPLE = {"a": "1", "b": "1", "c": "2", "d": "2", "f": "2"}
STUDY = study_of(journeys={"horizon_days": 1}, privacy={"minimum_cell": 3})
SCALE = {"": None, "1": -1.0, "2": -0.5, "3": 0.0, "4": 0.5, "5": 1.0}
contacts = st.tuples(
    st.sampled_from("abcdx"),
    st.sampled_from([f"2026-01-0{day} 1{hour}:00:00" for day in (1, 2, 3) for hour in (0, 1)]),
    st.sampled_from([*MAP, "banner"]),
    st.sampled_from(["web", "shop"]),
    st.sampled_from([*SCALE]),
    st.sampled_from(["", "1", "3", "5"]),
)
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
logs = st.lists(contacts, min_size=1, max_size=150)
quick = settings(
    max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=_PHASES
)  # an example opens an engine


def count(rows):
    with tempfile.TemporaryDirectory() as folder:
        return counted(Path(folder), table_of(*rows), PEOPLE, STUDY)


def tables(rows):
    counts, study = count(rows), STUDY
    return {
        "journey": summarise_journey(counts, study),
        "touchpoints": summarise_touchpoints(counts),
        "transitions": summarise_transitions(counts),
        "funnel": summarise_funnel(counts),
        "coverage": summarise_coverage(counts),
        "moments": find_moments(counts, study),
        "scores": summarise_scores(counts, words_in("en")),
        "experience": summarise_experience(counts, study),
    }


def journeys_of(rows, persona):
    """Each customer's mapped contacts in the order that counts: stamp, phase, touchpoint, channel."""
    found = {}
    for customer, at, touchpoint, channel, csat, expected in sorted(set(rows)):
        is_mine = (
            persona == "all" or PEOPLE[customer] == persona if customer in PEOPLE else persona == "unassigned"
        )
        if is_mine and touchpoint in MAP:
            phase = PHASES.index(MAP[touchpoint])
            found.setdefault(customer, []).append(
                (at, phase, touchpoint, channel, SCALE[csat], SCALE[expected])
            )
    return {customer: sorted(steps, key=lambda s: s[:4]) for customer, steps in found.items()}


def mean(values):
    values = [value for value in values if value is not None]
    return sum(values) / len(values) if values else None


def check_phase(row, journeys, phase):
    there = {c: [s for s in steps if s[1] == phase] for c, steps in journeys.items()}
    there = {c: steps for c, steps in there.items() if steps}
    means = [m for steps in there.values() if (m := mean([s[4] for s in steps])) is not None]
    gaps = [
        m
        for steps in there.values()
        if (m := mean([s[4] - s[5] for s in steps if None not in (s[4], s[5])])) is not None
    ]
    assert row["n_customers"] == len(there)
    assert row["n_contacts"] == sum(map(len, there.values()))
    assert (row["n_valence"], row["n_gap"]) == (len(means), len(gaps))
    for column, values in (("valence", means), ("gap", gaps)):
        assert (abs(row[column] - mean(values)) < 1e-8) if values else pd.isna(row[column])
    if there and phase < len(PHASES) - 1:
        later = {c: [s for s in journeys[c] if s[1] > phase] for c in there}
        before = [c for c in there if later[c] and min(later[c])[0] < there[c][0][0]]
        assert row["n_later_before"] == len(before)
        assert row["n_going_on"] == len(there) - len(before)
        open_ = [c for c in there if not later[c]]
        if row["n_going_on"]:
            assert row["censored_share"] == len(open_) / row["n_going_on"]


def last_of(rated):
    """The valence of the last contact; of several at one stamp and place the worst."""
    latest = max(step[:4] for step in rated)
    return min(step[4] for step in rated if step[:4] == latest)


def check_whole(found, journeys, persona, end):
    rated = {c: [s for s in steps if s[4] is not None] for c, steps in journeys.items()}
    rated = {c: steps for c, steps in rated.items() if steps}
    over = [
        c for c in rated
        if journeys[c][-1][1] == len(PHASES) - 1
        or any(s[1] == len(PHASES) - 1 for s in journeys[c])
        or end - pd.Timestamp(journeys[c][-1][0]) >= pd.Timedelta(days=1)
    ]  # fmt: skip
    peaks = []
    for values, last in (([s[4] for s in rated[c]], last_of(rated[c])) for c in over):
        peaks.append((max(values, key=lambda v: (abs(v), -v)) + last) / 2)
    row = found["experience"].query("persona == @persona").iloc[0]
    assert (row["n"], row["n_open"], row["n_valence"]) == (len(over), len(rated) - len(over), len(rated))
    assert (abs(row["peak_end"] - mean(peaks)) < 1e-8) if peaks else pd.isna(row["peak_end"])
    scores = found["scores"].query("persona == @persona and touchpoint == 'all'").set_index(["phase", "kind"])
    for phase, name in [*enumerate(PHASES), (None, "all")]:
        there = {c: [s for s in steps if phase in (None, s[1])] for c, steps in rated.items()}
        there = {c: steps for c, steps in there.items() if steps}
        assert ((name, "csat") in scores.index) == bool(there)
        if there:
            means = [mean([3 + 2 * s[4] for s in steps]) for steps in there.values()]
            assert abs(scores.loc[(name, "csat"), "score"] - mean(means)) < 1e-5
            n_top = sum(last_of(steps) >= 0.5 for steps in there.values())
            assert scores.loc[(name, "csat_top2"), ["n", "n_top"]].tolist() == [len(there), n_top]


def moves_of(journeys):
    found = Counter()
    for steps in journeys.values():
        names = ["START", *(PHASES[s[1]] for s in steps), "END"]
        found.update((a, b) for a, b in itertools.pairwise(names) if a != b)
    return found


def furthest_in_order(steps):
    reached = 0
    for step in steps:
        if step[1] == reached:
            reached += 1
        # of equal stamps the earlier phase comes first, so sorting has settled ties already
    return reached


@quick
@given(logs)
def test_counts_equal_those_of_plain_python(rows):
    found = tables(rows)
    for persona in ("1", "2", "all", "unassigned"):
        journeys = journeys_of(rows, persona)
        mine = found["journey"].query("persona == @persona").set_index("phase")
        for phase, name in enumerate(PHASES):
            check_phase(mine.loc[name], journeys, phase)
        check_whole(found, journeys, persona, max(pd.Timestamp(r[1]) for r in rows))
        moves = found["transitions"].query("persona == @persona and n > 0")
        assert moves.set_index(["from_phase", "to_phase"])["n"].to_dict() == dict(moves_of(journeys))
        funnel = found["funnel"].query("persona == @persona and mode == 'closed'")["n"].tolist()
        lengths = [furthest_in_order(steps) for steps in journeys.values()]
        assert funnel == [sum(length > phase for length in lengths) for phase in range(len(PHASES))]
        touched = (
            found["touchpoints"].query("persona == @persona and channel == 'all'").set_index("touchpoint")
        )
        for touchpoint, row in touched.iterrows():
            visits = [[s for s in steps if s[2] == touchpoint] for steps in journeys.values()]
            assert row["n_customers"] == sum(map(bool, visits))
            assert row["n_contacts"] == sum(map(len, visits))


@quick
@given(logs, st.randoms(use_true_random=False))
def test_neither_order_nor_contacts_given_twice_change_anything(rows, random):
    twice = [*rows, *rows]
    random.shuffle(twice)
    one, other = tables(rows), tables(twice)
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, other[name], check_exact=True)
