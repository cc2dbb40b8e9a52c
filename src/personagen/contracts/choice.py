"""Published tables about the choice of k: whether the segments are real, would be found again, and where they come from."""

from __future__ import annotations

from personagen.contracts.table import Cell, Rounding, column, contract

PERSONA = "Persona 1..k by falling size, or the given segment's own name."
VERDICTS = ("natural", "reproducible", "constructed")
SOLUTIONS = contract(
    "solutions",
    "One row per number of segments that was tried.",
    "k",
    {
        "k": column("count", "Number of segments."),
        "inertia": column("number", "Weighted sum of squared distances to the centroids."),
        "restarts_at_best": column("share", "Share of starts within 0.1 % of the best inertia."),
        "ari_median": column("number", "Median adjusted Rand index of pairs of bootstrap fits."),
        "ari_q25": column("number", "Lower quartile of it."),
        "ari_q75": column("number", "Upper quartile of it."),
        "ari_q25_low": column(
            "number", "Lower bootstrap bound of it, 95 % for all k tried together; eligible from .6."
        ),
        "ari_q25_high": column("number", "Upper bound of it."),
        "jaccard_min": column("share", "Smallest mean Jaccard of a segment over bootstrap fits."),
        "jaccard_min_low": column(
            "share", "Lower bootstrap bound, 95 % for all k tried together; eligible from .75."
        ),
        "jaccard_min_high": column("share", "Upper bound of it."),
        "unrelated_ari": column("number", "Median of the same in data with unrelated variables."),
        "continuum_ari": column("number", "Median of the same in one smooth cloud."),
        "shadow": column("share", "Mean shadow: 1 if everybody stood on a border between segments."),
        "unrelated_shadow": column("share", "The same with unrelated variables.", blank=True),
        "p_unrelated": column(
            "p", "Monte-Carlo p of the shadow against unrelated variables, corrected for the k.", blank=True
        ),
        "continuum_shadow": column("share", "The same in one smooth cloud.", blank=True),
        "p_continuum": column(
            "p", "Monte-Carlo p of the shadow against the smooth cloud, corrected for the k.", blank=True
        ),
        "n_blurred": column(
            "count", "Pairs of neighbouring segments with a border as crowded as in one group.", blank=True
        ),
        "prediction_strength": column("share", "Prediction strength [Tibshirani & Walther].", blank=True),
        "gap": column("number", "Gap statistic [Tibshirani, Walther & Hastie].", blank=True),
        "gap_se": column("number", "Its standard error.", blank=True),
        "silhouette": column(
            "number", "Mean silhouette width [Rousseeuw] of at most 10,000 respondents.", blank=True
        ),
        "smallest_share": column("share", "Share of the smallest segment.", blank=True),
        "smallest_size": column("count", "Respondents in the smallest segment.", blank=True),
        "eligible": column("flag", "Whether stability, size and p_unrelated meet the rules."),
        "natural": column(
            "flag",
            "Whether it is eligible, p_continuum is at most .05, no pair is blurred and the room of fewer segments is kept.",
        ),
        "chosen": column("flag", "Whether this k is in use."),
    },
    (Cell("smallest_size", ("smallest_share",)),),
)
VERDICT = contract(
    "verdict",
    "What can be said of the segments in use: one row.",
    "k",
    {
        "k": column("count", "Number of segments in use."),
        "verdict": column("text", "natural, reproducible or constructed.", one_of=VERDICTS),
        "eligible_k": column("count", "Largest number of segments that is eligible.", blank=True),
        "data_k": column("count", "Number of segments that the data point to, whoever chose k."),
        "data_verdict": column("text", "The verdict of that number.", one_of=VERDICTS),
        "p_continuum": column("p", "Monte-Carlo p against one smooth cloud, for k.", blank=True),
        "p_unrelated": column("p", "Monte-Carlo p against unrelated variables, for k.", blank=True),
        "restarts_at_best": column("share", "Share of starts that reach the best inertia."),
        "misfit": column(
            "number", "Largest difference between a correlation of the data and the smooth cloud's."
        ),
        "reason": column("text", "Why this k, in a sentence."),
        "runner_up": column("count", "The next best k.", blank=True),
    },
)
STABILITY = contract(
    "stability",
    "How well each segment is found again, and who in it is in doubt.",
    "persona",
    {
        "persona": column("text", PERSONA),
        "jaccard": column("share", "Mean best Jaccard over bootstrap fits."),
        "grade": column("text", "dissolved, doubtful, pattern, stable or highly_stable."),
        "share_sd": column(
            "share",
            "How far its share of the same respondents varies over the bootstrap fits, as a standard deviation.",
            blank=True,
        ),
        "origin_entropy": column(
            "share", "Entropy of its origins at k - 1 divided by log(k - 1); blank for k = 2.", blank=True
        ),
        "n_in_doubt": column("count", "Respondents with a shadow of .9 or more.", blank=True),
        "in_doubt_share": column("share", "Weighted share of the persona they are.", blank=True),
        "size_low": column(
            "count", "Fewest respondents over the starts that reach the best inertia.", blank=True
        ),
        "size_high": column("count", "Most respondents over those starts.", blank=True),
    },
    (
        Cell("n_in_doubt", ("in_doubt_share",)),
        Cell("size_low", ("size_high",)),
        Cell("size_high", ("size_low",)),
    ),
)
ORIGINS = contract(
    "origins",
    "Where the respondents of a segment were with one segment fewer.",
    "k, segment, previous_segment",
    {
        "k": column("count", "Number of segments."),
        "segment": column("text", "Segment 1..k by falling size; the persona where k is in use."),
        "previous_segment": column("text", "Segment with k - 1; `-` for the fewest k tried."),
        "n": column("count", "Respondents, to the nearest multiple of the minimum cell."),
        "share": column("share", "Share of the segment, of the rounded numbers."),
    },
    rounding=Rounding("n", "share", within=("k", "segment")),
)
