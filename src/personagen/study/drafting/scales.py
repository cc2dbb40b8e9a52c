"""Usual scales of whole numbers, such as 1..5, and telling which one a column uses."""

from __future__ import annotations

from personagen.study.drafting.columns import Column
from personagen.study.drafting.wordlists import holds, word_lists

SCALES = ((1, 5), (1, 7), (0, 10), (1, 10), (1, 4), (1, 6), (0, 4), (0, 5), (-2, 2), (-3, 3))
_SLIPS, _MOST_POINTS, _LONG = 0.0005, 40, 5
_NEARLY_ALL = 0.98


def find_scale(column: Column) -> tuple[int, int] | None:
    """Return the usual scale whose points the whole numbers of a column are, or None."""
    if not column.is_whole or len(column.answers) > _MOST_POINTS:
        return None
    usual = [cell for cell in column.numbers if column.answers[cell] > _SLIPS * column.n_answers]
    used = {column.numbers[cell] for cell in usual}
    low, high = min(used), max(used)
    for scale in SCALES:
        points = scale[1] - scale[0] + 1
        if (low, high) == scale and len(used) >= points - (points > _LONG):
            return scale
    return None


def plausible_range(column: Column) -> tuple[int, int] | None:
    """Return the range that numbers of this name may have, if (nearly) all answers lie in it.

    It is what is possible, not what occurs: the ends of a sample are no limits.
    """
    low, high = next(
        (entry["range"] for entry in word_lists()["ranges"] if holds(column.words, entry["names"])), (0, -1)
    )
    within = sum(column.answers[cell] for cell, number in column.numbers.items() if low <= number <= high)
    return (low, high) if within >= _NEARLY_ALL * column.n_answers else None


def lies_within(column: Column, scale: tuple[int, int]) -> bool:
    """Tell whether all numbers of a column lie on a scale."""
    return all(scale[0] <= number <= scale[1] for number in column.numbers.values())
