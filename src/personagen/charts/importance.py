"""What each variable does for the segments, and the advice on it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from personagen.charts.sheet import BODY, MARGIN, SMALL, Scale, Sheet, heading
from personagen.charts.style import BAD, GOOD, INK, LINE, SOFT, styled
from personagen.charts.text import clean, height, wrap
from personagen.language.numbers import known, number, percent
from personagen.language.words import Words

_WIDTH, _NAMES, _BARS, _DOTS, _GAP, _VALUE, _ROW = 820.0, 220.0, 150.0, 110.0, 26.0, 40.0, 24.0
_MARKS = {"keep": ("o", SOFT), "leave_out": ("X", BAD), "decisive": ("D", GOOD)}
_BAR = "#2a4a7f"


@styled
def plot_importance(
    importance: pd.DataFrame, words: Words, labels: Mapping[str, str] | None = None
) -> Figure:
    """Draw each variable's share of the variance between segments, what leaving it out does, and the advice.

    Parameters
    ----------
    importance
        Contract ``importance``.
    words
        Language of the chart.
    labels
        Variable to what reports call it; its own name where it isn't given.
    """
    rows = importance.sort_values(["between_share", "variable"], ascending=[False, True]).reset_index(
        drop=True
    )
    names = [wrap(clean((labels or {}).get(str(v), v)), _NAMES - 12, BODY, most=3) for v in rows["variable"]]
    tall = [max(_ROW, height(len(name), BODY) + 8) for name in names]
    top = heading(_title(rows, words), words.say("charts.importance.subtitle"), _WIDTH)
    heads = [wrap(words.say(f"charts.importance.{key}"), width, SMALL) for key, _, width in _panels()]
    note = wrap(words.say("charts.importance.note"), _WIDTH - 2 * MARGIN, SMALL)
    start = top.height + height(max(len(head) for head in heads), SMALL) + 8
    sheet = Sheet(_WIDTH, start + sum(tall) + 12 + height(len(note), SMALL) + MARGIN)
    top.draw(sheet)
    for head, (_, x, _width) in zip(heads, _panels(), strict=True):
        sheet.text(x, top.height, head, size=SMALL, colour=SOFT)
    across, along = _scales(rows)
    for x in (along.start, (along.start + along.end) / 2, along.end):
        sheet.line((x, x), (start, start + sum(tall)), colour=LINE)
    y = start
    for (_, row), name, room in zip(rows.iterrows(), names, tall, strict=True):
        sheet.middle(MARGIN, y + room / 2, name)
        _row(sheet, row, words, across, along, y + room / 2)
        y += room
    sheet.text(MARGIN, y + 10, note, size=SMALL, colour=SOFT)
    return sheet.figure


def _panels() -> tuple[tuple[str, float, float], ...]:
    """Return of each panel its words, where it starts, and its width."""
    bars = MARGIN + _NAMES
    dots = bars + _BARS + _VALUE + _GAP
    advice = dots + _DOTS + _VALUE + _GAP
    return (
        ("share", bars, _BARS + _VALUE),
        ("without", dots, _DOTS + _VALUE),
        ("advice", advice, _WIDTH - MARGIN - advice),
    )


def _scales(rows: pd.DataFrame) -> tuple[Scale, Scale]:
    shares = [number(share) for share in rows["between_share"] if known(share)]
    (_, bars, _), (_, dots, _), _ = _panels()
    return Scale(0, max([*shares, 0.01]), bars, bars + _BARS), Scale(0, 1, dots, dots + _DOTS)


def _title(rows: pd.DataFrame, words: Words) -> str:
    n = {advice: int((rows["advice"] == advice).sum()) for advice in _MARKS}
    if n["leave_out"]:
        return words.say("charts.importance.title.noise", n=n["leave_out"])
    if n["decisive"]:
        return words.say("charts.importance.title.decisive", n=n["decisive"])
    return words.say("charts.importance.title.keep")


def _row(sheet: Sheet, row: pd.Series, words: Words, across: Scale, along: Scale, y: float) -> None:
    """Draw one variable: bar, dot and advice; a noisy one's bar is hatched, so that colour isn't all that tells."""
    marker, colour = _MARKS[str(row["advice"])]
    is_noise = row["advice"] == "leave_out"
    if known(row["between_share"]):
        width = max(across(number(row["between_share"])) - across.start, 0.8)
        fill, edge, hatch = ("#f6e7de", BAD, "////") if is_noise else (_BAR, "none", "")
        sheet.box(across.start, y - 6, width, 12, fill=fill, edge=edge, hatch=hatch)
        sheet.middle(across.start + width + 5, y, percent(words, row["between_share"]), size=SMALL)
    if known(row["ari_without"]):
        sheet.line((along.start, along.end), (y, y), colour=LINE)
        sheet.dot(along(number(row["ari_without"])), y, colour=colour, marker=marker, size=8)
        sheet.middle(
            along.end + 8, y, words.number(number(row["ari_without"]) + 0.0, 2), size=SMALL, colour=SOFT
        )
    place = _panels()[2][1]
    sheet.dot(place + 5, y, colour=colour, marker=marker, size=8)
    weight = "normal" if row["advice"] == "keep" else "bold"
    text = words.say(f"charts.importance.advice.{row['advice']}")
    sheet.middle(place + 16, y, text, colour=SOFT if weight == "normal" else INK, weight=weight)
