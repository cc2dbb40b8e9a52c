"""Segments to personas: sizes, profiles, markers, names, interview codes, needs, quotes.

What personas do and feel on the way belongs to `journeys`. Tables leave here with all their cells; `privacy.suppress`
hides the small ones before anything is written.
"""

from personagen.personas.build import build_personas, say_personas
from personagen.personas.changes import find_need_changes
from personagen.personas.codes import summarise_codes
from personagen.personas.descriptors import describe_differences
from personagen.personas.interviewees import Interviewees, place_interviewees
from personagen.personas.needs import summarise_needs
from personagen.personas.profile import profile_personas
from personagen.personas.quotes import select_quotes

__all__ = [
    "Interviewees",
    "build_personas",
    "describe_differences",
    "find_need_changes",
    "place_interviewees",
    "profile_personas",
    "say_personas",
    "select_quotes",
    "summarise_codes",
    "summarise_needs",
]
