"""What a valence rests on: which rating or word in the logs, a question in the survey, or the interviews.

Merging what was heard outside the logs belongs to `hearing`.
"""

from __future__ import annotations

import pandas as pd

from personagen.journeys.counts import Counts
from personagen.journeys.labels import ALL
from personagen.language.labels import listed
from personagen.language.words import Words

EMOTION, SURVEY, INTERVIEWS = "emotion", "survey", "interviews"
_PLACE = ["persona", "phase"]


def valence_sources(counts: Counts) -> pd.Series:
    """Return by persona and phase what the valences rest on, such as csat+emotion; blank where nothing was felt.

    Kinds of ratings in the order of the study, then ``emotion`` where some contacts have only a word. ``survey`` and
    ``interviews`` stand for every persona of a phase that was asked about there.
    """
    keys = pd.MultiIndex.from_product([counts.personas, counts.phases], names=_PLACE)
    kinds = _kinds(counts)
    rows = counts.by_phase.set_index(_PLACE)[["n_ratings", "n_words"]].reindex(keys).fillna(0)
    found = {}
    for (persona, phase), row in rows.iterrows():
        asked = counts.asked.get(phase)
        rated = kinds.get((persona, phase), []) or ["csat"] * bool(row["n_ratings"] > row["n_words"])
        words = [EMOTION] * bool(row["n_words"] > 0)
        found[persona, phase] = asked or "+".join([*rated, *words])
    sources = pd.Series(found, dtype="str").rename_axis(_PLACE)
    return sources.where(sources != "")


def sources_differ(counts: Counts) -> bool:
    """Tell whether phases were asked about in different ways, so that their valences can't be compared.

    Emotion words that stand in for missing ratings don't count: everywhere a rating goes before a word.
    """
    mains = {
        frozenset(str(source).split("+")) - {EMOTION} or frozenset({EMOTION})
        for source in valence_sources(counts).xs(ALL, level="persona").dropna()
    }
    return len(mains) > 1


def say_source(source: str, words: Words) -> str:
    """Return what valences rest on in words.

    Examples
    --------
    >>> from personagen.language.words import words_in
    >>> say_source("csat+emotion", words_in("en"))
    'satisfaction and emotion words'
    """
    said = [words.say(f"journeys.source.{part}") for part in source.split("+")]
    return listed(words, said)


def _kinds(counts: Counts) -> dict[tuple[str, str], list[str]]:
    """Return the kinds of ratings by persona and phase, in the order of the study."""
    found: dict[tuple[str, str], list[str]] = {}
    if len(counts.scores):
        whole = counts.scores[(counts.scores["touchpoint"] == ALL) & (counts.scores["phase"] != ALL)]
        for row in whole.sort_values("source").itertuples():
            kind = counts.instruments[int(row.source)].kind
            kinds = found.setdefault((str(row.persona), str(row.phase)), [])
            kinds += [kind] * (kind not in kinds)
    return found
