"""Flows from touchpoint to touchpoint, step by step: a Sankey diagram of one persona."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.sheet import MARGIN, SMALL, Sheet, heading
from personagen.charts.streams import ribbon
from personagen.charts.style import FAINT, INK, PAPER, SOFT, mix, persona_styles, styled
from personagen.charts.text import clean, height, text_width, wrap
from personagen.language.numbers import known, number
from personagen.language.words import Words

OTHER, LEFT = "other", "left"
_WIDTH, _TALL, _BAR, _LEAST, _GAP = 1120.0, 330.0, 13.0, 14.0, 6.0
_LINES = 3
_NEUTRAL = "#475569"
_STRIPE, _LEAVING = 3.2, "#e8ebef"
Pairs = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class _Node:
    """A touchpoint at one step: where it stands, and how many customers are there."""

    name: str
    label: tuple[str, ...]
    x: float
    y: float
    tall: float
    n: float


@styled
def plot_flows(
    flows: pd.DataFrame, persona: str, words: Words, name: str, personas: Sequence[str] = ()
) -> Figure:
    """Draw where the customers of a persona go from their first touchpoint on; `other` and `left` are hatched.

    Parameters
    ----------
    flows
        Contract ``flows``; hidden flows are left out.
    persona
        The persona, or ``all``.
    words
        Language of the chart.
    name
        What to call it.
    personas
        All personas in the order of the table ``personas``, which gives named ones their colour.
    """
    own = flows[(flows["persona"].astype(str) == persona) & flows["n"].map(known)]
    own = own.sort_values(["step", "from_touchpoint", "to_touchpoint"])
    steps = {step: _pairs(own[own["step"] == step]) for step in sorted({int(step) for step in own["step"]})}
    labels = _labels(own) | {name: words.say(f"charts.flows.{name}") for name in (OTHER, LEFT)}
    style = persona_styles([persona], personas).get(persona)
    colour = style.colour if style else _NEUTRAL
    top = heading(_title(own, words, clean(name)), words.say("charts.flows.subtitle"), _WIDTH)
    columns = _columns(steps, labels, words, top.height + 22)
    bottom = max((node.y + node.tall for column in columns for node in column.values()), default=top.height)
    note = wrap(words.say("charts.flows.note"), _WIDTH - 2 * MARGIN, SMALL)
    sheet = Sheet(_WIDTH, bottom + 20 + len(note) * 12 + MARGIN - 8)
    top.draw(sheet)
    for before, after, pairs in zip(columns, columns[1:], steps.values(), strict=False):
        _bands(sheet, before, after, pairs, colour)
    for place, column in enumerate(columns):
        x = next(iter(column.values())).x
        sheet.text(x, top.height, words.say("charts.flows.step", n=place + 1), size=SMALL, colour=SOFT)
        for node in column.values():
            _node(sheet, node, words, colour)
    sheet.text(MARGIN, bottom + 16, note, size=SMALL, colour=SOFT)
    return sheet.figure


def _pairs(rows: pd.DataFrame) -> dict[tuple[str, str], float]:
    ends = zip(rows["from_touchpoint"], rows["to_touchpoint"], rows["n"], strict=True)
    return {(str(start), str(end)): number(n) for start, end, n in ends if number(n) > 0}


def _labels(rows: pd.DataFrame) -> dict[str, str]:
    found: dict[str, str] = {}
    for end in ("from", "to"):
        found |= {
            str(t): clean(label)
            for t, label in zip(rows[f"{end}_touchpoint"], rows[f"{end}_label"], strict=True)
        }
    return found


def _title(rows: pd.DataFrame, words: Words, name: str) -> str:
    """Tell the move that most make, and where most leave."""
    real = rows[~rows["from_touchpoint"].isin([OTHER]) & ~rows["to_touchpoint"].isin([OTHER, LEFT])]
    gone = rows[rows["to_touchpoint"].eq(LEFT) & rows["from_touchpoint"].ne(OTHER)]
    if not len(real) or not number(real["n"].max()) > 0:
        return words.say("charts.flows.title.none", name=name)
    ends = zip(real["n"].map(number), real["from_label"], real["to_label"], strict=True)
    most, first, then = max(ends, key=lambda move: move[0])
    text = words.say(
        "charts.flows.title", name=name, first=clean(first), then=clean(then), count=words.number(most)
    )
    left: dict[str, float] = {}
    for place, n in zip(gone["from_label"], gone["n"], strict=True):
        left[clean(place)] = left.get(clean(place), 0.0) + number(n)
    if not left:
        return text
    place = max(left, key=left.__getitem__)
    return words.say("charts.flows.title.leave", text=text, place=place, count=words.number(left[place]))


def _columns(
    steps: Mapping[int, Pairs], labels: Mapping[str, str], words: Words, top: float
) -> list[dict[str, _Node]]:
    """Place the nodes of every step, the largest on top, `other` and `left` at the bottom."""
    sizes = _sizes(steps)
    most = max((sum(column.values()) for column in sizes), default=1.0) or 1.0
    room = _room(len(sizes)) + _BAR
    found = []
    for place, column in enumerate(sizes):
        nodes, y = {}, top
        for name in sorted(column, key=lambda n: (n == LEFT, n == OTHER, -column[n], n)):
            n = words.number(column[name])
            wide = room - _BAR - text_width(f" {n}", SMALL, "bold") - 10
            label = tuple(wrap(labels.get(name, name), wide, SMALL, most=_LINES))
            tall = max(column[name] / most * _TALL, _LEAST, height(len(label), SMALL))
            nodes[name] = _Node(name, label, MARGIN + place * room, y, tall, column[name])
            y += tall + _GAP
        found.append(nodes)
    return found


def _sizes(steps: Mapping[int, Pairs]) -> list[dict[str, float]]:
    """Return by place how many customers are at each touchpoint: those who leave it, or come to it if more."""
    found: list[dict[str, float]] = [{} for _ in range(len(steps) + 1)] if steps else []
    for place, pairs in enumerate(steps.values()):
        out = _sums(pairs, 0)
        found[place] = {
            name: max(found[place].get(name, 0), out.get(name, 0)) for name in {*found[place], *out}
        }
        found[place + 1] = _sums(pairs, 1)
    return [column for column in found if column]


def _sums(pairs: Pairs, end: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for pair, n in pairs.items():
        found[pair[end]] = found.get(pair[end], 0.0) + n
    return found


def _room(columns: int) -> float:
    """Return the points from one bar to the next."""
    return (_WIDTH - 2 * MARGIN) / max(columns, 1) - _BAR


def _bands(
    sheet: Sheet, before: Mapping[str, _Node], after: Mapping[str, _Node], pairs: Pairs, colour: str
) -> None:
    leaving, arriving = dict.fromkeys(before, 0.0), dict.fromkeys(after, 0.0)
    largest = max((n for (_, end), n in pairs.items() if end not in (OTHER, LEFT)), default=0.0)
    for start in before.values():
        for end in after.values():
            n = pairs.get((start.name, end.name), 0.0)
            if not n:
                continue
            left, right = _end(start, leaving[start.name], n), _end(end, arriving[end.name], n)
            points = ribbon((start.x + _BAR, *left), (end.x, *right))
            strong = n == largest and end.name not in (OTHER, LEFT)
            fill = _LEAVING if end.name == LEFT else mix(colour, 0.42 if strong else 0.2)
            sheet.shape(points, fill=fill)
            leaving[start.name] += n
            arriving[end.name] += n


def _end(node: _Node, start: float, n: float) -> tuple[float, float]:
    scale = node.tall / node.n if node.n else 0.0
    return node.y + start * scale, node.y + (start + n) * scale


def _node(sheet: Sheet, node: _Node, words: Words, colour: str) -> None:
    is_striped = node.name in (OTHER, LEFT)
    fill, edge = (PAPER, FAINT) if is_striped else (colour, "none")
    sheet.box(node.x, node.y, _BAR, node.tall, fill=fill, edge=edge)
    if is_striped:
        sheet.line(*_stripes(node), colour=FAINT, width=0.7)
    n = words.number(node.n)
    left, middle = node.x + _BAR + 4, node.y + node.tall / 2
    name = max(text_width(f"{line} ", SMALL) for line in node.label)
    tall = height(len(node.label), SMALL) + 1
    sheet.box(
        left - 2,
        middle - tall / 2,
        name + text_width(n, SMALL, "bold") + 5,
        tall,
        fill=PAPER,
        alpha=0.7,
    )
    sheet.middle(left, middle, node.label, size=SMALL, colour=SOFT if is_striped else INK)
    sheet.middle(left + name, middle, n, size=SMALL, weight="bold")


def _stripes(node: _Node) -> tuple[list[float], list[float]]:
    """Return stripes as one line with gaps: level ones for `other`, slanted ones for `left`.

    Printing makes large pictures of patterns, and lines of lines.
    """
    rise = _BAR if node.name == LEFT else 0.0
    xs: list[float] = []
    ys: list[float] = []
    low = _STRIPE / 2
    while low < node.tall + rise:
        # from the left edge up to the right one, cut off at top and bottom
        start, end = max(low - node.tall, 0.0), min(low, rise) if rise else _BAR
        heights = (low - start, low - end) if rise else (low, low)
        xs += [node.x + start, node.x + end, float("nan")]
        ys += [node.y + h for h in heights] + [float("nan")]
        low += _STRIPE
    return xs, ys
