"""What became of each persona of an earlier run: its successor, its name, and how far its share changed.

A share differs between two runs because other people answered and because the borders between personas fell elsewhere.
Its variance is that of a share of its run's effective n, and the variance of the share of the same people over the
bootstrap fits (``share_sd`` of the table ``stability``; 0 where the personas were given or kept). Both runs count as
independent; people in both make the true interval narrower. Who is who is found in `matching`.
"""

from __future__ import annotations

from itertools import count

import numpy as np
import pandas as pd
from scipy.stats import norm

from personagen.contracts.waves import LINEAGE, LINKED, Wave
from personagen.statistics.effects import benjamini_hochberg
from personagen.statistics.intervals import difference_interval


def trace_lineage(links: pd.DataFrame, old: Wave, new: Wave) -> pd.DataFrame:
    """Return what became of each persona.

    Parameters
    ----------
    links
        What `match_portraits` found.
    old, new
        The waves.

    Returns
    -------
    pandas.DataFrame
        Contract ``lineage``, with all its cells.
    """
    table = links.assign(
        old_name=links["old"].map(_named(old)),
        new_name=links["new"].map(_named(new)),
        n_before=links["old"].map(_of(old, "n")),
        n_now=links["new"].map(_of(new, "n")),
        share_before=links["old"].map(_of(old, "share")).astype("float64"),
        share_now=links["new"].map(_of(new, "share")).astype("float64"),
    )
    changes = _changes(table, old, new)
    return LINEAGE.conform(table.join(changes).assign(name=_carry_names(table, old, new)))


def _named(wave: Wave) -> dict[str, str]:
    return {str(p): str(n) for p, n in zip(wave.personas["persona"], wave.personas["name"], strict=True)}


def _of(wave: Wave, column: str) -> pd.Series:
    return wave.personas.set_index("persona")[column]


def _carry_names(table: pd.DataFrame, old: Wave, new: Wave) -> pd.Series:
    """Return what each is called from now on.

    A carried persona keeps its name, unless people named it anew or gave that name to another one. A made name that
    another persona carries over, or a new persona's that a lost one had, gets the first number that makes it a name of
    its own in both runs.
    """
    own = _named(new)
    given = {own[persona] for persona in new.named if persona in own}
    carried = table[(table["status"] == "carried") & ~table["new"].isin(list(new.named))]
    kept = {
        str(p): str(n) for p, n in zip(carried["new"], carried["old_name"], strict=True) if n not in given
    }
    taken = set(kept.values()) | given
    fresh = set(table.loc[table["status"] == "new", "new"])
    lost = set(table.loc[table["status"] == "lost", "old_name"])
    called: dict[str, str] = {}
    for persona, name in own.items():
        is_free = persona in new.named or name not in (taken | lost if persona in fresh else taken)
        called[persona] = kept.get(persona) or (
            name if is_free else _number(name, taken | set(own.values()), old)
        )
        taken.add(called[persona])
    return table["new"].map(called).fillna(table["old_name"])


def _number(name: str, taken: set[str], old: Wave) -> str:
    known = taken | set(_named(old).values())
    return next(other for i in count(2) if (other := f"{name} ({i})") not in known)


def _changes(table: pd.DataFrame, old: Wave, new: Wave) -> pd.DataFrame:
    """Return change, interval and p by row; those of a family of personas in each of its rows."""
    family = families(table)
    linked = table[table["status"].isin(LINKED)]
    found = {name: _change(rows, old, new) for name, rows in linked.groupby(family)}
    changes = pd.DataFrame(found, index=["change", "low", "high", "p"]).T.astype("float64")
    changes["p_adjusted"] = benjamini_hochberg(changes["p"])
    return changes.reindex(family).set_axis(table.index)


def _change(rows: pd.DataFrame, old: Wave, new: Wave) -> list[float]:
    if rows[["share_before", "share_now"]].isna().any(axis=None):
        return [np.nan] * 4
    was, now = rows.drop_duplicates("old"), rows.drop_duplicates("new")
    before, after = float(was["share_before"].sum()), float(now["share_now"].sum())
    n_before = count_people(before, was["old"].tolist(), old)
    n_after = count_people(after, now["new"].tolist(), new)
    low, high = difference_interval(after, n_after, before, n_before)
    return [after - before, float(low), float(high), _p(before, n_before, after, n_after)]


def count_people(share: float, personas: list[str], wave: Wave) -> float:
    """Return how many people a share rests on: fewer than the effective n where the borders might lie elsewhere.

    Parameters
    ----------
    share
        Of the personas together.
    personas
        Personas of the wave.
    """
    n = float(_of(wave, "effective_n").iloc[0])
    sampling = share * (1 - share) / n
    borders = wave.stability.set_index("persona")["share_sd"].reindex(personas).fillna(0).pow(2).sum()
    return n * sampling / (sampling + float(borders)) if sampling else n


def families(lineage: pd.DataFrame) -> pd.Series:
    """Return for each row the family of personas it is about: all parts of a split or merged one are of one family."""
    by_new = (lineage["status"] == "merged") | lineage["old"].isna()
    return ("old " + lineage["old"]).mask(by_new, "new " + lineage["new"]).rename("family")


def _p(before: float, n_before: float, now: float, n_now: float) -> float:
    """Return the p of two shares being the same: the score test with each its own number of people."""
    both = (before * n_before + now * n_now) / (n_before + n_now)
    error = np.sqrt(both * (1 - both) * (1 / n_before + 1 / n_now))
    return float(2 * norm.sf(abs(now - before) / error)) if error else 1.0
