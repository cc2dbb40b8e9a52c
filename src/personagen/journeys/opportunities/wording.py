"""Keys and questions of opportunities: what they are called in tables, in personas.yaml and in words."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from personagen.journeys.labels import ALL
from personagen.language.words import Words


def key_of(phase: str, touchpoint: str, persona_key: str) -> str:
    """Return the lasting key of an opportunity.

    Parameters
    ----------
    phase, touchpoint
        Where it is; ``all`` is the whole phase.
    persona_key
        Lasting key of the persona.

    Examples
    --------
    >>> key_of("use", "Bezorging & café", "p-521d7b48")
    'use-bezorging-cafe-p-521d7b48'
    """
    plain = (
        unicodedata.normalize("NFKD", f"{phase} {touchpoint} {persona_key}")
        .encode("ascii", "ignore")
        .decode()
    )
    return re.sub(r"[^a-z0-9_]+", "-", plain.lower()).strip("-")


def make_keys(lows: pd.DataFrame, persona_keys: pd.Series) -> list[str]:
    """Return the keys of all opportunities; those that read the same are numbered by what they stand for.

    Parameters
    ----------
    lows
        persona, phase, touchpoint.
    persona_keys
        By persona its lasting key.
    """
    places = [
        (str(row.phase), str(row.touchpoint), str(persona_keys.get(row.persona, row.persona)))
        for row in lows.itertuples()
    ]
    alike: dict[str, list[tuple[str, str, str]]] = {}
    for place in sorted(places):
        alike.setdefault(key_of(*place), []).append(place)
    numbers = {place: i for group in alike.values() for i, place in enumerate(group)}
    return [key_of(*p) + (f"-{numbers[p] + 1}" if numbers[p] else "") for p in places]


def ask(row: pd.Series, name: str, needs: pd.DataFrame | None, phase: str, words: Words) -> str:
    """Return the how-might-we question of an opportunity, with the persona's first need in that phase where it is known.

    Parameters
    ----------
    row
        persona, phase, touchpoint, label.
    name
        What the persona is called.
    needs
        Contract ``needs`` as published; None without interviews.
    phase
        What the phase is called.
    words
        Of the language of the study.
    """
    is_whole = row["touchpoint"] == ALL
    key, label = ("phase", phase) if is_whole else ("touchpoint", row["label"])
    place = words.say(f"opportunities.place.{key}", label=label)
    need = first_need(needs, str(row["persona"]), str(row["phase"]))
    key = "opportunities.ask" if need is None else "opportunities.ask.need"
    return words.say(key, place=place, name=name, need=need)


def first_need(needs: pd.DataFrame | None, persona: str, phase: str) -> str | None:
    """Return the first wish of a persona in a phase, a functional one before an emotional one; None where none is shown."""
    if needs is None:
        return None
    rows = needs[(needs["persona"] == persona) & (needs["phase"] == phase) & (needs["rank"] == 1)]
    rows = rows.sort_values(["kind", "need"], ascending=[False, True])
    return None if rows.empty else str(rows["label"].iloc[0])
