"""All personas side by side on the variables that tell them apart best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.profile import YES, label_of
from personagen.charts.sheet import BODY, MARGIN, SMALL, Scale, Sheet, heading
from personagen.charts.style import INK, LINE, SOFT, WASH, PersonaStyle, mix, persona_styles, styled
from personagen.charts.text import clean, height, wrap
from personagen.contracts import persona_order
from personagen.language.numbers import amount, flag, known, number, percent
from personagen.language.words import Words
from personagen.statistics.effects import pick_contrasts

MOST = 12
_WIDTH, _LABELS, _EVERYBODY, _ROW, _GAP = 860.0, 204.0, 58.0, 36.0, 12.0


@dataclass(frozen=True)
class _Line:
    """A variable: what everybody says, and the row of each persona that has one."""

    label: tuple[str, ...]
    is_mean: bool
    overall: float
    rows: Mapping[str, pd.Series]

    @property
    def height(self) -> float:
        return max(_ROW, height(len(self.label), BODY) + 8)


@styled
def plot_comparison(profile: pd.DataFrame, words: Words, names: Mapping[str, str]) -> Figure:
    """Draw every persona against everybody on the twelve variables that tell the personas apart best.

    A column a persona, in its own colour and with its own mark; the line in each cell is everybody. Shares stand on a scale
    of 0 to 100 %, means as their distance from everybody's mean in parts of the variable's own scale or range.

    Parameters
    ----------
    profile
        Contract ``profile``.
    words
        Language of the chart.
    names
        Persona to name, in the order of the table ``personas``.
    """
    there = set(profile["persona"].astype(str))
    personas = [p for p in persona_order(list(names)) if p in there]
    lines = _lines(profile, words, personas)
    step = (_WIDTH - 2 * MARGIN - _LABELS - _EVERYBODY) / max(len(personas), 1)
    heads = {p: wrap(clean(names[p]), step - 4, SMALL, most=6) for p in personas}
    tall = max((height(len(head), SMALL) for head in heads.values()), default=0.0) + 22
    top = heading(_title(lines, words, names), words.say("charts.comparison.subtitle"), _WIDTH)
    groups = [(is_mean, [x for x in lines if x.is_mean is is_mean]) for is_mean in (False, True)]
    groups = [(is_mean, group) for is_mean, group in groups if group]
    total = sum(26 + sum(line.height for line in group) for _, group in groups)
    sheet = Sheet(_WIDTH, top.height + tall + total + MARGIN)
    top.draw(sheet)
    xs = {p: MARGIN + _LABELS + i * step for i, p in enumerate(personas)}
    styles = persona_styles(personas, names)
    _heads(sheet, words, heads, styles, xs, top.height)
    y = top.height + tall
    for is_mean, group in groups:
        kind = "mean" if is_mean else "share"
        sheet.text(
            MARGIN, y + 6, words.say(f"charts.comparison.{kind}"), size=SMALL, colour=SOFT, weight="bold"
        )
        y = _group(sheet, group, words, styles, xs, step - _GAP, y + 26)
    return sheet.figure


def _lines(profile: pd.DataFrame, words: Words, personas: Sequence[str]) -> list[_Line]:
    table = profile.assign(persona=profile["persona"].astype(str))
    table = table[table["persona"].isin(personas) & (table["type"].ne("yes_no") | table["level"].isin(YES))]
    # the order of the table is that of its rows; a stable one is that of their key
    wide = table.pivot_table(
        index=["variable", "level"], columns="persona", values="effect_size", aggfunc="first", dropna=False
    ).reindex(columns=list(personas))
    variables = pd.Series(wide.index.get_level_values("variable"))
    chosen = [wide.index[i] for i in pick_contrasts(wide, variables, MOST)]
    parts = dict(iter(table.groupby(["variable", "level"], sort=False)))
    return [_line(parts[key], words) for key in chosen]


def _line(rows: pd.DataFrame, words: Words) -> _Line:
    first = rows.iloc[0]
    overall = rows["overall"].dropna()
    return _Line(
        tuple(wrap(label_of(first, words), _LABELS - 14, BODY)),
        first["level"] == "mean",
        number(overall.iloc[0]) if len(overall) else float("nan"),
        {str(row["persona"]): row for _, row in rows.iterrows()},
    )


def _title(lines: Sequence[_Line], words: Words, names: Mapping[str, str]) -> str:
    told = [{p: number(r["value"]) for p, r in line.rows.items() if known(r["value"])} for line in lines]
    complete = max((len(values) for values in told), default=0)
    if complete < 2:  # noqa: PLR2004
        return words.say("charts.comparison.title.none")
    # a largest difference between what is shown, while the largest of all is hidden, would mislead
    line, values = next((x, v) for x, v in zip(lines, told, strict=True) if len(v) == complete)
    ordered = persona_order(list(values))
    high, low = max(ordered, key=values.__getitem__), min(ordered, key=values.__getitem__)
    write = amount if line.is_mean else percent
    return words.say(
        f"charts.comparison.title.{'mean' if line.is_mean else 'share'}",
        label=" ".join(line.label),
        high=clean(names[high]),
        most=write(words, values[high]),
        low=clean(names[low]),
        least=write(words, values[low]),
    )


def _heads(
    sheet: Sheet,
    words: Words,
    heads: Mapping[str, Sequence[str]],
    styles: Mapping[str, PersonaStyle],
    xs: Mapping[str, float],
    y: float,
) -> None:
    for persona, head in heads.items():
        style = styles[persona]
        sheet.dot(xs[persona] + 5, y + 6, colour=style.colour, marker=style.marker, size=9)
        sheet.text(xs[persona], y + 14, head, size=SMALL)
    right = _WIDTH - MARGIN
    sheet.line((right - 4, right - 4), (y, y + 12), colour=INK, width=1.6)
    sheet.text(right, y + 14, words.say("common.all"), size=SMALL, align="right")


def _group(
    sheet: Sheet,
    lines: Sequence[_Line],
    words: Words,
    styles: Mapping[str, PersonaStyle],
    xs: Mapping[str, float],
    width: float,
    y: float,
) -> float:
    limit = max(
        (abs(number(r["difference"])) for x in lines for r in x.rows.values() if known(r["difference"])),
        default=0,
    )
    limit = next((end for end in (0.1, 0.2, 0.4, 0.6, 0.8) if limit <= end), 1.0)
    for line in lines:
        sheet.line((MARGIN, _WIDTH - MARGIN), (y, y))
        middle = y + line.height / 2
        sheet.middle(MARGIN, middle, line.label)
        for persona, x in xs.items():
            low = (-limit if line.is_mean else 0.0, limit if line.is_mean else 1.0)
            across = Scale(*low, x, x + width)
            _cell(sheet, line, line.rows.get(persona), words, styles[persona], across, middle)
        write = amount if line.is_mean else percent
        sheet.middle(_WIDTH - MARGIN, middle, write(words, line.overall), colour=SOFT, align="right")
        y += line.height
    return y


def _cell(
    sheet: Sheet,
    line: _Line,
    row: pd.Series | None,
    words: Words,
    style: PersonaStyle,
    across: Scale,
    y: float,
) -> None:
    """Draw a persona's value over its bar, from everybody's line to its own mark."""
    if row is None or not known(row["value"], row["difference"], line.overall):
        hidden = row is not None and flag(row["suppressed"])
        if hidden:
            sheet.middle(across.start, y - 7, words.say("charts.comparison.hidden"), size=SMALL, colour=SOFT)
            sheet.box(
                across.start, y + 2, across.end - across.start, 9, fill=WASH, edge="#b3bac5", hatch="////"
            )
        else:
            sheet.middle(across.start, y, "–", colour=SOFT)
        return
    here = across(number(row["difference"]) if line.is_mean else number(row["value"]))
    everybody = across(0.0 if line.is_mean else line.overall)
    sheet.line((across.start, across.end), (y + 7, y + 7), colour=LINE, width=3)
    sheet.line((everybody, here), (y + 7, y + 7), colour=mix(style.colour, 0.45), width=5)
    sheet.line((everybody, everybody), (y + 1, y + 13), colour=INK, width=1.6)
    sheet.dot(here, y + 7, colour=style.colour, marker=style.marker, size=7)
    write = amount if line.is_mean else percent
    weight = "bold" if flag(row["is_marker"]) else "normal"
    sheet.middle(across.start, y - 7, write(words, row["value"]), weight=weight)
