"""Tests of the descriptors: whether the personas differ on what didn't help to form them.

How each persona differs stands in the profile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.contracts import Research
from personagen.contracts.segmentation import DESCRIPTORS
from personagen.personas.measures import Floats, Measure, each_measure
from personagen.statistics.contingency import TableTest, assess_choices, assess_table
from personagen.statistics.effects import benjamini_hochberg
from personagen.statistics.means import assess_means
from personagen.study import Study
from personagen.study.circular import list_circular, list_features

Row = dict[str, object]


def describe_differences(research: Research, assignments: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Test each variable that didn't form the segments against the personas.

    - nominal, ordinal, yes/no: chi-squared (Fisher in a 2 x 2 table with an expected count under 5), and a permutation
      p beside it in larger sparse tables; levels of fewer people than ``privacy.minimum_cell`` are left out.
    - multi: the sum of the chi-squared values of its choices, scaled for their going together.
    - likert, number, count: analysis of variance, and Kruskal-Wallis beside it.

    With survey weights chi-squared is Rao-Scott corrected and analysis of variance rests on effective numbers; Fisher,
    permutation and Kruskal-Wallis count people. What is circular gets a row without a test.

    Parameters
    ----------
    research
        The answers.
    assignments
        Contract ``assignments``; who has no persona is left out.
    study
        Its variables, and ``random_state`` for the permutations.

    Returns
    -------
    pandas.DataFrame
        Contract ``descriptors``, in the order of the study; ``p_adjusted`` over all its rows with a p.
    """
    members = assignments[assignments["persona"].notna()].set_index("respondent_id")
    answers = research.answers[research.answers["respondent_id"].isin(members.index)]
    members = members.loc[answers["respondent_id"]]
    weights = members["weight"].to_numpy(dtype=np.float64)
    persona = members["persona"].to_numpy(dtype=np.str_)
    formed, circular = list_features(study), list_circular(study)
    rows = [
        _row(list(group), persona, weights, study, is_circular=name in circular)
        for name, group in groupby(each_measure(answers, weights, study), key=lambda m: m.name)
        if name not in formed
    ]
    if not rows:
        return DESCRIPTORS.empty()
    table = pd.DataFrame(rows)
    table = table.assign(p=table["p"].astype("float64"))
    return DESCRIPTORS.conform(table.assign(p_adjusted=benjamini_hochberg(table["p"])))


def _row(
    measures: list[Measure], persona: NDArray[np.str_], weights: Floats, study: Study, *, is_circular: bool
) -> Row:
    first = measures[0]
    answers = np.column_stack([measure.answers for measure in measures])
    known = ~np.isnan(answers).any(axis=1)
    answers, persona, weights = answers[known], persona[known], weights[known]
    about = {"variable": first.name, "n": len(answers), "is_circular": is_circular, "p": np.nan}
    if first.is_mean:
        tested = {} if is_circular else _test_means(answers[:, 0], persona, weights)
        return about | {"test": "anova"} | tested
    if first.variable.type == "multi":
        found = None if is_circular else assess_choices(persona, answers, weights)
        return about | {"test": "choices"} | dict(_told(found))
    found = None if is_circular else _test_levels(answers, persona, weights, study, first.name)
    return about | {"test": "chi2"} | dict(_told(found))


def _test_means(values: Floats, persona: NDArray[np.str_], weights: Floats) -> Row:
    found = assess_means(persona, values, weights)
    return {} if found is None else dict(vars(found))


def _test_levels(
    answers: Floats, persona: NDArray[np.str_], weights: Floats, study: Study, name: str
) -> TableTest | None:
    is_pair = answers.shape[1] == 1  # yes or no
    level = answers[:, 0].astype(np.int64) if is_pair else answers.argmax(axis=1)
    common = _is_common(level, study)
    seed = [study.segmentation.random_state, 5, crc32(name.encode())]
    found = assess_table(persona[common], level[common], weights[common], seed)
    if found is None:
        return None
    # chi-squared, V and n must not tell how many gave a rare level
    effect = found.effect_size * float(np.sqrt(common.mean()))
    return replace(found, effect_size=effect, least_expected=round(found.least_expected, 1))


def _is_common(level: NDArray[np.int64], study: Study) -> NDArray[np.bool_]:
    """Tell who gave a level that enough people gave: a test could tell who the others are."""
    counts = np.bincount(level)
    return np.asarray(counts[level] >= study.privacy.minimum_cell)


def _told(found: TableTest | None) -> Iterator[tuple[str, object]]:
    return iter(() if found is None else vars(found).items())
