"""Satisfaction with touchpoints that the survey asked for, a column each.

A faulty rating only blanks its cell: it describes nobody. What personas feel belongs to `journeys`.
"""

from __future__ import annotations

import pandas as pd

from personagen.contracts.people import RATINGS
from personagen.errors import DataError, did_you_mean
from personagen.ingest.answers import typed_cells
from personagen.ingest.columns import Reading
from personagen.ingest.items import Item
from personagen.study import Study, Variable
from personagen.study.file import StudyFile


def rating_items(study: Study) -> list[Item]:
    """Return the columns with ratings; who never met the touchpoint wasn't asked."""
    return [
        Item(
            _key(name),
            rating.column,
            Variable.model_validate(
                {
                    "from": "survey",
                    "type": "likert",
                    "scale": rating.scale,
                    "not_asked": rating.not_applicable,
                    "missing": rating.missing,
                }
            ),
            quarantines=False,
        )
        for name, rating in study.touchpoint_ratings.items()
    ]


def read_ratings(study: Study, ids: pd.Series, used: pd.DataFrame, reading: Reading) -> pd.DataFrame | None:
    """Return the contract ``ratings`` of the rows that count; None where the study has none.

    Parameters
    ----------
    ids
        Respondent of each row.
    used
        The rows that count, as text; same index.
    reading
        The columns of the survey.
    """
    parts = []
    for name, rating in study.touchpoint_ratings.items():
        column = reading.columns[_key(name)]
        worst, best = rating.scale
        valence = 2 * (typed_cells(column, used[rating.column]) - worst) / (best - worst) - 1
        place = {"rating": name, "touchpoint": rating.touchpoint}
        parts.append(pd.DataFrame({"respondent_id": ids, **place, "valence": valence}).dropna())
    if not parts:
        return None
    table = pd.concat(parts, ignore_index=True)
    return RATINGS.conform(table.sort_values(["respondent_id", "rating"], ignore_index=True))


def refuse_unmapped_ratings(study_file: StudyFile, touchpoint_map: pd.DataFrame | None) -> None:
    """Refuse ratings of touchpoints that the map doesn't have.

    Raises
    ------
    DataError
        Naming each of them, with the touchpoint that was probably meant.
    """
    known = [] if touchpoint_map is None else touchpoint_map["touchpoint"].tolist()
    problems = [
        study_file.problem(
            f"{_key(name)}.touchpoint",
            f'the touchpoint map has no touchpoint "{rating.touchpoint}"',
            f"{did_you_mean(rating.touchpoint, known)} Add it to the map with its phase, or mend the name.".strip(),
        )
        for name, rating in study_file.study.touchpoint_ratings.items()
        if rating.touchpoint not in known
    ]
    if problems:
        raise DataError(problems)


def _key(name: str) -> str:
    return f"touchpoint_ratings.{name}"
