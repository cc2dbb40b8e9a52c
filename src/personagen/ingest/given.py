"""The column with the segments that the company has already. Whether they will do is for `segmentation` to say."""

from __future__ import annotations

import pandas as pd

from personagen.ingest.answers import typed_cells
from personagen.ingest.columns import Reading
from personagen.ingest.items import Item
from personagen.study import Study, Variable

KEY = "segmentation.given.column"


def given_items(study: Study, source: str) -> list[Item]:
    """Return the column with the given segments, if it stands in this source.

    A nominal or ordinal variable of the same column says how its cells are read: names for codes, what is no answer.
    """
    given = study.segmentation.given
    if given is None or given.source != source:
        return []
    declared = (
        variable
        for _, name, variable in study.each_variable()
        if variable.source == source
        and variable.type in ("nominal", "ordinal")
        and (variable.column or name) == given.column
    )
    plain = Variable.model_validate({"from": source, "type": "nominal"})
    variable = next(declared, plain)
    return [Item(KEY, given.column, variable, tuple(variable.levels or ()))]


def given_segments(reading: Reading, ids: pd.Series, frame: pd.DataFrame) -> pd.Series | None:
    """Return the given segment by person, blank without one; None where the source holds none.

    Parameters
    ----------
    ids
        The person of each row of ``frame``; same index.
    """
    column = reading.columns.get(KEY)
    if column is None:
        return None
    cells = typed_cells(column, frame[column.item.column]).astype("str")
    return pd.Series(cells.to_numpy(), index=pd.Index(ids), name="segment", dtype="str")
