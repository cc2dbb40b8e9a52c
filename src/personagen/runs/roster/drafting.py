"""Drafting personas.yaml: names that a run made, a blank for words, and the portraits at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from personagen.contracts.roster import Roster, RosterEntry
from personagen.language import Words
from personagen.runs.roster.following import followed_part
from personagen.runs.roster.sketching import SKETCHES, write_sketches
from personagen.study.drafting.writing import write_comment, write_scalar


def draft_roster(roster: Roster, title: str, words: Words, questions: Mapping[str, str] | None = None) -> str:
    """Return a personas.yaml of what a run found.

    Parameters
    ----------
    roster
        The personas with the names that were made.
    title
        Title of the study.
    words
        Of the language of the study: its comments say what may be changed.
    questions
        Opportunities: by key the question that each asks.
    """
    lines = [
        *write_comment(words.say("roster.head", title=title)),
        *(line for each in ("name", "words", "key") for line in write_comment(words.say(f"roster.{each}"))),
        "personas:" if roster.entries else "personas: []",
        *(line for entry in roster.entries for line in write_entry_lines(entry, 2)),
    ]
    return "\n".join([*lines, *followed_part(questions or {}, words), *sketch_part(roster, words)]) + "\n"


def write_entry_lines(entry: RosterEntry, indent: int) -> list[str]:
    """Return the lines of a persona; ``indent`` is the place of its dash."""
    lead = " " * indent
    return [
        f"{lead}- key: {write_scalar(entry.key)}",
        f"{lead}  name: {write_scalar(entry.name)}",
        f"{lead}  words:",
    ]


def sketch_part(roster: Roster, words: Words) -> Sequence[str]:
    """Return the lines of the part with the portraits; none without portraits."""
    if not roster.sketches:
        return []
    lines = [line for sketches in roster.sketches for line in write_sketches(sketches)]
    return ["", *write_comment(words.say("roster.portraits")), f"{SKETCHES}:", *lines]
