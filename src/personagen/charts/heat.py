"""Persona x phase heat tables: experience, reach and drop-off."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.sheet import BODY, MARGIN, SMALL, Sheet, heading
from personagen.charts.style import BAD, GOOD, SOFT, WASH, PersonaStyle, ink_on, mix, persona_styles, styled
from personagen.charts.text import clean, height, wrap
from personagen.contracts import persona_order
from personagen.contracts.asking import are_comparable
from personagen.language.numbers import THIN, flag, known, number, percent, signed
from personagen.language.words import Words

_WIDTH, _NAMES, _CELL, _GAP = 860.0, 190.0, 30.0, 3.0
PANELS = ("valence", "reach", "drop_off")
_BASE = {"valence": "n_valence", "reach": "n_persona", "drop_off": "n_going_on"}
_HUE = {"reach": "#2a4a7f", "drop_off": "#7a3b12"}


@styled
def plot_heat(
    journey: pd.DataFrame,
    words: Words,
    names: Mapping[str, str] | None = None,
    phases: Mapping[str, str] | None = None,
) -> Figure:
    """Draw experience, reach and drop-off of each persona in each phase, with the numbers in the cells.

    What has no value in any of them is left out.

    Parameters
    ----------
    journey
        Contract ``journey``.
    words
        Language of the chart.
    names
        Persona to name; the number where it isn't given.
    phases
        Phase to label, in order; the built-in labels and the order of the table where it isn't given.
    """
    shown = [p for p in persona_order(journey["persona"]) if p != "unassigned"]
    columns = phase_labels(journey, words, phases)
    labels = {p: wrap(_name(p, words, names or {}), _NAMES - 34, BODY) for p in shown}
    heads = [wrap(label, _cell_width(columns) - 4, SMALL, most=3) for label in columns.values()]
    late = [[*h, *_within(journey, phase, words)] for h, phase in zip(heads, columns, strict=True)]
    panels = [name for name in PANELS if journey[name].notna().any()] or PANELS
    subtitle = words.say(f"charts.heat.subtitle{'' if 'valence' in panels else '.none'}")
    top = heading(_title(journey, words, names or {}, columns), subtitle, _WIDTH)
    head = height(max((len(h) for h in late), default=1), SMALL) + 6
    rows = {p: max(_CELL, height(len(label), BODY) + 8) for p, label in labels.items()}
    panel = 24 + head + sum(rows.values()) + 20
    notes = [words.say("charts.heat.note")]
    notes += [] if are_comparable(journey) else [words.say("charts.not_comparable")]
    sheet = Sheet(_WIDTH, top.height + panel * len(panels) + height(len(notes) - 1, SMALL) + MARGIN)
    top.draw(sheet)
    styles = persona_styles(shown, names or ())
    cells = {(str(row["persona"]), str(row["phase"])): row for _, row in journey.iterrows()}
    y = top.height
    for name in panels:
        _head(sheet, words, name, late if name == "drop_off" else heads, columns, y, head)
        below = y + 24 + head
        for persona in shown:
            _label(sheet, labels[persona], styles.get(persona), below + rows[persona] / 2)
            for i, phase in enumerate(columns):
                x = MARGIN + _NAMES + i * _cell_width(columns)
                place = (x, below, _cell_width(columns) - _GAP, rows[persona] - _GAP)
                _cell(sheet, cells.get((persona, phase)), words, name, place)
            below += rows[persona]
        y += panel
    sheet.text(MARGIN, y - 6, notes, size=SMALL, colour=SOFT)
    return sheet.figure


def phase_labels(table: pd.DataFrame, words: Words, phases: Mapping[str, str] | None) -> dict[str, str]:
    """Return phase to label, in order."""
    if phases is not None:
        return {phase: clean(label) for phase, label in phases.items()}
    found = dict.fromkeys(str(p) for p in table["phase"] if p != "all")
    return {p: words.say(f"common.phase.{p}") if words.has(f"common.phase.{p}") else clean(p) for p in found}


def _within(journey: pd.DataFrame, phase: str, words: Words) -> list[str]:
    """Return the time within which people had to go on from a phase, as lines; none where personas differ in it."""
    days = (
        journey.loc[journey["phase"].eq(phase) & journey["drop_off"].notna(), "horizon_days"]
        .dropna()
        .unique()
    )
    if len(days) != 1:
        return []
    n = round(number(days[0]))
    return [words.say("charts.heat.within", n=n, count=words.number(n))]


def _name(persona: str, words: Words, names: Mapping[str, str]) -> str:
    if persona in names:
        return clean(names[persona])
    return words.say("common.all") if persona == "all" else f"{words.say('common.persona')} {clean(persona)}"


def _title(journey: pd.DataFrame, words: Words, names: Mapping[str, str], columns: Mapping[str, str]) -> str:
    rows = journey[
        (journey["persona"] != "all") & (journey["persona"] != "unassigned") & journey["phase"].isin(columns)
    ]
    valence = rows["valence"].map(number).dropna()
    if valence.empty:
        return words.say("charts.heat.title.none")
    if not are_comparable(journey):
        return words.say("charts.heat.title.apart")
    rows = rows.assign(valence=valence).loc[valence.index].sort_values(["valence", "persona", "phase"])
    low = rows.iloc[0]
    return words.say(
        "charts.heat.title",
        name=_name(str(low["persona"]), words, names),
        phase=columns[str(low["phase"])],
        value=signed(words, low["valence"]),
    )


def _cell_width(columns: Mapping[str, str]) -> float:
    return (_WIDTH - 2 * MARGIN - _NAMES) / max(len(columns), 1)


def _head(
    sheet: Sheet,
    words: Words,
    name: str,
    heads: list[list[str]],
    columns: Mapping[str, str],
    y: float,
    tall: float,
) -> None:
    sheet.text(MARGIN, y, words.say(f"charts.heat.{name}"), weight="bold")
    for i, head in enumerate(heads):
        x = MARGIN + _NAMES + (i + 0.5) * _cell_width(columns) - _GAP / 2
        sheet.text(
            x, y + 20 + tall - height(len(head), SMALL) - 2, head, size=SMALL, colour=SOFT, align="center"
        )


def _label(sheet: Sheet, label: list[str], style: PersonaStyle | None, y: float) -> None:
    if style:
        sheet.dot(MARGIN + 6, y - _GAP / 2, colour=style.colour, marker=style.marker, size=8)
    sheet.middle(MARGIN + 20, y - _GAP / 2, label)


def _cell(
    sheet: Sheet, row: pd.Series | None, words: Words, name: str, place: tuple[float, float, float, float]
) -> None:
    x, y, width, tall = place
    value = row[name] if row is not None else None
    if not known(value):
        if row is not None and flag(row["suppressed"]):
            sheet.box(*place, fill=WASH, edge="#b3bac5", hatch="////")
        else:
            sheet.middle(x + width / 2, y + tall / 2, "–", colour=SOFT, align="center")
        return
    fill = _fill(name, number(value))
    sheet.box(*place, fill=fill)
    text = signed(words, value) if name == "valence" else percent(words, value)
    thin = row is not None and number(row[_BASE[name]]) < THIN
    sheet.middle(
        x + width / 2, y + tall / 2, f"{text} *" if thin else text, colour=ink_on(fill), align="center"
    )


def _fill(name: str, value: float) -> str:
    if name == "valence":
        return mix(GOOD if value > 0 else BAD, min(abs(value), 1.0) * 0.9 + 0.03)
    return mix(_HUE[name], value * 0.85 + 0.04)
