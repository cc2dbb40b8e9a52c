"""How the outcome goes with what was felt in each phase, the others held constant: one group of customers.

Where a phase wasn't met, there is nothing to feel: such customers have an intercept of their own for it, and what they felt
elsewhere counts. Of those who met a phase and didn't rate it, an indicator would lay at other phases' door what went with
this one. So only the complete ones count where they are many enough: that is fair even where the displeased rate less
often. Where they are too few, the ratings are imputed, which is fair as long as what was rated elsewhere, and the outcome,
tell who didn't rate.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray
from statsmodels.tools.sm_exceptions import (
    ConvergenceWarning,
    PerfectSeparationError,
    PerfectSeparationWarning,
)

from personagen.journeys.drivers.design import Design
from personagen.journeys.drivers.outcomes import Model
from personagen.statistics.imputing import Pooled, impute, independent_columns, pool

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
FEWEST = 30
_TABLES = 20
_PER_COLUMN, _MANY = 5, 20  # people of the rarer outcome for each column
_LARGEST = 10.0  # log-odds per standard deviation that no data can tell


@dataclass(frozen=True)
class Fit:
    """The effects of the phases that could be weighed.

    Parameters
    ----------
    phases
        Their names.
    pooled
        By phase the change of the outcome per standard deviation of valence; with a pair, last their interaction.
    n
        Customers it rests on.
    """

    phases: tuple[str, ...]
    pooled: Pooled
    n: int


def fit_drivers(
    group: Design, model: Model, seed: list[int], pair: tuple[str, str] | None = None
) -> Fit | None:
    """Return the effects of as many phases as the customers can tell apart; None where of none.

    Logistic regression, or linear of the standardised outcome, with heteroscedasticity-robust standard errors (HC1, HC3)
    on Student's t; where customers who rated every phase they met are fewer than 20 of the rarer outcome for each
    column, pooled over twenty imputed tables. A phase enters with at least 30 customers who rated it (10 of
    each outcome), and so many of them that there are five people of the rarer outcome (or ten customers) for each
    column; those with the fewest ratings go first.

    Parameters
    ----------
    group
        Customers of a persona, or of all.
    model
        What the outcome is.
    seed
        What imputed tables are drawn from.
    pair
        Two phases whose interaction is asked for too.
    """
    chosen = _choose(_informative(group, model), model)
    if chosen is None or (pair and not set(pair) <= set(chosen.phases)):
        return None
    chosen = _complete(chosen, model)
    known = _columns(chosen)
    y = chosen.y if model == "logistic" else (chosen.y - chosen.y.mean()) / chosen.y.std(ddof=1)
    is_missing = ~chosen.is_rated & chosen.met
    values = np.where(chosen.is_rated, chosen.felt, 0.0)
    tables = [values]
    if is_missing.any():
        beside = np.column_stack([y, known])
        tables = impute(values, beside, chosen.is_rated, is_missing, _TABLES, seed)
    found = []
    for table in tables:
        slopes = np.column_stack([table, _product(chosen, table, pair)]) if pair else table
        one = _fit_one(y, np.column_stack([slopes, np.ones(len(y)), known]), slopes.shape[1], model)
        if one is None:
            return None
        found.append(one)
    estimates, variances = (np.asarray(each) for each in zip(*found, strict=True))
    n_columns = len(chosen.phases) + bool(pair) + 1 + known.shape[1]
    return Fit(chosen.phases, pool(estimates, variances, float(len(y) - n_columns)), len(y))


def _informative(group: Design, model: Model) -> Design:
    """Leave out whom a logistic model can't learn from: nobody without that phase, or of that persona, has both outcomes.

    Their intercept would be infinite, and they would change no slope.
    """
    rows = np.ones(len(group.y), dtype=np.bool_)
    before = -1
    while model == "logistic" and before != (before := int(rows.sum())):
        strata = [~met for met in group.met.T] + [group.persona == name for name in np.unique(group.persona)]
        for stratum in strata:
            here = stratum & rows
            if here.any() and np.ptp(group.y[here]) == 0:
                rows &= ~here
    return group.only(rows, np.ones(len(group.phases), dtype=np.bool_))


def _choose(group: Design, model: Model) -> Design | None:
    """Return the group with the phases it has enough ratings of; None where it has of none."""
    everybody = np.ones(len(group.y), dtype=np.bool_)
    if not len(group.y) or np.ptp(group.y) == 0:
        return None
    counts = group.is_rated.sum(axis=0)
    enough = counts >= FEWEST
    if model == "logistic":
        both = np.array([[(group.y[rated] == end).sum() for end in (0, 1)] for rated in group.is_rated.T])
        enough &= both.min(axis=1) >= FEWEST / 3
    while enough.any():
        chosen = group.only(everybody, enough)
        if _per_column(chosen, model) >= _PER_COLUMN:
            return chosen
        # the last of equals: a phase late in the journey
        enough[np.flatnonzero(enough)[np.argsort(-counts[enough], kind="stable")[-1]]] = False
    return None


def _complete(group: Design, model: Model) -> Design:
    """Return those who rated every phase they met, where they are many enough; else everybody."""
    rows: Flags = np.all(~np.isnan(group.felt) | ~group.met, axis=1)
    complete = group.only(rows, np.ones(len(group.phases), dtype=np.bool_))
    return complete if _per_column(complete, model) >= _MANY else group


def _per_column(group: Design, model: Model) -> float:
    """Return the people of the rarer outcome (of a score: half of all) for each column of the model."""
    is_logistic = model == "logistic"
    rarer = float(min(group.y.sum(), (1 - group.y).sum())) if is_logistic else len(group.y) / 2
    return rarer / float(len(group.phases) + _columns(group).shape[1])


def _columns(group: Design) -> Floats:
    """Return 0/1 columns for the personas but one, and for the phases that some didn't meet; each once."""
    personas = [group.persona == name for name in np.unique(group.persona)[1:]]
    unmet = [~met for met in group.met.T]
    columns = np.column_stack([*personas, *unmet]).astype(np.float64)
    return columns[:, independent_columns(columns)]


def _product(group: Design, table: Floats, pair: tuple[str, str]) -> Floats:
    one, other = (group.phases.index(phase) for phase in pair)
    return np.asarray(table[:, one] * table[:, other])


def _fit_one(y: Floats, x: Floats, n_slopes: int, model: Model) -> tuple[Floats, Floats] | None:
    """Return slopes and their variances; None where the data don't tell them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PerfectSeparationWarning)
            warnings.simplefilter("ignore", RuntimeWarning)
            warnings.simplefilter("ignore", ConvergenceWarning)
            if model == "linear":
                fit = sm.OLS(y, x).fit(cov_type="HC3")
                is_told = True
            else:
                fit = sm.Logit(y, x).fit(disp=0, cov_type="HC1", maxiter=100)
                is_told = bool(fit.mle_retvals["converged"])
    except (PerfectSeparationError, PerfectSeparationWarning, np.linalg.LinAlgError):
        return None
    slopes = np.asarray(fit.params, dtype=np.float64)[:n_slopes]
    # statsmodels' logit knows no correction for small samples
    scale = len(y) / (len(y) - x.shape[1]) if model == "logistic" else 1.0
    variances = scale * np.asarray(fit.bse, dtype=np.float64)[:n_slopes] ** 2
    is_told = is_told and bool(np.isfinite(slopes).all() and (np.abs(slopes) < _LARGEST).all())
    return (slopes, variances) if is_told and bool((variances > 0).all()) else None
