"""The table `drivers`: how the experience in each phase goes with the outcome, per persona and for all."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

import numpy as np
import pandas as pd

from personagen.contracts import Research
from personagen.contracts.opportunities import DRIVERS
from personagen.journeys.counts import Counts
from personagen.journeys.drivers.design import Design, build_design
from personagen.journeys.drivers.fitting import Fit, fit_drivers
from personagen.journeys.drivers.outcomes import Outcomes, find_outcomes
from personagen.journeys.drivers.sentences import ALPHA, say_drivers
from personagen.journeys.feelings import evidence_of
from personagen.journeys.labels import ALL
from personagen.language.words import Words
from personagen.statistics.effects import benjamini_hochberg
from personagen.study import Study

_BLANK = ("effect", "low", "high", "p")
_BETWEEN = ("interaction", "interaction_low", "interaction_high")


def find_drivers(
    counts: Counts,
    research: Research,
    assignments: pd.DataFrame,
    phases: pd.DataFrame,
    study: Study,
    words: Words,
) -> pd.DataFrame:
    """Return the contract ``drivers``, nothing suppressed yet.

    An effect is the change of the log-odds of the outcome (of its standard deviations, for a score) per standard deviation of
    the valence in the phase, the other phases held constant. Benjamini-Hochberg over the table. Whether a good phase
    makes up for a bad one is asked of the two phases that go most clearly with the outcome for all: it does where
    the effect of the one is smaller where the other went well (interaction under 0 by its 95 % interval), it doesn't
    where it is larger, and it can't be told where the interval holds 0 or one of the two has no clear effect.

    Parameters
    ----------
    counts
        What was counted in the logs, with its sample.
    research
        For scores.
    assignments, phases
        Their contracts.
    study
        The outcome, the minimum cell and the seed.
    words
        Of the study's language.
    """
    outcomes = find_outcomes(counts, research, assignments, study)
    if outcomes.people.empty:
        return DRIVERS.empty()
    design = build_design(counts, outcomes)
    groups = {name: design.of(None if name == ALL else name) for name in [*counts.members, ALL]}
    seeds = {name: [study.segmentation.random_state, crc32(name.encode())] for name in groups}
    fits = {name: fit_drivers(group, outcomes.model, seeds[name]) for name, group in groups.items()}
    table = pd.concat([_rows(name, groups[name], fits[name], outcomes) for name in groups], ignore_index=True)
    table["p_adjusted"] = benjamini_hochberg(table["p"])
    table["evidence"] = evidence_of(table["n"], study.privacy.minimum_cell).where(
        table["effect"].notna(), "none"
    )
    if pair := _pair(fits[ALL]):
        between = {name: fit_drivers(groups[name], outcomes.model, seeds[name], pair) for name in groups}
        table = _with_interaction(table, pair, between)
    is_called = (table["p_adjusted"] < ALPHA) & (table["effect"] > 0)
    table["makes_up"] = _makes_up(table, is_called)
    told = table.assign(model=outcomes.model, suppressed=False)
    return DRIVERS.conform(say_drivers(told, phases, study, words))


def _rows(name: str, group: Design, fit: Fit | None, outcomes: Outcomes) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "persona": name,
            "phase": [*outcomes.phases],
            "n": group.is_rated.sum(axis=0),
            **dict.fromkeys(_BLANK, np.nan),
        }
    )
    if fit is not None:
        low, high = fit.pooled.interval()
        told = {"effect": fit.pooled.estimate, "low": low, "high": high, "p": fit.pooled.p}
        places = rows["phase"].map({phase: place for place, phase in enumerate(fit.phases)})
        for column, values in told.items():
            rows[column] = [np.nan if pd.isna(at) else float(values[int(at)]) for at in places]
    return rows.assign(interaction=np.nan, interaction_low=np.nan, interaction_high=np.nan, with_phase=None)


def _pair(fit: Fit | None) -> tuple[str, str] | None:
    """Return the two phases that go most clearly with the outcome, in their order."""
    if fit is None or len(fit.phases) < 2:  # noqa: PLR2004
        return None
    clear = np.argsort(-np.abs(fit.pooled.estimate / fit.pooled.se), kind="stable")
    one, other = sorted(clear[:2])
    return fit.phases[one], fit.phases[other]


def _with_interaction(
    table: pd.DataFrame, pair: tuple[str, str], fits: Mapping[str, Fit | None]
) -> pd.DataFrame:
    """Return the table with the interaction of the pair in both of its rows, where it could be fitted."""
    other = table["phase"].map(dict(zip(pair, pair[::-1], strict=True)))
    found = table.assign(with_phase=other.where(other.notna(), None))
    for name, fit in fits.items():
        if fit is None:
            continue
        low, high = fit.pooled.interval()
        here = (found["persona"] == name) & other.notna()
        for column, values in zip(_BETWEEN, (fit.pooled.estimate, low, high), strict=True):
            found.loc[here, column] = float(values[-1])
    return found


def _makes_up(table: pd.DataFrame, is_called: pd.Series) -> pd.Series:
    """Return yes, no or untold for each row; asked only where both of the two phases go with the outcome."""
    is_asked = table["with_phase"].notna()
    both = (is_called | ~is_asked).groupby(table["persona"]).transform("all") & is_asked
    answer = np.select(
        [both & (table["interaction_high"] < 0), both & (table["interaction_low"] > 0)],
        ["yes", "no"],
        "untold",
    )
    return pd.Series(answer, index=table.index, dtype="str")
