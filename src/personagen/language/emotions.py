"""The emotion words that are built in: word, valence and where the valence comes from, for each language.

Sources: ``vader`` is the mean of ten raters in the VADER lexicon [Hutto & Gilbert 2014; MIT], divided by 4; ``pattern``
the mean over the senses of a word in the subjectivity lexicon for Dutch adjectives [De Smedt & Daelemans 2012; public
domain, PDDL]; ``own`` a coarse rating (quarters) made for this program by its authors, of words that those lack or rate
more than .5 off or with the other sign. Words of a study's own are read in `ingest`.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

SOURCES = ("vader", "pattern", "own")


class EmotionWord(NamedTuple):
    """A word, its valence -1..1, and where the valence comes from."""

    word: str
    valence: float
    source: str


@cache
def emotion_words(language: str) -> tuple[EmotionWord, ...]:
    """Return the built-in emotion words of a language, in the order of the alphabet.

    Examples
    --------
    >>> {row.word: row.valence for row in emotion_words("en")}["disappointed"]
    -0.525
    """
    text = files("personagen.language").joinpath(language, "emotions.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(EmotionWord(row["word"], float(row["valence"]), row["source"]) for row in rows)
