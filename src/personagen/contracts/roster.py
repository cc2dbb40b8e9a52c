"""The roster: what people call the personas, and the portraits by which later runs recognise them.

Plain values of personas, nothing of a person. Reading and writing personas.yaml belongs to `runs`, finding who is who
to `personas`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from personagen.contracts.opportunities import OPPORTUNITY_STATUSES
from personagen.contracts.portraits import Portraits

LONGEST_NAME = 40


@dataclass(frozen=True)
class RosterEntry:
    """A persona as personas.yaml has it.

    Parameters
    ----------
    key
        Lasting key.
    name
        Its name: made by a run, or given by people.
    words
        What people added in their own words; None where they added nothing.
    """

    key: str
    name: str
    words: str | None = None


@dataclass(frozen=True)
class FollowUp:
    """What people made of an opportunity.

    Parameters
    ----------
    status
        Of ``OPPORTUNITY_STATUSES``.
    owner
        Who looks after it; None leaves it to the touchpoint map.
    note
        In their own words; None where they added nothing.
    """

    status: str = OPPORTUNITY_STATUSES[0]
    owner: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Sketches:
    """Portraits as they stand in a file: rounded, without small cells, each persona by its key.

    Parameters
    ----------
    language
        In which the names were made.
    portraits
        Index: the keys; ``names`` are those that the run made.
    """

    language: str
    portraits: Portraits


@dataclass(frozen=True)
class Roster:
    """All personas of a study so far.

    Parameters
    ----------
    entries
        In the order of the file.
    sketches
        Of each run that added personas, the first one first; none where the segments are the company's own.
    opportunities
        By key what people made of each opportunity, in the order of the file.
    """

    entries: tuple[RosterEntry, ...] = ()
    sketches: tuple[Sketches, ...] = ()
    opportunities: Mapping[str, FollowUp] = field(default_factory=dict)

    @property
    def sketched(self) -> dict[str, Sketches]:
        """By key the sketches that the persona is in."""
        return {key: sketches for sketches in self.sketches for key in sketches.portraits.personas}

    def is_named(self, entry: RosterEntry) -> bool:
        """Tell whether people gave the name, rather than a run."""
        sketches = self.sketched.get(entry.key)
        return sketches is None or sketches.portraits.names.get(entry.key) != entry.name


@dataclass(frozen=True)
class Recalled:
    """Which personas of a run were known already.

    Parameters
    ----------
    entries
        By persona what the roster says of it; keys that stand in the sketches alone have no entry.
    keys
        By persona the key it had.
    named
        The personas whose names people gave.
    lasting
        The personas that are called as the roster says; the names of the others are made in the language of the run.
    lineage
        old (key), new (persona), distance, status, as `personas.match_portraits` gives it.
    """

    entries: Mapping[str, RosterEntry] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    lasting: frozenset[str] = frozenset()
    lineage: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame({c: [] for c in ("old", "new", "distance", "status")})
    )

    @property
    def names(self) -> dict[str, str]:
        """By persona the name that goes before the one that a run would make."""
        return {persona: entry.name for persona, entry in self.entries.items() if persona in self.lasting}
