"""The table `scores`: CSAT, NPS and CES by their own formulas, with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from personagen.contracts.experience import SCORE_KINDS, SCORES
from personagen.journeys.counts import Counts
from personagen.journeys.feelings import mean_and_sd
from personagen.journeys.labels import ALL
from personagen.journeys.sources import valence_sources
from personagen.language.words import Words
from personagen.statistics.intervals import Interval, mean_interval, wilson_interval
from personagen.study.sources import Satisfaction

_HUNDRED = 100
_DIGITS = 5
Floats = NDArray[np.float64]


def summarise_scores(counts: Counts, words: Words) -> pd.DataFrame:
    """Return the contract ``scores``, nothing suppressed yet; a row for every place with an answer.

    nps
        100 (P - D) with P and D the shares of customers whose last answer was 9 or 10, and 0 to 6; se as in `nps_error`.
    csat, ces
        The mean of the customers' mean answers on the scale, Student-t over customers.
    csat_top2
        The share of customers whose last answer was one of the two best, Wilson.

    Parameters
    ----------
    counts
        What was counted in the logs.
    words
        For the formulas.
    """
    parts = [
        _score(counts.scores[counts.scores["source"] == place], asked, kind, words)
        for place, asked in enumerate(counts.instruments)
        for kind in SCORE_KINDS
        if kind.startswith(asked.kind)
    ]
    parts = [part for part in parts if len(part)]
    if not parts:
        return SCORES.empty()
    table = pd.concat(parts, ignore_index=True)
    labels = counts.touchpoint_map.set_index("touchpoint")["label"]
    table = table.assign(
        label=table["touchpoint"].map(labels).fillna(ALL),
        valence_source=_sources(table, valence_sources(counts)),
        suppressed=False,
    )
    order = {
        "persona": {name: place for place, name in enumerate(counts.personas)},
        "phase": {name: place for place, name in enumerate([ALL, *counts.phases])},
    }
    ranks = table.assign(
        **{column: table[column].map(places) for column, places in order.items()},
        touchpoint=table["touchpoint"].where(table["touchpoint"] != ALL, ""),
    )
    rows = ranks.sort_values(["persona", "phase", "touchpoint", "kind", "scale"]).index
    return SCORES.conform(table.loc[rows, [c for c in SCORES.columns if c in table]])


def nps_error(promoters: pd.Series, detractors: pd.Series, n: pd.Series) -> pd.Series:
    """Return the standard error of a Net Promoter Score in points: 100 sqrt((P + D - (P - D)^2) / n).

    Parameters
    ----------
    promoters, detractors
        Shares.
    n
        People.

    Examples
    --------
    >>> half, sixth = pd.Series([1 / 2]), pd.Series([1 / 6])
    >>> round(float(nps_error(half, sixth, pd.Series([60]))[0]), 3)
    9.623
    """
    difference = promoters - detractors
    return _HUNDRED * ((promoters + detractors - difference**2).clip(lower=0) / n) ** 0.5


def _score(rows: pd.DataFrame, asked: Satisfaction, kind: str, words: Words) -> pd.DataFrame:
    n = rows["n"].astype("int64")
    low: Floats | pd.Series
    if kind == "nps":
        score, (low, high) = _promoters(rows["n_top"] / n, rows["n_bottom"] / n, n)
    elif kind == "csat_top2":
        score = rows["n_top"] / n
        low, high = wilson_interval(score, n)
    else:
        score, (low, high) = _on_scale(rows, n, asked)
    worst, best = (words.number(end) for end in asked.scale)
    return rows[["persona", "phase", "touchpoint"]].assign(
        kind=kind,
        scale=asked.scale_words,
        n=n,
        n_top=rows["n_top"] if kind == "csat_top2" else None,
        score=score,
        low=low,
        high=high,
        formula=words.say(f"journeys.formula.{kind}", worst=worst, best=best),
    )


def _promoters(promoters: pd.Series, detractors: pd.Series, n: pd.Series) -> tuple[pd.Series, Interval]:
    score = _HUNDRED * (promoters - detractors)
    half = stats.norm.ppf(0.975) * nps_error(promoters, detractors, n)
    ends = ((score + sign * half).clip(-_HUNDRED, _HUNDRED).to_numpy(np.float64) for sign in (-1, 1))
    low, high = ends
    return score, (low, high)


def _on_scale(rows: pd.DataFrame, n: pd.Series, asked: Satisfaction) -> tuple[pd.Series, Interval]:
    """Return the mean on the scale, from the means on -1..1."""
    worst, best = asked.scale
    mean, sd = mean_and_sd(n, rows["m"], rows["mm"])
    ends = (mean, *(np.clip(end, -1, 1) for end in mean_interval(mean, sd, n)))
    # valences are kept in millionths, of which what comes after these digits would tell
    score, one, other = ((worst + (value + 1) / 2 * (best - worst)).round(_DIGITS) for value in ends)
    return pd.Series(score, index=rows.index), (np.minimum(one, other), np.maximum(one, other))


def _sources(table: pd.DataFrame, sources: pd.Series) -> pd.Series:
    """Return what the valences of each place rest on: of a whole journey where all its phases agree."""
    known: dict[tuple[str, str], str | None] = {}
    for persona, of_persona in sources.dropna().groupby(level="persona"):
        phases = of_persona.index.get_level_values("phase")
        known |= {(str(persona), phase): source for phase, source in zip(phases, of_persona, strict=True)}
        if len({*of_persona}) == 1:
            known[str(persona), ALL] = of_persona.iloc[0]
    keys = zip(table["persona"], table["phase"], strict=True)
    return pd.Series([known.get(key) for key in keys], index=table.index, dtype="str")
