"""Drift: how far the people of this run differ from those the personas were made of.

The index itself stands in `statistics`; how answers are put in bins belongs to `features`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pandas as pd

from personagen.contracts import PersonaModel
from personagen.contracts.model import Margin
from personagen.contracts.segmentation import DRIFT
from personagen.statistics.shifts import LARGE, chance_index, stability_index

PERSONA = "persona"


def assess_drift(model: PersonaModel, now: Sequence[Margin], assignments: pd.DataFrame) -> pd.DataFrame:
    """Compare the answers and the shares of the personas with those of the run that the model comes from.

    Parameters
    ----------
    model
        With the margins of then.
    now
        The same bins and levels, with the shares of now.
    assignments
        Contract ``assignments`` of now.

    Returns
    -------
    pandas.DataFrame
        Contract ``drift``: a row for each variable (of several columns the one that shifted most), in the order of the
        model, and one for the personas.
    """
    if PERSONA in {each.name for each in model.variables}:
        now = [margin for margin in now if margin.variable != PERSONA]  # the word stands for the shares
    before = {margin.column: margin for margin in model.margins}
    rows = []
    for variable, margins in groupby(now, key=lambda margin: margin.variable):
        pairs = [(before[margin.column], margin) for margin in margins if margin.column in before]
        compared = [_compare(old.shares, new.shares, old.n, new.n) for old, new in pairs]
        if compared:
            rows.append({"variable": variable, **max(compared, key=lambda row: row["psi"])})
    rows.append({"variable": PERSONA, **_compare_personas(model, assignments)})
    return DRIFT.conform(pd.DataFrame(rows).assign(is_large=lambda table: table["psi"] > LARGE))


def _compare(before: Sequence[float], now: Sequence[float], n_before: int, n: int) -> dict[str, float]:
    return {
        "psi": stability_index(before, now, n_before, n) if n else 0.0,
        "by_chance": chance_index(before, now, n_before, n),
        "n_before": n_before,
        "n": n,
    }


def _compare_personas(model: PersonaModel, assignments: pd.DataFrame) -> dict[str, float]:
    people = assignments[assignments["persona"].notna()]
    weights = people["weight"].to_numpy(dtype=np.float64)
    total = np.sum(np.sort(weights))
    persona = people["persona"].to_numpy()
    now = [float(np.sum(np.sort(weights[persona == one.persona])) / total) for one in model.personas]
    n_before = sum(each.n for each in model.personas)
    return _compare([each.share for each in model.personas], now, n_before, len(people))
