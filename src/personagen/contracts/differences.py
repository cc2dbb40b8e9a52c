"""Tables of differences in journeys: between a persona and the rest, and between two runs."""

from __future__ import annotations

from personagen.contracts.published import HIGH, LOW, PERSONA, SUPPRESSED
from personagen.contracts.table import Cell, column, contract

METRICS = ("reach", "contacts", "valence", "gap", "drop_off", "friction")
_METRIC = "reach, contacts (per customer in the phase), valence, gap, drop_off or friction."
_FAMILY = ("rest", "difference", "low", "high", "effect_size", "p", "p_adjusted")

DIFFERENCES = contract(
    "differences",
    "Each persona against the other personas, phase by phase and metric by metric; customers are the units.",
    "persona, phase, metric",
    {
        "persona": column("text", PERSONA),
        "phase": column("text", "Phase."),
        "metric": column("text", _METRIC, one_of=METRICS),
        "value": column("number", "Of the persona.", blank=True),
        "rest": column("number", "Of the other personas together, without `unassigned`.", blank=True),
        "difference": column("number", "value - rest.", blank=True),
        "low": column("number", LOW, blank=True),
        "high": column("number", HIGH, blank=True),
        "effect_size": column("number", "Cohen's h of shares, Hedges' g of means.", blank=True),
        "p": column("p", "Two-sided; blank where the contacts made the segments.", blank=True),
        "p_adjusted": column("p", "Benjamini-Hochberg over the table.", blank=True),
        "n": column(
            "count",
            "Customers of the persona behind it: in the phase, with a valence, with a gap, or followed from it.",
            blank=True,
        ),
        "valence_source": column(
            "text", "survey or interviews where valence rests on those, as in `journey`.", blank=True
        ),
        "is_circular": column("flag", "Whether a feature was made from the same contacts: no p."),
        "suppressed": column("flag", SUPPRESSED),
    },
    # what value and rest tell of numbers stands in `numbers`
    (Cell("n", (), rests=("value", *_FAMILY), rounds=("value", *_FAMILY)),),
)
CHANGING = ("reach", "valence", "gap", "drop_off", "friction")
JOURNEY_CHANGES = contract(
    "journey_changes",
    "What changed in the journeys from the old run to the new one.",
    "persona, phase, touchpoint, metric",
    {
        "persona": column(
            "text", "Persona of the new run that one of the old run was carried to; `all` for everybody."
        ),
        "phase": column("text", "Phase."),
        "touchpoint": column("text", "Touchpoint; `all` for the whole phase."),
        "label": column("text", "What the new run calls the touchpoint."),
        "metric": column(
            "text",
            "reach, valence, gap; of whole phases drop_off (at the shorter of the two horizons), of touchpoints friction.",
            one_of=CHANGING,
        ),
        "horizon_days": column(
            "number",
            "Of drop_off the days within which people had to go on, in both runs: the shorter horizon of the two.",
            blank=True,
        ),
        "old_persona": column("text", "Persona of the old run."),
        "before": column("number", "In the old run.", blank=True),
        "now": column("number", "In the new run.", blank=True),
        "change": column("number", "now - before.", blank=True),
        "low": column("number", LOW, blank=True),
        "high": column("number", HIGH, blank=True),
        "p": column(
            "p",
            "Two-sided; who is in both runs counts as two people. Blank where either rests on fewer than 30.",
            blank=True,
        ),
        "p_adjusted": column("p", "Benjamini-Hochberg over the table.", blank=True),
        "n_before": column(
            "count", "Customers behind it in the old run: of a share, those it is of.", blank=True
        ),
        "n_now": column("count", "The same in the new run.", blank=True),
        "is_changed": column("flag", "Whether it changed more than by chance (adjusted p under .05)."),
    },
)
