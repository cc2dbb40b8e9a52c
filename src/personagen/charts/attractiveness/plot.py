"""The attractiveness chart: title, the axes it has, and the note on who is not on it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.attractiveness.bars import bars_height, draw_bars
from personagen.charts.attractiveness.content import Content, read_content
from personagen.charts.attractiveness.plane import draw_plane, plane_height
from personagen.charts.sheet import MARGIN, SMALL, Sheet, heading
from personagen.charts.style import SOFT, persona_styles, styled
from personagen.charts.text import height, wrap
from personagen.language.numbers import known
from personagen.language.words import Words

WIDTH = 860.0


@styled
def plot_attractiveness(attractiveness: pd.DataFrame, words: Words, names: Mapping[str, str]) -> Figure:
    """Draw the personas by how attractive they are [Dolnicar, Gruen & Leisch 2018, segment evaluation plot].

    With a second axis a plane: up how attractive the persona is, to the right how attractive the company is to it. Without,
    a bar a persona made of what each criterion adds. The area of a bubble is the persona's share.

    Parameters
    ----------
    attractiveness
        Contract ``attractiveness``.
    words
        Language of the chart.
    names
        Persona to name, in the order of the table ``personas``.
    """
    content = read_content(attractiveness, words, names)
    is_plane = len(content.axes) > 1
    room = WIDTH - 2 * MARGIN
    top = heading(
        _title(content, words), words.say(f"charts.attractiveness.subtitle.{len(content.axes)}"), WIDTH
    )
    note = wrap(_note(content, words), room, SMALL)
    tall = plane_height(content, words) if is_plane else bars_height(content, room)
    sheet = Sheet(WIDTH, top.height + tall + height(len(note), SMALL) + MARGIN)
    top.draw(sheet)
    styles = persona_styles(content.names, names)
    (draw_plane if is_plane else draw_bars)(sheet, content, words, styles, top.height)
    sheet.text(MARGIN, top.height + tall, note, size=SMALL, colour=SOFT)
    return sheet.figure


def _title(content: Content, words: Words) -> str:
    if len(content.placed) < 2:  # noqa: PLR2004
        return words.say("charts.attractiveness.title.none")
    best = content.placed[0]
    axes = content.axes
    value = {axis: content.totals[axis, best] for axis in axes}
    if len(axes) > 1 and known(value[axes[1]]):
        most = max(content.placed, key=lambda p: content.totals[axes[1], p])
        key = "both" if most == best else "apart"
        return words.say(
            f"charts.attractiveness.title.{key}", name=content.names[best], other=content.names[most]
        )
    return words.say("charts.attractiveness.title", name=content.names[best])


def _note(content: Content, words: Words) -> str:
    said = [words.say("charts.attractiveness.note")]
    if content.left_out:
        said.append(words.say("charts.attractiveness.left_out", names=", ".join(content.left_out)))
    return " ".join(said)
