"""Segments to personas: sizes, profiles, markers, names, interview codes, needs, quotes, claims.

What personas do and feel on the way belongs to `journeys`. Tables leave here with all their cells; `privacy.suppress`
hides the small ones before anything is written.
"""

from personagen.personas.attractiveness import build_attractiveness
from personagen.personas.build import build_personas, say_personas
from personagen.personas.changes import find_need_changes, mark_changes
from personagen.personas.claims import build_claims
from personagen.personas.codes import summarise_codes
from personagen.personas.descriptors import describe_differences
from personagen.personas.interviewees import Interviewees, place_interviewees
from personagen.personas.needs import summarise_needs
from personagen.personas.prevalence import assess_prevalence, say_traits
from personagen.personas.profile import profile_personas
from personagen.personas.quotes import select_quotes
from personagen.personas.waves.differing import find_differences, share_columns, spans_alike
from personagen.personas.waves.lineage import trace_lineage
from personagen.personas.waves.matching import match_portraits
from personagen.personas.waves.moving import assess_panel, count_moves, find_panel
from personagen.personas.waves.recalling import call_personas, call_segments, recall_personas
from personagen.personas.waves.shifting import assess_shifts
from personagen.personas.waves.sketching import sketch_personas

__all__ = [
    "Interviewees",
    "assess_panel",
    "assess_prevalence",
    "assess_shifts",
    "build_attractiveness",
    "build_claims",
    "build_personas",
    "call_personas",
    "call_segments",
    "count_moves",
    "describe_differences",
    "find_differences",
    "find_need_changes",
    "find_panel",
    "mark_changes",
    "match_portraits",
    "place_interviewees",
    "profile_personas",
    "recall_personas",
    "say_personas",
    "say_traits",
    "select_quotes",
    "share_columns",
    "sketch_personas",
    "spans_alike",
    "summarise_codes",
    "summarise_needs",
    "trace_lineage",
]
