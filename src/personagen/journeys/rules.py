"""What the study says about counting contacts, for `counting` and the modules it calls."""

from __future__ import annotations

from dataclasses import dataclass, field

from personagen.study import Study
from personagen.study.parameters import JourneyParameters
from personagen.study.sources import Satisfaction

MINUTE_US = 60_000_000
DAY_US = 24 * 60 * MINUTE_US


@dataclass(frozen=True)
class Rules:
    """How contacts are counted.

    Parameters
    ----------
    journeys
        The study's ``journeys``.
    minimum_cell
        Fewest people in a shown number.
    timezone
        Whose days count for bots: that of the study's first log.
    is_weighed
        Whether the journeys will be held against an outcome.
    instruments
        What the ratings of the logs asked.
    """

    journeys: JourneyParameters = field(default_factory=JourneyParameters)
    minimum_cell: int = 5
    timezone: str = "UTC"
    is_weighed: bool = True
    instruments: tuple[Satisfaction, ...] = ()

    @classmethod
    def of(cls, study: Study) -> Rules:
        """Return the rules of a study."""
        timezone = study.touchpoints[0].timezone if study.touchpoints else "UTC"
        is_weighed = study.outcome is not None
        return cls(study.journeys, study.privacy.minimum_cell, timezone, is_weighed, study.instruments)

    @property
    def gap_us(self) -> int:
        """The longest pause within a session."""
        return self.journeys.session_gap_minutes * MINUTE_US
