"""Persona cards: who they are, what they want, what they do, in their words, and what isn't known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from personagen.language.numbers import amount, known, number, percent, percent_range
from personagen.report.extension import customer_share
from personagen.report.segments import doubt
from personagen.report.source import THIN, Source, listed, plain
from personagen.report.traits import Trait, behaviours, demographics, label_of, markers
from personagen.report.wishes import Wish, changed, first_wishes, wishless

THEMES = ("background", "goal", "motivation", "pain_point", "need", "delight")
SAID, QUOTED, STATED = 4, 3, 6
SMALL_EFFECT = 0.2  # less is too small to tell [Cohen]


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
    colour: str
    share: str
    range: str
    n: str
    grade: str
    doubt: str
    customers: str
    summary: str
    demographics: tuple[Trait, ...]
    behaviours: tuple[Trait, ...]
    markers: tuple[tuple[str, str, str], ...]
    statements: tuple[tuple[str, str], ...]
    wishes: tuple[Wish, ...]
    change: str
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
        colour=source.colour(persona),
        share=percent(words, row["share"]),
        range=percent_range(words, row["share_low"], row["share_high"]),
        n=source.count(row["n"]),
        grade=source.say(f"grade.{grade}") if words.has(f"report.grade.{grade}") else "",
        doubt=doubt(source, persona),
        customers=customer_share(source, persona),
        summary=plain(row["summary"]),
        demographics=tuple(demographics(source, persona)),
        behaviours=tuple(behaviours(source, persona)),
        markers=tuple(markers(source, persona)),
        statements=tuple(_stated(source, persona)),
        wishes=first_wishes(source, persona),
        change=changed(source, persona),
        themes=tuple(_themes(source, persona)),
        quotes=tuple(_quotes(source, persona)),
        unknown=tuple(_unknown(source, persona, row)),
    )


def _stated(source: Source, persona: str) -> list[tuple[str, str]]:
    """Return what they say of themselves in the survey, as far as it differs from everybody."""
    rows = source.of("profile", persona)
    rows = rows[rows["block"].eq("psychographic") & rows["value"].notna()]
    rows = rows[rows["level"].ne("no")].assign(strength=rows["effect_size"].map(number).abs())
    rows = rows[rows["strength"] >= SMALL_EFFECT]
    rows = rows.sort_values(["strength", "variable", "level"], ascending=[False, True, True]).head(STATED)
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
    found = [*_people(source, persona, row), *_interviews(source, persona), *_journey(source, persona)]
    if str(row["grade"]) in {"dissolved", "doubtful"}:
        found.append(source.say("unknown.stability"))
    hidden = sum(
        int(source.of(name, persona)["suppressed"].sum()) for name in ("profile", "codes", "needs", "journey")
    )
    if hidden:
        found.append(source.say("unknown.hidden", n=hidden, least=source.info.minimum_cell))
    return found


def _people(source: Source, persona: str, row: pd.Series) -> Iterator[str]:
    """Yield whose behaviour isn't known, and who were assigned on a part of their answers."""
    coverage = source.of("coverage", persona)
    if len(coverage) and known(coverage["n_linked"].iloc[0], coverage["n_respondents"].iloc[0]):
        base = int(coverage["n_respondents"].iloc[0])
        unlinked = base - int(coverage["n_linked"].iloc[0])
        if unlinked:
            counts = {"count": source.count(unlinked), "base": source.count(base)}
            share = percent(source.words, unlinked / base)
            yield source.say("unknown.unlinked", n=unlinked, share=share, **counts)
    if known(row["n_partial"]) and int(row["n_partial"]):
        yield source.say("unknown.partial", n=int(row["n_partial"]))


def _interviews(source: Source, persona: str) -> Iterator[str]:
    interviewed = source.of("codes", persona)["n_interviewed"].max()
    if not len(source.table("codes")):
        yield source.say("unknown.no_interviews")
    elif not known(interviewed):
        yield source.say("unknown.none_interviewed")
    elif int(interviewed) < THIN:
        yield source.say("unknown.few_interviews", n=int(interviewed))
    silent = wishless(source, persona)
    if known(interviewed) and len(silent) == len(source.phases):
        yield source.say("unknown.no_wishes")
    elif known(interviewed) and silent:
        yield source.say("unknown.wishes", phases=listed(source, silent))


def _journey(source: Source, persona: str) -> Iterator[str]:
    journey = source.of("journey", persona)
    felt = {str(phase): number(n) for phase, n in journey[["phase", "n_valence"]].to_numpy()}
    silent = [label for phase, label in source.phases.items() if phase in felt and not known(felt[phase])]
    thin = [label for phase, label in source.phases.items() if felt.get(phase, THIN) < THIN]
    if silent:
        yield source.say("unknown.valence", phases=listed(source, silent))
    if thin:
        yield source.say("unknown.thin", phases=listed(source, thin), least=THIN)
