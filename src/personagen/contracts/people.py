"""Tables at respondent or customer level. They never leave private/."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from personagen.contracts.table import Contract, column, contract

STATES = ("answered", "no_answer", "not_asked", "not_linked")
BASES = ("full", "partial", "given", "excluded", "extended")

RESPONDENTS = contract(
    "respondents",
    "One row per respondent that counts.",
    "respondent_id",
    {
        "respondent_id": column("text", "The respondent."),
        "customer_id": column("text", "The linked customer; blank where there is no link.", blank=True),
        "weight": column("number", "Survey weight; 1 where the study names none."),
        "submitted_at": column("time", "When the answers were sent.", blank=True),
        "duration_seconds": column("number", "Time taken, in seconds.", blank=True),
        "n_failed_checks": column(
            "count", "Attention checks failed; blank where the study has none.", blank=True
        ),
    },
)
QUALITY_FLAGS = contract(
    "quality_flags",
    "One row per respondent: answering that raises doubt. Nobody is taken out for it.",
    "respondent_id",
    {
        "respondent_id": column("text", "The respondent."),
        "straightliner": column("maybe", "No spread over a grid of likert items.", blank=True),
        "speeder": column("maybe", "Under half of the median time.", blank=True),
        "attention": column("maybe", "Failed an attention check.", blank=True),
    },
)
INTERVIEWS = contract(
    "interviews",
    "One row per coded fragment.",
    "row",
    {
        "row": column("count", "Number of the fragment: its place among the rows that count."),
        "respondent_id": column("text", "The interviewee."),
        "code": column("text", "Code of the codebook."),
        "phase": column("text", "Phase of the study the fragment is about.", blank=True),
        "quote": column("text", "The fragment, verbatim.", blank=True),
        "may_quote": column("flag", "Whether the interviewee agreed to be quoted."),
        "valence": column("valence", "Sentiment of the fragment.", blank=True),
        "persona": column("text", "Persona of the interviewee, as the file writes it.", blank=True),
        "file": column("text", "File as the study names it."),
        "line": column("count", "1-based line in the file."),
    },
)
CODEBOOK = contract(
    "codebook",
    "One row per code.",
    "code",
    {
        "code": column("text", "The code."),
        "theme": column("text", "background, goal, motivation, pain_point, need or delight."),
        "kind": column("text", "functional or emotional.", blank=True),
        "label": column("text", "What reports call the code."),
        "phase": column("text", "Phase the code belongs to, for fragments without one.", blank=True),
    },
)
LINKS = contract(
    "links",
    "Which respondent is which customer: at most one on each side.",
    "respondent_id",
    {
        "respondent_id": column("text", "The respondent."),
        "customer_id": column("text", "The customer."),
    },
)
RATINGS = contract(
    "ratings",
    "One row per respondent and rating of a touchpoint that the survey asked for; those who never met it, or didn't answer, "
    "have none.",
    "respondent_id, rating",
    {
        "respondent_id": column("text", "The respondent."),
        "rating": column("text", "Name of the rating in the study."),
        "touchpoint": column("text", "Touchpoint of the map."),
        "valence": column("valence", "The rating on -1..1."),
    },
)
TOUCHPOINT_MAP = contract(
    "touchpoint_map",
    "One row per touchpoint that belongs to a phase.",
    "touchpoint",
    {
        "touchpoint": column("text", "The touchpoint as the logs name it."),
        "phase": column("text", "Phase of the study."),
        "label": column("text", "What reports call it."),
        "action": column("text", "What people do there, in a word or two.", blank=True),
        "moment_of_truth": column("flag", "Whether the company declares it decisive."),
        "owner": column("text", "Who can change it.", blank=True),
    },
)
ASSIGNMENTS = contract(
    "assignments",
    "One row per respondent: the persona.",
    "respondent_id",
    {
        "respondent_id": column("text", "The respondent."),
        "customer_id": column("text", "The linked customer.", blank=True),
        "weight": column("number", "Survey weight."),
        "persona": column(
            "text", "Persona 1..k, or the given segment; blank where basis is excluded.", blank=True
        ),
        "basis": column(
            "text",
            "full, partial (a block unknown), given (by the company) or excluded; extended is for customers only.",
            one_of=BASES,
        ),
        "distance": column("number", "Distance to the centroid, root of the sum of squares.", blank=True),
        "shadow": column("share", "2 d1 / (d1 + d2) with the nearest two centroids; 1 is a tie.", blank=True),
    },
)
EXTENDED = contract(
    "extended",
    "One row per customer outside the survey who was given a persona.",
    "customer_id",
    {
        "customer_id": column("text", "The customer."),
        "persona": column("text", "The persona they most probably are."),
        "confidence": column("share", "Probability of it, every persona counted as equally common."),
        "basis": column("text", "extended.", one_of=BASES),
    },
)
FAULT_ROWS = contract(
    "fault_rows",
    "One row per fault found in a source, row by row; private.",
    "row",
    {
        "row": column("count", "Number of the fault."),
        "source": column("text", "Source, such as survey."),
        "file": column("text", "File as the study names it."),
        "line": column("count", "1-based line in the file; 0 for the whole file."),
        "column": column("text", "Column of the file.", blank=True),
        "check": column("text", "Name of the check."),
        "reason": column("text", "What is wrong; no free text of people in it."),
        "mend": column("text", "What to do."),
        "is_quarantined": column(
            "flag", "Whether the row was taken out; else it was used with the cell blank."
        ),
        "is_left_out": column(
            "maybe",
            "Whether a respondent counts nowhere with this fault among the reasons; in one's first such row only. Blank where rows are no respondents.",
            blank=True,
        ),
    },
)
PEAK_END = contract(
    "peak_end",
    "One row per respondent whose customer has a rated contact: how the whole journey felt.",
    "respondent_id",
    {
        "respondent_id": column("text", "The respondent."),
        "persona": column("text", "The persona."),
        "peak_end": column(
            "valence",
            "(most extreme + last valence) / 2, -1..1; blank while the journey is open.",
            blank=True,
        ),
        "is_open": column(
            "flag",
            "Whether the journey is still open: neither its last phase reached nor `quiet_days` without a contact.",
        ),
        "n_ratings": column("count", "Contacts with a rating or an emotion word."),
    },
)
PEOPLE: dict[str, Contract] = {
    c.name: c
    for c in (
        RESPONDENTS,
        INTERVIEWS,
        CODEBOOK,
        LINKS,
        RATINGS,
        TOUCHPOINT_MAP,
        ASSIGNMENTS,
        EXTENDED,
        QUALITY_FLAGS,
        FAULT_ROWS,
        PEAK_END,
    )
}
PRIVATE: dict[str, Contract] = {
    "assignments": ASSIGNMENTS,
    "extended": EXTENDED,
    "faults": FAULT_ROWS,
    "peak_end": PEAK_END,
    "quality_flags": QUALITY_FLAGS,
}


@dataclass(frozen=True)
class Research:
    """All sources of a study after `ingest`; row-level, so it never leaves the program but through `privacy`.

    Parameters
    ----------
    respondents
        Contract ``respondents``.
    answers
        ``respondent_id`` and a column per variable: float64 for number, count and likert (as answered, never reversed);
        ordered categorical for ordinal; str for nominal and text; ``boolean`` for yes_no; for multi one ``boolean``
        column per level, named ``variable[level]``; UTC time for date. Blank where there is no answer.
        Rows in the order of ``respondents``.
    states
        ``respondent_id`` and a column per variable (multi: one) with a word of ``STATES``.
    customers
        ``customer_id`` and the variables from analytics typed in the same way; None without analytics.
    interviews, codebook, touchpoint_map
        Their contracts; None where the study has none.
    links
        Contract ``links``, of respondents that count; its customers may be absent from analytics or logs.
    fault_rows
        Contract ``fault_rows``.
    rows
        Published contract ``rows``, touchpoint logs left out (the engine counts those).
    quarantine
        By source: the rows taken out, as text, with columns _file, _line and _reason before them.
    emotions
        word -> valence: the built-in words of the study's language, and those of its own list; none where no log has any.
    decimals
        By source: the decimal mark of each column with numbers.
    given
        By respondent_id the segment that the company has given; blank without one. None where segments are formed.
    ratings
        Contract ``ratings``; None where the survey asked for none.
    names
        Names of people that stand in the sources: to mask quotes, in memory only. They show in no message.
    """

    respondents: pd.DataFrame
    answers: pd.DataFrame
    states: pd.DataFrame
    links: pd.DataFrame
    fault_rows: pd.DataFrame
    rows: pd.DataFrame
    customers: pd.DataFrame | None = None
    interviews: pd.DataFrame | None = None
    codebook: pd.DataFrame | None = None
    touchpoint_map: pd.DataFrame | None = None
    quarantine: dict[str, pd.DataFrame] = field(default_factory=dict)
    emotions: dict[str, float] = field(default_factory=dict)
    decimals: dict[str, dict[str, str]] = field(default_factory=dict)
    given: pd.Series | None = None
    ratings: pd.DataFrame | None = None
    names: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def touchpoints(self) -> list[str]:
        """The touchpoints of the map; none where the study has no map."""
        return [] if self.touchpoint_map is None else self.touchpoint_map["touchpoint"].tolist()
