"""Which lines the answer sheet has: one type of question after the other, from the encoding of the features.

What somebody fills in belongs to `sheet`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from personagen.segmentation.typing.sheet import ANSWER, LOGARITHM, Line, given_answers
from personagen.statistics.arrays import as_floats
from personagen.study import Study

YES = "yes"
_FIGURES = 6  # somebody has to write it down


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


def _is_of_many(line: Line, answers: pd.DataFrame, minimum_cell: int) -> bool:
    """Tell whether a line names no level, or one that enough people chose."""
    chosen = f"{line.item}[{line.level}]"
    if line.column != chosen:
        return True
    return int(np.nansum(given_answers(line, answers))) >= minimum_cell


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
