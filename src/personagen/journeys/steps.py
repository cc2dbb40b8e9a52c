"""Paths from touchpoint to touchpoint on the engine: the first steps of everybody, few by few merged as they go.

Names, and the published table, are made by `streams`.
"""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from personagen.engine import Engine
from personagen.journeys.expressions import Frame

OTHER, LEFT = "other", "left"
STEPS = 6
MOST_TOUCHPOINTS = 8


def name_apart(touchpoint: str) -> str:
    """Return the name of a touchpoint, told apart from ``other`` and ``left``.

    Examples
    --------
    >>> name_apart("shop"), name_apart("other")
    ('shop', 'other (touchpoint)')
    """
    return f"{touchpoint} (touchpoint)" if touchpoint in (OTHER, LEFT) else touchpoint


def build_paths(contacts: Frame, people: Frame) -> Frame:
    """Return one row per customer with its first touchpoints, ``at_1`` to ``at_7``, blank where the path is shorter.

    Repeats of one touchpoint, in whatever channel, are one step.
    """
    first = contacts.filter(nw.col("run") <= STEPS + 1)
    names = {f"at_{p}": nw.when(nw.col("run") == p).then(nw.col("touchpoint")) for p in range(1, STEPS + 2)}
    marked = first.select("customer", **names)
    paths = marked.group_by("customer").agg(*(nw.col(name).max().cast(nw.Int64) for name in names))
    return paths.join(people, on="customer").select("customer", "persona", *names)


def count_steps(engine: Engine, paths: Frame, n_steps: int, minimum_cell: int) -> pd.DataFrame:
    """Return how many go from where to where at each step: persona, step, before, after, n.

    ``before`` and ``after`` are touchpoints, ``n_steps`` (other) or ``n_steps + 1`` (left). Step 0 leads from nowhere
    (-1) to the first touchpoint. Who goes a way that too few go is in ``other`` from there on, as long as their own
    way is that of too few; ends that too few come to stand there first, and leave a step later. So every number
    reaches the minimum cell, and who comes to a place goes on from it.

    Parameters
    ----------
    paths
        `build_paths`.
    n_steps
        Number of steps of the log: more than the code of any touchpoint.
    minimum_cell
        Fewest people on one way.
    """
    other, left, size = n_steps, n_steps + 1, n_steps + 3
    found: list[pd.DataFrame] = []
    now = paths.with_columns(now=nw.lit(-1).cast(nw.Int64))
    for step in range(STEPS + 1):
        target = nw.col(f"at_{step + 1}").fill_null(left)
        way = (nw.col("persona").cast(nw.Int64) * size + nw.col("now") + 1) * size + target
        ahead = now.filter(nw.col("now") != left).with_columns(way=way)
        counted = engine.collect(ahead.group_by("way").agg(n=nw.len()))
        if step and counted.empty:
            break
        counted = counted.assign(
            persona=counted["way"] // size**2,
            before=counted["way"] // size % size - 1,
            after=counted["way"] % size,
        ).sort_values("way", ignore_index=True)
        shown = choose_ways(counted, (other, left), minimum_cell)
        merged = counted.assign(after=counted["after"].where(shown, other))
        keys = ["persona", "before", "after"]
        found.append(merged.groupby(keys)["n"].sum().reset_index().assign(step=step))
        is_shown = nw.col("way").is_in([int(way) for way in counted["way"][shown]])
        gone = ahead.with_columns(now=nw.when(is_shown).then(target).otherwise(nw.lit(other)))
        # kept, as the expression would hold all those before it, several times each
        now = engine.keep(f"gone_{step + 1}", gone.drop("way", f"at_{step + 1}"))
    return pd.concat(found, ignore_index=True)


def choose_ways(counted: pd.DataFrame, ends: tuple[int, int], minimum_cell: int) -> pd.Series:
    """Return which ways are shown as they are; the others are merged into ``other``.

    Shown are ways to ``left`` and to the touchpoints that most of a persona come to, where enough go them, and where
    those that are merged are nobody or enough.

    Parameters
    ----------
    counted
        persona, before, after, n.
    ends
        The codes of ``other`` and ``left``.

    Examples
    --------
    >>> ways = pd.DataFrame({"persona": 0, "before": -1, "after": [0, 1, 2, 3], "n": [30, 2, 9, 6]})
    >>> choose_ways(ways, (8, 9), 5).tolist()  # 2 are too few, and 2 + 6 enough
    [True, False, True, False]
    """
    arrivals = counted.groupby(["persona", "after"])["n"].transform("sum")
    places = counted.assign(arrivals=arrivals)[~counted["after"].isin(ends)]
    ranked = places.drop_duplicates(["persona", "after"]).sort_values(
        ["arrivals", "after"], ascending=[False, True]
    )
    top = ranked.groupby("persona").head(MOST_TOUCHPOINTS)[["persona", "after"]]
    wanted = {*top.itertuples(index=False, name=None)}
    is_top = pd.Series(
        [way in wanted for way in zip(counted["persona"], counted["after"], strict=True)], counted.index
    )
    shown: pd.Series = (is_top | counted["after"].eq(ends[1])) & (counted["n"] >= minimum_cell)
    for _, ways in counted.groupby(["persona", "before"]):
        merged = int(ways.loc[~shown[ways.index], "n"].sum())
        for way in ways[shown[ways.index]].sort_values(["n", "after"]).index:
            if merged == 0 or merged >= minimum_cell:
                break
            merged += int(ways["n"][way])
            shown[way] = False
    return shown
