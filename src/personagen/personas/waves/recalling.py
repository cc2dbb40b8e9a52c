"""Known personas among those of a run: their keys, names and words go on.

The file that these stand in belongs to `runs`, finding who is who in two waves to `matching`, making names to `naming`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from personagen.contracts import FeatureMatrix, Portraits, Recalled, Roster, Segments, Sketches
from personagen.contracts.published import PERSONAS
from personagen.contracts.roster import LONGEST_NAME
from personagen.personas.build import persona_key
from personagen.personas.waves.matching import match_portraits

LEAST_SHARED = 0.5


def recall_personas(features: FeatureMatrix, segments: Segments, roster: Roster, language: str) -> Recalled:
    """Find the personas of a roster among the segments of a run.

    A segment that the company gave is known by its key, or by its name; so is a kept persona that has a key of the
    roster. All others are known by their portraits: those that `match_portraits` calls carried. A persona that was
    split or merged hands nothing on.

    Parameters
    ----------
    roster
        Empty where there is none yet.
    language
        Of the run: a name that a run made in another language is made again.
    """
    now = Portraits.of_segments(features, segments)
    keys = {persona: segments.keys.get(persona) or persona_key(segments, persona) for persona in now.personas}
    if now.is_given:
        return _recalled(_by_name(keys, roster), roster, language)
    before = _comparable(roster.sketches, now)
    lineage = match_portraits(before, now) if before else None
    found = {} if lineage is None else _carried(lineage)
    kept = {persona: key for persona, key in keys.items() if segments.keys and key in roster.sketched}
    others = {p: key for p, key in found.items() if p not in kept and key not in kept.values()}
    return _recalled(kept | others, roster, language, lineage)


def call_segments(segments: Segments, recalled: Recalled) -> Segments:
    """Return the segments with the keys and names that they had."""
    own = {} if segments.reason != "segments_given" else segments.names  # the company's names are hers
    return replace(
        segments,
        names={**segments.names, **recalled.names, **own},
        keys={**segments.keys, **recalled.keys},
    )


def call_personas(personas: pd.DataFrame, recalled: Recalled, roster: Roster) -> pd.DataFrame:
    """Return the personas with the words that people added, and no made name that the roster uses for another.

    Parameters
    ----------
    personas
        Contract ``personas``.
    """
    known = [entry.name for entry in roster.entries]
    words = {persona: entry.words for persona, entry in recalled.entries.items()}
    called = personas.assign(
        name=_apart(personas["persona"], personas["name"], recalled, known),
        note=personas["persona"].map(words),
        is_named=personas["persona"].isin(recalled.named),
    )
    return PERSONAS.conform(called)


def _comparable(sketches: Sequence[Sketches], now: Portraits) -> Portraits | None:
    """Return the sketches of all runs in one: those that share most columns with the personas of now.

    A run whose sketches would leave fewer than half of the columns to compare stays out; None where nothing is shared.
    """
    here = set(now.centroids.columns)
    each = [sketch.portraits for sketch in sketches]
    ranked = sorted(each, key=lambda portraits: -len(here & set(portraits.factors.index)))
    shared = here & set(ranked[0].factors.index) if ranked else set()
    if not shared:
        return None
    taken = []
    for portraits in ranked:
        if len(shared & set(portraits.factors.index)) >= LEAST_SHARED * len(shared):
            shared &= set(portraits.factors.index)
            taken.append(portraits)
    columns = [column for column in ranked[0].factors.index if column in shared]
    return Portraits(
        centroids=pd.concat([portraits.centroids[columns] for portraits in taken]),
        factors=ranked[0].factors[columns],
        shares=pd.concat([portraits.shares for portraits in taken]),
    )


def _by_name(keys: Mapping[str, str], roster: Roster) -> dict[str, str]:
    known = {entry.key: entry for entry in roster.entries}
    named = {entry.name.casefold(): entry.key for entry in roster.entries}
    found = {p: key if key in known else named.get(p.casefold()) for p, key in keys.items()}
    return {persona: key for persona, key in found.items() if key is not None}


def _carried(lineage: pd.DataFrame) -> dict[str, str]:
    pairs = lineage[lineage["status"] == "carried"]
    return dict(zip(pairs["new"], pairs["old"], strict=True))


def _recalled(
    keys: Mapping[str, str], roster: Roster, language: str, lineage: pd.DataFrame | None = None
) -> Recalled:
    by_key = {entry.key: entry for entry in roster.entries}
    entries = {persona: by_key[key] for persona, key in keys.items() if key in by_key}
    named = frozenset(persona for persona, entry in entries.items() if roster.is_named(entry))
    spoken = {key for key, sketches in roster.sketched.items() if sketches.language == language}
    lasting = named | {persona for persona, entry in entries.items() if entry.key in spoken}
    found = Recalled(entries, dict(keys), named, frozenset(lasting))
    return found if lineage is None else replace(found, lineage=lineage)


def _apart(
    personas: Iterable[str], names: Iterable[str], recalled: Recalled, known: Sequence[str]
) -> list[str]:
    """Return the names, the made ones numbered where the roster or another persona has them already."""
    named = dict(zip(personas, names, strict=True))
    kept = {p: name for p, name in named.items() if recalled.names.get(p) == name}
    others = Counter(name.casefold() for name in known) | Counter(name.casefold() for name in kept.values())
    apart: dict[str, str] = {}
    for persona, name in named.items():
        mine = recalled.entries[persona].name.casefold() if persona in recalled.entries else None
        free = persona in kept or name.casefold() == mine
        apart[persona] = name if free else _numbered(name, others)
        others[apart[persona].casefold()] += 1
    return [apart[persona] for persona in named]


def _numbered(name: str, taken: Mapping[str, int]) -> str:
    """Return the name, with a number where it is taken, in the room that names have."""
    tried, number = name, 1
    while tried.casefold() in taken:
        number += 1
        end = f" ({number})"
        tried = name[: LONGEST_NAME - len(end)].rstrip() + end
    return tried
