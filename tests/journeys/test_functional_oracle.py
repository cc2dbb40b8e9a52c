"""The functional layer equals what plain Python makes of the same rows, customer by customer."""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from personagen.journeys import summarise_flows, summarise_journey, summarise_touchpoints
from personagen.language.words import words_in

from .logs import LOG, MAP, PHASES, counted, study_of, table_of

SCALE = {"": None, "1": -1.0, "2": -0.5, "3": 0.0, "4": 0.5, "5": 1.0}
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
quick = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=_PHASES)
HOUR = timedelta(minutes=30)
START = datetime.fromisoformat("2026-01-01")
PEOPLE = {f"c{i}": "1" if i % 3 else "2" for i in range(9)}
STUDY = study_of({**LOG, "cutoff": "2026-01-20"}, journeys={"horizon_days": 5})

contacts = st.tuples(
    st.sampled_from([*PEOPLE, "x1", "x2"]),
    st.integers(0, 12).map(lambda n: (START + n * timedelta(minutes=20)).isoformat(" ")),
    st.sampled_from([*MAP, "banner"]),
    st.sampled_from(["web", "shop"]),
    st.sampled_from([*SCALE]),
)
logs = st.lists(contacts, min_size=20, max_size=150)


def sittings(steps):
    """Split a customer's contacts at pauses of more than half an hour."""
    found = [[steps[0]]]
    for before, step in itertools.pairwise(steps):
        if datetime.fromisoformat(step[0]) - datetime.fromisoformat(before[0]) > HOUR:
            found.append([])
        found[-1].append(step)
    return found


def hinders(steps, touchpoint):
    """Whether a customer repeats a touchpoint, rates it below 0, or stopped there for good."""
    met = [s for s in steps if s[2] == touchpoint]
    repeats = any(sum(s[2] == touchpoint for s in sitting) > 1 for sitting in sittings(steps))
    below = any(s[4] is not None and s[4] < 0 for s in met)
    furthest = max(s[1] for s in steps)
    left = steps[-1][2] == touchpoint and steps[-1][1] == furthest < len(PHASES) - 1
    return repeats, below, left


def path_of(steps):
    return [t for t, _ in itertools.groupby(s[2] for s in steps)]


@quick
@given(logs)
def test_friction_skips_and_paths_equal_those_of_plain_python(rows):
    with tempfile.TemporaryDirectory() as folder:
        counts = counted(Path(folder), table_of(*rows), PEOPLE, STUDY)
    touched, journey = summarise_touchpoints(counts), summarise_journey(counts, STUDY)
    flows = summarise_flows(counts, words_in("en"))
    for persona in ("1", "2", "unassigned"):
        journeys = mine(rows, persona)
        for touchpoint, phase in MAP.items():
            flags = [hinders(s, touchpoint) for s in journeys.values() if touchpoint in {x[2] for x in s}]
            at = touched.query("persona == @persona and touchpoint == @touchpoint and channel == 'all'")
            if flags:
                found = tuple(at.iloc[0][["n_repeat", "n_displeased", "n_left", "n_friction"]])
                assert found == (*map(sum, zip(*flags, strict=True)), sum(map(any, flags)))
            whole = [any(any(hinders(s, t)) for t in MAP if MAP[t] == phase) for s in journeys.values()]
            here = journey.query("persona == @persona and phase == @phase")
            assert here["n_friction"].item() == sum(whole)
        met = [{s[1] for s in steps} for steps in journeys.values()]
        skipped = journey.query("persona == @persona and phase == 'buy'")["n_skipped"].item()
        assert skipped == sum({0, 2} <= phases and 1 not in phases for phases in met)
        check_flows(flows.query("persona == @persona"), [path_of(s) for s in journeys.values()])


def mine(rows, persona):
    found = {}
    for customer, at, touchpoint, channel, csat in sorted(set(rows)):
        if PEOPLE.get(customer, "unassigned") == persona and touchpoint in MAP:
            step = (at, PHASES.index(MAP[touchpoint]), touchpoint, channel, SCALE[csat])
            found.setdefault(customer, []).append(step)
    return {customer: sorted(steps, key=lambda s: s[:4]) for customer, steps in found.items()}


def check_flows(flows, paths):
    """What isn't merged is counted rightly; nothing is small; who comes to a place goes on from it."""
    ways = Counter(
        (p, *way) for path in paths for p, way in enumerate(itertools.pairwise([*path, "left"]), 1)
    )
    for way in flows.itertuples():
        if "other" not in (way.from_touchpoint, way.to_touchpoint) and way.to_touchpoint != "left":
            assert way.n <= ways[way.step, way.from_touchpoint, way.to_touchpoint]
        assert way.n >= 5 or len(paths) < 5
    assert flows.loc[flows["step"] == 1, "n"].sum() == len(paths)
    for step in range(1, 6):
        came = flows[(flows["step"] == step) & (flows["to_touchpoint"] != "left")]
        went = flows[flows["step"] == step + 1]
        assert came.groupby("to_touchpoint")["n"].sum().to_dict() == went.groupby("from_touchpoint")["n"].sum().to_dict()  # fmt: skip
    if len(paths) >= 5:
        left = flows.loc[flows["to_touchpoint"] == "left", "n"].sum()
        assert left <= sum(len(path) <= 6 for path in paths)
