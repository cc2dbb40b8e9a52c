"""Published tables of the emotional layer: what was asked by its own formula, and how whole journeys felt."""

from __future__ import annotations

from personagen.contracts.published import HIGH, LOW, PERSONA, SUPPRESSED
from personagen.contracts.table import Cell, column, contract

SCORE_KINDS = ("csat", "csat_top2", "nps", "ces")

SCORES = contract(
    "scores",
    "What the ratings in the logs come to by their own formulas, for whole journeys, phases and touchpoints.",
    "persona, phase, touchpoint, kind, scale",
    {
        "persona": column("text", PERSONA),
        "phase": column("text", "Phase; `all` for the whole journey."),
        "touchpoint": column("text", "Touchpoint; `all` for all of them together."),
        "kind": column(
            "text",
            "csat: mean on its scale; csat_top2: share of the two best answers; nps: -100 to 100; ces: mean on its scale.",
            one_of=SCORE_KINDS,
        ),
        "scale": column("text", "Ends of the scale, lowest number first."),
        "label": column("text", "What reports call the touchpoint."),
        "valence_source": column(
            "text", "What all valences of the place rest on, as in `journey`.", blank=True
        ),
        "n": column("count", "Customers who answered.", blank=True),
        "n_top": column("count", "csat_top2: those whose last answer was one of the two best.", blank=True),
        "score": column("number", "The score.", blank=True),
        "low": column("number", LOW, blank=True),
        "high": column("number", HIGH, blank=True),
        "formula": column("text", "How it is worked out, in words."),
        "suppressed": column("flag", SUPPRESSED),
    },
    (
        Cell(
            "n",
            (),
            within=(("phase", "touchpoint", "kind", "scale"),),
            rests=("score", "low", "high", "n_top"),
        ),
        Cell(
            "n_top",
            ("score", "low", "high"),
            base="n",
            within=(("phase", "touchpoint", "kind", "scale"),),
        ),
    ),
)
EXPERIENCE = contract(
    "experience",
    "How whole journeys felt: peak-end of the journeys that are over, and the mean valence of all.",
    "persona",
    {
        "persona": column("text", PERSONA),
        "n": column("count", "Customers with a rated contact whose journey is over.", blank=True),
        "peak_end": column(
            "valence", "Mean over them of (most extreme + last valence) / 2, -1..1.", blank=True
        ),
        "low": column("valence", LOW, blank=True),
        "high": column("valence", HIGH, blank=True),
        "n_open": column("count", "Customers with a rated contact whose journey is still open.", blank=True),
        "quiet_days": column(
            "days",
            "A journey is over when its last phase was reached, or after so many days without a contact.",
            blank=True,
        ),
        "n_valence": column("count", "Customers with a rated contact.", blank=True),
        "valence": column("valence", "Mean of their mean valences, -1..1.", blank=True),
        "valence_low": column("valence", LOW, blank=True),
        "valence_high": column("valence", HIGH, blank=True),
        "suppressed": column("flag", SUPPRESSED),
    },
    (
        Cell("n", (), base="n_valence", within=((),), rests=("peak_end", "low", "high")),
        Cell("n_open", (), base="n_valence", within=((),)),
        Cell("n_valence", (), within=((),), rests=("valence", "valence_low", "valence_high")),
    ),
)
