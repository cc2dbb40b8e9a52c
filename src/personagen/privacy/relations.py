"""The relations between counts that an outsider knows, from what the contracts declare.

Which numbers there are belongs to `system`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from personagen.contracts.numbers import ALL, AXES, COUNTED, RELATIONS, UNASSIGNED, AnyOf, Sum, Within

Key = tuple[str, ...]
# axes whose words come from the data: a rare one may have been left out
_FROM_DATA = ("level", "channel")


@dataclass(frozen=True)
class Relation:
    """A sum of counts, each times a factor, that is 0, or at most 0.

    Parameters
    ----------
    terms
        By variable its factor.
    is_equal
        Whether the sum is 0; else it is at most 0.
    is_loose
        Whether parts may have been left out of the published tables.
    """

    terms: tuple[tuple[Key, int], ...]
    is_equal: bool = True
    is_loose: bool = False


def total_of(whole: Key, parts: Iterable[Key], *, is_loose: bool = False) -> Relation:
    """Return that the whole is the sum of its parts."""
    return Relation((*((part, 1) for part in sorted(set(parts))), (whole, -1)), is_loose=is_loose)


def at_most(part: Key, whole: Key) -> Relation:
    """Return that the part is no more than the whole."""
    return Relation(((part, 1), (whole, -1)), is_equal=False)


def relate(keys: Iterable[Key]) -> Iterator[Relation]:
    """Yield the relations between tables that concern some variables.

    Parameters
    ----------
    keys
        The variables: what is counted, then where.
    """
    by_kind: dict[str, list[Key]] = defaultdict(list)
    for key in sorted(keys):
        by_kind[key[0]].append(key)
    for relation in RELATIONS:
        if isinstance(relation, Sum):
            yield from _sums(relation, by_kind)
        elif isinstance(relation, Within):
            yield from _withins(relation, by_kind)
        else:
            yield from _anys(relation, by_kind)


def _sums(declared: Sum, by_kind: Mapping[str, Sequence[Key]]) -> Iterator[Relation]:
    wholes: dict[Key, list[Key]] = defaultdict(list)
    for name in declared.parts:
        for part in by_kind[name]:
            place = dict(zip(AXES[name], part[1:], strict=True))
            is_total = place.get(declared.over) in (ALL, UNASSIGNED)
            if is_total or (declared.is_diagonal and len({*part[1:]}) > 1):
                continue
            if (whole := _whole(declared, place)) is not None:
                wholes[whole].append(part)
    known = {*by_kind[declared.whole]}
    for whole, parts in wholes.items():
        if declared.whole in COUNTED and whole not in known:
            continue
        if whole not in parts and len({part[0] for part in parts}) == len(declared.parts):
            total = total_of(whole, parts, is_loose=declared.over in _FROM_DATA)
            yield replace(total, is_equal=not declared.is_most)


def _anys(declared: AnyOf, by_kind: Mapping[str, Sequence[Key]]) -> Iterator[Relation]:
    known = {key for part in declared.parts for key in by_kind[part]}
    for whole in by_kind[declared.whole]:
        parts = [(part, *whole[1:]) for part in declared.parts]
        if known.issuperset(parts):
            yield Relation(((whole, 1), *((part, -1) for part in parts)), is_equal=False)


def _withins(declared: Within, by_kind: Mapping[str, Sequence[Key]]) -> Iterator[Relation]:
    known, wholes = {*by_kind[declared.whole]}, defaultdict(list)
    for part in by_kind[declared.part]:
        if declared.is_of_ends and not {"START", "END"} & {*part}:
            continue
        place = dict(zip(AXES[declared.part], part[1:], strict=True))
        whole = _whole(declared, place)
        if whole in known and whole != part:
            yield at_most(part, whole)
            wholes[whole].append(part)
    if declared.covers:
        for whole, parts in wholes.items():
            terms = ((whole, 1), *((part, -1) for part in parts))
            yield Relation(terms, is_equal=False, is_loose=declared.over in _FROM_DATA)


def _whole(declared: Sum | Within, place: Mapping[str, str]) -> Key | None:
    """Return the whole that a part at a place belongs to; None where there is none."""
    if declared.onto:
        found = {theirs: place[ours] for ours, theirs in declared.onto}
        if declared.whole == "met" and {"START", "END"} & {*found.values()}:
            return None
        place = {**place, **found}
    axes = [ALL if axis == declared.over else place.get(axis, ALL) for axis in AXES[declared.whole]]
    return (declared.whole, *axes)
