"""From typed answers to coded columns and back to nobody: what one row of the encoding does to one column.

Everything somebody new needs stands in the encoding. How its numbers are estimated belongs to `fitting`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class Coding:
    """One row of the encoding: how one column of the matrix is made.

    Parameters
    ----------
    column, variable, level
        Column of the matrix, its variable, and the level where a variable has several columns (else blank).
    block, type, reverse
        As in the study.
    impute
        Coded value of somebody without an answer.
    low, high
        Ends of the scale (likert), of the positions (ordinal) or of the clipping (number; blank: not clipped).
    centre, factor
        value = (coded - centre) * factor.
    row_centre
        likert: the coded value is the position less the respondent's own mean position on all such items.
    """

    column: str
    variable: str
    level: str
    block: str
    type: str
    reverse: bool
    impute: float = np.nan
    low: float = np.nan
    high: float = np.nan
    centre: float = 0.0
    factor: float = 1.0
    row_centre: bool = False


def as_table(codings: Sequence[Coding]) -> pd.DataFrame:
    """Return the encoding as a table, one row per column of the matrix."""
    return pd.DataFrame([asdict(coding) for coding in codings], columns=[f.name for f in fields(Coding)])


def as_codings(encoding: pd.DataFrame) -> list[Coding]:
    """Return the rows of the table of the encoding."""
    return [
        Coding(**{str(name): value for name, value in row.items()}) for row in encoding.to_dict("records")
    ]


def encode(answers: pd.DataFrame, states: pd.DataFrame, encoding: pd.DataFrame) -> pd.DataFrame:
    """Return the matrix of respondents: (coded - centre) * factor, a row alone the same as in a batch.

    Parameters
    ----------
    answers, states
        As in ``Research``; same rows in the same order.
    encoding
        As in ``FeatureMatrix``.

    Returns
    -------
    pandas.DataFrame
        Index respondent_id, float64, columns of the encoding. An answer that lacks is imputed, but stays blank where
        its state is not_linked.
    """
    codings = as_codings(encoding)
    coded = code_answers(answers, codings)
    columns = {row.column: _finish(coded[row.column], states[row.variable], row) for row in codings}
    return pd.DataFrame(columns, index=pd.Index(answers["respondent_id"], name="respondent_id"))


def code_answers(answers: pd.DataFrame, codings: Sequence[Coding]) -> pd.DataFrame:
    """Return the coded columns before imputing and scaling, index as ``answers``; blank without an answer.

    likert and ordinal: position 0..1; count: log(1 + x); number: clipped; nominal, multi and yes_no: 0 or 1.

    With ``row_centre`` a respondent's answering level is taken out of the likert items: the mean position of the
    answers *as given*, over the items that were answered. Items worded the other way round are turned after that:
    who agrees with everything agrees with those too, so their level shows before turning and cancels out after it.
    """
    level = _answering_level(answers, [row for row in codings if row.row_centre])
    coded = {row.column: _CODE[row.type](answers, row) for row in codings}
    centred = {
        row.column: _without_level(coded[row.column], level, row) if row.row_centre else coded[row.column]
        for row in codings
    }
    return pd.DataFrame(centred, index=answers.index)


def _answering_level(answers: pd.DataFrame, codings: Sequence[Coding]) -> pd.Series:
    """Return the mean position of each respondent's answers as given; blank without any."""
    total, n = (pd.Series(0.0, index=answers.index) for _ in range(2))
    for row in codings:  # one item after another, so that a row alone adds up as in a batch
        position = _position(answers, row)
        total, n = total + position.fillna(0.0), n + position.notna()
    return total / n.where(n > 0)


def _without_level(coded: pd.Series, level: pd.Series, row: Coding) -> pd.Series:
    return coded - (1 - level) if row.reverse else coded - level


def _finish(coded: pd.Series, state: pd.Series, row: Coding) -> NDArray[np.float64]:
    filled = coded.to_numpy()
    filled = np.where(np.isnan(filled) & (state != "not_linked").to_numpy(), row.impute, filled)
    return (filled - row.centre) * row.factor


def _number(answers: pd.DataFrame, row: Coding) -> pd.Series:
    low, high = (None if np.isnan(end) else end for end in (row.low, row.high))
    return answers[row.variable].astype("float64").clip(low, high)


def _count(answers: pd.DataFrame, row: Coding) -> pd.Series:
    return answers[row.variable].astype("float64").transform(np.log1p)


def _likert(answers: pd.DataFrame, row: Coding) -> pd.Series:
    position = _position(answers, row)
    return 1 - position if row.reverse else position


def _position(answers: pd.DataFrame, row: Coding) -> pd.Series:
    return (answers[row.variable].astype("float64") - row.low) / (row.high - row.low)


def _ordinal(answers: pd.DataFrame, row: Coding) -> pd.Series:
    codes = answers[row.variable].cat.codes.astype("float64")
    return codes.where(codes >= 0) / row.high


def _nominal(answers: pd.DataFrame, row: Coding) -> pd.Series:
    answer = answers[row.variable]
    return (answer == row.level).astype("float64").where(answer.notna())


def _yes_no(answers: pd.DataFrame, row: Coding) -> pd.Series:
    return answers[row.column].astype("Float64").astype("float64")


_CODE: dict[str, Callable[[pd.DataFrame, Coding], pd.Series]] = {
    "number": _number,
    "count": _count,
    "likert": _likert,
    "ordinal": _ordinal,
    "nominal": _nominal,
    "yes_no": _yes_no,
    "multi": _yes_no,
}
