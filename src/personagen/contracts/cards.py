"""Published tables that hold the personas against each other: how many fit their card, how attractive they are."""

from __future__ import annotations

from personagen.contracts.published import HIGH, LOW, PERSONA
from personagen.contracts.table import Cell, column, contract

AXES = ("attractiveness", "competitiveness")
TOTAL = "total"

PREVALENCE = contract(
    "prevalence",
    "How many fit the first m traits of a persona together. A trait is the most frequent answer of the persona to a "
    "feature; the most frequent come first. Numbers are blank where they, or what fell away since the last one shown, are too few people.",
    "persona, m",
    {
        "persona": column("text", PERSONA),
        "m": column("count", "Number of traits that are fitted together."),
        "variable": column("text", "Variable of the m-th trait."),
        "level": column(
            "text",
            "The m-th trait: a level, `yes` or `no`; `no: LEVEL` of a multi; `agree`, `neutral` or `disagree` of a "
            "likert item; `above` or `up_to` the limit of a number or count.",
        ),
        "label": column("text", "What reports call the m-th trait."),
        "limit": column(
            "number",
            "Where a number or count is cut: everybody's median, rounded.",
            blank=True,
        ),
        "base_n": column("count", "Respondents of the persona with an answer to every trait.", blank=True),
        "n": column("count", "Those who fit the first m traits.", blank=True),
        "share_of_persona": column("share", "Weighted share of them.", blank=True),
        "low": column("share", LOW, blank=True),
        "high": column("share", HIGH, blank=True),
        "base_all": column("count", "All respondents with an answer to every trait.", blank=True),
        "n_all": column("count", "Those who fit the first m traits.", blank=True),
        "share_of_all": column("share", "Weighted share of them.", blank=True),
        "is_told": column(
            "flag",
            "Whether reports tell this row: the most traits that at least half of the persona fits and of which both "
            "shares are shown; else the fewest.",
        ),
    },
    (
        Cell("n", ("share_of_persona", "low", "high", "n_all", "share_of_all", "is_told"), base="base_n"),
        Cell("n_all", ("share_of_all", "is_told"), base="base_all"),
    ),
)
ATTRACTIVENESS = contract(
    "attractiveness",
    "How attractive each persona is by the criteria of the study, against the other personas; made from published "
    "tables alone.",
    "persona, axis, criterion",
    {
        "persona": column("text", PERSONA),
        "axis": column(
            "text",
            "attractiveness: of the persona to the company; competitiveness: of the company to the persona.",
            one_of=AXES,
        ),
        "criterion": column("text", "size, value, stability, a variable, or `total`."),
        "label": column(
            "text", "What reports call the variable; blank for criteria that aren't one.", blank=True
        ),
        "unit": column("text", "share, or mean in original units; blank for the total.", blank=True),
        "n": column("count", "Respondents of the persona behind the value.", blank=True),
        "value": column("number", "Share or mean of the persona.", blank=True),
        "low": column("number", LOW, blank=True),
        "high": column("number", HIGH, blank=True),
        "score": column(
            "share",
            "Place of the value between the least (0) and the most (1) attractive persona, .5 where all intervals overlap; "
            "stability as it is; of `total` the weighted mean. "
            "Blank where a value is hidden or unknown.",
            blank=True,
        ),
        "weight": column("number", "Weight of the criterion; those of an axis add up to 1."),
        "low_is_better": column("flag", "Whether less is better: a weight below 0 in the study."),
        "share": column("share", "Share of the persona.", blank=True),
    },
)
