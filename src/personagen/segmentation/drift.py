"""Drift: how far the people of this run differ from those the personas were made of.

The population stability index is PSI = sum((q - p) * ln(q / p)) over bins, p then and q now [Siddiqi 2006, *Credit Risk
Scorecards*]; above .2 the population is said to have shifted. So that an empty bin doesn't make it infinite, half a
respondent is added to every bin on both sides; bins that are empty on both are left out. Without any shift it behaves as
(1/N + 1/M) times a chi-square with B - 1 degrees of freedom [Yurdakul & Naranjo 2020, *Journal of Risk Model Validation*].
How answers are put in bins belongs to `features`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import chi2

from personagen.contracts import PersonaModel
from personagen.contracts.model import Margin
from personagen.contracts.segmentation import DRIFT

LARGE = 0.2
GUARD = 0.5
LEVEL = 0.95
PERSONA = "persona"
Floats = NDArray[np.float64]


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


def stability_index(before: Sequence[float], now: Sequence[float], n_before: int, n: int) -> float:
    """Return the population stability index of two distributions over the same bins, with half a respondent a bin.

    Parameters
    ----------
    before, now
        Shares of the bins; each sums to 1.
    n_before, n
        Respondents behind them.

    Examples
    --------
    >>> stability_index([0.5, 0.5], [0.5, 0.5], 100, 40)
    0.0
    >>> round(stability_index([0.5, 0.5], [0.8, 0.2], 1000, 1000), 3)  # 0.3 ln(1.6) - 0.3 ln(0.4)
    0.415
    """
    p, q = _guarded(before, now, n_before, n)
    return float(np.sum((q - p) * np.log(q / p)))


def _guarded(before: Sequence[float], now: Sequence[float], n_before: int, n: int) -> tuple[Floats, Floats]:
    p, q = (np.asarray(shares, dtype=np.float64) for shares in (before, now))
    is_met = (p > 0) | (q > 0)
    added = GUARD * is_met.sum()
    return (p[is_met] * n_before + GUARD) / (n_before + added), (q[is_met] * n + GUARD) / (n + added)


def _by_chance(before: Sequence[float], now: Sequence[float], n_before: int, n: int) -> float:
    """Return what the index stays below in 95 of 100 samples without any shift; 0 where there is nothing to compare."""
    n_bins = sum(p > 0 or q > 0 for p, q in zip(before, now, strict=True))
    if not n or not n_before or n_bins <= 1:
        return 0.0
    return (1 / n_before + 1 / n) * float(chi2.ppf(LEVEL, n_bins - 1))


def _compare(before: Sequence[float], now: Sequence[float], n_before: int, n: int) -> dict[str, float]:
    return {
        "psi": stability_index(before, now, n_before, n) if n else 0.0,
        "by_chance": _by_chance(before, now, n_before, n),
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
