"""What `features` hands to `segmentation`, and what `segmentation` hands over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class FeatureMatrix:
    """Respondent x feature matrix.

    Parameters
    ----------
    matrix
        Index respondent_id (order of ``respondents``), float64 columns scaled and weighted as METHOD says; imputed
        where a single answer lacks; blank where a whole block is unknown (basis partial); excluded people left out.
    weights
        Survey weight by respondent_id, same index.
    basis
        full or partial by respondent_id, same index.
    excluded
        respondent_ids with fewer than half of the features.
    encoding
        One row per column of the matrix: column, variable, level, block, type, reverse, impute, low, high (clipping),
        centre, factor, row_centre (likert: less the respondent's own mean position on all such items).
        value = (coded - centre) * factor. Enough to encode somebody new.
    features
        Published contract ``features``.
    imputed
        As the matrix: whether the cell was filled in; nothing was where None.
    """

    matrix: pd.DataFrame
    weights: pd.Series
    basis: pd.Series
    excluded: tuple[str, ...]
    encoding: pd.DataFrame
    features: pd.DataFrame
    imputed: pd.DataFrame | None = None


@dataclass(frozen=True)
class Segments:
    """What `segmentation` hands over.

    Parameters
    ----------
    k
        Number of segments.
    reason
        Why this k, as a word: auto_natural, auto_eligible, auto_none_eligible, given (the number), segments_given or
        kept; words are chosen where it is shown.
    runner_up
        The next best k, if any.
    assignments
        Contract ``assignments``.
    centroids
        Index persona ("1".."k"), columns as the matrix; of given segments only those that the matrix tells of.
    solutions, stability, verdict, origins
        Published contracts; no rows where no segments were formed.
    exemplars
        Private: persona, rank, respondent_id, distance; the respondents nearest each centroid.
    restarts
        restarts_at_best (share), size_low and size_high by persona over the restarts.
    names, keys
        By persona, what given or kept segments are called already; the others are named by what sets them apart.
    """

    k: int
    reason: str
    runner_up: int | None
    assignments: pd.DataFrame
    centroids: pd.DataFrame
    solutions: pd.DataFrame
    stability: pd.DataFrame
    exemplars: pd.DataFrame
    restarts: pd.DataFrame
    verdict: pd.DataFrame
    origins: pd.DataFrame
    names: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Extension:
    """Customers outside the survey with a persona.

    Parameters
    ----------
    table
        Published contract ``extension``: how good the classifier is, whether it is used, the shares of all customers.
    extended
        Contract ``extended``; without rows where the classifier isn't used.
    """

    table: pd.DataFrame
    extended: pd.DataFrame

    @property
    def customer_shares(self) -> pd.DataFrame:
        """By persona its share of all customers with interval, as in ``personas``."""
        columns = ["persona", "customer_share", "customer_share_low", "customer_share_high"]
        return self.table.loc[~self.table["persona"].isin(["all", "unassigned"]), columns]
