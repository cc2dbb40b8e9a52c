"""Who is in the survey and who is outside it, by what both share: in an order of their own content."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from personagen.contracts import persona_order
from personagen.segmentation.content import Floats
from personagen.segmentation.extending.classifying import FOLDS, Personas
from personagen.segmentation.extending.shared import share_columns
from personagen.study import Study

FEWEST_LINKED = 2 * FOLDS


@dataclass(frozen=True)
class People:
    """All customers of analytics.

    Parameters
    ----------
    personas, shares
        The k personas, and their weighted shares of the respondents.
    n_known
        Customers by persona who answered the survey.
    persona, base, linked
        Of them those of whom a shared variable is known: 0..k-1, survey weight (mean 1), respondents x columns.
    outside, outside_ids
        Customers outside the survey of whom one is known: customers x columns, customer_id.
    n_customers
        All customers.
    """

    personas: list[str]
    shares: Floats
    n_known: Personas
    persona: Personas
    base: Floats
    linked: Floats
    outside: Floats
    outside_ids: pd.Series
    n_customers: int

    @property
    def has_enough(self) -> bool:
        """Whether there is something to learn, and somebody to learn it for."""
        least = np.bincount(self.persona, minlength=len(self.personas)).min()
        return bool(least >= FEWEST_LINKED and self.linked.shape[1] and len(self.outside))


def gather_people(customers: pd.DataFrame, assignments: pd.DataFrame, study: Study) -> People:
    """Return the customers by whether they have a persona from the survey."""
    placed = assignments[assignments["persona"].notna()]
    personas = persona_order(placed["persona"])
    weight = [float(np.sort(placed.loc[placed["persona"] == one, "weight"]).sum()) for one in personas]
    number = pd.Series(range(len(personas)), index=personas, dtype="int64")
    by_customer = placed[placed["customer_id"].notna()].set_index("customer_id")
    found = by_customer[["persona", "weight"]].reindex(customers["customer_id"])
    code = found["persona"].map(number).fillna(-1).to_numpy(dtype=np.int64)
    base = found["weight"].fillna(0).to_numpy(dtype=np.float64)
    shared = share_columns(customers, study, code >= 0)
    rows = shared.index.to_numpy()
    matrix = shared.to_numpy(dtype=np.float64)
    order = np.lexsort((base[rows], code[rows], *matrix.T[::-1]))
    rows, matrix = rows[order], matrix[order]
    inside = code[rows] >= 0
    survey_weight = base[rows[inside]]
    return People(
        personas=personas,
        shares=np.array(weight) / sum(weight),
        n_known=np.bincount(code[code >= 0], minlength=len(personas)),
        persona=code[rows[inside]],
        base=survey_weight * len(survey_weight) / survey_weight.sum(),
        linked=matrix[inside],
        outside=matrix[~inside],
        outside_ids=customers["customer_id"].iloc[rows[~inside]],
        n_customers=len(customers),
    )
