"""The tables `transitions`, `funnel` and `coverage`: how customers move, how far they get, how many are seen."""

from __future__ import annotations

import pandas as pd

from personagen.contracts.movement import COVERAGE, FUNNEL, TRANSITIONS
from personagen.journeys.counts import END, START, Counts
from personagen.journeys.labels import UNASSIGNED


def summarise_transitions(counts: Counts) -> pd.DataFrame:
    """Return the contract ``transitions``, nothing suppressed yet; the shares of one from_phase add up to 1."""
    pairs = [
        (before, after)
        for before in (START, *counts.phases)
        for after in (*counts.phases, END)
        if before != after and (before, after) != (START, END)
    ]
    grid = pd.DataFrame({"persona": counts.personas}).merge(
        pd.DataFrame(pairs, columns=["from_phase", "to_phase"]), how="cross"
    )
    keys = ["persona", "from_phase", "to_phase"]
    table = grid.merge(counts.moves, on=keys, how="left", validate="1:1").fillna({"n": 0, "n_customers": 0})
    total = table.groupby(["persona", "from_phase"])["n"].transform("sum")
    return TRANSITIONS.conform(table.assign(share=table["n"] / total.where(total > 0), suppressed=False))


def summarise_funnel(counts: Counts) -> pd.DataFrame:
    """Return the contract ``funnel``, nothing suppressed yet.

    open: the phase was reached at all, of_previous among those who reached the phase before. closed: all phases up
    to it were met in order, the first one included. Of equal stamps the earlier phase comes first.
    """
    keys = pd.MultiIndex.from_product(
        [counts.personas, ("open", "closed"), counts.phases], names=["persona", "mode", "phase"]
    )
    grid = counts.funnel.set_index([*keys.names]).reindex(keys, fill_value=0).reset_index()
    grid = grid.merge(counts.population[["persona", "n_persona"]], on="persona", how="left", validate="m:1")
    before = grid.groupby(["persona", "mode"])["n"].shift(1).fillna(grid["n_persona"])
    return FUNNEL.conform(
        grid.assign(
            of_start=grid["n"] / grid["n_persona"].where(grid["n_persona"] > 0),
            n_before=before,
            of_previous=grid["n_both"] / before.where(before > 0),
            suppressed=False,
        )
    )


def summarise_coverage(counts: Counts) -> pd.DataFrame:
    """Return the contract ``coverage``, nothing suppressed yet."""
    found = counts.population.set_index("persona").loc[counts.personas].reset_index()
    is_assigned = found["persona"] != UNASSIGNED
    found[["n_respondents", "n_linked"]] = (
        found[["n_respondents", "n_linked"]].astype("Int64").where(is_assigned)
    )
    met = found["n_contacts"].where(found["n_contacts"] > 0)
    return COVERAGE.conform(
        found.assign(
            match_rate=found["n_linked"] / found["n_respondents"].where(found["n_respondents"] > 0),
            unmapped_share=1 - found["n_mapped"] / met,
            suppressed=False,
        )[[c for c in COVERAGE.columns if c in found or c in ("match_rate", "unmapped_share", "suppressed")]]
    )
