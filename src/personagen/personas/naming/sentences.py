"""One sentence on a persona: what else sets it apart than its name says. Numbers stand on the card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from personagen.language.words import Words
from personagen.personas.naming.phrases import amount_of, bare, lower
from personagen.personas.naming.traits import Trait

MOST = 3
_BLOCKS = ("psychographic", "demographic", "behavioural")


def summarise_persona(traits: Sequence[Trait], name: str, said: Sequence[Trait], words: Words) -> str:
    """Return a sentence of at most three markers: the strongest of each block first, one for each variable.

    Parameters
    ----------
    traits
        What may be said of the persona.
    name
        What the persona is called: labels in it are not said again.
    said
        The traits that the name says.
    """
    markers = [trait for trait in traits if trait.is_marker and _can_be_said(trait)]
    if not markers:
        return words.say("personas.summary.none")
    named = {trait.variable for trait in said}
    new = [t for t in markers if t.variable not in named and bare(t.label).casefold() not in name.casefold()]
    if not new:
        return words.say("personas.summary.else")
    text = _joined(list(_clauses(_pick(new), words)), words)
    return f"{text[:1].upper()}{text[1:]}."


def _can_be_said(trait: Trait) -> bool:
    """Tell what isn't the absence of one level among others: the levels that are there say that."""
    return trait.is_up or trait.type not in ("nominal", "ordinal", "multi")


def _pick(traits: Sequence[Trait]) -> list[Trait]:
    """Return the markers to say: who they are, what they think and what they do, the strongest of each, then others."""
    ranked = sorted(traits, key=lambda t: (-round(t.strength, 6), t.variable, t.level))
    ranked = list({trait.variable: trait for trait in reversed(ranked)}.values())[::-1]
    first = [next((t for t in ranked if t.block == block), None) for block in _BLOCKS]
    picked = [trait for trait in first if trait] + [trait for trait in ranked if trait not in first]
    return sorted(picked[:MOST], key=lambda t: _BLOCKS.index(t.block))


def _clauses(traits: Sequence[Trait], words: Words) -> Iterator[str]:
    """Yield a clause for each way of saying, with all that is said in that way."""
    frames: dict[str, list[str]] = {}
    kinds = [_kind(trait) for trait in traits]
    for kind in dict.fromkeys(kinds):
        same = [trait for trait, own in zip(traits, kinds, strict=True) if own == kind]
        frame = words.entries[f"personas.frame.{kind.split('.', maxsplit=1)[0]}"]
        frames.setdefault(frame, []).extend(_pieces(kind, same, words))
    for frame, pieces in frames.items():
        if frame == "{pieces}":
            yield from pieces
        else:
            yield frame.replace("{pieces}", _pieced(pieces, words))


def _pieces(kind: str, traits: Sequence[Trait], words: Words) -> list[str]:
    """Return what is said: of what is counted thing by thing, of the others together."""
    labels = [lower(bare(trait.label)) for trait in traits]
    if kind.startswith("counted"):
        return [words.say(f"personas.says.{kind}", lower=label) for label in labels]
    quoted = [_quote(trait, kind, words) for trait in traits]
    return [
        words.say(
            f"personas.says.{kind}",
            n=len(traits),
            quoted=_listed(quoted, words),
            lower=_listed(labels, words),
        )
    ]


def _quote(trait: Trait, kind: str, words: Words) -> str:
    label = bare(trait.label)
    if kind.startswith("level"):
        return words.say("personas.quoted.level", level=trait.level, lower=lower(label))
    return words.say("personas.quoted", label=label)


def _kind(trait: Trait) -> str:
    """Return the key of the words for a trait; its first part says in what frame they stand."""
    if trait.type in ("number", "count"):
        return amount_of(trait)
    if trait.type in ("likert", "yes_no"):
        said = "said" if trait.block == "psychographic" else "true"
        return f"{'likert' if trait.type == 'likert' else said}.{'more' if trait.is_up else 'less'}"
    return f"level.{'most' if trait.holds else 'more'}"


def _pieced(pieces: Sequence[str], words: Words) -> str:
    """Return the pieces of a clause, with commas where they have an ``and`` of their own."""
    has_and = any(words.say("personas.and", first="", second="") in piece for piece in pieces)
    return (_joined if has_and else _listed)(pieces, words)


def _joined(clauses: Sequence[str], words: Words) -> str:
    """Return ``a, b, and c``: what has an ``and`` of its own."""
    if len(clauses) == 1:
        return clauses[0]
    return words.say("personas.summary.and", first=", ".join(clauses[:-1]), last=clauses[-1])


def _listed(texts: Sequence[str], words: Words) -> str:
    """Return ``a, b and c``."""
    if len(texts) == 1:
        return texts[0]
    return words.say("personas.and", first=", ".join(texts[:-1]), second=texts[-1])
