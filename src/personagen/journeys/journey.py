"""The table `journey`: for every persona and phase, what people do and what they feel."""

from __future__ import annotations

import pandas as pd

from personagen.contracts.journey import JOURNEY
from personagen.journeys.counts import Counts
from personagen.journeys.feelings import evidence_of, feeling_columns
from personagen.journeys.going_on import APART, GoingOn
from personagen.journeys.sources import sources_differ, valence_sources
from personagen.statistics.intervals import wilson_interval
from personagen.statistics.survival import interval_until, time_until
from personagen.study import Study

_KEYS = ["persona", "phase"]
_SUMS = (
    "n_customers",
    "n_contacts",
    "n_ratings",
    "n_words",
    "n_valence",
    "v",
    "vv",
    "n_gap",
    "g",
    "gg",
    "n_friction",
)
_GOING_ON = (
    "n_going_on", "days_to_next_median", "days_to_next_low", "days_to_next_high", "days_to_next_p90",
    "censored_share", "horizon_days", "drop_off", "drop_off_low", "drop_off_high",
)  # fmt: skip


def summarise_journey(counts: Counts, study: Study) -> pd.DataFrame:
    """Return the contract ``journey``, nothing suppressed yet.

    Parameters
    ----------
    counts
        What was counted in the logs.
    study
        For the minimum cell.
    """
    grid = _grid(counts)
    n, base = grid["n_customers"], grid["n_persona"]
    reach = n / base.where(base > 0)
    reach_low, reach_high = wilson_interval(reach, base)
    table = grid[["persona", "phase", "n_persona", "n_customers", "n_contacts"]].assign(
        reach=reach,
        reach_low=reach_low,
        reach_high=reach_high,
        contacts_per_customer=grid["n_contacts"] / n.where(n > 0),
        valence_source=grid.join(valence_sources(counts).rename("source"), on=_KEYS)["source"],
        is_comparable=not sources_differ(counts),
        reentries=_reentries(grid, counts.moves),
        n_skipped=_skipped(grid, counts),
        n_friction=grid["n_friction"],
        evidence=evidence_of(n, study.privacy.minimum_cell),
        suppressed=False,
    )
    table = table.assign(
        skipped_share=table["n_skipped"] / base.where(base > 0),
        friction=table["n_friction"] / n.where(n > 0),
    )
    table = _with_going_on(table.join(feeling_columns(grid)), counts)
    return JOURNEY.conform(table if counts.has_log else _without_contacts(table, study))


def _without_contacts(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return the table of a study without logs: what contacts would tell is blank, the evidence that of the ratings."""
    told = ("persona", "phase", "valence_source", "is_comparable", "suppressed")
    felt = ("valence", "valence_low", "valence_high", "n_valence", "n_ratings")
    kept = table[[*told, *felt]]
    return kept.assign(evidence=evidence_of(table["n_valence"], study.privacy.minimum_cell))


def _grid(counts: Counts) -> pd.DataFrame:
    """Return every persona and phase with its sums, 0 where nobody came."""
    keys = pd.MultiIndex.from_product([counts.personas, counts.phases], names=_KEYS)
    known = counts.by_phase.set_index(_KEYS)[[*_SUMS]]
    grid = known.reindex(keys).reset_index()
    grid[[*_SUMS]] = grid[[*_SUMS]].fillna(0).astype(object)
    whole = ["n_customers", "n_contacts", "n_ratings", "n_words", "n_valence", "n_gap", "n_friction"]
    grid = grid.astype(dict.fromkeys(whole, "int64"))
    return grid.merge(counts.population[["persona", "n_persona"]], on="persona", how="left", validate="m:1")


def _reentries(grid: pd.DataFrame, moves: pd.DataFrame) -> pd.Series:
    """Return the returns to a phase per customer in it: arrivals beyond the first."""
    arrivals = moves.groupby(["persona", "to_phase"])["n"].sum()
    arrived = grid.join(arrivals, on=_KEYS)["n"].fillna(0).astype("int64")
    n = grid["n_customers"]
    return (arrived - n) / n.where(n > 0)


def _skipped(grid: pd.DataFrame, counts: Counts) -> pd.Series:
    """Return who passed each phase without a contact; blank for the first and the last."""
    found = grid.merge(counts.skipped, on=_KEYS, how="left", validate="1:1")["n"]
    return found.fillna(0).astype("Int64").where(grid["phase"].isin(counts.phases[1:-1]))


def _with_going_on(table: pd.DataFrame, counts: Counts) -> pd.DataFrame:
    """Add how people went on, and who had met a later phase before."""
    rows = [
        (*place, *_tell(here, float(counts.horizons[place[1]])))
        for place, here in counts.going_on.items()
        if here.n
    ]
    told = pd.DataFrame(rows, columns=[*_KEYS, *_GOING_ON])
    apart = counts.durations[counts.durations["kind"] == APART].groupby(_KEYS)["n"].sum()
    found = table.merge(told, on=_KEYS, how="left", validate="1:1")
    found = found.join(apart.rename("n_later_before"), on=_KEYS)
    followed = (found["n_customers"] > 0) & (found["phase"] != counts.phases[-1])
    for column in ("n_going_on", "n_later_before"):
        found[column] = found[column].fillna(0).where(followed)
    return found


def _tell(here: GoingOn, horizon: float) -> tuple[float, ...]:
    """Return what the table says of going on from one phase, in the order of its columns."""
    return (
        here.n,
        time_until(here.curve, 0.5),
        *interval_until(here.curve, 0.5),
        time_until(here.curve, 0.9),
        here.n_open / here.n,
        horizon,
        *here.drop_off(horizon)[["survival", "low", "high"]],
    )
