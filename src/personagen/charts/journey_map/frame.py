"""The sheet of the journey map: header, phase arrows, lanes, curve and footer on A3 landscape."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.journey_map.arrows import arrows_height, draw_arrows
from personagen.charts.journey_map.content import EMOTIONAL, FUNCTIONAL, Content, read_content
from personagen.charts.journey_map.curve import draw_curve
from personagen.charts.journey_map.header import build_head
from personagen.charts.journey_map.lanes import GUTTER, PAD, SIZE, draw_lane
from personagen.charts.journey_map.plan import EDGE, LABELS, LAYER, WIDTH, Plan, lane_label, make_plan
from personagen.charts.sheet import SMALL, Sheet
from personagen.charts.style import INK, LINE, SOFT, PersonaStyle, persona_styles, styled
from personagen.charts.text import height, wrap
from personagen.language.words import Words


@styled
def plot_map(table: pd.DataFrame, persona: str, words: Words, personas: Sequence[str] = ()) -> Figure:
    """Draw the journey map of a persona on A3 landscape, 420 x 297 mm.

    Lanes without data are left out. Where there is too little room, entries go first, from the last, then lanes, which
    the foot of the sheet names. Without an emotional curve to fill it, the sheet is only as high as it needs to be.

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
    head = build_head(content, words, WIDTH - 2 * EDGE)
    step = (WIDTH - 2 * EDGE - LABELS) / max(len(content.phases), 1)
    foot = _foot(content, words, ())
    above = EDGE + head.height + arrows_height(content, words, step)
    # two more lines for the lanes that there may be no room for
    plan = make_plan(
        content, words, step - GUTTER, above, height(len(foot), SMALL), height(len(foot) + 2, SMALL)
    )
    foot = _foot(content, words, plan.left_out)
    sheet = Sheet(WIDTH, plan.total)
    head.draw(sheet, persona, styles[persona].colour, EDGE)
    xs = [EDGE + LABELS + i * step for i in range(len(content.phases))]
    y = draw_arrows(sheet, content, words, xs, step, EDGE + head.height, styles[persona].colour)
    _lanes(sheet, content, words, plan, styles, xs, step, y)
    sheet.text(EDGE, plan.total - EDGE - height(len(foot), SMALL) + 4, foot, size=SMALL, colour=SOFT)
    return sheet.figure


def _foot(content: Content, words: Words, left_out: Sequence[str]) -> list[str]:
    """Return what the map rests on and lacks, one thing after the other."""
    said = [words.say("charts.map.friction")] if content.shows("friction") else []
    said += [content.text("all", "footer", i) for i in range(len(content.lane("all", "footer")))]
    if left_out:
        names = ", ".join(words.say(f"charts.map.lane.{lane}") for lane in left_out)
        said.append(words.say("charts.map.left_out", lanes=names))
    return wrap(" · ".join(text.rstrip(".") for text in said if text), WIDTH - 2 * EDGE, SMALL)


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
            title = words.say(f"charts.map.layer.{name}").upper()
            sheet.text(EDGE, y + 5, title, size=SMALL, weight="bold", colour=colour)
            y += LAYER
        for i, lane in enumerate(shown):
            if i:
                sheet.line((EDGE, WIDTH - EDGE), (y, y), colour=LINE)
            tall = plan.curve if lane == "valence" else plan.lanes[lane].height + plan.spare
            sheet.text(EDGE, y + PAD, lane_label(lane, words), size=SIZE, weight="bold")
            if lane == "valence":
                middles = [x + (step - GUTTER) / 2 for x in xs]
                draw_curve(sheet, content, words, styles, middles, (EDGE + LABELS, y, WIDTH - EDGE, y + tall))
            else:
                draw_lane(sheet, plan.lanes[lane], y, xs, step - GUTTER, colour)
            y += tall
