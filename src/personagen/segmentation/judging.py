"""Holding every k against data without groups and against the other criteria: the table of solutions, whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from personagen.contracts import FeatureMatrix
from personagen.progress import part_of_work
from personagen.segmentation.choosing import MAX_P
from personagen.segmentation.content import Content
from personagen.segmentation.criteria import assess_criteria, some_respondents
from personagen.segmentation.kmeans import Solution
from personagen.segmentation.observed import observe
from personagen.segmentation.references import Unrelated, smooth_cloud
from personagen.segmentation.separation import Comparison, compare_separation, count_blurred, mean_shadow
from personagen.segmentation.stability import MAX_SAMPLE, expect_ari

KEPT_ROOM = 0.75
_MISFIT_DRAWS = 20


@dataclass(frozen=True)
class Judged:
    """The table of solutions before a k is chosen, and how far the correlations of the smooth cloud are off."""

    solutions: pd.DataFrame
    misfit: float


def judge_solutions(
    features: FeatureMatrix,
    content: Content,
    solutions: Mapping[int, Solution],
    rows: pd.DataFrame,
    random_state: int,
) -> Judged:
    """Return which k are eligible and natural, with everything that speaks for and against each.

    A k is **eligible** if it is stable and large enough and its segments lie further apart than in data with unrelated
    variables; **natural** if it is eligible, they lie further apart than in one smooth cloud, no two neighbours look
    like one group, and there is at least three quarters of the room (the shadow of the cloud less that of the data) that
    a smaller such k leaves. References have the first 2,000 respondents at most, drawn once: what is found must not grow
    merely because n does.

    Parameters
    ----------
    features, content
        The data.
    solutions
        By k.
    rows
        What ``choosing.describe_solution`` says of each.
    random_state
        What is drawn from.
    """
    numbers = list(solutions)
    seed = random_state, 5
    random = np.random.default_rng(seed)
    observed = observe(features, content, some_respondents(len(content.ids), MAX_SAMPLE, random))
    unrelated, cloud = Unrelated(observed), smooth_cloud(observed, random)
    with part_of_work(0, 0.2):
        unrelated_ari = expect_ari(unrelated, observed.weights, numbers, [*seed, 1])
    with part_of_work(0.2, 0.4):
        continuum_ari = expect_ari(cloud, observed.weights, numbers, [*seed, 2])
    table = rows.assign(
        unrelated_ari=list(unrelated_ari.values()),
        continuum_ari=list(continuum_ari.values()),
        shadow=[mean_shadow(observed.rows, observed.weights, s.centroids) for s in solutions.values()],
    )
    stable = _numbers(table, table["stable"])
    with part_of_work(0.4, 0.6):
        table = _add(table, "unrelated", compare_separation(observed, unrelated, stable, [*seed, 3]))
    table["eligible"] = table["stable"] & (table["p_unrelated"] <= MAX_P)
    eligible = _numbers(table, table["eligible"])
    with part_of_work(0.6, 0.8):
        table = _add(table, "continuum", compare_separation(observed, cloud, eligible, [*seed, 4]))
    apart = _numbers(table, table["eligible"] & (table["p_continuum"] <= MAX_P))
    blurred = {k: count_blurred(observed, solutions[k].centroids, [*seed, 5, k]) for k in apart}
    table["n_blurred"] = table["k"].map(blurred)
    table["natural"] = _has_room(table, table["n_blurred"] == 0)
    criteria = assess_criteria(content, {k: s.labels for k, s in solutions.items()}, random_state)
    for name in ("prediction_strength", "gap", "gap_se", "silhouette"):
        table[name] = [getattr(criteria[k], name) for k in numbers]
    return Judged(table, cloud.misfit(_MISFIT_DRAWS, random))


def _numbers(table: pd.DataFrame, which: pd.Series) -> list[int]:
    return [int(k) for k in table.loc[which, "k"]]


def _has_room(table: pd.DataFrame, apart: pd.Series) -> pd.Series:
    """Tell which of the numbers that lie apart keep the room of fewer segments: one too many fills the gaps again."""
    room = (table["continuum_shadow"] - table["shadow"]).where(apart)
    return pd.Series(room.notna() & (room >= KEPT_ROOM * room.cummax()), dtype=bool)


def _add(table: pd.DataFrame, name: str, found: Mapping[int, Comparison]) -> pd.DataFrame:
    """Return the table with what a reference expects and its p; blank where it wasn't asked."""
    return table.assign(
        **{
            f"{name}_shadow": table["k"].map({k: each.expected for k, each in found.items()}),
            f"p_{name}": table["k"].map({k: each.p for k, each in found.items()}).astype("float64"),
        }
    )
