"""The published table of claims: every statement on a persona's card, with what it rests on.

Which claims there are is decided in `personas.claims`.
"""

from __future__ import annotations

from personagen.contracts.published import PERSONA
from personagen.contracts.table import column, contract

SECTIONS = (
    "summary",
    "size",
    "stability",
    "doubt",
    "fit",
    "marker",
    "wish_change",
    "wish",
    "goal",
    "motivation",
    "pain_point",
    "need",
    "delight",
    "statement",
    "background",
    "behaviour",
    "touchpoint",
    "channel",
    "interviews",
    "unknown",
    "period",
)
CONFIDENCE = ("strong", "fair", "thin", "none")
CONFIDENCE_MEANING = (
    "strong: rests on 30 people or more, and everybody's value (if there is one) lies outside the interval; fair: 30 "
    "or more, but everybody's value lies within it; thin: from the minimum cell to 29; none: fewer, or no people at all."
)

CLAIMS = contract(
    "claims",
    "Every statement on a persona's card, made by a rule from one row (or a few) of a published table.",
    "persona, claim",
    {
        "persona": column("text", PERSONA),
        "claim": column("text", "Lasting key: the section and what it is about."),
        "section": column("text", "Part of the card.", one_of=SECTIONS),
        "position": column("count", "Place within the section, from 1."),
        "topic": column(
            "text", "What several claims are about together, such as a variable or a phase.", blank=True
        ),
        "label": column("text", "What it is about; blank where the text is a sentence.", blank=True),
        "kind": column("text", "functional or emotional, for needs and wishes.", blank=True),
        "text": column("text", "What is said, in the language of the study."),
        "table": column("text", "Table it was made from; blank where a whole source is absent.", blank=True),
        "row": column("text", "Key of the row in that table; ` | ` between several rows.", blank=True),
        "column": column("text", "Column of the number that is said.", blank=True),
        "n": column("count", "People it rests on.", blank=True),
        "base": column("count", "People the share is of, or who answered.", blank=True),
        "value": column("number", "The number that is said.", blank=True),
        "low": column("number", "Lower end of its 95 % interval.", blank=True),
        "high": column("number", "Upper end of its 95 % interval.", blank=True),
        "overall": column("number", "The same for everybody.", blank=True),
        "effect_size": column("number", "Cohen's h or Hedges' g, for markers.", blank=True),
        "is_marker": column("flag", "Whether it sets the persona apart, or is a wish that changed."),
        "confidence": column("text", CONFIDENCE_MEANING, one_of=CONFIDENCE),
    },
)
