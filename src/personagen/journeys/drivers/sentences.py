"""What goes with the outcome, in words: never that it causes it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from personagen.language.numbers import known, number, signed
from personagen.language.words import Words
from personagen.study import Study

ALPHA = 0.05


def say_drivers(table: pd.DataFrame, phases: pd.DataFrame, study: Study, words: Words) -> pd.DataFrame:
    """Return the contract ``drivers`` with ``outcome`` and ``sentence`` in a language, from its other columns.

    Parameters
    ----------
    table
        The contract; said of published numbers a sentence tells nothing that is hidden.
    phases
        Their contract, in the language.
    study
        Its outcome.
    words
        Of the language.
    """
    if table.empty:
        return table
    labels = dict(zip(phases["phase"].astype(str), phases["label"].astype(str), strict=True))
    told = table.assign(outcome=name_outcome(study, labels, words))
    rows = ({str(key): value for key, value in row.items()} for row in told.to_dict("records"))
    return told.assign(sentence=[say_driver(row, labels, words) for row in rows])


def name_outcome(study: Study, labels: Mapping[str, str], words: Words) -> str:
    """Return what journeys should lead to, in words.

    Parameters
    ----------
    study
        Its outcome.
    labels
        By phase what reports call it.
    words
        Of the study's language.
    """
    assert study.outcome is not None  # noqa: S101
    if study.outcome.phase is not None:
        return words.say("journeys.outcome.phase", phase=labels[study.outcome.phase])
    variable = next(v for _, name, v in study.each_variable() if name == study.outcome_variable)
    return words.say("journeys.outcome.score", name=variable.label or study.outcome.column)


def say_driver(row: Mapping[str, Any], labels: Mapping[str, str], words: Words) -> str:
    """Return a sentence about one row of the table ``drivers``, and one more where two phases were held together."""
    phase, outcome = labels[row["phase"]], row["outcome"]
    said = words.say(
        f"journeys.driver.{_kind(row)}", phase=phase, outcome=outcome, effect=_effect(row, words)
    )
    if not known(row["interaction"]):
        return said
    other = labels[row["with_phase"]]
    answer = words.say(f"journeys.makes_up.{row['makes_up']}", phase=phase, other=other)
    return f"{said} {answer}"


def _kind(row: Mapping[str, Any]) -> str:
    if not known(row["effect"]):
        return "few"
    if not number(row["p_adjusted"]) < ALPHA:
        return "none"
    return f"{'up' if number(row['effect']) > 0 else 'down'}.{row['model']}"


def _effect(row: Mapping[str, Any], words: Words) -> str:
    """Return the odds ratio, or the standard deviations."""
    if not known(row["effect"]):
        return ""
    if row["model"] == "logistic":
        return words.number(math.exp(number(row["effect"])), 1)
    return signed(words, row["effect"], 2)
