"""The table `flows`: from touchpoint to touchpoint, those merged that too few go."""

from __future__ import annotations

import itertools
from collections import Counter

import pandas as pd

from .contacts import ALL, Customer, Log

OTHER, LEFT = "other", "left"
STEPS, MOST = 6, 8
Way = tuple[str | None, str]


def flows(log: Log) -> pd.DataFrame:
    """Return how many of each persona go from where to where at each of the first steps."""
    rows = [
        row
        for persona, customers in log.groups()
        if persona != ALL
        for row in _steps(log, persona, customers)
    ]
    names = ["persona", "step", "from_touchpoint", "to_touchpoint"]
    return pd.DataFrame(rows, columns=[*names, "n"]).set_index(names)


def _steps(log: Log, persona: str, customers: list[Customer]) -> list[tuple[object, ...]]:
    paths = [
        [t for t, _ in itertools.groupby(c.touchpoint for c in customer.contacts)] for customer in customers
    ]
    paths = [path for path in paths if path]
    rows, now = [], [None] * len(paths)
    for step in range(STEPS + 1):
        own: list[Way | None] = [
            None if here == LEFT else (here, path[step] if step < len(path) else LEFT)
            for here, path in zip(now, paths, strict=True)
        ]
        shown = choose(Counter(way for way in own if way), log)
        gone = [way and (way if way in shown else (way[0], OTHER)) for way in own]
        now = [way[1] if way else LEFT for way in gone]
        counted = Counter(way for way in gone if way)
        rows += [(persona, step, *way, n) for way, n in counted.items() if step]
    return rows


def choose(ways: Counter[Way], log: Log) -> set[Way]:
    """Return the ways that stay as they are.

    To ``left``, or to one of the eight touchpoints that most come to, if enough go them; of those from one place the
    smallest are merged too while the merged ones are somebody and too few.
    """
    minimum = log.study.privacy.minimum_cell
    rank = {
        name: place
        for place, name in enumerate(sorted(log.places, key=lambda t: (log.phases.index(log.places[t]), t)))
    }
    rank[LEFT] = len(rank)
    arrivals: Counter[str] = Counter()
    for (_, to), n in ways.items():
        arrivals[to] += n
    top = sorted(arrivals.keys() - {LEFT}, key=lambda to: (-arrivals[to], rank[to]))[:MOST]
    shown = {way for way, n in ways.items() if n >= minimum and way[1] in (*top, LEFT)}
    for place in {before for before, _ in ways}:
        mine = {way: n for way, n in ways.items() if way[0] == place}
        for way in sorted(mine.keys() & shown, key=lambda way: (mine[way], rank[way[1]])):
            merged = sum(n for other, n in mine.items() if other not in shown)
            if 0 < merged < minimum:
                shown.remove(way)
    return shown
