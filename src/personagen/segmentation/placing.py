"""Everybody's persona as a table, and who is nearest its centroid. Which persona is nearest belongs to `assigning`."""

from __future__ import annotations

import pandas as pd

from personagen.contracts import FeatureMatrix, persona_order
from personagen.contracts.people import ASSIGNMENTS

EXEMPLARS = 5


def place_people(features: FeatureMatrix, respondents: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return everybody's persona (contract ``assignments``) in the order of ``respondents``.

    Parameters
    ----------
    features
        The matrix and on what basis each is in it.
    respondents
        Contract ``respondents``.
    found
        As `assign` gives it; who is absent is excluded.
    """
    placed = found.assign(basis=features.basis)
    table = respondents[["respondent_id", "customer_id", "weight"]].merge(
        placed, left_on="respondent_id", right_index=True, how="left", validate="1:1"
    )
    return ASSIGNMENTS.conform(table.assign(basis=table["basis"].fillna("excluded")))


def variables_of(features: FeatureMatrix) -> list[str] | None:
    """Return the variable of each column; None where the matrix has no encoding and each column is its own."""
    return None if features.encoding.empty else [str(name) for name in features.encoding["variable"]]


def find_exemplars(found: pd.DataFrame) -> pd.DataFrame:
    """Return persona, rank, respondent_id and distance of those nearest each centroid, equally near ones by id."""
    table = found[found["distance"].notna()].rename_axis("respondent_id").reset_index()
    table = table.sort_values(["persona", "distance", "respondent_id"], ignore_index=True)
    table = table.assign(rank=table.groupby("persona").cumcount() + 1)
    places = {persona: place for place, persona in enumerate(persona_order(table["persona"]))}
    near = table[table["rank"] <= EXEMPLARS].sort_values(
        "persona", key=lambda personas: personas.map(places), kind="stable"
    )
    return near[["persona", "rank", "respondent_id", "distance"]].reset_index(drop=True)
