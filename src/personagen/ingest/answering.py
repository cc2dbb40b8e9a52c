"""How people answered: straightlining, speeding, failed attention checks. They are flagged, never taken out.

What the segments are without them belongs to `segmentation`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from personagen.contracts import Research
from personagen.contracts.people import QUALITY_FLAGS
from personagen.study import Study
from personagen.study.grids import FEWEST_ITEMS, grids_of

SPEEDING = 0.5


def flag_answering(research: Research, study: Study) -> pd.DataFrame:
    """Return who answered in a way that raises doubt.

    - **straightliner**: at least three answers in a grid of likert items, all at the same place of their scale, as
      answered (reversed items aren't turned).
    - **speeder**: under half the median time of all respondents whose time is known.
    - **attention**: at least one attention check failed.

    Parameters
    ----------
    research
        The answers, and of the respondents ``duration_seconds`` and ``n_failed_checks``.
    study
        Its grids.

    Returns
    -------
    pandas.DataFrame
        Private contract ``quality_flags``, every respondent; a flag is blank where the study can't tell.
    """
    people = research.respondents
    rows = research.answers.set_index("respondent_id").reindex(people["respondent_id"])
    table = people[["respondent_id"]].reset_index(drop=True)
    return QUALITY_FLAGS.conform(
        table.assign(
            straightliner=_straightliners(rows, study).array,
            speeder=_speeders(people["duration_seconds"]).array,
            attention=(people["n_failed_checks"] > 0).array,
        )
    )


def _straightliners(answers: pd.DataFrame, study: Study) -> pd.Series:
    scales = {name: variable.scale or (0.0, 1.0) for _, name, variable in study.each_variable()}
    flags = pd.Series(None, index=answers.index, dtype="boolean")
    for grid in grids_of(study):
        position = pd.DataFrame(
            {n: (answers[n].astype("float64") - scales[n][0]) / (scales[n][1] - scales[n][0]) for n in grid}
        )
        spread = position.max(axis=1) - position.min(axis=1)
        flat = (position.notna().sum(axis=1) >= FEWEST_ITEMS) & np.isclose(spread, 0)
        flags = flags.fillna(value=False) | flat
    return flags


def _speeders(seconds: pd.Series) -> pd.Series:
    flags = (seconds < SPEEDING * seconds.median()).astype("boolean")
    return flags if seconds.notna().any() else flags.mask(seconds.isna())
