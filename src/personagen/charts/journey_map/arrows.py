"""The phase arrows of the journey map: label, reach, and between phases the days and the drop-off."""

from __future__ import annotations

from collections.abc import Sequence

from personagen.charts.journey_map.content import Content
from personagen.charts.sheet import SMALL, Sheet
from personagen.charts.style import PAPER, SOFT, WASH, mix
from personagen.charts.text import height, wrap
from personagen.language.numbers import known, percent
from personagen.language.words import Words

_SIZE, _TIP = 10.5, 11.0
HALF = 0.5


def arrows_height(content: Content, words: Words, step: float) -> float:
    """Return the points that arrows and what stands below them need."""
    between = max((len(lines) for lines in _between(content, words, step)), default=0)
    return _arrow(content, step) + _below(content) + height(between, SMALL) + 12


def draw_arrows(
    sheet: Sheet, content: Content, words: Words, xs: Sequence[float], step: float, y: float, colour: str
) -> float:
    """Draw the arrows from ``y`` and return where they end."""
    tall = _arrow(content, step)
    for (phase, _), lines, x in zip(content.phases, _labels(content, step), xs, strict=True):
        end = x + step - 5
        tip = _TIP if x > xs[0] else 0.0
        points = [
            (x - 3, y),
            (end - _TIP + 3, y),
            (end + 3, y + tall / 2),
            (end - _TIP + 3, y + tall),
            (x - 3, y + tall),
        ]
        sheet.shape([*points, (x - 3 + tip, y + tall / 2)], fill=colour)
        sheet.middle(x + 10, y + tall / 2, lines, size=_SIZE, weight="bold", colour=PAPER)
        if content.shows("reach"):
            _reach(sheet, content, phase, words, x, y + tall + 6, step - 20, colour)
    below = y + tall + _below(content)
    between = _between(content, words, step)
    for lines, x in zip(between, xs[1:], strict=False):
        sheet.text(x - 7, below, lines, size=SMALL, colour=SOFT, align="center")
    return y + arrows_height(content, words, step)


def _below(content: Content) -> float:
    """Return the room for reach, which a study without a log doesn't have."""
    return 26.0 if content.shows("reach") else 0.0


def _labels(content: Content, step: float) -> list[list[str]]:
    return [wrap(label, step - 34, _SIZE, weight="bold", most=3) for _, label in content.phases]


def _arrow(content: Content, step: float) -> float:
    return max((height(len(lines), _SIZE) for lines in _labels(content, step)), default=0) + 16


def _reach(
    sheet: Sheet, content: Content, phase: str, words: Words, x: float, y: float, width: float, colour: str
) -> None:
    share = content.first(phase, "reach")
    if not known(share):
        sheet.text(x, y + 6, words.say("charts.map.reach.unknown"), size=SMALL, colour=SOFT)
        return
    sheet.box(x, y, width, 4, fill=WASH)
    sheet.box(x, y, width * share, 4, fill=mix(colour, 0.75))
    sheet.text(
        x, y + 6, words.say("charts.map.reach", share=percent(words, share)), size=SMALL, weight="bold"
    )


def _between(content: Content, words: Words, step: float) -> list[list[str]]:
    """Return the lines between each phase and the next.

    A drop-off of more than half says within which time; without one it isn't said where half do go on in the end.
    """
    found = []
    for phase, _ in content.phases[:-1]:
        parts = []
        days, drop = content.first(phase, "days_to_next"), content.first(phase, "drop_off")
        if known(days):
            parts.append(_days(days, words))
        within = content.text(phase, "drop_off")
        if known(drop) and (within or not (known(days) and drop > HALF)):
            key = "charts.map.drop_off.within" if within else "charts.map.drop_off"
            parts.append(words.say(key, share=percent(words, drop), within=within))
        found.append([line for part in parts for line in wrap(part, step - 12, SMALL)])
    return found


def _days(days: float, words: Words) -> str:
    if days < 1:
        return words.say("charts.map.days.short")
    n = round(days)
    return words.say("charts.map.days", n=n, count=words.number(n))
