"""Chances and shares in words that everybody knows: 1 in 40, 3 in 10."""

from __future__ import annotations

import math

from personagen.language.words import Words

SOME_FROM, MOST_FROM = 0.2, 0.95
NONE_BELOW = 0.01
DOUBT_SOME_FROM = 1 / 3


def odds(words: Words, p: float) -> str:
    """Return a p-value as a part of cases: at most 1 in n up to .2, then n in 10.

    Examples
    --------
    >>> from personagen.language import words_in
    >>> [odds(words_in("en"), p) for p in (0.025, 0.3, 0.975)]
    ['at most 1 in 40 cases', 'about 3 in 10 cases', 'nearly all cases']
    """
    if p >= MOST_FROM:
        return words.say("segments.odds.most")
    if p > SOME_FROM:
        return words.say("segments.odds.some", n=round(10 * p))
    # rounded before it is cut off: 1 / 0.025 may fall just short of 40
    times = math.floor(round(1 / max(p, 1e-6), 6))
    return words.say("segments.odds.rare", n=times)


def in_doubt(words: Words, share: float) -> str:
    """Return the sentence on the part of a persona near the border of another one.

    Examples
    --------
    >>> from personagen.language import words_in
    >>> [in_doubt(words_in("en"), share)[:8] for share in (0, 0.125, 0.48)]
    ['Nobody s', '1 in 8 s', '5 in 10 ']
    """
    if not share:
        return words.say("segments.doubt.none")
    if share < NONE_BELOW:
        return words.say("segments.doubt.few")
    if share < DOUBT_SOME_FROM:
        return words.say("segments.doubt.rare", n=round(1 / share))
    if share < MOST_FROM:
        return words.say("segments.doubt.some", n=round(10 * share))
    return words.say("segments.doubt.most")
