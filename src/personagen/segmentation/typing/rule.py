"""The rule: starting points and points per answer, in few digits, with the same answers as the typing model.

Choosing the questions belongs to `selection`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from personagen.contracts.segmentation import TYPING_RULE
from personagen.segmentation.content import Floats, Labels
from personagen.segmentation.typing.discriminant import Discriminant
from personagen.segmentation.typing.sheet import ANSWER, Line, fill_in

START = "(start)"
_MOST_DIGITS = 9
_SAME = 6
"""Decimals in which totals are compared: sums of decimal points differ in their last bits."""


def build_rule(
    lines: Sequence[Line], model: Discriminant, filled: Floats, personas: Sequence[str]
) -> pd.DataFrame:
    """Return the published table ``typing_rule``: the fewest digits with which nobody's persona differs.

    Parameters
    ----------
    lines
        The answer sheet.
    model
        Scores by line of the sheet.
    filled
        Respondent x line: what everybody filled in.
    personas
        Names of the personas, in the order of the model.
    """
    own = pick(model.score(filled))
    points = np.vstack([model.constants, model.coefficients])
    # what every persona gets for the same answer decides nothing
    points = points - points.min(axis=1, keepdims=True)
    sheet = np.hstack([np.ones((len(filled), 1)), filled])
    decimals = np.floor(np.log10(np.maximum(np.ptp(sheet, axis=0), 1.0))).astype(int)
    for digits in range(_MOST_DIGITS + 1):
        rounded = _round(points * 10.0**digits, decimals)
        if (pick(sheet @ rounded) == own).all():
            break
    return _as_table(lines, rounded, personas)


def apply_rule(rule: pd.DataFrame, answers: pd.DataFrame) -> pd.Series:
    """Return the persona that the printed rule gives each respondent.

    Parameters
    ----------
    rule
        Contract ``typing_rule``.
    answers
        Typed answers as in ``Research``, of these respondents or of new ones.

    Returns
    -------
    pandas.Series
        Index respondent_id; the first persona of equally high totals.
    """
    personas = list(dict.fromkeys(rule["persona"]))
    first = rule[rule["persona"] == personas[0]]
    lines = [
        Line(row["item"], row["level"], row["if_blank"], row["least"], row["most"])
        for _, row in first.iterrows()
        if row["item"] != START
    ]
    points = rule["points"].to_numpy(dtype=np.float64).reshape(len(personas), -1).T
    totals = fill_in(lines, answers) @ points[1:] + points[0]
    index = pd.Index(answers["respondent_id"], name="respondent_id")
    return pd.Series(np.array(personas, dtype=object)[pick(totals)], index=index, name="persona", dtype="str")


def pick(totals: Floats) -> Labels:
    """Return the number of the highest total of each row, the first of equal ones.

    Examples
    --------
    >>> pick(np.array([[0.1 + 0.2, 0.3], [1.0, 2.0], [0.3, 0.1 + 0.2]])).tolist()
    [0, 1, 0]
    """
    return np.asarray(np.round(totals, _SAME).argmax(axis=1), dtype=np.int64)


def _round(points: Floats, decimals: Labels) -> Floats:
    """Return the points of each line rounded to so many decimals."""
    return np.array([np.round(row, places) for row, places in zip(points, decimals.tolist(), strict=True)])


def _as_table(lines: Sequence[Line], points: Floats, personas: Sequence[str]) -> pd.DataFrame:
    start = Line(START, ANSWER, 1.0)
    rows = [
        {
            "persona": persona,
            "item": line.item,
            "level": line.level,
            "points": points[place, number],
            "if_blank": line.if_blank,
            "least": line.least,
            "most": line.most,
            "is_reversed": line.is_reversed,
        }
        for number, persona in enumerate(personas)
        for place, line in enumerate([start, *lines])
    ]
    return TYPING_RULE.conform(pd.DataFrame(rows))
