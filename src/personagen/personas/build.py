"""The personas themselves: size, key, name, one sentence. What they say and do stands in tables of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np
import pandas as pd

from personagen.contracts import Extension, Research, Segments, personas_by_size
from personagen.contracts.published import PERSONAS
from personagen.language.words import Words
from personagen.personas.naming import choose_names, find_traits, summarise_persona
from personagen.statistics.intervals import wilson_interval
from personagen.statistics.weights import effective_n
from personagen.study import Study


def build_personas(
    research: Research,
    segments: Segments,
    profile: pd.DataFrame,
    study: Study,
    words: Words,
    extension: Extension | None = None,
) -> pd.DataFrame:
    """Make the table of personas.

    ``share`` is weighted, of all who have a persona, with a Wilson interval on their effective n. ``data_from`` and
    ``data_to`` are the days of the first and the last answer of the whole survey, the same for every persona: a
    persona's own first day would be one person's. ``share_full`` leaves out those of whom a block is unknown. ``key`` is
    made from the centroid (rounded to .001): the same result gives the same key whatever the names and numbers are; later
    waves hand keys on by matching. That of a given segment is made from its name, which lasts.

    Parameters
    ----------
    profile
        Contract ``profile`` with all its cells.
    extension
        Customers outside the survey with a persona: gives the shares of all customers.

    Returns
    -------
    pd.DataFrame
        Contract ``personas``.
    """
    people = segments.assignments[segments.assignments["persona"].notna()]
    table = pd.DataFrame({"persona": personas_by_size(segments.assignments)})
    groups = people.groupby("persona")
    weight = groups["weight"].agg(lambda w: float(np.sum(np.sort(w))))
    n_effective = effective_n(np.sort(people["weight"]))
    table["n"] = table["persona"].map(groups.size())
    table["share"] = table["persona"].map(weight / weight.sum())
    table["share_low"], table["share_high"] = wilson_interval(table["share"], n_effective)
    table["effective_n"] = n_effective
    table["n_partial"] = table["persona"].map(
        groups["basis"].agg(lambda basis: int((basis == "partial").sum()))
    )
    table["share_full"] = _share_full(people, table["persona"])
    table["key"] = [segments.keys.get(p) or persona_key(segments, p) for p in table["persona"]]
    days = _days(research.respondents["submitted_at"])
    table = table.merge(segments.stability, on="persona", how="left", validate="1:1")
    if extension is not None:
        table = table.merge(extension.customer_shares, on="persona", how="left", validate="1:1")
    return PERSONAS.conform(say_personas(table.assign(**days), profile, study, words, segments.names))


def say_personas(
    personas: pd.DataFrame,
    profile: pd.DataFrame,
    study: Study,
    words: Words,
    names: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the personas with name and summary in the language of ``words``.

    Parameters
    ----------
    personas
        Contract ``personas``; name and summary may be absent.
    profile
        Contract ``profile``, with all its cells or as it was published.
    names
        Names that go before those that markers give.
    """
    traits, names = find_traits(profile, study), dict(names or {})
    made = choose_names(traits, words)
    called = {persona: name.text for persona, name in made.items()} | names
    return personas.assign(
        name=[called.get(persona, words.say("personas.average")) for persona in personas["persona"]],
        summary=[
            words.say("personas.summary.hidden")
            if pd.isna(share)
            else summarise_persona(
                traits.get(persona, []),
                called.get(persona, ""),
                () if persona in names or persona not in made else made[persona].traits,
                words,
            )
            for persona, share in zip(personas["persona"], personas["share"], strict=True)
        ],
    )


def _share_full(people: pd.DataFrame, personas: pd.Series) -> pd.Series:
    """Return the shares without those of whom a block is unknown; blank where everything is known of everybody."""
    full = people[people["basis"] == "full"]
    if len(full) == len(people) or full.empty:
        return pd.Series(np.nan, index=personas.index)
    weight = full.groupby("persona")["weight"].agg(lambda w: float(np.sum(np.sort(w))))
    return personas.map(weight / weight.sum()).fillna(0.0)


def persona_key(segments: Segments, persona: str) -> str:
    """Return the key that a persona has where it is not known yet; see `build_personas`."""
    centre = [persona]
    if segments.reason != "segments_given":
        centroid = segments.centroids.loc[persona].round(3)
        # adding 0 turns -0.0 into 0.0
        centre = [f"{name}={value + 0:.3f}" for name, value in sorted(centroid.items())]
    return "p-" + hashlib.sha256("\n".join(centre).encode()).hexdigest()[:8]


def _days(submitted: pd.Series) -> dict[str, pd.Timestamp | None]:
    """Return the first and the last day; blank without dates."""
    days = submitted.dropna().dt.floor("D")
    # a lone NaT would make a column without a time zone
    return (
        {"data_from": None, "data_to": None}
        if days.empty
        else {"data_from": days.min(), "data_to": days.max()}
    )
