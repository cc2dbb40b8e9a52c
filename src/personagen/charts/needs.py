"""What every persona wishes first in each phase, functional and emotional apart, and where that changes."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.sheet import BODY, MARGIN, SMALL, Sheet, heading
from personagen.charts.style import INK, LINE, SOFT, WASH, PersonaStyle, mix, persona_styles, styled
from personagen.charts.text import clean, height, wrap
from personagen.contracts import persona_order
from personagen.language.numbers import count, flag, known, number, percent
from personagen.language.words import Words

KINDS = ("functional", "emotional")
_WIDTH, _NAMES, _KIND, _GAP, _PAD = 960.0, 156.0, 78.0, 4.0, 6.0
_MOST_LINES = 4


@dataclass(frozen=True)
class _Cell:
    """The first wish of a phase: words and what they rest on; ``state`` wish, change, hidden or none."""

    state: str
    text: tuple[str, ...] = ()
    note: str = ""

    @property
    def height(self) -> float:
        return height(len(self.text), SMALL) + (height(1, SMALL) + 2 if self.note else 0) + 2 * _PAD + _GAP


@dataclass(frozen=True)
class _Row:
    persona: str
    kind: str
    cells: tuple[_Cell, ...]

    @property
    def height(self) -> float:
        return max(cell.height for cell in self.cells)


@styled
def plot_needs(
    needs: pd.DataFrame, words: Words, names: Mapping[str, str], phases: Mapping[str, str]
) -> Figure:
    """Draw the first wish of every persona in each phase, with how many of those interviewed have it.

    Where the first wish takes over from another one, as tested, the cell is darker, bold and marked. Wishes that may not
    be shown are hatched.

    Parameters
    ----------
    needs
        Contract ``needs``.
    words
        Language of the chart.
    names
        Persona to name, in the order of the table ``personas``.
    phases
        Phase to label, in order.
    """
    names = {p: names[p] for p in persona_order(list(names))}
    phases = _wished(needs, names, phases)
    step = (_WIDTH - 2 * MARGIN - _NAMES - _KIND) / max(len(phases), 1)
    rows = list(_rows(needs, words, names, phases, step - _GAP - 2 * _PAD))
    heads = [wrap(clean(label), step - _GAP - 4, SMALL, weight="bold", most=3) for label in phases.values()]
    tall = max((height(len(head), SMALL) for head in heads), default=0.0) + 8
    blocks = {p: [row for row in rows if row.persona == p] for p in names}
    labels = {p: wrap(clean(names[p]), _NAMES - 26, BODY, weight="bold") for p in names}
    rooms = {p: max(sum(r.height for r in blocks[p]), height(len(labels[p]), BODY) + 16) + 6 for p in names}
    states = {cell.state for row in rows for cell in row.cells}
    top = heading(_title(rows, words, names, phases), _say(words, "subtitle", {"", *states}), _WIDTH)
    sheet = Sheet(_WIDTH, top.height + tall + sum(rooms.values()) + MARGIN + 20)
    top.draw(sheet)
    left = MARGIN + _NAMES + _KIND
    for i, head in enumerate(heads):
        y = top.height + tall - height(len(head), SMALL) - 4
        sheet.text(left + i * step, y, head, size=SMALL, weight="bold")
    y = top.height + tall
    styles = persona_styles(names, names)
    for persona, block in blocks.items():
        _block(sheet, words, block, labels[persona], styles[persona], (left, step), y)
        y += rooms[persona]
    sheet.text(MARGIN, y + 8, _say(words, "note", states), size=SMALL, colour=SOFT)
    return sheet.figure


def _wished(needs: pd.DataFrame, names: Mapping[str, str], phases: Mapping[str, str]) -> Mapping[str, str]:
    """Return the phases in which a persona has a wish, shown or hidden; all of them if none has."""
    said = needs["persona"].astype(str).isin([*names]) & (needs["rank"].notna() | _hidden(needs))
    kept = set(needs.loc[said, "phase"].astype(str))
    return {phase: label for phase, label in phases.items() if phase in kept} or phases


def _hidden(needs: pd.DataFrame) -> pd.Series:
    return needs["suppressed"].astype("boolean").fillna(value=False) | needs["n"].isna()


def _say(words: Words, part: str, states: set[str]) -> str:
    """Return the sentences of a part that hold for the cells drawn."""
    told = {"subtitle": ("", "change"), "note": ("change", "none")}[part]
    keys = (f"charts.needs.{part}.{state}".rstrip(".") for state in told if state in states)
    return " ".join(words.say(key) for key in keys)


def _rows(
    needs: pd.DataFrame, words: Words, names: Mapping[str, str], phases: Mapping[str, str], room: float
) -> Iterator[_Row]:
    # as plain rows: a chart has a hundred cells, and each look-up in a table costs more than its text
    parts: dict[tuple[str, str, str], list[dict[Hashable, object]]] = {}
    for row in needs.to_dict("records"):
        parts.setdefault((str(row["persona"]), str(row["kind"]), str(row["phase"])), []).append(row)
    there = {kind for _, kind, _ in parts}
    for persona in names:
        for kind in (kind for kind in KINDS if kind in there):
            cells = (_cell(parts.get((persona, kind, phase), []), words, room) for phase in phases)
            yield _Row(persona, kind, tuple(cells))


def _cell(rows: Sequence[Mapping[Hashable, object]], words: Words, room: float) -> _Cell:
    """Return what stands in a cell; a hidden first wish isn't replaced by the second."""
    row = next((row for row in rows if number(row["rank"]) == 1), None)
    if row is not None:
        return _wish(row, words, room)
    if any(flag(row["suppressed"]) or not known(row["n"]) for row in rows):
        return _Cell("hidden", _hidden_text(words, room))
    return _Cell("none", ("–",))


def _hidden_text(words: Words, room: float) -> tuple[str, ...]:
    lines = wrap(words.say("charts.needs.hidden"), room, SMALL)
    return tuple(lines) if len(lines) <= _MOST_LINES else (words.say("charts.needs.hidden.short"),)


def _wish(row: Mapping[Hashable, object], words: Words, room: float) -> _Cell:
    is_change = flag(row["is_change"])
    weight = "bold" if is_change else "normal"
    text = tuple(
        wrap(clean(row["label"]), room - (12 if is_change else 0), SMALL, weight=weight, most=_MOST_LINES)
    )
    of = words.say("charts.needs.of", n=count(words, row["n"]), base=count(words, row["n_interviewed"]))
    return _Cell("change" if is_change else "wish", text, f"{of} ({percent(words, row['share'])})")


def _title(rows: Sequence[_Row], words: Words, names: Mapping[str, str], phases: Mapping[str, str]) -> str:
    changing = {
        row.persona: phase
        for row in reversed(rows)
        for phase, cell in reversed(list(zip(phases, row.cells, strict=True)))
        if cell.state == "change"
    }
    if not changing:
        return words.say("charts.needs.title.none")
    if len(changing) > 1:
        return words.say("charts.needs.title", n=len(changing), all=len(names))
    ((persona, phase),) = changing.items()
    return words.say("charts.needs.title", n=1, name=clean(names[persona]), phase=clean(phases[phase]))


def _block(
    sheet: Sheet,
    words: Words,
    rows: Sequence[_Row],
    label: Sequence[str],
    style: PersonaStyle,
    columns: tuple[float, float],
    y: float,
) -> None:
    sheet.line((MARGIN, _WIDTH - MARGIN), (y, y), colour=LINE)
    sheet.dot(MARGIN + 6, y + 14, colour=style.colour, marker=style.marker, size=9)
    sheet.text(MARGIN + 18, y + 6, label, weight="bold")
    left, step = columns
    y += 4
    for row in rows:
        kind = words.say(f"charts.needs.{row.kind}")
        sheet.text(left - _KIND, y + _PAD - 1, kind, size=SMALL, colour=SOFT)
        for i, cell in enumerate(row.cells):
            _draw(sheet, cell, style, (left + i * step, y, step - _GAP, row.height - _GAP))
        y += row.height


def _draw(sheet: Sheet, cell: _Cell, style: PersonaStyle, place: tuple[float, float, float, float]) -> None:
    x, y, _, _ = place
    x, y = x + _PAD, y + _PAD - 2
    if cell.state == "hidden":
        sheet.box(*place, fill=WASH, edge="#b3bac5")
    if cell.state in ("hidden", "none"):
        sheet.text(x, y, cell.text, size=SMALL, colour=SOFT)
        return
    is_change = cell.state == "change"
    sheet.box(
        *place, fill=mix(style.colour, 0.3 if is_change else 0.1), edge=style.colour if is_change else "none"
    )
    if is_change:
        sheet.dot(x + 3, y + 6, colour=INK, marker=">", size=7)
    y = sheet.text(
        x + (12 if is_change else 0), y, cell.text, size=SMALL, weight="bold" if is_change else "normal"
    )
    sheet.text(x, y + 2, cell.note, size=SMALL, colour=INK if is_change else SOFT)
