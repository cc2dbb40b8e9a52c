"""Customers x phases: what each felt before the outcome, whom they are alike in, and what is unknown of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from personagen.journeys.counts import Counts
from personagen.journeys.drivers.outcomes import Outcomes

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_KEYS = ["persona", "draw"]
_MICRO = 1_000_000


@dataclass(frozen=True)
class Design:
    """Customers with an outcome, in an order of their content alone.

    Parameters
    ----------
    persona
        Persona of each.
    y
        The outcome.
    felt
        Customer x phase: mean valence before the outcome, in standard deviations from the mean of all; NaN without a rating.
    met
        Customer x phase: whether they had a contact in the phase before the outcome.
    phases
        Names of the columns.
    """

    persona: NDArray[np.object_]
    y: Floats
    felt: Floats
    met: Flags
    phases: tuple[str, ...]

    def of(self, persona: str | None) -> Design:
        """Return the customers of one persona; of all for None."""
        rows = np.ones(len(self.y), dtype=np.bool_) if persona is None else self.persona == persona
        return self.only(rows, np.ones(len(self.phases), dtype=np.bool_))

    def only(self, rows: Flags, columns: Flags) -> Design:
        """Return some customers and phases."""
        names = tuple(name for name, is_kept in zip(self.phases, columns, strict=True) if is_kept)
        felt, met = self.felt[rows][:, columns], self.met[rows][:, columns]
        return Design(self.persona[rows], self.y[rows], felt, met, names)

    @property
    def is_rated(self) -> Flags:
        """Customer x phase: whether there is a rating."""
        return ~np.isnan(self.felt)


def build_design(counts: Counts, outcomes: Outcomes) -> Design:
    """Return what each customer felt in each phase before the outcome."""
    people, sample = outcomes.people, counts.sample
    n = len(outcomes.phases)
    rated = sample.rated[sample.rated["phase"] <= n].merge(people[[*_KEYS, "until_us"]], on=_KEYS)
    rated = rated[rated["at_us"] <= rated["until_us"]]
    sums = rated.groupby([*_KEYS, "phase"])["valence_micro"].agg(["sum", "size"])
    # of whole numbers: the order of the contacts changes nothing
    means = (sums["sum"] / sums["size"] / _MICRO).unstack("phase").reindex(columns=range(1, n + 1))
    felt = people[_KEYS].join(means, on=_KEYS)[[*range(1, n + 1)]].to_numpy(dtype=np.float64)
    firsts = people.merge(sample.firsts, on=_KEYS, how="left", validate="1:1")
    stamps = firsts[[f"first_{place}" for place in range(1, n + 1)]].to_numpy(
        dtype=np.float64, na_value=np.nan
    )
    met = (stamps <= firsts["until_us"].to_numpy(dtype=np.float64)[:, None]) | ~np.isnan(felt)
    y = people["y"].to_numpy(dtype=np.float64)
    persona = people["persona"].to_numpy(dtype=object)
    order = np.lexsort([*np.nan_to_num(felt, nan=-9.0).T, *met.T, y, persona.astype(str)])
    felt = felt[order]
    return Design(persona[order], y[order], _standard(felt), met[order], outcomes.phases)


def _standard(felt: Floats) -> Floats:
    """Return the columns in standard deviations from their mean; blank where nothing varies."""
    found = np.full_like(felt, np.nan)
    for j, column in enumerate(felt.T):
        seen = np.sort(column[~np.isnan(column)])  # the same sums in any order
        if len(seen) > 1 and seen.std(ddof=1) > 0:
            found[:, j] = (column - seen.mean()) / seen.std(ddof=1)
    return found
