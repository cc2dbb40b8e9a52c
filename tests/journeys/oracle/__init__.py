"""The journey tables by plain Python, contact by contact: what the engines must find, to the last count.

Slow and obvious, from what METHOD.md and the contracts say alone: nothing here knows how the product counts.
"""

from .contacts import Log, read_log
from .drivers import drivers
from .feelings import experience, peak_ends, scores
from .flows import flows
from .maps import journey_map
from .moments import moments
from .opportunities import opportunities
from .outcomes import driver_inputs
from .personas import coverage, differences
from .phases import funnel, journey, time_to_phase, transitions
from .representative import representative
from .touchpoints import touchpoints

__all__ = [
    "Log",
    "coverage",
    "differences",
    "driver_inputs",
    "drivers",
    "experience",
    "flows",
    "funnel",
    "journey",
    "journey_map",
    "moments",
    "opportunities",
    "peak_ends",
    "read_log",
    "representative",
    "scores",
    "time_to_phase",
    "touchpoints",
    "transitions",
]
