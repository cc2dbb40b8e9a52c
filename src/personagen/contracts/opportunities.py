"""Published tables about what could be better: opportunities, and what goes with the outcome of the study."""

from __future__ import annotations

from personagen.contracts.journey import EVIDENCE, EVIDENCE_MEANING
from personagen.contracts.published import HIGH, LOW, PERSONA, SUPPRESSED
from personagen.contracts.table import Cell, column, contract

OPPORTUNITY_STATUSES = ("open", "planned", "doing", "done", "dropped")
FATES = ("mended", "gone", "better", "still", "worse", "new", "untold")
MAKES_UP = ("yes", "no", "untold")

# made from published tables, so nothing in it needs hiding
OPPORTUNITIES = contract(
    "opportunities",
    "Where a persona's experience lies under its own journey, beyond chance: reach times severity, ranked.",
    "opportunity",
    {
        "opportunity": column(
            "text", "Lasting key, made of phase, touchpoint and the key of the persona: the same in every run."
        ),
        "persona": column("text", PERSONA),
        "phase": column("text", "Phase."),
        "touchpoint": column("text", "Touchpoint; `all` for a whole phase that none of its touchpoints explains."),
        "label": column("text", "What reports call the place."),
        "reach": column("share", "Share of the persona's customers who meet it; blank without a log.", blank=True),
        "severity": column(
            "number",
            "The mean of the persona's own journey, as far as it was asked about in the same place (logs, survey or "
            "interviews), minus the valence (or gap) here; at least .1.",
        ),
        "severity_low": column(
            "number", "Lower end of the interval, adjusted for the selection (false coverage rate)."
        ),
        "severity_high": column("number", "Upper end of it."),
        "measure": column("text", "valence or gap: whichever lies further under.", one_of=("valence", "gap")),
        "p_adjusted": column("p", "Of no difference: Benjamini-Hochberg over all places, personas and measures."),
        "score": column("number", "reach times severity.", blank=True),
        "rank": column("count", "1 for the highest score; without scores for the highest severity."),
        "n": column("count", "Customers with a valence (or gap) here."),
        "evidence": column("text", EVIDENCE_MEANING, one_of=EVIDENCE),
        "n_customers": column("count", "The persona's linked customers who meet it.", blank=True),
        "customers_affected": column(
            "number",
            "Customers of the persona who meet it: reach times customer_share times all customers, or n_customers where "
            "customer_share isn't known.",
            blank=True,
        ),
        "value_at_stake": column(
            "number", "customers_affected times the mean value of the persona's customers.", blank=True
        ),
        "value_label": column("text", "What the value of a customer is called.", blank=True),
        "value_low": column("number", LOW, blank=True),
        "value_high": column("number", HIGH, blank=True),
        "shared_by": column(
            "text",
            "The personas it holds for, separated by `; `; `all` where the personas don't differ and the others "
            "together lie under their own journeys too; blank where that can't be told.",
            blank=True,
        ),
        "p_heterogeneity": column(
            "p", "Of the personas lying equally far under their own journeys here (Welch's analysis of variance).",
            blank=True,
        ),
        "owner": column("text", "Who looks after it: from personas.yaml, else from the touchpoint map.", blank=True),
        "status": column("text", "What people made of it, kept in personas.yaml.", one_of=OPPORTUNITY_STATUSES),
        "note": column("text", "What people wrote of it in personas.yaml.", blank=True),
        "sentence": column("text", "A how-might-we question."),
    },
)  # fmt: skip
OPPORTUNITY_CHANGES = contract(
    "opportunity_changes",
    "What became of the opportunities of the old run, and which ones are new.",
    "opportunity",
    {
        "opportunity": column(
            "text", "Key in the new run; of one that isn't found any more, in the old run."
        ),
        "persona": column(
            "text", "Persona of the new run; blank where the old one wasn't carried over.", blank=True
        ),
        "old_persona": column(
            "text", "Persona of the old run; blank for one that wasn't carried over.", blank=True
        ),
        "phase": column("text", "Phase."),
        "touchpoint": column("text", "Touchpoint; `all` for the whole phase."),
        "label": column("text", "What reports call the place."),
        "fate": column(
            "text",
            "mended (not found any more, and the experience there rose beyond chance); gone (not found any more); better, "
            "worse (found again, and it rose or fell beyond chance); still; new; untold (the new run doesn't have the "
            "persona or the place).",
            one_of=FATES,
        ),
        "measure": column("text", "valence or gap.", one_of=("valence", "gap")),
        "severity_before": column("number", "In the old run.", blank=True),
        "severity_now": column("number", "In the new run.", blank=True),
        "score_before": column("number", "In the old run.", blank=True),
        "score_now": column("number", "In the new run.", blank=True),
        "change": column("number", "Of the measure at the place, as in `journey_changes`.", blank=True),
        "low": column("number", LOW, blank=True),
        "high": column("number", HIGH, blank=True),
        "p_adjusted": column("p", "As in `journey_changes`.", blank=True),
        "owner": column("text", "Who looks after it.", blank=True),
        "status": column("text", "What people made of it.", one_of=OPPORTUNITY_STATUSES),
    },
)
DRIVERS = contract(
    "drivers",
    "How the experience in each phase goes with the outcome of the study, the other phases held constant: it goes with it, "
    "which is not to say that it causes it. Of many customers a sample of 5,000 a persona.",
    "persona, phase",
    {
        "persona": column("text", PERSONA),
        "phase": column("text", "Phase."),
        "outcome": column("text", "What journeys should lead to, in words."),
        "model": column("text", "logistic: log-odds of the outcome; linear: the outcome's standard deviations.",
                        one_of=("logistic", "linear")),
        "effect": column("number", "Per standard deviation of the valence in the phase.", blank=True),
        "low": column("number", LOW, blank=True),
        "high": column("number", HIGH, blank=True),
        "p": column("p", "Whether the effect differs from 0.", blank=True),
        "p_adjusted": column("p", "Benjamini-Hochberg over the table.", blank=True),
        "n": column("count", "Customers with an outcome and a valence in the phase before it.", blank=True),
        "evidence": column("text", EVIDENCE_MEANING, one_of=EVIDENCE),
        "with_phase": column("text", "The other phase in which a good experience might make up for a bad one here.",
                             blank=True),
        "interaction": column("number", "Change of the effect per standard deviation of the other phase.", blank=True),
        "interaction_low": column("number", LOW, blank=True),
        "interaction_high": column("number", HIGH, blank=True),
        "makes_up": column("text", "Whether a good experience there makes up for a bad one here: yes where this phase then matters less, "
                           "no where it matters more, untold where that isn't clear or one of the two has no clear effect.", one_of=MAKES_UP),
        "sentence": column("text", "What it says, in words."),
        "suppressed": column("flag", SUPPRESSED),
    },
    (Cell("n", (), within=(("phase",),), rests=("effect", "low", "high", "p", "p_adjusted", "interaction", "interaction_low", "interaction_high")),),
)  # fmt: skip
