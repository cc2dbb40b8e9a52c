"""What sets a persona apart: its strongest differences from everybody."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.sheet import BODY, MARGIN, SMALL, Scale, Sheet, heading
from personagen.charts.style import FAINT, INK, LINE, SOFT, PersonaStyle, mix, persona_styles, styled
from personagen.charts.text import clean, height, wrap
from personagen.language.numbers import amount, known, number, percent
from personagen.language.words import Words

MOST = 12
YES = frozenset({"yes", "True", "true", "1"})
_WIDTH, _LABELS, _NUMBERS, _ROW = 720.0, 232.0, 118.0, 25.0


@styled
def plot_profile(profile: pd.DataFrame, persona: str, words: Words, names: Mapping[str, str]) -> Figure:
    """Draw a persona against everybody on the variables where they differ most.

    Shares stand on a scale of 0 to 100 %; means as their distance from everybody's mean, in parts of the variable's
    own scale or range, with the means themselves beside it.

    Parameters
    ----------
    profile
        Contract ``profile``.
    persona
        The persona.
    words
        Language of the chart.
    names
        Persona to name, in the order of the table ``personas``.
    """
    style, name = persona_styles([*profile["persona"], persona], names)[persona], names[persona]
    rows = strongest(profile, persona)
    groups = [(kind, part) for kind in ("share", "mean") if len(part := rows[rows["kind"] == kind])]
    top = heading(_title(rows, words, clean(name)), _subtitle(words, rows), _WIDTH)
    blocks = [[_label(row, words) for _, row in part.iterrows()] for _, part in groups]
    total = sum(_block_height(labels) for labels in blocks)
    sheet = Sheet(_WIDTH, top.height + _legend_height(rows) + total + MARGIN - 10)
    top.draw(sheet)
    y = top.height
    if len(rows):
        y = _legend(sheet, words, style, clean(name), y)
    for (kind, part), labels in zip(groups, blocks, strict=True):
        y = _block(sheet, part, labels, words, style, kind, y)
    return sheet.figure


def strongest(profile: pd.DataFrame, persona: str) -> pd.DataFrame:
    """Return the persona's rows with the largest effects, largest first; a yes/no variable counts once."""
    rows = profile[(profile["persona"] == persona) & ~profile["suppressed"].fillna(value=False).astype(bool)]
    shown = [known(*row) for row in rows[["value", "overall", "difference"]].itertuples(index=False)]
    rows = rows[shown]
    strength = rows["effect_size"].map(number).abs().fillna(rows["difference"].map(number).abs())
    kind = ["mean" if level == "mean" else "share" for level in rows["level"]]
    rows = rows.assign(strength=strength, kind=kind).sort_values(
        ["strength", "variable", "level"], ascending=[False, True, True]
    )
    no = rows["type"].eq("yes_no") & ~rows["level"].isin(YES)
    return rows[~(no & rows["variable"].isin(rows.loc[~no, "variable"]))].head(MOST)


def _title(rows: pd.DataFrame, words: Words, name: str) -> str:
    if rows.empty:
        return words.say("charts.profile.title.none", name=name)
    row = rows.iloc[0]
    way = "more" if number(row["difference"]) > 0 else "less"
    key = "mean" if row["kind"] == "mean" else f"share.{way}"
    label = label_of(row, words)
    return words.say(f"charts.profile.title.{key}", name=name, label=label, **_numbers(row, words))


def _subtitle(words: Words, rows: pd.DataFrame) -> str:
    return words.say("charts.profile.subtitle") if len(rows) else words.say("charts.profile.subtitle.none")


def _numbers(row: pd.Series, words: Words) -> dict[str, str]:
    write = percent if row["kind"] == "share" else amount
    return {"value": write(words, row["value"]), "overall": write(words, row["overall"])}


def _label(row: pd.Series, words: Words) -> list[str]:
    return wrap(label_of(row, words), _LABELS - 14, BODY)


def label_of(row: pd.Series, words: Words) -> str:
    """Return what a row of the profile is about: the variable, and the level where it has more than one."""
    label, level = clean(row["label"]), clean(row["level"])
    if level == "mean" or (row["type"] == "yes_no" and level in YES):
        return label
    if row["type"] == "yes_no":
        level = words.say("common.no")
    return f"{label}: {level}" if label else level


def _block_height(labels: list[list[str]]) -> float:
    return 54 + sum(_row_height(label) for label in labels)


def _row_height(label: list[str]) -> float:
    return max(_ROW, height(len(label), BODY) + 10)


def _legend_height(rows: pd.DataFrame) -> float:
    return 24.0 if len(rows) else 0.0


def _legend(sheet: Sheet, words: Words, style: PersonaStyle, name: str, y: float) -> float:
    left = MARGIN + _LABELS
    everybody = words.say("common.all")
    sheet.dot(left + 5, y + 7, colour=style.colour, marker=style.marker, size=8)
    lines = wrap(name, _WIDTH - MARGIN - left - 130, BODY, most=1)
    sheet.middle(left + 15, y + 7, lines)
    sheet.line((_WIDTH - MARGIN - 106,) * 2, (y, y + 14), colour=INK, width=1.6)
    sheet.middle(_WIDTH - MARGIN - 98, y + 7, everybody)
    return y + 24


def _block(
    sheet: Sheet,
    rows: pd.DataFrame,
    labels: list[list[str]],
    words: Words,
    style: PersonaStyle,
    kind: str,
    y: float,
) -> float:
    start, end = MARGIN + _LABELS, _WIDTH - MARGIN - _NUMBERS
    limit = _limit(rows)
    across = Scale(0, 1, start, end) if kind == "share" else Scale(-limit, limit, start, end)
    sheet.text(MARGIN, y, words.say(f"charts.profile.{kind}"), weight="bold")
    sheet.text(
        _WIDTH - MARGIN - 62,
        y + 1,
        words.say("charts.profile.persona"),
        size=SMALL,
        colour=SOFT,
        align="right",
    )
    sheet.text(_WIDTH - MARGIN, y + 1, words.say("common.all"), size=SMALL, colour=SOFT, align="right")
    y += 20
    tall = sum(_row_height(label) for label in labels)
    _grid(sheet, words, across, kind, y, tall)
    for (_, row), label in zip(rows.iterrows(), labels, strict=True):
        room = _row_height(label)
        _row(sheet, row, label, words, style, across, y + room / 2)
        y += room
    return y + 34


def _limit(rows: pd.DataFrame) -> float:
    most = max(
        (abs(_place(row, column)) for _, row in rows.iterrows() for column in ("value", "low", "high")),
        default=0,
    )
    return next((limit for limit in (0.1, 0.2, 0.4, 0.6, 0.8) if most <= limit), 1.0)


def _place(row: pd.Series, column: str) -> float:
    """Return where a value stands on the block's scale; NaN for a blank."""
    if row["kind"] == "share":
        return number(row[column])
    if column == "value":
        return number(row["difference"])
    away = number(row["value"]) - number(row["overall"])
    if not away or not known(row[column]):
        return 0.0 if known(row[column]) else float("nan")
    return (number(row[column]) - number(row["overall"])) * number(row["difference"]) / away


def _grid(sheet: Sheet, words: Words, across: Scale, kind: str, top: float, tall: float) -> None:
    for i in range(5):
        value = across.low + (across.high - across.low) * i / 4
        x = across(value)
        middle = kind == "mean" and i == 2  # noqa: PLR2004
        sheet.line((x, x), (top, top + tall), colour=FAINT if middle else LINE)
        text = percent(words, value)
        if kind == "mean":
            text = words.say("charts.profile.same") if middle else _signed_percent(words, value)
        sheet.text(x, top + tall + 3, text, size=SMALL, colour=SOFT, align="center")


def _signed_percent(words: Words, value: float) -> str:
    return ("+" if value > 0 else "−") + words.percent(abs(value))


def _row(
    sheet: Sheet, row: pd.Series, label: list[str], words: Words, style: PersonaStyle, across: Scale, y: float
) -> None:
    sheet.middle(MARGIN, y, label)
    here = across(_place(row, "value"))
    everybody = across(number(row["overall"])) if row["kind"] == "share" else across(0)
    sheet.line((everybody, here), (y, y), colour=mix(style.colour, 0.35), width=4)
    low, high = _place(row, "low"), _place(row, "high")
    if known(low, high):
        sheet.line((across(low), across(high)), (y, y), colour=style.colour, width=1.2)
    sheet.line((everybody, everybody), (y - 7, y + 7), colour=INK, width=1.6)
    sheet.dot(here, y, colour=style.colour, marker=style.marker, size=8)
    numbers = _numbers(row, words)
    sheet.middle(_WIDTH - MARGIN - 62, y, numbers["value"], weight="bold", align="right")
    sheet.middle(_WIDTH - MARGIN, y, numbers["overall"], colour=SOFT, align="right")
