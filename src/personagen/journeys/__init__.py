"""Contacts to journeys: the functional and the emotional layer, moments, and the table the journey map draws.

Reading logs belongs to `engine`, drawing to `charts`.
"""

from personagen.journeys.counts import Counts, count_contacts
from personagen.journeys.experience import summarise_experience
from personagen.journeys.flows import summarise_coverage, summarise_funnel, summarise_transitions
from personagen.journeys.hearing import Heard, add_heard, hear_interviews, hear_ratings, unlogged_counts
from personagen.journeys.journey import summarise_journey
from personagen.journeys.maps import build_map
from personagen.journeys.moments import find_moments
from personagen.journeys.needs import judge_needs
from personagen.journeys.phases import phases_table
from personagen.journeys.scores import summarise_scores
from personagen.journeys.touchpoints import summarise_touchpoints

__all__ = [
    "Counts",
    "Heard",
    "add_heard",
    "build_map",
    "count_contacts",
    "find_moments",
    "hear_interviews",
    "hear_ratings",
    "judge_needs",
    "phases_table",
    "summarise_coverage",
    "summarise_experience",
    "summarise_funnel",
    "summarise_journey",
    "summarise_scores",
    "summarise_touchpoints",
    "summarise_transitions",
    "unlogged_counts",
]
