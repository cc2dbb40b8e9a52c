"""Published tables about the segments: what hangs on a choice, how to find them again, and who else they hold for."""

from __future__ import annotations

from personagen.contracts.choice import PERSONA
from personagen.contracts.table import Cell, column, contract

ADVICE = ("keep", "leave_out", "decisive")
OPINIONS = ("latent_class", "other_scale", "equal_weights", "row_centre")
TESTS = ("chi2", "fisher", "choices", "anova")
CHECKS = ("straightliner", "speeder", "attention", "any", "partial", "level")

IMPORTANCE = contract(
    "importance",
    "What each variable does for the segments.",
    "variable",
    {
        "variable": column("text", "Variable of the study."),
        "block": column("text", "Block of the variable."),
        "between_share": column("share", "Its share of the variance between segments."),
        "own_share": column("share", "Part of its own variance that lies between segments."),
        "foretold_share": column(
            "share",
            "Part of its own variance that the other variables, or segments formed without it, foretell. "
            "What nothing foretells only cuts people up by itself.",
        ),
        "ari_without": column(
            "number",
            "Adjusted Rand index of the segments with and without it; blank for the only one.",
            blank=True,
        ),
        "stability": column("number", "Median ARI of bootstrap pairs with all variables."),
        "stability_without": column("number", "The same without it, over 15 pairs.", blank=True),
        "advice": column("text", "keep, leave_out (only adds noise) or decisive.", one_of=ADVICE),
    },
)
TYPING = contract(
    "typing",
    "The golden questions: how well so many of them find the persona.",
    "n_items",
    {
        "n_items": column("count", "Number of questions."),
        "item": column("text", "The question that came in last; `all` for all at once."),
        "accuracy": column("share", "Cross-validated accuracy, questions chosen within the folds."),
        "chance": column("share", "What calling everybody the largest persona reaches."),
        "is_enough": column("flag", "Whether this is the fewest that reach 90 % of all questions."),
    },
)
TYPING_RULE = contract(
    "typing_rule",
    "The rule of the golden questions: the persona with the highest score.",
    "persona, item, level",
    {
        "persona": column("text", PERSONA),
        "item": column("text", "Question; `(start)` for the starting points."),
        "level": column(
            "text",
            "Answer the points are for; `(answer)`: points times the answer, `ln(1 + answer)`: times that.",
        ),
        "points": column("number", "Points."),
        "if_blank": column("number", "What stands for the answer where there is none; 1 is yes, 0 is no."),
        "least": column("number", "Smaller answers count as this.", blank=True),
        "most": column("number", "Larger answers count as this.", blank=True),
        "is_reversed": column(
            "flag", "Whether people were asked the opposite of what reports call the question."
        ),
    },
)
TYPING_CONFUSION = contract(
    "typing_confusion",
    "Which persona the golden questions give, cross-validated.",
    "persona, typed_as",
    {
        "persona": column("text", PERSONA),
        "typed_as": column("text", "Persona the rule gives."),
        "n": column("count", "Respondents.", blank=True),
        "share": column("share", "Weighted share of the persona.", blank=True),
    },
    (Cell("n", ("share",), within=(("persona",),)),),
)
DESCRIPTORS = contract(
    "descriptors",
    "Whether the personas differ on what did not help to form them.",
    "variable",
    {
        "variable": column("text", "Variable of the study."),
        "test": column(
            "text",
            "chi2, fisher (2 x 2 with an expected count under 5), choices (several answers a person) or anova.",
            one_of=TESTS,
        ),
        "statistic": column(
            "number", "Chi-squared (Rao-Scott corrected with weights) or F; blank for fisher.", blank=True
        ),
        "df": column("number", "Degrees of freedom.", blank=True),
        "df_residual": column("number", "Of F: effective number of people less the personas.", blank=True),
        "n": column("count", "Respondents with a persona and an answer.", blank=True),
        "effect_size": column("number", "Cramer's V or eta squared.", blank=True),
        "least_expected": column("number", "Smallest expected count of people; blank for anova.", blank=True),
        "p": column("p", "The p-value; blank where the test would be circular.", blank=True),
        "p_adjusted": column("p", "Benjamini-Hochberg over the family `descriptors`.", blank=True),
        "p_permutation": column("p", "Permutation p of larger sparse tables.", blank=True),
        "p_kruskal": column("p", "Kruskal-Wallis beside ANOVA.", blank=True),
        "is_circular": column("flag", "Whether it helped to form the segments by another way."),
    },
    (
        Cell(
            "n",
            (
                "statistic",
                "df",
                "df_residual",
                "effect_size",
                "least_expected",
                "p",
                "p_adjusted",
                "p_permutation",
                "p_kruskal",
            ),
        ),
    ),
)
QUALITY = contract(
    "quality",
    "Answering that raises doubt, and what the segments are without those respondents.",
    "check",
    {
        "check": column(
            "text",
            "straightliner, speeder, attention, any of them; partial: a block unknown; level: the segments' own.",
            one_of=CHECKS,
        ),
        "kind": column("text", "answering, knowledge (partial) or segments (level).", blank=True),
        "n": column("count", "Respondents; blank for level.", blank=True),
        "share": column(
            "share", "Share of the respondents, of those with a persona for partial.", blank=True
        ),
        "ari_without": column(
            "number",
            "Adjusted Rand index with the segments formed without them, over the others.",
            blank=True,
        ),
        "ari_everybody": column(
            "number",
            "The same over everybody that formed segments, at the nearest of the new centroids.",
            blank=True,
        ),
        "share_change": column(
            "share", "Largest change of a persona's share when partial ones are left out.", blank=True
        ),
        "concordance": column(
            "share",
            "level: Kendall's W of the personas' ranks over the likert items as answered.",
            blank=True,
        ),
        "level_share": column(
            "share", "level: share of the variance between personas that lies along their level.", blank=True
        ),
        "level_explained": column(
            "share", "level: share of the variance of the respondents' own level.", blank=True
        ),
        "is_alarm": column("maybe", "level: whether row_centre is worth trying.", blank=True),
    },
    (Cell("n", ("share", "ari_without", "ari_everybody", "share_change")),),
)
OPINION = contract(
    "opinions",
    "Second opinions: agreement of the segments with other reasonable ways to form as many.",
    "opinion",
    {
        "opinion": column("text", "The other way.", one_of=OPINIONS),
        "ari": column("number", "Adjusted Rand index with the segments in use.", blank=True),
        "n": column("count", "Respondents compared.", blank=True),
    },
    (Cell("n", ("ari",)),),
)
# how far something shifted, within a run or between two
SHIFT = {
    "variable": column("text", "Variable of the study; `persona` for the shares of the personas."),
    "psi": column(
        "number",
        "Population stability index, with half a respondent added to every bin; of a multi the largest.",
    ),
    "by_chance": column("number", "What it stays below in 95 of 100 samples of as many without any shift."),
}
DRIFT = contract(
    "drift",
    "What changed between the people the personas were made of and those of this run.",
    "variable",
    {
        **SHIFT,
        "n_before": column("count", "Respondents then."),
        "n": column("count", "Respondents now."),
        "is_large": column("flag", "Whether the index is above .2."),
    },
)
EXTENSION = contract(
    "extension",
    "How well customers outside the survey can be given a persona by what both share.",
    "persona",
    {
        "persona": column(
            "text", f"{PERSONA} `all`: the classifier as a whole; `unassigned`: customers without a persona."
        ),
        "n_linked": column("count", "Customers who answered the survey: it learned from them.", blank=True),
        "recall": column("share", "Cross-validated recall; for `all` the balanced accuracy.", blank=True),
        "recall_low": column("share", "Lower end of the 95 % interval.", blank=True),
        "recall_high": column("share", "Upper end of the 95 % interval.", blank=True),
        "needed": column(
            "share",
            "What it must exceed: the persona's share; for `all`, by its lower end, 1/k + .2.",
            blank=True,
        ),
        "n_extended": column("count", "Customers who were given this persona.", blank=True),
        "customer_share": column(
            "share",
            "Share of all customers, as in `personas`; for `all` those with a persona, for `unassigned` the rest.",
            blank=True,
        ),
        "customer_share_low": column("share", "Lower end of the 95 % interval.", blank=True),
        "customer_share_high": column("share", "Upper end of the 95 % interval.", blank=True),
        "is_used": column("flag", "Whether the classifier is good enough to be used."),
    },
    (
        Cell("n_linked", ("recall", "recall_low", "recall_high"), within=((),)),
        Cell("n_extended", (), within=((),)),
    ),
)
