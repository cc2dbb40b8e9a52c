"""What a report says about the run beside its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

REASONS = ("auto_natural", "auto_eligible", "auto_none_eligible", "given", "segments_given", "kept")
PARTS = ("survey", "interviews", "analytics", "touchpoints", "links")


@dataclass(frozen=True)
class ReportInfo:
    """What a report says about the run beside its tables.

    Parameters
    ----------
    title
        Title of the study.
    k
        Number of personas.
    k_reason
        One of ``REASONS``: given is the number, segments_given the segments themselves, kept those of an earlier run.
    runner_up
        The next best k, if any.
    n_respondents, n_customers, n_interviewees
        People in the survey, in the touchpoint logs (with a persona or without) and in the interviews; None where the study has none of them.
    minimum_cell
        People a published cell needs.
    n_without
        People described who have no persona.
    n_suppressed
        Numbers of people hidden in the published tables.
    suppressed
        The same by table; none where nothing was hidden.
    unmapped
        Contacts by touchpoint without a phase, of those that may be named.
    n_unmapped_others
        How many more touchpoints have no phase.
    colours
        Persona to colour (#rrggbb), as in the charts.
    left_out
        Sources of ``PARTS`` that the study leaves out.
    versions
        Program to version.
    study_hash
        Hash of the study file.
    source_files
        Source, as the row account names it, to its files, where several sources are called alike.
    made_on
        Day of the run (ISO); blank where data aren't to be called old.
    period
        First and last answer; taken from the table ``personas`` where None.
    """

    title: str
    k: int
    k_reason: str
    minimum_cell: int
    runner_up: int | None = None
    n_respondents: int | None = None
    n_customers: int | None = None
    n_interviewees: int | None = None
    n_without: int = 0
    n_suppressed: int = 0
    suppressed: Mapping[str, int] = field(default_factory=dict)
    unmapped: Mapping[str, int] = field(default_factory=dict)
    n_unmapped_others: int = 0
    colours: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    study_hash: str = ""
    source_files: Mapping[str, str] = field(default_factory=dict)
    made_on: str = ""
    period: tuple[pd.Timestamp, pd.Timestamp] | None = None
