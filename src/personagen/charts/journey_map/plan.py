"""What goes onto the journey map and how high it gets: the lanes that fit, the curve, the space between.

Drawing doesn't belong here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from personagen.charts.journey_map.content import EMOTIONAL, FUNCTIONAL, Content, items
from personagen.charts.journey_map.curve import LEGEND, legend_height
from personagen.charts.journey_map.lanes import SIZE, Lane, build_lane
from personagen.charts.text import wrap
from personagen.language.words import Words

WIDTH, HEIGHT, EDGE, LABELS = 1190.55, 841.89, 34.0, 104.0
LAYER = 17.0
CURVE_LOW, CURVE_HIGH, SPARE = 128.0, 380.0, 26.0
_FOOT_GAP = 10.0
Budget = tuple[int, int]
FIRST: Budget = (1, 1)
# what more a lane gets, in turn, as long as the curve keeps so much: entries a phase and lines an entry
MORE: tuple[tuple[str, Budget, float], ...] = (
    ("moment", (2, 2), CURVE_LOW),
    ("opportunity", (1, 5), CURVE_LOW),
    ("touchpoint", (2, 1), CURVE_LOW),
    ("need_functional", (1, 2), CURVE_LOW),
    ("need_emotional", (1, 2), CURVE_LOW),
    ("quote", (1, 5), CURVE_LOW),
    ("touchpoint", (2, 2), CURVE_LOW),
    ("action", (2, 1), CURVE_LOW),
    ("channel", (4, 1), CURVE_LOW),
    ("friction", (1, 2), CURVE_LOW),
    ("emotion", (1, 2), CURVE_LOW),
    ("action", (2, 2), CURVE_LOW),
    ("opportunity", (2, 5), CURVE_LOW),
    ("touchpoint", (3, 2), 150.0),
    ("need_functional", (2, 2), 150.0),
    ("need_emotional", (2, 2), 150.0),
    ("moment", (3, 3), 150.0),
    ("friction", (2, 2), 170.0),
    ("action", (3, 2), 170.0),
    *(
        (lane, (3, 3), 190.0)
        for lane in ("touchpoint", "action", "need_functional", "need_emotional", "friction")
    ),
)
# what goes first where even single lines don't fit
LEAST = (
    "gap",
    "emotion",
    "channel",
    "action",
    "quote",
    "friction",
    "need_emotional",
    "touchpoint",
    "need_functional",
)


@dataclass(frozen=True)
class Plan:
    """What goes where: the text lanes, the lanes there was no room for, and the heights of the rest."""

    lanes: dict[str, Lane]
    left_out: tuple[str, ...]
    curve: float
    spare: float
    total: float


def make_plan(
    content: Content, words: Words, room: float, above: float, foot: float, longer_foot: float
) -> Plan:
    """Give each lane a line, then more in turn as long as the sheet holds it, and the rest to the curve.

    Parameters
    ----------
    content
        What the map says.
    words
        Language.
    room
        Width of a phase.
    above
        Height of everything above the lanes.
    foot, longer_foot
        Height of the footer, and of one that names lanes left out.
    """
    shown = [lane for lane in (*FUNCTIONAL, *EMOTIONAL) if content.shows(lane)]
    # a legend of more lines than one takes no room of the curve
    more = legend_height(content, words, WIDTH - 2 * EDGE - LABELS) - LEGEND
    curve = CURVE_LOW + more if "valence" in shown else 0.0
    left = HEIGHT - above - _FOOT_GAP - EDGE
    entries = {
        lane: [items(content, phase, lane, words) for phase, _ in content.phases]
        for lane in shown
        if lane != "valence"
    }
    labels = {lane: lane_label(lane, words) for lane in entries}
    lanes = {lane: build_lane(lane, found, room, labels[lane], FIRST) for lane, found in entries.items()}
    if left - foot - _height(lanes, shown) < curve:
        return _without(lanes, shown, left - longer_foot, curve)
    for lane, budget, least in MORE:
        if lane not in lanes:
            continue
        wider = lanes | {lane: build_lane(lane, entries[lane], room, labels[lane], budget)}
        if left - foot - _height(wider, shown) >= (least + more if curve else 0):
            lanes = wider
    return _spread(lanes, (), left - foot - _height(lanes, shown), curve, CURVE_HIGH + more)


def _without(lanes: dict[str, Lane], shown: Sequence[str], left: float, curve: float) -> Plan:
    """Leave out lanes, the least one first, until the others fit."""
    kept = dict(lanes)
    for lane in LEAST:
        if left - _height(kept, shown) >= curve:
            break
        kept.pop(lane, None)
    gone = tuple(lane for lane in shown if lane in lanes and lane not in kept)
    return _spread(kept, gone, max(left - _height(kept, shown), curve), curve, CURVE_HIGH)


def _spread(lanes: dict[str, Lane], left_out: tuple[str, ...], left: float, felt: float, most: float) -> Plan:
    curve = min(max(left, felt), most) if felt else 0.0
    spare = max(left - curve, 0) / (len(lanes) + 1)
    # the curve makes a full sheet worth its while; without it the sheet is as high as its text
    spare = spare if felt else min(spare, SPARE)
    return Plan(lanes, left_out, curve, spare, HEIGHT - left + curve + spare * (len(lanes) + 1))


def _height(lanes: Mapping[str, Lane], shown: Sequence[str]) -> float:
    layers = sum(any(lane in shown for lane in layer) for layer in (FUNCTIONAL, EMOTIONAL)) * LAYER
    return layers + sum(lane.height for lane in lanes.values())


def lane_label(lane: str, words: Words) -> list[str]:
    """Return what stands beside a lane, as lines."""
    return wrap(words.say(f"charts.map.lane.{lane}"), LABELS - 14, SIZE, weight="bold")
