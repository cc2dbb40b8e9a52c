"""What a log row must look like, as SQL: the engine's checks, the counts and the messages all come from here.

The same checks as a Pandera schema are `contracts.log`.

Reading and parsing cells belongs to `cells`; what happens to faulty rows belongs to `staging`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from personagen.contracts.log import BLANKS
from personagen.engine.quoting import literal

_BLANKS = f"({', '.join(map(literal, BLANKS))})"
Role = Literal["customer", "at", "touchpoint", "satisfaction", "expectation", "emotion"]


@dataclass(frozen=True)
class RowRule:
    """One check of a log row.

    Parameters
    ----------
    check
        Its name in the table of faults.
    role
        The column it looks at.
    fails
        SQL over the columns of `cells.parse_expressions`, true where the row breaks the rule.
    reason, mend
        What is wrong and what to do.
    quarantines
        Whether the row can't be a contact; else it is used, a bad cell blank.
    """

    check: str
    role: Role
    fails: str
    reason: str
    mend: str
    quarantines: bool = False


RULES: tuple[RowRule, ...] = (
    RowRule(
        "customer_empty", "customer", "customer_id = ''", "the customer is empty",
        "Fill in the customer, or leave such rows out of the export.", quarantines=True,
    ),
    RowRule(
        "time_unreadable", "at", "at_us IS NULL", "the time can't be read",
        "Write times as 2026-06-30 14:05:00, or name their pattern as csv: {dates: ...}.", quarantines=True,
    ),
    RowRule(
        "touchpoint_empty", "touchpoint", "touchpoint = ''", "the touchpoint is empty",
        "Fill in the touchpoint, or leave such rows out of the export.", quarantines=True,
    ),
    RowRule(
        "satisfaction_off_scale", "satisfaction", f"satisfaction_micro IS NULL AND satisfaction_text IS NOT NULL AND lower(satisfaction_text) NOT IN {_BLANKS}",
        "the rating is no number on the declared scale", "Correct the rating, or the scale in the study.",
    ),
    RowRule(
        "expectation_off_scale", "expectation", f"expectation_micro IS NULL AND expectation_text IS NOT NULL AND lower(expectation_text) NOT IN {_BLANKS}",
        "the expectation is no number on the declared scale",
        "Correct the expectation, or the scale in the study.",
    ),
    RowRule(
        "emotion_unknown", "emotion", f"emotion IS NULL AND emotion_text IS NOT NULL AND emotion_text NOT IN {_BLANKS}",
        "the emotion word is not in the list", "Add the word and its valence (-1 to 1) to the list of emotions: the CSV of emotion.words.",
    ),
    RowRule(
        "hour_repeated", "at", "hour_kind = 1", "the hour occurs twice, as clocks went back",
        "Nothing needs doing; the first is meant. Export times with an offset to tell them apart.",
    ),
    RowRule(
        "hour_skipped", "at", "hour_kind = 2", "the hour doesn't exist, as clocks went forward",
        "Nothing needs doing; the time is shifted forward. Check the time zone of the log.",
    ),
)  # fmt: skip
RAGGED = RowRule(
    "cells_ragged", "customer", "", "the row has more or fewer cells than the header, or can't be read as text",
    "Put quotes around cells that hold the separator, and export again.", quarantines=True,
)  # fmt: skip
ROLES = tuple(dict.fromkeys(rule.role for rule in RULES))
CHECKS = tuple(rule.check for rule in (*RULES, RAGGED))


def faults_expression(roles: Collection[str]) -> str:
    """Return SQL of a number in which bit i says that the row breaks rule i, of the rules for some roles."""
    cases = [
        f"CASE WHEN {rule.fails} THEN {1 << bit} ELSE 0 END"
        for bit, rule in enumerate(RULES)
        if rule.role in roles
    ]
    return f"({' + '.join(cases)})"


def quarantine_mask() -> int:
    """Return the bits of the rules whose breaking takes a row out."""
    return sum(1 << bit for bit, rule in enumerate(RULES) if rule.quarantines)


def broken(faults: int) -> list[RowRule]:
    """Return the rules that the bits name.

    Examples
    --------
    >>> [rule.check for rule in broken(5)]
    ['customer_empty', 'touchpoint_empty']
    """
    return [rule for bit, rule in enumerate(RULES) if faults >> bit & 1]
