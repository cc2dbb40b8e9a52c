"""What linked respondents and customers outside the survey share: the analytics variables as one matrix.

Only encoding belongs here. It is not the encoding of the features: that is estimated on respondents, knows no dates and
leaves descriptors out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.segmentation.content import Floats
from personagen.statistics.arrays import as_floats
from personagen.study import Study, Variable

Flags = NDArray[np.bool_]
FEWEST = 20  # linked respondents a 0/1 column needs on both sides: fewer say nothing
FENCE = 3.0


def share_columns(customers: pd.DataFrame, study: Study, is_linked: Flags) -> pd.DataFrame:
    """Return what is known of every customer: a column each, of mean 0 and variance 1.

    count: log(1 + x); number: clipped to Q1 - 3 IQR .. Q3 + 3 IQR; date: days; likert, ordinal: position; yes_no, multi,
    nominal: 0/1, where levels that fewer than 20 linked respondents have (unseen ones too) are one group together. A
    blank takes the median, and a column says that it was blank.

    Parameters
    ----------
    customers
        As in ``Research``.
    study
        Its variables from analytics; text is left out.
    is_linked
        Whom the classifier learns from, by row of ``customers``.

    Returns
    -------
    pandas.DataFrame
        Index: the rows of ``customers`` by number; those of whom every shared variable is blank are left out.
    """
    given = dict(_raw_columns(customers, study))
    known = np.zeros(len(customers), dtype=bool)
    for column in given.values():
        known |= ~np.isnan(column)
    return pd.DataFrame(dict(_filled(given, known, is_linked[known])), index=np.flatnonzero(known))


def _raw_columns(customers: pd.DataFrame, study: Study) -> Iterator[tuple[str, Floats]]:
    """Yield the columns of every shared variable, blank where nothing is known."""
    for _, name, variable in study.each_variable():
        if variable.source != "analytics" or variable.type == "text":
            continue
        if variable.type == "nominal":
            yield from _levels(name, customers[name])
        elif variable.type == "multi":
            for column in (c for c in customers if str(c).startswith(f"{name}[")):
                yield str(column), as_floats(customers[column])
        else:
            yield name, _CODE.get(variable.type, _plain)(customers[name], variable)


def _levels(name: str, answers: pd.Series) -> Iterator[tuple[str, Floats]]:
    for level in sorted(answers.dropna().unique()):
        yield f"{name}[{level}]", as_floats((answers == level).astype("Float64").where(answers.notna()))


def _filled(given: dict[str, Floats], known: Flags, linked: Flags) -> Iterator[tuple[str, Floats]]:
    """Yield the columns that say something of linked respondents, standardised, with those that say what was blank."""
    seen = set()
    for name, column in given.items():
        values = column[known]
        blank = np.isnan(values)
        filled = np.where(blank, np.nanmedian(values) if not blank.all() else 0.0, values)
        variable = name.partition("[")[0]
        if blank.any() and variable not in seen:
            yield from _useful(f"{variable} is blank", blank.astype(float), linked)
            seen.add(variable)
        yield from _useful(name, filled, linked)


def _useful(name: str, values: Floats, linked: Flags) -> Iterator[tuple[str, Floats]]:
    inside = values[linked]
    is_binary = bool(np.isin(values, (0.0, 1.0)).all())
    least = min(int((inside == end).sum()) for end in (0.0, 1.0)) if is_binary else FEWEST
    spread = inside.size and inside.min() < inside.max()
    if not spread or least < FEWEST:
        return
    # sorted: the order of the customers must not change the last bit
    in_order = np.sort(values)
    yield name, (values - in_order.mean()) / in_order.std()


def _plain(answers: pd.Series, _variable: Variable) -> Floats:
    return as_floats(answers)


def _count(answers: pd.Series, _variable: Variable) -> Floats:
    return np.asarray(np.log1p(as_floats(answers)), dtype=np.float64)


def _number(answers: pd.Series, _variable: Variable) -> Floats:
    values = as_floats(answers)
    known = values[~np.isnan(values)]
    if not known.size:
        return values
    low, high = np.quantile(known, [0.25, 0.75])
    reach = FENCE * (high - low)
    return values if reach == 0 else as_floats(np.clip(values, low - reach, high + reach))


def _date(answers: pd.Series, _variable: Variable) -> Floats:
    days = (answers - answers.max()).dt.total_seconds() / 86_400
    return as_floats(days)


def _ordinal(answers: pd.Series, _variable: Variable) -> Floats:
    codes = answers.cat.codes.astype("float64")
    return as_floats(codes.where(codes >= 0))


_CODE: dict[str, Callable[[pd.Series, Variable], Floats]] = {
    "count": _count,
    "number": _number,
    "date": _date,
    "ordinal": _ordinal,
}
