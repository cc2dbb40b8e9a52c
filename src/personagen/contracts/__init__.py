"""Contracts: the one place that says what every table looks like.

A table that crosses a stage or is written has a Pandera schema here. Computing a table doesn't belong here.
"""

import warnings

with warnings.catch_warnings():
    # where Spark is installed, pandera imports its pandas, which warns of the pandas that is here
    warnings.simplefilter("ignore", FutureWarning)
    import pandera.pandas  # noqa: F401

from personagen.contracts.cards import ATTRACTIVENESS, PREVALENCE
from personagen.contracts.choice import ORIGINS, SOLUTIONS, STABILITY, VERDICT
from personagen.contracts.claims import CLAIMS
from personagen.contracts.differences import DIFFERENCES
from personagen.contracts.experience import EXPERIENCE, SCORES
from personagen.contracts.features import Extension, FeatureMatrix, Segments
from personagen.contracts.journey import JOURNEY, PHASES, TOUCHPOINTS
from personagen.contracts.model import PersonaModel
from personagen.contracts.movement import COVERAGE, FUNNEL, MAP, MOMENTS, TRANSITIONS
from personagen.contracts.opportunities import DRIVERS, OPPORTUNITIES
from personagen.contracts.paths import FLOWS, REPRESENTATIVE, TIME_TO_PHASE
from personagen.contracts.people import PEOPLE, PRIVATE, Research
from personagen.contracts.personas import RESERVED, badge, name_file, personas_by_size
from personagen.contracts.phases import PHASE_MODELS
from personagen.contracts.portraits import Portraits
from personagen.contracts.published import (
    CODES,
    FAULTS,
    FEATURES,
    NEED_CHANGES,
    NEEDS,
    PERSONAS,
    PROFILE,
    QUOTES,
    ROWS,
)
from personagen.contracts.roster import Recalled, Roster, RosterEntry, Sketches
from personagen.contracts.segmentation import (
    DESCRIPTORS,
    DRIFT,
    EXTENSION,
    IMPORTANCE,
    OPINION,
    QUALITY,
    TYPING,
    TYPING_CONFUSION,
    TYPING_RULE,
)
from personagen.contracts.table import Cell, Contract, Rounding, persona_order
from personagen.contracts.text import Dialect, TextTable

PUBLISHED: dict[str, Contract] = {
    c.name: c
    for c in (
        ROWS,
        FAULTS,
        FEATURES,
        VERDICT,
        SOLUTIONS,
        STABILITY,
        ORIGINS,
        IMPORTANCE,
        TYPING,
        TYPING_RULE,
        TYPING_CONFUSION,
        DESCRIPTORS,
        QUALITY,
        OPINION,
        DRIFT,
        EXTENSION,
        PERSONAS,
        PROFILE,
        CODES,
        NEEDS,
        NEED_CHANGES,
        QUOTES,
        PREVALENCE,
        ATTRACTIVENESS,
        PHASES,
        JOURNEY,
        TIME_TO_PHASE,
        TOUCHPOINTS,
        TRANSITIONS,
        FUNNEL,
        FLOWS,
        REPRESENTATIVE,
        SCORES,
        EXPERIENCE,
        MOMENTS,
        DIFFERENCES,
        DRIVERS,
        OPPORTUNITIES,
        MAP,
        COVERAGE,
        CLAIMS,
    )
}

__all__ = [
    "PEOPLE",
    "PHASE_MODELS",
    "PRIVATE",
    "PUBLISHED",
    "RESERVED",
    "Cell",
    "Contract",
    "Dialect",
    "Extension",
    "FeatureMatrix",
    "PersonaModel",
    "Portraits",
    "Recalled",
    "Research",
    "Roster",
    "RosterEntry",
    "Rounding",
    "Segments",
    "Sketches",
    "TextTable",
    "badge",
    "name_file",
    "persona_order",
    "personas_by_size",
]
