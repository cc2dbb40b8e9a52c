"""Personas as tables name them: a number, or the name of a segment that the company has.

Names for readers are made in `personas`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

import pandas as pd

from personagen.contracts.table import persona_order

RESERVED = ("all", "unassigned")
_LONGEST_SLUG = 60
_LONGEST_NUMBER = 3


def personas_by_size(assignments: pd.DataFrame) -> list[str]:
    """Return the personas that somebody has: numbers by value, then names by falling weighted size.

    Parameters
    ----------
    assignments
        Contract ``assignments``.
    """
    people = assignments[assignments["persona"].notna()]
    sizes = {
        str(persona): float(weights.sort_values().sum())
        for persona, weights in people.groupby("persona")["weight"]
    }
    return persona_order(sorted(sizes, key=lambda persona: (-sizes[persona], persona)))


def name_file(kind: str, persona: str) -> str:
    """Return the name of a persona's file, such as its chart: safe and its own on every file system.

    Examples
    --------
    >>> name_file("map", "2")
    'map_2'
    >>> name_file("map", "A/B tester")
    'map_a-b-tester-e18c49'
    """
    plain = unicodedata.normalize("NFKD", persona).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG]
    if slug == persona:
        return f"{kind}_{slug}"
    # two names may look alike without their capitals and signs
    return f"{kind}_{slug}-{hashlib.sha256(persona.encode()).hexdigest()[:6]}"


def badge(persona: str) -> str:
    """Return what stands in a persona's badge: its number, or the first letters of its name.

    Examples
    --------
    >>> badge("12"), badge("Bargain hunters"), badge("vip")
    ('12', 'BH', 'V')
    """
    if persona.isdigit() and len(persona) <= _LONGEST_NUMBER:
        return persona
    starts = re.findall(r"\b\w", persona)[:2]
    return "".join(starts).upper() or persona[:1]
