"""Published tables of single paths through the phases: how soon people go on, where they go next, one path told."""

from __future__ import annotations

from personagen.contracts.published import HIGH, LOW, PERSONA, SUPPRESSED
from personagen.contracts.table import Cell, column, contract

_CURVE = ("share", "low", "high")
TIME_TO_PHASE = contract(
    "time_to_phase",
    "How soon people go on from a phase to a later one (Kaplan-Meier, censored at the cut-off); at the horizon of the "
    "journey, share is 1 - drop_off. Rows stand at days between which nobody or enough people go on or stop being followed.",
    "persona, phase, days",
    {
        "persona": column("text", PERSONA),
        "phase": column("text", "Phase they go on from."),
        "days": column("days", "Days since their first contact in the phase."),
        "share": column("share", "Share gone on to a later phase within so many days.", blank=True),
        "low": column("share", LOW, blank=True),
        "high": column("share", HIGH, blank=True),
        "at_risk": column("count", "Customers still followed after so many days.", blank=True),
        "n": column("count", "Customers followed from their first contact in the phase.", blank=True),
        "suppressed": column("flag", SUPPRESSED),
    },
    (Cell("at_risk", (), base="n", rests=_CURVE, rounds=_CURVE, cost=0.05),),
)
FLOWS = contract(
    "flows",
    "From touchpoint to touchpoint, the first six steps; repeats of one touchpoint are one step. Who comes to a place goes "
    "on from it or has left, and step 1 is everybody with a contact in a phase.",
    "persona, step, from_touchpoint, to_touchpoint",
    {
        "persona": column("text", PERSONA),
        "step": column("count", "1 from the first touchpoint to the second."),
        "from_touchpoint": column(
            "text", "Touchpoint; `other` for those that too few people came to from where they were."
        ),
        "to_touchpoint": column(
            "text",
            "Touchpoint; `other`, or `left` for those whose journey ends; ends that too few come to are in `other` and leave "
            "a step later.",
        ),
        "from_label": column("text", "What reports call the first."),
        "to_label": column("text", "What reports call the second."),
        "from_phase": column("text", "Phase of the first; blank for `other`.", blank=True),
        "to_phase": column("text", "Phase of the second; blank for `other` and `left`.", blank=True),
        "n": column("count", "Customers.", blank=True),
        "suppressed": column("flag", SUPPRESSED),
    },
    (Cell("n", ()),),
)
# a path that several really make: nobody's own journey is told
REPRESENTATIVE = contract(
    "representative",
    "The journey that stands for each persona, told step by step: the path around the journey nearest to all others of it "
    "(the medoid), as far as several make it; no rows where too few do.",
    "persona, position",
    {
        "persona": column("text", PERSONA),
        "position": column("count", "1 for the first step."),
        "phase": column("text", "Phase."),
        "touchpoint": column("text", "Touchpoint."),
        "label": column("text", "What reports call it."),
        "channel": column("text", "Channel that most of those on this path used first there.", blank=True),
        "days": column(
            "days",
            "Days from the first contact to the first one here: the median of those who make the path.",
            blank=True,
        ),
        "valence": column("valence", "What the persona feels at the touchpoint.", blank=True),
        "text": column("text", "The step in words."),
        "share": column("share", "n / n_customers.", blank=True),
        "n": column(
            "count",
            "Customers who make the path: they meet its phases in this order, and all its touchpoints.",
            blank=True,
        ),
        "n_customers": column(
            "count", "Customers of the persona with a mapped contact; of many a sample of 500.", blank=True
        ),
        "distance": column(
            "share",
            "Mean distance of the persona's journeys from the medoid, 0 the same, 1 nothing in common.",
            blank=True,
        ),
        "suppressed": column("flag", SUPPRESSED),
    },
    (Cell("n", ("share",), base="n_customers"),),
)
