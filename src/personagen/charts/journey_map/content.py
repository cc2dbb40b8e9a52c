"""What one journey map says: the rows of a persona, lane by lane, and the items of its text lanes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from personagen.charts.style import BAD, GOOD, INK, SOFT
from personagen.charts.text import clean
from personagen.contracts import persona_order
from personagen.contracts.asking import way_of_asking
from personagen.language.numbers import count, known, number, order, percent, signed
from personagen.language.words import Words

EMPTY = pd.DataFrame({"text": [], "value": [], "low": [], "high": [], "n": [], "evidence": []})
FUNCTIONAL = ("action", "touchpoint", "channel", "friction", "need_functional")
NO_GAPS = ("action", "touchpoint", "channel", "need_functional", "need_emotional", "emotion")
EMOTIONAL = ("need_emotional", "valence", "gap", "emotion", "quote", "moment", "opportunity")
NUMBERS = ("reach", "days_to_next", "drop_off", "valence", "gap")


@dataclass(frozen=True)
class Item:
    """One entry of a lane: words, a short note at the right, a symbol at the left; ``weight`` bold stands out.

    ``short`` takes the place of words that there is no room for; a ``share`` gets a bar below it.
    """

    text: str
    note: str = ""
    symbol: str = ""
    colour: str = INK
    ink: str = INK
    weight: str = "normal"
    short: str = ""
    share: float | None = None


@dataclass(frozen=True)
class Content:
    """The rows of one persona; ``names`` holds those of all personas of the table."""

    persona: str
    names: Mapping[str, str]
    phases: tuple[tuple[str, str], ...]
    rows: Mapping[tuple[str, str], pd.DataFrame] = field(repr=False)

    def lane(self, phase: str, lane: str) -> pd.DataFrame:
        """Return the rows of a lane in a phase, in order."""
        return self.rows.get((phase, lane), EMPTY)

    def first(self, phase: str, lane: str, column: str = "value") -> float:
        """Return a number of a lane's first row; NaN where there is none."""
        rows = self.lane(phase, lane)
        return number(rows[column].iloc[0]) if len(rows) else float("nan")

    def text(self, phase: str, lane: str, place: int = 0) -> str:
        """Return the words of a row; blank where there is none."""
        rows = self.lane(phase, lane)
        return clean(rows["text"].iloc[place]) if len(rows) > place else ""

    def asked(self, phase: str) -> frozenset[str]:
        """Return in which way a phase was asked about; blank where all phases were asked about in one way."""
        return way_of_asking(self.text(phase, "source"))

    @property
    def name(self) -> str:
        """Name of the persona."""
        return self.names.get(self.persona, self.persona)

    @property
    def changes(self) -> list[str]:
        """The sentences on first wishes that change, in the order of the phases."""
        lanes = ("change_functional", "change_emotional")
        return [text for phase, _ in self.phases for lane in lanes if (text := self.text(phase, lane))]

    def shows(self, lane: str) -> bool:
        """Tell whether any phase has something in the lane."""
        column = "value" if lane in NUMBERS else "text"
        return any(self.lane(phase, lane)[column].notna().any() for phase, _ in self.phases)


def read_content(table: pd.DataFrame, persona: str) -> Content:
    """Return what the map of a persona says.

    Parameters
    ----------
    table
        Contract ``map``.
    persona
        The persona.
    """
    table = order(table.assign(persona=table["persona"].astype(str)), "position")
    heads = table[(table["lane"] == "header") & (table["phase"] == "all") & (table["position"] == 1)]
    named = dict(zip(heads["persona"], heads["text"], strict=True))
    own = table[table["persona"] == persona]
    phases = own[(own["lane"] == "header") & (own["phase"] != "all")]
    return Content(
        persona,
        {p: clean(named[p]) or p for p in persona_order([*named])},
        tuple((str(p), clean(text)) for p, text in zip(phases["phase"], phases["text"], strict=True)),
        {(str(phase), str(lane)): rows for (phase, lane), rows in own.groupby(["phase", "lane"])},
    )


def items(content: Content, phase: str, lane: str, words: Words) -> list[Item]:
    """Return the entries of a text lane in a phase."""
    rows = content.lane(phase, lane)
    if not len(rows):
        return [Item("–", ink=SOFT)] if lane in NO_GAPS else []
    if lane == "gap":
        return [_gap(row, words) for _, row in rows.iterrows() if known(row["value"])]
    rows = rows[[bool(clean(text)) for text in rows["text"]]]
    found = (
        _joined(rows, words) if lane == "emotion" else [_item(row, lane, words) for _, row in rows.iterrows()]
    )
    if lane.startswith("need_") and len(content.lane(phase, lane.replace("need", "change"))):
        return [replace(found[0], weight="bold", symbol=">"), *found[1:]]
    return found[:1] if lane == "quote" else found


def _joined(rows: pd.DataFrame, words: Words) -> list[Item]:
    texts = [_with_n(row, words) for _, row in rows.iterrows()]
    return [Item(", ".join(texts))] if texts else []


def _with_n(row: pd.Series, words: Words) -> str:
    text = clean(row["text"])
    if not known(row["n"]):
        return text
    n = int(number(row["n"]))
    return f"{text} ({words.say('charts.map.customers', n=n, count=count(words, n))})"


def _item(row: pd.Series, lane: str, words: Words) -> Item:
    text = clean(row["text"])
    if lane == "quote":
        return Item(f"“{text}”")
    if lane == "opportunity":
        return Item(_thinly(row, words), symbol="D")
    if lane == "moment":
        return _moment(row, words)
    return _need(row, text, words) if lane.startswith("need_") else _share(row, text, words)


def _need(row: pd.Series, text: str, words: Words) -> Item:
    if known(row["n"], row["value"]) and number(row["value"]) > 0:
        base = round(number(row["n"]) / number(row["value"]))
        return Item(text, words.say("charts.map.of", n=int(number(row["n"])), base=base))
    if known(row["value"]):
        return Item(text, percent(words, row["value"]))
    return Item(text, ink=SOFT, short=words.say("charts.needs.hidden.short"))


def _share(row: pd.Series, text: str, words: Words) -> Item:
    if not known(row["value"]):
        return Item(text, ink=SOFT)
    return Item(text, percent(words, row["value"]), share=number(row["value"]))


def _gap(row: pd.Series, words: Words) -> Item:
    """Return how far the experience lies from the expectation, and on which side where the interval leaves no doubt."""
    base = words.say("charts.map.n", count=count(words, row["n"])) if known(row["n"]) else ""
    ends = [number(row[end]) for end in ("low", "high")]
    side = "above" if min(ends) > 0 else "below" if max(ends) < 0 else "level"
    text = words.say(f"charts.map.gap.{side}", value=signed(words, row["value"]))
    look = {"above": ("^", GOOD), "below": ("v", BAD), "level": ("", INK)}[side]
    return Item(text, base, symbol=look[0], colour=look[1], short=signed(words, row["value"]))


def _thinly(row: pd.Series, words: Words) -> str:
    text = clean(row["text"])
    return words.say("charts.map.thin", text=text) if clean(row["evidence"]) == "thin" else text


def _moment(row: pd.Series, words: Words) -> Item:
    text = _thinly(row, words)
    if not known(row["value"]):
        return Item(text, symbol="*", colour=INK)
    return (
        Item(text, symbol="^", colour=GOOD)
        if number(row["value"]) > 0
        else Item(text, symbol="v", colour=BAD)
    )
