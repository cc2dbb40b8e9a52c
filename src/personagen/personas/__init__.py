"""Segments to personas: sizes, profiles, markers, names, interview codes, needs, quotes.

What personas do and feel on the way belongs to `journeys`. Tables leave here with all their cells; `privacy.suppress`
hides the small ones before anything is written.
"""

from personagen.personas.build import build_personas, say_personas
from personagen.personas.changes import find_need_changes
from personagen.personas.codes import summarise_codes
from personagen.personas.descriptors import describe_differences
from personagen.personas.matching import match_portraits
from personagen.personas.naming import name_personas
from personagen.personas.needs import summarise_needs
from personagen.personas.profile import profile_personas
from personagen.personas.quotes import select_quotes
from personagen.personas.recalling import call_personas, call_segments, recall_personas
from personagen.personas.sketching import sketch_personas

__all__ = [
    "build_personas",
    "call_personas",
    "call_segments",
    "describe_differences",
    "find_need_changes",
    "match_portraits",
    "name_personas",
    "profile_personas",
    "recall_personas",
    "say_personas",
    "select_quotes",
    "sketch_personas",
    "summarise_codes",
    "summarise_needs",
]
