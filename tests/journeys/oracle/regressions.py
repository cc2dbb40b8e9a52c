"""Regressions by Newton's method and normal equations, with sandwich errors, written out; missing ratings drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import linalg, stats

FEWEST, EACH, AT_LEAST, MANY, LARGEST = 30, 10, 5, 20, 10
N_TABLES, WARM_UP, APART = 150, 20, 3
Floats = NDArray[np.float64]
Pair = tuple[str, str]


class Effects(NamedTuple):
    """What was estimated of each phase, and of the interaction of a pair last."""

    phases: tuple[str, ...]
    estimate: Floats
    se: Floats
    df: Floats
    n: int
    between: Floats

    def interval(self, place: int) -> tuple[float, float]:
        """Return the 95 % interval of one of them."""
        half = float(stats.t.ppf(0.975, self.df[place]) * self.se[place])
        return float(self.estimate[place]) - half, float(self.estimate[place]) + half

    def p(self, place: int) -> float:
        """Return the two-sided p of its being 0."""
        return float(2 * stats.t.sf(abs(self.estimate[place] / self.se[place]), self.df[place]))


def fit(people: pd.DataFrame, phases: Sequence[str], model: str, pair: Pair | None = None) -> Effects | None:
    """Return the effects of as many phases as these people can tell apart."""
    people = _who_can_tell(people, phases) if model == "logistic" else people
    phases = _which(people, phases, model)
    if not phases or (pair and not {*pair} <= {*phases}):
        return None
    complete = people[np.logical_and.reduce([_felt(people, p).notna() | ~_met(people, p) for p in phases])]
    if _per_column(complete, phases, model) >= MANY:
        people = complete
    y = people["y"].to_numpy()
    y = y if model == "logistic" else (y - y.mean()) / y.std(ddof=1)
    beside = _beside(people, phases)
    found = []
    for table in _completed(people, phases, np.column_stack([y, beside])):
        slopes = [table[:, place] for place in range(len(phases))]
        if pair:
            slopes.append(slopes[phases.index(pair[0])] * slopes[phases.index(pair[1])])
        x = np.column_stack([*slopes, beside])
        one = _logistic(x, y) if model == "logistic" else _linear(x, y)
        if one is None or (np.abs(one[0][: len(slopes)]) >= LARGEST).any():
            return None
        found.append([part[: len(slopes)] for part in one])
    estimates, variances = (np.array(parts) for parts in zip(*found, strict=True))
    return _pooled(tuple(phases), estimates, variances, len(y), len(y) - x.shape[1])


def _felt(people: pd.DataFrame, phase: str) -> pd.Series:
    return people[f"felt_{phase}"]


def _met(people: pd.DataFrame, phase: str) -> pd.Series:
    return people[f"met_{phase}"]


def _who_can_tell(people: pd.DataFrame, phases: Sequence[str]) -> pd.DataFrame:
    """Leave out a persona, and those without a phase, of whom nobody or everybody has the outcome, until there are none."""
    strata = [people["persona"] == name for name in {*people["persona"]}]
    strata += [~_met(people, phase) for phase in phases]
    kept = pd.Series(data=True, index=people.index)
    while alike := [s for s in strata if len({*people.loc[kept & s, "y"]}) == 1]:
        kept &= ~alike[0]
    return people[kept]


def _which(people: pd.DataFrame, phases: Sequence[str], model: str) -> list[str]:
    """Return the phases with ratings enough, those with the fewest left out while there are too few people for all."""
    if people["y"].nunique() < 2:
        return []
    rated = {phase: people.loc[_felt(people, phase).notna(), "y"] for phase in phases}
    chosen = [phase for phase in phases if len(rated[phase]) >= FEWEST]
    if model == "logistic":
        chosen = [phase for phase in chosen if min((rated[phase] == end).sum() for end in (0, 1)) >= EACH]
    while chosen and _per_column(people, chosen, model) < AT_LEAST:
        # of as many ratings the later phase goes
        chosen.remove(min(reversed(chosen), key=lambda phase: len(rated[phase])))
    return chosen


def _per_column(people: pd.DataFrame, phases: Sequence[str], model: str) -> float:
    """Return the people of the rarer outcome, of a score half of all, for each number to be estimated but the level."""
    rarer = (
        min((people["y"] == 0).sum(), (people["y"] == 1).sum()) if model == "logistic" else len(people) / 2
    )
    return float(rarer / (len(phases) + _beside(people, phases).shape[1] - 1)) if len(people) else 0.0


def _beside(people: pd.DataFrame, phases: Sequence[str]) -> Floats:
    """Return what spans the level, the personas, and who didn't meet each phase: as few columns as do."""
    columns = [people["persona"] == name for name in {*people["persona"]}]
    columns += [~_met(people, phase) for phase in phases]
    return np.asarray(linalg.orth(np.column_stack([np.ones(len(people)), *columns]).astype(float)))


def _completed(people: pd.DataFrame, phases: Sequence[str], known: Floats) -> Iterator[Floats]:
    """Yield the ratings, 0 where the phase wasn't met; where some weren't given, tables with these drawn."""
    felt = np.column_stack([_felt(people, phase) for phase in phases])
    is_given, is_met = ~np.isnan(felt), np.column_stack([_met(people, phase) for phase in phases])
    table = np.where(is_given, felt, 0.0)
    if (is_given | ~is_met).all():
        yield table
        return
    random = np.random.default_rng(2026)
    for turn in range(WARM_UP + N_TABLES * APART):
        for place in range(len(phases)):
            x = np.column_stack([np.delete(table, place, axis=1), known])
            given, missing = is_given[:, place], is_met[:, place] & ~is_given[:, place]
            table[missing, place] = _draw(x[given], table[given, place], x[missing], random)
        if turn >= WARM_UP and (turn - WARM_UP) % APART == 0:
            yield table.copy()


def _draw(x: Floats, y: Floats, missing: Floats, random: np.random.Generator) -> Floats:
    """Return what others would have given, by a regression drawn from what is known of it [van Buuren 2018, 3.1]."""
    inverse = np.linalg.pinv(x.T @ x, hermitian=True)
    beta = inverse @ x.T @ y
    spread = math.sqrt(((y - x @ beta) ** 2).sum() / random.chisquare(len(x) - np.linalg.matrix_rank(x)))
    beta = random.multivariate_normal(beta, spread**2 * inverse)
    return np.asarray(missing @ beta + random.normal(0, spread, len(missing)))


def _logistic(x: Floats, y: Floats) -> tuple[Floats, Floats] | None:
    """Return coefficients by Newton's method and their sandwich variances (HC1); None where there is no maximum."""
    beta = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -500, 500)))
        bread = (x * (p * (1 - p))[:, None]).T @ x
        if np.linalg.cond(bread) > 1e14:
            return None
        step = np.linalg.solve(bread, x.T @ (y - p))
        beta += step
        if np.abs(step).max() < 1e-12:
            break
    n, k = x.shape
    meat = (x * ((y - p) ** 2)[:, None]).T @ x
    inverse = np.linalg.inv(bread)
    return beta, np.diag(inverse @ meat @ inverse) * n / (n - k)


def _linear(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return coefficients by the normal equations and their sandwich variances (HC3)."""
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ y
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    meat = (x * (((y - x @ beta) / (1 - leverage)) ** 2)[:, None]).T @ x
    return beta, np.diag(inverse @ meat @ inverse)


def _pooled(phases: tuple[str, ...], estimates: Floats, variances: Floats, n: int, df: int) -> Effects:
    """Return Rubin's estimate and error, on degrees of freedom by Barnard and Rubin; of one table as they are."""
    m, within = len(estimates), variances.mean(axis=0)
    if m == 1:
        return Effects(
            phases, estimates[0], np.sqrt(within), np.full(len(within), df), n, np.zeros(len(within))
        )
    between = estimates.var(axis=0, ddof=1)
    total = within + (1 + 1 / m) * between
    missed = (1 + 1 / m) * between / total
    seen = (df + 1) / (df + 3) * df * (1 - missed)
    both = 1 / (missed**2 / (m - 1) + 1 / seen)
    return Effects(phases, estimates.mean(axis=0), np.sqrt(total), both, n, between)
