"""The answer sheet: what somebody who types by the rule fills in for each answer, line by line.

Only answers in the units of the questionnaire belong here; points belong to `rule`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from personagen.segmentation.content import Floats
from personagen.statistics.arrays import as_floats
from personagen.study import Study

ANSWER = "(answer)"
LOGARITHM = "ln(1 + answer)"
YES = "yes"
_FIGURES = 6  # somebody has to write it down


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


def list_lines(answers: pd.DataFrame, encoding: pd.DataFrame, study: Study) -> list[Line]:
    """Return the lines of every question that people can be asked and that formed segments.

    Of a nominal question the level that is imputed gets no line, and levels of fewer people than a cell may hold get
    none: they count as that level, or as not chosen.

    Parameters
    ----------
    answers
        As in ``Research``, of the respondents that the typing model learns from.
    encoding
        As in ``FeatureMatrix``.
    study
        Its variables, and ``minimum_cell``.
    """
    asked = {name for _, name, variable in study.each_variable() if variable.source == "survey"}
    lines: list[Line] = []
    for name, rows in encoding.groupby("variable", sort=False):
        if name in asked:
            made = _LINES[rows["type"].iloc[0]](rows, answers)
            lines += [line for line in made if _is_of_many(line, answers, study.privacy.minimum_cell)]
    return lines


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


def _fill(line: Line, answers: pd.DataFrame) -> Floats:
    given = _given(line, answers)
    given = np.where(np.isnan(given), line.if_blank, given)
    given = np.fmin(np.fmax(given, line.least), line.most)
    return np.log1p(given) if line.level == LOGARITHM and _is_number(line, answers) else given


def _given(line: Line, answers: pd.DataFrame) -> Floats:
    """Return the answers as numbers; NaN where there is none."""
    if line.item not in answers:
        return _chosen(line, answers)
    answer = answers[line.item]
    if is_bool_dtype(answer) or _is_number(line, answers):
        return as_floats(answer.astype("Float64"))
    is_level = answer.astype("object").eq(line.level).to_numpy(dtype=np.float64)
    return np.where(answer.isna().to_numpy(), np.nan, is_level)


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


def _is_of_many(line: Line, answers: pd.DataFrame, minimum_cell: int) -> bool:
    """Tell whether a line names no level, or one that enough people chose."""
    chosen = f"{line.item}[{line.level}]"
    if line.column != chosen:
        return True
    return int(np.nansum(_given(line, answers))) >= minimum_cell


def _number(rows: pd.DataFrame, answers: pd.DataFrame) -> Iterator[Line]:
    """Yield the answer itself; an end of the clipping only where somebody lies beyond it."""
    row = rows.iloc[0]
    values = as_floats(answers[row["variable"]].astype("Float64"))
    least = _round(row["low"]) if np.nanmin(values) < row["low"] else np.nan
    most = _round(row["high"]) if np.nanmax(values) > row["high"] else np.nan
    yield Line(row["variable"], ANSWER, _round(row["impute"]), least, most)


def _count(rows: pd.DataFrame, _answers: pd.DataFrame) -> Iterator[Line]:
    row = rows.iloc[0]
    yield Line(row["variable"], LOGARITHM, _round(np.expm1(row["impute"])))


def _likert(rows: pd.DataFrame, _answers: pd.DataFrame) -> Iterator[Line]:
    row = rows.iloc[0]
    position = 1 - row["impute"] if row["reverse"] else row["impute"]
    median = _round(row["low"] + position * (row["high"] - row["low"]))
    yield Line(row["variable"], ANSWER, median, is_reversed=bool(row["reverse"]))


def _ordinal(rows: pd.DataFrame, answers: pd.DataFrame) -> Iterator[Line]:
    """Yield a line for every level; without an answer two levels share where the median lies between them."""
    row = rows.iloc[0]
    median = _round(row["impute"] * row["high"])
    for position, level in enumerate(answers[row["variable"]].cat.categories):
        yield Line(
            row["variable"], str(level), max(0.0, 1 - abs(median - position)), code=float(position), column=""
        )


def _nominal(rows: pd.DataFrame, _answers: pd.DataFrame) -> Iterator[Line]:
    for _, row in rows[rows["impute"] != 1].iterrows():
        yield Line(row["variable"], row["level"], 0.0, column=row["column"])


def _multi(rows: pd.DataFrame, _answers: pd.DataFrame) -> Iterator[Line]:
    for _, row in rows.iterrows():
        yield Line(row["variable"], row["level"], float(row["impute"]), column=row["column"])


def _yes_no(rows: pd.DataFrame, _answers: pd.DataFrame) -> Iterator[Line]:
    row = rows.iloc[0]
    yield Line(row["variable"], YES, float(row["impute"]))


def _round(value: float) -> float:
    return float(f"{value:.{_FIGURES}g}")


_LINES: dict[str, Callable[[pd.DataFrame, pd.DataFrame], Iterator[Line]]] = {
    "number": _number,
    "count": _count,
    "likert": _likert,
    "ordinal": _ordinal,
    "nominal": _nominal,
    "multi": _multi,
    "yes_no": _yes_no,
}
