"""Skip logic: a column without answer exactly where another one has certain answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.study.drafting.columns import Column

_FEWEST, _MOST_ANSWERS = 10, 12
_BLANK_SHARE = 0.03, 0.97
_FILLED_AT_LEAST = 0.9


@dataclass(frozen=True)
class Routing:
    """Why a column has no answer.

    Parameters
    ----------
    column
        The earlier question.
    answers
        Its answers at which the column has none.
    code
        The cell that stands there instead; an empty string where it is blank.
    """

    column: str
    answers: tuple[str, ...]
    code: str


def find_routing(frame: pd.DataFrame, columns: Sequence[Column]) -> Mapping[str, Routing]:
    """Return for each column that is skipped the nearest earlier question that decides it."""
    deciders: list[tuple[Column, NDArray[np.int64], list[str]]] = []
    found: dict[str, Routing] = {}
    for column in columns:
        cells = frame[column.name]
        for code in ("", *column.missing):
            skipped = (cells == code).to_numpy(dtype=bool)
            share = skipped.mean()
            if not _BLANK_SHARE[0] <= share <= _BLANK_SHARE[1]:
                continue
            for decider, positions, answers in reversed(deciders):
                at = tuple(answers[i] for i in _decides(skipped, positions, len(answers)))
                if any(answer in decider.answers for answer in at):
                    found[column.name] = Routing(decider.name, at, code)
                    break
        if 1 < len(column.answers) <= _MOST_ANSWERS:
            answers = sorted(column.counts)
            deciders.append(
                (column, pd.Index(answers).get_indexer(pd.Index(cells)).astype(np.int64), answers)
            )
    return found


def _decides(skipped: NDArray[np.bool_], positions: NDArray[np.int64], n_answers: int) -> list[int]:
    """Return the answers at which all are skipped, if (nearly) nobody is at the others."""
    known = positions >= 0
    total = np.bincount(positions[known], minlength=n_answers)
    n_skipped = np.bincount(positions[known & skipped], minlength=n_answers)
    all_skipped = (total > 0) & (n_skipped == total)
    asked = total[~all_skipped].sum()
    is_clear = total[all_skipped].sum() >= _FEWEST and asked >= _FEWEST
    filled = asked - n_skipped[~all_skipped].sum()
    return (
        [int(i) for i in np.flatnonzero(all_skipped)]
        if is_clear and filled >= _FILLED_AT_LEAST * asked
        else []
    )
