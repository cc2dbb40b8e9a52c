"""Prevalence: how many fit the card of a persona, trait by trait. What is typical of it belongs to `profile`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.contracts import Research, personas_by_size
from personagen.contracts.cards import PREVALENCE
from personagen.language.numbers import GROUPED_FROM, number
from personagen.language.words import Words
from personagen.personas.measures import Floats
from personagen.personas.questions import NOT, Question, each_question
from personagen.statistics.intervals import wilson_interval
from personagen.statistics.weights import effective_n, weighted_mean
from personagen.study import Study

Flags = NDArray[np.bool_]
MAJORITY = 0.5
_OF_ALL = ("yes", "no", "agree", "neutral", "disagree", "above", "up_to")


def assess_prevalence(
    research: Research, assignments: pd.DataFrame, study: Study, words: Words
) -> pd.DataFrame:
    """Count how many fit the first m traits of each persona together [Chapman & Milham 2006].

    A trait is the most frequent (weighted) answer of the persona to a feature; of equally frequent ones the first in the
    order of the study. Nominal and ordinal variables have their levels for answers; yes/no has yes and no, as has
    each level of a multi; a likert item, turned round where it is reversed, is agreed with above the middle of its scale,
    disagreed with below it, neutral on it; a number or count lies above everybody's median (weighted, rounded) or not. Traits are ordered by how frequent they are, which for two answers is max(p, 1 - p). Descriptors are
    left out; where the segments were given, all variables but descriptors count.

    The base are the members of the persona, and everybody with a persona, whose answer to *every* trait is known. Shares
    are weighted, with a Wilson interval on the effective n. A number is blank where fewer people than ``minimum_cell``,
    but not nobody, drop out since the last one shown, or would remain: subtracting two rows would tell them.

    Parameters
    ----------
    words
        Language of the labels.

    Returns
    -------
    pd.DataFrame
        Contract ``prevalence``; no rows without features.
    """
    members = assignments[assignments["persona"].notna()].set_index("respondent_id")
    answers = research.answers[research.answers["respondent_id"].isin(members.index)]
    members = members.loc[answers["respondent_id"]]
    weights = members["weight"].to_numpy(dtype=np.float64)
    persona = members["persona"].to_numpy(dtype=np.str_)
    questions = list(each_question(answers, weights, study))
    if not questions:
        return PREVALENCE.empty()
    known = np.all([~np.isnan(next(iter(q.answers.values()))) for q in questions], axis=0)
    rows = [
        row
        for name in personas_by_size(assignments)
        for row in _told(
            _fitting(name, questions, weights, known, persona == name, study.privacy.minimum_cell)
        )
    ]
    return say_traits(pd.DataFrame(rows), {q.measure.name: q.measure.label for q in questions}, words)


def say_traits(prevalence: pd.DataFrame, labels: Mapping[str, str], words: Words) -> pd.DataFrame:
    """Return the traits with labels in the language of ``words``.

    Parameters
    ----------
    prevalence
        Contract ``prevalence``; ``label`` may be absent.
    labels
        What the study calls each variable.
    """
    traits = zip(prevalence["variable"], prevalence["level"], prevalence["limit"], strict=True)
    said = [
        _say(labels.get(str(variable), str(variable)), str(level), number(limit), words)
        for variable, level, limit in traits
    ]
    return PREVALENCE.conform(prevalence.assign(label=said))


def _say(label: str, level: str, limit: float, words: Words) -> str:
    if level in _OF_ALL:
        return words.say(f"personas.trait.{level}", label=label, limit=_number(limit, words))
    if level.startswith(NOT):
        return words.say("personas.trait.without", label=label, level=level.removeprefix(NOT))
    return words.say("personas.trait.level", label=label, level=level)


def _number(limit: float, words: Words) -> str:
    """Write a rounded number with the decimals it has."""
    decimals = f"{limit:.10f}".rstrip("0").partition(".")[2]
    return words.number(limit, len(decimals), grouped=abs(limit) >= GROUPED_FROM)


def _fitting(
    name: str, questions: Sequence[Question], weights: Floats, known: Flags, inside: Flags, minimum_cell: int
) -> Iterator[dict[str, object]]:
    """Yield a row for each number of traits of a persona."""
    here, fits = known & inside, known.copy()
    members = _Shown(int(here.sum()), minimum_cell)
    others = _Shown(int((known & ~inside).sum()), minimum_cell)
    size = effective_n(weights[here])
    for m, (question, level) in enumerate(_traits(questions, weights, here), start=1):
        fits &= question.answers[level] == 1
        row: dict[str, object] = {
            "persona": name,
            "m": m,
            "variable": question.measure.name,
            "level": level,
            "limit": question.limit,
            "base_n": int(here.sum()),
            "base_all": int(known.sum()),
        }
        n, n_others = int((fits & here).sum()), int((fits & ~here).sum())
        if members.may_show(n):
            share = weighted_mean(fits[here], weights[here])
            low, high = wilson_interval(share, size)
            row |= {"n": n, "share_of_persona": share, "low": float(low), "high": float(high)}
            if others.may_show(n_others):
                row |= {"n_all": n + n_others, "share_of_all": weighted_mean(fits[known], weights[known])}
        yield row


def _told(rows: Iterator[dict[str, object]]) -> list[dict[str, object]]:
    """Return the rows of a persona with the one marked that reports tell."""
    found = [{**row, "is_told": False} for row in rows]
    shown = [row for row in found if "share_of_all" in row]
    fitted = [row for row in shown if cast("float", row["share_of_persona"]) >= MAJORITY]
    for row in fitted[-1:] or shown[:1]:
        row["is_told"] = True
    return found


class _Shown:
    """The number of people shown last: from it may be taken nobody or at least ``minimum_cell``."""

    def __init__(self, n: int, minimum_cell: int) -> None:
        self._n, self._minimum_cell = n, minimum_cell

    def may_show(self, n: int) -> bool:
        """Tell whether a falling number may be shown, and if so remember it."""
        small = range(1, self._minimum_cell)
        if n in small or self._n - n in small:
            return False
        self._n = n
        return True


def _traits(questions: Sequence[Question], weights: Floats, here: Flags) -> list[tuple[Question, str]]:
    """Return the most frequent answer to each question, the most frequent first."""
    found = []
    for question in questions:
        shares = {level: weighted_mean(x[here], weights[here]) for level, x in question.answers.items()}
        level = max(shares, key=lambda level: shares[level])
        found.append((shares[level], question, level))
    # the sort is stable: equally frequent ones stay in the order of the study
    return [(question, level) for _, question, level in sorted(found, key=lambda each: -each[0])]
