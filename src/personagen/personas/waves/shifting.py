"""How far the answers and the shares of the personas shifted between two waves, each binned by its own run.

A run keeps how its answers are spread in bins of its own (deciles of numbers, levels), not the answers. Levels are held
against each other as they are, those that one wave pooled with the others pooled in both. Of numbers the edges that both
have count; where they share fewer than half, the edges of the old wave, at which the shares of the new one are read off
between its own edges in a straight line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np
import pandas as pd

from personagen.contracts.model import OTHER, Margin
from personagen.contracts.waves import WAVE_DRIFT, Wave
from personagen.personas.waves.differing import shared_variables
from personagen.personas.waves.lineage import count_people, families
from personagen.statistics.effects import benjamini_hochberg
from personagen.statistics.shifts import LARGE, chance_index, chance_p, stability_index

PERSONA = "persona"
SIGNIFICANT = 0.05
_ENOUGH = 0.5
Shares = tuple[tuple[float, ...], tuple[float, ...]]


def assess_shifts(old: Wave, new: Wave, lineage: pd.DataFrame) -> pd.DataFrame:
    """Hold the answers and the shares of two waves against each other.

    Parameters
    ----------
    old, new
        The waves.
    lineage
        Contract ``lineage``: the families of personas whose shares are held against each other; those that are lost
        or new have a share of 0 on one side.

    Returns
    -------
    pandas.DataFrame
        Contract ``drift`` of a comparison: a row for each variable that both have in the same meaning (of several
        columns the one that shifted most), and one for the personas. By chance counts the effective n.
    """
    rows = [{"variable": name, **found} for name, found in _variables(old, new) if name != PERSONA]
    variables = pd.DataFrame(rows, columns=["variable", "psi", "by_chance", "p", "n_before", "n"])
    variables["p_adjusted"] = benjamini_hochberg(variables["p"])
    personas = pd.DataFrame([{"variable": PERSONA, **found} for found in _personas(old, new, lineage)])
    table = pd.concat([variables, personas.assign(p_adjusted=personas.get("p"))], ignore_index=True)
    table["is_shifted"] = table["p_adjusted"] < SIGNIFICANT
    return WAVE_DRIFT.conform(table.assign(is_large=table["is_shifted"] & (table["psi"] > LARGE)))


def common_shares(before: Margin, now: Margin) -> Shares | None:
    """Return the shares of two margins over bins or levels that both tell of; None where they have none in common.

    Examples
    --------
    >>> age = [Margin("age", "age", (30.0, 50.0), (), (0.25, 0.5, 0.25), 99), Margin("age", "age", (30.0, 60.0), (), (0.5, 0.4, 0.1), 99)]
    >>> common_shares(*age)
    ((0.25, 0.75), (0.5, 0.5))
    """
    if bool(before.levels) != bool(now.levels):
        return None
    return _over_levels(before, now) if before.levels else _over_bins(before, now)


def _over_levels(before: Margin, now: Margin) -> Shares:
    both = [level for level in before.levels if level in now.levels and level != OTHER]
    found = [dict(zip(m.levels, m.shares, strict=True)) for m in (before, now)]
    kept = [tuple(shares[level] for level in both) for shares in found]
    return tuple((*shares, max(1 - sum(shares), 0.0)) for shares in kept)  # type: ignore[return-value]


def _over_bins(before: Margin, now: Margin) -> Shares | None:
    both = tuple(edge for edge in before.edges if edge in now.edges)
    if len(both) < _ENOUGH * min(len(before.edges), len(now.edges)) and len(now.edges) > 1:
        both = tuple(edge for edge in before.edges if now.edges[0] <= edge <= now.edges[-1])
    if not both:
        return None
    first, second = (_between(both, margin) for margin in (before, now))
    return first, second


def _between(edges: Sequence[float], margin: Margin) -> tuple[float, ...]:
    """Return the shares between edges, read off the margin's own."""
    up_to = np.interp(edges, margin.edges, np.cumsum(margin.shares[:-1]))
    return tuple(float(high - low) for low, high in pairwise([0.0, *up_to, 1.0]))


def _variables(old: Wave, new: Wave) -> Iterator[tuple[str, dict[str, float]]]:
    if old.model is None or new.model is None:
        return
    now = {margin.column: margin for margin in new.model.margins}
    shared = set(shared_variables(old, new))
    for variable, margins in groupby(old.model.margins, key=lambda margin: margin.variable):
        pairs = [(m, now[m.column]) for m in margins if m.column in now] if variable in shared else []
        compared = [
            _compare(*shares, before.n, after.n, (_part(old), _part(new)))
            for before, after in pairs
            if (shares := common_shares(before, after))
        ]
        if compared:
            most = max(compared, key=lambda row: row["psi"])
            yield variable, most | {"p": min(1.0, most["p"] * len(compared))}


def _part(wave: Wave) -> float:
    """Return the effective n over the number of respondents; 1 where that can't be told."""
    n = wave.personas["n"].sum()
    return float(wave.personas["effective_n"].iloc[0] / n) if wave.personas["n"].notna().all() and n else 1.0


def _compare(
    before: Sequence[float], now: Sequence[float], n_before: int, n: int, parts: tuple[float, float]
) -> dict[str, float]:
    index = stability_index(before, now, n_before, n)
    people = (n_before * parts[0], n * parts[1])
    return {
        "psi": index,
        "by_chance": chance_index(before, now, *people),
        "p": chance_p(index, before, now, *people),
        "n_before": n_before,
        "n": n,
    }


def _personas(old: Wave, new: Wave, lineage: pd.DataFrame) -> Iterator[dict[str, float]]:
    """Yield the shift of the shares of all families; nothing where a share is hidden."""
    table = lineage.assign(family=families(lineage))
    was, now = (table[table[side].notna()].drop_duplicates(side) for side in ("old", "new"))
    if was["share_before"].isna().any() or now["share_now"].isna().any() or table["family"].nunique() < 2:  # noqa: PLR2004
        return
    names = sorted(table["family"].unique())
    before, after = was.groupby("family")["share_before"].sum(), now.groupby("family")["share_now"].sum()
    parts = (_part(old) / _looseness(was, "old", old), _part(new) / _looseness(now, "new", new))
    n_before, n = int(was["n_before"].sum()), int(now["n_now"].sum())
    sides = (before.reindex(names, fill_value=0.0), after.reindex(names, fill_value=0.0))
    yield _compare(sides[0].tolist(), sides[1].tolist(), n_before, n, parts)


def _looseness(table: pd.DataFrame, side: str, wave: Wave) -> float:
    """Return by what the variance of a share is larger than that of a share with firm borders, on average."""
    share = "share_before" if side == "old" else "share_now"
    n = float(wave.personas["effective_n"].iloc[0])
    own = zip(table[share], table[side], strict=True)
    return float(np.mean([n / count_people(float(value), [str(persona)], wave) for value, persona in own]))
