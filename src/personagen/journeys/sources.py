"""What a valence rests on: which rating or word in the logs, a question in the survey, or the interviews.

Merging what was heard outside the logs belongs to `hearing`.
"""

from __future__ import annotations

import pandas as pd

from personagen.contracts.asking import EMOTION, way_of_asking
from personagen.journeys.counts import Counts
from personagen.journeys.labels import ALL
from personagen.language.labels import listed
from personagen.language.words import Words

SURVEY, INTERVIEWS = "survey", "interviews"
_PLACE = ["persona", "phase"]
_PEOPLE = {SURVEY: "respondents", INTERVIEWS: "interviewees"}


def valence_sources(counts: Counts) -> pd.Series:
    """Return by persona and phase what the valences rest on, such as csat+emotion; blank where nothing was felt.

    Kinds of ratings in the order of the study, then ``emotion`` where some contacts have only a word. ``survey`` and
    ``interviews`` stand for every persona of a phase that was asked about there.
    """
    keys = pd.MultiIndex.from_product([counts.personas, counts.phases], names=_PLACE)
    kinds = _kinds(counts)
    felt = counts.by_phase.set_index(_PLACE)[["n_ratings", "n_words"]].reindex(keys).fillna(0)
    found: dict[tuple[str, str], str] = {}
    places = [(persona, phase) for persona in counts.personas for phase in counts.phases]
    for place, n_ratings, n_words in zip(places, felt["n_ratings"], felt["n_words"], strict=True):
        rated = kinds.get(place, []) or ["csat"] * bool(n_ratings > n_words)
        words = [EMOTION] * bool(n_words > 0)
        found[place] = counts.asked.get(place[1]) or "+".join([*rated, *words])
    sources = pd.Series(found, dtype="str").rename_axis(_PLACE)
    return sources.where(sources != "")


def sources_differ(counts: Counts) -> bool:
    """Tell whether phases were asked about in different ways, so that their valences can't be compared."""
    sources = valence_sources(counts).xs(ALL, level="persona").dropna()
    return len({way_of_asking(str(source)) for source in sources}) > 1


def asked_in(sources: pd.Series) -> pd.Series:
    """Return where people were asked: survey or interviews, blank for the logs; a journey's mean is of one of them.

    Examples
    --------
    >>> asked_in(pd.Series(["csat+emotion", "survey", None])).tolist()
    ['', 'survey', '']
    """
    return sources.where(sources.isin([SURVEY, INTERVIEWS]), "")


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


def say_people(sources: pd.Series, words: Words) -> str:
    """Return whom valences are of: respondents, interviewees, customers, or people where they are of several.

    Examples
    --------
    >>> from personagen.language.words import words_in
    >>> say_people(pd.Series(["survey", None]), words_in("en"))
    'respondents'
    """
    kinds = {_PEOPLE.get(source, "customers") for source in sources.dropna()}
    return words.say(f"journeys.people.{kinds.pop() if len(kinds) == 1 else 'people'}")


def _kinds(counts: Counts) -> dict[tuple[str, str], list[str]]:
    """Return the kinds of ratings by persona and phase, in the order of the study."""
    found: dict[tuple[str, str], list[str]] = {}
    if len(counts.scores):
        whole = counts.scores[(counts.scores["touchpoint"] == ALL) & (counts.scores["phase"] != ALL)]
        whole = whole.sort_values("source")
        for persona, phase, source in zip(whole["persona"], whole["phase"], whole["source"], strict=True):
            kind = counts.instruments[int(source)].kind
            kinds = found.setdefault((str(persona), str(phase)), [])
            kinds += [kind] * (kind not in kinds)
    return found
