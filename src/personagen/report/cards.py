"""Persona cards: who they are, what they want, what they do, in their words, and what isn't known."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from personagen.language.numbers import amount, known, number, percent, percent_range
from personagen.report.source import Source, plain
from personagen.report.traits import Trait, behaviours, demographics, label_of, markers

THEMES = ("background", "goal", "motivation", "pain_point", "need", "delight")
SAID, QUOTED = 4, 3
FEW_INTERVIEWS = 8


@dataclass(frozen=True)
class Said:
    """An interview code: words, and how many said it."""

    text: str
    count: str


@dataclass(frozen=True)
class Card:
    """Everything a persona card shows, as text."""

    persona: str
    name: str
    initial: str
    colour: str
    share: str
    range: str
    n: str
    grade: str
    summary: str
    demographics: tuple[Trait, ...]
    behaviours: tuple[Trait, ...]
    markers: tuple[tuple[str, str, str], ...]
    wishes: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, tuple[Said, ...]], ...]
    quotes: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]


def build_cards(source: Source) -> list[Card]:
    """Return the cards of all personas, in order."""
    table = source.table("personas")
    rows = table.set_index(table["persona"].astype(str))
    return [_card(source, persona, rows.loc[[persona]].iloc[0]) for persona in source.personas]


def _card(source: Source, persona: str, row: pd.Series) -> Card:
    words = source.words
    name = source.name(persona)
    grade = str(row["grade"])
    return Card(
        persona=persona,
        name=name,
        initial=source.initials[persona],
        colour=source.colour(persona),
        share=percent(words, row["share"]),
        range=percent_range(words, row["share_low"], row["share_high"]),
        n=source.count(row["n"]),
        grade=source.say(f"grade.{grade}") if words.has(f"report.grade.{grade}") else "",
        summary=plain(row["summary"]),
        demographics=tuple(demographics(source, persona)),
        behaviours=tuple(behaviours(source, persona)),
        markers=tuple(markers(source, persona)),
        wishes=tuple(_stated(source, persona)),
        themes=tuple(_themes(source, persona)),
        quotes=tuple(_quotes(source, persona)),
        unknown=tuple(_unknown(source, persona, row)),
    )


def _stated(source: Source, persona: str) -> list[tuple[str, str]]:
    """Return what they say in the survey about themselves: psychographic variables with their means or shares."""
    rows = source.of("profile", persona)
    rows = rows[rows["block"].eq("psychographic") & rows["value"].notna()]
    rows = rows[rows["level"].ne("no")].assign(strength=rows["effect_size"].map(number).abs())
    rows = rows.sort_values(["strength", "variable", "level"], ascending=[False, True, True]).head(6)
    return [(label_of(row, source.words), _against(source, row)) for _, row in rows.iterrows()]


def _against(source: Source, row: pd.Series) -> str:
    write = amount if row["level"] == "mean" else percent
    key = "against.mean" if row["level"] == "mean" else "against"
    return source.say(
        key, value=write(source.words, row["value"]), overall=write(source.words, row["overall"])
    )


def _themes(source: Source, persona: str) -> list[tuple[str, tuple[Said, ...]]]:
    rows = source.of("codes", persona)
    rows = rows[rows["phase"].eq("all") & rows["n_mentioned"].fillna(0).gt(0)]
    rows = rows.sort_values(["share", "code"], ascending=[False, True])
    found = []
    for theme in THEMES:
        part = rows[rows["theme"] == theme].head(SAID)
        said = tuple(
            Said(
                plain(row["label"]),
                source.say("of_interviewed", n=int(row["n_mentioned"]), base=int(row["n_interviewed"])),
            )
            for _, row in part.iterrows()
        )
        if said:
            found.append((source.words.say(f"common.theme.{theme}"), said))
    return found


def _quotes(source: Source, persona: str) -> list[tuple[str, str]]:
    rows = source.of("quotes", persona).drop_duplicates("quote").head(QUOTED)
    return [
        (plain(row["quote"]), source.phase(row["phase"]) if row["phase"] != "all" else plain(row["label"]))
        for _, row in rows.iterrows()
    ]


def _unknown(source: Source, persona: str, row: pd.Series) -> list[str]:
    """Return what the data can't tell about a persona."""
    found = []
    if known(row["n_partial"]) and int(row["n_partial"]):
        found.append(source.say("unknown.partial", n=int(row["n_partial"])))
    interviewed = source.of("codes", persona)["n_interviewed"].max()
    if not len(source.table("codes")):
        found.append(source.say("unknown.no_interviews"))
    elif not known(interviewed):
        found.append(source.say("unknown.none_interviewed"))
    elif int(interviewed) < FEW_INTERVIEWS:
        found.append(source.say("unknown.few_interviews", n=int(interviewed)))
    journey = source.of("journey", persona)
    silent = [
        source.phase(p) for p in source.phases if p in set(journey.loc[journey["valence"].isna(), "phase"])
    ]
    if silent and len(journey):
        found.append(source.say("unknown.valence", phases=listed(source, silent)))
    if str(row["grade"]) in {"dissolved", "doubtful"}:
        found.append(source.say("unknown.stability"))
    hidden = sum(
        int(source.of(name, persona)["suppressed"].sum()) for name in ("profile", "codes", "needs", "journey")
    )
    if hidden:
        found.append(source.say("unknown.hidden", n=hidden, least=source.info.minimum_cell))
    return found


def listed(source: Source, parts: list[str]) -> str:
    """Return ``a, b en c``.

    Examples
    --------
    >>> from personagen.language.words import words_in
    >>> from personagen.report.info import ReportInfo
    >>> listed(Source({}, ReportInfo("", 2, "given", 5), words_in("nl")), ["a", "b", "c"])
    'a, b en c'
    """
    if len(parts) < 2:  # noqa: PLR2004
        return "".join(parts)
    return source.say("list", first=", ".join(parts[:-1]), last=parts[-1])
