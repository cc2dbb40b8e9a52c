"""Numbers far out of the rest in columns for which the study says no range: told, and used all the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from personagen.ingest.columns import Reading
from personagen.ingest.items import Column
from personagen.ingest.source import FAR_OUT, Fault, Source
from personagen.ingest.wording import show
from personagen.statistics.arrays import as_floats
from personagen.statistics.outlying import outer_fences

# more are the tail of a distribution, no slips
_MOST, _MOST_SHARE = 2, 0.005


def find_far_out(source: Source, reading: Reading, used: pd.DataFrame) -> Iterator[Fault]:
    """Yield the numbers of variables that lie far out of the rest, if they are few.

    Parameters
    ----------
    used
        The rows of the source that count.
    """
    for key, column in reading.columns.items():
        variable = column.item.variable
        if key.startswith("variables.") and variable.type in ("number", "count") and not variable.scale:
            yield from _far_out(source, column, used[column.item.column])


def _far_out(source: Source, column: Column, cells: pd.Series) -> Iterator[Fault]:
    numbers = pd.Series(column.value_list(cells), cells.index, dtype="float64").dropna()
    # what is counted is skewed by nature, and clustered as log(1 + x) too
    compared = as_floats(np.log1p(numbers) if column.item.variable.type == "count" else numbers)
    fences = outer_fences(compared)
    if fences is None:
        return
    is_out = (compared < fences[0]) | (compared > fences[1])
    if is_out.sum() > max(_MOST, _MOST_SHARE * len(numbers)):
        return
    first, third = np.quantile(numbers, [0.25, 0.75])
    line = source.study_file.line_of(column.item.key)
    place = f"{column.item.key} (line {line} of the study)" if line else column.item.key
    mend = f"Mend the cell if it is a slip; give {place} a scale, the lowest and the highest number possible, to settle it."
    for position in numbers.index[is_out]:
        reason = (
            f"{show(cells[position])} lies far out of the rest, half of which lie from {first:g} to {third:g}"
        )
        yield Fault(int(position), column.item.column, FAR_OUT, reason, mend, is_quarantined=False)
