"""Which one or two traits name a persona, so that the name tells it from each other one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from personagen.language.words import Words
from personagen.personas.naming.phrases import LONGEST, cut, join_traits, say_trait
from personagen.personas.naming.traits import Trait
from personagen.statistics.effects import LARGE_EFFECT, MEDIUM_EFFECT, SMALL_EFFECT

_SIZES = (SMALL_EFFECT, MEDIUM_EFFECT, LARGE_EFFECT)
_CONSIDERED = 60
_NEARLY_ALL = 0.75
_FEWEST_ITEMS = 4
_BLOCKS = ("psychographic", "demographic", "behavioural")


@dataclass(frozen=True)
class Name:
    """A name and the traits it says; none where it says that nothing sets the persona apart."""

    text: str
    traits: tuple[Trait, ...] = ()


def choose_names(traits: Mapping[str, Sequence[Trait]], words: Words) -> dict[str, Name]:
    """Name every persona by what tells it from each other persona, in at most 40 characters.

    A name is one trait or two, of different variables, that hold for the persona; at least one sets it apart from
    everybody. How well a name tells two personas apart is the larger contrast of its traits; how good it is, is first
    its contrast with the persona it tells from least (none, small, medium or large), then how many it tells from by a
    large one. Among equally good names go before: those without a negation (``Not cheap``), of features rather than descriptors, of markers only,
    with something that people want or think, of one trait; then the larger contrast.

    Who leads (or trails) on nearly all statements is named by that: the statements differ less than the way of
    answering. A persona with markers that give no name is a "mixed profile", one without any an "average profile".
    Names that would still be equal are numbered.

    Parameters
    ----------
    traits
        By persona, in the order of the personas.

    Returns
    -------
    dict[str, Name]
        By persona; the traits stand in the order in which they are said.
    """
    names: dict[str, Name] = {}
    for persona, own in traits.items():
        name = _answering(own, words) or _choose(own, words)
        taken = [other.text.casefold() for other in names.values()]
        names[persona] = Name(_number(name.text, taken), name.traits)
    return names


def _choose(traits: Sequence[Trait], words: Words) -> Name:
    fitting = [trait for trait in traits if trait.holds and len(say_trait(trait, words)) <= LONGEST]
    fitting = sorted(fitting, key=_reach, reverse=True)[:_CONSIDERED]
    found = [name for name in _each_name(fitting, words) if len(name.text) <= LONGEST]
    if found:
        return min(found, key=_rank)
    if markers := [trait for trait in traits if trait.is_marker and trait.holds]:
        return min((Name(cut(say_trait(trait, words)), (trait,)) for trait in markers), key=_rank)
    return Name(words.say("personas.mixed" if any(t.is_marker for t in traits) else "personas.average"))


def _each_name(traits: Sequence[Trait], words: Words) -> Iterator[Name]:
    for trait in traits:
        if trait.is_marker:
            yield Name(say_trait(trait, words), (trait,))
    for pair in combinations(traits, 2):
        if any(trait.is_marker for trait in pair) and pair[0].variable != pair[1].variable:
            first, second = sorted(pair, key=_place)
            yield Name(join_traits(first, second, words), (first, second))


def _place(trait: Trait) -> tuple[object, ...]:
    """Return what is said first: what people want, what is so, what is strong."""
    return _BLOCKS.index(trait.block), _is_negation(trait), -trait.strength, trait.variable, trait.level


def _rank(name: Name) -> tuple[object, ...]:
    contrasts = [round(max(each), 6) for each in zip(*(t.apart for t in name.traits), strict=True)]
    least = min(contrasts, default=LARGE_EFFECT)
    return (
        -sum(least >= size for size in _SIZES),
        sum(contrast < LARGE_EFFECT for contrast in contrasts),
        sum(map(_is_negation, name.traits)),
        sum(not trait.is_feature for trait in name.traits),
        sum(not trait.is_marker for trait in name.traits),
        not any(trait.block == "psychographic" for trait in name.traits),
        len(name.traits),
        -least,
        -round(sum(trait.strength for trait in name.traits), 6),
        name.text,
        [(trait.variable, trait.level) for trait in name.traits],
    )


def _is_negation(trait: Trait) -> bool:
    return trait.type in ("likert", "yes_no") and not trait.is_up


def _reach(trait: Trait) -> tuple[float, str, str]:
    """Return from how many personas a trait tells, and how well."""
    return round(sum(min(max(x, 0.0), LARGE_EFFECT) for x in trait.apart), 6), trait.variable, trait.level


def _answering(traits: Sequence[Trait], words: Words) -> Name | None:
    """Return the name of who says yes (agrees), or no, to nearly everything; None for the others.

    Whatever people agree to counts, also with what they do; yes and no only to what they think: what they have is no saying.
    """
    items = [
        trait
        for trait in traits
        if trait.is_feature
        and (trait.type == "likert" or (trait.type == "yes_no" and trait.block == "psychographic"))
    ]
    if len(items) < _FEWEST_ITEMS:
        return None
    for is_up in (True, False):
        so = [trait for trait in items if trait.is_up == is_up and trait.holds and trait.leads]
        if len(so) >= _NEARLY_ALL * len(items):
            kind = "yes_no" if all(trait.type == "yes_no" for trait in items) else "likert"
            return Name(words.say(f"personas.{kind}.{'up' if is_up else 'down'}"), tuple(so))
    return None


def _number(text: str, taken: Sequence[str]) -> str:
    """Return the name, with a number where others are called so already."""
    number, numbered = 1, text
    while numbered.casefold() in taken:
        number += 1
        numbered = f"{cut(text, LONGEST - len(f' ({number})'))} ({number})"
    return numbered
