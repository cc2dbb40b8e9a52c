"""How many fit the card of each persona, trait by trait, against everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.sheet import BODY, MARGIN, SMALL, Scale, Sheet, heading
from personagen.charts.style import INK, LINE, SOFT, PersonaStyle, persona_styles, styled
from personagen.charts.text import clean, height, wrap
from personagen.contracts import persona_order
from personagen.language.numbers import flag, known, number, percent
from personagen.language.words import Words

_WIDTH, _TALL, _GAP, _AXIS = 860.0, 128.0, 30.0, 38.0


@styled
def plot_prevalence(prevalence: pd.DataFrame, words: Words, names: Mapping[str, str]) -> Figure:
    """Draw the share of each persona, and of everybody, that fits its first m traits together.

    A panel a persona; its own line has its mark, that of everybody is dashed. Where a number is hidden there is no mark.

    Parameters
    ----------
    prevalence
        Contract ``prevalence``.
    words
        Language of the chart.
    names
        Persona to name, in the order of the table ``personas``.
    """
    parts = {p: _own(prevalence, p) for p in persona_order(list(names))}
    parts = {p: rows for p, rows in parts.items() if len(rows)}
    across = 2 if len(parts) <= 4 else 3  # noqa: PLR2004
    wide = (_WIDTH - 2 * MARGIN - (across - 1) * _GAP) / across
    told = {p: _tell(rows, words) for p, rows in parts.items()}
    heads = {p: wrap(clean(names[p]), wide - 20, BODY, weight="bold") for p in parts}
    texts = {p: wrap(told[p], wide - 4, SMALL) for p in parts}
    lines = [list(parts)[i : i + across] for i in range(0, len(parts), across)]
    above = [
        max(height(len(heads[p]), BODY) + height(len(texts[p]), SMALL) for p in line) + 20 for line in lines
    ]
    top = heading(_title(parts, words, names), words.say("charts.prevalence.subtitle"), _WIDTH)
    sheet = Sheet(_WIDTH, top.height + sum(above) + len(lines) * (_TALL + 46) + MARGIN - 14)
    top.draw(sheet)
    styles = persona_styles(parts, names)
    y = top.height
    for line, room in zip(lines, above, strict=True):
        for i, persona in enumerate(line):
            x = MARGIN + i * (wide + _GAP)
            _head(sheet, heads[persona], texts[persona], styles[persona], x, y)
            _panel(
                sheet,
                words,
                parts[persona],
                styles[persona],
                (x + _AXIS, y + room, x + wide, y + room + _TALL),
            )
        y += room + _TALL + 46
    return sheet.figure


def _own(prevalence: pd.DataFrame, persona: str) -> pd.DataFrame:
    rows = prevalence[prevalence["persona"].astype(str) == persona]
    return rows.sort_values("m", ignore_index=True)


def _told(rows: pd.DataFrame) -> pd.Series | None:
    """Return the row that is told; None where it would be hidden."""
    told = rows[rows["is_told"].map(flag) & rows["share_of_persona"].notna() & rows["share_of_all"].notna()]
    return told.iloc[0] if len(told) else None


def _tell(rows: pd.DataFrame, words: Words) -> str:
    row = _told(rows)
    if row is None:
        return words.say("charts.prevalence.hidden")
    return words.say("charts.prevalence.fits", n=int(row["m"]), **_shares(row, words))


def _shares(row: pd.Series, words: Words) -> dict[str, str]:
    return {"share": percent(words, row["share_of_persona"]), "all": percent(words, row["share_of_all"])}


def _title(parts: Mapping[str, pd.DataFrame], words: Words, names: Mapping[str, str]) -> str:
    """Tell of the persona whose card tells it apart best: most of it fit and fewest of everybody."""
    rows = {p: _told(part) for p, part in parts.items()}
    gaps = {p: row["share_of_persona"] - row["share_of_all"] for p, row in rows.items() if row is not None}
    if not gaps:
        return words.say("charts.prevalence.title.none")
    best = max(gaps, key=gaps.__getitem__)
    row = rows[best]
    assert row is not None  # noqa: S101  - only those with a row have a gap
    return words.say(
        "charts.prevalence.title", name=clean(names[best]), n=int(row["m"]), **_shares(row, words)
    )


def _head(
    sheet: Sheet, name: Sequence[str], text: Sequence[str], style: PersonaStyle, x: float, y: float
) -> None:
    sheet.dot(x + 6, y + 8, colour=style.colour, marker=style.marker, size=9)
    end = sheet.text(x + 18, y, name, weight="bold")
    sheet.text(x, end + 2, text, size=SMALL, colour=SOFT)


def _panel(
    sheet: Sheet,
    words: Words,
    rows: pd.DataFrame,
    style: PersonaStyle,
    frame: tuple[float, float, float, float],
) -> None:
    left, top, right, bottom = frame
    m = [int(value) for value in rows["m"]]
    up, across = Scale(0, 1, bottom, top), Scale(1, max(m[-1], 2), left + 8, right - 10)
    for share in (0.0, 0.5, 1.0):
        sheet.line((left, right), (up(share), up(share)), colour=LINE)
        sheet.middle(left - 6, up(share), percent(words, share), size=SMALL, colour=SOFT, align="right")
    every = 1 if m[-1] <= 12 else 2 if m[-1] <= 24 else 5  # noqa: PLR2004
    for value in m[::every]:
        sheet.text(across(value), bottom + 4, str(value), size=SMALL, colour=SOFT, align="center")
    sheet.text(
        (left + right) / 2,
        bottom + 17,
        words.say("charts.prevalence.axis"),
        size=SMALL,
        colour=SOFT,
        align="center",
    )
    everybody, own = (
        [(across(i), up(number(v))) for i, v in zip(m, rows[column], strict=True) if known(v)]
        for column in ("share_of_all", "share_of_persona")
    )
    sheet.line([x for x, _ in everybody], [y for _, y in everybody], colour=INK, width=1.2, dash="--")
    sheet.line([x for x, _ in own], [y for _, y in own], colour=style.colour, width=2.2)
    for x, y in own:
        sheet.dot(x, y, colour=style.colour, marker=style.marker, size=6)
