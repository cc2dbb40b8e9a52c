"""Touchpoints that the map places in no phase: which of them are met most, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

SHOWN = 5


@dataclass(frozen=True)
class Unmapped:
    """The touchpoints without a phase, as they may be told.

    Parameters
    ----------
    n_contacts
        By touchpoint its contacts, most first: the commonest, each met by enough customers to be named.
    n_others
        How many more touchpoints there are.
    """

    n_contacts: Mapping[str, int] = field(default_factory=dict)
    n_others: int = 0


def tell_unmapped(counted: pd.DataFrame, minimum_cell: int) -> Unmapped:
    """Return what may be told of the touchpoints without a phase.

    Parameters
    ----------
    counted
        ``unmapped`` of a `LogAccount`.
    minimum_cell
        Customers that a touchpoint needs to be named.

    Examples
    --------
    >>> counted = pd.DataFrame({"touchpoint": ["app", "fax"], "n_contacts": [90, 8], "n_customers": [40, 2]})
    >>> tell_unmapped(counted, minimum_cell=5)
    Unmapped(n_contacts={'app': 90}, n_others=1)
    """
    shown = counted[counted["n_customers"] >= minimum_cell].head(SHOWN)
    n_contacts = {str(t): int(n) for t, n in zip(shown["touchpoint"], shown["n_contacts"], strict=True)}
    return Unmapped(n_contacts, len(counted) - len(n_contacts))
