"""The head of the journey map: who it is about, what it shows, whom it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from personagen.charts.journey_map.content import Content
from personagen.charts.sheet import Sheet
from personagen.charts.style import INK, PAPER, SOFT
from personagen.charts.text import height, wrap
from personagen.contracts import badge
from personagen.language.numbers import known, percent, percent_range, signed
from personagen.language.words import Words

TITLE, SUMMARY, SHARE, FACT = 19.0, 10.5, 12.0, 9.0
FACTS = 300.0
_INDENT = 54.0


@dataclass(frozen=True)
class Head:
    """Title, summary and changing wishes at the left; size, period and match rate at the right."""

    title: tuple[str, ...]
    summary: tuple[str, ...]
    changes: tuple[str, ...]
    share: str
    facts: tuple[str, ...]

    @property
    def height(self) -> float:
        """Points it needs, with the space below."""
        left = height(len(self.title), TITLE) + height(len(self.summary) + len(self.changes), SUMMARY) + 4
        right = (height(1, SHARE) if self.share else 0) + height(len(self.facts), FACT)
        return max(left, right, 44.0) + 14

    def draw(self, sheet: Sheet, persona: str, colour: str, edge: float) -> None:
        """Draw it at the top of the sheet."""
        sheet.dot(edge + 20, edge + 20, colour=colour, size=40, edge=colour)
        sheet.middle(
            edge + 20, edge + 20, badge(persona), size=19, weight="bold", colour=PAPER, align="center"
        )
        y = sheet.text(edge + _INDENT, edge - 4, self.title, size=TITLE, weight="bold")
        y = sheet.text(edge + _INDENT, y + 1, self.summary, size=SUMMARY, colour=SOFT)
        if self.changes:
            sheet.dot(edge + _INDENT + 5, y + 9, colour=INK, marker=">", size=8)
            sheet.text(edge + _INDENT + 14, y + 2, self.changes, size=SUMMARY, weight="bold")
        right, y = sheet.width - edge, edge - 4
        if self.share:
            y = sheet.text(right, y, self.share, size=SHARE, weight="bold", align="right")
        sheet.text(right, y + 1, self.facts, size=FACT, colour=SOFT, align="right")


def build_head(content: Content, words: Words, width: float) -> Head:
    """Break the head to a width; the facts at the right have their own part of it."""
    room = width - _INDENT - FACTS - 14
    share = content.first("all", "header")
    changes = [line for text in content.changes for line in wrap(text, room - 14, SUMMARY, weight="bold")]
    return Head(
        tuple(wrap(_title(content, words), room, TITLE, weight="bold", most=3)),
        tuple(wrap(content.text("all", "header", 1), room, SUMMARY, most=3)),
        tuple(changes),
        words.say("charts.map.size", share=percent(words, share)) if known(share) else "",
        tuple(line for fact in _facts(content, words) for line in wrap(fact, FACTS, FACT, most=2)),
    )


def _facts(content: Content, words: Words) -> list[str]:
    low, high, n = (content.first("all", "header", column) for column in ("low", "high", "n"))
    size = [
        percent_range(words, low, high),
        words.say("charts.map.n", count=words.number(n)) if known(n) else "",
    ]
    more = [content.text("all", "header", place) for place in range(2, len(content.lane("all", "header")))]
    return [text for text in (" · ".join(part for part in size if part), *more) if text]


def _title(content: Content, words: Words) -> str:
    """Tell the phases that stand out; nothing of them where they can't be compared."""
    felt = {label: content.first(phase, "valence") for phase, label in content.phases}
    felt = {label: value for label, value in felt.items() if known(value)}
    ways = {content.asked(phase) for phase, label in content.phases if label in felt}
    if len(felt) < 2 or len(ways) > 1:  # noqa: PLR2004
        return words.say("charts.map.title.none", name=content.name)
    apart = {key: _apart(content, key) for key in ("high", "low")}
    said = [
        words.say(f"charts.map.{key}", phase=label, value=signed(words, felt[label]))
        for key, label in apart.items()
        if label
    ]
    finding = words.say("charts.map.both", first=said[0], second=said[1]) if len(said) > 1 else "".join(said)
    return words.say(
        "charts.map.finding", name=content.name, finding=finding or words.say("charts.map.level")
    )


def _apart(content: Content, key: str) -> str:
    """Return the phase whose interval lies above (``high``) or below those of all others; blank if there is none."""
    sign = 1 if key == "high" else -1
    ends: list[tuple[float, float, str]] = []
    for phase, label in content.phases:
        low, high = sorted(sign * content.first(phase, "valence", end) for end in ("low", "high"))
        if known(low, high):
            ends.append((low, high, label))
    if len(ends) < 2:  # noqa: PLR2004
        return ""
    best = max(ends)
    return best[2] if all(best[0] > high for _, high, label in ends if label != best[2]) else ""
