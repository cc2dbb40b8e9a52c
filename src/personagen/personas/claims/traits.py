"""Claims from the profile: who they are and what they do as distributions, and what sets them apart with its effect."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from personagen.language.labels import label_of, level_of, plain
from personagen.language.numbers import amount, known, number, percent, percent_range, signed
from personagen.personas.claims.claim import Claim, Facts, row_key
from personagen.statistics.effects import LARGE_EFFECT, MEDIUM_EFFECT, SMALL_EFFECT

MARKERS = 6
LEVELS = 6
EFFECTS = ((SMALL_EFFECT, "tiny"), (MEDIUM_EFFECT, "small"), (LARGE_EFFECT, "medium"))
_BLOCKS = {"demographic": "background", "behavioural": "behaviour"}
_KEY = ("persona", "variable", "level")


def claim_traits(facts: Facts) -> Iterator[Claim]:
    """Yield who they are, what they do, and what sets them apart.

    A mean with its interval, or the share of each level: of more than six levels the six largest shares, in the order
    of the study, and a sentence that there are more. Markers are the six rows of largest effect that set the persona
    apart (``statistics.apart``). What fewer are is left out where more of the persona are something else of the same
    variable, and what has the very numbers of a stronger marker: the same people in other words.
    """
    profile = facts.profile
    for _, row in find_markers(profile).head(MARKERS).iterrows():
        effect = _effect(facts, row)
        text = (
            facts.say("marker", value=say_value(facts, row), effect=effect)
            if effect
            else say_value(facts, row)
        )
        yield from_profile(facts, row, "marker", text)
    for block, section in _BLOCKS.items():
        rows = profile[profile["block"] == block]
        for _, part in rows.groupby("variable", sort=False):
            yield from _distribution(facts, part, section)


def find_markers(profile: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one persona's profile that set it apart, the largest effect first."""
    rows = profile[profile["is_apart"]]
    more = rows.loc[rows["effect_size"] > 0, "variable"]
    rows = rows[rows["effect_size"].gt(0) | ~rows["variable"].isin(more)]
    rows = rows.assign(strength=rows["effect_size"].map(number).abs())
    rows = rows.sort_values(["strength", "variable", "level"], ascending=[False, True, True])
    return rows[~rows.duplicated(["n", "base_n", "value", "overall"])]


def from_profile(
    facts: Facts, row: pd.Series, section: str, text: str, *, topic: str = "", label: str | None = None
) -> Claim:
    """Return the claim that a row of the profile makes."""
    return Claim(
        f"{section}:{row['variable']}:{row['level']}",
        section,
        text,
        topic=topic,
        label=label_of(row, facts.words) if label is None else label,
        table="profile",
        row=row_key(row, *_KEY),
        column="value",
        n=row["n"],
        base=row["base_n"],
        value=row["value"],
        low=row["low"],
        high=row["high"],
        overall=row["overall"],
        effect_size=row["effect_size"],
        is_marker=bool(row["is_apart"]),
    )


def say_value(facts: Facts, row: pd.Series) -> str:
    """Return the value of a row of the profile with its interval, and everybody's."""
    words, is_mean = facts.words, row["level"] == "mean"
    write = amount if is_mean else percent
    low, high = write(words, row["low"]), write(words, row["high"])
    between = ""
    if known(row["low"], row["high"]) and low != high:
        reach = percent_range(words, row["low"], row["high"])
        between = facts.say("value.mean.between", low=low, high=high) if is_mean else f" ({reach})"
    key = "mean" if is_mean else "share"
    own = facts.say(f"value.{key}", value=write(words, row["value"]), between=between)
    if known(row["scale_low"], row["scale_high"]):
        low, high = (_end(facts, row[end]) for end in ("scale_low", "scale_high"))
        own = facts.say("value.scale", own=own, low=low, high=high)
    if not known(row["overall"]):
        return own
    return facts.say("value.against", own=own, overall=write(words, row["overall"]))


def _end(facts: Facts, value: object) -> str:
    """Return the end of a scale: 5, or 4.5."""
    return facts.words.number(number(value), 0 if number(value).is_integer() else 1).replace("-", "−")


def _effect(facts: Facts, row: pd.Series) -> str:
    if not known(row["effect_size"]):
        return ""
    size = abs(number(row["effect_size"]))
    word = next((word for limit, word in EFFECTS if size < limit), "large")
    sign = "g" if row["level"] == "mean" else "h"
    return facts.say(f"effect.{word}", sign=sign, value=signed(facts.words, row["effect_size"]))


def _distribution(facts: Facts, rows: pd.DataFrame, section: str) -> Iterator[Claim]:
    """Yield one variable: its mean, or its levels and what of them isn't shown."""
    if rows["level"].eq("mean").any():
        yield from _mean(facts, rows, section)
        return
    topic = plain(rows["label"].iloc[0])
    # a level that nobody here has, and that everybody hides, says nothing
    rows = rows[~(rows["value"].eq(0).fillna(value=False) & rows["overall"].isna())]
    shown, hidden = rows[rows["value"].notna()], rows[rows["value"].isna()]
    largest = shown.sort_values(["value", "level"], ascending=[False, True], kind="stable").head(LEVELS)
    for _, row in shown[shown.index.isin(largest.index)].iterrows():
        text = _against(facts, row)
        yield from_profile(facts, row, section, text, topic=topic, label=level_of(row, facts.words))
    if len(hidden):
        key = "some_hidden" if len(shown) > LEVELS else "hidden.levels" if len(shown) else "hidden.whole"
        yield _rest(facts, hidden.iloc[0], section, key, topic, "suppressed")
    elif len(shown) > LEVELS:
        yield _rest(facts, shown.iloc[0], section, "more_levels", topic)


def _mean(facts: Facts, rows: pd.DataFrame, section: str) -> Iterator[Claim]:
    for _, row in rows.iterrows():
        if known(row["value"]):
            yield from_profile(facts, row, section, say_value(facts, row))
        else:
            yield _rest(facts, row, section, "hidden.whole", plain(row["label"]), "level")


def _against(facts: Facts, row: pd.Series) -> str:
    """Return a share beside everybody's; its interval stands with the claim."""
    own = percent(facts.words, row["value"])
    if not known(row["overall"]):
        return own
    return facts.say("value.against", own=own, overall=percent(facts.words, row["overall"]))


def _rest(facts: Facts, row: pd.Series, section: str, key: str, topic: str, *more: str) -> Claim:
    """Return the sentence on what of a variable isn't shown."""
    name = key.partition(".")[0]
    return Claim(
        f"{section}:{row['variable']}:{name}",
        section,
        facts.say(key),
        topic=topic,
        table="profile",
        row=row_key(row, "persona", "variable", *more),
        confidence="none",
    )
