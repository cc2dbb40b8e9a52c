"""How much was looked at to find what the journey tables say: tests by family, and how many customers were drawn."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from personagen.journeys.counts import Counts
from personagen.journeys.moments import count_looks
from personagen.study import Study

_ADJUSTED = ("touchpoints", "differences", "drivers")
_SAMPLES = {"drivers": ("weighed", "firsts"), "representative": ("told", "steps")}


def count_families(tables: Mapping[str, pd.DataFrame], counts: Counts, study: Study) -> dict[str, int]:
    """Return by family the tests that were corrected together, those that found nothing among them.

    Parameters
    ----------
    tables
        By name the contracts of the journeys, nothing hidden yet: what is hidden was tested too.
    counts
        What was counted in the logs.
    study
        For the minimum cell.
    """
    sizes = {
        name: int(tables[name]["p_adjusted"].notna().sum())
        for name in _ADJUSTED
        if name in tables and len(tables[name])
    }
    return sizes | count_looks(counts, study)


def count_sampled(counts: Counts, tables: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, int]]:
    """Return by table and persona the customers with a contact in a phase that were drawn; only where not all of them were.

    Parameters
    ----------
    counts
        With the sample.
    tables
        By name those that were made of it.
    """
    found = {}
    for name, (limit, part) in _SAMPLES.items():
        drawn = counts.sample.draws[limit]
        journeys = getattr(counts.sample, part).groupby("persona")["draw"].nunique()
        sizes = {str(p): int(journeys.get(p, 0)) for p in drawn.index[np.isfinite(drawn.astype("float64"))]}
        if name in tables and sizes:
            found[name] = sizes
    return found
