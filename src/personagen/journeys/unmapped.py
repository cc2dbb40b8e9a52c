"""Touchpoints that the map places in no phase: which of them are met most, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import narwhals as nw
import pandas as pd

from personagen.engine import Contacts, Engine
from personagen.journeys.labels import UNASSIGNED

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


def find_unmapped(engine: Engine, touchpoint_map: pd.DataFrame, minimum_cell: int) -> Unmapped:
    """Return the touchpoints of the loaded logs without a phase, whoever met them; their rows are given up for it.

    Parameters
    ----------
    engine
        With logs loaded.
    touchpoint_map
        Its contract.
    minimum_cell
        Customers that a touchpoint needs to be named.
    """
    nobody = pd.DataFrame({"customer_id": pd.Series(dtype="str"), "persona": pd.Series(dtype="int64")})
    contacts = engine.contacts(touchpoint_map[["touchpoint"]].assign(phase=1), nobody, [UNASSIGNED])
    return tell_unmapped(count_unmapped(engine, contacts), minimum_cell)


def count_unmapped(engine: Engine, contacts: Contacts) -> pd.DataFrame:
    """Return touchpoint, n_contacts and n_customers of the touchpoints without a phase, most contacts first.

    Customers are those of the channel with most of them: more may have met the touchpoint, and none fewer.
    """
    strays = contacts.frame.filter(nw.col("phase").is_null())
    each = strays.group_by("step", "customer").agg(n=nw.len())
    steps = engine.add_up(
        each.group_by("step").agg(n_contacts=nw.col("n").sum(), n_customers=nw.len()), "step"
    )
    named = steps.assign(touchpoint=steps["step"].map(contacts.steps["touchpoint"]))
    found = named.groupby("touchpoint", as_index=False).agg(
        n_contacts=("n_contacts", "sum"), n_customers=("n_customers", "max")
    )
    return found.sort_values(["n_contacts", "touchpoint"], ascending=[False, True], ignore_index=True)


def tell_unmapped(counted: pd.DataFrame, minimum_cell: int) -> Unmapped:
    """Return what may be told of the touchpoints that `count_unmapped` found.

    Examples
    --------
    >>> counted = pd.DataFrame({"touchpoint": ["app", "fax"], "n_contacts": [90, 8], "n_customers": [40, 2]})
    >>> tell_unmapped(counted, minimum_cell=5)
    Unmapped(n_contacts={'app': 90}, n_others=1)
    """
    shown = counted[counted["n_customers"] >= minimum_cell].head(SHOWN)
    n_contacts = {str(t): int(n) for t, n in zip(shown["touchpoint"], shown["n_contacts"], strict=True)}
    return Unmapped(n_contacts, len(counted) - len(n_contacts))
