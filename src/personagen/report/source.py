"""The tables of one report with the words to tell them in: what every part of the page asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import pandas as pd

from personagen.contracts import PUBLISHED, persona_order
from personagen.language.labels import plain
from personagen.language.numbers import known, number, percent, percent_range, signed
from personagen.language.words import Words
from personagen.report.info import ReportInfo

THIN = 30
NEUTRAL = "#475569"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@cache
def _empty(name: str) -> pd.DataFrame:
    """Return a table without rows; made once, as every part of the page asks for it."""
    return PUBLISHED[name].empty()


@dataclass(frozen=True)
class Source:
    """Tables, words and facts of one report."""

    tables: Mapping[str, pd.DataFrame]
    info: ReportInfo
    words: Words

    def table(self, name: str) -> pd.DataFrame:
        """Return a published table; without rows where the run has none."""
        found = self.tables.get(name)
        return _empty(name) if found is None else found

    def of(self, name: str, persona: str) -> pd.DataFrame:
        """Return the rows of a persona."""
        table = self.table(name)
        return table[table["persona"].astype(str) == persona]

    def say(self, key: str, **values: object) -> str:
        """Return words of the report."""
        return self.words.say(f"report.{key}", **values)

    def tell(self, key: str, **values: object) -> str:
        """Return words on segments."""
        return self.words.say(f"segments.{key}", **values)

    def label(self, variable: object) -> str:
        """Return what the report calls a variable; its own name where the profile has no label."""
        return self._labels.get(str(variable)) or plain(variable)

    @cached_property
    def _labels(self) -> dict[str, str]:
        profile = self.table("profile")
        return {str(v): plain(label) for v, label in zip(profile["variable"], profile["label"], strict=True)}

    @cached_property
    def personas(self) -> tuple[str, ...]:
        """Personas in order."""
        return tuple(
            p for p in persona_order(self.table("personas")["persona"]) if p not in {"all", "unassigned"}
        )

    @cached_property
    def names(self) -> dict[str, str]:
        """Persona to name."""
        table = self.table("personas")
        found = {str(p): plain(n) for p, n in zip(table["persona"], table["name"], strict=True)}
        common = {"all": self.words.say("common.all"), "unassigned": self.words.say("common.unassigned")}
        return {p: found.get(p) or f"{self.words.say('common.persona')} {p}" for p in found} | common

    @cached_property
    def phases(self) -> dict[str, str]:
        """Phase to label, in order."""
        table = self.table("phases").sort_values("position", kind="stable")
        return {str(p): plain(label) for p, label in zip(table["phase"], table["label"], strict=True)}

    @cached_property
    def has_log(self) -> bool:
        """Whether customers were followed through their contacts."""
        return bool(self.table("journey")["n_customers"].notna().any())

    def name(self, persona: object) -> str:
        """Return the name of a persona, of everybody, or of those without one."""
        return self.names.get(str(persona), plain(persona))

    def phase(self, phase: object) -> str:
        """Return the label of a phase."""
        return self.phases.get(str(phase), plain(phase))

    def colour(self, persona: str) -> str:
        """Return the colour of a persona."""
        colour = self.info.colours.get(persona, NEUTRAL)
        return colour if _COLOUR.fullmatch(colour) else NEUTRAL

    def share(self, row: pd.Series, value: str = "share", low: str = "low", high: str = "high") -> str:
        """Return a share with its interval, such as ``38% (35–41%)``."""
        reach = percent_range(self.words, row[low], row[high])
        return f"{percent(self.words, row[value])} ({reach})" if reach else percent(self.words, row[value])

    def signed_range(self, low: object, high: object) -> str:
        """Return ``95%: +0,28 tot +0,56``; blank where either end is."""
        if not known(low, high):
            return ""
        return self.say("interval", low=signed(self.words, low), high=signed(self.words, high))

    def signed_between(self, low: object, high: object) -> str:
        """Return ``+0,28 tot +0,56``, where a caption says what it is; blank where either end is."""
        if not known(low, high):
            return ""
        return self.say("proof.between", low=signed(self.words, low), high=signed(self.words, high))

    def count(self, value: object) -> str:
        """Return a count with its thousands apart; an en dash for a blank."""
        return self.words.number(number(value)) if known(value) else "–"

    def finely(self, share: object) -> str:
        """Return a small share as a percentage with one decimal; an en dash for a blank."""
        return self.words.percent(number(share), 1) if known(share) else "–"

    def basis(self, n: object, *parts: str) -> str:
        """Return what a sentence rests on: intervals, n, and whether that is few."""
        found = [part for part in parts if part]
        if known(n):
            found.append(f"n = {self.count(n)}")
            if number(n) < THIN:
                found.append(self.say("thin"))
        return "; ".join(found)
