"""The table `drivers`: how the outcome goes with each phase, for whom, and whether one makes up for another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from .contacts import ALL
from .means import BLANK
from .regressions import Effects, Pair, fit

ALPHA, STRONG = 0.05, 30


def drivers(people: pd.DataFrame, model: str, outcome: str, labels: Mapping[str, str], minimum_cell: int) -> pd.DataFrame:  # fmt: skip
    """Return how the outcome goes with each phase.

    Parameters
    ----------
    people
        What `driver_inputs` returns.
    model
        logistic or linear.
    outcome
        What it is called.
    labels
        What the phases are called.
    minimum_cell
        Fewest people of thin evidence.
    """
    phases = tuple(name.removeprefix("felt_") for name in map(str, people) if name.startswith("felt_"))
    groups = {name: people[people["persona"] == name] for name in sorted({*people["persona"]}, key=int)}
    groups[ALL] = people
    fits = {name: fit(group, phases, model) for name, group in groups.items()}
    pair = _pair(fits[ALL])
    pairs = {name: fit(group, phases, model, pair) if pair else None for name, group in groups.items()}
    rows = [
        {"persona": name, "phase": phase, "n": int(group[f"felt_{phase}"].notna().sum())}
        | _effect(fits[name], phase)
        | _interaction(pairs[name], phase, pair)
        for name, group in groups.items()
        for phase in phases
    ]
    table = pd.DataFrame(rows)
    told = table["p"].notna()
    table.loc[told, "p_adjusted"] = (
        stats.false_discovery_control(table.loc[told, "p"]) if told.any() else BLANK
    )
    table["makes_up"] = [*_makes_up(table, pair)]
    strengths = np.where(table["n"] >= STRONG, "strong", np.where(table["n"] >= minimum_cell, "thin", "none"))
    table["evidence"] = np.where(table["effect"].notna(), strengths, "none")
    table["sentence"] = [_sentence(row, model, outcome, labels) for row in table.to_dict("records")]
    return table.set_index(["persona", "phase"])


def _pair(everybody: Effects | None) -> Pair | None:
    """Return the two phases that go most clearly with the outcome of all, in their order."""
    if everybody is None or len(everybody.phases) < 2:
        return None
    clear = np.abs(everybody.estimate / everybody.se)
    one, other = sorted(sorted(range(len(clear)), key=lambda place: -clear[place])[:2])
    return everybody.phases[one], everybody.phases[other]


def _effect(effects: Effects | None, phase: str) -> dict[str, float]:
    if effects is None or phase not in effects.phases:
        return dict.fromkeys(("effect", "low", "high", "p"), BLANK)
    place = effects.phases.index(phase)
    low, high = effects.interval(place)
    return {"effect": float(effects.estimate[place]), "low": low, "high": high, "p": effects.p(place)}


def _interaction(effects: Effects | None, phase: str, pair: Pair | None) -> dict[str, object]:
    blank = dict.fromkeys(("interaction", "interaction_low", "interaction_high"), BLANK)
    if pair is None or phase not in pair:
        return {"with_phase": None, **blank}
    found: dict[str, object] = {"with_phase": pair[1 - pair.index(phase)], **blank}
    if effects is not None:
        low, high = effects.interval(-1)
        found |= {
            "interaction": float(effects.estimate[-1]),
            "interaction_low": low,
            "interaction_high": high,
        }
    return found


def _makes_up(table: pd.DataFrame, pair: Pair | None) -> Iterator[str]:
    """Yield whether a good one of two phases makes up for a bad other one: told where both go with the outcome, upwards."""
    called = table[(table["p_adjusted"] < ALPHA) & (table["effect"] > 0) & table["phase"].isin(pair or ())]
    both = {persona for persona, n in called["persona"].value_counts().items() if n == 2}
    for row in table.to_dict("records"):
        is_told = row["persona"] in both and row["phase"] in (pair or ())
        is_up, is_down = row["interaction_low"] > 0, row["interaction_high"] < 0
        yield "untold" if not is_told else "yes" if is_down else "no" if is_up else "untold"


def _sentence(row: Mapping[Any, Any], model: str, outcome: str, labels: Mapping[str, str]) -> str:
    effect, phase = row["effect"], labels[row["phase"]]
    said = f"A better experience of “{phase}” goes with "
    if math.isnan(effect):
        said = f"Nothing can be said of “{phase}” and {outcome}: too few ratings, or too little difference."
    elif row["p_adjusted"] >= ALPHA:
        said = f"No clear link was found between the experience of “{phase}” and {outcome}."
    elif model == "logistic":
        size, odds = "greater" if effect > 0 else "smaller", f"{math.exp(effect):.1f}"
        said += f"a {size} chance of {outcome}: one standard deviation better, the odds are {odds} times as large."
    else:
        size, amount = "higher" if effect > 0 else "lower", f"{effect:+.2f}".replace("-", "−")
        said += f"a {size} score on {outcome}: one standard deviation better, {amount} standard deviations."
    if math.isnan(row["interaction"]):
        return said
    other = labels[row["with_phase"]]
    where = f"where “{other}” went well, “{phase}” matters"
    answers = {
        "yes": f"A good experience of “{other}” makes up for a bad one of “{phase}”: {where} less.",
        "no": f"A good experience of “{other}” doesn’t make up for a bad one of “{phase}”: {where} more.",
        "untold": f"Whether a good experience of “{other}” makes up for a bad one of “{phase}” can’t be told.",
    }
    return f"{said} {answers[row['makes_up']]}"
