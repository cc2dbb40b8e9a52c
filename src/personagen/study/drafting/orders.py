"""Levels with an order in their words: ladders such as never .. always, and degrees of an attitude."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from personagen.study.drafting.bands import order_bands, order_rates
from personagen.study.drafting.wordlists import holds, normalise, word_lists

_FEWEST, _MOST = 3, 40
_PLAIN, _NEUTRAL = 4, 2.5
_NEGATION = re.compile(r"^(?:un|dis|in|im|on|niet (?:mee )?)(?=\w{3})")


@dataclass(frozen=True)
class Order:
    """Levels, lowest first.

    Parameters
    ----------
    levels
        The levels in order.
    is_attitude
        Whether they are degrees of an attitude, which make a Likert scale.
    doubt
        What is not certain, or an empty string.
    """

    levels: tuple[str, ...]
    is_attitude: bool = False
    doubt: str = ""


def find_order(levels: Sequence[str]) -> Order | None:
    """Return the levels in the order that their words have, or None where they have none.

    Examples
    --------
    >>> find_order(["Often", "Never", "Sometimes"]).levels
    ('Never', 'Sometimes', 'Often')
    >>> find_order(["Mee eens", "Helemaal mee oneens", "Neutraal"]).is_attitude
    True
    """
    ordered = sorted(levels)
    if not _FEWEST <= len(ordered) <= _MOST:
        return None
    for find in (order_bands, order_rates):
        if found := find(ordered):
            return Order(tuple(found))
    return _find_ladder(ordered) or _find_degrees(ordered)


def _find_ladder(levels: list[str]) -> Order | None:
    for name, rungs in word_lists()["ladders"].items():
        places = {level: _rung(level, name, len(rungs)) for level in levels}
        found = {level: place for level, place in places.items() if place is not None}
        if len(found) == len(levels) and len(set(found.values())) == len(found):
            is_attitude = name in word_lists()["attitude_ladders"]
            return Order(tuple(sorted(levels, key=lambda level: found[level])), is_attitude)
    return None


def _rung(level: str, ladder: str, n_rungs: int) -> int | None:
    """Return the rung of a level: a rung with the very words first, then one with their beginning."""
    text = re.sub(r"['\u2019]s\b", "", normalise(level))
    for whole in (True, False):
        for place in range(n_rungs):
            exact, begins = _words_of(ladder, place)
            if (text in exact) if whole else text.startswith(begins):
                return place
    return None


@cache
def _words_of(ladder: str, place: int) -> tuple[frozenset[str], tuple[str, ...]]:
    words = [str(word) for word in word_lists()["ladders"][ladder][place]]
    exact = frozenset(normalise(word) for word in words if not word.endswith("*"))
    return exact, tuple(f"{word[:-1]}" for word in words if word.endswith("*") and len(word) > _FEWEST)


def _find_degrees(levels: list[str]) -> Order | None:
    """Order degrees of one thing, such as "Very likely" .. "Very unlikely"."""
    parsed = {level: _parse(level) for level in levels}
    things = {thing for _, thing, _ in parsed.values() if thing}
    if len(things) != 1 or not any(degree for degree, _, _ in parsed.values()):
        return None
    thing = things.pop()
    if len(thing.split()) > _FEWEST and not holds(thing, word_lists()["attitudes"]):
        return None
    is_two_sided = any(negative for _, _, negative in parsed.values())
    scores = {level: _score(*parse, is_two_sided=is_two_sided) for level, parse in parsed.items()}
    if len(set(scores.values())) < len(scores):
        return None
    order = tuple(sorted(levels, key=lambda level: scores[level]))
    return Order(order, is_attitude=True, doubt=_doubt(order, scores, is_two_sided=is_two_sided))


def _parse(level: str) -> tuple[float | None, str, bool]:
    """Return degree, thing and whether it is denied; the middle has no thing."""
    text = normalise(level)
    lists = word_lists()
    if holds(text.replace(",", ""), lists["neutral"]):
        return (None, "", False)
    degree, rest = _split_degree(text)
    words = " ".join(word for word in rest.split() if word not in lists["filler"])
    for negative, positive in lists["opposites"].items():
        if words == negative:
            return (degree, positive, True)
    positive = _NEGATION.sub("", words)
    if positive != words and (holds(positive, lists["attitudes"])):
        return (degree, positive, True)
    return (degree, re.sub(r"ly$", "le", words) if words.endswith("bly") else words, False)


def _split_degree(text: str) -> tuple[float, str]:
    degrees: Mapping[int, list[str]] = word_lists()["degrees"]
    pairs = [(word, float(degree)) for degree, words in degrees.items() for word in words]
    for word, degree in sorted(pairs, key=lambda pair: -len(pair[0])):
        if text.startswith(f"{word} ") or text == word:
            return degree, text[len(word) :].strip()
    return float(_PLAIN), text


def _score(degree: float | None, thing: str, negative: bool, *, is_two_sided: bool) -> float:  # noqa: FBT001
    if degree is None or not thing:
        return 0.0 if is_two_sided else _NEUTRAL
    return -degree if negative else degree


def _doubt(order: tuple[str, ...], scores: Mapping[str, float], *, is_two_sided: bool) -> str:
    """Say so where a two-sided scale has a level without its counterpart."""
    lonely = [level for level in order if is_two_sided and -scores[level] not in scores.values()]
    if not lonely:
        return ""
    return f'no answer is the counterpart of "{lonely[0]}"; is a point of the scale missing?'
