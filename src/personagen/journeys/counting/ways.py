"""From phase to phase and from touchpoint to touchpoint: moves, the funnel, and the first steps."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from personagen.engine import Contacts, Engine, passing
from personagen.journeys import expressions as ex
from personagen.journeys.counts import END, START
from personagen.journeys.labels import Labels
from personagen.journeys.rules import Rules
from personagen.journeys.steps import LEFT, OTHER, build_paths, count_steps, name_apart


def name_moves(moves: pd.DataFrame, ends: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """Return `Counts.moves`.

    Parameters
    ----------
    moves, ends
        What `expressions.count_moves` and `expressions.count_last_steps` give.
    labels
        Names of their codes.
    """
    names = dict(enumerate(labels.phases, start=1))
    moves = moves.assign(
        from_phase=moves["before"].map(names).fillna(START), to_phase=moves["phase"].map(names)
    )
    ends = ends.assign(from_phase=ends["step"].map(labels.steps["phase"]).map(names), to_phase=END)
    ends = ends.groupby(["persona", "from_phase", "to_phase"])["n"].sum().reset_index()
    ends = ends.assign(n_customers=ends["n"])
    found = pd.concat([moves.drop(columns=["before", "phase"]), ends], ignore_index=True)
    return labels.name(found, "from_phase", "to_phase")


@passing
def count_funnel(
    engine: Engine, contacts: Contacts, firsts: ex.Frame, people: ex.Frame, labels: Labels
) -> pd.DataFrame:
    """Return `Counts.funnel`."""
    wide = engine.collect(ex.count_reached(firsts, len(labels.phases)))
    rows, closed = [], []
    arrived = firsts.filter(~nw.col("first_1").is_null()).select("customer", arrived=nw.col("first_1"))
    for phase in range(1, len(labels.phases) + 1):
        both = wide[f"both_{phase}"] if phase > 1 else wide["n_1"]
        n = {"persona": wide["persona"], "phase": phase, "n": wide[f"n_{phase}"], "n_both": both}
        rows.append(pd.DataFrame(n))
        if phase > 1:
            following = ex.follow_in_order(arrived, contacts.frame, phase)
            arrived = engine.keep(f"arrived_{phase}", following)
        there = arrived.join(people, on="customer").group_by("persona").agg(n=nw.len())
        counted = engine.collect(there)
        closed.append(counted.assign(phase=phase, n_both=counted["n"]))
    found = pd.concat([pd.concat(rows).assign(mode="open"), pd.concat(closed).assign(mode="closed")])
    return labels.name(found, "mode", "phase")


@passing
def count_ways(
    engine: Engine, contacts: Contacts, people: ex.Frame, labels: Labels, rules: Rules
) -> pd.DataFrame:
    """Return `Counts.steps`."""
    paths = engine.keep("paths", build_paths(contacts.frame, people))
    n = len(labels.steps)
    found = count_steps(engine, paths, n, rules.minimum_cell)
    names = {**labels.steps["touchpoint"].map(name_apart).to_dict(), n: OTHER, n + 1: LEFT}
    found = found[found["step"] > 0].assign(persona=found["persona"].map(dict(enumerate(labels.personas))))
    return found.assign(
        from_touchpoint=found["before"].map(names), to_touchpoint=found["after"].map(names)
    ).drop(columns=["before", "after"])
