"""How many people fit the card of a persona: sentences and tables."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from personagen.language.labels import plain
from personagen.language.numbers import flag, known, percent, percent_range
from personagen.report.grids import Grid, grid
from personagen.report.source import Source


@dataclass(frozen=True)
class Fit:
    """How many fit the first traits of a persona together: a sentence, what it rests on, and the traits."""

    persona: str
    text: str
    basis: str
    traits: tuple[str, ...]


def fits(source: Source) -> list[Fit]:
    """Return for each persona how many fit its first traits; those of whom nothing may be shown say so."""
    return [found for persona in source.personas if (found := _fit(source, persona))]


def _fit(source: Source, persona: str) -> Fit | None:
    rows = source.of("prevalence", persona).sort_values("m")
    if rows.empty:
        return None
    name = source.name(persona)
    for _, row in rows[rows["is_told"].map(flag)].head(1).iterrows():
        shares = {
            "share": percent(source.words, row["share_of_persona"]),
            "all": percent(source.words, row["share_of_all"]),
        }
        text = source.words.say("compare.fit", n=int(row["m"]), name=name, **shares)
        basis = source.words.say(
            "compare.fit.basis",
            n=source.count(row["n"]),
            base=source.count(row["base_n"]),
            range=percent_range(source.words, row["low"], row["high"]),
        )
        return Fit(persona, text, basis, tuple(plain(label) for label in rows["label"].head(int(row["m"]))))
    return Fit(persona, source.words.say("compare.fit.hidden", name=name), "", ())


def prevalence_grids(source: Source) -> list[Grid]:
    """Return for each persona its traits with the shares that fit them so far."""
    heads = [source.words.say(f"compare.prevalence.{key}") for key in ("trait", "persona", "all", "n")]
    return [
        grid(
            source.name(persona),
            heads,
            [_trait(source, row) for _, row in source.of("prevalence", persona).sort_values("m").iterrows()],
        )
        for persona in source.personas
        if len(source.of("prevalence", persona))
    ]


def _trait(source: Source, row: pd.Series) -> list[str]:
    hidden = source.say("hidden")
    shown, all_shown = known(row["share_of_persona"]), known(row["share_of_all"])
    counted = source.words.say("compare.of", n=source.count(row["n"]), base=source.count(row["base_n"]))
    return [
        f"{int(row['m'])}. {plain(row['label'])}",
        source.share(row, "share_of_persona") if shown else hidden,
        percent(source.words, row["share_of_all"]) if all_shown else hidden,
        counted if shown else hidden,
    ]
