"""Segments to personas: sizes, profiles, markers, names, interview codes, needs, quotes.

What personas do and feel on the way belongs to `journeys`. Tables leave here with all their cells; `privacy.suppress`
hides the small ones before anything is written.
"""

from personagen.personas.build import build_personas, say_personas
from personagen.personas.changes import find_need_changes
from personagen.personas.codes import summarise_codes
from personagen.personas.descriptors import describe_differences
from personagen.personas.differing import find_differences, share_columns
from personagen.personas.lineage import trace_lineage
from personagen.personas.matching import match_portraits
from personagen.personas.moving import assess_panel, count_moves, find_panel
from personagen.personas.naming import name_personas
from personagen.personas.needs import summarise_needs
from personagen.personas.profile import profile_personas
from personagen.personas.quotes import select_quotes
from personagen.personas.recalling import call_personas, call_segments, recall_personas
from personagen.personas.shifting import assess_shifts
from personagen.personas.sketching import sketch_personas

__all__ = [
    "assess_panel",
    "assess_shifts",
    "build_personas",
    "call_personas",
    "call_segments",
    "count_moves",
    "describe_differences",
    "find_differences",
    "find_need_changes",
    "find_panel",
    "match_portraits",
    "name_personas",
    "profile_personas",
    "recall_personas",
    "say_personas",
    "select_quotes",
    "share_columns",
    "sketch_personas",
    "summarise_codes",
    "summarise_needs",
    "trace_lineage",
]
