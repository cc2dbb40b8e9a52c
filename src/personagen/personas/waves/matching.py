"""Who is who in two waves: which personas were carried over, split or merged, and which are new or lost.

Both waves are placed in one space: the columns they share, as coded before scaling, each unit weighing the geometric
mean of what it weighs in the two matrices. So neither the scaling of a wave nor the unit of a column matters, and the
two waves may change places.

1. *Split*: of the new personas to which an old one is the nearest old one, no farther than that one's own nearest
   neighbour, two or more balance (their mean weighted by share) nearer to it than the nearest of them alone: at most
   ``BALANCED`` of the distance. They are taken in as long as each brings the balance so much nearer. *Merged* is the
   same with the waves exchanged. Of two that would share a persona only the better balanced one counts.
2. *Carried*: the other personas are paired [Kuhn 1955, the Hungarian method; scipy] on their distance over how far
   either lies from its nearest neighbour in its own wave, whichever is nearer; a pair counts where that is under
   ``CLOSE``.
3. What is left is *lost* (old) or *new*.

Segments that the company has in both waves are matched by name and by nothing else. Who of the people moved where
doesn't belong here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from personagen.contracts import Portraits

CLOSE = 0.5
BALANCED = 0.8
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Wave:
    """A wave in the common space: places (personas x columns), shares, and the distance to the nearest neighbour."""

    places: Floats
    shares: Floats
    spacing: Floats


@dataclass(frozen=True)
class _Event:
    """One persona of a wave that several of the other wave balance; ``residual`` says how well (0 is perfectly)."""

    one: int
    several: tuple[int, ...]
    residual: float


@dataclass(frozen=True)
class _Link:
    """One row of the result, by the places of the personas in their waves."""

    old: int | None
    new: int | None
    distance: float
    status: str


def match_portraits(old: Portraits, new: Portraits) -> pd.DataFrame:
    """Match the personas of two waves.

    Parameters
    ----------
    old, new
        Their portraits; the order and the names of the personas don't matter (but of given segments the names do).

    Returns
    -------
    pandas.DataFrame
        A row for each link: ``old``, ``new`` (blank where there is none), ``distance`` (in the common space, over how
        far the persona lies from its nearest neighbour: 0 is the same place; blank where it can't be told) and
        ``status``. A split persona has a row for each new one, a merged one for each old one. In the order of the old
        personas, the new ones at the end. Nothing is carried over where the waves share no column.

    Examples
    --------
    >>> old = Portraits(pd.DataFrame({"age": [30.0, 60.0]}, ["1", "2"]), pd.Series({"age": 1.0}), pd.Series(0.5, ["1", "2"]))
    >>> new = Portraits(pd.DataFrame({"age": [62.0, 33.0]}, ["1", "2"]), pd.Series({"age": 1.0}), pd.Series(0.5, ["1", "2"]))
    >>> match_portraits(old, new)[["old", "new", "status"]].to_numpy().tolist()
    [['1', '2', 'carried'], ['2', '1', 'carried']]
    """
    if old.is_given and new.is_given:
        places = {persona: place for place, persona in enumerate(new.personas)}
        named = [(i, places.get(persona)) for i, persona in enumerate(old.personas)]
        return _table(old, new, [_Link(i, j, np.nan, "carried") for i, j in named if j is not None])
    one, other, apart = _common_space(old, new)
    splits, merges = _settle(_balanced(one, other, apart), _balanced(other, one, apart.T))
    links = [*_carried(one, other, apart, splits, merges)]
    of_old = _over(apart, one.spacing[:, None])
    links += [_Link(s.one, n, float(of_old[s.one, n]), "split") for s in splits for n in s.several]
    of_new = _over(apart, other.spacing)
    links += [_Link(o, m.one, float(of_new[o, m.one]), "merged") for m in merges for o in m.several]
    return _table(old, new, links)


def _common_space(old: Portraits, new: Portraits) -> tuple[_Wave, _Wave, Floats]:
    """Return both waves and the distances of old to new; infinite where they can't be told."""
    columns = sorted(set(old.centroids.columns) & set(new.centroids.columns))
    weight = np.sqrt(old.factors[columns].to_numpy() * new.factors[columns].to_numpy())
    one, other = (
        _wave(each, each.centroids[columns].to_numpy(dtype=np.float64) * weight) for each in (old, new)
    )
    return one, other, _distances(one.places, other.places)


def _wave(portraits: Portraits, places: Floats) -> _Wave:
    between = _distances(places, places)
    np.fill_diagonal(between, np.inf)
    return _Wave(places, portraits.shares.to_numpy(dtype=np.float64), between.min(axis=1, initial=np.inf))


def _distances(one: Floats, other: Floats) -> Floats:
    if not one.shape[1]:
        return np.full((len(one), len(other)), np.inf)
    apart = np.asarray(cdist(one, other), dtype=np.float64)
    return np.where(np.isnan(apart), np.inf, apart)


def _balanced(one: _Wave, other: _Wave, apart: Floats) -> list[_Event]:
    """Return the personas of one wave that several of the other balance; ``apart`` is one x other."""
    is_nearest = (apart == apart.min(axis=0)) & np.isfinite(apart)
    is_nearest &= is_nearest.sum(axis=0) == 1  # midway between two it belongs to neither
    is_near = is_nearest & (apart <= one.spacing[:, None])
    found = (_balance(i, np.flatnonzero(near).tolist(), one, other) for i, near in enumerate(is_near))
    return [event for event in found if event is not None]


def _balance(i: int, near: list[int], one: _Wave, other: _Wave) -> _Event | None:
    """Return the personas that balance one: the nearest, and those that each bring their balance much nearer."""
    taken: list[int] = []
    first = rest = np.inf
    left = near
    while left:
        away = {j: _away(one.places[i], other, [*taken, j]) for j in left}
        best = min(left, key=lambda j: (away[j], *other.places[j]))
        if taken and away[best] >= BALANCED * rest:
            break
        first = first if taken else away[best]
        taken, rest = [*taken, best], away[best]
        left = [j for j in left if j != best]
    return _Event(i, tuple(sorted(taken)), rest / first) if len(taken) > 1 else None


def _away(place: Floats, other: _Wave, several: list[int]) -> float:
    """Return how far the balance of several personas lies from a place."""
    shares = other.shares[several]
    weights = shares / shares.sum() if shares.sum() > 0 else np.full(len(several), 1 / len(several))
    return float(np.linalg.norm(weights @ other.places[several] - place))


def _settle(splits: list[_Event], merges: list[_Event]) -> tuple[list[_Event], list[_Event]]:
    """Return the events that share no persona with one as well balanced or better."""
    return (
        [s for s in splits if not any(_meet(s, m) and m.residual <= s.residual for m in merges)],
        [m for m in merges if not any(_meet(s, m) and s.residual <= m.residual for s in splits)],
    )


def _meet(split: _Event, merge: _Event) -> bool:
    return split.one in merge.several or merge.one in split.several


def _carried(
    one: _Wave, other: _Wave, apart: Floats, splits: list[_Event], merges: list[_Event]
) -> Iterator[_Link]:
    """Yield the pairs of what neither split nor merged."""
    gone = {s.one for s in splits} | {o for m in merges for o in m.several}
    come = {m.one for m in merges} | {n for s in splits for n in s.several}
    olds = [o for o in range(len(one.places)) if o not in gone]
    news = [n for n in range(len(other.places)) if n not in come]
    relative = _over(apart, np.minimum.outer(one.spacing, other.spacing))[np.ix_(olds, news)]
    for o, n in zip(*linear_sum_assignment(np.minimum(relative, CLOSE)), strict=True):
        if relative[o, n] < CLOSE:
            yield _Link(olds[o], news[n], float(relative[o, n]), "carried")


def _over(apart: Floats, spacing: Floats) -> Floats:
    """Return distances over spacing: 0 where both are 0, and where a wave is one persona alone."""
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.asarray(apart / spacing, dtype=np.float64)
    return np.where(np.isnan(relative), np.where(apart == 0, 0.0, np.inf), relative)


def _table(old: Portraits, new: Portraits, links: list[_Link]) -> pd.DataFrame:
    """Return the links in order, with the personas that have none."""
    gone, come = {link.old for link in links}, {link.new for link in links}
    lost = [_Link(o, None, np.nan, "lost") for o in range(len(old.personas)) if o not in gone]
    found = [_Link(None, n, np.nan, "new") for n in range(len(new.personas)) if n not in come]
    last = len(old.personas)
    ordered = sorted(
        [*links, *lost, *found],
        key=lambda link: (last if link.old is None else link.old, -1 if link.new is None else link.new),
    )
    rows = [
        {
            "old": None if link.old is None else old.personas[link.old],
            "new": None if link.new is None else new.personas[link.new],
            "distance": link.distance,
            "status": link.status,
        }
        for link in ordered
    ]
    columns = {"old": "str", "new": "str", "distance": "float64", "status": "str"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)
