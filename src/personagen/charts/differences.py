"""Heat table of what sets a persona's journey apart: persona x phase x metric, against the other personas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.heat import phase_labels
from personagen.charts.sheet import BODY, MARGIN, SMALL, Sheet, heading
from personagen.charts.style import LINE, SOFT, WASH, PersonaStyle, ink_on, mix, persona_styles, styled
from personagen.charts.text import clean, height, wrap
from personagen.contracts import persona_order
from personagen.language.numbers import flag, known, number, signed
from personagen.language.words import Words

CALLED = 0.05
_WIDTH, _NAMES, _ROW, _GAP, _BETWEEN = 1150.0, 178.0, 32.0, 3.0, 26.0
_HEAD = 8.2
_MORE, _LESS = "#1f4f8f", "#9a4a12"
_STRONG = 0.8  # a large effect by Cohen's word for h and g
_SHARES = ("reach", "drop_off", "friction")


@styled
def plot_differences(
    differences: pd.DataFrame, words: Words, names: Mapping[str, str], phases: Mapping[str, str] | None = None
) -> Figure:
    """Draw the effect size of each persona against the others, a panel a metric; only what is called stands out.

    Called: adjusted p below .05. Metrics without any value are left out.

    Parameters
    ----------
    differences
        Contract ``differences``.
    words
        Language of the chart.
    names
        Persona to name, in the order of the table ``personas``.
    phases
        Phase to label, in order.
    """
    there = {*differences["persona"].astype(str)}
    personas = [p for p in persona_order(list(names)) if p in there]
    columns = phase_labels(differences, words, phases)
    metrics = _metrics(differences)
    step = (_WIDTH - 2 * MARGIN - _NAMES - _BETWEEN) / 2 / max(len(columns), 1)
    heads = [wrap(label, step - 5, _HEAD, most=4) for label in columns.values()]
    labels = {p: wrap(clean(names[p]), _NAMES - 34, BODY) for p in personas}
    rows = {p: max(_ROW, height(len(label), BODY) + 8) for p, label in labels.items()}
    head = 22 + height(max((len(lines) for lines in heads), default=1), _HEAD) + 6
    panel = head + sum(rows.values()) + 22
    top = heading(
        _title(differences, words, names, columns), words.say("charts.differences.subtitle"), _WIDTH
    )
    note = wrap(words.say("charts.differences.note"), _WIDTH - 2 * MARGIN, SMALL)
    lines = [metrics[i : i + 2] for i in range(0, len(metrics), 2)]
    sheet = Sheet(_WIDTH, top.height + panel * len(lines) + height(len(note), SMALL) + MARGIN)
    top.draw(sheet)
    cells = {(str(r["metric"]), str(r["persona"]), str(r["phase"])): r for _, r in differences.iterrows()}
    styles, y = persona_styles(personas, names), top.height
    for line in lines:
        _names(sheet, labels, styles, rows, y + head)
        for place, metric in enumerate(line):
            left = MARGIN + _NAMES + place * (step * len(columns) + _BETWEEN)
            _heads(sheet, words, metric, heads, (left, y, step, head))
            _panel(
                sheet,
                words,
                {k[1:]: r for k, r in cells.items() if k[0] == metric},
                rows,
                list(columns),
                (left, y + head, step),
            )
        y += panel
    sheet.text(MARGIN, y - 4, note, size=SMALL, colour=SOFT)
    return sheet.figure


def is_called(row: pd.Series) -> bool:
    """Tell whether a difference is more than chance."""
    return known(row["p_adjusted"], row["effect_size"]) and number(row["p_adjusted"]) < CALLED


def _metrics(differences: pd.DataFrame) -> list[str]:
    order = ("reach", "contacts", "valence", "gap", "drop_off", "friction")
    shown = {*differences.loc[differences["effect_size"].notna(), "metric"].astype(str)}
    return [metric for metric in order if metric in shown]


def _title(
    differences: pd.DataFrame, words: Words, names: Mapping[str, str], columns: Mapping[str, str]
) -> str:
    found = differences[[is_called(row) for _, row in differences.iterrows()]]
    found = found[found["phase"].isin(columns) & found["persona"].isin(names)]
    if found.empty:
        return words.say("charts.differences.title.none")
    found = found.assign(size=found["effect_size"].abs())
    found = found.sort_values(["size", "persona", "phase", "metric"], ascending=[False, True, True, True])
    row = found.iloc[0]
    return words.say(
        "charts.differences.title",
        name=clean(names[str(row["persona"])]),
        phase=columns[str(row["phase"])],
        metric=words.say(f"charts.differences.{row['metric']}"),
        value=in_unit(words, str(row["metric"]), row["difference"]),
    )


def _names(
    sheet: Sheet,
    labels: Mapping[str, Sequence[str]],
    styles: Mapping[str, PersonaStyle],
    rows: Mapping[str, float],
    y: float,
) -> None:
    for persona, label in labels.items():
        middle = y + (rows[persona] - _GAP) / 2
        sheet.dot(MARGIN + 6, middle, colour=styles[persona].colour, marker=styles[persona].marker, size=8)
        sheet.middle(MARGIN + 20, middle, label)
        y += rows[persona]


def _heads(
    sheet: Sheet,
    words: Words,
    metric: str,
    heads: Sequence[Sequence[str]],
    place: tuple[float, float, float, float],
) -> None:
    left, y, step, tall = place
    sheet.text(left, y, words.say(f"charts.differences.{metric}.long"), weight="bold")
    for i, head in enumerate(heads):
        x = left + (i + 0.5) * step - _GAP / 2
        sheet.text(x, y + tall - height(len(head), _HEAD) - 3, head, size=_HEAD, colour=SOFT, align="center")


def _panel(
    sheet: Sheet,
    words: Words,
    cells: Mapping[tuple[str, str], pd.Series],
    rows: Mapping[str, float],
    phases: Sequence[str],
    place: tuple[float, float, float],
) -> None:
    left, y, step = place
    for persona, tall in rows.items():
        for i, phase in enumerate(phases):
            _cell(sheet, words, cells.get((persona, phase)), (left + i * step, y, step - _GAP, tall - _GAP))
        y += tall


def _cell(
    sheet: Sheet, words: Words, row: pd.Series | None, place: tuple[float, float, float, float]
) -> None:
    x, y, width, tall = place
    middle = (x + width / 2, y + tall / 2)
    if row is None or not known(row["effect_size"]):
        if row is not None and flag(row["suppressed"]):
            sheet.box(*place, fill=WASH, edge="#b3bac5", hatch="////")
        else:
            sheet.middle(*middle, "–", colour=SOFT, align="center")
        return
    text = signed(words, row["effect_size"])
    if not is_called(row):
        sheet.box(*place, fill=WASH)
        text = f"{text} °" if flag(row["is_circular"]) else text
        sheet.middle(*middle, text, size=SMALL, colour=SOFT, align="center")
        return
    effect = number(row["effect_size"])
    fill = mix(_MORE if effect > 0 else _LESS, min(0.3 + 0.6 * abs(effect) / _STRONG, 0.95))
    sheet.box(*place, fill=fill, edge=LINE)
    sheet.middle(middle[0], middle[1] - 5.5, text, weight="bold", colour=ink_on(fill), align="center")
    unit = in_unit(words, str(row["metric"]), row["difference"])
    sheet.middle(middle[0], middle[1] + 6.5, unit, size=8.0, colour=ink_on(fill), align="center")


def in_unit(words: Words, metric: str, difference: object) -> str:
    """Return a difference in its own unit: percentage points of shares.

    Examples
    --------
    >>> from personagen.language import words_in
    >>> in_unit(words_in("en"), "reach", 0.124), in_unit(words_in("nl"), "gap", -0.5)
    ('+12 pp', '−0,50')
    """
    if metric in _SHARES and known(difference):
        return words.say("charts.differences.points", value=signed(words, 100 * number(difference), 0))
    return signed(words, difference)
