"""What the profile says of a persona: distributions, behaviour in its own units, and markers with their effect."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from personagen.language.numbers import amount, known, number, percent, percent_range, signed
from personagen.language.words import Words
from personagen.report.source import Source, plain
from personagen.statistics.apart import sets_apart

MARKERS = 6
YES = frozenset({"yes", "True", "true", "1"})
EFFECTS = ((0.2, "tiny"), (0.5, "small"), (0.8, "medium"))


@dataclass(frozen=True)
class Level:
    """A level with its share as text and as a width in percent; everybody's beside it."""

    label: str
    share: str
    width: float
    overall: str
    overall_width: float


@dataclass(frozen=True)
class Trait:
    """A variable of a persona: a mean with its interval, or the shares of its levels."""

    label: str
    mean: str
    levels: tuple[Level, ...]
    hidden: bool


def demographics(source: Source, persona: str) -> list[Trait]:
    """Return who they are: every demographic variable."""
    return _traits(source, persona, "demographic")


def behaviours(source: Source, persona: str) -> list[Trait]:
    """Return what they do: every behavioural variable, in its own unit."""
    return _traits(source, persona, "behavioural")


def markers(source: Source, persona: str) -> list[tuple[str, str, str]]:
    """Return what sets the persona apart: label, value against everybody, size of the effect."""
    return [
        (label_of(row, source.words), _value_against(source, row), _effect(source, row))
        for _, row in marker_rows(source, persona).head(MARKERS).iterrows()
    ]


def marker_rows(source: Source, persona: str) -> pd.DataFrame:
    """Return the rows of the profile that set the persona apart, the largest effect first."""
    rows = source.of("profile", persona)
    rows = rows[sets_apart(rows)]
    no = rows["type"].eq("yes_no") & ~rows["level"].isin(YES)
    rows = rows[~(no & rows["variable"].isin(rows.loc[~no, "variable"]))]
    rows = rows.assign(strength=rows["effect_size"].map(number).abs())
    return rows.sort_values(["strength", "variable", "level"], ascending=[False, True, True])


def label_of(row: pd.Series, words: Words) -> str:
    """Return what a row of the profile is about: the variable, and the level where it has more than one."""
    label, level = plain(row["label"]), plain(row["level"])
    if level == "mean" or (row["type"] == "yes_no" and level in YES):
        return label
    return f"{label}: {_level(row, words)}"


def _level(row: pd.Series, words: Words) -> str:
    if row["type"] == "yes_no":
        return words.say("common.yes" if row["level"] in YES else "common.no")
    return plain(row["level"])


def _traits(source: Source, persona: str, block: str) -> list[Trait]:
    rows = source.of("profile", persona)
    rows = rows[rows["block"] == block]
    return [_trait(source, part) for _, part in rows.groupby("variable", sort=False)]


def _trait(source: Source, rows: pd.DataFrame) -> Trait:
    label = plain(rows["label"].iloc[0])
    means = rows[rows["level"] == "mean"]
    if len(means):
        return Trait(label, _mean(source, means.iloc[0]), (), not known(means["value"].iloc[0]))
    if rows["type"].iloc[0] == "yes_no" and rows["level"].isin(YES).any():
        rows = rows[rows["level"].isin(YES)]
    rows = rows[~(rows["value"].eq(0).fillna(value=False) & rows["overall"].isna())]
    shown = rows[rows["value"].notna()]
    return Trait(label, "", tuple(_bar(source, row) for _, row in shown.iterrows()), len(shown) < len(rows))


def _mean(source: Source, row: pd.Series) -> str:
    if not known(row["value"]):
        return ""
    words = source.words
    value, overall = amount(words, row["value"]), amount(words, row["overall"])
    if not known(row["low"], row["high"]):
        return source.say("against.mean", value=value, overall=overall)
    return source.say(
        "against.mean.range",
        value=value,
        overall=overall,
        low=amount(words, row["low"]),
        high=amount(words, row["high"]),
    )


def _bar(source: Source, row: pd.Series) -> Level:
    overall = number(row["overall"]) if known(row["overall"]) else 0.0
    return Level(
        _level(row, source.words),
        percent(source.words, row["value"]),
        round(100 * number(row["value"]), 1),
        percent(source.words, row["overall"]),
        round(100 * overall, 1),
    )


def _value_against(source: Source, row: pd.Series) -> str:
    if row["level"] == "mean":
        return _mean(source, row)
    words = source.words
    reach = percent_range(words, row["low"], row["high"])
    key = "against.range" if reach else "against"
    return source.say(
        key, value=percent(words, row["value"]), overall=percent(words, row["overall"]), range=reach
    )


def _effect(source: Source, row: pd.Series) -> str:
    if not known(row["effect_size"]):
        return ""
    size = abs(number(row["effect_size"]))
    word = next((word for limit, word in EFFECTS if size < limit), "large")
    sign = "g" if row["level"] == "mean" else "h"
    return source.say(f"effect.{word}", sign=sign, value=signed(source.words, row["effect_size"]))
