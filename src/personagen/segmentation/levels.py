"""Answering level: whether segments differ in how much people agree with everything rather than in what they want."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from personagen.contracts import Segments
from personagen.segmentation.content import Floats
from personagen.statistics.weights import weighted_mean
from personagen.study import Study
from personagen.study.grids import FEWEST_ITEMS, is_item

CONCORDANCE = 0.5
LEVEL_SHARE = 0.6
LEVEL_EXPLAINED = 0.14


def assess_level(segments: Segments, answers: pd.DataFrame, study: Study) -> dict[str, object]:
    """Return whether the segments are ordered the same way on all likert items, or nothing where that can't be told.

    On the answers as given, reversed items not turned: who agrees with everything agrees with those too.

    - ``concordance``: Kendall's W of the ranks of the personas' weighted means, with the items as judges.
    - ``level_share``: part of the variance between personas, over all items, that lies along their common level:
      J sum_p w_p (m_p - m)^2 / sum_j sum_p w_p (m_pj - m_j)^2 over J items; 1 where every item shows the same
      differences, about 1 / J where items go their own ways.
    - ``level_explained``: eta squared of the respondents' own level.
    - ``is_alarm``: W of at least .5, most of that variance (.6) and a large effect on the level (eta squared of .14
      [Cohen]): then the segments rather tell how people use the scale, and ``row_centre`` is worth trying. Where two
      planted opinions on eight items drown in the respondents' levels, these segments agree with the opinions by an
      adjusted Rand index of .1 to .7; below the limits by .9 and more.

    Parameters
    ----------
    segments
        Who is in which persona.
    answers
        As in ``Research``.
    study
        Items are its likert items of the survey that form segments: at least three, with ``row_centre`` off.
    """
    scales = {
        name: variable.scale or (0.0, 1.0)
        for block, name, variable in study.each_variable()
        if is_item(variable)
        and variable.role != "descriptor"
        and study.segmentation.weights.get(block, 1.0) > 0
    }
    people = segments.assignments[segments.assignments["persona"].notna()]
    if len(scales) < FEWEST_ITEMS or study.segmentation.row_centre or people["persona"].nunique() < 2:  # noqa: PLR2004
        return {}
    given = answers.set_index("respondent_id").loc[people["respondent_id"], list(scales)]
    low, high = np.array(list(scales.values()), dtype=np.float64).T
    position = (given.astype("float64").to_numpy() - low) / (high - low)
    persona = people["persona"].to_numpy(dtype=np.str_)
    weights = people["weight"].to_numpy(dtype=np.float64)
    order = np.lexsort((weights, *position.T, persona))  # sums in the order of content
    return _judge(position[order], persona[order], weights[order])


def _judge(position: Floats, persona: NDArray[np.str_], weights: Floats) -> dict[str, object]:
    names = sorted(set(persona))
    means = np.array([_means(position[persona == name], weights[persona == name]) for name in names])
    if np.isnan(means).any():
        return {}
    sizes = np.array([weights[persona == name].sum() for name in names]) / weights.sum()
    apart = means - sizes @ means
    level = apart.mean(axis=1)
    between = float((sizes @ apart**2).sum())
    concordance = _kendalls_w(means)
    share = float(means.shape[1] * (sizes @ level**2) / between) if between > 0 else 0.0
    explained = _explained(position, persona, weights)
    is_alarm = concordance >= CONCORDANCE and share >= LEVEL_SHARE and explained >= LEVEL_EXPLAINED
    return {
        "concordance": concordance,
        "level_share": share,
        "level_explained": explained,
        "is_alarm": is_alarm,
    }


def _means(position: Floats, weights: Floats) -> list[float]:
    return [weighted_mean(column, weights) for column in position.T]


def _kendalls_w(means: Floats) -> float:
    """Return Kendall's coefficient of concordance of personas (rows) over items (columns)."""
    k, n_items = means.shape
    sums = rankdata(means, axis=0).sum(axis=1)
    return float(12 * ((sums - sums.mean()) ** 2).sum() / (n_items**2 * (k**3 - k)))


def _explained(position: Floats, persona: NDArray[np.str_], weights: Floats) -> float:
    known = ~np.isnan(position).all(axis=1)
    level, persona, weights = np.nanmean(position[known], axis=1), persona[known], weights[known]
    total = float(weights @ (level - weights @ level / weights.sum()) ** 2)
    own = pd.Series(level).groupby(persona).transform(lambda x: weighted_mean(x, weights[x.index])).to_numpy()
    return 1 - float(weights @ (level - own) ** 2) / total if total > 0 else 0.0
