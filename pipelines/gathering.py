"""What the flows hand on to each other, and the row account over all sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from personagen.contracts import (
    PUBLISHED,
    Extension,
    FeatureMatrix,
    PersonaModel,
    Recalled,
    Research,
    Segments,
    Sketches,
)
from personagen.engine import LogAccount
from personagen.ingest import summarise_faults
from personagen.journeys import Unmapped


@dataclass(frozen=True)
class Gathered:
    """All sources after ingest; row-level.

    Parameters
    ----------
    research
        Survey, interviews, analytics, links.
    log
        Account of the touchpoint logs, which stay on the engine; None without logs.
    tables
        Published tables ``rows`` and ``faults`` over all sources.
    """

    research: Research
    log: LogAccount | None
    tables: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Found:
    """The personas: the segments at respondent level, and the published tables before small cells are hidden.

    Parameters
    ----------
    kept
        The model whose personas they are, where they come from an earlier run.
    flags
        Private contract ``quality_flags``; None where nobody looked.
    recalled
        Which of them people knew already.
    sketches
        What later runs recognise them by; None where nobody asked.
    fault_rows
        What was wrong with the sources and could be seen only when the personas were known.
    interviewees
        The assignments, with interviewees outside the survey who have a persona; None without interviews.
    """

    features: FeatureMatrix
    segments: Segments
    tables: dict[str, pd.DataFrame]
    extension: Extension | None = None
    kept: PersonaModel | None = None
    flags: pd.DataFrame | None = None
    recalled: Recalled = field(default_factory=Recalled)
    sketches: Sketches | None = None
    fault_rows: pd.DataFrame | None = None
    interviewees: pd.DataFrame | None = None


@dataclass(frozen=True)
class Travelled:
    """The journeys: published tables before small cells are hidden, and what they were found in.

    Parameters
    ----------
    families
        By family the tests that were corrected together.
    samples
        By table and persona the customers drawn, where not all of them were.
    peak_end
        Private contract ``peak_end``; None where no contact was rated.
    unmapped
        The touchpoints without a phase, as they may be told.
    """

    tables: dict[str, pd.DataFrame]
    families: Mapping[str, int] = field(default_factory=dict)
    samples: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    peak_end: pd.DataFrame | None = None
    unmapped: Unmapped = field(default_factory=Unmapped)


def account_for_rows(research: Research, log: LogAccount | None) -> dict[str, pd.DataFrame]:
    """Return the published tables ``rows`` and ``faults`` over all sources."""
    rows = [research.rows] + ([log.rows] if log else [])
    faults = [summarise_faults(research.fault_rows)] + ([log.faults] if log else [])
    return {
        "rows": PUBLISHED["rows"].conform(pd.concat(rows, ignore_index=True)),
        "faults": PUBLISHED["faults"].conform(pd.concat(faults, ignore_index=True)),
    }


def add_faults(faults: pd.DataFrame, fault_rows: pd.DataFrame) -> pd.DataFrame:
    """Return the published table ``faults`` with more of them counted."""
    more = summarise_faults(fault_rows)
    return PUBLISHED["faults"].conform(pd.concat([faults, more], ignore_index=True)) if len(more) else faults
