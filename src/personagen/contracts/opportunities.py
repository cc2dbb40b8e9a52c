"""Published tables about what could be better: opportunities, and what goes with the outcome of the study."""

from __future__ import annotations

from personagen.contracts.journey import EVIDENCE, EVIDENCE_MEANING
from personagen.contracts.published import HIGH, LOW, PERSONA, SUPPRESSED
from personagen.contracts.table import Cell, column, contract

OPPORTUNITY_STATUSES = ("open", "planned", "doing", "done", "dropped")
MAKES_UP = ("yes", "no", "untold")

OPPORTUNITIES = contract(
    "opportunities",
    "Where a persona's experience lies under its own journey: reach times severity, ranked.",
    "opportunity",
    {
        "opportunity": column("text", "Lasting key: the same place of the same persona keeps it from run to run."),
        "persona": column("text", PERSONA),
        "phase": column("text", "Phase."),
        "touchpoint": column("text", "Touchpoint; `all` for the whole phase."),
        "label": column("text", "What reports call the touchpoint."),
        "reach": column("share", "Share of the persona's customers who meet it.", blank=True),
        "severity": column(
            "number", "How far valence or gap lies under the persona's own journey, 0 and up.", blank=True
        ),
        "severity_low": column("number", LOW, blank=True),
        "severity_high": column("number", HIGH, blank=True),
        "measure": column("text", "valence or gap: whichever lies further under.", one_of=("valence", "gap")),
        "score": column("number", "reach times severity.", blank=True),
        "rank": column("count", "1 for the highest score.", blank=True),
        "n": column("count", "Customers with a rating (or gap) there.", blank=True),
        "evidence": column("text", EVIDENCE_MEANING, one_of=EVIDENCE),
        "n_customers": column("count", "The persona's linked customers who meet it.", blank=True),
        "customers_affected": column(
            "number", "Customers of the persona who meet it, of all customers where customer_share is known.", blank=True
        ),
        "value_at_stake": column("number", "customers_affected times their mean value.", blank=True),
        "value_low": column("number", LOW, blank=True),
        "value_high": column("number", HIGH, blank=True),
        "shared_by": column("text", "The personas it holds for, separated by spaces; `all` for every one.", blank=True),
        "p_heterogeneity": column("p", "Whether the personas differ in it.", blank=True),
        "owner": column("text", "Who looks after it: from the touchpoint map or personas.yaml.", blank=True),
        "status": column("text", "What people made of it, kept in personas.yaml.", one_of=OPPORTUNITY_STATUSES),
        "sentence": column("text", "A how-might-we question."),
        "suppressed": column("flag", SUPPRESSED),
    },
    (Cell("n", ("severity", "severity_low", "severity_high", "score", "rank", "value_at_stake", "value_low", "value_high", "p_heterogeneity")),
     Cell("n_customers", ("reach", "score", "rank", "customers_affected", "value_at_stake", "value_low", "value_high")),),
)  # fmt: skip
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
