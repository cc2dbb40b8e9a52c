"""The word lists of `words.yaml`, and finding their words in names and answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML


@cache
def word_lists() -> Mapping[str, Any]:
    """Return the content of ``words.yaml``."""
    with (files("personagen.study.drafting") / "words.yaml").open(encoding="utf-8") as stream:
        loaded: Mapping[str, Any] = YAML(typ="safe").load(stream)
    return loaded


def split_name(name: str) -> str:
    """Return a column's name as words in lower case, without accents.

    Examples
    --------
    >>> split_name("RespondentID"), split_name("Year_Birth"), split_name("Duur (sec)")
    ('respondent id', 'year birth', 'duur sec')
    """
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])", " ", _plain(name))
    return " ".join(re.findall(r"[a-z0-9#]+", text.lower()))


@lru_cache(maxsize=1 << 14)
def normalise(answer: str) -> str:
    """Return an answer in lower case, without accents, outer signs and what stands in brackets.

    Examples
    --------
    >>> normalise("Neither important nor unimportant (neutral)"), normalise(" Weet niet. ")
    ('neither important nor unimportant', 'weet niet')
    """
    text = _plain(answer).lower().replace("\u2019", "'").strip()
    without = re.sub(r"\s*\([^)]*\)", "", text).strip(" .!?:;") if len(text) > 1 else text
    return re.sub(r"\s+", " ", without or text)


def names(text: str, key: str) -> bool:
    """Tell whether the words of a name hold one of the list ``names.key``."""
    return bool(_pattern(tuple(word_lists()["names"][key])).search(text))


def holds(text: str, words: Iterable[str]) -> bool:
    """Tell whether a text in lower case holds one of some words."""
    return bool(_pattern(tuple(str(word) for word in words)).search(text))


def is_one_of(answer: str, key: str) -> bool:
    """Tell whether an answer is, but for its writing, one of the list ``key``."""
    return normalise(answer) in _normalised(key)


@cache
def _normalised(key: str) -> frozenset[str]:
    return frozenset(normalise(str(word)) for word in word_lists()[key])


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    each = [re.escape(_plain(word).lower()).replace(r"\*", r"\w*") for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)")


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
