"""The places of bars and bands in the chart of origins: from the streams of a table to points on a sheet.

Drawing doesn't belong here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from personagen.contracts import persona_order
from personagen.language.numbers import known, number

BAR = 22.0
_TALL, _GAP, _LEAST = 330.0, 7.0, 13.0
_STEPS = 24
Flows = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Column:
    """A number of segments: its bars from top to bottom, and the people who came from each bar before."""

    k: int
    x: float
    bars: Mapping[str, tuple[float, float]]
    sizes: Mapping[str, float]
    flows: Flows


def read_flows(origins: pd.DataFrame) -> dict[int, Flows]:
    """Return by k how many came from which segment; what is hidden counts as nobody."""
    found: dict[int, Flows] = {}
    for k, segment, previous, n in origins[["k", "segment", "previous_segment", "n"]].itertuples(index=False):
        flows = found.setdefault(int(k), {})
        flows[str(segment), str(previous)] = number(n) if known(n) else 0.0
    return {k: found[k] for k in sorted(found)}


def sizes_of(flows: Flows) -> dict[str, float]:
    """Return how many people each segment has, in the order of the segments."""
    order = persona_order([segment for segment, _ in flows])
    return {s: sum(n for (segment, _), n in flows.items() if segment == s) for s in order}


def place_columns(flows: Mapping[int, Flows], k: int, top: float, left: float, right: float) -> list[Column]:
    """Return the columns, bars placed so that bands cross little: by size at k, elsewhere by where people come from."""
    orders = _orders(flows, k)
    total = max((sum(f.values()) for f in flows.values()), default=1.0) or 1.0
    room = _TALL - _GAP * (max((len(o) for o in orders.values()), default=1) - 1)
    step = (right - left - BAR) / max(len(flows) - 1, 1)
    found = []
    for i, (number_of, own) in enumerate(flows.items()):
        sizes, y, bars = sizes_of(own), top, {}
        for segment in orders[number_of]:
            tall = max(sizes[segment] / total * room, _LEAST)
            bars[segment] = (y, tall)
            y += tall + _GAP
        found.append(Column(number_of, left + i * step, bars, sizes, own))
    return found


def _orders(flows: Mapping[int, Flows], k: int) -> dict[int, list[str]]:
    """Return the order of the bars by k: that of the personas at k, each other one by the middle of its people there."""
    ks = list(flows)
    start = k if k in flows else ks[0] if ks else 0
    orders = {start: list(sizes_of(flows[start]))} if ks else {}
    for after, before in zip([j for j in ks if j > start], [j for j in ks if j >= start], strict=False):
        orders[after] = _by_middle(list(sizes_of(flows[after])), flows[after], orders[before], mine=0)
    down = [j for j in reversed(ks) if j <= start]
    for after, before in pairwise(down):
        orders[before] = _by_middle(list(sizes_of(flows[before])), flows[after], orders[after], mine=1)
    return {j: orders[j] for j in ks}


def _by_middle(segments: list[str], flows: Flows, order: list[str], mine: int) -> list[str]:
    """Return the segments on one side of the flows by the mean place of those on the other side."""
    places = {segment: i for i, segment in enumerate(order)}
    middles: dict[str, float] = {}
    for segment in segments:
        pairs = [(places.get(p[1 - mine], 0), n) for p, n in flows.items() if p[mine] == segment]
        total = sum(n for _, n in pairs)
        middles[segment] = sum(place * n for place, n in pairs) / total if total else 0.0
    return sorted(middles, key=lambda segment: middles[segment])


def band_end(
    column: Column, segment: str, start: float, n: float, flows: Flows, *, arriving: bool = False
) -> tuple[float, float]:
    """Return where a band meets a bar: its part of all that leave or arrive there."""
    side = 0 if arriving else 1
    total = max(sum(m for pair, m in flows.items() if pair[side] == segment), column.sizes[segment])
    y, tall = column.bars[segment]
    return y + tall * start / total, y + tall * (start + n) / total


def ribbon(left: tuple[float, float, float], right: tuple[float, float, float]) -> list[tuple[float, float]]:
    """Return the outline of a band that leaves and arrives level."""
    share = np.linspace(0, 1, _STEPS)
    ease = share * share * (3 - 2 * share)
    xs = left[0] + share * (right[0] - left[0])
    upper = left[1] + ease * (right[1] - left[1])
    lower = left[2] + ease * (right[2] - left[2])
    return [*zip(xs, upper, strict=True), *zip(xs[::-1], lower[::-1], strict=True)]
