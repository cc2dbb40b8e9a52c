"""Published tables of the survey half: what was read, how segments were formed, who the personas are."""

from __future__ import annotations

from personagen.contracts.table import Cell, column, contract

PERSONA = "Persona 1..k by falling size; `all` is everybody, `unassigned` customers without a persona."
LOW, HIGH = "Lower end of the 95 % interval.", "Upper end of the 95 % interval."
KINDS = ("functional", "emotional")  # of needs, in the order they are told
SUPPRESSED = "Whether the cell is hidden because too few people stand behind it."

ROWS = contract(
    "rows",
    "Row account of every source: read = used + quarantined + duplicate + excluded.",
    "source",
    {
        "source": column("text", "Source; several touchpoint logs are numbered."),
        "read": column("count", "Rows in the files."),
        "used": column("count", "Rows that count."),
        "quarantined": column("count", "Faulty rows, kept in private/quarantine."),
        "duplicate": column("count", "Rows that repeat another one."),
        "excluded": column(
            "count", "Rows left out on purpose: not finished, after the cut-off, unknown respondent."
        ),
        "unlinked": column(
            "count", "Used rows whose respondent or customer is unknown on the other side.", blank=True
        ),
        "n_left_out": column(
            "count",
            "Respondents who count nowhere as what is wrong in their rows took them out; blank where rows are no respondents.",
            blank=True,
        ),
    },
)
FAULTS = contract(
    "faults",
    "What was wrong with the sources, counted; row by row in private/.",
    "source, column, check",
    {
        "source": column("text", "Source."),
        "column": column("text", "Column of the file; `-` for the whole row."),
        "check": column("text", "Name of the check."),
        "n": column("count", "Rows."),
        "n_left_out": column(
            "count",
            "Respondents who count nowhere with this fault among the reasons; blank where rows are no respondents.",
            blank=True,
        ),
        "mend": column("text", "What to do."),
    },
)
FEATURES = contract(
    "features",
    "The variables that form segments, before scaling (clipped, coded).",
    "variable",
    {
        "variable": column("text", "Variable of the study."),
        "block": column("text", "demographic, psychographic or behavioural."),
        "type": column("text", "Type of the variable."),
        "n_missing": column("count", "Respondents without an answer, imputed."),
        "n_not_asked": column("count", "Respondents that were not asked, imputed."),
        "n_clipped": column("count", "Respondents whose value was clipped for clustering."),
        "mean": column("number", "Weighted mean of the coded value; blank for several columns.", blank=True),
        "sd": column("number", "Weighted standard deviation of the coded value.", blank=True),
        "weight": column("number", "Variance the variable has in the matrix."),
    },
)
PERSONAS = contract(
    "personas",
    "One row per persona.",
    "persona",
    {
        "persona": column("text", PERSONA),
        "key": column("text", "Lasting key of the persona."),
        "name": column("text", "Name, made from what sets the persona apart or given by people."),
        "is_named": column("maybe", "Whether people gave the name, in personas.yaml.", blank=True),
        "note": column("text", "What people wrote of the persona in personas.yaml.", blank=True),
        "n": column("count", "Respondents.", blank=True),
        "share": column("share", "Weighted share of respondents.", blank=True),
        "share_low": column("share", LOW, blank=True),
        "share_high": column("share", HIGH, blank=True),
        "customer_share": column(
            "share",
            "Share of all customers, corrected for misassignment; with `unassigned` in `extension` it sums to 1; "
            "blank where nobody is extended.",
            blank=True,
        ),
        "customer_share_low": column("share", LOW, blank=True),
        "customer_share_high": column("share", HIGH, blank=True),
        "effective_n": column("number", "(sum w)^2 / sum w^2 of all respondents."),
        "n_partial": column("count", "Respondents assigned on what is known of them.", blank=True),
        "share_full": column("share", "Weighted share among those of whom all blocks are known.", blank=True),
        "jaccard": column(
            "share", "Mean best Jaccard over bootstrap fits; blank where no segments were formed.", blank=True
        ),
        "grade": column("text", "Stability in a word.", blank=True),
        "summary": column("text", "One sentence.", blank=True),
        "data_from": column("time", "First answer.", blank=True),
        "data_to": column("time", "Last answer.", blank=True),
    },
    (
        Cell(
            "n",
            (
                "share",
                "share_low",
                "share_high",
                "customer_share",
                "customer_share_low",
                "customer_share_high",
                "summary",
            ),
            within=((),),
        ),
        Cell("n_partial", ("share_full",), base="n", within=((),)),
    ),
)
PROFILE = contract(
    "profile",
    "Every variable for every persona against everybody, in original units.",
    "persona, variable, level",
    {
        "persona": column("text", PERSONA),
        "variable": column("text", "Variable of the study."),
        "level": column("text", "Level of the variable; `mean` for means."),
        "block": column("text", "Block of the variable."),
        "role": column("text", "feature or descriptor."),
        "type": column("text", "Type of the variable."),
        "label": column("text", "What reports call the variable."),
        "theme": column("text", "Theme of the variable, as in the codebook.", blank=True),
        "scale_low": column("number", "Lower end of the scale of a likert item.", blank=True),
        "scale_high": column("number", "Upper end of it.", blank=True),
        "base_n": column("count", "Respondents of the persona with an answer.", blank=True),
        "n": column("count", "Respondents at this level; for means those with an answer.", blank=True),
        "value": column("number", "Weighted share (levels) or mean (original units).", blank=True),
        "low": column("number", LOW, blank=True),
        "high": column("number", HIGH, blank=True),
        "overall": column("number", "The same for everybody.", blank=True),
        "difference": column("number", "value - overall; means on 0..1 of the scale or range.", blank=True),
        "effect_size": column(
            "number", "Cohen's h (shares) or Hedges' g (means), persona against the rest.", blank=True
        ),
        "p": column("p", "Persona against the rest; blank for features and what is circular.", blank=True),
        "p_adjusted": column("p", "Benjamini-Hochberg over the family `profile`.", blank=True),
        "is_marker": column("flag", "Whether it sets the persona apart."),
        "is_circular": column("flag", "Whether it helped to form the segments: no test."),
        "suppressed": column("flag", SUPPRESSED),
    },
    (
        Cell(
            "n",
            ("value", "low", "high", "difference", "effect_size", "p", "p_adjusted", "is_marker"),
            base="base_n",
            within=(("variable", "level"), ("persona", "variable")),
            of_all=("overall", "difference", "effect_size", "p", "p_adjusted"),
            exclusive=("type", ("nominal", "ordinal")),
        ),
    ),
)
CODES = contract(
    "codes",
    "Interview codes by persona; the base is the persona's interviewed respondents.",
    "persona, phase, code",
    {
        "persona": column("text", PERSONA),
        "phase": column("text", "Phase, or `all`."),
        "code": column("text", "Code of the codebook."),
        "theme": column("text", "Theme of the code."),
        "kind": column("text", "functional or emotional.", blank=True),
        "label": column("text", "What reports call the code."),
        "n_interviewed": column("count", "Interviewed respondents of the persona.", blank=True),
        "n_mentioned": column("count", "Those who said it.", blank=True),
        "share": column("share", "n_mentioned / n_interviewed.", blank=True),
        "low": column("share", LOW, blank=True),
        "high": column("share", HIGH, blank=True),
        "overall_share": column("share", "The same for everybody.", blank=True),
        "lift": column("number", "share / overall_share.", blank=True),
        "p": column("p", "Fisher's exact test, persona against the rest.", blank=True),
        "p_adjusted": column("p", "Benjamini-Hochberg over the family `codes`.", blank=True),
        "suppressed": column("flag", SUPPRESSED),
    },
    (
        Cell(
            "n_mentioned",
            ("share", "low", "high", "lift", "p", "p_adjusted"),
            base="n_interviewed",
            within=(("phase", "code"),),
            has_outside=True,
            of_all=("overall_share", "lift", "p", "p_adjusted"),
        ),
    ),
)
NEEDS = contract(
    "needs",
    "What people want in each phase, from the interviews.",
    "persona, phase, need",
    {
        "persona": column("text", PERSONA),
        "phase": column("text", "Phase."),
        "need": column("text", "Code of the need."),
        "label": column("text", "What reports call it."),
        "kind": column("text", "functional or emotional."),
        "n_interviewed": column("count", "Interviewed respondents of the persona.", blank=True),
        "n": column("count", "Those who want it in this phase.", blank=True),
        "share": column("share", "n / n_interviewed.", blank=True),
        "low": column("share", LOW, blank=True),
        "high": column("share", HIGH, blank=True),
        "rank": column("count", "Rank within persona, phase and kind; 1 is the first wish.", blank=True),
        "is_change": column(
            "maybe",
            "Whether it is a first wish that took over from another one, as `need_changes` has it.",
            blank=True,
        ),
        "status": column(
            "text", "confirmed, contradicted or untested against the valence felt there.", blank=True
        ),
        "suppressed": column("flag", SUPPRESSED),
    },
    (
        Cell(
            "n",
            ("share", "low", "high", "rank", "is_change", "status"),
            base="n_interviewed",
            within=(("phase", "need"),),
            has_outside=True,
            all_first=True,
        ),
    ),
)
NEED_CHANGES = contract(
    "need_changes",
    "Personas whose first wish changes from a phase to the next in a way that the interviews carry.",
    "persona, kind, from_phase, to_phase",
    {
        "persona": column("text", PERSONA),
        "kind": column("text", "functional or emotional."),
        "from_phase": column("text", "Phase."),
        "to_phase": column("text", "The next phase with wishes."),
        "from_need": column("text", "First wish in from_phase."),
        "to_need": column("text", "First wish in to_phase."),
        "n_interviewed": column("count", "Interviewed respondents of the persona.", blank=True),
    },
    (Cell("n_interviewed", ()),),
)
QUOTES = contract(
    "quotes",
    "What people said, with their consent, masked.",
    "persona, code, phase, quote",
    {
        "persona": column("text", PERSONA),
        "code": column("text", "Code of the codebook."),
        "label": column("text", "What reports call the code."),
        "phase": column("text", "Phase, or `all`."),
        "quote": column(
            "text",
            "The fragment, with e-mail addresses, phone numbers, IBANs, postcodes and names of respondents masked.",
        ),
    },
)
