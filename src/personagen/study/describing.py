"""Put in words what may stand under a key of the study file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Literal, get_args, get_origin

from personagen.study.keys import Kind, allowed_keys, is_list, is_part, kinds_of, literals

_MOST_NAMED = 5


def describe(kinds: Sequence[Kind], *, plural: bool = False) -> str:
    """Return in words what may stand at a key.

    Examples
    --------
    >>> from personagen.study.keys import kinds_at
    >>> describe(kinds_at(["segmentation", "k"]))
    'auto, a whole number from 2 to 20 or {from, to}'
    >>> describe(kinds_at(["survey", "files"]))
    'a list of texts'
    """
    words: list[str] = [quote(word) for word in literals(kinds)]
    types = {kind.type for kind in kinds if isinstance(kind.type, type)}
    for kind in kinds:
        if (kind.type is int and float in types) or (kind.type is bool and len(types) > 1):
            continue  # a number says enough
        word = _describe_one(kind, plural=plural)
        if word and word not in words:
            words.append(word)
    return enumerate_words(words)


def _describe_one(kind: Kind, *, plural: bool) -> str:
    origin, arguments = get_origin(kind.type), get_args(kind.type)
    if origin is Literal:
        return ""
    if is_list(kind.type):
        several = "lists" if plural else "a list"
        return f"{several} of {_fewest(kind)}{describe(kinds_of(arguments[0]), plural=True)}"
    if origin is tuple:
        return "two numbers such as [1, 5]"
    if origin is dict:
        names = literals(kinds_of(arguments[0])) or ["name"]
        return f"{{{names[0]}: {describe(kinds_of(arguments[1]))}, ...}}"
    if is_part(kind.type):
        keys = allowed_keys([kind])
        named = keys if len(keys) <= _MOST_NAMED else [*keys[: _MOST_NAMED - 1], "..."]
        return f"{{{', '.join(named)}}}"
    singular, several = _NOUNS[kind.type]
    return (several if plural else singular) + _bounds(kind.limits)


_NOUNS: dict[object, tuple[str, str]] = {
    str: ("text", "texts"),
    int: ("a whole number", "whole numbers"),
    float: ("a number", "numbers"),
    bool: ("true or false", "true or false"),
}


_BOUNDS = {"ge": " from ", "gt": " above ", "le": " to ", "lt": " below "}


def _fewest(kind: Kind) -> str:
    lengths = [length for limit in kind.limits if (length := getattr(limit, "min_length", None))]
    return f"at least {lengths[0]} " if lengths and lengths[0] > 1 else ""


def _bounds(limits: Sequence[object]) -> str:
    words = [
        f"{word}{bound}"
        for limit in limits
        for sign, word in _BOUNDS.items()
        if (bound := getattr(limit, sign, None)) is not None
    ]
    if any(getattr(limit, "pattern", None) for limit in limits):
        return " of lower-case letters, digits and _, starting with a letter"
    return "".join(words)


def quote(word: object) -> str:
    """Return a value as the study file would write it, in quotes where it isn't a plain word."""
    plain = isinstance(word, str) and re.fullmatch(r"[\w*][\w .*-]*", word)
    return str(word) if plain else json.dumps(word, ensure_ascii=False)


def enumerate_words(words: Sequence[str]) -> str:
    """Return ``a, b or c``."""
    return " or ".join([part for part in (", ".join(words[:-1]), *words[-1:]) if part])
