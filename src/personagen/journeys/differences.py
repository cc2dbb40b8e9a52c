"""The table `differences`: each persona against the other personas, phase by phase and metric by metric.

Customers are the units, never contacts. Which numbers must be hidden is decided in `privacy`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from personagen.contracts.differences import DIFFERENCES, METRICS
from personagen.journeys.counts import Counts
from personagen.journeys.expressions import NANO
from personagen.journeys.feelings import mean_and_sd
from personagen.journeys.going_on import GoingOn
from personagen.journeys.labels import ALL
from personagen.statistics.effects import benjamini_hochberg, cohens_h, hedges_g
from personagen.statistics.intervals import difference_interval
from personagen.statistics.means import welch_interval, welch_p
from personagen.statistics.pairs import curves_p, difference_of_limits, shares_p, survival_p
from personagen.study import Study
from personagen.study.circular import is_made_of_contacts

_KEYS = ["persona", "phase"]
# n, sum and sum of squares of the customers' own means; contacts are whole numbers, the others billionths
_MEANS = {
    "contacts": ("n_customers", "n_contacts", "cc", 1),
    "valence": ("n_valence", "v", "vv", NANO),
    "gap": ("n_gap", "g", "gg", NANO),
}


def compare_personas(counts: Counts, study: Study) -> pd.DataFrame:
    """Return the contract ``differences``, nothing suppressed yet.

    Shares (``reach``, ``friction``): score test, or Fisher's where an expected number is under 5, with Newcombe's interval.
    Means (``contacts`` per customer in the phase, ``valence``, ``gap``): Welch's t. ``drop_off``: the two Kaplan-Meier
    estimates at the horizon on the complementary log-log scale, and the log-rank test up to it where one of them is 0
    or 1; the interval is made of the limits of both. One family: Benjamini-Hochberg over the table. Where the contacts
    made the personas nothing is tested (``is_circular``). Where fewer than the minimum cell stand on either side,
    nothing is compared; a single persona has nothing to be held against, and the table no rows.

    Parameters
    ----------
    counts
        What was counted in the logs.
    study
        For the minimum cell, and what the personas were made of.
    """
    if len(counts.members) < 2:  # noqa: PLR2004
        return DIFFERENCES.empty()
    pairs = _pairs(counts)
    parts = [_share(pairs, "reach", "n_customers", "n_persona"), *(_mean(pairs, metric) for metric in _MEANS)]
    if "n_friction" in pairs:
        parts.append(_share(pairs, "friction", "n_friction", "n_customers"))
    parts.append(_drop_off(counts))
    table = pd.concat([part for part in parts if len(part)], ignore_index=True)
    is_few = (table[["base", "base_rest"]] < study.privacy.minimum_cell).any(axis=1)
    compared = ["rest", "difference", "low", "high", "effect_size", "p"]
    table[compared] = table[compared].mask(is_few)
    table["valence_source"] = (
        table["phase"].map(counts.asked).where(table["metric"] == "valence").astype("str")
    )
    is_circular = is_made_of_contacts(study)
    table["p"] = np.nan if is_circular else table["p"]
    adjusted = benjamini_hochberg(table["p"])
    table = table.assign(p_adjusted=adjusted, is_circular=is_circular, suppressed=False)
    return DIFFERENCES.conform(_ordered(table, counts)[[*DIFFERENCES.columns]])


def _pairs(counts: Counts) -> pd.DataFrame:
    """Return the sums of every persona and phase, and beside them those of the other personas as ``*_rest``."""
    sums = counts.by_phase.merge(counts.population[["persona", "n_persona"]], on="persona").set_index(_KEYS)
    sums = sums.astype(object)
    keys = pd.MultiIndex.from_product([counts.members, counts.phases], names=_KEYS)
    own = sums.reindex(keys)
    whole = sums.reindex(pd.MultiIndex.from_product([[ALL], keys.get_level_values("phase")]))
    bases = counts.population.set_index("persona")["n_persona"]
    own["n_persona"] = bases.reindex(keys.get_level_values("persona")).to_numpy()
    whole = whole.set_axis(keys).assign(n_persona=bases[ALL])
    # sums of squares don't fit in 64 bits
    own, whole = (frame.astype(object).where(frame.notna(), 0) for frame in (own, whole))
    return own.join((whole - own).add_suffix("_rest")).reset_index()


def _share(pairs: pd.DataFrame, metric: str, yes: str, base: str) -> pd.DataFrame:
    (a, n), (b, m) = (
        (pairs[f"{yes}{which}"].astype("float64"), pairs[f"{base}{which}"].astype("float64"))
        for which in ("", "_rest")
    )
    value, rest = a / n.where(n > 0), b / m.where(m > 0)
    low, high = difference_interval(value, n, rest, m)
    return pairs[_KEYS].assign(
        metric=metric,
        value=value,
        rest=rest,
        difference=value - rest,
        low=low,
        high=high,
        effect_size=cohens_h(value, rest),
        p=shares_p(a, n, b, m),
        n=pairs["n_customers"],
        base=n,
        base_rest=m,
    )


def _mean(pairs: pd.DataFrame, metric: str) -> pd.DataFrame:
    n_name, total, squares, unit = _MEANS[metric]
    n, m = (pairs[f"{n_name}{which}"] for which in ("", "_rest"))
    scale = NANO // unit
    (value, sd), (rest, spread) = (
        mean_and_sd(
            pairs[f"{n_name}{which}"],
            pairs[f"{total}{which}"] * scale,
            pairs[f"{squares}{which}"] * scale**2,
        )
        for which in ("", "_rest")
    )
    sides = (value, sd, n, rest, spread, m)
    low, high = welch_interval(*sides)
    return pairs[_KEYS].assign(
        metric=metric,
        value=value,
        rest=rest,
        difference=value - rest,
        low=low,
        high=high,
        effect_size=hedges_g(*sides),
        p=welch_p(*sides),
        n=n,
        base=n,
        base_rest=m,
    )


def _drop_off(counts: Counts) -> pd.DataFrame:
    """Return the difference of the shares not gone on within the horizon, for all phases but the last."""
    rows = []
    for phase, horizon in counts.horizons.dropna().items():
        groups = {persona: counts.going_on[persona, str(phase)] for persona in counts.members}
        for persona, own in groups.items():
            others = [group.durations for other, group in groups.items() if other != persona]
            row = _gone_on(own, GoingOn(pd.concat(others)), float(horizon))
            rows.append({"persona": persona, "phase": phase, "metric": "drop_off", **row})
    return pd.DataFrame(rows)


def _gone_on(own: GoingOn, others: GoingOn, horizon: float) -> dict[str, float]:
    one, other = own.drop_off(horizon), others.drop_off(horizon)
    low, high = difference_of_limits(one, other)
    p = survival_p(one, other)
    if np.isnan(p) and not np.isnan(one["survival"] + other["survival"]):
        p = curves_p(own.durations, others.durations, horizon)
    return {
        "value": one["survival"],
        "rest": other["survival"],
        "difference": one["survival"] - other["survival"],
        "low": low,
        "high": high,
        "effect_size": float(cohens_h(one["survival"], other["survival"])),
        "p": p,
        "n": own.n,
        "base": own.n,
        "base_rest": others.n,
    }


def _ordered(table: pd.DataFrame, counts: Counts) -> pd.DataFrame:
    """Return the rows in the order of personas, phases and metrics."""
    places = {name: place for place, name in enumerate([*counts.personas, *counts.phases, *METRICS])}
    ranks = table[[*_KEYS, "metric"]].apply(lambda names: names.map(places))
    ordered: pd.DataFrame = table.loc[ranks.sort_values([*ranks]).index]
    return ordered
