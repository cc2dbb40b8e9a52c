"""Names of people in the sources. They are kept to mask quotes only: columns of names stay outside otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from personagen.contracts import TextTable
from personagen.privacy import holds_names
from personagen.study import Study

_SOURCES = ("survey", "interviews", "analytics", "links")


def collect_names(study: Study, texts: Mapping[str, TextTable]) -> frozenset[str]:
    """Return every cell of a column of people's names, whatever became of its row.

    Interviewees and respondents who are numbered by their names count too. Nothing is collected without quotes that may
    be shown.

    Parameters
    ----------
    study
        Says which columns hold the ids.
    texts
        By source: the table as text, with all columns of the file.
    """
    interviews = study.interviews
    if interviews is None or interviews.quote is None or interviews.may_quote is None:
        return frozenset()
    ids = {"interviews": interviews.respondent, "survey": study.survey.respondent if study.survey else None}
    found: set[str] = set()
    for source in _SOURCES:
        if source in texts:
            for cells in _columns_of_names(texts[source].frame, ids.get(source)):
                found |= set(cells.unique())
    return frozenset(found - {""})


def _columns_of_names(frame: pd.DataFrame, id_column: str | None) -> Iterator[pd.Series]:
    for place, header in enumerate(map(str, frame.columns)):
        cells = frame.iloc[:, place]
        # ids say no name in their header, and are one only if they read like one
        if holds_names(header, cells) or (header == id_column and holds_names("voornaam", cells)):
            yield cells
