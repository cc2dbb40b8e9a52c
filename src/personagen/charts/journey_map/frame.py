"""The sheet of the journey map: header, phase arrows, lanes, curve and footer on A3 landscape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.journey_map.arrows import arrows_height, draw_arrows
from personagen.charts.journey_map.content import EMOTIONAL, FUNCTIONAL, Content, read_content
from personagen.charts.journey_map.curve import LEGEND, draw_curve, legend_height
from personagen.charts.journey_map.lanes import PAD, SIZE, Lane, build_lane, draw_lane
from personagen.charts.sheet import Sheet
from personagen.charts.style import INK, LINE, PAPER, SOFT, PersonaStyle, persona_styles, styled
from personagen.charts.text import height, wrap
from personagen.contracts import badge
from personagen.language.numbers import known, percent, percent_range, signed
from personagen.language.words import Words

WIDTH, HEIGHT, EDGE, LABELS = 1190.55, 841.89, 36.0, 104.0
CURVE_LOW, CURVE_HIGH, LAYER, SPARE = 140.0, 330.0, 20.0, 24.0
BUDGETS = ((3, 3), (2, 3), (2, 2), (1, 2), (1, 1))
_TITLE, _SUMMARY, _FOOT = 19.0, 10.5, 8.4


@dataclass(frozen=True)
class Plan:
    """What goes where: the text lanes, and the height that is left for the curve and between lanes."""

    lanes: dict[str, Lane]
    curve: float
    spare: float
    total: float


@styled
def plot_map(table: pd.DataFrame, persona: str, words: Words, personas: Sequence[str] = ()) -> Figure:
    """Draw the journey map of a persona on A3 landscape.

    Lanes without data are left out; entries that don't fit are left out from the last; only when single lines still
    don't fit does the sheet grow. Where few lanes have data, it is less high.

    Parameters
    ----------
    table
        Contract ``map``.
    persona
        The persona.
    words
        Language of the chart.
    personas
        All personas in the order of the table ``personas``, which gives named ones their colour.
    """
    content = read_content(table, persona)
    styles = persona_styles([*content.names, persona], personas)
    title = wrap(_title(content, words), WIDTH - 2 * EDGE - 250, _TITLE, weight="bold")
    summary = wrap(content.text("all", "header", 1), WIDTH - 2 * EDGE - 270, _SUMMARY, most=3)
    foot = [
        line
        for i in range(len(content.lane("all", "footer")))
        for line in wrap(content.text("all", "footer", i), WIDTH - 2 * EDGE, _FOOT)
    ]
    change = [
        line
        for text in content.changes
        for line in wrap(text, WIDTH - 2 * EDGE - 290, _SUMMARY, weight="bold")
    ]
    head = max(height(len(title), _TITLE) + height(len(summary) + len(change), _SUMMARY) + 20, 58)
    step = (WIDTH - 2 * EDGE - LABELS) / max(len(content.phases), 1)
    fixed = EDGE + head + arrows_height(content, words, step) + height(len(foot), _FOOT) + 14 + EDGE
    plan = _plan(content, words, step - 14, fixed)
    sheet = Sheet(WIDTH, plan.total)
    _header(sheet, content, words, styles[persona], title, summary, change)
    xs = [EDGE + LABELS + i * step for i in range(len(content.phases))]
    y = draw_arrows(sheet, content, words, xs, step, EDGE + head, styles[persona].colour)
    _lanes(sheet, content, words, plan, styles, xs, step, y)
    sheet.text(EDGE, plan.total - EDGE - height(len(foot), _FOOT) + 4, foot, size=_FOOT, colour=SOFT)
    return sheet.figure


def _title(content: Content, words: Words) -> str:
    felt = {label: content.first(phase, "valence") for phase, label in content.phases}
    felt = {label: value for label, value in felt.items() if known(value)}
    if len(felt) < 2:  # noqa: PLR2004
        return words.say("charts.map.title.none", name=content.name)
    apart = {key: _apart(content, key) for key in ("high", "low")}
    said = [
        words.say(f"charts.map.{key}", phase=label, value=signed(words, felt[label]))
        for key, label in apart.items()
        if label
    ]
    finding = words.say("charts.map.both", first=said[0], second=said[1]) if len(said) > 1 else "".join(said)
    return words.say(
        "charts.map.finding", name=content.name, finding=finding or words.say("charts.map.level")
    )


def _apart(content: Content, key: str) -> str:
    """Return the phase whose interval lies above (``high``) or below those of all others; blank if there is none."""
    sign = 1 if key == "high" else -1
    ends: list[tuple[float, float, str]] = []
    for phase, label in content.phases:
        low, high = sorted(sign * content.first(phase, "valence", end) for end in ("low", "high"))
        if known(low, high):
            ends.append((low, high, label))
    if len(ends) < 2:  # noqa: PLR2004
        return ""
    best = max(ends)
    return best[2] if all(best[0] > high for _, high, label in ends if label != best[2]) else ""


def _plan(content: Content, words: Words, room: float, fixed: float) -> Plan:
    """Choose the largest budget that fits, and what the curve gets."""
    shown = [lane for lane in (*FUNCTIONAL, *EMOTIONAL) if content.shows(lane)]
    layers = sum(any(lane in shown for lane in layer) for layer in (FUNCTIONAL, EMOTIONAL)) * LAYER
    # a legend of more lines than one takes no room of the curve
    more = legend_height(content, words, WIDTH - 2 * EDGE - LABELS) - LEGEND
    felt = CURVE_LOW + more if "valence" in shown else 0.0
    for budget in BUDGETS:
        lanes = {
            lane: build_lane(content, lane, words, room, _label(lane, words), budget)
            for lane in shown
            if lane != "valence"
        }
        left = HEIGHT - fixed - layers - sum(lane.height for lane in lanes.values())
        if left >= felt:
            break
    curve = min(max(left, felt), CURVE_HIGH + more) if felt else 0.0
    spare = min(max(left - curve, 0) / (len(lanes) + 1), SPARE)
    return Plan(lanes, curve, spare, HEIGHT - left + curve + spare * (len(lanes) + 1))


def _label(lane: str, words: Words) -> list[str]:
    return wrap(words.say(f"charts.map.lane.{lane}"), LABELS - 14, SIZE, weight="bold")


def _header(
    sheet: Sheet,
    content: Content,
    words: Words,
    style: PersonaStyle,
    title: Sequence[str],
    summary: Sequence[str],
    change: Sequence[str],
) -> None:
    sheet.dot(EDGE + 20, EDGE + 20, colour=style.colour, size=40, edge=style.colour)
    sheet.middle(
        EDGE + 20, EDGE + 20, badge(content.persona), size=19, weight="bold", colour=PAPER, align="center"
    )
    y = sheet.text(EDGE + 54, EDGE - 4, title, size=_TITLE, weight="bold")
    y = sheet.text(EDGE + 54, y + 1, summary, size=_SUMMARY, colour=SOFT)
    if change:
        sheet.dot(EDGE + 59, y + 9, colour=INK, marker=">", size=8)
        sheet.text(EDGE + 68, y + 2, change, size=_SUMMARY, weight="bold")
    share = content.first("all", "header")
    if known(share):
        right = WIDTH - EDGE
        y = sheet.text(
            right,
            EDGE - 4,
            words.say("charts.map.size", share=percent(words, share)),
            size=11,
            weight="bold",
            align="right",
        )
        low, high, n = (content.first("all", "header", c) for c in ("low", "high", "n"))
        parts = [
            percent_range(words, low, high),
            words.say("charts.map.n", count=words.number(n)) if known(n) else "",
        ]
        sheet.text(right, y + 1, "   ".join(p for p in parts if p), size=9, colour=SOFT, align="right")


def _lanes(
    sheet: Sheet,
    content: Content,
    words: Words,
    plan: Plan,
    styles: dict[str, PersonaStyle],
    xs: Sequence[float],
    step: float,
    y: float,
) -> None:
    colour = styles[content.persona].colour
    for name, layer in (("functional", FUNCTIONAL), ("emotional", EMOTIONAL)):
        shown = [lane for lane in layer if lane in plan.lanes or (lane == "valence" and plan.curve)]
        if shown:
            sheet.line((EDGE, WIDTH - EDGE), (y + 1, y + 1), colour=INK, width=1.0)
            sheet.text(
                EDGE,
                y + 6,
                words.say(f"charts.map.layer.{name}").upper(),
                size=8.2,
                weight="bold",
                colour=colour,
            )
            y += LAYER
        for i, lane in enumerate(shown):
            if i:
                sheet.line((EDGE, WIDTH - EDGE), (y, y), colour=LINE)
            tall = plan.curve if lane == "valence" else plan.lanes[lane].height + plan.spare
            sheet.text(EDGE, y + PAD, _label(lane, words), size=SIZE, weight="bold")
            if lane == "valence":
                middles = [x + (step - 14) / 2 for x in xs]
                draw_curve(sheet, content, words, styles, middles, (EDGE + LABELS, y, WIDTH - EDGE, y + tall))
            else:
                draw_lane(sheet, plan.lanes[lane], content, y, xs, step - 14, colour)
            y += tall
