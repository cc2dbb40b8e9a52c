"""Who moved where, among the people who are in both waves. Row-level tables come in, aggregates go out."""

from __future__ import annotations

import pandas as pd
from sklearn.metrics import adjusted_rand_score

from personagen.contracts import persona_order
from personagen.contracts.waves import LINKED, MOVES, PANEL, Wave
from personagen.statistics.intervals import wilson_interval


def find_panel(old: Wave, new: Wave) -> tuple[str, pd.DataFrame] | None:
    """Return the people with a persona in both waves: old and new persona of each, and what tells that they are one.

    None where too few are in both to tell anything of them, or nothing tells who is the same person.
    """
    for column in (column for column in old.links_by if column in new.links_by):
        both = _people(old, column).merge(_people(new, column), on=column, suffixes=("_old", "_new"))
        if len(both) >= max(old.minimum_cell, new.minimum_cell):
            pair = both.rename(columns={"persona_old": "old", "persona_new": "new"})[["old", "new"]]
            return column, pair.sort_values(["old", "new"], ignore_index=True)
    return None


def count_moves(panel: pd.DataFrame, minimum_cell: int) -> pd.DataFrame:
    """Count who moved where.

    Parameters
    ----------
    panel
        Old and new persona of the people in both waves.
    minimum_cell
        Of the stricter wave: numbers are multiples of it, and shares and intervals are made of those.

    Returns
    -------
    pandas.DataFrame
        Contract ``moves``; pairs that round to nobody are left out.
    """
    counts = panel.value_counts(["old", "new"]).rename("n").reset_index()
    counts["n"] = (counts["n"] / minimum_cell).round().astype("int64") * minimum_cell
    counts = counts[counts["n"] > 0]
    counts["base_n"] = counts.groupby("old")["n"].transform("sum")
    counts["share"] = counts["n"] / counts["base_n"]
    counts["low"], counts["high"] = wilson_interval(counts["share"], counts["base_n"])
    counts["expected_share"] = counts.groupby("new")["n"].transform("sum") / counts["n"].sum()
    places = {name: {p: i for i, p in enumerate(persona_order(counts[name]))} for name in ("old", "new")}
    order = counts.assign(**{name: counts[name].map(places[name]) for name in places})
    return MOVES.conform(counts.loc[order.sort_values(["old", "new"]).index])


def assess_panel(
    links_by: str, panel: pd.DataFrame, lineage: pd.DataFrame, minimum_cell: int
) -> pd.DataFrame:
    """Tell how far people kept their persona, against chance.

    Parameters
    ----------
    links_by
        What tells that two rows are one person.
    panel
        Old and new persona of the people in both waves.
    lineage
        Contract ``lineage``: which new personas count as the same.
    minimum_cell
        Of the stricter wave.

    Returns
    -------
    pandas.DataFrame
        Contract ``panel``.
    """
    same = lineage[lineage["status"].isin(LINKED)]
    pairs = set(zip(same["old"], same["new"], strict=True))
    n_same = sum(pair in pairs for pair in zip(panel["old"], panel["new"], strict=True))
    n, same_n = (round(count / minimum_cell) * minimum_cell for count in (len(panel), n_same))
    low, high = wilson_interval(same_n / n, n)
    old, new = (panel[name].value_counts(normalize=True) for name in ("old", "new"))
    row = {
        "links_by": links_by,
        "n": n,
        "same_share": same_n / n,
        "low": float(low),
        "high": float(high),
        "by_chance": round(sum(float(old.get(a, 0) * new.get(b, 0)) for a, b in sorted(pairs)), 2),
        "ari": round(float(adjusted_rand_score(panel["old"], panel["new"])), 2),
    }
    return PANEL.conform(pd.DataFrame([row]))


def _people(wave: Wave, column: str) -> pd.DataFrame:
    if wave.assignments is None or column not in wave.assignments:
        return pd.DataFrame({column: [], "persona": []}, dtype="str")
    known = wave.assignments.dropna(subset=[column, "persona"])
    return known.drop_duplicates(column, keep=False)[[column, "persona"]]
