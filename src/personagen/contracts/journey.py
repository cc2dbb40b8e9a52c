"""Published tables of the journey half: phases, and the functional and the emotional layer in them."""

from __future__ import annotations

from dataclasses import replace

from personagen.contracts.published import HIGH, LOW, PERSONA, SUPPRESSED
from personagen.contracts.table import Cell, column, contract

EVIDENCE = ("strong", "thin", "none")
EVIDENCE_MEANING = "strong from 30 people, thin from the minimum cell, none below."
_VALENCE = "Mean of the customers' means, -1..1."
_SOURCE = (
    "What the phase's valences rest on: csat, nps, ces, emotion (words), several with + where some contacts have only "
    "one of them; survey (touchpoint_ratings) or interviews, of respondents and interviewees, where the logs say nothing."
)
_GAP = "Experience minus expectation, -2..2: mean of the customers' means over contacts that have both."

PHASES = contract(
    "phases",
    "The phases of the study, in order.",
    "phase",
    {
        "phase": column("text", "Phase."),
        "position": column("count", "1 for the first."),
        "label": column("text", "What reports call it."),
        "model": column("text", "six, five or own."),
        "n_touchpoints": column(
            "count", "Touchpoints of the map in it: 0 says that the study looks at none there.", blank=True
        ),
    },
)
_PER_PHASE = (("phase",),)
_PER_TOUCHPOINT = (("phase", "touchpoint", "channel"),)
_VALENCE_CELL = Cell(
    "n_valence", (), within=_PER_PHASE, rests=("valence", "valence_low", "valence_high", "n_ratings")
)
_GAP_CELL = Cell("n_gap", (), within=_PER_PHASE, rests=("gap", "gap_low", "gap_high"))
_FRICTION = {
    "n_repeat": "repeat_share",
    "n_displeased": "displeased_share",
    "n_left": "left_share",
    "n_friction": "friction",
}
_GOING_ON = (
    "drop_off",
    "drop_off_low",
    "drop_off_high",
    "days_to_next_median",
    "days_to_next_low",
    "days_to_next_high",
    "days_to_next_p90",
)
JOURNEY = contract(
    "journey",
    "For every persona and phase: what people do and what they feel.",
    "persona, phase",
    {
        "persona": column("text", PERSONA),
        "phase": column("text", "Phase."),
        "n_persona": column("count", "The persona's linked customers, in the log or not.", blank=True),
        "n_customers": column("count", "Those with a contact in the phase.", blank=True),
        "reach": column("share", "n_customers / n_persona.", blank=True),
        "reach_low": column("share", LOW, blank=True),
        "reach_high": column("share", HIGH, blank=True),
        "n_skipped": column(
            "count", "Customers who met an earlier and a later phase, and nothing here.", blank=True
        ),
        "skipped_share": column("share", "n_skipped / n_persona.", blank=True),
        "n_friction": column(
            "count", "Customers with friction at a touchpoint of the phase: see `touchpoints`.", blank=True
        ),
        "friction": column("share", "n_friction / n_customers.", blank=True),
        "n_contacts": column("count", "Contacts in the phase.", blank=True),
        "contacts_per_customer": column("number", "n_contacts / n_customers.", blank=True),
        "valence": column("valence", _VALENCE, blank=True),
        "valence_low": column("valence", LOW, blank=True),
        "valence_high": column("valence", HIGH, blank=True),
        "valence_source": column("text", _SOURCE, blank=True),
        "is_comparable": column(
            "maybe",
            "Whether all phases of the study were asked about in the same way; else their valences can't be compared.",
            blank=True,
        ),
        "n_valence": column("count", "People with a valence.", blank=True),
        "n_ratings": column("count", "Ratings, words or fragments behind it.", blank=True),
        "gap": column("gap", _GAP, blank=True),
        "gap_low": column("gap", LOW, blank=True),
        "gap_high": column("gap", HIGH, blank=True),
        "n_gap": column("count", "Customers with a gap.", blank=True),
        "days_to_next_median": column(
            "days", "Median days from the phase to a later one; blank when not reached.", blank=True
        ),
        "days_to_next_low": column("days", f"{LOW} Of the median.", blank=True),
        "days_to_next_high": column("days", f"{HIGH} Of the median; blank when not reached.", blank=True),
        "days_to_next_p90": column("days", "90th percentile of it.", blank=True),
        "n_going_on": column(
            "count", "Customers followed from their first contact in the phase.", blank=True
        ),
        "drop_off": column("share", "Share not gone on within horizon_days (Kaplan-Meier).", blank=True),
        "drop_off_low": column("share", LOW, blank=True),
        "drop_off_high": column("share", HIGH, blank=True),
        "horizon_days": column("days", "Days within which going on counts.", blank=True),
        "censored_share": column("share", "Share whose journey was still open at the cut-off.", blank=True),
        "n_later_before": column(
            "count", "Customers who met a later phase before this one; not followed.", blank=True
        ),
        "reentries": column("number", "Returns to the phase per customer in it.", blank=True),
        "evidence": column("text", EVIDENCE_MEANING, one_of=EVIDENCE),
        "suppressed": column("flag", SUPPRESSED),
    },
    (
        Cell(
            "n_customers",
            ("reach", "reach_low", "reach_high", "contacts_per_customer", "reentries"),
            base="n_persona",
            within=_PER_PHASE,
            rests=(
                "n_friction",
                "friction",
                "n_contacts",
                *_GOING_ON,
                "n_going_on",
                "censored_share",
                "n_later_before",
            ),
        ),
        Cell("n_going_on", ("censored_share",), within=_PER_PHASE, rests=_GOING_ON, rounds=_GOING_ON[:3]),
        Cell("n_later_before", (), base="n_customers", within=_PER_PHASE),
        Cell("n_skipped", ("skipped_share",), base="n_persona", within=_PER_PHASE),
        Cell("n_friction", ("friction",), base="n_customers", within=_PER_PHASE),
        _VALENCE_CELL,
        _GAP_CELL,
        Cell("n_contacts", ("contacts_per_customer",), within=_PER_PHASE, is_people=False),
        Cell("n_ratings", (), within=_PER_PHASE, is_people=False),
    ),
)
TOUCHPOINTS = contract(
    "touchpoints",
    "For every persona, phase, touchpoint and channel.",
    "persona, phase, touchpoint, channel",
    {
        "persona": column("text", PERSONA),
        "phase": column("text", "Phase."),
        "touchpoint": column("text", "Touchpoint."),
        "channel": column("text", "Channel; `all` for all of them together."),
        "label": column("text", "What reports call the touchpoint."),
        "action": column("text", "What people do there.", blank=True),
        "n_persona": column("count", "The persona's linked customers.", blank=True),
        "n_customers": column("count", "Customers who met it.", blank=True),
        "reach": column("share", "n_customers / n_persona.", blank=True),
        "reach_low": column("share", LOW, blank=True),
        "reach_high": column("share", HIGH, blank=True),
        "overall_reach": column("share", "The same for all linked customers.", blank=True),
        "difference": column("number", "reach - reach of the other personas.", blank=True),
        "low": column("number", LOW, blank=True),
        "high": column("number", HIGH, blank=True),
        "p": column(
            "p",
            "The persona against the others, all channels together; blank where contacts made the segments.",
            blank=True,
        ),
        "p_adjusted": column("p", "Benjamini-Hochberg over the family `touchpoints`.", blank=True),
        "is_circular": column(
            "maybe",
            "Whether the segments rest on a feature made from the same contacts: no test.",
            blank=True,
        ),
        "is_marker": column(
            "flag", "Whether it sets the persona apart: difference of .25, or half of the overall reach."
        ),
        "n_contacts": column("count", "Contacts.", blank=True),
        "share_of_phase": column("share", "Share of the persona's contacts in the phase.", blank=True),
        "n_visitors": column("count", "The persona's customers in the phase.", blank=True),
        "n_entry": column("count", "Those whose first contact in it is here.", blank=True),
        "entry_share": column("share", "n_entry / n_visitors.", blank=True),
        "n_exit": column("count", "Those whose last contact in it is here.", blank=True),
        "exit_share": column("share", "n_exit / n_visitors.", blank=True),
        "n_repeat": column("count", "Customers who met it more than once in one session.", blank=True),
        "repeat_share": column("share", "n_repeat / n_customers.", blank=True),
        "n_displeased": column("count", "Customers with a rating below 0 there.", blank=True),
        "displeased_share": column("share", "n_displeased / n_customers.", blank=True),
        "n_left": column(
            "count",
            "Customers whose journey ended there: no later phase met, and followed for the horizon after their last "
            "contact; 0 in the last phase, and where there is no horizon.",
            blank=True,
        ),
        "left_share": column(
            "share", "n_left / n_customers; blank in the last phase and without a horizon.", blank=True
        ),
        "n_friction": column("count", "Customers with any of the three.", blank=True),
        "friction": column("share", "n_friction / n_customers.", blank=True),
        "valence": column("valence", _VALENCE, blank=True),
        "valence_low": column("valence", LOW, blank=True),
        "valence_high": column("valence", HIGH, blank=True),
        "valence_source": column("text", _SOURCE, blank=True),
        "n_valence": column("count", "People with a valence.", blank=True),
        "n_ratings": column("count", "Ratings or words behind it.", blank=True),
        "gap": column("gap", _GAP, blank=True),
        "gap_low": column("gap", LOW, blank=True),
        "gap_high": column("gap", HIGH, blank=True),
        "n_gap": column("count", "Customers with a gap.", blank=True),
        "top_emotion": column("text", "Emotion word most customers used.", blank=True),
        "n_top_emotion": column("count", "Customers who used it.", blank=True),
        "suppressed": column("flag", SUPPRESSED),
    },
    (
        Cell(
            "n_customers",
            ("reach", "reach_low", "reach_high", "difference", "low", "high", "p", "p_adjusted", "is_marker"),
            base="n_persona",
            within=_PER_TOUCHPOINT,
            of_all=("overall_reach", "difference", "low", "high", "p", "p_adjusted"),
            rests=(
                *_FRICTION,
                *_FRICTION.values(),
                "n_contacts",
                "share_of_phase",
                "n_entry",
                "entry_share",
                "n_exit",
                "exit_share",
                "top_emotion",
                "n_top_emotion",
            ),
        ),
        replace(_VALENCE_CELL, within=_PER_TOUCHPOINT),
        replace(_GAP_CELL, within=_PER_TOUCHPOINT),
        Cell("n_entry", ("entry_share",), base="n_visitors", within=_PER_TOUCHPOINT),
        Cell("n_exit", ("exit_share",), base="n_visitors", within=_PER_TOUCHPOINT),
        *(Cell(n, (share,), base="n_customers", within=_PER_TOUCHPOINT) for n, share in _FRICTION.items()),
        Cell("n_contacts", ("share_of_phase",), within=_PER_TOUCHPOINT, is_people=False),
        Cell("n_ratings", (), within=_PER_TOUCHPOINT, is_people=False),
        Cell("n_top_emotion", (), rests=("top_emotion",)),
    ),
)
