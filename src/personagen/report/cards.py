"""Persona cards: the claims of the table, laid out. What is claimed is decided in `personas.claims`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

import pandas as pd

from personagen.contracts.published import KINDS
from personagen.language.labels import listed, plain
from personagen.language.numbers import percent, percent_range
from personagen.report.proof import Line, line_of
from personagen.report.source import Source

QUOTED = 3


@dataclass(frozen=True)
class Wishes:
    """The first wishes of phases that follow each other and wish the same: by kind, None where there is none."""

    phases: str
    wishes: tuple[Line | None, ...]


@dataclass(frozen=True)
class Card:
    """Everything a persona card shows, as text.

    Parameters
    ----------
    note
        Words that people wrote; blank without any.
    warning
        That the data are old on the day of the run; blank where they aren't.
    quotes
        Quotes, and where they are from.
    """

    persona: str
    name: str
    colour: str
    share: str
    range: str
    note: str
    warning: str
    sections: Mapping[str, tuple[Line, ...]]
    wishes: tuple[Wishes, ...]
    quotes: tuple[tuple[str, str], ...]

    def lines(self, *sections: str) -> tuple[Line, ...]:
        """Return the claims of some sections."""
        return tuple(line for section in sections for line in self.sections.get(section, ()))

    def topics(self, section: str) -> list[tuple[str, list[Line]]]:
        """Return the claims of a section by what they are about together."""
        return [
            (topic, list(lines)) for topic, lines in groupby(self.lines(section), lambda line: line.topic)
        ]


def build_cards(source: Source) -> list[Card]:
    """Return the cards of all personas, in order."""
    table = source.table("personas")
    rows = table.set_index(table["persona"].astype(str))
    return [
        _card(source, persona, rows.loc[[persona]].iloc[0], place)
        for place, persona in enumerate(source.personas, start=1)
    ]


def _card(source: Source, persona: str, row: pd.Series, place: int) -> Card:
    sections = _sections(source, persona, place)
    return Card(
        persona=persona,
        name=source.name(persona),
        colour=source.colour(persona),
        share=percent(source.words, row["share"]),
        range=percent_range(source.words, row["share_low"], row["share_high"]),
        note=plain(row.get("note")),
        warning=_warning(source, row),
        sections=sections,
        wishes=tuple(_wishes(source, sections.get("wish", ()))),
        quotes=tuple(_quotes(source, persona)),
    )


def _sections(source: Source, persona: str, place: int) -> dict[str, tuple[Line, ...]]:
    rows = source.of("claims", persona).sort_values(["section", "position"], kind="stable")
    lines: dict[str, list[Line]] = {}
    for i, (_, row) in enumerate(rows.iterrows(), start=1):
        lines.setdefault(str(row["section"]), []).append(line_of(source, row, f"claim-{place}-{i}"))
    return {section: tuple(found) for section, found in lines.items()}


def _wishes(source: Source, lines: tuple[Line, ...]) -> list[Wishes]:
    """Return the first wishes by phase, phases in a row with the same ones and as many people together."""
    phases = [
        (phase, {line.kind: line for line in found})
        for phase, found in groupby(lines, lambda line: line.topic)
    ]
    return [
        Wishes(
            listed(source.words, [phase for phase, _ in same]),
            tuple(_together([found[kind] for _, found in same if kind in found]) for kind in KINDS),
        )
        for same in ([*pair] for _, pair in groupby(phases, lambda pair: _said(pair[1])))
    ]


def _said(wishes: Mapping[str, Line]) -> list[tuple[str, str, str]]:
    return [(kind, line.label, line.text) for kind, line in wishes.items()]


def _together(lines: list[Line]) -> Line | None:
    """Return equal wishes of several phases as one line, which rests on the rows of all."""
    if not lines:
        return None
    first, *others = lines
    proof = list(first.proof)
    for other in others:
        proof = [
            (name, text if text == more else f"{text} | {more}", is_code)
            for (name, text, is_code), (_, more, _) in zip(proof, other.proof, strict=True)
        ]
    return replace(first, proof=tuple(proof), is_marker=any(line.is_marker for line in lines))


def _warning(source: Source, row: pd.Series) -> str:
    """Return that the data are older than a year on the day of the run; blank where they aren't."""
    made, last = source.info.made_on, row["data_to"]
    if not made or pd.isna(last):
        return ""
    day = pd.Timestamp(made, tz="UTC")
    is_old = day > last + pd.DateOffset(years=1)
    return source.say("old", made=source.words.date(day)) if is_old else ""


def _quotes(source: Source, persona: str) -> list[tuple[str, str]]:
    """Return quotes, each with its code and its phase."""
    rows = source.of("quotes", persona).drop_duplicates("quote").head(QUOTED)
    return [
        (
            plain(row["quote"]),
            " · ".join(
                [plain(row["label"]), *([source.phase(row["phase"])] if row["phase"] != "all" else [])]
            ),
        )
        for _, row in rows.iterrows()
    ]
