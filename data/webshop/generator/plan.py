"""What is planted: the personas, their sizes in each wave, and the effects. No drawing and no files here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# With this seed chance adds no further moment, driver or drop-off to the planted ones.
SEED = 20276

PERSONAS = ("gemakzoeker", "koopjesjager", "kwaliteitszoeker", "ontdekker")
PHASES = ("awareness", "orientation", "buy", "use", "service", "renewal")

# What the second wave finds: one of the four has split in two, which are told apart by what they answer and do. In
# interviews and on their way they are still as before.
KINDS = (*PERSONAS, "spaarder", "kansenjager")
PARENTS = (0, 1, 2, 3, 1, 1)


@dataclass(frozen=True)
class Cell:
    """A touchpoint in the journey of one persona; ``shift`` in points of the 1..5 scale."""

    persona: str
    phase: str
    touchpoint: str
    shift: float

    def as_dict(self) -> dict[str, object]:
        """Return the cell for a truth file."""
        return {
            "persona": self.persona,
            "phase": self.phase,
            "touchpoint": self.touchpoint,
            "shift_csat_points": self.shift,
        }


PAINS = (
    Cell("gemakzoeker", "use", "bezorging", -1.4),
    Cell("kwaliteitszoeker", "service", "klantenservice_telefoon", -1.5),
)
# In the second wave the telephone has been mended, and delivery has become worse.
LATER_PAINS = (Cell("gemakzoeker", "use", "bezorging", -2.4),)


@dataclass(frozen=True)
class Wave:
    """One edition of the research; sizes by kind.

    Parameters
    ----------
    survey
        Name of the survey file.
    fieldwork
        First morning of the survey.
    starts
        First moment of the log, midnight in Amsterdam.
    ends
        Last day of the analytics.
    late
        Days between which contacts came in late.
    repeats_hour
        Whether the log holds the hour that October has twice.
    pains
        Where the experience falls short.
    """

    number: int
    respondents: tuple[int, ...]
    customers: tuple[int, ...]
    linked: tuple[int, ...]
    interviewed: tuple[int, ...]
    survey: str
    fieldwork: datetime
    starts: pd.Timestamp
    ends: str
    late: tuple[str, str]
    repeats_hour: bool
    pains: tuple[Cell, ...]


FIRST = Wave(
    number=1,
    respondents=(456, 348, 252, 144),
    customers=(6000, 7200, 3000, 3800),
    linked=(301, 244, 171, 124),
    interviewed=(19, 17, 15, 13),
    survey="survey-2026.csv",
    fieldwork=datetime(2026, 5, 4, 8, 0),  # noqa: DTZ001  the export carries no zone
    starts=pd.Timestamp("2025-08-31T22:00:00Z"),
    ends="2026-06-30",
    late=("2026-02-01", "2026-06-01"),
    repeats_hour=True,
    pains=PAINS,
)
SECOND = Wave(
    number=2,
    respondents=(408, 0, 216, 204, 168, 204),
    customers=(5600, 0, 2700, 4300, 3400, 4000),
    linked=(286, 0, 151, 143, 118, 142),
    interviewed=(19, 0, 15, 13, 8, 9),
    survey="survey-2026-q3.csv",
    fieldwork=datetime(2026, 8, 3, 8, 0),  # noqa: DTZ001
    starts=pd.Timestamp("2025-11-30T23:00:00Z"),
    ends="2026-09-30",
    late=("2026-05-01", "2026-09-01"),
    repeats_hour=False,
    pains=LATER_PAINS,
)
WAVES = {wave.number: wave for wave in (FIRST, SECOND)}
# Respondents of the first wave who answer again, and the share of them who have become another persona.
PANEL = 360
MOVED_SHARE = 0.15

PARTIALS = 22
EXACT_DUPLICATES = 18
REVISED_DUPLICATES = 6
STRAIGHTLINERS = 18
SPEEDERS = 12
UNKNOWN_LINK_RESPONDENTS = 6
UNKNOWN_LINK_CUSTOMERS = 5

CONTACTS = 250_000
UNMAPPED_CONTACTS = 1_250
LATE_CONTACTS = 1_500
LOG_DUPLICATES = 500
LATE_DUPLICATES = 60
REPEATED_HOUR_CONTACTS = 90
FOREIGN_CUSTOMERS = 150
LINKED_WITHOUT_CONTACT = 15
SILENT_SHARE = 0.06
UNMAPPED = ("popup_enquete", "pushbericht_test", "foutpagina_404")


# The experience is as good as elsewhere; what sets the moment apart is how little was expected.
MAGIC = Cell("ontdekker", "use", "app_bestelstatus", 1.4)

BASE_SATISFACTION = 3.75
PHASE_WAVE = (0.0, 0.04, -0.04, 0.02, -0.04, 0.04)

# Share that goes on from awareness, orientation and buy; the planted drop-off is the one that differs.
GOES_ON = ((0.92, 0.82, 0.90), (0.92, 0.48, 0.90), (0.92, 0.82, 0.90), (0.92, 0.82, 0.90))
DROP_OFF = ("koopjesjager", "orientation")
SERVICE_SHARE = 0.58
RENEWAL_INTERCEPT = 0.1
DRIVER_PHASE = "use"
# Log-odds of reaching renewal per standard deviation of the experience in the driver phase.
DRIVER_EFFECT = 1.5

NEED_PHASES = ("orientation", "buy", "use", "service")
# First functional need, first emotional need, second functional, second emotional: by persona; the
# exception below is the one persona whose first wish changes.
NEEDS = (
    ("wens_snelheid", "wens_rust", "wens_bezorgzekerheid", "wens_vertrouwen"),
    ("wens_beste_prijs", "wens_slim_voelen", "wens_duidelijke_informatie", "wens_vertrouwen"),
    ("wens_deskundig_advies", "wens_vertrouwen", "wens_duidelijke_informatie", "wens_rust"),
    ("wens_alles_in_app", "wens_verrassing", "wens_duidelijke_informatie", "wens_vertrouwen"),
)
CHANGED_NEED = ("gemakzoeker", "buy", "use", "wens_snelheid", "wens_bezorgzekerheid")
# How many of the interviewed name the first .. fourth need in a phase, by persona.
NEED_COUNTS = ((12, 7, 5, 3), (10, 7, 5, 2), (9, 6, 3, 2), (8, 5, 3, 2))
TYPICAL_COUNTS = (12, 11, 10, 8)
OTHER_COUNTS = (2, 2, 1, 1)
TYPICAL_CODES = (
    (
        "achtergrond_druk_gezin",
        "doel_snel_geregeld",
        "motief_tijd",
        "pijn_bezorging_mist",
        "blij_herhaalbestelling",
    ),
    (
        "achtergrond_krap_budget",
        "doel_besparen",
        "motief_slim_kopen",
        "pijn_verborgen_kosten",
        "blij_koopje",
    ),
    (
        "achtergrond_ervaren_koper",
        "doel_iets_goeds",
        "motief_merkvertrouwen",
        "pijn_chatbot",
        "blij_vakadvies",
    ),
    (
        "achtergrond_digitaal",
        "doel_bijblijven",
        "motief_nieuw",
        "pijn_saai_aanbod",
        "blij_live_volgen",
    ),
)


def position(frame: pd.DataFrame, column: str) -> int:
    """Return the place of a column, counted from 0."""
    return list(frame.columns).index(column)


def generator_for(seed: int, part: int) -> np.random.Generator:
    """Return the random numbers of one part, so that parts don't disturb each other."""
    return np.random.default_rng([seed, part])


def draw_flags(rng: np.random.Generator, n: int, share: float) -> NDArray[np.bool_]:
    """Draw ``n`` flags that are set with a chance of ``share``."""
    return rng.random(n) < share


def draw_ordered(
    rng: np.random.Generator, means: NDArray[np.float64], spread: float, low: int, high: int
) -> NDArray[np.int64]:
    """Draw whole answers around ``means`` (any shape), kept within ``low``..``high``."""
    drawn = np.rint(rng.normal(means, spread))
    return np.clip(drawn, low, high).astype(np.int64)
