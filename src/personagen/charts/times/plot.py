"""Time to phase: how soon each persona goes on from a phase (Kaplan-Meier), with who is still followed below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.heat import phase_labels
from personagen.charts.sheet import BODY, MARGIN, SMALL, Sheet, heading
from personagen.charts.style import SOFT, PersonaStyle, persona_styles, styled
from personagen.charts.text import clean, height, text_width, wrap
from personagen.charts.times.panel import AXIS, ROW, draw_panel, followed, lacks_counts
from personagen.contracts import persona_order
from personagen.language.numbers import percent
from personagen.language.words import Words
from personagen.statistics.apart import widest_gap

_WIDTH, _TALL, _GAP = 860.0, 150.0, 34.0


@styled
def plot_times(
    times: pd.DataFrame, words: Words, names: Mapping[str, str], phases: Mapping[str, str] | None = None
) -> Figure:
    """Draw the share that has gone on to a later phase by days since the first contact, a panel a phase.

    Parameters
    ----------
    times
        Contract ``time_to_phase``; a curve ends where its share is hidden.
    words
        Language of the chart.
    names
        Persona to name, in the order of the table ``personas``.
    phases
        Phase to label, in order.
    """
    rows = _rows(times)
    columns = {
        p: label for p, label in phase_labels(times, words, phases).items() if any(k[1] == p for k in rows)
    }
    personas = [p for p in persona_order(list(names)) if any(k[0] == p for k in rows)]
    wide = (_WIDTH - 2 * MARGIN - _GAP) / 2
    heads = {p: wrap(label, wide, BODY, weight="bold") for p, label in columns.items()}
    lines = [list(columns)[i : i + 2] for i in range(0, len(columns), 2)]
    above = [max(height(len(heads[p]), BODY) for p in line) + 10 for line in lines]
    owns = {phase: {p: rows[p, phase] for p in personas if (p, phase) in rows} for phase in columns}
    below = [_below(owns[phase] for phase in line) for line in lines]
    is_partial = any(lacks_counts(own) for own in owns.values())
    note = wrap(words.say("charts.times.note"), _WIDTH - 2 * MARGIN, SMALL) if is_partial else []
    legend = _legend_lines(names, personas)
    top = heading(_title(times, words, names, columns), words.say("charts.times.subtitle"), _WIDTH)
    tall = top.height + 18 * len(legend) + 8 + sum(above) + len(lines) * _TALL + sum(below)
    sheet = Sheet(_WIDTH, tall + height(len(note), SMALL) + MARGIN)
    top.draw(sheet)
    styles = persona_styles(personas, names)
    y = _legend(sheet, legend, styles, top.height) + 8
    for line, room, under in zip(lines, above, below, strict=True):
        for i, phase in enumerate(line):
            x = MARGIN + i * (wide + _GAP)
            sheet.text(x, y, heads[phase], weight="bold")
            place = (x + AXIS, y + room, x + wide - 8, y + room + _TALL)
            draw_panel(sheet, words, owns[phase], styles, place)
        y += room + _TALL + under
    sheet.text(MARGIN, y, note, size=SMALL, colour=SOFT)
    return sheet.figure


def _below(owns: Iterable[Mapping[str, pd.DataFrame]]) -> float:
    """Return the room under a line of panels: for the axis and for who is still followed, where that is shown."""
    most = max((len(followed(own)) for own in owns), default=0)
    return 34 + (ROW * (most + 1) if most else 0) + 16


def _rows(times: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    shown = times[~times["persona"].isin(["all", "unassigned"])].sort_values("days")
    found = {
        (str(p), str(phase)): rows for (p, phase), rows in shown.groupby(["persona", "phase"], sort=True)
    }
    return {key: rows for key, rows in found.items() if rows["share"].notna().any()}


def _title(times: pd.DataFrame, words: Words, names: Mapping[str, str], columns: Mapping[str, str]) -> str:
    gap = widest_gap(times[times["persona"].isin([*names]) & times["phase"].isin([*columns])])
    if gap is None:
        return words.say("charts.times.title.none")
    return words.say(
        "charts.times.title",
        phase=columns[gap.phase],
        n=round(gap.days),
        days=words.number(gap.days, 0 if gap.days.is_integer() else 1),
        share=percent(words, gap.more),
        name=clean(names[gap.faster]),
        less=percent(words, gap.less),
        other=clean(names[gap.slower]),
    )


def _legend_lines(names: Mapping[str, str], personas: Sequence[str]) -> list[list[tuple[str, str, float]]]:
    lines: list[list[tuple[str, str, float]]] = [[]]
    x = 0.0
    for persona in personas:
        name = f"{persona}. {clean(names[persona])}" if persona.isdigit() else clean(names[persona])
        wide = 44 + text_width(name, SMALL)
        if lines[-1] and x + wide > _WIDTH - 2 * MARGIN:
            lines.append([])
            x = 0.0
        lines[-1].append((persona, name, x))
        x += wide
    return lines


def _legend(
    sheet: Sheet,
    lines: Sequence[Sequence[tuple[str, str, float]]],
    styles: Mapping[str, PersonaStyle],
    y: float,
) -> float:
    for line in lines:
        for persona, name, x in line:
            style = styles[persona]
            sheet.line((MARGIN + x, MARGIN + x + 20), (y + 6, y + 6), colour=style.colour, width=1.8)
            sheet.dot(MARGIN + x + 10, y + 6, colour=style.colour, marker=style.marker, size=7)
            sheet.middle(MARGIN + x + 26, y + 6, name, size=SMALL)
        y += 18
    return y
