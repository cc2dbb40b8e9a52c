"""Intervals, tests and corrections: thin over scipy, statsmodels and lifelines.

Numbers in, numbers out. Nothing here knows personas, phases or tables of the run.
"""

from personagen.statistics.effects import benjamini_hochberg, cohens_h, fisher_p, hedges_g
from personagen.statistics.intervals import difference_interval, fcr_level, mean_interval, wilson_interval
from personagen.statistics.survival import kaplan_meier, survival_at, time_until
from personagen.statistics.weights import (
    effective_n,
    weighted_mean,
    weighted_median,
    weighted_quantile,
    weighted_sd,
)

__all__ = [
    "benjamini_hochberg",
    "cohens_h",
    "difference_interval",
    "effective_n",
    "fcr_level",
    "fisher_p",
    "hedges_g",
    "kaplan_meier",
    "mean_interval",
    "survival_at",
    "time_until",
    "weighted_mean",
    "weighted_median",
    "weighted_quantile",
    "weighted_sd",
    "wilson_interval",
]
