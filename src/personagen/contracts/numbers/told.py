"""Numbers that the published tables tell beside their columns: the total behind a share, the people behind a mean."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from personagen.contracts.numbers.kinds import ALL, WHOLE_PHASE, Tables, Told

_EXACT = 1e-9


def _of_all(table: pd.DataFrame, base: str) -> float:
    found = table.loc[table["persona"] == ALL, base].dropna()
    return float(found.iloc[0]) if len(found) else float("nan")


def _overall(table: pd.DataFrame, _: Tables) -> pd.Series:
    """Return how many of all are at a level, where people count alike: without weights shares tell numbers."""
    shown = table[table["n"].notna() & (table["base_n"] > 0) & (table["level"] != "mean")]
    alike = bool((shown["value"] - shown["n"] / shown["base_n"]).abs().lt(_EXACT).all())
    bases = table[table["persona"] == ALL].groupby("variable")["base_n"].max()
    found = table["overall"] * table["variable"].map(bases).astype("float64")
    return found.where((table["level"] != "mean") & alike)


def _typed_right(table: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return how many the golden questions place rightly, where people count alike."""
    blank = pd.Series(float("nan"), index=table.index)
    personas = tables.get("personas")
    if personas is None or personas[["n", "n_partial"]].isna().any(axis=None):
        return blank
    if not (personas["share"] - personas["n"] / personas["n"].sum()).abs().lt(_EXACT).all():
        return blank
    n = float((personas["n"] - personas["n_partial"]).sum())
    return (table["accuracy"] * n).where(table["is_enough"])


def _behind(share: str, n: str) -> Callable[[pd.DataFrame, Tables], pd.Series]:
    """Return what tells the number that ``n`` is a ``share`` of."""
    return lambda table, _: table[n].astype("float64") / table[share].where(table[share] > 0)


def _stays(table: pd.DataFrame, _: Tables) -> pd.Series:
    return table["n_customers"].astype("float64") * (1 + table["reentries"])


def _from_all(share: str, base: str) -> Callable[[pd.DataFrame, Tables], pd.Series]:
    return lambda table, _: table[share] * _of_all(table, base)


def _sides(metric: str, base: str) -> tuple[Callable[[pd.DataFrame, Tables], pd.Series], ...]:
    """Return what tells the number behind a persona's value of a metric, and that of all with the rest's.

    Parameters
    ----------
    metric
        Metric of the table ``differences``.
    base
        Column of ``journey`` that the metric is of.
    """

    def bases(names: pd.Series, table: pd.DataFrame, tables: Tables) -> pd.Series:
        if "journey" not in tables:
            return pd.Series(float("nan"), index=table.index)
        found = tables["journey"].set_index(["persona", "phase"])[base].astype("float64")
        places = pd.MultiIndex.from_arrays([names, table["phase"]])
        return pd.Series(found.reindex(places).to_numpy(), index=table.index)

    def own(table: pd.DataFrame, tables: Tables) -> pd.Series:
        return (table["value"] * bases(table["persona"], table, tables)).where(table["metric"] == metric)

    def whole(table: pd.DataFrame, tables: Tables) -> pd.Series:
        others = bases(pd.Series(ALL, index=table.index), table, tables) - bases(
            table["persona"], table, tables
        )
        return own(table, tables) + table["rest"] * others

    return own, whole


_REACH, _CONTACTS = _sides("reach", "n_persona"), _sides("contacts", "n_customers")
_FRICTION = _sides("friction", "n_customers")
_OF_ALL = (f"={ALL}", "phase", f"={ALL}", f"={ALL}")
TOLD: tuple[Told, ...] = (
    Told("profile", "chose", (f"={ALL}", "variable", "level"), _overall, goes_along=True),
    Told(
        "codes",
        "said",
        (f"={ALL}", "phase", "code"),
        _from_all("overall_share", "n_interviewed"),
        goes_along=True,
    ),
    Told(
        "touchpoints",
        "met",
        (f"={ALL}", "phase", "touchpoint", "channel"),
        _from_all("overall_reach", "n_persona"),
        goes_along=True,
    ),
    Told(
        "touchpoints",
        "contacts",
        WHOLE_PHASE,
        _behind("share_of_phase", "n_contacts"),
        blanks="share_of_phase",
    ),
    Told("transitions", "stays", ("persona", "from_phase"), _behind("share", "n"), blanks="share"),
    Told("journey", "stays", ("persona", "phase"), _stays, blanks="reentries"),
    Told("typing", "typed_right", (), _typed_right),
    Told("differences", "met", WHOLE_PHASE, _REACH[0], blanks="value"),
    Told("differences", "met", _OF_ALL, _REACH[1], blanks="rest"),
    Told("differences", "contacts", WHOLE_PHASE, _CONTACTS[0], blanks="value"),
    Told("differences", "contacts", _OF_ALL, _CONTACTS[1], blanks="rest"),
    Told("differences", "hindered", WHOLE_PHASE, _FRICTION[0], blanks="value"),
    Told("differences", "hindered", _OF_ALL, _FRICTION[1], blanks="rest"),
)
