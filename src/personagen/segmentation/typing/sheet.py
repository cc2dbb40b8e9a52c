"""The answer sheet: what somebody who types by the rule fills in for each answer, line by line.

Which lines there are is said in `lines`; points belong to `rule`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from personagen.segmentation.content import Floats
from personagen.statistics.arrays import as_floats

ANSWER = "(answer)"
LOGARITHM = "ln(1 + answer)"


@dataclass(frozen=True)
class Line:
    """One line of the answer sheet.

    Parameters
    ----------
    item
        The question.
    level
        The answer that counts as 1, all others as 0; ``(answer)`` for the answer itself, a number, and
        ``ln(1 + answer)`` for its logarithm.
    if_blank
        What is filled in without an answer, in the units of the answer.
    least, most
        Smaller and larger answers count as these; NaN where any answer counts as it is.
    code
        What the line adds to its column of the typing model: 1, or the position of an ordinal level.
    column
        Column of the typing model; the levels of an ordinal question share one.
    is_reversed
        Whether people were asked the opposite of what the question is called.
    """

    item: str
    level: str
    if_blank: float
    least: float = np.nan
    most: float = np.nan
    code: float = 1.0
    column: str = ""
    is_reversed: bool = False


def fill_in(lines: Sequence[Line], answers: pd.DataFrame) -> Floats:
    """Return respondents x lines: what each respondent fills in.

    Parameters
    ----------
    lines
        The answer sheet.
    answers
        Typed answers, as in ``Research``.
    """
    filled = [_fill(line, answers) for line in lines]
    return np.column_stack(filled) if filled else np.empty((len(answers), 0))


def given_answers(line: Line, answers: pd.DataFrame) -> Floats:
    """Return the answers to a line as numbers, 1 and 0 for a level; NaN where there is none.

    Parameters
    ----------
    line
        A line of the sheet.
    answers
        Typed answers, as in ``Research``.
    """
    if line.item not in answers:
        return _chosen(line, answers)
    answer = answers[line.item]
    if is_bool_dtype(answer) or _is_number(line, answers):
        return as_floats(answer.astype("Float64"))
    is_level = answer.astype("object").eq(line.level).to_numpy(dtype=np.float64)
    return np.where(answer.isna().to_numpy(), np.nan, is_level)


def _fill(line: Line, answers: pd.DataFrame) -> Floats:
    given = given_answers(line, answers)
    given = np.where(np.isnan(given), line.if_blank, given)
    given = np.fmin(np.fmax(given, line.least), line.most)
    is_count = line.level == LOGARITHM and (line.item not in answers or _is_number(line, answers))
    return np.log1p(given) if is_count else given


def _chosen(line: Line, answers: pd.DataFrame) -> Floats:
    """Return whether a level was chosen among several; a level without a column was chosen by nobody."""
    levels = [str(column) for column in answers if str(column).startswith(f"{line.item}[")]
    if not levels:
        return np.full(len(answers), np.nan)
    own = f"{line.item}[{line.level}]"
    chosen = as_floats(answers[own if own in levels else levels[0]].astype("Float64"))
    return chosen if own in levels else chosen * 0.0


def _is_number(line: Line, answers: pd.DataFrame) -> bool:
    return line.item in answers and is_numeric_dtype(answers[line.item])
