"""Contacts to journeys: the functional and the emotional layer, moments, and the table the journey map draws.

Reading logs belongs to `engine`, drawing to `charts`.
"""

from personagen.journeys.bots import add_bots
from personagen.journeys.changes import compare_journeys
from personagen.journeys.counting import count_contacts
from personagen.journeys.counts import Counts
from personagen.journeys.differences import compare_personas
from personagen.journeys.drivers import find_drivers, say_drivers
from personagen.journeys.experience import assess_peak_end, summarise_experience
from personagen.journeys.flows import summarise_coverage, summarise_funnel, summarise_transitions
from personagen.journeys.followed import follow_opportunities
from personagen.journeys.hearing import Heard, add_heard, hear_interviews, hear_ratings, unlogged_counts
from personagen.journeys.journey import summarise_journey
from personagen.journeys.looking import count_families, count_sampled
from personagen.journeys.maps import build_map
from personagen.journeys.moments import find_moments
from personagen.journeys.needs import judge_needs
from personagen.journeys.opportunities import build_opportunities, count_tested, say_opportunities
from personagen.journeys.phases import phases_table
from personagen.journeys.representative import tell_journeys
from personagen.journeys.rules import Rules
from personagen.journeys.scores import summarise_scores
from personagen.journeys.streams import say_flows, summarise_flows
from personagen.journeys.telling import say_steps
from personagen.journeys.times import summarise_times
from personagen.journeys.touchpoints import summarise_touchpoints
from personagen.journeys.unmapped import Unmapped, tell_unmapped

__all__ = [
    "Counts",
    "Heard",
    "Rules",
    "Unmapped",
    "add_bots",
    "add_heard",
    "assess_peak_end",
    "build_map",
    "build_opportunities",
    "compare_journeys",
    "compare_personas",
    "count_contacts",
    "count_families",
    "count_sampled",
    "count_tested",
    "find_drivers",
    "find_moments",
    "follow_opportunities",
    "hear_interviews",
    "hear_ratings",
    "judge_needs",
    "phases_table",
    "say_drivers",
    "say_flows",
    "say_opportunities",
    "say_steps",
    "summarise_coverage",
    "summarise_experience",
    "summarise_flows",
    "summarise_funnel",
    "summarise_journey",
    "summarise_scores",
    "summarise_times",
    "summarise_touchpoints",
    "summarise_transitions",
    "tell_journeys",
    "tell_unmapped",
    "unlogged_counts",
]
