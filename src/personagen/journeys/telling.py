"""The steps of the representative journeys in words, from the columns of the table alone: finding them is `representative`."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import pandas as pd

from personagen.language.numbers import known, number, signed
from personagen.language.words import Words

NEUTRAL = 0.1


def say_steps(
    table: pd.DataFrame, actions: Mapping[str, object], phases: Sequence[str], words: Words
) -> pd.DataFrame:
    """Return the contract ``representative`` with its ``text`` in a language.

    Parameters
    ----------
    table
        The contract; ``text`` is made anew.
    actions
        By touchpoint what people do there; blank where the map says nothing.
    phases
        In order; where a journey ends before the last of them its last step says so.
    words
        Of the language.
    """
    texts: dict[Hashable, str] = {}
    for _, steps in table.sort_values("position").groupby("persona"):
        before = 0
        for index, row in steps.iterrows():
            texts[index] = _say(row, actions.get(str(row["touchpoint"])), before, words)
            before = _day(row)
        if max(map(list(phases).index, steps["phase"])) + 1 < len(phases):
            texts[steps.index[-1]] += f" {words.say('journeys.step.no_later')}"
    return table.assign(text=pd.Series(texts, dtype="str").reindex(table.index))


def _day(row: pd.Series) -> int:
    return round(number(row["days"])) if known(row["days"]) else 0


def _say(row: pd.Series, action: object, before: int, words: Words) -> str:
    """Return the step in words; ``before`` is the day of the step before."""
    place = str(row["label"])
    if isinstance(action, str):
        place = words.say("journeys.step.at", label=place, action=action)
    if isinstance(row["channel"], str):
        place = words.say("journeys.step.through", place=place, channel=row["channel"])
    said = {"place": place, "feeling": _feeling(row["valence"], words)}
    days = _day(row)
    if row["position"] == 1:
        return words.say("journeys.step.first", **said)
    if days == before:
        return words.say("journeys.step.same", **said)
    return words.say("journeys.step.later", n=days, count=words.number(days), **said)


def _feeling(valence: object, words: Words) -> str:
    if not known(valence):
        return ""
    size = number(valence)
    kind = "good" if size > NEUTRAL else "bad" if size < -NEUTRAL else "neutral"
    return words.say(f"journeys.feeling.{kind}", valence=signed(words, valence))
