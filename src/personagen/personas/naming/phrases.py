"""Traits in a few words: what names are made of. Sentences belong to `sentences`."""

from __future__ import annotations

import re

from personagen.language.words import Words
from personagen.personas.naming.traits import Trait

LONGEST = 40
_UNIT = re.compile(r"\s*\([^()]*\)$")


def say_trait(trait: Trait, words: Words) -> str:
    """Return a trait in the words of the study: ``Cheap``, ``Not cheap``, ``Most visits``, ``Age: 18 to 29``."""
    label = bare(trait.label)
    if trait.type in ("number", "count"):
        said = words.say(f"personas.{amount_of(trait)}", label=label, lower=lower(label))
        return said[:1].upper() + said[1:]
    if trait.type in ("likert", "yes_no"):
        return label if trait.is_up else _not(label, words)
    return f"{label}: {trait.level}"


def join_traits(first: Trait, second: Trait, words: Words) -> str:
    """Return two traits as one name."""
    one, other = say_trait(first, words), say_trait(second, words)
    if not (_is_adjective(first) and _is_adjective(second)):
        return f"{one} · {other}"
    key = "and" if second.is_up else "and_not"
    return words.say(f"personas.{key}", first=one, second=lower(bare(second.label)))


def amount_of(trait: Trait) -> str:
    """Return the key of the words for how much."""
    if trait.unit == "counted" and trait.is_none and not trait.is_up:
        return "counted.none"
    ends = ("most" if trait.is_up else "least") if trait.leads else ("much" if trait.is_up else "little")
    return f"{trait.unit}.{ends}"


def bare(label: str) -> str:
    """Return a label without the unit in brackets behind it.

    Examples
    --------
    >>> bare("Revenue a year (euro)")
    'Revenue a year'
    """
    return _UNIT.sub("", label) or label


def lower(label: str) -> str:
    """Return a label for use within a sentence; ``WiFi`` and ``NPS`` keep their capitals.

    Examples
    --------
    >>> lower("Visits a year"), lower("WiFi in the shop")
    ('visits a year', 'WiFi in the shop')
    """
    start = label.split(" ", 1)[0]
    return label[:1].lower() + label[1:] if start[1:].islower() else label


def cut(phrase: str, longest: int = LONGEST) -> str:
    """Return the phrase up to the last whole word that leaves room for an ellipsis."""
    if len(phrase) <= longest:
        return phrase
    kept = phrase[: longest - 1]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept).rstrip(" ,;:·") + "…"


def _is_adjective(trait: Trait) -> bool:
    return trait.type in ("likert", "yes_no") and " " not in bare(trait.label)


def _not(label: str, words: Words) -> str:
    """Return ``Not cheap``; a label of more words stays as it is, after a colon."""
    key = "not.phrase" if " " in label else "not.word"
    return words.say(f"personas.{key}", label=label, lower=lower(label))
