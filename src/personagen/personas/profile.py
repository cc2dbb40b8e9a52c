"""The profile: every variable for every persona against everybody. Tests over all personas stand in `descriptors`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.contracts import Research, personas_by_size
from personagen.contracts.published import PROFILE
from personagen.personas.measures import Floats, Measure, each_measure
from personagen.statistics.contingency import assess_table
from personagen.statistics.effects import SMALL_EFFECT, benjamini_hochberg, cohens_h, hedges_g
from personagen.statistics.intervals import mean_interval, wilson_interval
from personagen.statistics.means import welch_p
from personagen.statistics.weights import effective_n, weighted_mean, weighted_sd
from personagen.study import Study
from personagen.study.circular import list_circular

MARKER_DIFFERENCE = 0.25
MARKER_RATIO = 0.5
MARKER_LEAST = 0.05


@dataclass(frozen=True)
class _Estimate:
    base_n: int
    n: int
    value: float
    sd: float
    n_effective: float


def profile_personas(research: Research, assignments: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Describe every persona, and ``all`` who have one, on every variable but dates, texts and given segments.

    Nominal, ordinal, yes/no and multi variables give the weighted share of each level (base: who answered), with a
    Wilson interval on the effective n; likert, number and count give the weighted mean in original units, with a
    Student-t interval. A reversed item is turned round on its scale, so that it reads as its label does. Counts of
    people are unweighted.

    ``difference`` is value - overall; that of a mean is divided by its scale, or by the range of the answers within
    Q1 - 3 IQR .. Q3 + 3 IQR. ``effect_size`` is Cohen's h or Hedges' g against the other personas.

    ``p`` is two-sided, persona against the rest, for what isn't circular: Welch's t on effective numbers, or chi-squared
    (Rao-Scott corrected with weights; Fisher where an expected count is under 5). ``p_adjusted`` is over all of them.

    A **marker** differs by at least .25 on 0..1, or by at least half of the overall value on 0..1 [flexclust
    barchart] and then by .05; *and* the overall value lies outside the persona's interval, *and* the effect is at
    least small (|h| or |g| >= .2 [Cohen]): 4 % against 2 % is none, nor is what a few people happen to say.

    Parameters
    ----------
    research
        The answers.
    assignments
        Contract ``assignments``; who has no persona is left out.
    study
        The variables.

    Returns
    -------
    pd.DataFrame
        Contract ``profile``; no cell is hidden yet.
    """
    members = assignments[assignments["persona"].notna()].set_index("respondent_id")
    answers = research.answers[research.answers["respondent_id"].isin(members.index)]
    members = members.loc[answers["respondent_id"]]
    weights = members["weight"].to_numpy(dtype=np.float64)
    persona = members["persona"].to_numpy(dtype=np.str_)
    order, circular = personas_by_size(assignments), list_circular(study)
    rows = [
        row
        for measure in each_measure(answers, weights, study)
        if not study.is_given(measure.name, measure.variable)
        for row in _describe(measure, weights, persona, order, is_circular=measure.name in circular)
    ]
    table = pd.DataFrame(rows) if rows else PROFILE.empty()
    return PROFILE.conform(_in_order(table.assign(p_adjusted=benjamini_hochberg(table["p"])), order))


def _describe(
    measure: Measure, weights: Floats, persona: NDArray[np.str_], order: list[str], *, is_circular: bool
) -> Iterator[dict[str, object]]:
    everybody = _estimate(measure, weights, np.ones(len(weights), dtype=bool))
    about = _about(measure) | {"is_circular": is_circular, "p": np.nan}
    for one in order:
        inside = persona == one
        here, rest = _estimate(measure, weights, inside), _estimate(measure, weights, ~inside)
        row = about | {"persona": one} | _shown(measure, here, everybody)
        row["difference"] = (here.value - everybody.value) / ((measure.high - measure.low) or np.nan)
        row["effect_size"] = _effect(measure, here, rest)
        if not is_circular:
            row["p"] = _p(measure, weights, inside, here, rest)
        yield row | {"is_marker": _is_marker(measure, row)}
    yield about | {"persona": "all", "is_marker": False} | _shown(measure, everybody, everybody)


def _about(measure: Measure) -> dict[str, object]:
    variable = measure.variable
    default = "descriptor" if variable.type in ("date", "text") else "feature"
    low, high = sorted(variable.scale) if variable.type == "likert" and variable.scale else (np.nan, np.nan)
    return {
        "variable": measure.name,
        "level": measure.level,
        "block": measure.block,
        "role": variable.role or default,
        "type": variable.type,
        "label": measure.label,
        "theme": variable.theme,
        "scale_low": low,
        "scale_high": high,
        "suppressed": False,
    }


def _estimate(measure: Measure, weights: Floats, who: NDArray[np.bool_]) -> _Estimate:
    who = who & ~np.isnan(measure.answers)
    x, w = measure.answers[who], weights[who]
    order = np.lexsort((w, x))  # sums in the order of content, so that row order changes no bit
    x, w = x[order], w[order]
    n = len(x) if measure.is_mean else int((x > 0).sum())
    return _Estimate(len(x), n, weighted_mean(x, w), weighted_sd(x, w, ddof=1), effective_n(w))


def _shown(measure: Measure, here: _Estimate, everybody: _Estimate) -> dict[str, object]:
    if measure.is_mean:
        low, high = mean_interval(here.value, here.sd, here.n_effective)
    else:
        low, high = wilson_interval(here.value, here.n_effective)
    return {
        "base_n": here.base_n,
        "n": here.n,
        "value": here.value,
        "low": float(low),
        "high": float(high),
        "overall": everybody.value,
    }


def _effect(measure: Measure, here: _Estimate, rest: _Estimate) -> float:
    if not measure.is_mean:
        return float(cohens_h(here.value, rest.value))
    return float(hedges_g(here.value, here.sd, here.n_effective, rest.value, rest.sd, rest.n_effective))


def _p(
    measure: Measure, weights: Floats, inside: NDArray[np.bool_], here: _Estimate, rest: _Estimate
) -> float:
    if measure.is_mean:
        pair = ((e.value, e.sd, e.n_effective) for e in (here, rest))
        return float(welch_p(*next(pair), *next(pair)))
    known = ~np.isnan(measure.answers)
    found = assess_table(inside[known], measure.answers[known], weights[known])
    return np.nan if found is None else found.p


def _is_marker(measure: Measure, row: dict[str, object]) -> bool:
    """Apply the rule of ``profile_personas``; what is blank marks nothing."""
    low, high, overall, difference, effect = (
        float(str(row[name])) for name in ("low", "high", "overall", "difference", "effect_size")
    )
    position = (overall - measure.low) / ((measure.high - measure.low) or np.nan)
    least = min(MARKER_DIFFERENCE, max(MARKER_LEAST, MARKER_RATIO * position))
    is_large = abs(difference) >= least
    return bool(is_large and (overall < low or overall > high) and abs(effect) >= SMALL_EFFECT)


def _in_order(table: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Return the rows persona by persona; variables and levels as the study has them."""
    places = {persona: i for i, persona in enumerate([*order, "all"])}
    return table.sort_values("persona", key=lambda column: column.map(places), kind="stable")
