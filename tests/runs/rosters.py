"""Rosters of made-up personas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from personagen.contracts import Portraits, Roster, RosterEntry, Sketches
from personagen.runs import RosterFile
from personagen.runs.roster.reading import parse_roster

FILE = Path("personas.yaml")


def sketches(personas: dict[str, tuple[str, float]], language: str = "en") -> Sketches:
    """Return portraits of personas with one feature; by key the made name and the mean age."""
    keys = pd.Index(list(personas), name="persona", dtype="str")
    factors = pd.Series({"age": 0.1, "region[Noord: oost]": 1.5}, name="factor")
    rows = [[age, 0.25] for _, age in personas.values()]
    return Sketches(
        language,
        Portraits(
            pd.DataFrame(rows, index=keys, columns=factors.index),
            factors,
            pd.Series(1 / len(personas), index=keys),
            keys={key: key for key in keys},
            names={key: name for key, (name, _) in personas.items()},
        ),
    )


def roster(personas: dict[str, tuple[str, float]], language: str = "en") -> Roster:
    """Return a roster as a run would draft it."""
    entries = tuple(RosterEntry(key, name) for key, (name, _) in personas.items())
    return Roster(entries, (sketches(personas, language),))


def as_file(text: str | bytes) -> RosterFile:
    """Return a text as a file that was read."""
    content = text.encode() if isinstance(text, str) else text
    return RosterFile(FILE, content, parse_roster(content.decode("utf-8-sig"), FILE))
